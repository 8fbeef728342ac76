// Random numbers that depend on the seed, on what they are drawn for and on the block of trials, and on nothing else: threads, their number
// and the order of the work change no draw.
import { seededRandom } from '#kit/index.ts';

/** A run of random numbers. */
export interface Stream {
  /** A number in (0, 1), with 52 bits; never 0 or 1, so that every quantile of it is finite. */
  unit(): number;
}

/** The stream of a seed (a whole number to 2^53-1) and of what it is for. */
export function streamOf(seed: number, ...path: readonly number[]): Stream {
  const random = seededRandom(seed, Math.floor(seed / 2 ** 32), ...path);
  return { unit: () => ((random.uint32() >>> 6) * 2 ** 26 + (random.uint32() >>> 6) + 0.5) * 2 ** -52 };
}
