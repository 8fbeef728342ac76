// The beta distribution on [0, 1]: how much lies below a value, its quantiles one by one, and many of them in one pass.
import { exp, log, log1p } from '#kit/index.ts';

/** Coefficients of Lanczos' approximation with g = 7 and 9 terms; relative error below 1e-14. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 0.000009984369578019572, 1.5056327351493116e-7,
];
const HALF_LOG_TWO_PI = 0.9189385332046728;

/** Logarithm of the gamma function, x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return logGamma(x + 1) - log(x);
  const base = x - 1;
  let sum = LANCZOS[0] ?? 1;
  for (let n = 1; n < LANCZOS.length; n++) sum += (LANCZOS[n] ?? 0) / (base + n);
  const t = base + 7.5;
  return HALF_LOG_TWO_PI + (base + 0.5) * log(t) - t + log(sum);
}

/** Logarithm of the beta function. */
function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

const MOST_STEPS = 10_000;
const TINY = 1e-300;

/** The share of beta(a, b) below x: the regularized incomplete beta function, by its continued fraction (DLMF 8.17.22). */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a);
  const front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b)) / a;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let c = 1;
  let fraction = d;
  for (let m = 1; m < MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return front * fraction;
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** The value below which a share of `p` of beta(a, b) lies: Newton's steps, and halving where they do not come nearer. */
export function betaQuantile(p: number, a: number, b: number): number {
  const toDensity = logBeta(a, b);
  let [low, high] = [0, 1];
  let at = a / (a + b);
  let before = 1;
  for (let step = 0; step < 200 && high - low > 1e-17; step++) {
    const off = betaBelow(at, a, b) - p;
    if (off === 0) return at;
    if (off < 0) low = at;
    else high = at;
    const density = exp((a - 1) * log(at) + (b - 1) * log1p(-at) - toDensity);
    const next = at - off / density;
    const isNearer = next > low && next < high && Math.abs(off) < before / 2;
    if (isNearer && Math.abs(next - at) <= 1e-15 * at) return next;
    before = Math.abs(off);
    at = isNearer ? next : (low + high) / 2;
  }
  return at;
}

/** Left of this logit a beta is a power of x to the last bit. */
const LEFTMOST = -36;
/** Steps for each halving or so of the density, so that a cubic between two of them errs by less than 2e-6 of it. */
const FINENESS = 0.1;
/** Gauss and Legendre's three places in a step, from its middle, and their weights. */
const [OUTER, OUTER_WEIGHT, MIDDLE_WEIGHT] = [0.3872983346207417, 5 / 18, 8 / 18];

/**
 * The values below which the given chances (ascending, at most 1/2) of beta(a, b) lie, in one pass: the density, over the logit of the value,
 * is summed up from left to right, and turned round by Hermite's cubic in each step. Relative error of a value below 1e-5.
 */
export function betaQuantiles(chances: Float64Array, a: number, b: number): Float64Array {
  const toDensity = logBeta(a, b);
  const densityAt = (logit: number) => {
    // ln x and ln(1 - x) with x = 1 / (1 + e^-logit), without a difference of large numbers.
    const far = Math.abs(logit);
    return exp((logit < 0 ? -a : -b) * far - (a + b) * log1p(exp(-far)) - toDensity);
  };
  const found = new Float64Array(chances.length);
  const first = chances[0] ?? 0.5;
  let place = 0;
  let logit = Math.max(LEFTMOST, logitOf(betaQuantile(first, a, b)));
  if (logit === LEFTMOST) {
    // x^a / (a B(a, b)) below x.
    const scale = toDensity + log(a);
    for (; place < chances.length; place++) {
      const at = (log(chances[place] ?? 0) + scale) / a;
      if (at > LEFTMOST) break;
      found[place] = exp(at);
    }
  }
  let below = logit === LEFTMOST ? exp(a * LEFTMOST - toDensity - log(a)) : betaBelow(fromLogit(logit), a, b);
  let density = densityAt(logit);
  while (place < chances.length) {
    const x = fromLogit(logit);
    const pace = Math.max(Math.abs(a - (a + b) * x), Math.sqrt((a + b) * x * (1 - x)));
    const step = Math.min(FINENESS / pace, Math.max(0.1, Math.abs(logit) / 8));
    const middle = logit + step / 2;
    const sides = densityAt(middle - OUTER * step) + densityAt(middle + OUTER * step);
    const gain = step * (OUTER_WEIGHT * sides + MIDDLE_WEIGHT * densityAt(middle));
    const after = densityAt(logit + step);
    const upTo = below + gain;
    // The logit as a cubic of the share below, with the slopes 1 / density at both ends.
    const [startSlope, endSlope] = [gain / density, gain / after];
    for (; place < chances.length && (chances[place] ?? 1) <= upTo; place++) {
      const t = Math.max(0, ((chances[place] ?? 0) - below) / gain);
      const s = 1 - t;
      const shift = t * t * (3 - 2 * t) * step + t * s * s * startSlope - t * t * s * endSlope;
      found[place] = fromLogit(logit + shift);
    }
    [logit, below, density] = [logit + step, upTo, after];
    // Rounding may leave the end a hair below one half.
    if (!(gain > 1e-18)) break;
  }
  for (; place < chances.length; place++) found[place] = fromLogit(logit);
  return found;
}

function fromLogit(logit: number): number {
  return 1 / (1 + exp(-logit));
}

function logitOf(x: number): number {
  return log(x) - log1p(-x);
}
