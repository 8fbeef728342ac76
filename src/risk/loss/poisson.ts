// Poisson counts: how many events a year brings when so many are expected.
import { exp, log } from '#kit/index.ts';
import { logGamma } from './beta.ts';
import { normalQuantile } from './normal.ts';
import { MOST_WORDS, type Stream, unitOf, wordsOf } from './stream.ts';

/** Means from which on counts are drawn by rejection; below, by adding up chances. */
const LARGE = 10;

/** e^-x at steps of 1/64, up to LARGE. */
const STEPS_A_UNIT = 64;
const FALLING = Float64Array.from({ length: LARGE * STEPS_A_UNIT + 1 }, (_, n) => exp(-n / STEPS_A_UNIT));
const [SIXTH, TWENTY_FOURTH, OF_120] = [1 / 6, 1 / 24, 1 / 120];

/** e^-x for x from 0 to LARGE; relative error below 1e-13. */
function falling(x: number): number {
  const step = (x * STEPS_A_UNIT) | 0;
  const r = step / STEPS_A_UNIT - x;
  return (FALLING[step] ?? 0) * (1 + r * (1 + r * (0.5 + r * (SIXTH + r * (TWENTY_FOURTH + r * OF_120)))));
}

/** Below this mean 31 bits are too few for the chance of an event. */
const SMALL = 1 / 64;
const HALF_WORDS = 2147483648;
/** Half words from here on, one in 4,096, get 52 bits more. */
const NEAR_ONE = HALF_WORDS - HALF_WORDS / 4096;

/** Fills the first `count` places of `out` with counts that have the means of `means`; 0 for a mean that is not above 0. Gives their sum. */
export function fillCounts(stream: Stream, means: Float64Array, out: Int32Array, count: number): number {
  let all = 0;
  for (let from = 0; from < count; from += MOST_WORDS) {
    const some = Math.min(MOST_WORDS, count - from);
    const words = wordsOf(stream, some);
    for (let n = 0; n < some; n++) {
      const mean = means[from + n] ?? 0;
      const word = (words[n] ?? 0) >>> 1;
      let events = 0;
      if (mean >= SMALL && mean < LARGE) {
        const none = falling(mean);
        const one = none * mean;
        const two = one * mean * 0.5;
        // By sign bits, not by comparing: a processor guesses a comparison, and every other guess would be wrong.
        const upTo2 = none + one + two;
        events =
          ((((none * HALF_WORDS) | 0) - word) >>> 31) +
          (((((none + one) * HALF_WORDS) | 0) - word) >>> 31) +
          ((((upTo2 * HALF_WORDS) | 0) - word) >>> 31);
        if (events === 3) events = countedUp(shareAbove(word, upTo2, stream), mean, none);
      } else if (mean >= LARGE) events = rejected(mean, stream);
      else if (mean > 0) events = countedUp(shareOf(word, stream), mean, falling(mean));
      out[from + n] = events;
      all += events;
    }
  }
  return all;
}

/** The share that half a word stands for: near 1, where a chance of one in a thousand million must not become one in four, with more bits. */
function shareOf(word: number, stream: Stream): number {
  return word < NEAR_ONE ? (word + 0.5) / HALF_WORDS : 1 - unitOf(stream) / 4096;
}

/** The share that half a word stands for, which is known to be above `floor`. */
function shareAbove(word: number, floor: number, stream: Stream): number {
  return word < NEAR_ONE ? (word + 0.5) / HALF_WORDS : 1 - unitOf(stream) * Math.min(1 / 4096, 1 - floor);
}

/** The least count that has at least a share of `p` at or below it, by adding up chances, the first of which is `none`. */
function countedUp(p: number, mean: number, none: number): number {
  let count = 0;
  let chance = none;
  let below = chance;
  while (p > below) {
    count++;
    chance *= mean / count;
    // What is left is too small to be added.
    if (below + chance === below && count > mean) break;
    below += chance;
  }
  return count;
}

/** Hörmann (1993), the transformed rejection method PTRS, for means of 10 and more. */
function rejected(mean: number, stream: Stream): number {
  const logMean = log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = unitOf(stream) - 0.5;
    const v = unitOf(stream);
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const accepted = log(v) + log(inverseAlpha) - log(a / (us * us) + b);
    if (accepted <= count * logMean - mean - logGamma(count + 1)) return count;
  }
}

/** The least count that has at least a share of `p` at or below it. */
export function poissonQuantile(p: number, mean: number): number {
  if (!(mean > 0)) return 0;
  if (mean < 500) return countedUp(p, mean, exp(-mean));
  // Cornish and Fisher (1938), two terms: off by one at most at such means.
  const z = normalQuantile(p);
  return Math.max(0, Math.ceil(mean + z * Math.sqrt(mean) + (z * z - 1) / 6 - 0.5));
}

/** The share of counts with this mean that are at most `count`. */
export function poissonUpTo(count: number, mean: number): number {
  if (count < 0) return 0;
  if (!(mean > 0)) return 1;
  const most = Math.floor(count);
  // From the top down, each chance from the one above; what is left out is below a part in 10^17.
  let term = exp(most * log(mean) - mean - logGamma(most + 1));
  let sum = term;
  for (let n = most; n > 0 && term > sum * 1e-18; n--) {
    term *= n / mean;
    sum += term;
  }
  return Math.min(1, sum);
}
