// Random numbers that depend on the seed, on what they are drawn for and on the block of trials, and on nothing else: threads, their number
// and the order of the work change no draw. Generator: xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32.

/** A run of random numbers. */
export interface Stream {
  /** A number in (0, 1), with 52 bits; never 0 or 1, so that every quantile of it is finite. */
  unit(): number;
}

/** The stream of these numbers; each may be any whole number from 0 to 2^32-1. */
export function streamOf(seed: number, ...path: readonly number[]): Stream {
  let mix = seed >>> 0;
  const next = () => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  // Each step of the path goes through the mixer, so that neighbors in it have nothing in common. The upper half of the seed is one of them.
  for (const step of [Math.floor(seed / 2 ** 32), ...path]) mix = (next() ^ Math.imul(step >>> 0, 0x85ebca6b)) >>> 0;
  let a = next();
  let b = next();
  let c = next();
  let d = next() | 1;
  const uint32 = () => {
    const rotated = Math.imul(b, 5);
    const result = Math.imul((rotated << 7) | (rotated >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return { unit: () => ((uint32() >>> 6) * 2 ** 26 + (uint32() >>> 6) + 0.5) * 2 ** -52 };
}
