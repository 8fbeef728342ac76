// Files that are small and claim or hold far more than a machine has room for end in words, and take little room on the way.
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IMPORT_KINDS, recognizeKind } from './index.ts';
import { takenIn } from './taken.ts';

const MB = 1 << 20;
/** What an import of anything below may need on top of what the process had. */
const MOST_GROWTH = 300 * MB;

interface ZipEntry {
  readonly name: string;
  readonly body: Uint8Array;
  /** What the directory says that it unpacks to; the truth if left out. */
  readonly claim?: number;
}

function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, body, claim = body.length } of entries) {
    const title = Buffer.from(name);
    const data = deflateRawSync(body);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(claim, 18);
    common.writeUInt16LE(title.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\u0003\u0004'), common, title, data);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), common, tail, title);
    offset += 30 + title.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const HEAD = '<?xml version="1.0"?>';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet; its text 2 is `text`. */
function workbook(rows: string, text = 'S-1001', claim?: number): Buffer {
  const sheet = Buffer.from(`<worksheet><sheetData>${rows}</sheetData></worksheet>`);
  return zip([
    {
      name: 'xl/workbook.xml',
      body: Buffer.from(`<workbook xmlns:r="${RELATIONS}"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      body: Buffer.from(
        `<Relationships><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
      ),
    },
    {
      name: 'xl/sharedStrings.xml',
      body: Buffer.from(`<sst>${['Name', 'Serial', text].map((each) => `<si><t>${each}</t></si>`).join('')}</sst>`),
    },
    { name: 'xl/worksheets/sheet1.xml', body: sheet, claim: claim ?? sheet.length },
  ]);
}

const LIST = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>';
const ROW = '<row><c t="s"><v>2</v></c><c t="s"><v>2</v></c></row>';

async function* endless(start: string, filling: string, bytes = 40 * MB): AsyncGenerator<Uint8Array> {
  yield Buffer.from(start);
  const chunk = Buffer.from(filling.repeat(Math.ceil(65_536 / filling.length)));
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
}

const CASES: readonly (readonly [string, () => AsyncIterable<Uint8Array> | Uint8Array, RegExp])[] = [
  [
    'a gzip bomb',
    () => gzipSync(Buffer.concat([Buffer.from('Name,Serial\nCT,S-1001\n'), Buffer.alloc(90 * MB)])),
    /swells/,
  ],
  ['a workbook that says it unpacks to 4 GB', () => workbook(LIST, 'x', 0xffffffff), /swells/],
  ['a workbook of 60 MB of nothing', () => workbook(LIST + ' '.repeat(60 * MB)), /swells/],
  ['a workbook that is longer than it says', () => workbook(LIST + ' '.repeat(60 * MB), 'x', 1000), /swells/],
  [
    'a workbook with a cell in the last row',
    () => workbook(`${LIST}<row r="1048576"><c><v>1</v></c></row>`),
    /no workbook|swells/,
  ],
  [
    'a workbook with a cell beyond the last column',
    () => workbook('<row><c r="ZZZ1"><v>1</v></c></row>'),
    /no device list|no workbook/,
  ],
  ['a workbook with rows beyond all bounds', () => workbook('<row r="999999999"><c><v>1</v></c></row>'), /no workbook/],
  [
    'a workbook that names one long text again and again',
    () => workbook(LIST + ROW.repeat(4000), Array.from({ length: 32_000 }, (_, at) => (at * 7919) % 10).join('')),
    /no workbook|swells/,
  ],
  [
    'a workbook with entities of its own',
    () => zip([{ name: 'xl/workbook.xml', body: Buffer.from(`<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`) }]),
    /no workbook/,
  ],
  ['an archive with nothing of a workbook', () => zip([{ name: 'a.csv', body: Buffer.from('Name\n') }]), /no workbook/],
  [
    'XML with a text that never ends',
    () => endless('<?xml version="1.0"?><nmaprun><host><x>', 'abcdefgh'),
    /too large/,
  ],
  ['XML with an attribute that never ends', () => endless(`${HEAD}<nmaprun><host a="`, 'abcdefgh'), /too large/],
  ['XML with a comment that never ends', () => endless(`${HEAD}<NessusClientData_v2><!--`, 'abcdefgh'), /too large/],
  ['XML with entries that never end', () => endless(`${HEAD}<nmaprun><host>`, '<a></a>'), /too large/],
  ['XML with elements that never end', () => endless(`${HEAD}<nmaprun>`, '<a>'), /nested too deeply/],
];

test.each(CASES)('%s is refused in words, in little room', async (_, make, words) => {
  const source = make();
  const before = process.resourceUsage().maxRSS * 1024;
  const outcome = await takenIn(source).then(
    ({ report }) => report.problems.join(' '),
    (error: unknown) => String(error),
  );
  expect(outcome).toMatch(words);
  expect(process.resourceUsage().maxRSS * 1024 - before).toBeLessThan(MOST_GROWTH);
});

test.each([
  ['a list with one line', 'Name,Serial\nCT,S-1001\n', 'x'],
  ['findings with one cell', 'Plugin,Plugin Name,Severity,IP Address\n1,a,High,10.0.0.1\n2,"', `${'x'.repeat(200)}\n`],
  ['a log with one text', '{"ts":1,"uid":"C","id.orig_h":"10.0.0.1","_path":"conn","a":"', 'x'],
  ['osquery with one object', '{"hostIdentifier":"a","columns":{"a":', '{"a":'],
  ['osquery with a tower of objects', '{"hostIdentifier":"a","columns":{"a":', `{"a":${' '.repeat(200)}\n`],
])('%s that never ends costs its row, in little room', async (_, start, filling) => {
  const before = process.resourceUsage().maxRSS * 1024;
  const { report } = await takenIn(endless(start, filling, 25 * MB));
  expect(report.rejectedTotal).toBeGreaterThan(0);
  expect(process.resourceUsage().maxRSS * 1024 - before).toBeLessThan(MOST_GROWTH);
});

test('a workbook that is what it says is taken in, wherever its cells lie', async () => {
  const { facts, report } = await takenIn(
    workbook(`${LIST}<row r="9"><c r="B9" t="s"><v>2</v></c></row><row r="99999"/>`),
  );
  expect(report).toMatchObject({ rows: 1, accepted: 1 });
  expect(facts.map(({ attribute, value }) => [attribute, value])).toEqual([['device.serial', 'S-1001']]);
  expect(facts[0]?.source.detail).toMatch(/^row 9 /);
});

test('whatever a file begins with, finding out what it is takes no time', async () => {
  const pieces = [
    ' ',
    '\n',
    '\t',
    '{',
    '[{',
    '"',
    '<bom ',
    '{"a":',
    'dn:',
    'ae title,',
    ',',
    '"",',
    '\n"',
    ';',
    'x\t',
    '<?xml ',
    'Internet 1 ',
  ];
  for (const piece of pieces) {
    for (const start of ['', '{', 'a,b\n']) {
      // One that backtracks does not come to an end while this test has time.
      await expect(recognizeKind(Buffer.from(start + piece.repeat(70_000 / piece.length)))).resolves.toBeDefined();
    }
  }
});

test.each(IMPORT_KINDS)('any bytes taken for %s end in facts, named rows or a refusal', async (kind) => {
  const starts = ['', '{', '[{"a":', '<a>', 'PK\u0003\u0004', '\u001f\u008b\u0008', '#fields\tts\n', 'Name,Serial\n'];
  const bytes = fc
    .tuple(fc.constantFrom(...starts), fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 300 })))
    .map(([start, rest]) => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.from(rest)]));
  await fc.assert(
    fc.asyncProperty(bytes, async (each) => {
      try {
        const { report } = await takenIn(each, kind);
        expect(report.accepted + report.rejectedTotal).toBe(report.rows);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid' });
      }
    }),
    { numRuns: 15 },
  );
});
