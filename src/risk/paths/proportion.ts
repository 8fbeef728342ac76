// What a count of simulated worlds says of a probability.

/** 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

/** The 95% interval of a proportion (Wilson 1927). */
export function wilson(count: number, trials: number): [number, number] {
  const share = count / trials;
  const weight = 1 + Z ** 2 / trials;
  const middle = (share + Z ** 2 / (2 * trials)) / weight;
  const half = (Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2))) / weight;
  return [count === 0 ? 0 : Math.max(0, middle - half), count === trials ? 1 : Math.min(1, middle + half)];
}

/** How many of 32 bits are set (Warren, Hacker's Delight, 5-1). */
export function bitCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
