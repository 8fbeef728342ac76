// What steps that are done have achieved: the mean year with what is known of them now, against the same year without, worked out in the graph with
// the same draws. Single steps stand against the inputs of the assessment that they came from; all of them together against today.
import type { PeopleReached, RiskAchieved, RiskDone, RiskDoneInput, RiskInputs, Treatment } from '#contracts/index.ts';
import { quantify } from '../loss/quantify.ts';
import { controlAction, factorsOf } from './actions-of.ts';
import { type Case, casesOf, eventsOf, groupsOf, nodesOf, type Standing } from './case-of.ts';
import { changedSince } from './changed-since.ts';
import { rateBetween } from './currency.ts';
import { digestsOf } from './digests-of.ts';
import { controlOf, findingsAt, type InForce, inForce, withClosed } from './done-states.ts';
import { spreadOf } from './events-of.ts';
import { documentOf } from './loss-document.ts';
import { networkOf, type Site } from './network-of.ts';
import { meanSaving, meanYear } from './plan-intervals.ts';
import { standings } from './prepared.ts';
import { likelyChances, siteReach } from './site-reach.ts';

/** Earlier assessments that are worked out again, the newest. */
const MOST_EARLIER = 6;
/** Steps that are worked out at one time. */
const MOST_STEPS = 200;
/** Years for single steps, as for what they were expected to save. */
const STEP_YEARS = 20_000;
/** No more than this is said to have grown. */
const MOST_GROWTH = 1000;

/** What is said of the steps that are done. */
export interface Achieved {
  readonly done: RiskDone[];
  readonly achieved: RiskAchieved | null;
}

/** Ids of the assessments whose inputs are needed to hold what is done against what was expected. */
export function earlierOf({ done = [] }: Pick<RiskInputs, 'done'>): string[] {
  const times = new Map(done.map(({ assessment, assessedAt }) => [assessment, assessedAt]));
  return [...times]
    .toSorted(([a, one], [b, other]) => (one === other ? (a < b ? -1 : 1) : one < other ? 1 : -1))
    .slice(0, MOST_EARLIER)
    .map(([id]) => id);
}

/**
 * Holds every step that is done against what was expected of it. `earlier`: the inputs of the assessments that the steps came from, by id; of a
 * step whose assessment is not there nothing is said to be achieved. `offered`: ids of the actions that are offered now.
 */
export function achievedOf(
  inputs: InForce,
  earlier: ReadonlyMap<string, RiskInputs>,
  offered: ReadonlySet<string>,
): Achieved {
  const steps = inputs.done ?? [];
  if (steps.length === 0) return { done: [], achieved: null };
  const saved = new Map<string, RiskDone['achieved']>();
  for (const [assessment, own] of Map.groupBy(steps, (step) => step.assessment)) {
    const then = earlier.get(assessment);
    if (!then) continue;
    const base = inForce(then);
    const looked = own.filter(({ action }) => inputs.standings.get(action)?.state !== 'not seen again');
    const variants = looked.slice(0, MOST_STEPS).map((step) => asFound(step, base, inputs));
    const found = against(base, variants, Math.min(base.trials, STEP_YEARS));
    const rate = rateBetween(then.settings, inputs.settings);
    looked.slice(0, MOST_STEPS).forEach(({ action }, n) => {
      const one = found.saved[n];
      saved.set(action, one ? { ...one, ...atRate(one, rate) } : null);
    });
  }
  const open = new Set(inputs.findings.map(({ id }) => id));
  const done = steps.map((step): RiskDone => {
    const { action, name, kind, at, by, note, assessment, expected, devices } = step;
    const { state = 'stated', because = '', flows = [] } = inputs.standings.get(action) ?? {};
    const seenAt = new Map(step.seen.map(({ finding, at: time }) => [finding, time]));
    const isHere = earlier.has(assessment);
    return {
      action,
      name,
      kind,
      at,
      by,
      note,
      assessment,
      state,
      because: isHere ? because : `${because} The assessment that it came from is too old to be worked out again.`,
      expected: { ...expected, ...atRate(expected, rateOf(step, inputs, earlier)) },
      achieved: saved.get(action) ?? null,
      offeredAgain: offered.has(action),
      proof: {
        findings: step.findings.map(({ id, title }) => ({
          id,
          title,
          isThere: open.has(id),
          seenAt: (open.has(id) ? seenAt.get(id) : step.lookedAt) ?? null,
        })),
        flows: flows.map(({ from, to, port, protocol, lastSeenAt }) => ({ from, to, port, protocol, lastSeenAt })),
      },
      devices,
    };
  });
  return {
    done: done.toSorted((a, b) => (a.at === b.at ? (a.action < b.action ? -1 : 1) : a.at < b.at ? 1 : -1)),
    achieved: together(steps, inputs, earlier),
  };
}

