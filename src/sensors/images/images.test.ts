// Headers of DICOM files: of real makers against an index of theirs, of broken and hostile files, and the promise about patients.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Observations } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { encodePart10, type Part10, textElement } from '#wire/dicom/index.ts';
import { ImageInventory, preambleOf, type ReadObject, readHeader, readImages } from './index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const EXPLICIT = '1.2.840.10008.1.2.1';
const clock = fixedClock('2026-11-23T10:00:00Z');

interface SampleImage {
  readonly day?: string;
  readonly study?: string;
  readonly software?: string;
  readonly modality?: string;
  readonly type?: string;
}

/** An object of one scanner, in which a patient is named. */
function image({
  day = '20261120',
  study = '1.2.3',
  software = 'VB19A',
  modality = 'CT',
  type = 'ORIGINAL\\PRIMARY',
}: SampleImage): Part10 {
  return {
    preamble: null,
    meta: [textElement(0x00020010, 'UI', EXPLICIT), textElement(0x00020016, 'AE', 'CT_ROOM1')],
    transferSyntaxUid: EXPLICIT,
    dataSet: [
      textElement(0x00080008, 'CS', type),
      textElement(0x00080018, 'UI', '1.2.3.4'),
      textElement(0x00080020, 'DA', day),
      textElement(0x00080060, 'CS', modality),
      textElement(0x00080070, 'LO', 'Aurora Imaging'),
      textElement(0x00081010, 'SH', 'ROOM1'),
      textElement(0x00081090, 'LO', 'Beam 64'),
      textElement(0x00100010, 'PN', 'CANARY^QUINCY'),
      textElement(0x00100020, 'LO', 'CANARY-4711'),
      textElement(0x00181000, 'LO', 'SN-0815'),
      textElement(0x00181020, 'LO', software),
      textElement(0x0020000d, 'UI', study),
      { tag: 0x7fe00010, vr: 'OW', value: { kind: 'bytes', bytes: new Uint8Array(100) } },
    ],
  };
}

async function read(paths: readonly string[]) {
  const inventory = new ImageInventory();
  const objects: ReadObject[] = [];
  const problems: string[] = [];
  await readImages(paths, inventory, {
    signal: new AbortController().signal,
    onObject: (object) => objects.push(object),
    onProblem: (_, problem) => problems.push(problem),
  });
  const observations = new Observations();
  inventory.state(observations, clock.now().getTime());
  const facts = observations.drain({ sensor: 'images', run: 'r', detail: null, by: 'test' }, clock);
  return { inventory, objects, problems, facts };
}

describe('a folder of a department', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-images-'));
    const files: readonly SampleImage[] = [
      { day: '20250301', study: '1.1', software: 'VB18A' },
      { day: '20261120', study: '1.2' },
      { day: '20261120', study: '1.2' },
      { day: '20261120', study: '1.3' },
      { day: '20261121', study: '1.4', type: 'DERIVED\\SECONDARY' },
      { day: '20261122', study: '1.5', modality: 'SR' },
    ];
    for (const [at, each] of files.entries())
      writeFileSync(path.join(folder, `CANARY${at}.dcm`), encodePart10(image(each)));
    writeFileSync(path.join(folder, 'notes.txt'), 'no image');
    symlinkSync('/', path.join(folder, 'out'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is one machine with its history, its days of use and its exams; software made the rest', async () => {
    const { inventory, facts } = await read([folder]);
    expect(inventory).toMatchObject({ files: 7, others: 1 });
    expect(inventory.machines()).toMatchObject([
      {
        equipment: { vendor: 'Aurora Imaging', model: 'Beam 64', serial: 'SN-0815', modality: 'CT' },
        versions: [
          { version: 'VB18A', from: '2025-03-01', to: '2025-03-01' },
          { version: 'VB19A', from: '2026-11-20', to: '2026-11-20' },
        ],
        titles: ['CT_ROOM1'],
        firstUse: '2025-03-01',
        lastUse: '2026-11-20',
        objects: 4,
        exams: 3,
        examsByDay: { '2025-03-01': 1, '2026-11-20': 2 },
      },
    ]);
    const versions = facts.filter(({ attribute }) => attribute === 'software');
    expect(versions.map(({ observedAt }) => observedAt.slice(0, 10))).toEqual(['2025-03-01', '2026-11-20']);
    expect(facts.find(({ attribute }) => attribute === 'device.examsByDay')?.value).toEqual({
      '2025-03-01': 1,
      '2026-11-20': 2,
    });
  });

  test('leaves no patient, no identifier and no name of a file in what is kept', async () => {
    const { facts } = await read([folder]);
    expect(facts.length).toBeGreaterThan(5);
    expect(JSON.stringify(facts)).not.toMatch(/canary|1\.2\.3/i);
  });

  test('read twice says the same', async () => {
    const ids = async () =>
      (await read([folder])).facts.map(({ subject, attribute, value }) => JSON.stringify([subject, attribute, value]));
    expect(await ids()).toEqual(await ids());
  });
});

