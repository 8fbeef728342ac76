import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerTo, type Mds2Form, readMds2Answer } from '#knowledge/index.ts';
import { mayBeMds2, readMds2 } from './read-mds2.ts';
import { printedForm, writtenPdf } from './written-pdf.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../../shared');
const SAMPLES = path.join(SHARED, 'samples/mds2');
const isHere = existsSync(SAMPLES);

const expectedRows = z.object({
  rows: z.array(
    z.object({ id: z.string(), question: z.string(), answer: z.string().nullable(), note: z.string().nullable() }),
  ),
});

async function form(bytes: Uint8Array): Promise<Mds2Form> {
  const read = await readMds2(bytes);
  if (read === null) throw new Error('no MDS2');
  return read;
}

function example(): Buffer {
  return readFileSync(path.join(SAMPLES, 'nema-example/Example-MDS2-Worksheet.xlsx'));
}

/** What another reader found in the example, its slip of the pen put right. */
function expected() {
  const { rows } = expectedRows.parse(
    JSON.parse(readFileSync(path.join(SAMPLES, 'nema-example/expected_parse.json'), 'utf8')),
  );
  return rows.map((row) => ({ ...row, id: row.id.replace('SHAD', 'SAHD') }));
}

describe.runIf(isHere)("NEMA's own example", () => {
  test('has every question with the answer that another reader found', async () => {
    const read = await form(example());
    expect(read).toMatchObject({ edition: '2019', manufacturer: 'Hidden', model: 'Hidden', day: '2019-10-09' });
    expect(read.answers).toHaveLength(240);
    const found = new Map(read.answers.map((answer) => [answer.id, answer]));
    for (const { id, answer, note } of expected()) {
      const own = found.get(id);
      expect([id, own?.answer, own?.kind]).toEqual([
        id,
        answer ?? '',
        answer === null && note !== null ? 'see note' : readMds2Answer(answer ?? ''),
      ]);
    }
    expect(read.problems.join()).toContain('formulas');
  });

  test('gives each answer the words of its note', async () => {
    const read = await form(example());
    expect(answerTo(read, 'EMRG-1')?.note).toMatch(/^There is no restriction on access/);
    expect(answerTo(read, 'DOC-10')).toMatchObject({ kind: 'see note', note: expect.stringContaining('glucose') });
    expect(answerTo(read, 'SAHD-15')).toMatchObject({ kind: 'yes', note: null });
  });

  test.each([
    ['hanging from the top', { middle: false }],
    ['standing in the middle', { middle: true }],
    ['with its answers in fields', { middle: false, fields: true }],
  ])('says the same as a PDF with cells %s', async (_, how) => {
    const rows = expected().map(({ id, question, answer, note }) => [id, question, answer ?? '', note ?? '__']);
    const read = await form(
      printedForm([['Manufacturer Disclosure Statement for Medical Device Security'], ...rows], how),
    );
    const found = new Map(read.answers.map((answer) => [answer.id, answer.answer]));
    const differing = expected().filter(
      ({ id, answer }) => readMds2Answer(answer ?? '') !== 'text' && (found.get(id) ?? '') !== (answer ?? ''),
    );
    expect(differing).toEqual([]);
    expect(read).toMatchObject({ manufacturer: 'Hidden', day: '2019-10-09' });
    expect(read.problems.join()).toContain('look the answers over');
  });

  test('is taken from a table, too', async () => {
    const lines = expected().map(({ id, question, answer, note }) =>
      [id, question, answer ?? '', note ?? ''].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
    );
    const table = Buffer.from(lines.join('\r\n'));
    expect(mayBeMds2(table)).toBe(true);
    expect(answerTo(await form(table), 'CONN-7')?.kind).toBe('no');
  });

  test('with macros inside is read without them', async () => {
    const parts = unzipSync(example());
    const read = await form(zipSync({ ...parts, 'xl/vbaProject.bin': new Uint8Array(64) }));
    expect(read.problems[0]).toBe('This workbook has macros. They were not run.');
    expect(read.answers).toHaveLength(240);
  });

  test.each([
    ['a blank form', () => readFileSync(path.join(SAMPLES, 'blank/mds2-2019-blank.xlsx')), /blank: it has no answers/],
    ['a workbook that is cut off', () => example().subarray(0, 30_000), /cut off/],
    ['a workbook that lost its end', () => example().subarray(0, -40), /cut off/],
    ['a workbook whose sheet is broken', brokenSheet, /workbook is broken/],
    [
      'a PDF that is cut off',
      () =>
        printedForm(
          expected().map(({ id, question, answer }) => [id, question, answer ?? '']),
          { middle: false },
        ).subarray(0, 20_000),
      /cut off/,
    ],
  ])('%s is refused whole, in words', async (_, bytes, words) => {
    await expect(readMds2(bytes())).rejects.toThrow(words);
  });
});

