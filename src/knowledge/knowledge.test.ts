// Claims about the life-cycle table and the verdicts that rest on it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInLifecycles, cycleFromRow, knowledgeAsOf, type LifecycleSource, lifecycleOf } from './index.ts';

const NOW = '2026-11-23T08:00:00.000Z';
const verdict = (name: string, more: { version?: string; build?: string } = {}, now = NOW) =>
  lifecycleOf({ name, version: more.version ?? null, build: more.build ?? null }, now);

test.each([
  ['Windows 7 Professional SP1', 'Windows 7', '2020-01-14'],
  ['Windows XP', 'Windows XP', '2014-04-08'],
  ['MS Windows XP Embedded', 'Windows XP Embedded', '2016-01-12'],
  ['WES7', 'Windows Embedded Standard 7', '2020-10-13'],
  ['POSReady 2009', 'Windows Embedded POSReady 2009', '2019-04-09'],
  ['Windows® Vista Business', 'Windows Vista', '2017-04-11'],
  ['Windows 10 22H2', 'Windows 10 22H2', '2025-10-14'],
  ['Windows Server 2003', 'Windows Server 2003', '2015-07-14'],
  ['Windows Server 2003 SP1', 'Windows Server 2003', '2009-04-14'],
  ['Win2k8 R2 Standard', 'Windows Server 2008 R2', '2020-01-14'],
  ['W2K3', 'Windows Server 2003', '2015-07-14'],
  ['Server 2012 R2', 'Windows Server 2012 R2', '2023-10-10'],
  ['Windows 2000', 'Windows 2000', '2010-07-13'],
  ['CentOS 7.9', 'CentOS Linux 7', '2024-06-30'],
  ['Red Hat Enterprise Linux Server release 6.10', 'Red Hat Enterprise Linux 6', '2020-11-30'],
  ['SLES 11 SP4', 'SUSE Linux Enterprise Server 11 SP4', '2019-03-31'],
  ['SunOS 5.10', 'Solaris 10', '2018-01-01'],
  ['Ubuntu 20.04.6 LTS', 'Ubuntu 20.04', '2025-05-31'],
  ['Debian GNU/Linux 12 (bookworm)', 'Debian 12', '2026-07-11'],
])('%s had its last free security update on the published day', (name, label, end) => {
  expect(verdict(name)).toMatchObject({ label, standing: 'ended', securityEnd: end, certainty: 'published' });
});

test('the day of the last update still counts as supported', () => {
  expect(verdict('Windows 7', {}, '2020-01-14T23:00:00.000Z')?.standing).not.toBe('ended');
  expect(verdict('POSReady 7', {}, '2021-10-12T23:00:00.000Z')?.standing).toBe('ending');
  expect(verdict('POSReady 7', {}, '2021-10-13T00:00:00.000Z')?.standing).toBe('ended');
});

test.each([
  ['Windows 7', /full name of the product/],
  ['Windows 8.1', /full name of the product.*Windows Embedded 8\.1 Industry/],
  ['Windows XP', /full name of the product/],
  ['Windows 10', /winver/],
])('%s is asked for what it can tell', (name, asks) => {
  expect(verdict(name)?.wouldSettle).toMatch(asks);
});

describe('a long-term edition must be proven by its name', () => {
  test('Windows 10 1809 alone is judged by the shortest edition, and says which fact would change that', () => {
    const open = verdict('Windows 10', { version: '1809' });
    expect(open).toMatchObject({ standing: 'assumed ended', securityEnd: '2020-11-10', proven: false });
    expect(open).toMatchObject({ earliestEnd: '2020-11-10', latestEnd: '2029-01-09' });
    expect(open?.wouldSettle).toContain('winver');
  });
  test('the same build with LTSC in its name is supported', () => {
    expect(verdict('Windows 10 IoT Enterprise LTSC 2019')).toMatchObject({
      standing: 'supported',
      securityEnd: '2029-01-09',
      proven: true,
      wouldSettle: null,
    });
    expect(verdict('Windows 10 Enterprise LTSC', { build: '10.0.17763.5458' })?.standing).toBe('supported');
  });
  test('LTSC without IoT takes the shorter of the two long-term editions', () => {
    expect(verdict('Windows 10 LTSC 2021')).toMatchObject({ standing: 'ending', securityEnd: '2027-01-12' });
    expect(verdict('Windows 10 IoT Enterprise LTSC 2021')?.securityEnd).toBe('2032-01-13');
  });
  test('Enterprise alone is not long-term', () => {
    expect(verdict('Windows 10 Enterprise 1809')).toMatchObject({
      standing: 'assumed ended',
      securityEnd: '2021-05-11',
    });
  });
});

