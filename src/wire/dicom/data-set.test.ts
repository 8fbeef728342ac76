import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '#kit/index.ts';
import {
  type DataElement,
  type DataSet,
  type DataSetEvent,
  DataSetReader,
  DEFLATED,
  decodeDataSet,
  decodePart10,
  decodeText,
  type Encoding,
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  encodeDataSet,
  encodePart10,
  encodeText,
  IMPLICIT_LITTLE,
  implicitVr,
  numbersOf,
  TRANSFER_SYNTAX,
  textElement,
  textOf,
  textsOf,
} from './index.ts';

const TAGS = [
  0x00080005, 0x00080018, 0x00080060, 0x00100010, 0x00280010, 0x00280011, 0x0018115e, 0x00720072, 0x00091001,
];
const UNIT: Readonly<Record<string, number>> = { US: 2, FD: 8, OW: 2 };
const ENCODINGS: readonly (readonly [string, Encoding])[] = [
  ['implicit little endian', IMPLICIT_LITTLE],
  ['explicit little endian', EXPLICIT_LITTLE],
  ['explicit big endian', EXPLICIT_BIG],
  ['deflated', DEFLATED],
];

const plain = fc.constantFrom(...TAGS).chain((tag): fc.Arbitrary<DataElement> => {
  const vr = implicitVr(tag);
  const unit = UNIT[vr] ?? 2;
  return fc.uint8Array({ maxLength: 40 }).map((bytes) => ({
    tag,
    vr,
    value: { kind: 'bytes', bytes: bytes.slice(0, bytes.length - (bytes.length % unit)) },
  }));
});
const { dataSet } = fc.letrec<{ dataSet: DataSet; element: DataElement }>((tie) => ({
  dataSet: fc.uniqueArray(tie('element'), { selector: ({ tag }) => tag, maxLength: 6, depthIdentifier: 'nesting' }),
  element: fc.oneof(
    { depthIdentifier: 'nesting', maxDepth: 3 },
    plain,
    fc
      .array(tie('dataSet'), { maxLength: 3, depthIdentifier: 'nesting' })
      .map((items): DataElement => ({ tag: 0x00400275, vr: 'SQ', value: { kind: 'items', items } })),
  ),
}));
const fragments = fc.array(
  fc.uint8Array({ maxLength: 10 }).map((bytes) => concat([bytes, bytes])),
  { minLength: 1, maxLength: 4 },
);
const image = fragments.map(
  (pieces): DataElement => ({ tag: 0x7fe00010, vr: 'OB', value: { kind: 'fragments', fragments: pieces } }),
);

