// Claims about the harm matrix: what counts as harm to a person, how a frequency becomes a band, what is refused, and what stands first.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ACCEPTABILITIES,
  DEFAULT_HARM_MATRIX,
  HARM_SEVERITIES,
  harm,
  PROBABILITY_BANDS,
  type Triple,
} from '#contracts/index.ts';
import { bandOf, byHarmFirst, harmSeverityOf, placeHarm, readHarmMatrix, yearlyChance } from './matrix.ts';

const exactly = (value: number): Triple => ({ low: value, mode: value, high: value });
const matrix = DEFAULT_HARM_MATRIX;

test.each([
  ['the worst of the three counts', { injury: exactly(1), diagnosis: exactly(3), delay: exactly(2) }, 'critical', true],
  [
    'money, privacy and trust do not',
    { delay: exactly(1), equipment: exactly(4), privacy: exactly(4), trust: exactly(4) },
    'minor',
    true,
  ],
  ['halves go upwards', { injury: exactly(2.5) }, 'critical', true],
  ['just below a half goes down', { injury: exactly(2.49) }, 'serious', true],
  ['none is no harm', { injury: exactly(0), delay: exactly(0) }, 'negligible', false],
])('severity: %s', (_, aspects, mode, harms) => {
  expect(harmSeverityOf(aspects)).toMatchObject({ mode, harms });
});

test('each end of the severity is the worst of that end', () => {
  const aspects = { injury: { low: 0, mode: 1, high: 4 }, delay: { low: 1, mode: 2, high: 2 } };
  expect(harmSeverityOf(aspects)).toEqual({ harms: true, low: 'minor', mode: 'serious', high: 'catastrophic' });
});

test.each([
  [1, 'frequent'],
  [0.1, 'frequent'],
  [0.0999, 'probable'],
  [0.01, 'probable'],
  [0.001, 'occasional'],
  [0.0001, 'remote'],
  [0.000_099, 'improbable'],
  [0, 'improbable'],
])('a chance of %d in a year is %s', (chance, band) => {
  expect(bandOf(matrix, chance)).toBe(band);
});

test('a rate becomes the chance of at least one event', () => {
  // 1 - e^-0.05 = 0.0487706; a small rate is its own chance, a large one is certain.
  expect(yearlyChance(0.05)).toBeCloseTo(0.048_770_575_5, 10);
  expect(yearlyChance(1e-12) / 1e-12).toBeCloseTo(1, 10);
  expect(yearlyChance(1000)).toBe(1);
});

test('the worked example of docs/harm.md', () => {
  const severity = harmSeverityOf({ injury: { low: 2, mode: 3, high: 4 }, delay: exactly(1) });
  const reachesPerson = { low: 0.1, mode: 0.2, high: 0.4 };
  const today = placeHarm(matrix, { severity, yearlyEvents: { low: 0.02, mode: 0.1, high: 0.5 }, reachesPerson });
  expect(today).toMatchObject({
    reachesPerson: true,
    severity: 'critical',
    band: 'probable',
    bandRange: ['occasional', 'frequent'],
    acceptability: 'not acceptable',
    acceptabilityRange: ['investigate', 'not acceptable'],
  });
  expect(today.yearlyChance).toBeCloseTo(0.019_801_33, 8);
  const planned = placeHarm(matrix, { severity, yearlyEvents: { low: 0, mode: 0.002, high: 0.01 }, reachesPerson });
  expect(planned).toMatchObject({ severity: 'critical', band: 'remote', acceptability: 'investigate' });
});

test('without a frequency there is no band, and the range spans them all', () => {
  const severity = harmSeverityOf({ injury: exactly(3) });
  const placed = placeHarm(matrix, { severity, yearlyEvents: null, reachesPerson: exactly(0.5) });
  expect(placed).toMatchObject({
    reachesPerson: true,
    yearlyChance: null,
    band: null,
    bandRange: ['improbable', 'frequent'],
    acceptability: null,
    acceptabilityRange: ['investigate', 'not acceptable'],
  });
});

const estimate = (most: number) =>
  fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0, max: most, noNaN: true }))).map((values): Triple => {
    const [low = 0, mode = 0, high = 0] = values.sort((a, b) => a - b);
    return { low, mode, high };
  });

