// Figures that two people change at once: who typed loses nothing, and sees what the other saved.
import { expect, test } from 'vitest';
import { draftOf } from './draft.ts';
import { onTop, savedMeanwhile } from './settings-draft.ts';

const begun = { patients: 100, budget: 5000, modalities: { CT: { examsPerDay: { low: 1, mode: 2, high: 3 } } } };
const ct = (high: number) => ({ modalities: { CT: { examsPerDay: { high, low: 1, mode: 2 } } } });

test.each([
  ['nothing', begun, { ...begun, patients: 7 }, [], { ...begun, patients: 7 }],
  [
    'another figure',
    { ...begun, budget: 1 },
    { ...begun, patients: 7 },
    ['budget: 1'],
    { ...begun, patients: 7, budget: 1 },
  ],
  [
    'the same figure',
    { ...begun, patients: 8 },
    { ...begun, patients: 7 },
    ['patients: 8, not 7'],
    { ...begun, patients: 7 },
  ],
  ['the same figure alike', { ...begun, patients: 7 }, { ...begun, patients: 7 }, [], { ...begun, patients: 7 }],
  ['a range, its members in another order', { ...begun, ...ct(3) }, begun, [], begun],
  [
    'a range',
    { ...begun, ...ct(9) },
    { ...begun, patients: 7 },
    ['modalities.CT.examsPerDay: {"high":9,"low":1,"mode":2}'],
    { ...begun, ...ct(9), patients: 7 },
  ],
  [
    'a figure back to its default',
    { patients: 100, ...ct(3) },
    { ...begun, budget: 9 },
    ['budget: default, not 9'],
    { ...begun, budget: 9 },
  ],
])('%s was saved meanwhile', (_, theirs, mine, shown, together) => {
  const drafts = [draftOf(begun), draftOf(theirs), draftOf(mine)] as const;
  const said = savedMeanwhile(...drafts).map(({ path, theirs, ...rest }) => {
    const ownWords = 'mine' in rest ? `, not ${JSON.stringify(rest.mine)}` : '';
    return `${path}: ${theirs === undefined ? 'default' : JSON.stringify(theirs)}${ownWords}`;
  });
  expect(said).toEqual(shown);
  expect(onTop(...drafts)).toEqual(draftOf(together));
});