/** What the money of a step is worth in that of today; 1 where nobody knows. */
function rateOf(
  { assessment, currency, perDollar }: RiskDoneInput,
  now: RiskInputs,
  earlier: ReadonlyMap<string, RiskInputs>,
): number {
  const then = earlier.get(assessment)?.settings ?? (currency === undefined ? now.settings : { currency, perDollar });
  return rateBetween(then, now.settings);
}

function atRate({ mean, interval: [low, high] }: { mean: number; interval: [number, number] }, rate: number) {
  return { mean: mean * rate, interval: [low * rate, high * rate] as [number, number] };
}

/** A site that differs from another by some steps. */
interface Variant {
  readonly site: Site;
  readonly controls: readonly string[];
}

/** The site of the time with one step as the facts of today have it. */
function asFound(step: RiskDoneInput, base: InForce, now: InForce): Variant {
  const { controls } = base.settings;
  if (now.standings.get(step.action)?.state === 'contradicted' && step.kind === 'close')
    return { site: base, controls };
  switch (step.kind) {
    case 'mend':
      return { site: withDoors([step], base, now), controls };
    case 'close':
      return { site: withClosed(base, [step]), controls };
    case 'control':
      return { site: base, controls: [...new Set([...controls, controlOf(step.action)])] };
  }
}

