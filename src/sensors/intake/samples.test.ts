// Every file of the shared samples of scanners: taken in, and then checked against another reading of the same file, or refused in a sentence that
// says why. A new file among them fails here until somebody says what should come of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Fact } from '#contracts/index.ts';
import { sayings, takenIn } from './taken.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const SCANS = path.join(SHARED, 'samples/scans');
const files = existsSync(SCANS)
  ? readdirSync(SCANS, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(SCANS, path.join(entry.parentPath, entry.name)))
      .sort()
  : [];
const read = (name: string) => readFileSync(path.join(SCANS, name));

const UNKNOWN = /of no kind that is known here/;
const NO_LIST = /is no device list/;
const FINDINGS = /a table of findings of a tool that is not read here/;

/** What becomes of the files, the first that fits: the kind that they are taken for, or the words with which they are refused. */
const EXPECTED: readonly (readonly [RegExp, string | RegExp])[] = [
  [/nmap-upstream\/.*\.xml$/, 'nmap-xml'],
  [/python-libnmap\/node-libnmap/, UNKNOWN],
  [/python-libnmap\/.*\.xml$|defectdojo\/nmap\//, 'nmap-xml'],
  [/masscan\/masscan_no_vuln/, /empty/],
  [/masscan\//, 'masscan-json'],
  [/openvas\/.*\.xml$/, 'openvas-xml'],
  [/openvas\/.*\.csv$/, 'openvas-csv'],
  [/qualys(?:_vmdr)?\/.*\.csv$/i, 'qualys-csv'],
  [/tenable\/.*\.(?:nessus|xml)$/, 'nessus'],
  [/tenable\/.*\.csv$/, 'nessus-csv'],
  [/osquery\//, 'osquery'],
  [/suricata-eve-docs\/eve_events/, 'suricata'],
  [/cyclonedx\//, /a bill of materials/],
  [/csaf\//, /a security advisory \(CSAF\)/],
  [/openvex\/openvex_many/, /OpenVEX/],
  [/(?:testssl|generic)\/.*\.csv$/, FINDINGS],
  [/ms_defender\/.*\.zip$/, /no workbook that can/],
  [/nuclei\/empty/, /empty/],
  [/(?:blackduck_binary_analysis|iriusrisk)\/.*\.csv$|firmwalker|lynis|legacy_no_vuln|PROVENANCE/, NO_LIST],
  [/\.(?:json|xml)$/, UNKNOWN],
];

const outcome = (name: string) => takenIn(read(name)).then(({ report }) => report.kind, String);

/** The rows below the heading of a table, as another reader has them. */
function records(name: string, heading: RegExp): Record<string, string>[] {
  const text = read(name).toString('utf8');
  const start = text.split('\n').findIndex((line) => heading.test(line));
  const rows: Record<string, string>[] = parse(text.split('\n').slice(start).join('\n'), {
    columns: true,
    bom: true,
    record_delimiter: ['\r\n', '\n'],
  });
  // Spreadsheets pad tables with rows that hold nothing.
  return rows.filter((row) => Object.values(row).some((cell) => cell !== ''));
}

const words = (cell: string | undefined) => (cell ?? '').split(/[\s,;]+/).filter((word) => word !== '');
const unique = (list: readonly string[]) => [...new Set(list)].sort();
const hosts = (facts: readonly Fact[]) =>
  unique(facts.flatMap(({ subject }) => (subject.kind === 'address' ? subject.key : [])));
const cves = (facts: readonly Fact[]) =>
  unique(
    facts.flatMap(({ attribute, value }) =>
      attribute === 'vulnerability.reported' ? z.object({ cves: z.array(z.string()) }).parse(value).cves : [],
    ),
  );

const TABLES: readonly (readonly [RegExp, heading: RegExp, address: readonly string[], cve: readonly string[]])[] = [
  [/openvas\/.*\.csv$/, /^IP,/, ['IP'], ['CVEs', 'NVT OID']],
  [/qualys_vmdr\/.*\.csv$/, /"QID"/, ['Asset IPV4', 'Asset IPV6'], ['CVE']],
  [/qualys\/Qualys_Sample.*\.csv$/, /"QID"/, ['IP'], ['CVE ID']],
  [/qualys\/monthly.*\.csv$/, /QID/, ['IP'], ['CVEID']],
  [/tenable\/(?:issue|nessus\/).*\.csv$/, /Plugin/, ['IP Address'], ['CVE']],
];
const tables = TABLES.flatMap(([pattern, heading, address, cve]) =>
  files.filter((name) => pattern.test(name)).map((name) => ({ name, heading, address, cve })),
);

describe.skipIf(files.length === 0)('the shared samples of scanners', () => {
  test.each(files)('%s', async (name) => {
    const [, expected = 'named in the table above'] = EXPECTED.find(([pattern]) => pattern.test(name)) ?? [];
    if (typeof expected === 'string') expect(await outcome(name)).toBe(expected);
    else expect(await outcome(name)).toMatch(expected);
  });

  test.each(tables)(
    '$name: every row, every host and every CVE that is there',
    async ({ name, heading, address, cve }) => {
      const { facts, report } = await takenIn(read(name));
      const rows = records(name, heading);
      expect(report).toMatchObject({ rows: rows.length, rejectedTotal: 0 });
      expect(hosts(facts)).toEqual(unique(rows.flatMap((row) => address.flatMap((column) => words(row[column])))));
      // What was fixed is none any more.
      const open = rows.filter((row) => !/fixed/i.test(row['Status'] ?? row['Vuln Status'] ?? ''));
      expect(cves(facts)).toEqual(
        unique(open.flatMap((row) => cve.flatMap((column) => row[column]?.match(/CVE-\d{4}-\d+/g) ?? []))),
      );
      expect((await takenIn(read(name))).facts.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
    },
  );

  test.each([
    [
      'defectdojo/openvas/one_vuln.csv',
      [
        '10.0.0.8 device.role Answered a scanner',
        '10.0.0.8 vulnerability.reported {"id":"openvas 1.3.6.1.4.1.25623.1.0.105611","title":"SSH Weak Encryption Algorithms Supported","severity":"medium","cves":[],"port":22}',
        'tcp/10.0.0.8:22@openvas-csv service.port 22',
        'tcp/10.0.0.8:22@openvas-csv service.protocol unknown',
      ],
    ],
    [
      'defectdojo/qualys_vmdr/one_vuln_no_metadata_cve.csv',
      [
        '10.1.0.50 device.hostName JAVAAPP01',
        '10.1.0.50 device.role Answered a scanner',
        '10.1.0.50 os.name Ubuntu 20.04',
        '10.1.0.50 vulnerability.reported {"id":"qualys 730143","title":"Apache Log4j Remote Code Execution (Log4Shell)","severity":"critical","cves":["CVE-2021-44228"],"port":8080}',
        'tcp/10.1.0.50:8080@qualys-csv service.port 8080',
        'tcp/10.1.0.50:8080@qualys-csv service.protocol unknown',
      ],
    ],
    [
      'osquery/results_sample.jsonl',
      [
        'osquery/HOST-A device.hint {"sign":"Listening port","value":"tcp 22","means":"ssh"}',
        'osquery/HOST-A device.hostName HOST-A',
      ],
    ],
  ] as const)('%s says exactly this', async (name, expected) => {
    expect(sayings((await takenIn(read(name))).facts)).toEqual(expected);
  });

  test('the broken lines of osquery are named, and the others taken', async () => {
    const { report } = await takenIn(read('osquery/results_sample.jsonl'));
    expect(report).toMatchObject({ rows: 6, accepted: 4 });
    expect(report.rejected.map(({ row }) => row)).toEqual([5, 6]);
  });
});
