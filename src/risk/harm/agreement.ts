// How far raters agree: Krippendorff's alpha and Spearman's rank correlation. docs/harm.md has both with worked numbers.
import { seededRandom } from '#kit/index.ts';

/** Ratings of one rater, a place for each unit; null where the unit was not rated. */
export type Ratings = readonly (number | null)[];

/** How far apart two values are: `ordinal` by how many ratings lie between them, `interval` by their difference. */
export type Metric = 'ordinal' | 'interval';

/** Fewer units say nothing of a pair: over two, a rank correlation is always 1 or -1. */
const LEAST_UNITS = 3;
/** Units are drawn again this often for the interval of alpha. */
const DRAWS = 1000;

/** What the units that two or more rated add to a sum over units. */
interface Counted {
  /** The values that occur, in order. */
  readonly values: readonly number[];
  /**
   * For each unit: how often each value was given, then, for each two different values, how often they meet within the unit, each pair weighted
   * so that every rating counts once.
   */
  readonly units: readonly Float64Array[];
}

/**
 * Krippendorff's alpha: 1 - observed disagreement / disagreement expected by chance (Krippendorff 2011, "Computing Krippendorff's
 * Alpha-Reliability", C). Units that fewer than two rated are left out. Null where nothing can be said: no unit with two ratings, or but one
 * value in all, of which chance makes no disagreement either.
 */
export function krippendorffAlpha(raters: readonly Ratings[], metric: Metric): number | null {
  const { values, units } = countsOf(raters);
  const sums = new Float64Array(sizeOf(values));
  for (const unit of units) add(sums, unit);
  return alphaOf(values, sums, metric);
}

/**
 * 95 % interval of alpha over units drawn with replacement, 1000 times: how much hangs on which units there are. Null with fewer than three
 * units. The same seed (a whole number) gives the same interval.
 */
export function alphaRange(raters: readonly Ratings[], metric: Metric, seed: number): [number, number] | null {
  const { values, units } = countsOf(raters);
  if (units.length < LEAST_UNITS) return null;
  const random = seededRandom(seed, units.length);
  const sums = new Float64Array(sizeOf(values));
  const found: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    sums.fill(0);
    for (let drawn = 0; drawn < units.length; drawn++) {
      const unit = units[random.below(units.length)];
      if (unit) add(sums, unit);
    }
    const alpha = alphaOf(values, sums, metric);
    if (alpha !== null) found.push(alpha);
  }
  found.sort((a, b) => a - b);
  const at = (share: number) => found[Math.round(share * (found.length - 1))];
  const [low, high] = [at(0.025), at(0.975)];
  return low === undefined || high === undefined ? null : [low, high];
}

function countsOf(raters: readonly Ratings[]): Counted {
  const size = Math.max(0, ...raters.map((ratings) => ratings.length));
  const rated = Array.from({ length: size }, (_, unit) =>
    raters.flatMap((ratings) => {
      const value = ratings[unit];
      return value === null || value === undefined ? [] : [value];
    }),
  ).filter((given) => given.length > 1);
  const values = [...new Set(rated.flat())].sort((a, b) => a - b);
  const units = rated.map((given) => {
    const counted = new Float64Array(sizeOf(values));
    for (const value of given) {
      const place = values.indexOf(value);
      counted[place] = (counted[place] ?? 0) + 1;
    }
    forEachPair(values, (c, k, place) => {
      counted[place] = ((counted[c] ?? 0) * (counted[k] ?? 0)) / (given.length - 1);
    });
    return counted;
  });
  return { values, units };
}

/** A place for each value, then one for each two of them. */
function sizeOf({ length }: readonly number[]): number {
  return length + (length * (length - 1)) / 2;
}

/** Calls back with each two different values, the lower first, and their place. */
function forEachPair({ length }: readonly number[], visit: (c: number, k: number, place: number) => void): void {
  let place = length;
  for (let c = 0; c < length; c++) for (let k = c + 1; k < length; k++) visit(c, k, place++);
}

function add(sums: Float64Array, unit: Float64Array): void {
  for (let place = 0; place < sums.length; place++) sums[place] = (sums[place] ?? 0) + (unit[place] ?? 0);
}

function alphaOf(values: readonly number[], sums: Float64Array, metric: Metric): number | null {
  let [total, observed, expected] = [0, 0, 0];
  // Ratings up to and with each value.
  const upTo = values.map((_, place) => (total += sums[place] ?? 0));
  forEachPair(values, (c, k, place) => {
    const [ofC, ofK] = [sums[c] ?? 0, sums[k] ?? 0];
    const apart =
      metric === 'interval'
        ? ((values[k] ?? 0) - (values[c] ?? 0)) ** 2
        : ((upTo[k] ?? 0) - (upTo[c] ?? 0) + ofC - (ofC + ofK) / 2) ** 2;
    observed += (sums[place] ?? 0) * apart;
    expected += ofC * ofK * apart;
  });
  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected;
}

/** Spearman's rank correlation of two raters with the number of units that both rated. */
export interface RankCorrelation {
  readonly rho: number;
  readonly units: number;
}

/**
 * Spearman's rank correlation over the units that both rated: Pearson's correlation of the ranks, ties at the middle of their ranks. Null with
 * fewer than three such units, or where one of the two gave all of them the same value.
 */
export function spearman(one: Ratings, other: Ratings): RankCorrelation | null {
  const both = one.flatMap((a, unit): [number, number][] => {
    const b = other[unit];
    return a === null || b === null || b === undefined ? [] : [[a, b]];
  });
  if (both.length < LEAST_UNITS) return null;
  const [x, y] = [midRanks(both.map(([a]) => a)), midRanks(both.map(([, b]) => b))];
  const middle = (both.length + 1) / 2;
  let [xx, yy, xy] = [0, 0, 0];
  for (const [unit, rank] of x.entries()) {
    const [dx, dy] = [rank - middle, (y[unit] ?? middle) - middle];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx === 0 || yy === 0 ? null : { rho: xy / Math.sqrt(xx * yy), units: both.length };
}

/** Ranks from 1; equal values share the middle of the ranks that they take up. */
export function midRanks(values: readonly number[]): number[] {
  const order = values.map((value, place) => ({ value, place })).sort((a, b) => a.value - b.value || a.place - b.place);
  const ranks = values.map(() => 0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to++;
    for (let each = from; each <= to; each++) ranks[order[each]?.place ?? 0] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}
