// Claims about ratings of several people: what counts until then, the middle and the spread, agreement in words, and who is far apart.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SEVERITY_ASPECTS, ratings as shapes, type Triple } from '#contracts/index.ts';
import { elicit, estimateOf, type Rater, type ScenarioDefaults } from './elicitation.ts';

const preset = { low: 1, mode: 2, high: 3 };
const scenario = (id: string): ScenarioDefaults => ({
  id,
  severity: { injury: preset, diagnosis: preset, delay: preset, privacy: preset, equipment: preset, trust: preset },
  likelihoodKind: 'yearly',
  likelihood: { low: 0.01, mode: 0.1, high: 1 },
});
const scenarios = ['dose', 'table', 'theft'].map(scenario);

/** A rater of injury, a level for each scenario. */
function rater(levels: readonly (number | null | undefined)[], of: Partial<Omit<Rater, 'ratings'>> = {}): Rater {
  const ratings = new Map(
    levels.flatMap((injury, place) =>
      injury === undefined ? [] : [[scenarios[place]?.id ?? '', { severity: { injury } }]],
    ),
  );
  return { as: 'radiologist', initials: 'AB', ...of, ratings };
}

const injuryOf = (raters: readonly Rater[]) => elicit(scenarios, raters).scenarios[0]?.severity.injury;

test('until somebody rates, the defaults count and are marked as such', () => {
  const result = elicit(scenarios, []);
  for (const { severity, likelihood } of result.scenarios) {
    for (const aspect of SEVERITY_ASPECTS)
      expect(severity[aspect]).toEqual({ ...preset, from: 'default', raters: 0, default: preset });
    expect(likelihood).toMatchObject({ low: 0.01, mode: 0.1, high: 1, from: 'default' });
  }
  expect(result.agreement.severity).toMatchObject({
    verdict: 'not known',
    because: 'Nobody has rated yet.',
    alphaOrdinal: null,
  });
  expect(shapes.elicited.parse(result)).toEqual(result);
});

test.each([
  ['one alone keeps the spread of the default', [2], { low: 1, mode: 2, high: 3 }],
  ['one alone, outside the default', [4], { low: 1, mode: 4, high: 4 }],
  ['two: middle and extremes', [1, 4], { low: 1, mode: 2.5, high: 4 }],
  ['three', [0, 3, 3], { low: 0, mode: 3, high: 3 }],
  ['who cannot judge does not count', [null, 3, 3], { low: 3, mode: 3, high: 3 }],
  ['five: middle and quarters', [0, 2, 3, 3, 4], { low: 2, mode: 3, high: 3 }],
])('combined: %s', (_, levels, wanted) => {
  const given = levels.filter((value) => value !== null).length;
  expect(injuryOf(levels.map((value) => rater([value])))).toEqual({
    ...wanted,
    from: 'raters',
    raters: given,
    default: preset,
  });
});

test('likelihoods: the middle of the most likely, from the lowest low to the highest high', () => {
  const judged = ([low, mode, high]: [number, number, number]): Rater => ({
    as: 'security',
    initials: 'S',
    ratings: new Map([['dose', { severity: {}, likelihood: { low, mode, high } }]]),
  });
  const [first] = elicit(scenarios, [judged([0.1, 0.2, 0.3]), judged([0.01, 0.4, 2])]).scenarios;
  expect(first?.likelihood).toMatchObject({ low: 0.01, mode: expect.closeTo(0.3), high: 2, from: 'raters', raters: 2 });
});

test.each([
  ['one alone claims nothing', [[0, 2, 4]], 'not known', 'One person alone cannot agree.', null],
  [
    'no two rated the same',
    [
      [0, 2, undefined],
      [undefined, undefined, 4],
    ],
    'not known',
    'No two people rated the same.',
    null,
  ],
  [
    'the same value throughout',
    [
      [2, 2, 2],
      [2, 2, 2],
    ],
    'not known',
    'All gave the same value',
    null,
  ],
  [
    'well',
    [
      [0, 2, 4],
      [0, 2, 4],
    ],
    'well',
    '0.8 or more',
    1,
  ],
  [
    'poorly',
    [
      [0, 2, 4],
      [4, 2, 0],
    ],
    'poorly',
    'below 0.667',
    -1,
  ],
])('agreement: %s', (_, rows, verdict, because, rho) => {
  const { severity, aspects } = elicit(
    scenarios,
    rows.map((row) => rater(row)),
  ).agreement;
  for (const found of [severity, aspects.injury])
    expect(found).toMatchObject({
      verdict,
      because: expect.stringContaining(because),
      spearman: rho,
      raters: rows.length,
    });
});

test('raters who share but two units have no rank correlation, and every pair is listed', () => {
  const [ab, cd] = [rater([0, 2, 4]), rater([0, 3, 4], { as: 'technologist', initials: 'CD' })];
  const { pairs, spearman, units } = elicit(scenarios, [ab, cd, rater([1, 2])]).agreement.severity;
  expect(pairs).toEqual([{ raters: ['radiologist AB', 'technologist CD'], units: 3, spearman: 1 }]);
  expect([spearman, units]).toEqual([1, 3]);
});

