// Exponential and logarithm from additions, multiplications, divisions and square roots alone, which IEEE 754 rounds the same way everywhere:
// the same bits on every machine and with every version of the engine, which Math.exp and Math.log do not promise.

const [MOST_EXPONENT, LEAST_EXPONENT] = [1023, -1074];
/** 2^-1074 to 2^1023: halving and doubling are exact. */
const POWERS = new Float64Array(MOST_EXPONENT - LEAST_EXPONENT + 1);
POWERS[-LEAST_EXPONENT] = 1;
for (let n = 1; n <= MOST_EXPONENT; n++) POWERS[n - LEAST_EXPONENT] = 2 * (POWERS[n - 1 - LEAST_EXPONENT] ?? 1);
for (let n = -1; n >= LEAST_EXPONENT; n--) POWERS[n - LEAST_EXPONENT] = (POWERS[n + 1 - LEAST_EXPONENT] ?? 1) / 2;

const STEPS = 64;
/** 2^(j/64), by the six square roots that the bits of j stand for. */
const ROOTS = Float64Array.from({ length: STEPS }, (_, j) => {
  let value = 1;
  let root = 2;
  for (let bit = STEPS / 2; bit >= 1; bit /= 2) {
    root = Math.sqrt(root);
    if ((j & bit) !== 0) value *= root;
  }
  return value;
});

// ln 2 in two parts; the first has trailing zeros, so that its multiples are exact (fdlibm, e_log.c).
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const STEPS_A_UNIT = STEPS / Math.LN2;
const [STEP_HIGH, STEP_LOW] = [LN2_HIGH / STEPS, LN2_LOW / STEPS];
const [SIXTH, TWENTY_FOURTH, OF_120, OF_720] = [1 / 6, 1 / 24, 1 / 120, 1 / 720];

/** e^x; relative error below 2e-15. */
export function exp(x: number): number {
  if (!(x < 709.782712893384)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  const whole = Math.floor(x * STEPS_A_UNIT + 0.5);
  const rest = x - whole * STEP_HIGH - whole * STEP_LOW;
  const series =
    1 + rest * (1 + rest * (0.5 + rest * (SIXTH + rest * (TWENTY_FOURTH + rest * (OF_120 + rest * OF_720)))));
  const exponent = whole >> 6;
  const mantissa = (ROOTS[whole & 63] ?? 1) * series;
  // The last step before infinity would need 2^1024.
  return exponent > MOST_EXPONENT
    ? mantissa * 2 * (POWERS[MOST_EXPONENT - LEAST_EXPONENT] ?? 1)
    : mantissa * (POWERS[Math.max(0, exponent - LEAST_EXPONENT)] ?? 0);
}

/** e^x - 1, exact also where x is near 0. */
export function expm1(x: number): number {
  if (x > 0.35 || x < -0.35) return exp(x) - 1;
  let term = x;
  let sum = x;
  for (let n = 2; n < 16; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

const NUMBER = new Float64Array([1]);
const WORDS = new Int32Array(NUMBER.buffer);
/** Where the word with the exponent stands, by the order of this machine. */
const HIGH = WORDS[1] === 0x3ff00000 ? 1 : 0;

/** The natural logarithm; relative error below 1e-15. Negative infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  // Numbers with fewer bits than usual first become ordinary ones.
  const isTiny = x < 2.2250738585072014e-308;
  NUMBER[0] = isTiny ? x * 18014398509481984 : x;
  const high = WORDS[HIGH] ?? 0;
  let exponent = (high >> 20) - 1023 - (isTiny ? 54 : 0);
  WORDS[HIGH] = (high & 0xfffff) | 0x3ff00000;
  let mantissa = NUMBER[0] ?? 1;
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  return exponent * LN2_HIGH + (twiceArtanh((mantissa - 1) / (mantissa + 1)) + exponent * LN2_LOW);
}

/** The logarithm of 1 + x, exact also where x is near 0. */
export function log1p(x: number): number {
  return x > -0.29 && x < 0.41 ? twiceArtanh(x / (2 + x)) : log(1 + x);
}

/** ln((1 + s) / (1 - s)) for |s| < 0.172 (Abramowitz and Stegun, 4.1.27). */
function twiceArtanh(s: number): number {
  const q = s * s;
  const series =
    1 / 3 +
    q *
      (1 / 5 +
        q *
          (1 / 7 +
            q *
              (1 / 9 +
                q *
                  (1 / 11 +
                    q *
                      (1 / 13 + q * (1 / 15 + q * (1 / 17 + q * (1 / 19 + q * (1 / 21 + q * (1 / 23 + q / 25))))))))));
  return 2 * (s + s * q * series);
}
