import fc from 'fast-check';
import { expect, test } from 'vitest';
import { risk } from '#contracts/index.ts';
import { documentOf } from '../../test-support/fake-risk.ts';
import { fakeTenants } from '../../test-support/fake-tenant.ts';
import { movableOf, NOTHING_CHANGED, settingsOf } from './figures.ts';

const [tenant] = fakeTenants(10);
const document = tenant ? documentOf(tenant) : null;
if (document === null) throw new Error('the demo has an assessment');
const movable = movableOf(document);

test('exams are moved only for kinds of machine that are among the targets', () => {
  const modalities = movable.flatMap((figure) => (figure.kind === 'exams' ? [figure.modality] : []));
  expect(modalities.toSorted()).toEqual(['CT', 'MG']);
});

test('only what was moved is asked', () => {
  expect(settingsOf(movable, NOTHING_CHANGED)).toEqual({});
  const moved = new Map([
    ['modalities.CT.examsPerDay', 40],
    ['patients', 1000.4],
  ]);
  expect(settingsOf(movable, moved)).toEqual({
    patients: 1000,
    modalities: { CT: { examsPerDay: { low: 30, mode: 40, high: 48 } } },
  });
});

test('however the sliders stand, the question is one that the server takes, and a range keeps its shape', () => {
  const value = fc.double({ min: 0, max: 1e6, noNaN: true });
  const changed = fc.dictionary(fc.constantFrom(...movable.map(({ path }) => path)), value);
  fc.assert(
    fc.property(changed, (values) => {
      const settings = settingsOf(movable, new Map(Object.entries(values)));
      expect(risk.whatIfInput.safeParse({ actions: [], settings }).error?.issues ?? []).toEqual([]);
    }),
  );
  const { low, mode, high } = settingsOf(movable, new Map([['modalities.CT.examsPerDay', 10]])).modalities?.['CT']
    ?.examsPerDay ?? { low: 0, mode: 0, high: 0 };
  expect([low / mode, high / mode].map((share) => Math.round(share * 1000))).toEqual([750, 1200]);
});
