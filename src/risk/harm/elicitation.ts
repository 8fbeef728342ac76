// What several people say of the scenarios, made one: the middle and the spread of each value, how far they agree, and where they are far
// apart. Until somebody rates, the values of the library count, marked as such. docs/harm.md has the arithmetic.
import {
  type Agreement,
  type CombinedEstimate,
  type CombinedRating,
  type Disagreement,
  type Distribution,
  type Elicited,
  type LikelihoodKind,
  type RaterRole,
  type RatingInput,
  SEVERITY_ASPECTS,
  type SeverityAspect,
  type ThreatScenario,
  type Triple,
} from '#contracts/index.ts';
import { log } from '#kit/index.ts';
import { samplerOf } from '../loss/distribution.ts';
import { alphaRange, krippendorffAlpha, type Ratings, spearman } from './agreement.ts';

/** One who rated. */
export interface Rater {
  readonly as: RaterRole;
  /** Shown in place of the name. */
  readonly initials: string;
  /** By the id of the scenario. */
  readonly ratings: ReadonlyMap<string, Pick<RatingInput, 'severity' | 'likelihood'>>;
}

/** What the library says of a scenario. */
export interface ScenarioDefaults {
  readonly id: string;
  readonly severity: Readonly<Record<SeverityAspect, Triple>>;
  readonly likelihoodKind: LikelihoodKind;
  readonly likelihood: Triple;
}

/** Krippendorff 2004, "Reliability in Content Analysis": from 0.8 on to be relied upon, from 0.667 on for tentative conclusions. */
const [WELL, ROUGHLY] = [0.8, 2 / 3];
/** Raters from which on the quarters count as the spread in place of the extremes. */
const QUARTERS_FROM = 5;
/** Levels of severity, and tens of likelihood, from which on raters are far apart. */
const FAR_LEVELS = 2;
const FAR_TIMES = 10;
/** Likelihoods count from once in a million years on; what is less counts as that, and never as half a power of ten below. */
const LEAST = -6;
const NEVER = -6.5;

/** The defaults of a scenario of the library. Distributions count by their range: low and high as written, or the 5th and 95th percentile. */
export function defaultsOf({ id, severity, likelihood }: ThreatScenario): ScenarioDefaults {
  const rated = (aspect: SeverityAspect) => severity[aspect].value;
  return {
    id,
    severity: byAspect(rated),
    ...('intent' in likelihood
      ? { likelihoodKind: 'intent' as const, likelihood: estimateOf(likelihood.intent.value) }
      : { likelihoodKind: 'yearly' as const, likelihood: estimateOf(likelihood.yearly.value) }),
  };
}

/** A distribution as an estimate: low, mode and high of a PERT; otherwise the 5th percentile, the median and the 95th. */
export function estimateOf(given: Distribution): Triple {
  if (typeof given === 'number') return { low: given, mode: given, high: given };
  if (given.dist === 'pert') return { low: given.low, mode: given.mode, high: given.high };
  const sampler = samplerOf(given);
  return { low: sampler.quantile(0.05), mode: sampler.quantile(0.5), high: sampler.quantile(0.95) };
}

/** The ratings of all raters, combined. The same raters in the same order give the same result. */
export function elicit(scenarios: readonly ScenarioDefaults[], raters: readonly Rater[]): Elicited {
  const ids = new Set(scenarios.map(({ id }) => id));
  const labels = labelsOf(raters);
  const severityOf = (aspect: SeverityAspect) =>
    raters.map(({ ratings }) => scenarios.map(({ id }) => ratings.get(id)?.severity[aspect] ?? null));
  const byEach = byAspect(severityOf);
  const all = raters.map((_, rater) => SEVERITY_ASPECTS.flatMap((aspect) => byEach[aspect][rater] ?? []));
  const likelihoods = raters.map(({ ratings }) => scenarios.map(({ id }) => ratings.get(id)?.likelihood ?? null));
  return {
    raters: raters.map(({ as, ratings }, rater) => ({
      label: labels[rater] ?? as,
      as,
      scenarios: [...ratings.keys()].filter((id) => ids.has(id)).length,
    })),
    scenarios: scenarios.map((defaults, place) => combinedOf(defaults, raters, place, likelihoods)),
    agreement: {
      severity: agreementOf(all, labels, 0),
      aspects: byAspect((aspect) => agreementOf(byEach[aspect], labels, 1 + SEVERITY_ASPECTS.indexOf(aspect))),
      likelihood: agreementOf(
        likelihoods.map((row) => row.map((given) => (given ? halfDecadeOf(given.mode) : null))),
        labels,
        1 + SEVERITY_ASPECTS.length,
      ),
    },
    disagreements: disagreementsOf(scenarios, labels, byEach, likelihoods),
  };
}

/** `radiologist AB`; a second one is `radiologist AB (2)`. */
function labelsOf(raters: readonly Rater[]): string[] {
  const met = new Map<string, number>();
  return raters.map(({ as, initials }) => {
    const label = `${as} ${initials}`.trim();
    const times = (met.get(label) ?? 0) + 1;
    met.set(label, times);
    return times === 1 ? label : `${label} (${times})`;
  });
}

function combinedOf(
  { id, severity, likelihoodKind, likelihood }: ScenarioDefaults,
  raters: readonly Rater[],
  place: number,
  likelihoods: readonly (readonly (Triple | null)[])[],
): CombinedRating {
  const given = (aspect: SeverityAspect) =>
    raters.flatMap(({ ratings }) => {
      const level = ratings.get(id)?.severity[aspect] ?? null;
      return level === null ? [] : [{ low: level, mode: level, high: level }];
    });
  const judged = likelihoods.flatMap((row) => row[place] ?? []);
  return {
    scenario: id,
    severity: byAspect((aspect) => combine(given(aspect), severity[aspect])),
    likelihoodKind,
    likelihood: combine(judged, likelihood),
  };
}

