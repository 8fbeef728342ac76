// Distributions of the inputs: a draw, the moments in closed form, and the value that belongs to a normal score (for correlated draws).
import type { Distribution } from '#contracts/index.ts';
import { betaQuantile } from './beta.ts';
import { normalBelow, normalQuantile } from './normal.ts';
import { poissonCount, poissonQuantile } from './poisson.ts';
import type { Stream } from './stream.ts';

/** A distribution that can be drawn from; everything in the unit of the input. */
export interface Sampler {
  readonly mean: number;
  readonly variance: number;
  draw(stream: Stream): number;
  /** The value below which a share of `p` lies; p in (0, 1). */
  quantile(p: number): number;
  /** The value whose share below is that of the standard normal below `z`. */
  fromScore(z: number): number;
}

/** Standard normal quantile of 0.95. */
const Z95 = normalQuantile(0.95);
/** Weight of the most likely value in a PERT (Malcolm et al. 1959; Vose 2008, 4.6). */
const PERT_WEIGHT = 4;

/** The sampler of a distribution as it is written down. */
export function samplerOf(given: Distribution): Sampler {
  if (typeof given === 'number') return constant(given);
  switch (given.dist) {
    case 'constant':
      return constant(given.value);
    case 'uniform':
      return uniform(given.low, given.high);
    case 'poisson':
      return poisson(given.mean);
    case 'beta':
      return scaledBeta(given.a, given.b, 0, 1);
    case 'lognormal': {
      if ('mu' in given) return lognormal(given.mu, given.sigma);
      // The 5th and 95th percentile are mu -/+ Z95 sigma of the logarithm.
      const [low, high] = [Math.log(given.p05), Math.log(given.p95)];
      return lognormal((low + high) / 2, (high - low) / (2 * Z95));
    }
    case 'pert': {
      const { low, mode, high, lambda = PERT_WEIGHT } = given;
      if (low === high) return constant(low);
      const width = high - low;
      return scaledBeta(1 + (lambda * (mode - low)) / width, 1 + (lambda * (high - mode)) / width, low, high);
    }
  }
}

function constant(value: number): Sampler {
  return { mean: value, variance: 0, draw: () => value, quantile: () => value, fromScore: () => value };
}

function uniform(low: number, high: number): Sampler {
  const at = (p: number) => low + (high - low) * p;
  return {
    mean: (low + high) / 2,
    variance: (high - low) ** 2 / 12,
    draw: (stream) => at(stream.unit()),
    quantile: at,
    fromScore: (z) => at(normalBelow(z)),
  };
}

function lognormal(mu: number, sigma: number): Sampler {
  const at = (z: number) => Math.exp(mu + sigma * z);
  const mean = Math.exp(mu + (sigma * sigma) / 2);
  return {
    mean,
    variance: Math.expm1(sigma * sigma) * mean * mean,
    draw: (stream) => at(normalQuantile(stream.unit())),
    quantile: (p) => at(normalQuantile(p)),
    fromScore: at,
  };
}

function poisson(mean: number): Sampler {
  return {
    mean,
    variance: mean,
    draw: (stream) => poissonCount(mean, stream),
    quantile: (p) => poissonQuantile(p, mean),
    fromScore: (z) => poissonQuantile(normalBelow(z), mean),
  };
}

/** Scores that a table of a beta's quantiles reaches; beyond, the end counts (a chance of 1e-9 each). */
const [MOST_SCORE, KNOTS_A_UNIT] = [6, 128];

function scaledBeta(a: number, b: number, low: number, high: number): Sampler {
  const width = high - low;
  let table: Float64Array | null = null;
  const quantile = (p: number) => low + width * betaQuantile(p, a, b);
  return {
    mean: low + (width * a) / (a + b),
    variance: (width * width * a * b) / ((a + b) ** 2 * (a + b + 1)),
    draw: (stream) => low + width * betaDraw(a, b, stream),
    quantile,
    fromScore(z) {
      // Halving for each draw would take microseconds: quantiles at equal steps of the score, straight lines between them.
      table ??= Float64Array.from({ length: 2 * MOST_SCORE * KNOTS_A_UNIT + 1 }, (_, knot) =>
        quantile(normalBelow(knot / KNOTS_A_UNIT - MOST_SCORE)),
      );
      const place = Math.min(table.length - 1, Math.max(0, (z + MOST_SCORE) * KNOTS_A_UNIT));
      const knot = Math.min(table.length - 2, Math.floor(place));
      const [from = low, to = high] = [table[knot], table[knot + 1]];
      return from + (to - from) * (place - knot);
    },
  };
}

/** A beta as the share of one gamma in two. */
function betaDraw(a: number, b: number, stream: Stream): number {
  const first = logGammaDraw(a, stream);
  const second = logGammaDraw(b, stream);
  // Both can be too small for a number when a and b are: compared by their logarithms.
  return 1 / (1 + Math.exp(second - first));
}

/** The logarithm of a gamma draw with this shape (Marsaglia and Tsang 2000; below 1 by their section 6). */
function logGammaDraw(shape: number, stream: Stream): number {
  if (shape < 1) return logGammaDraw(shape + 1, stream) + Math.log(stream.unit()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalQuantile(stream.unit());
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (Math.log(stream.unit()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}