test('who is far apart is shown by role and initials, the farthest first', () => {
  const raters = [rater([4, 1]), rater([0, 3]), rater([1, 2], { as: 'nurse', initials: 'EF' }), rater([4, null])];
  expect(elicit(scenarios, raters).disagreements).toEqual([
    {
      scenario: 'dose',
      about: 'injury',
      lowest: { value: 0, raters: ['radiologist AB (2)'] },
      highest: { value: 4, raters: ['radiologist AB', 'radiologist AB (3)'] },
    },
    {
      scenario: 'table',
      about: 'injury',
      lowest: { value: 1, raters: ['radiologist AB'] },
      highest: { value: 3, raters: ['radiologist AB (2)'] },
    },
  ]);
});

test.each([
  [0.01, 0.1, 1],
  [0.02, 0.1, 0],
  [0, 0.1, 1],
  [0, 0, 0],
])('likelihoods of %d and %d a year: %d apart', (one, other, times) => {
  const judged = (mode: number): Rater => ({
    as: 'security',
    initials: 'S',
    ratings: new Map([['dose', { severity: {}, likelihood: { low: 0, mode, high: 1 } }]]),
  });
  expect(elicit(scenarios, [judged(one), judged(other)]).disagreements).toHaveLength(times);
});

test('never is half a power of ten below once in a million years, in the agreement on likelihoods', () => {
  const four = ['a', 'b', 'c', 'd'].map(scenario);
  const judged = (modes: readonly number[]): Rater => ({
    as: 'security',
    initials: 'S',
    ratings: new Map(
      modes.map((mode, n) => [four[n]?.id ?? '', { severity: {}, likelihood: { low: 0, mode, high: 1 } }]),
    ),
  });
  const alphaOf = (last: number, other: number) =>
    elicit(four, [judged([1, 0.1, 0.01, last]), judged([1, 0.1, 0.01, other])]).agreement.likelihood.alphaInterval;
  // Values 0, -1, -2 twice each, -6.5 and -6: 1 - 7 x 0.25 / sum of (c - k)^2 over the 28 pairs, 363.75.
  expect(alphaOf(0, 1e-6)).toBeCloseTo(1 - (7 * 0.25) / 363.75, 9);
  expect(alphaOf(0, 1e-300)).toBe(alphaOf(0, 1e-6));
  // One who says never and one who says once in a hundred years do not agree, and the other scenarios count, too.
  expect(alphaOf(0, 0.01)).toBeGreaterThan(0);
});

test('ratings of scenarios that the library no longer has are left out', () => {
  const gone: Rater = { as: 'nurse', initials: 'G', ratings: new Map([['gone', { severity: { injury: 4 } }]]) };
  const result = elicit(scenarios, [gone]);
  expect(result.raters).toEqual([{ label: 'nurse G', as: 'nurse', scenarios: 0 }]);
  expect(result.agreement.severity.raters).toBe(0);
});

test('whatever is rated, low, mode and high stay in order and within what was given', () => {
  const level = fc.option(fc.integer({ min: 0, max: 4 }));
  const triple = fc.tuple(
    fc.double({ min: 0, max: 9, noNaN: true }),
    fc.double({ min: 0, max: 9, noNaN: true }),
    fc.double({ min: 0, max: 9, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(level, triple), { maxLength: 8 }), (given) => {
      const raters = given.map(([injury, values]): Rater => {
        const [low = 0, mode = 0, high = 0] = values.toSorted((a, b) => a - b);
        return {
          as: 'other',
          initials: '',
          ratings: new Map([['dose', { severity: { injury }, likelihood: { low, mode, high } }]]),
        };
      });
      const result = elicit(scenarios, raters);
      const [first] = result.scenarios;
      const ordered = (each: Triple | undefined) =>
        expect([each?.low, each?.mode, each?.high]).toEqual(
          [each?.low, each?.mode, each?.high].toSorted((a = 0, b = 0) => a - b),
        );
      ordered(first?.severity.injury);
      ordered(first?.likelihood);
      expect(elicit(scenarios, raters)).toEqual(result);
    }),
    { seed: 9, numRuns: 60 },
  );
});

test.each([
  [0.3, { low: 0.3, mode: 0.3, high: 0.3 }],
  [{ dist: 'pert', low: 1, mode: 2, high: 9 } as const, { low: 1, mode: 2, high: 9 }],
  [
    { dist: 'lognormal', p05: 0.1, p95: 10 } as const,
    { low: expect.closeTo(0.1, 9), mode: expect.closeTo(1, 9), high: expect.closeTo(10, 9) },
  ],
  [
    { dist: 'uniform', low: 0, high: 1 } as const,
    { low: expect.closeTo(0.05, 12), mode: expect.closeTo(0.5, 12), high: expect.closeTo(0.95, 12) },
  ],
])('a distribution as low, mode and high', (given, wanted) => {
  expect(estimateOf(given)).toEqual(wanted);
});
