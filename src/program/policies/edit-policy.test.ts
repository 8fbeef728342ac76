// Claims about days of reviews, and about what two versions of a policy do not have in common.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PolicyBody } from '#contracts/index.ts';
import { differencesOf, piecesOf } from './differences.ts';
import { asksElse } from './edit-policy.ts';
import { addMonths } from './review-day.ts';

test.each([
  ['2026-11-27', 12, '2027-11-27'],
  ['2027-01-31', 1, '2027-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2026-12-31', 2, '2027-02-28'],
  ['2026-03-08', 8, '2026-11-08'],
  ['2026-10-31', 60, '2031-10-31'],
])('%s and %i months is %s', (day, months, due) => {
  expect(addMonths(day, months)).toBe(due);
});

test.each([['2026-02-30'], ['soon'], ['2026-1-1'], ['']])('%j is no day', (day) => {
  expect(() => addMonths(day, 1)).toThrow('is no day');
});

const body: PolicyBody = {
  title: 'Doors',
  purpose: 'Doors of {{centre}} are locked.',
  variables: [{ name: 'centre', label: 'Name', from: 'site' }],
  values: { centre: 'Lakeside' },
  clauses: [
    { id: 'one', text: 'Close the door.', who: ['everyone'], checks: [] },
    { id: 'two', text: 'Lock the door.', who: ['everyone'], checks: ['session-lock'] },
    { id: 'three', text: 'Keep the key.', who: ['manager'], checks: [] },
  ],
  reviewMonths: 12,
  attestedBy: ['manager'],
};
const [one, two, three] = body.clauses;
if (!one || !two || !three) throw new Error('three clauses');

test.each<[string, Partial<PolicyBody>, readonly string[], boolean]>([
  ['nothing', {}, [], false],
  ['a word', { purpose: 'Doors of {{centre}} are always locked.' }, ['purpose changed'], false],
  ['what stands in a blank', { values: { centre: 'Hillside' } }, ['purpose changed'], false],
  ['a clause less', { clauses: [one, three] }, ['clause removed two'], true],
  ['a clause more', { clauses: [one, { ...two, id: 'own-1' }, two, three] }, ['clause added own-1'], true],
  ['a clause elsewhere', { clauses: [three, one, two] }, ['clause moved three'], false],
  [
    'other words of a clause',
    { clauses: [{ ...one, text: 'Shut the door.' }, two, three] },
    ['clause changed one'],
    false,
  ],
  ['other people', { clauses: [{ ...one, who: ['pacs'] }, two, three] }, [], true],
  ['another review', { reviewMonths: 6 }, ['review changed'], false],
  ['other readers', { attestedBy: ['manager', 'pacs'] }, ['readers changed'], false],
])('%s', (_what, change, found, asks) => {
  const after = { ...body, ...change };
  const told = differencesOf(body, after).map(({ place, kind, clause }) =>
    [place, kind, clause ?? ''].join(' ').trim(),
  );
  expect([told, asksElse(body, after)]).toEqual([found, asks]);
});

test('pieces put together are both texts, whatever these are', () => {
  const words = fc
    .array(fc.constantFrom('a', 'b', 'c', ' ', '  ', '\n', 'é😀'), { maxLength: 30 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(words, words, (before, after) => {
      const pieces = piecesOf(before, after);
      const without = (kind: string) =>
        pieces
          .filter((piece) => piece.kind !== kind)
          .map(({ text }) => text)
          .join('');
      expect([without('new'), without('gone')]).toEqual([before, after]);
    }),
  );
});
