import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { fixedClock, inertCell } from '#kit/index.ts';
import { fieldOfHeading } from './columns.ts';
import { importCsv } from './import-csv.ts';
import { type ImportBatch, previewCsv, recognizeKind } from './index.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const context = { run: 'r1', by: 'anna', clock, nameKey: 'secret' };

/** A list as a stream of chunks of any size. */
async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function taken(
  list: string | Uint8Array,
  options: { size?: number; mapping?: Record<string, string | null> } = {},
) {
  const bytes = typeof list === 'string' ? Buffer.from(list) : list;
  const { mapping } = options;
  const file = { fileName: '/home/anna/devices of Mr. X.csv', ...(mapping ? { mapping } : {}) };
  const source = options.size === undefined ? bytes : chunks(bytes, options.size);
  const run = await importCsv(source, file, context);
  const batches: ImportBatch[] = [];
  for await (const batch of run) batches.push(batch);
  const facts = batches.flatMap((batch) => batch.facts);
  const byRow = new Map<string, Record<string, unknown>>();
  for (const fact of facts)
    byRow.set(fact.subject.key, { ...byRow.get(fact.subject.key), [fact.attribute]: fact.value });
  return {
    report: run.report(),
    problems: run.report().problems,
    facts,
    rows: [...byRow.values()],
    keys: [...byRow.keys()],
  };
}

const PLAIN = `Name,Manufacturer,Model,Serial Number,IP Address,MAC,AE Title,OS,Location,Owner,Criticality,Modality
CT 1,GE,Optima CT660,S-1001,10.1.2.3,00-11-22-AA-BB-CC,CT1,Windows 7 SP1,Room 1,Radiology,high,CT
MR 1,Siemens,MAGNETOM Vida,S-1002,10.1.2.4/24,0011.22AA.BBCD,MR1,Windows 10 IoT LTSC 2019,Room 2,Radiology,5,MRI
`;