/** A site with the doors that steps mend as they are at another: their findings go, those of the other come. */
function withDoors(steps: readonly RiskDoneInput[], site: Site, other: Site): Site {
  const doors = steps.flatMap(({ door }) => door ?? []);
  const out = new Set(doors.flatMap((door) => [...findingsAt(door, site)]));
  const into = new Set(doors.flatMap((door) => [...findingsAt(door, other)]));
  const devices = new Set(site.devices.map(({ id }) => id));
  const kept = site.findings.filter(({ id }) => !out.has(id) && !into.has(id));
  const come = other.findings.filter(({ id, device }) => into.has(id) && devices.has(device));
  return { ...site, findings: [...kept, ...come].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** All steps in the graph of today: as if none had been done, as was hoped, and as it is. */
function together(
  steps: readonly RiskDoneInput[],
  now: InForce,
  earlier: ReadonlyMap<string, RiskInputs>,
): RiskAchieved | null {
  const known = steps.filter(({ assessment }) => earlier.has(assessment));
  const [oldest] = known.toSorted((a, b) => (a.assessedAt < b.assessedAt ? -1 : 1));
  const then = oldest && earlier.get(oldest.assessment);
  if (!oldest || !then) return null;
  const { done: _, ...own } = now;
  const names = new Set(known.map(({ action }) => action));
  const isHeld = ({ action }: RiskDoneInput) => now.standings.get(action)?.state !== 'contradicted';
  const others = steps.filter((step) => !names.has(step.action) && step.kind !== 'mend' && isHeld(step));
  const stated = now.settings.controls.filter((id) => !known.some(({ action }) => action === controlAction(id)));
  const settings = { ...now.settings, reach: now.given.settings.reach, controls: stated };
  const open: InForce = { ...own, settings, closed: new Set() };
  // What was looked at goes back to what it was; what nobody looked at is as it was.
  const looked = known.filter(
    ({ action, kind }) => kind === 'mend' && now.standings.get(action)?.state !== 'not seen again',
  );
  let base = open;
  for (const [assessment, group] of Map.groupBy(looked, (step) => step.assessment)) {
    const before = earlier.get(assessment);
    if (before) base = { ...base, findings: [...withDoors(group, base, before).findings] };
  }
  base = withClosed(base, others);
  const mends = new Set(known.flatMap(({ door }) => (door ? [...findingsAt(door, base)] : [])));
  const hoped = withClosed({ ...base, findings: base.findings.filter(({ id }) => !mends.has(id)) }, known);
  const controls = known.flatMap(({ kind, action }) => (kind === 'control' ? [controlOf(action)] : []));
  const found = against(
    base,
    [
      { site: hoped, controls: [...new Set([...stated, ...controls])] },
      { site: now, controls: now.settings.controls },
    ],
    now.trials,
  );
  const [expected = NOTHING, achieved = NOTHING] = found.saved;
  const ids = new Set(known.flatMap(({ findings }) => findings.map(({ id }) => id)));
  const { currency } = then.settings;
  const before = { ...then, devices: then.devices.map(({ id }) => id), currency, parts: digestsOf(then) };
  return {
    actions: known.length,
    from: { id: oldest.assessment, at: oldest.assessedAt, mean: oldest.mean * rateOf(oldest, now, earlier) },
    without: found.mean,
    expected,
    achieved,
    because: changedSince(before, now, { findings: ids, steps: true }),
  };
}

const NOTHING = { mean: 0, interval: [0, 0] as [number, number], harm: { before: 0, after: 0 } };

/** What some variants of a site save against it, each alone, with the same draws. */
function against(base: InForce, variants: readonly Variant[], trials: number) {
  const cases = casesOf(base);
  const asked = { nodes: nodesOf(cases), groups: groupsOf(cases) };
  const { today } = siteReach(base, networkOf(base, 'mode'), asked);
  const now = standings(cases, base, today, []);
  const before = eventsOf(cases, base, today.mode);
  const left = variants.map(({ site, controls }) => {
    const after = eventsOf(cases, base, likelyChances(site, asked, base.seed));
    return new Map(
      cases.map((one) => {
        const { id } = one.threat;
        const [had, has] = [before.get(id) ?? 0, after.get(id) ?? 0];
        const [old, own] = [keptBy(one, base.settings.controls), keptBy(one, controls)];
        const of = (what: 'frequency' | 'magnitude' | 'harm') => (old[what] > 0 ? own[what] / old[what] : 1);
        const reached = had > 0 ? Math.min(MOST_GROWTH, has / had) : 1;
        return [id, { frequency: reached * of('frequency'), magnitude: of('magnitude'), harm: of('harm') }] as const;
      }),
    );
  });
  const treatments = left.map((factors, n): Treatment => {
    const applies = [...factors].flatMap(([scenario, { frequency, magnitude }]) =>
      Math.abs(frequency - 1) > LEAST || Math.abs(magnitude - 1) > LEAST ? [{ scenario, frequency, magnitude }] : [],
    );
    return { id: String(n), cost: 0, applies };
  });
  const years = quantify(
    documentOf(
      base,
      cases,
      now,
      treatments.filter(({ applies }) => applies.length > 0),
    ),
    { trials, seed: base.seed, withInformation: false },
  );
  const byId = new Map(years.treatments.map((treatment) => [treatment.id, treatment]));
  return {
    mean: meanYear(now),
    saved: left.map((factors, n) => {
      const treatment = treatments[n];
      const [low, high] = byId.get(String(n))?.reductionInterval ?? [0, 0];
      return {
        mean: treatment ? meanSaving(now, treatment) : 0,
        interval: [low, high] as [number, number],
        harm: peopleOf(cases, now, factors),
      };
    }),
  };
}

const LEAST = 1e-6;

/** What the controls in place leave of a scenario. */
function keptBy({ threat }: Case, controls: readonly string[]) {
  return factorsOf(threat.controls.filter(({ id }) => controls.includes(id)));
}

/** Events a year that reach a person: of each scenario its events times the share of them that does; and with these factors. */
export function peopleOf(
  cases: readonly Case[],
  now: ReadonlyMap<string, Standing>,
  factors: ReadonlyMap<string, { readonly frequency: number; readonly harm: number }>,
): PeopleReached {
  let [before, after] = [0, 0];
  for (const { threat } of cases) {
    const standing = now.get(threat.id);
    if (!standing) continue;
    const share = spreadOf(threat.reachesPerson.value).mode * standing.harmFactor;
    const { frequency = 1, harm = 1 } = factors.get(threat.id) ?? {};
    before += standing.events.mode * Math.min(1, share);
    after += standing.events.mode * frequency * Math.min(1, share * harm);
  }
  return { before, after };
}
