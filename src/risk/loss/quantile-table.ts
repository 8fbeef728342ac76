// Draws from any continuous distribution by the inverse of its distribution function (Devroye 1986, 2.2), from a table that is as fine in the
// tails as in the middle: each halving of the chance in a tail has 128 knots, and straight lines go from one to the next. Below a chance of
// 2^-21 in either tail, which one draw in a million meets, the exact quantile is worked out.
import { MOST_WORDS, type Stream, unitOf, wordsOf } from './stream.ts';

/** Halvings of the chance that have knots, and knots for each. */
const [HALVINGS, KNOTS] = [20, 128];
/** Knots of one tail: the last is the median. */
const TAIL = HALVINGS * KNOTS + 1;
/** Bits of a word that name the knot within its halving. */
const KNOT_BITS = 7;
/** A word whose place within a halving is cut off stands for the middle of what it could be. */
const MIDDLE = 1 / 33554432;
const HALF_WORD = 1 / 2147483648;

/** The chances of the knots in one tail, ascending from 2^-21 to 1/2. */
export const TAIL_CHANCES: Float64Array = Float64Array.from({ length: TAIL }, (_, knot) => {
  let chance = 0.25 * (1 + (knot % KNOTS) / KNOTS);
  for (let halving = Math.floor(knot / KNOTS); halving < HALVINGS - 1; halving++) chance /= 2;
  return knot === TAIL - 1 ? 0.5 : chance;
});

/** Quantiles at the knots of both tails. */
export type QuantileTable = Float64Array;

/** The table of a distribution from the values that have the chances of TAIL_CHANCES below them (`lower`) and above them (`upper`). */
export function tableOf(lower: ArrayLike<number>, upper: ArrayLike<number>): QuantileTable {
  const table = new Float64Array(2 * TAIL);
  table.set(lower, 0);
  table.set(upper, TAIL);
  return table;
}

/** The table of a distribution from its quantiles, which are called at each knot. */
export function tableFrom(quantile: (p: number) => number): QuantileTable {
  return tableOf(
    TAIL_CHANCES.map((chance) => quantile(chance)),
    TAIL_CHANCES.map((chance) => quantile(1 - chance)),
  );
}

/** Fills the first `count` places of `out` with draws; `exact` gives the quantiles beyond the table. */
export function drawFrom(
  table: QuantileTable,
  exact: (p: number) => number,
  { stream, out, count }: { readonly stream: Stream; readonly out: Float64Array; readonly count: number },
): void {
  for (let from = 0; from < count; from += MOST_WORDS) {
    const some = Math.min(MOST_WORDS, count - from);
    const words = wordsOf(stream, some);
    for (let n = 0; n < some; n++) {
      const word = words[n] ?? 0;
      // The first bit is the tail; the zeros after it count the halvings, the bits after the first one name the place. No branch depends on
      // the tail: half of such guesses of a processor would be wrong.
      const bits = word << 1;
      const halving = Math.clz32(bits);
      if (halving >= HALVINGS) {
        const far = unitOf(stream) / 2097152;
        out[from + n] = exact(word < 0 ? 1 - far : far);
        continue;
      }
      const place = bits << (halving + 1);
      const knot = ((word >> 31) & TAIL) + (HALVINGS - 1 - halving) * KNOTS + (place >>> (32 - KNOT_BITS));
      const value = table[knot] ?? 0;
      const share = ((place << KNOT_BITS) >>> 1) * HALF_WORD + MIDDLE;
      out[from + n] = value + ((table[knot + 1] ?? 0) - value) * share;
    }
  }
}

/**
 * The mean over all draws from the table of what `of` makes of them, cell by cell (Simpson's rule in each cell, exact for what is cubic in the
 * value); what lies beyond the table counts as its ends. `cuts`: values where `of` has a corner.
 */
export function meanOver(table: QuantileTable, of: (value: number) => number): number {
  let sum = 0;
  for (const from of [0, TAIL]) {
    const least = TAIL_CHANCES[0] ?? 0;
    sum += least * of(table[from] ?? 0);
    for (let knot = 0; knot < TAIL - 1; knot++) {
      const width = (TAIL_CHANCES[knot + 1] ?? 0) - (TAIL_CHANCES[knot] ?? 0);
      const [low = 0, high = low] = [table[from + knot], table[from + knot + 1]];
      sum += (width / 6) * (of(low) + 4 * of((low + high) / 2) + of(high));
    }
  }
  return sum;
}
