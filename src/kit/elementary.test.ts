// Claims about our own exponential and logarithm: as near to the engine's as two good ones are, and right at the ends.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exp, expm1, log, log1p } from './elementary.ts';

const near = (value: number, wanted: number) =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(2e-15 * Math.abs(wanted) + Number.MIN_VALUE);

test('exponentials, over all that a number can hold', () => {
  fc.assert(
    fc.property(fc.double({ min: -708, max: 709.78, noNaN: true }), (x) => {
      near(exp(x), Math.exp(x));
      near(expm1(x / 100), Math.expm1(x / 100));
      near(expm1(x * 1e-9), Math.expm1(x * 1e-9));
    }),
    { numRuns: 2000 },
  );
});

test('logarithms, near 1 as well as far away', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -740, max: 709, noNaN: true }),
      fc.double({ min: -0.9, max: 3, noNaN: true }),
      (power, x) => {
        near(log(Math.exp(power)), Math.log(Math.exp(power)));
        near(log(1 + x), Math.log(1 + x));
        near(log1p(x), Math.log1p(x));
        near(log1p(x * 1e-12), Math.log1p(x * 1e-12));
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  [exp(0), 1],
  [exp(-746), 0],
  [exp(710), Number.POSITIVE_INFINITY],
  [exp(Number.NaN), Number.NaN],
  [exp(-745), Math.exp(-745)],
  [log(1), 0],
  [log(0), Number.NEGATIVE_INFINITY],
  [log(-1), Number.NaN],
  [log(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY],
  [log(Number.MIN_VALUE), Math.log(Number.MIN_VALUE)],
  [log1p(-1), Number.NEGATIVE_INFINITY],
  [expm1(0), 0],
])('at the ends: %s is %s', (value, wanted) => expect(value).toBe(wanted));