describe('what is not known stays open', () => {
  test('Windows 10 without a version is unknown, with the interval', () => {
    expect(verdict('Windows 10')).toMatchObject({
      standing: 'unknown',
      securityEnd: null,
      earliestEnd: '2017-05-09',
      latestEnd: '2032-01-13',
    });
  });
  test('unless every version that it can be is over', () => {
    expect(verdict('Windows 10 Pro')).toMatchObject({ standing: 'ended', securityEnd: '2025-10-14' });
    expect(verdict('Windows Embedded')).toMatchObject({ standing: 'ended', securityEnd: '2023-10-10' });
  });
  test('a bare kernel number leaves client and server open', () => {
    expect(verdict('10.0.17763')).toMatchObject({ standing: 'assumed ended', latestEnd: '2029-01-09', proven: false });
  });
  test('a name that is in no table gets no verdict', () => {
    for (const name of ['VxWorks 6.9', 'Linux', 'macOS 14', 'Fedora 40', '', '???']) expect(verdict(name)).toBeNull();
  });
  test('a version newer than the table is unknown, not supported', () => {
    expect(verdict('Debian 99')).toMatchObject({ standing: 'unknown', securityEnd: null });
  });
});

test('paid updates are shown beside the end, never taken as support', () => {
  expect(verdict('Windows Server 2012')).toMatchObject({ standing: 'ended', paidEnd: '2026-10-13' });
  expect(verdict('Windows 10 22H2')).toMatchObject({ standing: 'ended', paidEnd: '2028-10-10' });
});

test('dates that nobody read in a source say so', () => {
  expect(verdict('Windows NT 4.0')).toMatchObject({ standing: 'ended', certainty: 'unverified' });
  expect(verdict('IRIX 6.5')).toMatchObject({ standing: 'ended', certainty: 'unverified' });
});

test('a cycle that ended on no published day is over, without a day', () => {
  expect(verdict('Solaris 11.2')).toMatchObject({ standing: 'ended', securityEnd: null });
});

test('another source of life cycles takes the place of the table', () => {
  const origin = { certainty: 'published', source: 'a file', asOf: '2027-01-01' } as const;
  const later: LifecycleSource = {
    name: 'a file',
    asOf: '2027-01-01',
    cycles: (product) =>
      product === 'debian' ? [cycleFromRow('debian', ['99', '2031-01-01', null, null], origin)] : [],
  };
  expect(lifecycleOf({ name: 'Debian 99', version: null, build: null }, NOW, later)).toMatchObject({
    standing: 'supported',
    source: 'a file',
    asOf: '2027-01-01',
  });
});

test('every row has a source, a date and an end', () => {
  const products = ['windows', 'windows-embedded', 'windows-server', 'rhel', 'centos', 'sles'] as const;
  for (const product of products) {
    const cycles = builtInLifecycles.cycles(product);
    expect(cycles.length).toBeGreaterThan(3);
    for (const cycle of cycles) {
      expect(cycle.source).not.toBe('');
      expect(cycle.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(cycle.securityEnd).toMatch(/^(\d{4}-\d{2}-\d{2}|ended|open)$/);
    }
  }
  expect(knowledgeAsOf).toBe('2026-08-22');
});

test('no words, however strange, break the reading, and ends stand in order', () => {
  const piece = fc.constantFrom(
    'windows',
    '10',
    '7',
    'server',
    '2012',
    'r2',
    'ltsc',
    'iot',
    'sp1',
    '17763',
    'sles',
    '11',
  );
  const words = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(words, fc.option(words), fc.option(words), (name, version, build) => {
      const found = lifecycleOf({ name, version, build }, NOW);
      if (found?.earliestEnd && found.latestEnd) expect(found.earliestEnd <= found.latestEnd).toBe(true);
      if (found?.standing === 'ended' && found.latestEnd) expect(found.latestEnd < NOW.slice(0, 10)).toBe(true);
      if (found?.standing === 'unknown') expect(found.securityEnd).toBeNull();
    }),
  );
});

const shared = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
const catalogue = path.join(shared, 'data/eol/api');

describe.skipIf(!existsSync(catalogue))('against the catalogue itself', () => {
  test.each([
    'windows',
    'windows-embedded',
    'windows-server',
    'rhel',
    'centos',
    'sles',
    'oracle-solaris',
    'ubuntu',
    'debian',
  ] as const)('%s: every end of the table is the one that the catalogue gives', (product) => {
    const rows: unknown = JSON.parse(readFileSync(path.join(catalogue, `${product}.json`), 'utf8'));
    if (!Array.isArray(rows)) throw new Error('not a list of cycles');
    const ends = new Map(rows.map((row: { cycle: string; eol: string | boolean }) => [row.cycle, row.eol]));
    const ours = builtInLifecycles.cycles(product).filter((cycle) => cycle.source === 'endoflife.date');
    expect(ours.length).toBeGreaterThan(0);
    for (const cycle of ours) {
      const theirs = ends.get(cycle.cycle);
      expect([cycle.cycle, theirs === true ? 'ended' : theirs]).toEqual([cycle.cycle, cycle.securityEnd]);
    }
  });
});
