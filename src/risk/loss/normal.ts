// The normal distribution: its quantiles, and how much lies below a value.

const SQRT_HALF = Math.SQRT1_2;

function ratio(x: number, above: readonly number[], below: readonly number[]): number {
  let top = 0;
  let bottom = 0;
  for (const coefficient of above) top = top * x + coefficient;
  for (const coefficient of below) bottom = bottom * x + coefficient;
  return top / bottom;
}

// Wichura, M. J. (1988), Algorithm AS 241, PPND16: relative error about 1e-16. The highest power comes first.
const CENTER = [
  [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
    1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  [
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
    687.1870074920579083, 42.313330701600911252, 1,
  ],
] as const;
const MIDDLE = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
] as const;
const TAIL = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
  ],
] as const;

/** The standard normal value below which a share of `p` lies; p in (0, 1). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * ratio(r, CENTER[0], CENTER[1]);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const value = r <= 5 ? ratio(r - 1.6, MIDDLE[0], MIDDLE[1]) : ratio(r - 5, TAIL[0], TAIL[1]);
  return q < 0 ? -value : value;
}

/** The share of the standard normal that lies below `z`; absolute error below 1e-15. */
export function normalBelow(z: number): number {
  return 0.5 * complementaryError(-z * SQRT_HALF);
}

/** 2/sqrt(pi) times the integral of exp(-t^2) from x up: by its series near 0 (Abramowitz and Stegun, 7.1.6), by a continued fraction (7.1.14) beyond. */
function complementaryError(x: number): number {
  if (x < 0) return 2 - complementaryError(-x);
  const scale = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - scale * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (x + fraction);
  return scale / 2 / (x + fraction);
}
