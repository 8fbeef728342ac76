// Whether a weakness works, in 32 worlds at once. A draw depends on the seed, the id of the weakness and the number of the world, and on nothing else:
// whatever else is added or removed, the same weakness works in the same worlds, and one that becomes more likely works in those and in more.
// Counter-based, as in Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (2011), here with the 32-bit mixer of kit's generator.

/** What the draws of one weakness begin with. */
export interface DrawKey {
  readonly a: number;
  readonly b: number;
}

/** Digits of a probability that are drawn; a world is undecided after so many with chance 2^-52. */
const MOST_DIGITS = 52;

/** The key of a seed (a whole number to 2^53-1) and an id. */
export function drawKey(seed: number, id: string): DrawKey {
  let a = mix(seed >>> 0);
  let b = mix(Math.floor(seed / 2 ** 32) ^ 0x85ebca6b);
  for (let n = 0; n < id.length; n++) {
    const unit = id.charCodeAt(n);
    a = Math.imul(a ^ unit, 0x01000193);
    b = mix(b + unit);
  }
  return { a: mix(a ^ id.length), b };
}

/** A bit for each of 32 worlds, set with `probability`. */
export function drawnWorlds({ a, b }: DrawKey, word: number, probability: number): number {
  if (probability >= 1) return -1;
  let rest = probability;
  let works = 0;
  let undecided = -1;
  // Each world has a number in 0..1, compared with the probability digit by digit from the first, until all are above or below.
  for (let digit = 0; digit < MOST_DIGITS && undecided !== 0 && rest > 0; digit++) {
    const drawn = mix(mix(Math.imul(word * 64 + digit, 0x9e3779b9) + a) ^ b);
    rest *= 2;
    if (rest >= 1) {
      rest -= 1;
      works |= undecided & ~drawn;
      undecided &= drawn;
    } else {
      undecided &= ~drawn;
    }
  }
  return works;
}

function mix(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
