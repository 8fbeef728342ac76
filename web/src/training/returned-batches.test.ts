// Claims about how many files of returned mail may be chosen, and how long each may be.
import { expect, test } from 'vitest';
import { trainingRecord } from '#contracts/index.ts';
import { addedUp, returnedBatches } from './returned-batches.ts';

const file = (name: string, text: string) => ({ name, text });
const files = (amount: number, text: string) =>
  Array.from({ length: amount }, (_, place) => file(`${place}.eml`, text));

test.each([
  ['two files', files(2, 'Action: failed'), [2]],
  ['more than 50', files(120, 'Action: failed'), [50, 50, 20]],
  ['files of many megabytes together', files(12, 'a'.repeat(900_000)), [5, 5, 2]],
  ['a file with a picture of its original', [...files(1, 'a'.repeat(30_000_000)), file('b.eml', 'b')], [2]],
  ['letters that take more bytes than characters', files(4, '\u0000€'.repeat(450_000)), [1, 1, 1, 1]],
  ['an empty file, and one with a long name', [file('a.eml', ''), file('b'.repeat(250), 'b')], [2]],
])('%s are sent in requests that are taken', (_what, chosen, amounts) => {
  const batches = returnedBatches(chosen);
  expect(batches.map((mails) => mails.length)).toEqual(amounts);
  expect(batches.flat().map(({ name }) => name)).toEqual(chosen.map(({ name }) => name.slice(0, 200)));
  for (const mails of batches) {
    expect(trainingRecord.returnedInput.safeParse({ mails }).error).toBeUndefined();
    expect(Buffer.byteLength(JSON.stringify({ mails }))).toBeLessThan(10 << 20);
  }
});

test('the start of a long file is what is sent', () => {
  const [[mail] = []] = returnedBatches([file('a.eml', `Action: failed${' '.repeat(2_000_000)}`)]);
  expect(mail?.text).toMatch(/^Action: failed/);
});

test('what the requests answered is shown as one', () => {
  const answer = (email: string, others: number) => ({
    schema: 'dosimeter.returned-mail/1' as const,
    marked: [{ email, because: '550' }],
    others,
    rejected: [{ place: `${email}.eml`, message: 'None.' }],
  });
  const sum = addedUp([answer('a', 1), answer('b', 2), answer('a', 0)]);
  expect(sum.marked.map(({ email }) => email)).toEqual(['a', 'b']);
  expect(sum.others).toBe(3);
  expect(sum.rejected.map(({ place }) => place)).toEqual(['a.eml', 'b.eml', 'a.eml']);
});