const index = z.object({
  path: z.string(),
  pydicom: z.string(),
  Manufacturer: z.string().optional(),
  ManufacturerModelName: z.string().optional(),
  Modality: z.string().optional(),
  DeviceSerialNumber: z.string().optional(),
});
const SAMPLES = path.join(SHARED, 'samples/dicom');
const INDEX = path.join(SAMPLES, 'INDEX.dev.jsonl');

describe.skipIf(!existsSync(INDEX))('files of real makers', () => {
  const entries = existsSync(INDEX)
    ? readFileSync(INDEX, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => index.parse(JSON.parse(line)))
    : [];

  test('give the maker, model, modality and serial number that pydicom reads', () => {
    const differences: string[] = [];
    let compared = 0;
    for (const entry of entries) {
      const file = path.join(SAMPLES, entry.path);
      if (entry.pydicom !== 'ok' || file.endsWith('.gz') || !existsSync(file)) continue;
      const header = readHeader(readFileSync(file), true);
      const wanted = [entry.Manufacturer, entry.ManufacturerModelName, entry.Modality, entry.DeviceSerialNumber].map(
        (text) => (text ?? '').split('\\')[0]?.trim() ?? '',
      );
      const found = header
        ? [header.equipment.vendor, header.equipment.model, header.equipment.modality, header.equipment.serial]
        : ['', '', '', ''];
      compared++;
      if (JSON.stringify(found) !== JSON.stringify(wanted))
        differences.push(`${entry.path}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`);
    }
    expect(compared).toBeGreaterThan(200);
    expect(differences).toEqual([]);
  });

  test('that are broken give words, never an error', async () => {
    const { inventory } = await read([path.join(SHARED, 'samples/dicom-malformed')]);
    expect(inventory.files).toBeGreaterThan(20);
  });
});

const POLYGLOT = path.join(SHARED, 'suites/dicom-polyglot');

describe.skipIf(!existsSync(POLYGLOT))('preambles', () => {
  const KINDS: readonly (readonly [RegExp, string])[] = [
    [/clean-zero/, 'clean'],
    [/tiff/, 'tiff'],
    [/mz|pedicom/, 'pe'],
    [/elf/, 'elf'],
    [/shebang/, 'script'],
    [/jpeg|text/, 'other'],
  ];
  const files = existsSync(POLYGLOT) ? readdirSync(POLYGLOT).filter((name) => name.endsWith('.dcm')) : [];
  test.each(files)('%s is seen for what it is', (name) => {
    const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1];
    const header = readHeader(readFileSync(path.join(POLYGLOT, name)), true);
    expect(header?.preamble).toBe(kind);
    expect(header?.executable).toBe(['pe', 'elf', 'script'].includes(kind ?? ''));
  });

  test('a web page, a portable document and an archive are told apart', () => {
    const of = (text: string) => preambleOf(Buffer.concat([Buffer.from(text), Buffer.alloc(128 - text.length)]), true);
    expect([of('<!DOCTYPE html>'), of('%PDF-1.7'), of('PK\x03\x04'), of('hello')]).toEqual([
      'script',
      'pdf',
      'zip',
      'other',
    ]);
  });
});

test('whatever bytes a file holds, reading its header ends', () => {
  const whole = encodePart10(image({}));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 30 }),
      fc.nat(whole.length),
      (flips, length) => {
        const broken = Buffer.from(whole);
        for (const [at, value] of flips) broken[at] = value;
        readHeader(broken.subarray(0, length), true);
      },
    ),
    { numRuns: 2000 },
  );
});
