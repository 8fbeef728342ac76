// Random numbers that depend on the seed, on what they are drawn for and on the block of years, and on nothing else: threads, their number
// and the order of the work change no draw. The generator is that of the kit (xoshiro128**), many words at a time.
import { seededState } from '#kit/index.ts';

/** A run of random words; drawing from it moves it on. */
export type Stream = Int32Array & { readonly length: 4 };

/** The stream of a seed (a whole number to 2^53-1) and of what it is for. */
export function streamOf(seed: number, ...path: readonly number[]): Stream {
  const stream = new Int32Array(4) as Stream; // four words are what a stream is
  stream.set(seededState(seed, Math.floor(seed / 4294967296), ...path));
  return stream;
}

/** Most words that are drawn at a time. */
export const MOST_WORDS = 16_384;
const drawn = new Int32Array(MOST_WORDS);

/** The next `count` words of a stream, at most MOST_WORDS, in a list that the next call fills anew. */
export function wordsOf(stream: Stream, count: number): Int32Array {
  let [a = 0, b = 0, c = 0, d = 0] = stream;
  for (let n = 0; n < count; n++) {
    const rotated = Math.imul(b, 5);
    drawn[n] = Math.imul((rotated << 7) | (rotated >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
  }
  stream[0] = a;
  stream[1] = b;
  stream[2] = c;
  stream[3] = d;
  return drawn;
}

function nextWord(stream: Stream): number {
  const [a = 0, b = 0, c = 0, d = 0] = stream;
  const rotated = Math.imul(b, 5);
  stream[2] = c ^ a;
  stream[3] = d ^ b;
  stream[1] = b ^ (stream[2] ?? 0);
  stream[0] = a ^ (stream[3] ?? 0);
  stream[2] = (stream[2] ?? 0) ^ (b << 9);
  stream[3] = ((stream[3] ?? 0) << 11) | ((stream[3] ?? 0) >>> 21);
  return Math.imul((rotated << 7) | (rotated >>> 25), 9);
}

/** A number in (0, 1) with 52 bits, never 0 or 1, so that every quantile of it is finite. */
export function unitOf(stream: Stream): number {
  const high = nextWord(stream) >>> 6;
  return (high * 67108864 + (nextWord(stream) >>> 6) + 0.5) / 4503599627370496;
}

/** Fills the first `count` places with numbers in (0, 1) of 32 bits each. */
export function fillUnits(stream: Stream, out: Float64Array, count: number): void {
  for (let from = 0; from < count; from += MOST_WORDS) {
    const some = Math.min(MOST_WORDS, count - from);
    const words = wordsOf(stream, some);
    for (let n = 0; n < some; n++) out[from + n] = ((words[n] ?? 0) >>> 0) * UNIT + HALF_UNIT;
  }
}

/** What one word stands for in a number from 0 to 1. */
export const UNIT = 1 / 4294967296;
export const HALF_UNIT = UNIT / 2;
