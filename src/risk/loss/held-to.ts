// How near a simulated spread must be to the one that is worked out: nobody knows the error of a standard deviation beforehand, so that it is taken from runs
// with other seeds.
import { expect } from 'vitest';

const RUNS = 25;
/** Of Student's t with 24 degrees of freedom: two false alarms in 100,000. */
const T = 5.2;

/** Holds the mean of what so many seeds give to `wanted`, within its own error. */
export function holdTo(wanted: number, of: (seed: number) => number): void {
  const drawn = Array.from({ length: RUNS }, (_, n) => of(1000 + n));
  const mean = drawn.reduce((sum, value) => sum + value, 0) / RUNS;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (RUNS - 1);
  expect(Math.abs(mean - wanted)).toBeLessThanOrEqual(T * Math.sqrt(variance / RUNS));
}