describe('a device list', () => {
  test('becomes facts with their source, and nothing names the file', async () => {
    const { report, rows, facts } = await taken(PLAIN);
    expect(report).toMatchObject({ kind: 'inventory-csv', rows: 2, accepted: 2, rejected: [], rejectedTotal: 0 });
    expect(report.mapping).toMatchObject({ Manufacturer: 'vendor', 'IP Address': 'address', MAC: 'mac', OS: 'os' });
    expect(rows[0]).toEqual({
      'device.name': 'CT 1',
      'device.vendor': 'GE',
      'device.model': 'Optima CT660',
      'device.serial': 'S-1001',
      'device.address': '10.1.2.3',
      'device.mac': '00:11:22:aa:bb:cc',
      'device.aeTitle': 'CT1',
      'device.modality': 'CT',
      'device.location': 'Room 1',
      'device.owner': 'Radiology',
      'os.name': 'Windows 7 SP1',
      'criticality.level': 4,
      'criticality.reason': "'high' in the list",
    });
    expect(rows[1]).toMatchObject({ 'device.address': '10.1.2.4', 'device.modality': 'MR', 'criticality.level': 5 });
    expect(facts[0]?.source).toMatchObject({
      sensor: 'inventory-csv',
      detail: expect.stringMatching(/^row 2 of file [0-9a-f]{12}$/),
    });
    expect(JSON.stringify(facts)).not.toMatch(/anna\/|Mr\. X/);
  });

  test('gives each device the same identity whatever the order of columns and rows, and the name of the file', async () => {
    const once = await taken(PLAIN);
    const turned = PLAIN.trim()
      .split('\n')
      .map((line) => line.split(',').reverse().join(';'));
    const again = await taken([turned[0], turned[2], turned[1]].join('\r\n'));
    expect([...again.keys].sort()).toEqual([...once.keys].sort());
  });

  test.each([
    [
      'UTF-8 with a mark',
      (text: string) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
      'UTF-8',
    ],
    ['UTF-16 LE', (text: string) => iconv.encode(text, 'utf16le', { addBOM: true }), 'UTF-16 LE'],
    ['UTF-16 BE', (text: string) => iconv.encode(text, 'utf16be', { addBOM: true }), 'UTF-16 BE'],
    ['UTF-16 LE without a mark', (text: string) => iconv.encode(text, 'utf16le'), 'UTF-16 LE'],
    ['Windows-1252', (text: string) => iconv.encode(text, 'win1252'), 'Windows-1252'],
  ])('is read as %s, in chunks of any size', async (_, encode, encoding) => {
    const list = 'Gerät;Hersteller;Seriennummer\nRöntgen Süd;Müller & Söhne;SN-4711\nCT Größe 2;Siemens;SN-4712\n';
    const bytes = encode(list);
    for (const size of [1, 7, 4096]) {
      const { rows, problems } = await taken(bytes, { size });
      expect(rows.map((row) => row['device.name'])).toEqual(['Röntgen Süd', 'CT Größe 2']);
      expect(problems.some((problem) => problem.includes('Windows-1252'))).toBe(encoding === 'Windows-1252');
    }
    expect((await previewCsv(bytes, 'x.csv')).encoding).toBe(encoding);
  });

  test.each([',', ';', '\t', '|'])('is read with the delimiter %j, also when Excel states it', async (delimiter) => {
    const list = PLAIN.replace(/,/g, delimiter);
    expect((await taken(list)).rows).toHaveLength(2);
    expect((await taken(`sep=${delimiter}\r\n${list}`)).rows).toHaveLength(2);
    expect((await previewCsv(Buffer.from(list), 'x')).delimiter).toBe(delimiter);
  });

  test.each(['__proto__', 'constructor', 'toString'])('may have a column that is called %s', async (name) => {
    const list = `Serial,${name}\nSN-1,10.0.0.1\n`;
    expect((await taken(list)).rows).toEqual([{ 'device.serial': 'SN-1', 'device.address': '10.0.0.1' }]);
    const chosen = await taken(list, { mapping: Object.fromEntries([[name, 'location']]) });
    expect(chosen.rows).toEqual([{ 'device.serial': 'SN-1', 'device.location': '10.0.0.1' }]);
  });

  test('may have lines above its heading, old line ends, and blank lines', async () => {
    const { rows, report } = await taken(`Device register 2026\r\rprinted on Monday\r${PLAIN.replace(/\n/g, '\r\r')}`);
    expect(rows).toHaveLength(2);
    expect(report.rejected).toEqual([]);
  });

  test('without a heading is read by its contents', async () => {
    const list =
      'GE,10.0.0.1,00:11:22:33:44:55,CT\nSiemens,10.0.0.2,00:11:22:33:44:56,MR\nPhilips,10.0.0.3,00:11:22:33:44:57,US\n';
    const { rows, report, problems } = await taken(list);
    expect(report.mapping).toEqual({
      'Column 1': null,
      'Column 2': 'address',
      'Column 3': 'mac',
      'Column 4': 'modality',
    });
    expect(rows).toHaveLength(3);
    expect(problems).toContain('The list has no heading; its columns are numbered.');
  });

  test('a person can correct the mapping, but never to a column that does not exist', async () => {
    const { rows } = await taken('Asset,Bezeichner\n1001,CT eins\n', {
      mapping: { Asset: 'assetTag', Bezeichner: 'name' },
    });
    expect(rows).toEqual([{ 'device.assetTag': '1001', 'device.name': 'CT eins' }]);
    await expect(taken(PLAIN, { mapping: { Nothing: 'name' } })).rejects.toThrow(/no column 'Nothing'/);
    await expect(taken(PLAIN, { mapping: { Name: 'patient' } })).rejects.toThrow(/no field/);
  });
});