describe('data sets', () => {
  test.each(ENCODINGS)('%s: what was encoded is decoded', (_, encoding) => {
    fc.assert(
      fc.property(dataSet, fc.option(image), fc.boolean(), (elements, pixels, undefinedLengths) => {
        const whole = pixels && encoding.explicit ? [...elements, pixels] : elements;
        const decoded = decodeDataSet(encodeDataSet(whole, encoding, { undefinedLengths }), encoding);
        expect(decoded).toEqual({ dataSet: whole, warnings: [], malformed: null });
      }),
    );
  });

  test('events are the same whatever the chunking, and nothing beyond one value is held', () => {
    const cuts = fc.array(fc.nat(64), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        dataSet,
        cuts,
        fc.constantFrom(IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG),
        (elements, sizes, encoding) => {
          const bytes = encodeDataSet(elements, encoding, { undefinedLengths: true });
          const whole = new DataSetReader(encoding);
          const expected = [...whole.push(bytes), ...whole.end()];
          const reader = new DataSetReader(encoding);
          const got: DataSetEvent[] = [];
          for (let at = 0, n = 0; at < bytes.length; n++) {
            const size = (sizes[n % sizes.length] ?? 0) + 1;
            got.push(...reader.push(bytes.subarray(at, at + size)));
            at += size;
          }
          expect([...got, ...reader.end()]).toEqual(expected);
        },
      ),
    );
  });

  test('arbitrary bytes never throw, and never make it hold more than it was given', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      // What looks like a data set and then goes wrong reaches deeper.
      fc.tuple(dataSet, fc.uint8Array({ maxLength: 30 }), fc.nat(200)).map(([elements, junk, at]) => {
        const bytes = encodeDataSet(elements, EXPLICIT_LITTLE, { undefinedLengths: true }).slice();
        bytes.set(junk.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        return bytes;
      }),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(...ENCODINGS), (bytes, [, encoding]) => {
        const { dataSet: read } = decodeDataSet(bytes, encoding, { maxInflated: 100_000 });
        expect(read.length).toBeLessThanOrEqual(encoding.deflated ? 12_500 : bytes.length / 8);
        decodePart10(bytes);
        const reader = new DataSetReader(encoding, { maxValueLength: 16 });
        for (const byte of bytes) {
          reader.push(Uint8Array.of(byte));
          expect(reader.pending).toBeLessThanOrEqual(32);
        }
        reader.end();
      }),
      { numRuns: 300 },
    );
  });

  test('a length of 4 GB allocates nothing and is called cut off; a long value comes in pieces', () => {
    const header = Uint8Array.of(0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xfe, 0xff, 0xff, 0xff);
    const reader = new DataSetReader(EXPLICIT_LITTLE);
    const events = [...reader.push(header), ...reader.push(new Uint8Array(1000)), ...reader.end()];
    expect(events.map(({ kind }) => kind)).toEqual(['piece', 'malformed']);
    expect(reader.pending).toBe(0);
    const decoded = decodeDataSet(concat([header, new Uint8Array(10)]), EXPLICIT_LITTLE);
    expect(decoded.malformed?.message).toMatch(/the data end inside/);
  });

  test('what stands before a broken element is kept, with the place where reading ended', () => {
    const good = textElement(0x00080060, 'CS', 'CT');
    const bytes = concat([encodeDataSet([good], EXPLICIT_LITTLE), Uint8Array.of(0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0)]);
    expect(decodeDataSet(bytes, EXPLICIT_LITTLE)).toEqual({
      dataSet: [good],
      warnings: [],
      malformed: { offset: 10, field: 'element', message: '(FFFE,E000) stands outside of a sequence' },
    });
  });

  test.each([
    ['an odd length', [0x08, 0, 0x60, 0, 0x43, 0x53, 1, 0, 0x43], /odd length of 1/],
    [
      'a delimiter without a sequence',
      [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0, 8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x54],
      /outside of a seq/,
    ],
    ['no representation', [0x08, 0, 0x60, 0, 2, 0, 0, 0, 0x43, 0x54], /names no representation/],
  ])('%s is read with a warning', (_, bytes, warning) => {
    const decoded = decodeDataSet(Uint8Array.from(bytes), EXPLICIT_LITTLE);
    expect(decoded.dataSet.map((element) => textsOf(element)[0]?.[0])).toEqual(['C']);
    expect(decoded.warnings[0]?.message).toMatch(warning);
    expect(decoded.malformed).toBeNull();
  });

  test('a data set that inflates without end stops at the bound', () => {
    const bomb = deflateRawSync(new Uint8Array(10_000_000));
    expect(decodeDataSet(bomb, DEFLATED, { maxInflated: 1_000_000 }).malformed?.message).toMatch(
      /within 1000000 bytes/,
    );
  });

  test('nesting has an end', () => {
    const open = Uint8Array.of(
      0x40,
      0,
      0x75,
      2,
      0x53,
      0x51,
      0,
      0,
      255,
      255,
      255,
      255,
      0xfe,
      0xff,
      0,
      0xe0,
      255,
      255,
      255,
      255,
    );
    const deep = concat(Array.from({ length: 300 }, () => open));
    expect(decodeDataSet(deep, EXPLICIT_LITTLE).malformed?.message).toBe('sequences are nested deeper than 256');
  });

  test('numbers are read by their representation', () => {
    const element = (vr: string, ...bytes: number[]): DataElement => ({
      tag: 0x00280010,
      vr,
      value: { kind: 'bytes', bytes: Uint8Array.from(bytes) },
    });
    expect(numbersOf(element('US', 1, 2, 3, 4))).toEqual([513, 1027]);
    expect(numbersOf(element('SS', 255, 255))).toEqual([-1]);
    expect(numbersOf(element('UN', 0, 2))).toEqual([512]);
    expect(numbersOf(textElement(0x00280030, 'DS', ['0.5', ' 2E1']))).toEqual([0.5, 20]);
  });
});

describe('files', () => {
  test('what was encoded is decoded, meta and preamble included', () => {
    const syntaxes = fc.constantFrom(...Object.values(TRANSFER_SYNTAX));
    const preamble = fc.uint8Array({ minLength: 128, maxLength: 128 });
    fc.assert(
      fc.property(dataSet, syntaxes, preamble, (elements, transferSyntaxUid, start) => {
        const meta = [textElement(0x00020010, 'UI', transferSyntaxUid), textElement(0x00020013, 'SH', 'DOSIMETER')];
        const decoded = decodePart10(encodePart10({ preamble: start, meta, transferSyntaxUid, dataSet: elements }));
        expect(decoded).toMatchObject({ preamble: start, transferSyntaxUid, dataSet: elements, malformed: null });
        expect(textOf(decoded.meta, 0x00020013)).toBe('DOSIMETER');
      }),
    );
  });
});

