// Claims about the agreement of raters: published examples, cases that can be worked out by hand, and the definition itself.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alphaRange, krippendorffAlpha, type Metric, midRanks, type Ratings, spearman } from './agreement.ts';

const read = (row: string): Ratings => row.split(' ').map((cell) => (cell === '.' ? null : Number(cell)));

/** Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", C and D: four observers, twelve units. */
const PUBLISHED = [
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
].map(read);

test.each<[Metric, number]>([
  ['ordinal', 0.815],
  ['interval', 0.849],
])('alpha of the published example, %s', (metric, alpha) => {
  expect(krippendorffAlpha(PUBLISHED, metric)).toBeCloseTo(alpha, 3);
});

test.each<[string, string[], number | null, number | null]>([
  ['all agree', ['0 1 2 3', '0 1 2 3', '0 . 2 3'], 1, 1],
  // Two units, two raters, swapped: observed 1, expected 2*2 pairs of 4*3/2: alpha = 1 - 3 * 2 / 4.
  ['all swapped', ['0 1', '1 0'], -0.5, -0.5],
  ['one value in all: chance cannot disagree either', ['2 2 2', '2 2 2'], null, null],
  ['one rater', ['0 1 2'], null, null],
  ['nobody', [], null, null],
  ['no unit in common', ['0 1 . .', '. . 2 3'], null, null],
  // Units 0,1 | 2,2: o01 = 1, n = (1, 1, 2). Interval: 1 - 3 * 1 / (1*1*1 + 1*2*4 + 1*2*1) = 8/11.
  // Ordinal: d01 = 1, d02 = (4 - 1.5)^2 = 6.25, d12 = (3 - 1.5)^2 = 2.25: 1 - 3 / (1 + 12.5 + 4.5) = 5/6.
  ['worked by hand in docs/harm.md', ['0 2', '1 2'], 5 / 6, 8 / 11],
])('alpha: %s', (_, rows, ordinal, interval) => {
  const raters = rows.map(read);
  const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 12));
  expect([krippendorffAlpha(raters, 'ordinal'), krippendorffAlpha(raters, 'interval')]).toEqual([
    near(ordinal),
    near(interval),
  ]);
});

const cell = fc.option(fc.integer({ min: 0, max: 4 }));
const table = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 8 }))
  .chain(([raters, units]) =>
    fc.array(fc.array(cell, { minLength: units, maxLength: units }), { minLength: raters, maxLength: raters }),
  );

/** Alpha of the interval metric from the pairs themselves: mean squared difference within units against that over all ratings. */
function byDefinition(raters: readonly Ratings[]): number | null {
  const units = (raters[0] ?? [])
    .map((_, unit) => raters.flatMap((row) => row[unit] ?? []))
    .filter((given) => given.length > 1);
  const all = units.flat();
  const spread = (values: readonly number[]) =>
    values.reduce((sum, a) => sum + values.reduce((within, b) => within + (a - b) ** 2, 0), 0) / (values.length - 1);
  const expected = all.length > 1 ? spread(all) : 0;
  return expected === 0 ? null : 1 - units.reduce((sum, given) => sum + spread(given), 0) / expected;
}

test('alpha of the interval metric is what the pairs themselves give', () => {
  fc.assert(
    fc.property(table, (raters) => {
      const wanted = byDefinition(raters);
      expect(krippendorffAlpha(raters, 'interval')).toEqual(wanted === null ? null : expect.closeTo(wanted, 9));
    }),
    { seed: 3, numRuns: 300 },
  );
});

test('alpha does not hang on who stands first, nor ordinal alpha on how the levels are spelt', () => {
  fc.assert(
    fc.property(table, (raters) => {
      const stretched = raters.map((row) => row.map((value) => (value === null ? null : 10 ** value)));
      const alpha = krippendorffAlpha(raters, 'ordinal');
      const same = alpha === null ? null : expect.closeTo(alpha, 9);
      expect(krippendorffAlpha(raters.toReversed(), 'ordinal')).toEqual(same);
      expect(krippendorffAlpha(stretched, 'ordinal')).toEqual(same);
    }),
    { seed: 4, numRuns: 200 },
  );
});

test('the range holds alpha, is the same for the same seed, and narrows with more units', () => {
  const alpha = krippendorffAlpha(PUBLISHED, 'ordinal') ?? Number.NaN;
  const few = alphaRange(PUBLISHED, 'ordinal', 1);
  const many = alphaRange(
    PUBLISHED.map((row) => [...row, ...row, ...row, ...row]),
    'ordinal',
    1,
  );
  expect(few).toEqual(alphaRange(PUBLISHED, 'ordinal', 1));
  const width = (range: [number, number] | null) => (range ? range[1] - range[0] : Number.NaN);
  expect(few?.[0]).toBeLessThan(alpha);
  expect(few?.[1]).toBeGreaterThan(alpha);
  expect(width(many)).toBeLessThan(width(few));
  expect(alphaRange(['0 1', '1 0'].map(read), 'ordinal', 1)).toBeNull();
});

test('equal values share the middle of their ranks', () => {
  expect(midRanks([10, 30, 10, 20, 30, 30])).toEqual([1.5, 5, 1.5, 3, 5, 5]);
});

test.each<[string, string, string, number | null, number]>([
  [
    'the example of ten pupils (no ties): -29/165',
    '106 100 86 101 99 103 97 113 112 110',
    '7 27 2 50 28 29 20 12 6 17',
    -29 / 165,
    10,
  ],
  ['the same order', '0 1 2 4', '1 2 3 4', 1, 4],
  ['the reverse', '0 1 2 4', '4 3 2 0', -1, 4],
  // Ranks 1.5 1.5 3 and 1 2 3: xx = 1.5, yy = 2, xy = 1.5: 1.5 / sqrt 3.
  ['ties', '1 1 2', '1 2 3', 1.5 / Math.sqrt(3), 3],
  ['what one of the two left out does not count', '0 . 1 2 4', '1 3 2 3 .', 1, 3],
  ['two units say nothing', '0 1', '0 1', null, 0],
  ['one value says nothing', '2 2 2', '0 1 2', null, 0],
])('rank correlation: %s', (_, one, other, rho, units) => {
  expect(spearman(read(one), read(other))).toEqual(rho === null ? null : { rho: expect.closeTo(rho, 12), units });
});
