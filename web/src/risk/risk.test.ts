import { expect, test } from 'vitest';
import { risk } from '#contracts/index.ts';
import { centreDevices } from '../../test-support/fake-devices.ts';
import { sampleRisk } from '../../test-support/sample-risk.ts';
import { checkDraft, draftOf, withValue } from './draft.ts';
import { stepsOf } from './first.tsx';
import { cellsOf } from './matrix-cells.ts';
import { peopleFirst } from './order.ts';

const document = sampleRisk({
  id: 'risk-1',
  site: 'Here',
  devices: centreDevices(),
  copies: 1,
  pairs: 3,
  seasoned: true,
});

test('the made-up document is as the contract says', () => {
  expect(risk.riskDocument.safeParse(document).error?.issues ?? []).toEqual([]);
});

test('the steps are in the order of the plan, whatever they save', () => {
  const backwards = { ...document, plan: { ...document.plan, chosen: [...document.plan.chosen].reverse() } };
  for (const each of [document, backwards])
    expect(stepsOf(each).map(({ action }) => action.id)).toEqual(each.plan.chosen.map(({ action }) => action));
});

test('who reaches a person comes first whatever it costs, the worst harm of them first', () => {
  const order = peopleFirst([...document.scenarios].reverse()).map(({ id }) => id);
  expect(order).toEqual([
    'ct-dose-too-high',
    'ransom-department',
    'findings-removed',
    'worklist-poisoned',
    'update-failed',
    'records-stolen',
  ]);
});

test('every pair stands in one cell at each time, and what nobody knows in none', () => {
  const { cells, unknown } = cellsOf(document.harm);
  const sum = (when: 'today' | 'after') => [...cells.values()].reduce((all, cell) => all + cell[when], 0);
  expect([sum('today'), sum('after'), unknown]).toEqual([15, 15, 0]);
  expect(cells.get('probable critical')).toEqual({ today: 3, after: 0, judged: 'not acceptable' });
  const [first] = document.harm;
  if (!first) throw new Error('there is harm in the sample');
  const nobodyKnows = { ...first, today: { ...first.today, band: null, acceptability: null } };
  expect(cellsOf([nobodyKnows]).unknown).toBe(1);
});

const stated = {
  patients: 12_000,
  tolerance: [{ loss: 100_000, probability: 0.1 }],
  modalities: { 'A.B': { examsPerDay: { low: 1, mode: 2, high: 3 } } },
  entries: { guest: { zones: ['z1'] } },
};

test('what is stated comes back as it was, also under a name with a dot', () => {
  expect(checkDraft(draftOf(stated)).settings).toEqual(stated);
});

test('one figure is set and taken back alone', () => {
  const path = 'modalities.CT.cannotMove';
  const set = withValue(draftOf(stated), path, { low: 0.1, mode: 0.2, high: 0.3 });
  expect(checkDraft(set).settings?.modalities?.['CT']).toEqual({ cannotMove: { low: 0.1, mode: 0.2, high: 0.3 } });
  expect(checkDraft(withValue(set, path, undefined)).settings).toEqual(stated);
});

test.each([
  ['modalities.CT.cannotMove', { low: 0.1, mode: 0.2, high: 3 }, /at most 1/],
  ['modalities.A.B.examsPerDay', { low: 5, mode: 2, high: 3 }, /in this order/],
  ['patients', Number.NaN, /fill this in/],
  ['currency', 'dollars', /ISO 4217/],
  ['tolerance', [{ loss: Number.NaN, probability: 0.1 }], /fill this in/],
])('what cannot be is said at its own figure: %s', (path, value, message) => {
  const { errors } = checkDraft(withValue(draftOf(stated), path, value));
  expect([...(errors ?? [])]).toEqual([[path, expect.stringMatching(message)]]);
});
