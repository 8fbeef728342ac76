// Claims about how critical a device is: by its kind, by what is known of its circumstances, and what is not known.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Circumstances } from '#contracts/index.ts';
import { criticalityOf, criticalityScore } from './criticality.ts';

const ultrasound = { kind: 'modality', modality: 'US' };

test.each<[string, Circumstances, number]>([
  ['its kind alone', {}, 3],
  ['the only one', { onlyOne: true }, 4],
  ['one of several', { onlyOne: false }, 3],
  ['the only one, for emergencies', { onlyOne: true, emergency: true }, 5],
  ['guides a treatment', { guidesTherapy: true }, 4],
  ['guides none', { guidesTherapy: false }, 3],
  ['a substitute within the hour', { substituteHours: 1 }, 2],
  ['a substitute after two days', { substituteHours: 48 }, 4],
  ['sixty patients a day', { patientsPerDay: 60 }, 4],
  ['none a day: idle is not unknown', { patientsPerDay: 0 }, 3],
  ['idle and soon replaced', { patientsPerDay: 0, replacementDays: 2 }, 2],
  [
    'the worked example of docs/harm.md',
    { onlyOne: true, emergency: false, substituteHours: 48, patientsPerDay: 12 },
    4,
  ],
])('an ultrasound, %s', (_, circumstances, level) => {
  expect(criticalityScore({ ...ultrasound, circumstances })?.level).toBe(level);
});

test('each reason is told with what it does', () => {
  const score = criticalityScore({
    ...ultrasound,
    circumstances: { onlyOne: true, substituteHours: 1, patientsPerDay: 12 },
  });
  expect(score?.reasons).toEqual([
    'inferred from its kind (US): several units usually stand in for each other',
    'no other device of the site does its work (+1)',
    'its patients can be examined elsewhere after 1 hour (-1)',
    '12 patients a day',
  ]);
  expect(score?.unknown).toEqual(['emergency', 'guidesTherapy', 'replacementDays']);
});

test('without a kind the circumstances count from the middle, over the whole range of kinds', () => {
  const unknown = { kind: null, modality: null };
  expect(criticalityScore(unknown)).toBeNull();
  expect(criticalityScore({ ...unknown, circumstances: { onlyOne: true } })).toMatchObject({
    level: 4,
    lowest: 1,
    highest: 5,
  });
});

test('what a person stated holds, whatever the circumstances', () => {
  const device = { ...ultrasound, circumstances: { onlyOne: true, emergency: true } };
  expect(criticalityOf({ level: 1, reasons: ['spare'] }, device)).toEqual({ level: 1, reasons: ['spare'] });
  expect(criticalityOf(null, device)?.level).toBe(5);
});

test('whatever is told later, the level stays within the range that was given', () => {
  const all = fc.record({
    onlyOne: fc.boolean(),
    emergency: fc.boolean(),
    guidesTherapy: fc.boolean(),
    patientsPerDay: fc.integer({ min: 0, max: 100 }),
    substituteHours: fc.integer({ min: 0, max: 100 }),
    replacementDays: fc.integer({ min: 0, max: 200 }),
  });
  const kind = fc.constantFrom('CT', 'US', 'MG', 'NM');
  fc.assert(
    fc.property(all, kind, fc.nat({ max: 63 }), (known, modality, kept) => {
      const some = Object.fromEntries(Object.entries(known).filter((_, place) => kept & (1 << place)));
      const before = criticalityScore({ kind: 'modality', modality, circumstances: some });
      const after = criticalityScore({ kind: 'modality', modality, circumstances: known });
      expect(after?.level).toBeGreaterThanOrEqual(before?.lowest ?? 9);
      expect(after?.level).toBeLessThanOrEqual(before?.highest ?? 0);
      expect([after?.lowest, after?.highest]).toEqual([after?.level, after?.level]);
    }),
    { seed: 7, numRuns: 300 },
  );
});