function brokenSheet(): Uint8Array {
  const parts = unzipSync(example());
  return zipSync({ ...parts, 'xl/workbook.xml': Buffer.from('<workbook') });
}

const OLD = [
  ['Manufacturer Disclosure Statement for Medical Device Security - MDS2'],
  ['Device Category', 'Manufacturer', 'Document ID', 'Document Date'],
  ['Ultrasound', 'Acme Imaging', 'D-77', '14-Mar-2015'],
  ['Device Model', 'Software Revision', 'Software Release Date'],
  ['Sono 9', 'R4.2', '01-Feb-2015'],
  ['A', 'Does it handle private data?', 'Yes', ''],
  ['C.2', 'Is private data kept persistently?', 'Yes', ''],
  ['1-1', 'Is reauthorization forced after inactivity?', 'No', '1'],
  ['2-1', 'Is there an audit trail?', 'Yes', ''],
  ['3-1', 'Are unauthorized users kept out?', 'Yes', ''],
  ['10-1', 'Is anti-malware software supported?', 'No', ''],
  ['12-4', 'Can default passwords be changed?', 'See Note', '2'],
  ['15-7', 'Something that this number does not stand for?', 'Yes', ''],
  ['18-2', 'Is it encrypted before it is sent?', 'No', ''],
  ['20-1', 'Can it be serviced by remote connection?', 'Yes', ''],
  ['Note 1', 'The room is locked.'],
  ['Note 2', 'By the maker only.'],
];

test('the form of 2013 is read, and judged only where its words bear out its numbers', async () => {
  const read = await form(printedForm(OLD, { middle: false }));
  expect(read).toMatchObject({
    edition: '2013',
    manufacturer: 'Acme Imaging',
    model: 'Sono 9',
    version: 'R4.2',
    documentId: 'D-77',
    day: '2015-03-14',
  });
  expect(answerTo(read, 'ALOF-1')).toMatchObject({ id: '1-1', kind: 'no', note: 'The room is locked.' });
  expect(answerTo(read, 'PAUT-5')).toMatchObject({ kind: 'see note', note: 'By the maker only.' });
  expect(read.answers.find(({ id }) => id === '15-7')).toMatchObject({ kind: 'yes', sameAs: null });
});

test.each([
  ['a PDF that is a picture', writtenPdf([[]]), /no text: it is a picture/],
  ['a PDF of something else', writtenPdf([[{ text: 'Invoice', left: 50, y: 700 }]]), /no MDS2/],
  [
    'a PDF of noise',
    Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 7), Buffer.from('%%EOF')]),
    /cannot be read/,
  ],
  ['a form without a name', printedForm(OLD.slice(5), { middle: false }), /no MDS2/],
])('%s is refused in words', async (_, bytes, words) => {
  await expect(readMds2(bytes)).rejects.toThrow(words);
});

test('a workbook of devices is no MDS2', async () => {
  const list = readFileSync(path.join(import.meta.dirname, '../samples/devices.xlsx'));
  expect(mayBeMds2(list)).toBe(true);
  expect(await readMds2(list)).toBeNull();
});
