// Distributions of the inputs: draws by the block, the moments in closed form, and the value that belongs to a normal score (for correlated
// draws).
import type { Distribution } from '#contracts/index.ts';
import { exp, expm1, log } from '#kit/index.ts';
import { betaBelow, betaQuantile, betaQuantiles } from './beta.ts';
import { normalBelow, normalQuantile } from './normal.ts';
import { poissonQuantile, poissonUpTo } from './poisson.ts';
import { drawFrom, type QuantileTable, TAIL_CHANCES, tableFrom, tableOf } from './quantile-table.ts';
import { fillUnits, type Stream } from './stream.ts';

/** A distribution that can be drawn from; everything in the unit of the input. */
export interface Sampler {
  readonly mean: number;
  readonly variance: number;
  /** The least and the greatest value that it can take. */
  readonly low: number;
  readonly high: number;
  /** Fills the first `count` places with draws. */
  fill(stream: Stream, out: Float64Array, count: number): void;
  /** The value below which a share of `p` lies; p in (0, 1). */
  quantile(p: number): number;
  /** The share of values at or below this one. */
  upTo(value: number): number;
  /** In place of each of the first `count` scores z: the value whose share below is that of the standard normal below z. */
  fromScores(scores: Float64Array, count: number): void;
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
      return given.low === given.high ? constant(given.low) : uniform(given.low, given.high);
    case 'poisson':
      return given.mean === 0 ? constant(0) : poisson(given.mean);
    case 'beta':
      return scaledBeta(given.a, given.b, 0, 1);
    case 'lognormal': {
      if ('mu' in given) return lognormal(given.mu, given.sigma);
      // The 5th and 95th percentile are mu -/+ Z95 sigma of the logarithm.
      const [low, high] = [log(given.p05), log(given.p95)];
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
  return {
    mean: value,
    variance: 0,
    low: value,
    high: value,
    fill: (_, out, count) => void out.fill(value, 0, count),
    quantile: () => value,
    upTo: (other) => (other >= value ? 1 : 0),
    fromScores: (scores, count) => void scores.fill(value, 0, count),
  };
}

function uniform(low: number, high: number): Sampler {
  const width = high - low;
  const quantile = (p: number) => low + width * p;
  return {
    mean: low + width / 2,
    variance: (width * width) / 12,
    low,
    high,
    fill(stream, out, count) {
      fillUnits(stream, out, count);
      for (let n = 0; n < count; n++) out[n] = low + width * (out[n] ?? 0);
    },
    quantile,
    upTo: (value) => Math.min(1, Math.max(0, (value - low) / width)),
    fromScores: byScoreTable(quantile),
  };
}

function lognormal(mu: number, sigma: number): Sampler {
  const quantile = (p: number) => exp(mu + sigma * normalQuantile(p));
  const mean = exp(mu + (sigma * sigma) / 2);
  let table: QuantileTable | null = null;
  return {
    mean,
    variance: expm1(sigma * sigma) * mean * mean,
    low: 0,
    high: Number.POSITIVE_INFINITY,
    fill(stream, out, count) {
      table ??= tableOf(
        TAIL_SCORES.map((z) => exp(mu + sigma * z)),
        TAIL_SCORES.map((z) => exp(mu - sigma * z)),
      );
      drawFrom(table, quantile, { stream, out, count });
    },
    quantile,
    upTo: (value) =>
      value <= 0 ? 0 : sigma === 0 ? (log(value) >= mu ? 1 : 0) : normalBelow((log(value) - mu) / sigma),
    fromScores(scores, count) {
      for (let n = 0; n < count; n++) scores[n] = exp(mu + sigma * (scores[n] ?? 0));
    },
  };
}

/** Standard normal quantiles of TAIL_CHANCES. */
const TAIL_SCORES = TAIL_CHANCES.map((chance) => normalQuantile(chance));

function poisson(mean: number): Sampler {
  const quantile = (p: number) => poissonQuantile(p, mean);
  let table: QuantileTable | null = null;
  return {
    mean,
    variance: mean,
    low: 0,
    high: Number.POSITIVE_INFINITY,
    fill(stream, out, count) {
      if (mean < LARGE_COUNTS) {
        fillUnits(stream, out, count);
        for (let n = 0; n < count; n++) out[n] = quantile(out[n] ?? 0);
        return;
      }
      // So many that a whole number is a small step: straight lines between quantiles, rounded.
      table ??= tableFrom(quantile);
      drawFrom(table, quantile, { stream, out, count });
      for (let n = 0; n < count; n++) out[n] = Math.floor((out[n] ?? 0) + 0.5);
    },
    quantile,
    upTo: (value) => poissonUpTo(value, mean),
    fromScores(scores, count) {
      for (let n = 0; n < count; n++) scores[n] = quantile(normalBelow(scores[n] ?? 0));
    },
  };
}

const LARGE_COUNTS = 500;

/** Scores that a table of a distribution's values reaches; beyond, the end counts (a chance of 1e-9 each). */
const [MOST_SCORE, KNOTS_A_UNIT] = [6, 128];
/** Chances below the scores from -6 to 0, at equal steps. */
const SCORE_CHANCES = Float64Array.from({ length: MOST_SCORE * KNOTS_A_UNIT + 1 }, (_, knot) =>
  normalBelow(knot / KNOTS_A_UNIT - MOST_SCORE),
);

function scaledBeta(a: number, b: number, low: number, high: number): Sampler {
  const width = high - low;
  const sum = a + b;
  const quantile = (p: number) => low + width * betaQuantile(p, a, b);
  let table: QuantileTable | null = null;
  let byScore: Float64Array | null = null;
  return {
    mean: low + (width * a) / sum,
    variance: (width * width * a * b) / (sum * sum * (sum + 1)),
    low,
    high,
    fill(stream, out, count) {
      table ??= tableOf(
        scaled(betaQuantiles(TAIL_CHANCES, a, b), low, width),
        scaled(betaQuantiles(TAIL_CHANCES, b, a), high, -width),
      );
      drawFrom(table, quantile, { stream, out, count });
    },
    quantile,
    upTo: (value) => betaBelow((value - low) / width, a, b),
    fromScores(scores, count) {
      if (byScore === null) {
        byScore = new Float64Array(2 * SCORE_CHANCES.length - 1);
        byScore.set(scaled(betaQuantiles(SCORE_CHANCES, b, a), high, -width).reverse(), SCORE_CHANCES.length - 1);
        byScore.set(scaled(betaQuantiles(SCORE_CHANCES, a, b), low, width));
      }
      readScores(byScore, scores, count);
    },
  };
}

/** Shares as values that lie so far from one end; in place. */
function scaled(shares: Float64Array, end: number, width: number): Float64Array {
  for (let n = 0; n < shares.length; n++) shares[n] = end + width * (shares[n] ?? 0);
  return shares;
}

function byScoreTable(quantile: (p: number) => number): Sampler['fromScores'] {
  let table: Float64Array | null = null;
  return (scores, count) => {
    table ??= Float64Array.from({ length: 2 * MOST_SCORE * KNOTS_A_UNIT + 1 }, (_, knot) =>
      quantile(normalBelow(knot / KNOTS_A_UNIT - MOST_SCORE)),
    );
    readScores(table, scores, count);
  };
}

/** Values at equal steps of the score, straight lines between them. */
function readScores(table: Float64Array, scores: Float64Array, count: number): void {
  for (let n = 0; n < count; n++) {
    const place = Math.min(table.length - 1, Math.max(0, ((scores[n] ?? 0) + MOST_SCORE) * KNOTS_A_UNIT));
    const knot = Math.min(table.length - 2, Math.floor(place));
    const [from = 0, to = from] = [table[knot], table[knot + 1]];
    scores[n] = from + (to - from) * (place - knot);
  }
}

/** Fills the first `count` places with standard normal scores. */
export function fillScores(stream: Stream, out: Float64Array, count: number): void {
  drawFrom(SCORES, normalQuantile, { stream, out, count });
}

const SCORES = tableOf(
  TAIL_SCORES,
  TAIL_SCORES.map((z) => 0 - z),
);
