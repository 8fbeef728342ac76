// Reports of scanners, as the scanners themselves wrote them, against what a plain look at their text counts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fact } from '#contracts/index.ts';
import { sayings, takenIn } from '../taken.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../../shared');
const SCANS = path.join(SHARED, 'samples/scans');
const files = existsSync(SCANS) ? readdirSync(SCANS, { recursive: true, encoding: 'utf8' }) : [];
const of = (pattern: RegExp) =>
  files.filter((name) => pattern.test(name)).map((name) => [name, readFileSync(path.join(SCANS, name))] as const);

const addresses = (facts: readonly Fact[]) =>
  new Set(facts.flatMap(({ subject }) => (subject.kind === 'address' ? subject.key : [])));
const ports = (facts: readonly Fact[]) => facts.filter(({ attribute }) => attribute === 'service.port').length;
const cves = (facts: readonly Fact[]) => {
  const found = facts.flatMap(
    ({ attribute, value }) =>
      (attribute === 'vulnerability.reported' ? JSON.stringify(value).match(/CVE-\d{4}-\d+/g) : []) ?? [],
  );
  return [...new Set(found)].sort();
};
const named = (text: string, pattern: RegExp) =>
  [...new Set(Array.from(text.matchAll(pattern), (match) => (match[1] ?? match[0]).toUpperCase()))].sort();

const nmapReports = of(/(?:nmap-upstream|python-libnmap|defectdojo\/nmap)\/.*\.xml$/).filter(([, bytes]) =>
  bytes.includes('<nmaprun'),
);

describe.skipIf(files.length === 0)('reports of real scanners', () => {
  test.each(nmapReports)('nmap, %s: every host that is up, every open port', async (name, bytes) => {
    const { facts, report } = await takenIn(bytes);
    expect(report.kind).toBe('nmap-xml');
    if (name.includes('output-error')) {
      expect(report.problems.join()).toContain('What came before was taken');
      return;
    }
    const hosts = bytes
      .toString('utf8')
      .split(/<host[ >]/)
      .slice(1)
      .filter((host) => !/<status state="down"/.test(host));
    expect(addresses(facts).size).toBe(new Set(hosts.map((host) => /addr="([^"]+)"/.exec(host)?.[1])).size);
    const open = hosts.flatMap((host) => {
      const address = /addr="([^"]+)"/.exec(host)?.[1] ?? '';
      return Array.from(
        host.matchAll(/<port protocol="tcp" portid="(\d+)">\s*<state state="open"/g),
        ([, port]) => `${address}:${port}`,
      );
    });
    expect(ports(facts)).toBe(new Set(open).size);
  });

  test.each(of(/tenable\/nessus\/.*\.(?:nessus|xml)$/))('Nessus, %s: every host and every CVE', async (_, bytes) => {
    const { facts, report } = await takenIn(bytes);
    expect(report.kind).toBe('nessus');
    const text = bytes.toString('utf8');
    expect(report.rows).toBe(text.split('<ReportHost ').length - 1);
    expect(cves(facts)).toEqual(named(text, /<cve>\s*(CVE-\d{4}-\d+)\s*<\/cve>/g));
  });

  test.each(of(/openvas\/.*\.xml$/))('OpenVAS, %s: every CVE of every result', async (_, bytes) => {
    const { facts, report } = await takenIn(bytes);
    expect(report.kind).toBe('openvas-xml');
    expect(report.rejected).toEqual([]);
    const text = bytes.toString('utf8').split('<results')[1] ?? '';
    expect(cves(facts)).toEqual(named(text, /<ref (?:type="cve" id|id)="(CVE-\d{4}-\d+)"|<cve>(CVE-\d{4}-\d+)/g));
  });

  test.each(of(/masscan\/.*_vuln\.json$/).filter(([, bytes]) => bytes.includes('"ip"')))(
    'masscan, %s: every open port',
    async (_, bytes) => {
      const { facts, report } = await takenIn(bytes);
      expect(report.kind).toBe('masscan-json');
      expect(ports(facts)).toBe(
        new Set(
          Array.from(
            bytes.toString('utf8').matchAll(/"ip": "([^"]+)".*?"port": (\d+)/gs),
            ([, ip, port]) => `${ip}:${port}`,
          ),
        ).size,
      );
    },
  );
});

const HOST =
  '<host endtime="1763632800"><status state="up"/><address addr="10.0.0.20" addrtype="ipv4"/><address addr="00:11:22:33:44:55" addrtype="mac"/><ports><port protocol="tcp" portid="104"><state state="open"/><service name="acr-nema" product="Orthanc"/><script id="dicom-ping" output="DICOM Service Provider discovered!"/></port></ports></host>';

test('nmap: what its DICOM script found is a DICOM service, at the time of the report', async () => {
  const { facts } = await takenIn(`<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="nmap">${HOST}</nmaprun>`);
  expect(sayings(facts)).toContain('tcp/10.0.0.20:104@nmap-xml service.protocol dicom');
  expect(sayings(facts)).toContain('10.0.0.20 device.mac 00:11:22:33:44:55');
  expect(facts[0]?.observedAt).toBe('2025-11-20T10:00:00.000Z');
});

test.each([
  [
    'entities of its own',
    `<!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><nmaprun>${HOST}<x>&b;</x></nmaprun>`,
    /entities of its own/,
  ],
  ['a tower of elements', `<nmaprun>${HOST}${'<a>'.repeat(5000)}`, /nested too deeply/],
  ['an end in the middle', `<nmaprun>${HOST}<host><address`, /cannot be read on/],
] as const)('%s end the reading in words', async (_, text, words) => {
  const outcome = await takenIn(text).then(
    ({ report }) => report.problems.join(),
    (error: unknown) => String(error),
  );
  expect(outcome).toMatch(words);
});

test('the same report twice gives the same facts', async () => {
  const report = `<nmaprun>${HOST}</nmaprun>`;
  expect((await takenIn(report)).facts.map(({ id }) => id)).toEqual((await takenIn(report)).facts.map(({ id }) => id));
});