describe('headings', () => {
  test.each([
    ['Hersteller', 'vendor'],
    ['Fabricant', 'vendor'],
    ['Fabricante', 'vendor'],
    ['MANUFACTURER_NAME', 'vendor'],
    ['serialNumber', 'serial'],
    ['N° de série', 'serial'],
    ['Número de serie', 'serial'],
    ['Serien-Nr.', 'serial'],
    ['S/N', 'serial'],
    ['IP-Adresse', 'address'],
    ['IP address 2', 'address'],
    ['Dirección IP', 'address'],
    ['MAC Address (WLAN)', 'mac'],
    ['AE-Title', 'aeTitle'],
    ['Betriebssystem', 'os'],
    ["Système d'exploitation", 'os'],
    ['Sistema operativo', 'os'],
    ['Modèle', 'model'],
    ['Modalität', 'modality'],
    ['Standort', 'site'],
    ['Kritikalität', 'criticality'],
    ['Verantwortlicher', 'owner'],
    ['Propriétaire', 'owner'],
    ['Inventarnummer', 'assetTag'],
    ['Patient name', null],
    ['Remarks', null],
  ])('%s means %s', (heading, field) => {
    expect(fieldOfHeading(heading)).toBe(field);
  });
});

describe('bad rows', () => {
  test('a row without identity is rejected with the reason, the others are taken', async () => {
    const { report, rows } = await taken('Name,Model,Serial\n,Optima,\nCT 1,Optima,S-4711\n-,MAGNETOM,n/a\n');
    expect(rows).toHaveLength(1);
    expect(report.rejected).toEqual([
      { row: 2, reason: expect.stringMatching(/which device it is/) },
      { row: 4, reason: expect.stringMatching(/which device it is/) },
    ]);
  });

  test('the same maker and serial number twice is taken once, and the second row says which', async () => {
    const { report, rows } = await taken('Maker,Serial,Name\nGE,S-4711,A\nSiemens,S-4711,B\nGE Healthcare,s4711,C\n');
    expect(rows.map((row) => row['device.name'])).toEqual(['A', 'B']);
    expect(report.rejected).toEqual([
      { row: 4, reason: 'Row 2 has the same maker and serial number; only that row was taken.' },
    ]);
  });

  test('broken quotes spoil their own row only, wherever they are', async () => {
    const good = (at: number) => `Unit ${at},"Maker, Inc",S-10${at}`;
    const list = [
      'Name,Maker,Serial',
      good(10),
      '"Unit 11,GE,S-1011',
      good(12),
      'Unit 13,"GE"x,S-1013',
      good(14),
      'Unit 15,"GE,S-1015',
    ];
    const { rows, report } = await taken(list.join('\n'));
    expect(rows.map((row) => row['device.serial'])).toEqual(['S-1010', 'S-1012', 'S-1014']);
    expect(report.rejected.map(({ row }) => row)).toEqual([3, 5, 7]);
  });

  test('a cell over several lines and an inch sign without quotes are read', async () => {
    const { rows, report } = await taken(
      'Name,Location,Serial\n"CT\n1","Room ""A""\nfloor 2",S-1001\nMonitor 21",Room B,S-1002\n',
    );
    expect(report.rejected).toEqual([]);
    expect(rows).toMatchObject([
      { 'device.name': 'CT 1', 'device.location': 'Room "A" floor 2' },
      { 'device.name': 'Monitor 21"', 'device.serial': 'S-1002' },
    ]);
  });

  test('oversized cells and lines are bounded, and the rows beside them are taken', async () => {
    const list = `Name,Model,Serial\nA,${'x'.repeat(100_000)},S-1001\nB,${'y'.repeat(3_000_000)},S-1002\nC,Optima,S-1003\n`;
    const { rows, report } = await taken(list, { size: 65_536 });
    expect(rows.map((row) => row['device.name'])).toEqual(['A', 'C']);
    expect(String(rows[0]?.['device.model'])).toHaveLength(201);
    expect(report.rejected).toEqual([{ row: 3, reason: expect.stringMatching(/million characters/) }]);
  });

  test('cells that are no address are left out and counted', async () => {
    const { rows, problems } = await taken(
      'Name,IP,MAC\nA,10.0.0.999,zz\nB,"10.0.0.1; 10.0.0.2:104",\nC,DHCP,001122334455\n',
    );
    expect(rows[0]).toEqual({ 'device.name': 'A', 'device.hostName': 'zz' });
    expect(rows[1]).toMatchObject({ 'device.address': '10.0.0.2' });
    expect(problems).toContain('a cell is no network address. Left out in row 2.');
  });

  test('formulas and control characters stay text and are harmless where they come out', async () => {
    const { rows } = await taken('Name,Serial\n"=HYPERLINK(""http://x"")",S-1001\n\u001b[31m@SUM(A1)\u202e,S-1002\n');
    expect(rows.map((row) => row['device.name'])).toEqual(['=HYPERLINK("http://x")', '\\u{1b}[31m@SUM(A1)\\u{202e}']);
    for (const row of rows) expect(inertCell(String(row['device.name']))).not.toMatch(/^[=+\-@|%]/);
  });

  test('patient columns are never taken in or shown, and patient names in other cells are left out', async () => {
    const list =
      'Name,Serial,Patient Name,Location\nCT 1,S-1001,ZZCANARY^PATIENT,ZZCANARY^PATIENT\nCT 2,S-1002,ZZCANARY^OTHER,Room 2\n';
    const run = await taken(list);
    const preview = await previewCsv(Buffer.from(list), 'x.csv');
    for (const output of [run.facts, run.report, run.problems, preview]) {
      expect(JSON.stringify(output)).not.toContain('ZZCANARY');
    }
    expect(run.rows).toEqual([
      { 'device.name': 'CT 1', 'device.serial': 'S-1001' },
      { 'device.name': 'CT 2', 'device.serial': 'S-1002', 'device.location': 'Room 2' },
    ]);
    expect(preview.problems.join(' ')).toMatch(/'Patient Name' looks like patient data/);
    await expect(taken(list, { mapping: { 'Patient Name': 'owner' } })).rejects.toThrow(/patient data/);
  });
});

