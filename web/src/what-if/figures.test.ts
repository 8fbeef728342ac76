import fc from 'fast-check';
import { expect, test } from 'vitest';
import { risk } from '#contracts/index.ts';
import { documentOf } from '../../test-support/fake-risk.ts';
import { fakeTenants } from '../../test-support/fake-tenant.ts';
import { movableOf, NOTHING_CHANGED, settingsWith } from './figures.ts';

const [tenant] = fakeTenants(10);
const document = tenant ? documentOf(tenant) : null;
if (document === null) throw new Error('the demo has an assessment');
const movable = movableOf(document);

test('exams are moved only for kinds of machine that are among the targets', () => {
  const modalities = movable.flatMap((figure) => (figure.kind === 'exams' ? [figure.modality] : []));
  expect(modalities.toSorted()).toEqual(['CT', 'MG']);
});

test('what was stated stays, and only what was moved is added to it', () => {
  const stated = { budget: 5000, modalities: { CT: { cannotMove: { low: 0.1, mode: 0.2, high: 0.3 } } } };
  expect(settingsWith(stated, movable, NOTHING_CHANGED)).toMatchObject(stated);
  const moved = settingsWith(stated, movable, new Map([['modalities.CT.examsPerDay', 40]]));
  expect(moved).toMatchObject({
    budget: 5000,
    modalities: { CT: { ...stated.modalities.CT, examsPerDay: { mode: 40 } } },
  });
  expect(moved.patients).toBeUndefined();
  expect(stated.modalities.CT).not.toHaveProperty('examsPerDay');
});

test('however the sliders stand, the question is one that the server takes, and a range keeps its shape', () => {
  const value = fc.double({ min: 0, max: 1e6, noNaN: true });
  const changed = fc.dictionary(fc.constantFrom(...movable.map(({ path }) => path)), value);
  fc.assert(
    fc.property(changed, (values) => {
      const settings = settingsWith({}, movable, new Map(Object.entries(values)));
      expect(risk.whatIfInput.safeParse({ actions: [], settings }).error?.issues ?? []).toEqual([]);
    }),
  );
  const { low, mode, high } = settingsWith({}, movable, new Map([['modalities.CT.examsPerDay', 10]])).modalities?.['CT']
    ?.examsPerDay ?? { low: 0, mode: 0, high: 0 };
  expect([low / mode, high / mode].map((share) => Math.round(share * 1000))).toEqual([750, 1200]);
});
