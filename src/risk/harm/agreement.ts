// How far raters agree: Krippendorff's alpha and Spearman's rank correlation. docs/harm.md has both with worked numbers.
import { streamOf, unitOf } from '../loss/stream.ts';

/** Ratings of one rater, a place for each unit; null where the unit was not rated. */
export type Ratings = readonly (number | null)[];

/** How far apart two values are: `ordinal` by how many ratings lie between them, `interval` by their difference. */
export type Metric = 'ordinal' | 'interval';

/** Fewer units say nothing of a pair: over two, a rank correlation is always 1 or -1. */
const LEAST_UNITS = 3;
/** Units are drawn again this often for the interval of alpha. */
const DRAWS = 1000;

/** How often each value was given to each unit that two or more rated. */
interface Counts {
  /** The values that occur, in order. */
  readonly values: readonly number[];
  /** A row for each unit, a column for each value. */
  readonly units: readonly Float64Array[];
}

/**
 * Krippendorff's alpha: 1 - observed disagreement / disagreement expected by chance (Krippendorff 2011, "Computing Krippendorff's
 * Alpha-Reliability", C). Units that fewer than two rated are left out. Null where nothing can be said: no unit with two ratings, or but one
 * value in all, of which chance makes no disagreement either.
 */
export function krippendorffAlpha(raters: readonly Ratings[], metric: Metric): number | null {
  const counts = countsOf(raters);
  return alphaOf(counts, counts.units, metric);
}

/**
 * 95 % interval of alpha over units drawn with replacement, 1000 times: how much hangs on which units there are. Null with fewer than three
 * units. The same seed (a whole number) gives the same interval.
 */
export function alphaRange(raters: readonly Ratings[], metric: Metric, seed: number): [number, number] | null {
  const counts = countsOf(raters);
  const { units } = counts;
  if (units.length < LEAST_UNITS) return null;
  const stream = streamOf(seed, units.length);
  const found: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const drawn = units.flatMap(() => units[Math.floor(unitOf(stream) * units.length)] ?? []);
    const alpha = alphaOf(counts, drawn, metric);
    if (alpha !== null) found.push(alpha);
  }
  found.sort((a, b) => a - b);
  const at = (share: number) => found[Math.round(share * (found.length - 1))];
  const [low, high] = [at(0.025), at(0.975)];
  return low === undefined || high === undefined ? null : [low, high];
}

function countsOf(raters: readonly Ratings[]): Counts {
  const size = Math.max(0, ...raters.map((ratings) => ratings.length));
  const rated = Array.from({ length: size }, (_, unit) =>
    raters.flatMap((ratings) => {
      const value = ratings[unit];
      return value === null || value === undefined ? [] : [value];
    }),
  ).filter((given) => given.length > 1);
  const values = [...new Set(rated.flat())].sort((a, b) => a - b);
  const units = rated.map((given) => {
    const row = new Float64Array(values.length);
    for (const value of given) {
      const place = values.indexOf(value);
      row[place] = (row[place] ?? 0) + 1;
    }
    return row;
  });
  return { values, units };
}

function alphaOf({ values }: Counts, units: readonly Float64Array[], metric: Metric): number | null {
  const size = values.length;
  // How often value c meets value k within a unit, each pair weighted so that every rating counts once.
  const met = new Float64Array(size * size);
  for (const row of units) {
    const given = row.reduce((sum, count) => sum + count, 0);
    for (let c = 0; c < size; c++) {
      const here = row[c] ?? 0;
      if (here === 0) continue;
      for (let k = 0; k < size; k++) {
        const pairs = here * ((row[k] ?? 0) - (c === k ? 1 : 0));
        met[c * size + k] = (met[c * size + k] ?? 0) + pairs / (given - 1);
      }
    }
  }
  const times = values.map((_, c) => met.subarray(c * size, (c + 1) * size).reduce((sum, pairs) => sum + pairs, 0));
  const total = times.reduce((sum, count) => sum + count, 0);
  let [observed, expected] = [0, 0];
  for (let c = 0; c < size; c++) {
    for (let k = c + 1; k < size; k++) {
      const apart = squaredDistance({ values, times }, c, k, metric);
      observed += (met[c * size + k] ?? 0) * apart;
      expected += (times[c] ?? 0) * (times[k] ?? 0) * apart;
    }
  }
  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected;
}

function squaredDistance(
  { values, times }: { readonly values: readonly number[]; readonly times: readonly number[] },
  c: number,
  k: number,
  metric: Metric,
): number {
  if (metric === 'interval') return ((values[k] ?? 0) - (values[c] ?? 0)) ** 2;
  let between = -((times[c] ?? 0) + (times[k] ?? 0)) / 2;
  for (let g = c; g <= k; g++) between += times[g] ?? 0;
  return between ** 2;
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
