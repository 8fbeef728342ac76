// What many simulated years come to. Quantiles are exact: not all years are sorted, but those that lie where a wanted one lies.
import type { LossSummary } from '#contracts/index.ts';

/** Chances at which the curve of losses is written down: finer where losses are rare and large. */
const CURVE = [
  ...Array.from({ length: 19 }, (_, n) => 0.95 - n * 0.05),
  0.04,
  0.03,
  0.02,
  0.01,
  0.005,
  0.002,
  0.001,
  0.0005,
  0.0002,
  0.0001,
];
const QUANTILES = [0.05, 0.5, 0.9, 0.95, 0.99];
/** The share of years whose mean is the expected shortfall. */
const WORST = 0.05;

/** The figures of a year, from at least one simulated year; losses are not negative, and their order does not change. */
export function summaryOf(losses: Float64Array): LossSummary {
  const years = losses.length;
  const worst = Math.max(1, Math.round(years * WORST));
  const chances = CURVE.filter((chance) => chance * years >= 1);
  const ranks = [...QUANTILES, ...chances.map((chance) => 1 - chance)].flatMap((p) => {
    const rank = Math.floor((years - 1) * p);
    return [rank, Math.min(years - 1, rank + 1)];
  });
  const { mean, squares, sorted, beyond } = selected(losses, [0, ...ranks, years - worst]);
  const at = (p: number) => quantileOf(years, p, (rank) => sorted.at(rank));
  let shortfall = beyond.sum;
  for (let rank = years - worst; rank < beyond.from; rank++) shortfall += sorted.at(rank);
  const chanceAbove = (loss: number) => (years - sorted.upTo(loss)) / years;
  const curve = new Map([[0, chanceAbove(0)]]);
  for (const chance of chances) {
    const loss = at(1 - chance);
    if (loss > 0) curve.set(loss, chanceAbove(loss));
  }
  return {
    mean,
    sd: years < 2 ? 0 : Math.sqrt(squares / (years - 1)),
    quantiles: { '0.05': at(0.05), '0.5': at(0.5), '0.9': at(0.9), '0.95': at(0.95), '0.99': at(0.99) },
    probabilityOfAnyLoss: chanceAbove(0),
    expectedShortfall95: shortfall / worst,
    exceedance: [...curve],
  };
}

/** Of sorted values, straight lines between them (Hyndman and Fan 1996, definition 7). */
export function quantile(sorted: Float64Array, p: number): number {
  return quantileOf(sorted.length, p, (rank) => sorted[rank] ?? 0);
}

function quantileOf(count: number, p: number, at: (rank: number) => number): number {
  const place = (count - 1) * p;
  const low = Math.floor(place);
  const from = at(low);
  const to = low + 1 < count ? at(low + 1) : from;
  return from + (to - from) * (place - low);
}

/** Bits that a value loses to become the number of its bin: what stays are the exponent and 8 bits after it, 256 bins from a power of 2 to the next. */
const DROPPED = 12;
const BINS = 2 ** (31 - DROPPED);
/** Where the word with the exponent stands in a number, by the order of this machine. */
const HIGH = new Int32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1;
const inBin = new Uint32Array(BINS);
const isWanted = new Uint8Array(BINS);

interface Bin {
  readonly bin: number;
  /** Of its first value among all. */
  readonly rank: number;
  readonly count: number;
}

interface Selected {
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
  readonly sorted: {
    /** The value with a rank that was asked for. */
    at(rank: number): number;
    /** How many values are at most this one, which lies at or between two values that were asked for, or is 0. */
    upTo(value: number): number;
  };
  /** The values in the bins above that of the last rank asked for: their sum, and the rank of the first. */
  readonly beyond: { readonly sum: number; readonly from: number };
}

