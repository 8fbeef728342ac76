// Harm to a person on the ISO 14971 matrix of the site: how bad, how often, and whether that may be. Money never enters it. docs/harm.md
// has the arithmetic with worked numbers.
import {
  ACCEPTABILITIES,
  type Acceptability,
  HARM_SEVERITIES,
  type HarmMatrix,
  type HarmPlacement,
  type HarmSeverity,
  harm,
  PERSON_ASPECTS,
  PROBABILITY_BANDS,
  type ProbabilityBand,
  type SeverityAspect,
  type Triple,
} from '#contracts/index.ts';
import { expm1, Invalid } from '#kit/index.ts';

/** How bad harm is to a person. */
export interface HarmSeverityEstimate {
  /** False when nothing of it harms a person, even at its worst. */
  readonly harms: boolean;
  readonly low: HarmSeverity;
  readonly mode: HarmSeverity;
  readonly high: HarmSeverity;
}

/** What is placed. */
export interface HarmInput {
  readonly severity: HarmSeverityEstimate;
  /** Loss events a year of one device; null when nobody knows. */
  readonly yearlyEvents: Triple | null;
  /** The chance that one of them reaches a person. */
  readonly reachesPerson: Triple;
}

/** A matrix from a file or a request. Throws Invalid with the field that cannot be. */
export function readHarmMatrix(given: unknown): HarmMatrix {
  const read = harm.harmMatrix.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new Invalid(`The harm matrix: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'it cannot be read.'}`);
}

/**
 * How bad a scenario is for a person: the worst of injury, diagnosis and delay. Equipment, privacy and trust are not harm to a person and
 * are left out. Ratings run from 0 (none) to 4 (catastrophic) and are rounded to the nearest level, halves upwards.
 * Throws Invalid for a rating that is not in order or not within 0 to 4.
 */
export function harmSeverityOf(aspects: Readonly<Partial<Record<SeverityAspect, Triple>>>): HarmSeverityEstimate {
  const rated = PERSON_ASPECTS.flatMap((aspect) => {
    const rating = aspects[aspect];
    if (!rating) return [];
    checkEstimate(`severity.${aspect}`, rating, 4);
    return [rating];
  });
  if (rated.length === 0) throw new Invalid(`severity: rate at least one of ${PERSON_ASPECTS.join(', ')}.`);
  const worst = (of: keyof Triple) => Math.max(...rated.map((rating) => rating[of]));
  return {
    harms: worst('high') > 0,
    low: levelOf(worst('low')),
    mode: levelOf(worst('mode')),
    high: levelOf(worst('high')),
  };
}

/** The level of a rating from 0 to 4. */
function levelOf(rating: number): HarmSeverity {
  return at(HARM_SEVERITIES, Math.floor(rating + 0.5));
}

/** The chance of at least one event in a year of a Poisson process with this many events a year: 1 - exp(-rate). */
export function yearlyChance(rate: number): number {
  return -expm1(-rate);
}

/** The band that a chance in a year falls into; a bound belongs to the band above it. */
export function bandOf({ bounds }: HarmMatrix, chance: number): ProbabilityBand {
  if (!(chance >= 0 && chance <= 1)) throw new Invalid('yearlyChance: write a chance from 0 to 1.');
  if (chance >= bounds.frequent) return 'frequent';
  if (chance >= bounds.probable) return 'probable';
  if (chance >= bounds.occasional) return 'occasional';
  return chance >= bounds.remote ? 'remote' : 'improbable';
}

/**
 * Where harm falls on the matrix: events a year times the chance that one reaches a person, as a chance in a year. What is not known is not
 * taken as zero: without a frequency there is no band, and the range spans them all. Throws Invalid with the field that cannot be.
 */
export function placeHarm(matrix: HarmMatrix, { severity, yearlyEvents, reachesPerson }: HarmInput): HarmPlacement {
  checkEstimate('reachesPerson', reachesPerson, 1);
  if (yearlyEvents) checkEstimate('yearlyEvents', yearlyEvents, Number.MAX_VALUE);
  const ranks = [severity.low, severity.mode, severity.high].map((level) => HARM_SEVERITIES.indexOf(level));
  if (!inOrder(ranks)) throw new Invalid('severity: low, mode and high must be levels in this order.');
  const chance = (of: keyof Triple) => (yearlyEvents ? yearlyChance(yearlyEvents[of] * reachesPerson[of]) : null);
  const [low, likely, high] = [chance('low') ?? 0, chance('mode'), chance('high') ?? (reachesPerson.high > 0 ? 1 : 0)];
  const bands = { low: bandOf(matrix, low), high: bandOf(matrix, high) };
  const band = likely === null ? null : bandOf(matrix, likely);
  const judged = (row: ProbabilityBand, column: HarmSeverity): Acceptability => matrix.cells[row][column];
  return {
    reachesPerson: severity.harms && reachesPerson.high > 0 && high > 0,
    severity: severity.mode,
    severityRange: [severity.low, severity.high],
    yearlyChance: likely,
    yearlyChanceRange: [low, high],
    band,
    bandRange: [bands.low, bands.high],
    acceptability: band === null ? null : judged(band, severity.mode),
    acceptabilityRange: [judged(bands.low, severity.low), judged(bands.high, severity.high)],
  };
}

/** What is put in order: an id that tells apart what stands equal. */
interface Placed {
  readonly id: string;
  readonly harm: HarmPlacement;
  /** Mean loss of a year, in the currency of the site. */
  readonly loss: number;
}

/**
 * The order of lists: scenarios that reach a person first, whatever they cost; among them the less acceptable, then the more severe, then the
 * more likely; then by money; then by id. What nobody can place stands where its worst would.
 */
export function byHarmFirst(one: Placed, other: Placed): number {
  const [a, b] = [keyOf(one), keyOf(other)];
  for (const [place, value] of a.entries()) {
    const difference = (b[place] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

function keyOf({ harm: { reachesPerson, ...placed }, loss }: Placed): number[] {
  if (!reachesPerson) return [0, 0, 0, 0, loss];
  return [
    1,
    ACCEPTABILITIES.indexOf(placed.acceptability ?? placed.acceptabilityRange[1]),
    HARM_SEVERITIES.indexOf(placed.severity),
    -PROBABILITY_BANDS.indexOf(placed.band ?? placed.bandRange[1]),
    loss,
  ];
}

function inOrder(values: readonly number[]): boolean {
  return values.every((value, place) => place === 0 || value >= (values[place - 1] ?? value));
}

function checkEstimate(field: string, { low, mode, high }: Triple, most: number): void {
  const values = [low, mode, high];
  if (!values.every((value) => Number.isFinite(value) && value >= 0 && value <= most))
    throw new Invalid(`${field}: write figures ${most === Number.MAX_VALUE ? 'of 0 or more' : `from 0 to ${most}`}.`);
  if (!inOrder(values)) throw new Invalid(`${field}: low, mode and high must be in this order.`);
}

function at<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) throw new RangeError(`no level ${place}`);
  return found;
}