describe('character sets', () => {
  // The examples of PS3.5 annexes H, I, J and K.
  test.each([
    ['ISO 2022 IR 13\\ISO 2022 IR 87', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう', 'd4cfc0de5ec0dbb33d1b2442'],
    ['\\ISO 2022 IR 87', 'Yamada^Tarou=山田^太郎=やまだ^たろう', '59616d6164615e5461726f753d1b24423b3345441b2842'],
    ['\\ISO 2022 IR 149', 'Hong^Gildong=洪^吉洞=홍^길동', '486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d7'],
    ['\\ISO 2022 IR 58', 'Zhang^XiaoDong=张^小东=', '5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab'],
    ['ISO 2022 IR 100\\ISO 2022 IR 144', 'Jérôme^Лев', ''],
    ['ISO 2022 IR 6\\ISO 2022 IR 87\\ISO 2022 IR 159', '丂^山', ''],
    ['ISO_IR 192', 'Wang^XiaoDong=王^小東=', ''],
    ['GB18030', 'Wang^XiaoDong=王^小东=', ''],
    ['ISO_IR 127', 'قباني^لنزار', ''],
    ['ISO_IR 166', 'สมชาย', ''],
    ['ISO_IR 13', 'ﾔﾏﾀﾞ', ''],
  ])('%s: %s is encoded as the standard shows, and decoded', (set, text, start) => {
    const terms = set.split('\\');
    const bytes = encodeText(text, terms, '\\^=');
    expect(Buffer.from(bytes).toString('hex').startsWith(start)).toBe(true);
    expect(decodeText(bytes, terms, '\\^=')).toBe(text);
  });

  test('no bytes and no terms throw', () => {
    const terms = fc.array(
      fc.constantFrom('', 'ISO_IR 192', 'ISO 2022 IR 87', 'ISO 2022 IR 149', 'GB18030', 'NO SUCH'),
      { maxLength: 3 },
    );
    const wild = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0x1b, 0x24, 0x28, 0x42)), { maxLength: 60 });
    fc.assert(
      fc.property(wild, terms, (bytes, set) => {
        expect(decodeText(Uint8Array.from(bytes), set).length).toBeLessThanOrEqual(bytes.length * 2);
      }),
    );
  });
});

const samples = path.join(
  process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared'),
  'samples',
);

interface Sample {
  readonly path: string;
  readonly pydicom: string;
  readonly dcmdump: string;
  readonly transfer_syntax?: string;
  readonly elements?: number;
  readonly [attribute: string]: unknown;
}

/** Files that one of the peers reads by guessing: a sequence longer than it says, sequences hidden in UN. */
const GUESSED = /DICOMDIR-nooffset|bad_sequence|rtdose_rle|1\.3\.46\.670589|TC0323/;
const ATTRIBUTES: readonly (readonly [string, number])[] = [
  ['Modality', 0x00080060],
  ['Manufacturer', 0x00080070],
  ['ManufacturerModelName', 0x00081090],
  ['DeviceSerialNumber', 0x00181000],
  ['SOPClassUID', 0x00080016],
];

function countOf(elements: DataSet): number {
  return elements.reduce(
    (sum, { value }) =>
      sum + 1 + (value.kind === 'items' ? value.items.reduce((inner, item) => inner + countOf(item), 0) : 0),
    0,
  );
}

describe.skipIf(!existsSync(samples))('real files', () => {
  test.each(['dicom', 'dicom-malformed'])('%s: what pydicom and DCMTK both read, we read alike', (folder) => {
    const lines = readFileSync(path.join(samples, folder, 'INDEX.dev.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const differences: string[] = [];
    let compared = 0;
    for (const line of lines) {
      // The answer key's own shape.
      const sample = JSON.parse(line) as Sample;
      const stored = readFileSync(path.join(samples, folder, sample.path));
      const decoded = decodePart10(sample.path.endsWith('gz') ? gunzipSync(stored) : stored);
      if (sample.pydicom !== 'ok' || sample.dcmdump !== 'ok' || GUESSED.test(sample.path)) continue;
      compared++;
      const found: Record<string, unknown> = { malformed: decoded.malformed, elements: countOf(decoded.dataSet) };
      const wanted: Record<string, unknown> = { malformed: null, elements: sample.elements };
      found['transfer syntax'] = decoded.transferSyntaxUid;
      wanted['transfer syntax'] = sample.transfer_syntax || decoded.transferSyntaxUid;
      for (const [name, tag] of ATTRIBUTES) {
        const value = sample[name];
        // The key shortens long values and shows several as a Python list.
        if (typeof value !== 'string' || value === '' || value.length > 100 || value.startsWith('[')) continue;
        wanted[name] = value;
        found[name] = textOf(decoded.dataSet, tag);
      }
      for (const name of Object.keys(wanted)) {
        if (wanted[name] !== found[name])
          differences.push(
            `${sample.path}: ${name} ${JSON.stringify(wanted[name])}, not ${JSON.stringify(found[name])}`,
          );
      }
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(lines.length * 0.8);
  });

  test('the names of the character set collection', () => {
    const names = ['chrArab', 'chrFren', 'chrGerm', 'chrGreek', 'chrH31', 'chrH32', 'chrI2', 'chrKoreanMulti', 'chrX2'];
    const folder = path.join(samples, 'dicom', 'pydicom', 'charset_files');
    const read = names.map((name) =>
      textOf(decodePart10(readFileSync(path.join(folder, `${name}.dcm`))).dataSet, 0x00100010),
    );
    expect(read).toEqual([
      'قباني^لنزار',
      'Buc^Jérôme',
      'Äneas^Rüdiger',
      'Διονυσιος',
      'Yamada^Tarou=山田^太郎=やまだ^たろう',
      'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
      'Hong^Gildong=洪^吉洞=홍^길동',
      '김희중',
      'Wang^XiaoDong=王^小东=',
    ]);
  });
});
