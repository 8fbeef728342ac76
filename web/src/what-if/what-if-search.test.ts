import { expect, test } from 'vitest';
import { doneBy, searchOf, whatIfSearch } from './what-if-search.ts';

const plan = ['close a', 'mend b'];
const actions = ['close a', 'mend b', 'control c'].map((id) => ({ id }));

test.each([
  ['the plan itself', plan, {}, {}],
  ['nothing done', [], {}, { without: plan }],
  ['other steps', ['mend b', 'control c'], {}, { without: ['close a'], and: ['control c'] }],
  ['figures', plan, { patients: 5000 }, { figures: { patients: 5000 } }],
])('%s comes back from the address', (_what, done, figures, search) => {
  const written = searchOf(plan, new Set(done), new Map(Object.entries(figures)));
  expect(written).toEqual(search);
  const read = whatIfSearch(structuredClone({ ...written }));
  expect([...doneBy(read, plan, actions)]).toEqual(done);
  expect(read.figures ?? {}).toEqual(figures);
});

test('what is not understood, or what this site does not have, counts as not given', () => {
  expect(whatIfSearch({ without: 'close a', and: [7], figures: { patients: -1 } })).toEqual({});
  expect([...doneBy({ and: ['of another site'] }, plan, actions)]).toEqual(plan);
});