test('more events, a surer way to a person or a worse injury never look better', () => {
  const input = fc.record({ injury: estimate(4), yearlyEvents: estimate(3), reachesPerson: estimate(1) });
  fc.assert(
    fc.property(input, input, (one, other) => {
      const worst = (of: 'injury' | 'yearlyEvents' | 'reachesPerson'): Triple => ({
        low: Math.max(one[of].low, other[of].low),
        mode: Math.max(one[of].mode, other[of].mode),
        high: Math.max(one[of].high, other[of].high),
      });
      const place = (injury: Triple, yearlyEvents: Triple, reachesPerson: Triple) =>
        placeHarm(matrix, { severity: harmSeverityOf({ injury }), yearlyEvents, reachesPerson });
      const before = place(one.injury, one.yearlyEvents, one.reachesPerson);
      const after = place(worst('injury'), worst('yearlyEvents'), worst('reachesPerson'));
      const rank = (value: (typeof before)['acceptability']) => (value ? ACCEPTABILITIES.indexOf(value) : -1);
      expect(rank(after.acceptability)).toBeGreaterThanOrEqual(rank(before.acceptability));
      expect(rank(after.acceptability)).toBeLessThanOrEqual(rank(after.acceptabilityRange[1]));
      expect(rank(after.acceptability)).toBeGreaterThanOrEqual(rank(after.acceptabilityRange[0]));
      expect(harm.harmPlacement.parse(after)).toEqual(after);
    }),
    { seed: 5, numRuns: 300 },
  );
});

test.each([
  ['reachesPerson', { reachesPerson: exactly(1.2) }],
  ['reachesPerson', { reachesPerson: { low: 0.5, mode: 0.2, high: 0.7 } }],
  ['yearlyEvents', { yearlyEvents: exactly(-1) }],
  ['yearlyEvents', { yearlyEvents: exactly(Number.POSITIVE_INFINITY) }],
  ['yearlyEvents', { yearlyEvents: exactly(Number.NaN) }],
  ['severity', { severity: { harms: true, low: 'critical', mode: 'minor', high: 'minor' } as const }],
])('%s that cannot be is named', (field, wrong) => {
  const severity = harmSeverityOf({ injury: exactly(3) });
  const input = { severity, yearlyEvents: exactly(0.1), reachesPerson: exactly(0.1), ...wrong };
  expect(() => placeHarm(matrix, input)).toThrow(new RegExp(`^${field}: `));
});

test('ratings that cannot be are named', () => {
  expect(() => harmSeverityOf({ injury: exactly(5) })).toThrow('severity.injury: write figures from 0 to 4.');
  expect(() => harmSeverityOf({ trust: exactly(4) })).toThrow('rate at least one of injury, diagnosis, delay');
});

test('the default matrix is one that can be read, and worse is never better', () => {
  expect(readHarmMatrix(structuredClone(matrix))).toEqual(matrix);
  expect(Object.keys(matrix.cells)).toEqual([...PROBABILITY_BANDS]);
  for (const row of Object.values(matrix.cells)) expect(Object.keys(row)).toEqual([...HARM_SEVERITIES]);
});

/** The default with one entry set, or left out. */
function changed(path: string, value?: unknown): unknown {
  const names = path.split('.');
  const without = (of: object, [name = '', ...rest]: string[]): object =>
    Object.fromEntries(
      Object.entries(of).flatMap(([key, old]) => {
        if (key !== name) return [[key, old]];
        if (rest.length > 0) return [[key, without(old, rest)]];
        return value === undefined ? [] : [[key, value]];
      }),
    );
  return without(matrix, names);
}

test.each([
  ['bounds.occasional', 0.01, 'This must be below the bound of probable (0.01).'],
  ['bounds.remote', -0.1, 'This must be above 0.'],
  ['bounds.remote', 0, 'This must be above 0.'],
  ['bounds.frequent', 1.5, 'This must be below 1.'],
  ['bounds.frequent', Number.NaN, 'This must be a number.'],
  ['bounds.probable', undefined, 'This is missing.'],
  ['cells.remote.critical', undefined, 'This must be one of acceptable, investigate, not acceptable.'],
  ['cells.remote', undefined, 'This is missing.'],
  ['cells.remote.critical', 'fine', 'This must be one of acceptable, investigate, not acceptable.'],
  ['cells.frequent.catastrophic', 'acceptable', 'This must not be better than the rarer probable.catastrophic.'],
  ['cells.improbable.catastrophic', 'acceptable', 'This must not be better than the milder improbable.critical.'],
])('%s of %s is refused with its field', (path, value, message) => {
  expect(() => readHarmMatrix(changed(path, value))).toThrow(`The harm matrix: ${path}: ${message}`);
});

test('what reaches a person stands first, whatever it costs', () => {
  const place = (injury: number, events: number, reaches: number) =>
    placeHarm(matrix, {
      severity: harmSeverityOf({ injury: exactly(injury) }),
      yearlyEvents: exactly(events),
      reachesPerson: exactly(reaches),
    });
  const list = [
    { id: 'theft', harm: place(0, 1, 1), loss: 9e9 },
    { id: 'fraud', harm: place(4, 1, 0), loss: 1 },
    { id: 'dose', harm: place(3, 0.1, 0.2), loss: 10 },
    { id: 'delay', harm: place(1, 0.001, 0.2), loss: 1e6 },
    { id: 'table', harm: place(4, 0.1, 0.2), loss: 0 },
    { id: 'b-delay', harm: place(1, 0.001, 0.2), loss: 1e6 },
  ];
  expect(list.sort(byHarmFirst).map(({ id }) => id)).toEqual(['table', 'dose', 'b-delay', 'delay', 'theft', 'fraud']);
});