describe('a file that is no list', () => {
  test.each([
    ['nothing', ''],
    ['a PDF', '%PDF-1.7\n1 0 obj'],
    ['JSON', '{"devices":[]}'],
    ['prose', 'Dear colleagues,\nplease find attached the file.\nKind regards,\nAnna\n'],
    ['bytes', '\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008'.repeat(50)],
  ])('such as %s is not recognized and refused in words', async (_, text) => {
    expect(await recognizeKind(Buffer.from(text))).toBeNull();
    await expect(taken(text)).rejects.toThrow(/no device list/);
  });

  test('and a device list is recognized by its contents', async () => {
    for (const list of [PLAIN, PLAIN.replace(/,/g, ';'), 'IP\n10.0.0.1\n10.0.0.2\n']) {
      expect(await recognizeKind(Buffer.from(list))).toBe('inventory-csv');
    }
  });

  test('any bytes end in facts or in a refusal, never in anything else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string({ maxLength: 400 }).map((text) => Buffer.from(`Name,Serial\n${text}`)),
        ),
        async (bytes) => {
          try {
            const { report } = await taken(bytes, { size: 33 });
            expect(report.accepted + report.rejectedTotal).toBe(report.rows);
          } catch (error) {
            expect(error).toMatchObject({ code: 'invalid' });
          }
        },
      ),
    );
  });
});

test('every table that is written comes back cell by cell, whatever stands in the cells', async () => {
  const cell = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .map((text) => `n${text}n`.replace(/[\^\r]/g, ' '));
  await fc.assert(
    fc.asyncProperty(
      fc.array(cell, { minLength: 1, maxLength: 20 }),
      fc.constantFrom(',', ';', '\t'),
      async (names, delimiter) => {
        const lines = names.map(
          (name, at) => `"${name.replace(/"/g, '""')}"${delimiter}S-1${String(at).padStart(4, '0')}`,
        );
        const { rows, report } = await taken([`Name${delimiter}Serial`, ...lines].join('\n'), { size: 50 });
        expect(report.rejected).toEqual([]);
        expect(rows.map((row) => row['device.serial'])).toEqual(
          names.map((_, at) => `S-1${String(at).padStart(4, '0')}`),
        );
      },
    ),
  );
});
