// A small seeded generator (mulberry32), so that the fake data are the same in every run.

export interface FakeRandom {
  /** A number in [0, 1). */
  unit(): number;
  /** A whole number in 0..below-1. */
  below(below: number): number;
  /** One of the items. */
  pick<T>(items: readonly [T, ...T[]]): T;
  chance(share: number): boolean;
}

/** A generator for the seed. */
export function fakeRandom(seed: number): FakeRandom {
  let state = seed >>> 0;
  function unit(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  }
  const below = (limit: number) => Math.floor(unit() * limit);
  return {
    unit,
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    chance: (share) => unit() < share,
  };
}