/**
 * The middle of what was given, from the lowest to the highest; from five raters on from the first to the third quarter. One rater alone says
 * nothing of the spread: that of the library stays, widened to hold the rating.
 */
function combine(given: readonly Triple[], preset: Triple): CombinedEstimate {
  const kept = { low: preset.low, mode: preset.mode, high: preset.high };
  if (given.length === 0) return { ...kept, from: 'default', raters: 0, default: kept };
  const all = (of: keyof Triple) => given.map((each) => each[of]).sort((a, b) => a - b);
  const ends = given.length >= QUARTERS_FROM ? ([0.25, 0.75] as const) : ([0, 1] as const);
  const alone = given.length === 1;
  const [low, mode, high] = [shareOf(all('low'), ends[0]), shareOf(all('mode'), 0.5), shareOf(all('high'), ends[1])];
  return {
    low: alone ? Math.min(low, preset.low) : low,
    mode,
    high: alone ? Math.max(high, preset.high) : high,
    from: 'raters',
    raters: given.length,
    default: kept,
  };
}

/** The value below which a share lies, on a straight line between the two nearest (Hyndman and Fan 1996, 7). */
function shareOf(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [from = 0, to = from] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return from + (to - from) * (place - Math.floor(place));
}

function agreementOf(rows: readonly Ratings[], labels: readonly string[], seed: number): Agreement {
  const rating = rows.filter((row) => row.some((value) => value !== null)).length;
  const units = (rows[0] ?? []).filter((_, unit) => rows.filter((row) => (row[unit] ?? null) !== null).length > 1);
  const pairs = rows.flatMap((one, first) =>
    rows.slice(first + 1).flatMap((other, after) => {
      const found = spearman(one, other);
      const names: [string, string] = [labels[first] ?? '', labels[first + 1 + after] ?? ''];
      return found ? [{ raters: names, units: found.units, spearman: found.rho }] : [];
    }),
  );
  const alpha = krippendorffAlpha(rows, 'ordinal');
  return {
    raters: rating,
    units: units.length,
    alphaOrdinal: alpha,
    alphaOrdinalRange: alpha === null ? null : alphaRange(rows, 'ordinal', seed),
    alphaInterval: krippendorffAlpha(rows, 'interval'),
    spearman: pairs.length === 0 ? null : pairs.reduce((sum, pair) => sum + pair.spearman, 0) / pairs.length,
    pairs,
    ...verdictOf(rating, units.length, alpha),
  };
}

function verdictOf(raters: number, units: number, alpha: number | null): Pick<Agreement, 'verdict' | 'because'> {
  if (raters < 2)
    return { verdict: 'not known', because: raters === 0 ? 'Nobody has rated yet.' : 'One person alone cannot agree.' };
  if (units === 0) return { verdict: 'not known', because: 'No two people rated the same.' };
  if (alpha === null)
    return { verdict: 'not known', because: 'All gave the same value throughout: chance could not differ either.' };
  if (alpha >= WELL) return { verdict: 'well', because: 'Alpha is 0.8 or more: the result can be relied upon.' };
  if (alpha >= ROUGHLY)
    return { verdict: 'roughly', because: 'Alpha is from 0.667 to 0.8: good for tentative conclusions.' };
  return {
    verdict: 'poorly',
    because: 'Alpha is below 0.667: talk over where the ratings differ before relying on them.',
  };
}

/** The nearest half power of ten, so that likelihoods count as alike when they are of the same size. */
function halfDecadeOf(likelihood: number): number {
  return likelihood === 0 ? NEVER : Math.max(LEAST, Math.round((2 * log(likelihood)) / Math.LN10) / 2);
}

function disagreementsOf(
  scenarios: readonly ScenarioDefaults[],
  labels: readonly string[],
  severity: Readonly<Record<SeverityAspect, readonly Ratings[]>>,
  likelihoods: readonly (readonly (Triple | null)[])[],
): Disagreement[] {
  const found = scenarios.flatMap(({ id }, place) => {
    const bySeverity = SEVERITY_ASPECTS.map((about) => ({
      about,
      values: severity[about].map((row) => row[place] ?? null),
    }));
    const byLikelihood = { about: 'likelihood' as const, values: likelihoods.map((row) => row[place]?.mode ?? null) };
    return [...bySeverity, byLikelihood].flatMap(({ about, values }) => {
      const given = values.filter((value) => value !== null);
      const [least, most] = [Math.min(...given), Math.max(...given)];
      const isFar = about === 'likelihood' ? most > 0 && most >= FAR_TIMES * least : most - least >= FAR_LEVELS;
      if (given.length < 2 || !isFar) return [];
      const end = (value: number) => ({ value, raters: labels.filter((_, rater) => values[rater] === value) });
      return [{ scenario: id, about, lowest: end(least), highest: end(most) }];
    });
  });
  // The farthest apart first; likelihoods, which have another measure, after the severities.
  const gap = ({ about, lowest, highest }: Disagreement) => (about === 'likelihood' ? 0 : highest.value - lowest.value);
  return found
    .map((each, place) => ({ each, place }))
    .sort((a, b) => gap(b.each) - gap(a.each) || a.place - b.place)
    .map(({ each }) => each);
}

function byAspect<T>(of: (aspect: SeverityAspect) => T): Record<SeverityAspect, T> {
  return {
    injury: of('injury'),
    diagnosis: of('diagnosis'),
    delay: of('delay'),
    privacy: of('privacy'),
    equipment: of('equipment'),
    trust: of('trust'),
  };
}