/** The moments, and the values of some ranks (the last one is where a tail begins), in two passes. */
function selected(losses: Float64Array, ranks: readonly number[]): Selected {
  const words = new Int32Array(losses.buffer, losses.byteOffset, 2 * losses.length);
  const [sum, least, most] = counted(losses, words);
  const mean = sum / losses.length;
  const bins = binsOf(
    ranks.toSorted((a, b) => a - b),
    least,
    most,
  );
  const tail = binWith(bins, ranks.at(-1) ?? 0);
  for (const { bin } of bins) isWanted[bin] = 1;
  // What is in the bin of 0 needs no sorting: zeros, and amounts below 1e-307 that count as such.
  isWanted[0] = 0;
  const gathered = new Float64Array(bins.reduce((all, { bin, count }) => all + (bin === 0 ? 0 : count), 0));
  let [place, squares, above] = [0, 0, 0];
  for (let n = 0; n < losses.length; n++) {
    const loss = losses[n] ?? 0;
    const bin = (words[2 * n + HIGH] ?? 0) >>> DROPPED;
    squares += (loss - mean) * (loss - mean);
    if (bin > tail.bin) above += loss;
    if (isWanted[bin] === 1) gathered[place++] = loss;
  }
  gathered.sort();
  const sorted = sortedIn(bins, gathered);
  for (const { bin } of bins) isWanted[bin] = 0;
  inBin[0] = 0;
  inBin.fill(0, least, most + 1);
  return { mean, squares, sorted, beyond: { sum: above, from: tail.rank + tail.count } };
}

/** Counts the values of each bin; gives their sum, and the least and the greatest bin above 0. */
function counted(losses: Float64Array, words: Int32Array): [sum: number, least: number, most: number] {
  let [sum, most] = [0, 0];
  // One below, so that the bin of 0 wraps round to the greatest number and is left out.
  let least = BINS - 1;
  for (let n = 0; n < losses.length; n++) {
    const bin = (words[2 * n + HIGH] ?? 0) >>> DROPPED;
    sum += losses[n] ?? 0;
    inBin[bin] = (inBin[bin] ?? 0) + 1;
    most = Math.max(most, bin);
    least = Math.min(least, (bin - 1) >>> 0);
  }
  return [sum, Math.min(least + 1, most), most];
}

/** The bins that hold the given ranks, which ascend. */
function binsOf(ranks: readonly number[], least: number, most: number): Bin[] {
  const bins: Bin[] = [];
  let next = 0;
  let rank = 0;
  for (let bin = 0; bin <= most; bin = Math.max(bin + 1, least)) {
    const count = inBin[bin] ?? 0;
    const isHeld = (ranks[next] ?? Number.POSITIVE_INFINITY) < rank + count;
    if (isHeld) bins.push({ bin, rank, count });
    while ((ranks[next] ?? Number.POSITIVE_INFINITY) < rank + count) next++;
    rank += count;
  }
  return bins;
}

/** The last bin that begins at or before this rank. */
function binWith(bins: readonly Bin[], rank: number): Bin {
  const found = bins.findLast((bin) => bin.rank <= rank);
  if (!found) throw new RangeError(`No year has the rank ${rank}.`);
  return found;
}

function sortedIn(bins: readonly Bin[], gathered: Float64Array): Selected['sorted'] {
  const starts = new Map<Bin, number>();
  let start = 0;
  for (const bin of bins) {
    starts.set(bin, start);
    if (bin.bin > 0) start += bin.count;
  }
  const valueIn = (bin: Bin, place: number) => (bin.bin > 0 ? (gathered[(starts.get(bin) ?? 0) + place] ?? 0) : 0);
  return {
    at(rank) {
      const bin = binWith(bins, rank);
      return valueIn(bin, rank - bin.rank);
    },
    upTo(value) {
      let rank = 0;
      for (const bin of bins) {
        let [low, high] = [0, bin.count];
        while (low < high) {
          const middle = (low + high) >>> 1;
          if (valueIn(bin, middle) > value) high = middle;
          else low = middle + 1;
        }
        if (low === 0) break;
        rank = bin.rank + low;
      }
      return rank;
    },
  };
}
