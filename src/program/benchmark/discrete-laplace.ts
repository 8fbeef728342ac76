// Noise for counts: the two-sided geometric (discrete Laplace) distribution, P(k) = (1 - a) / (1 + a) * a^|k| with a = exp(-epsilon), after
// Ghosh, Roughgarden and Sundararajan, "Universally utility-maximizing privacy mechanisms", SIAM Journal on Computing 41 (2012), the discrete form
// of the Laplace mechanism of Dwork, McSherry, Nissim and Smith, "Calibrating noise to sensitivity in private data analysis", TCC 2006. It is drawn
// with whole numbers alone (Canonne, Kamath and Steinke, "The discrete Gaussian for differential privacy", NeurIPS 2020, algorithm 1), so that no
// rounding of a logarithm shows through.
import { exp, type Random } from '#kit/index.ts';

/** Epsilon is counted in thousandths: a fraction of whole numbers. */
const PARTS = 1000;

/**
 * One draw. `epsilon` is a multiple of 0.001, above zero: one client changes one count by 1, and P(k) / P(k + 1) = exp(epsilon) from zero
 * outwards. `random` must be the machine's secure generator wherever the result leaves.
 */
export function discreteLaplace(epsilon: number, random: Random): number {
  const parts = partsOf(epsilon);
  return geometric(parts, random) - geometric(parts, random);
}

function partsOf(epsilon: number): number {
  const parts = Math.round(epsilon * PARTS);
  if (!(parts > 0) || Math.abs(parts - epsilon * PARTS) > 1e-6) throw new RangeError(`epsilon ${epsilon}`);
  return parts;
}

/** How often in turn a coin falls that does so with the chance exp(-epsilon). */
function geometric(parts: number, random: Random): number {
  let falls = 0;
  while (fallsExp(parts, random)) falls += 1;
  return falls;
}

/** True with the chance exp(-parts / 1000). */
function fallsExp(parts: number, random: Random): boolean {
  let left = parts;
  for (; left > PARTS; left -= PARTS) if (!fallsExpBelowOne(PARTS, random)) return false;
  return fallsExpBelowOne(left, random);
}

/** The same for at most 1: the series of exp(-x) as a game whose length is odd with just that chance. */
function fallsExpBelowOne(parts: number, random: Random): boolean {
  let round = 1;
  while (random.below(PARTS * round) < parts) round += 1;
  return round % 2 === 1;
}

/** The chance that a draw is `k`. */
export function discreteLaplaceChance(k: number, epsilon: number): number {
  const a = exp(-epsilon);
  return ((1 - a) / (1 + a)) * exp(-epsilon * Math.abs(k));
}

/** The variance of one draw, in clients squared: 2 a / (1 - a)^2. */
export function noiseVariance(epsilon: number): number {
  const a = exp(-epsilon);
  return (2 * a) / (1 - a) ** 2;
}

/** How far noise of this variance moves a count in at least 95 of 100 cases: 2.2 standard deviations, rounded up; a test adds up the chances. */
export function noiseReach(variance: number): number {
  return Math.ceil(2.2 * Math.sqrt(variance));
}
