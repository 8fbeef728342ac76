// Dose and technique: of five exams or more, as a distribution; of fewer, nothing; of a patient, nothing at all.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DoseDay, doseDay } from '#contracts/index.ts';
import { Observations } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { encodePart10, type Part10, textElement } from '#wire/dicom/index.ts';
import { DoseCount, spreadOf } from './dose-count.ts';
import { doseValue } from './dose-values.ts';
import { ImageInventory, readImages } from './index.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const IMPLICIT = '1.2.840.10008.1.2';
const clock = fixedClock('2026-11-23T10:00:00Z');

interface Slice {
  readonly exam: number;
  readonly ctdi: number;
  readonly protocol?: string;
  readonly day?: string;
  readonly syntax?: string;
}

function ctdiElement(value: number): Part10['dataSet'][number] {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return { tag: 0x00189345, vr: 'FD', value: { kind: 'bytes', bytes } };
}

function slice({ exam, ctdi, protocol = 'Chest routine', day = '20261120', syntax = EXPLICIT }: Slice): Uint8Array {
  return encodePart10({
    preamble: null,
    meta: [textElement(0x00020010, 'UI', syntax)],
    transferSyntaxUid: syntax,
    dataSet: [
      textElement(0x00080008, 'CS', 'ORIGINAL\\PRIMARY'),
      textElement(0x00080020, 'DA', day),
      textElement(0x00080060, 'CS', 'CT'),
      textElement(0x00080070, 'LO', 'Aurora Imaging'),
      textElement(0x00081010, 'SH', 'ROOM1'),
      textElement(0x00100010, 'PN', 'CANARY^QUINCY'),
      textElement(0x00180060, 'DS', '120'),
      textElement(0x00181000, 'LO', 'SN-0815'),
      textElement(0x00181030, 'LO', protocol),
      textElement(0x00181151, 'IS', '0'),
      ctdiElement(ctdi),
      textElement(0x0020000d, 'UI', `1.2.3.${exam}`),
    ],
  });
}

/** The distributions that files of these slices give, as facts would keep them. */
async function read(slices: readonly Slice[]) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-dose-'));
  try {
    for (const [at, each] of slices.entries()) writeFileSync(path.join(folder, `${at}.dcm`), slice(each));
    const inventory = new ImageInventory();
    const signal = new AbortController().signal;
    await readImages([folder], inventory, { signal, onObject: () => undefined, onProblem: () => undefined });
    const shown = inventory.machines()[0]?.dose ?? [];
    const observations = new Observations();
    inventory.state(observations, clock.now().getTime());
    const facts = observations.drain({ sensor: 'images', run: 'r', detail: null, by: 'test' }, clock);
    const kept = facts.filter(({ attribute }) => attribute === 'device.dose');
    expect(kept.map(({ value }) => doseDay.parse(value))).toEqual(shown);
    return { shown, text: JSON.stringify(facts) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const exams = (count: number, more: Partial<Slice> = {}) =>
  Array.from({ length: count }, (_, exam): Slice => ({ exam, ctdi: exam + 1, ...more }));

describe('the dose of a day and a protocol', () => {
  test('is how the highest value of each exam is spread, however often its images were seen', async () => {
    const [day, ...others] = (await read([...exams(11), ...exams(11), ...exams(11, { ctdi: 0.5 })])).shown;
    expect(others).toEqual([]);
    expect(day).toMatchObject({
      day: '2026-11-20',
      protocol: 'Chest routine',
      exams: 11,
      figures: {
        ctdiVolMgy: { exams: 11, low: 2, quartile1: 3.5, median: 6, quartile3: 8.5, high: 10 },
        kVp: { median: 120 },
        tubeCurrentMa: null,
        exposureIndex: null,
      },
    });
  });

  test('is the same when the files are implicit, where only the standard tells what a value is', async () => {
    expect((await read(exams(6, { syntax: IMPLICIT }))).shown).toEqual((await read(exams(6))).shown);
  });

  test.each([
    ['four exams', exams(4), 0],
    ['many images of four exams', [...exams(4), ...exams(4), ...exams(4)], 0],
    ['eight exams under two protocols', [...exams(4), ...exams(4, { protocol: 'Head' })], 0],
    ['eight exams of two days', [...exams(4), ...exams(4, { day: '20261121' })], 0],
    ['five exams', exams(5), 1],
  ])('of %s: stated %#', async (_, slices, days) => {
    const { shown, text } = await read(slices);
    expect(shown.length).toBe(days);
    if (days === 0) expect(text).not.toContain('ctdiVolMgy');
  });

  test('of fewer than ten exams has no ends, which would be the record of one', async () => {
    const [day] = (await read(exams(9))).shown;
    expect(day?.figures.ctdiVolMgy).toMatchObject({ low: null, median: 5, high: null });
  });

  test('under the name of a patient in place of a protocol is counted under none', async () => {
    const { shown, text } = await read(exams(6, { protocol: 'CANARY^QUINCY' }));
    expect(shown).toMatchObject([{ protocol: null, exams: 6 }]);
    expect(text).not.toMatch(/canary|quincy|1\.2\.3\./i);
  });

  test('is the same whatever the order of the images', () => {
    const objects = fc.array(
      fc.record({ exam: fc.integer({ min: 0, max: 12 }), value: fc.integer({ min: 1, max: 900 }) }),
      {
        minLength: 20,
        maxLength: 80,
      },
    );
    const daysOf = (list: readonly { exam: number; value: number }[]): DoseDay[] => {
      const count = new DoseCount();
      for (const { exam, value } of list) {
        count.add({ key: 'k', day: '2026-11-20', exam: String(exam), protocol: 'P', dose: { ctdiVolMgy: value } });
      }
      return count.daysOf('k');
    };
    fc.assert(
      fc.property(objects, (list) => {
        expect(daysOf([...list].reverse())).toEqual(daysOf(list));
        expect(daysOf([...list, ...list])).toEqual(daysOf(list));
      }),
    );
  });

  test('whose exams find no room is left out, and counted', () => {
    const count = new DoseCount(8);
    for (const [protocol, exam] of Array.from({ length: 10 }, (_, at) => [at < 5 ? 'A' : 'B', at] as const)) {
      count.add({ key: 'k', day: '2026-11-20', exam: String(exam), protocol, dose: { kVp: 120 } });
    }
    expect(count.daysOf('k').map(({ protocol }) => protocol)).toEqual(['A']);
    expect(count.cut).toBe(1);
  });
});

test('quartiles lie between the values around them, as Hyndman and Fan type 7 has it', () => {
  // R: quantile(c(1, 2, 4, 8, 16, 32), c(0.25, 0.5, 0.75))
  expect(spreadOf([32, 1, 16, 2, 8, 4])).toMatchObject({ quartile1: 2.5, median: 6, quartile3: 14 });
});

test.each([
  ['a decimal string', 'doseAreaProductDgycm2', '12.5 ', 12.5],
  ['the first of several', 'exposureMas', '7\\9', 7],
  ['a deviation below zero', 'deviationIndex', '-1.2', -1.2],
  ['a zero that nobody filled in', 'exposureMas', '0', null],
  ['words', 'kVp', 'CANARY', null],
  ['nothing', 'kVp', '', null],
  ['what cannot be', 'kVp', '1e99', null],
] as const)('of a value, %s is read', (_, name, text, value) => {
  expect(doseValue(name, Buffer.from(text, 'latin1'), true)).toBe(value);
});
