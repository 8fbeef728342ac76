// Counting different values without keeping one: known counts, values that come again, and a key that decides where they fall.
import { describe, expect, test } from 'vitest';
import { DistinctSketch } from './distinct-sketch.ts';

const key = (of: number) => new Uint8Array(32).fill(of);

/** A sketch of so many different values, from a given one on. */
function sketchOf(values: number, { by = 1, from = 0, into = new DistinctSketch(key(by)) } = {}): DistinctSketch {
  const value = new Uint8Array(8);
  const view = new DataView(value.buffer);
  for (let at = from; at < from + values; at++) {
    view.setUint32(0, at);
    into.add(value);
  }
  return into;
}

describe('a sketch', () => {
  test('of nothing counts nothing', () => {
    expect(new DistinctSketch(key(1)).count).toEqual({ count: 0, low: 0, high: 0 });
  });

  // 41,000 is where raw HyperLogLog is worst, between linear counting and its own range.
  test.each([1, 100, 10_000, 41_000, 1_000_000])('of %i different values is within four standard errors', (values) => {
    const { estimate, count } = sketchOf(values);
    expect(Math.abs(estimate / values - 1)).toBeLessThan(4 * DistinctSketch.ERROR);
    expect(count.low).toBeLessThanOrEqual(count.count);
    expect(count.high).toBeGreaterThanOrEqual(count.count);
    expect(count.high - count.low).toBeLessThanOrEqual(2 * 1.645 * DistinctSketch.ERROR * estimate + 2);
  });

  test.each([1000, 41_000])(
    'of %i values, under many keys, is without bias and errs no more than it says',
    (values) => {
      const runs = 8;
      const errors = Array.from({ length: runs }, (_, at) => sketchOf(values, { by: at + 1 }).estimate / values - 1);
      const mean = errors.reduce((sum, error) => sum + error, 0) / runs;
      const spread = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / runs);
      expect(Math.abs(mean)).toBeLessThan((3 * DistinctSketch.ERROR) / Math.sqrt(runs));
      expect(spread).toBeLessThan(1.5 * DistinctSketch.ERROR);
    },
  );

  test('says its error: 0.81 %', () => {
    expect(DistinctSketch.ERROR).toBeCloseTo(0.008125, 9);
  });

  test('does not change by values that come again, in whatever order', () => {
    const once = sketchOf(5000);
    const again = sketchOf(2000, { into: sketchOf(5000, { into: sketchOf(3000, { from: 2000 }) }) });
    expect(again.estimate).toBe(once.estimate);
    expect(sketchOf(1, { from: 5000, into: again }).estimate).toBeGreaterThanOrEqual(once.estimate);
  });

  test('is the same under the same key, and another under another', () => {
    expect(sketchOf(10_000, { by: 7 }).estimate).toBe(sketchOf(10_000, { by: 7 }).estimate);
    expect(sketchOf(10_000, { by: 8 }).estimate).not.toBe(sketchOf(10_000, { by: 7 }).estimate);
  });

  test('takes a key of 32 bytes alone', () => {
    expect(() => new DistinctSketch(new Uint8Array(16))).toThrow(/32 bytes/);
  });
});
