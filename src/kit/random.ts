// Reproducible randomness (xoshiro128**, Blackman and Vigna 2018, seeded by splitmix32) and the machine's own.
import { randomBytes } from 'node:crypto';

export interface Random {
  /** A whole number in 0..2^32-1. */
  uint32(): number;
  /** A number in [0, 1), 32 bits. */
  unit(): number;
  /** A whole number in 0..below-1, without modulo bias. */
  below(below: number): number;
}

function fromUint32(uint32: () => number): Random {
  return {
    uint32,
    unit: () => uint32() / 4294967296,
    below(below) {
      const limit = 4294967296 - (4294967296 % below);
      for (;;) {
        const value = uint32();
        if (value < limit) return value % below;
      }
    },
  };
}

/**
 * The four words from which the generator starts for a seed (splitmix32). `path`: whole numbers from 0 to 2^32-1 that say what it is for;
 * another path gives another sequence, which has nothing in common with it.
 */
export function seededState(seed: number, ...path: readonly number[]): [number, number, number, number] {
  let mix = seed >>> 0;
  const next = () => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  for (const step of path) mix = (next() ^ Math.imul(step >>> 0, 0x85ebca6b)) >>> 0;
  return [next(), next(), next(), next()];
}

/** A generator that gives the same sequence for the same seed and path (as of `seededState`) on every machine. */
export function seededRandom(seed: number, ...path: readonly number[]): Random {
  let [a, b, c, d] = seededState(seed, ...path);
  return fromUint32(() => {
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
  });
}

/** The machine's own secure generator, for titles, tokens and query keys. */
export const systemRandom: Random = fromUint32(() => randomBytes(4).readUInt32LE(0));

/** `length` characters drawn from `alphabet`. */
export function randomText(random: Random, length: number, alphabet: string): string {
  let out = '';
  for (let i = 0; i < length; i++) out += alphabet.charAt(random.below(alphabet.length));
  return out;
}

/** A fresh DICOM UID under the UUID root 2.25 (PS3.5 B.2): 2.25. and a 128-bit UUID as a decimal number. */
export function randomUid(random: Random): string {
  let value = 0n;
  for (let i = 0; i < 4; i++) value = (value << 32n) | BigInt(random.uint32());
  // Version 4 and variant bits as in RFC 9562 5.4.
  value = (value & ~(0xfn << 76n)) | (4n << 76n);
  value = (value & ~(3n << 62n)) | (2n << 62n);
  return `2.25.${value}`;
}
