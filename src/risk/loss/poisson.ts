// Poisson counts: how many events a year brings when so many are expected.
import { logGamma } from './beta.ts';
import { normalQuantile } from './normal.ts';
import type { Stream } from './stream.ts';

/** Means from which on counts are drawn by rejection; below, by adding up chances. */
const LARGE = 10;

/** A count with this mean; 0 for a mean that is not above 0. */
export function poissonCount(mean: number, stream: Stream): number {
  if (!(mean > 0)) return 0;
  return mean < LARGE ? countedUp(stream.unit(), mean) : rejected(mean, stream);
}

function countedUp(p: number, mean: number): number {
  let count = 0;
  let chance = Math.exp(-mean);
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
  const logMean = Math.log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.unit() - 0.5;
    const v = stream.unit();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const accepted = Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b);
    if (accepted <= count * logMean - mean - logGamma(count + 1)) return count;
  }
}

/** The least count that has at least a share of `p` at or below it. */
export function poissonQuantile(p: number, mean: number): number {
  if (!(mean > 0)) return 0;
  if (mean < 500) return countedUp(p, mean);
  // Cornish and Fisher (1938), two terms: off by one at most at such means.
  const z = normalQuantile(p);
  return Math.max(0, Math.ceil(mean + z * Math.sqrt(mean) + (z * z - 1) / 6 - 0.5));
}
