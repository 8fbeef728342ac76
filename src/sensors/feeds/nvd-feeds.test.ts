import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Knowledge, parseCpe } from '#knowledge/index.ts';
import { collectFeeds, type FeedFile, KnowledgeFolder, type LandedFeed } from './index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const NVD = path.join(SHARED, 'data/nvd');

let here: string;
beforeEach(() => {
  here = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-nvd-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

async function take(...paths: string[]): Promise<{ landed: LandedFeed[]; files: readonly FeedFile[] }> {
  const folder = new KnowledgeFolder(here);
  const watch = {
    signal: new AbortController().signal,
    now: '2026-11-26T00:00:00.000Z',
    progress: () => undefined,
    room: folder.room(),
  };
  using collected = await collectFeeds(paths, watch);
  const landed = collected.feeds.map((feed) => folder.land(feed, { now: '2026-11-26T00:00:00.000Z', force: false }));
  return { landed, files: collected.files };
}

function file(name: string, content: string | Uint8Array): string {
  const made = path.join(here, name);
  mkdirSync(path.dirname(made), { recursive: true });
  writeFileSync(made, content);
  return made;
}

const known = (): Knowledge => new KnowledgeFolder(here).knowledge();

function about(cpe: string): string[] {
  const parsed = parseCpe(cpe);
  if (parsed.kind === 'refused') throw new Error(parsed.because);
  return known()
    .cves.about(parsed.name)
    .map(({ id }) => id);
}

const HELIX = 'cpe:2.3:a:northwind:helix:*:*:*:*:*:*:*:*';

interface Options {
  readonly day?: string;
  readonly text?: string;
  readonly status?: string;
}

function item(id: string, { day = '01', text = 'Overflow.', status = 'Analyzed' }: Options = {}): object {
  return {
    cve: {
      id,
      published: '2026-01-01T00:00:00.000',
      lastModified: `2026-02-${day}T00:00:00.000`,
      vulnStatus: status,
      descriptions: [{ lang: 'en', value: text }],
      configurations: [
        { nodes: [{ operator: 'OR', cpeMatch: [{ vulnerable: true, criteria: HELIX, versionEndExcluding: '2.4' }] }] },
      ],
    },
  };
}

function feed(...items: readonly object[]): string {
  return JSON.stringify({ resultsPerPage: items.length, format: 'NVD_CVE', version: '2.0', vulnerabilities: items });
}

function item11(id: string, day = '01', text = 'Overflow.'): object {
  const or = (...matches: object[]) => ({ operator: 'OR', children: [], cpe_match: matches });
  const helix = { vulnerable: true, cpe23Uri: HELIX, versionEndExcluding: '2.4', cpe_name: [] };
  const board = { vulnerable: false, cpe23Uri: 'cpe:2.3:h:northwind:board:-:*:*:*:*:*:*:*', cpe_name: [] };
  return {
    cve: {
      data_type: 'CVE',
      CVE_data_meta: { ID: id, ASSIGNER: 'cve@example.org' },
      problemtype: { problemtype_data: [{ description: [{ lang: 'en', value: 'CWE-79' }] }] },
      description: { description_data: [{ lang: 'en', value: text }] },
    },
    configurations: {
      CVE_data_version: '4.0',
      nodes: [{ operator: 'AND', children: [or(helix), or(board)], cpe_match: [] }, or(helix)],
    },
    impact: {
      baseMetricV3: { cvssV3: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } },
      baseMetricV2: { cvssV2: { vectorString: 'AV:N/AC:L/Au:N/C:P/I:P/A:P' } },
    },
    publishedDate: '2026-01-01T10:15Z',
    lastModifiedDate: `2026-02-${day}T10:15Z`,
  };
}

function feed11(...items: readonly object[]): string {
  const head = { CVE_data_type: 'CVE', CVE_data_format: 'MITRE', CVE_data_version: '4.0' };
  return JSON.stringify({ ...head, CVE_data_timestamp: '2026-02-02T08:00Z', CVE_Items: items });
}

function record5(id: string, day: string): object {
  return {
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: { cveId: id, state: 'PUBLISHED', dateUpdated: `2026-02-${day}T00:00:00.000Z` },
    containers: {
      cna: {
        providerMetadata: { shortName: 'northwind' },
        descriptions: [{ lang: 'en', value: `Changed on ${day}.` }],
        affected: [
          {
            vendor: 'Northwind Inc.',
            product: 'Helix Viewer',
            cpes: ['cpe:/a:northwind:helix_viewer'],
            versions: [{ version: '1', status: 'affected', lessThan: '2' }],
          },
        ],
      },
    },
  };
}

describe('vulnerabilities of NVD', () => {
  test('one that was rejected is known by its number, and matches nothing', async () => {
    const rejected = item('CVE-2026-1001', { status: 'Rejected', text: 'Rejected reason: not used.' });
    const { landed } = await take(file('nvd.json', feed(item('CVE-2026-1000'), rejected)));
    expect(landed).toEqual([{ feed: 'nvd', outcome: 'taken', rows: 2, because: null }]);
    expect(about(HELIX)).toEqual(['CVE-2026-1000']);
    expect(known().cves.byId('CVE-2026-1001')).toMatchObject({ rejected: true, title: 'Rejected reason: not used.' });
    expect(known().cves.byId('CVE-2026-9999')).toBeNull();
  });

  test('of one number twice in a file, the newest revision counts', async () => {
    const [older, newer] = [
      item('CVE-2026-1000', { text: 'Older.' }),
      item('CVE-2026-1000', { day: '09', text: 'Newer.' }),
    ];
    const { landed } = await take(file('nvd.json', feed(newer, older)));
    expect(landed).toMatchObject([{ outcome: 'taken', rows: 1 }]);
    expect(known().cves.byId('CVE-2026-1000')?.title).toBe('Newer.');
  });

  test('a feed of yesterday after today’s changes nothing, and brings what was not here', async () => {
    await take(file('today.json', feed(item('CVE-2026-1000', { day: '09', text: 'Today.' }))));
    const yesterday = file('yesterday.json', feed(item('CVE-2026-1000', { day: '08', text: 'Yesterday.' })));
    expect((await take(yesterday)).landed).toMatchObject([{ outcome: 'same', rows: 1 }]);
    const more = feed(item('CVE-2026-1000', { day: '08', text: 'Yesterday.' }), item('CVE-2026-1001'));
    expect((await take(file('more.json', more))).landed).toMatchObject([{ outcome: 'taken', rows: 2 }]);
    expect(known().cves.byId('CVE-2026-1000')?.title).toBe('Today.');
    expect(about(HELIX)).toEqual(['CVE-2026-1000', 'CVE-2026-1001']);
  });

  test.each<[what: string, content: string | Uint8Array, problem: RegExp]>([
    ['cut in an entry', feed(item('CVE-2026-1001'), item('CVE-2026-1002')).slice(0, -200), /ends in the middle/],
    ['cut between entries', feed(item('CVE-2026-1001'), item('CVE-2026-1002')).slice(0, -2), /ends in the middle/],
    ['a cut archive', gzipSync(feed(item('CVE-2026-1001'))).subarray(0, 150), /broken or cut short. Fetch it again/],
    [
      'cut in an archive with a good one',
      zipSync({
        'good.json': Buffer.from(feed(item('CVE-2026-1001'))),
        'cut.json': Buffer.from(feed(item('CVE-2026-1002')).slice(0, -9)),
      }),
      /cut\.json in it: .*ends in the middle/,
    ],
    ['two feeds one after the other', `${feed(item('CVE-2026-1001'))}]}`, /ends in the middle/],
  ])('a file that is %s leaves nothing behind', async (_, content, problem) => {
    await take(file('first.json', feed(item('CVE-2026-1000'))));
    const bad = file('bad', content);
    const good = file('good.json', feed(item('CVE-2026-1003')));
    const { files, landed } = await take(bad, good);
    expect(files).toMatchObject([
      { rows: 0, problem: expect.stringMatching(problem) },
      { rows: 1, problem: null },
    ]);
    expect(landed).toMatchObject([{ feed: 'nvd', outcome: 'taken', rows: 2 }]);
    expect(about(HELIX)).toEqual(['CVE-2026-1000', 'CVE-2026-1003']);
    expect(readdirSync(path.join(here, 'knowledge'))).toEqual(['nvd.shelf']);
  });

  test('an entry of another form costs itself and is told', async () => {
    await take(file('nvd.json', feed(item('CVE-2026-1000'), { cve: { id: 'CVE-1' } }, item11('CVE-2026-1001'))));
    const [status] = new KnowledgeFolder(here).status();
    expect(status).toMatchObject({
      rows: 1,
      problems: ['Entry 2 (CVE-1) cannot be used: cve.id.', 'Entry 3 cannot be used: cve.id.'],
    });
  });

  test('a feed of form 1.1 becomes the same records', async () => {
    const { landed } = await take(
      file(
        'nvdcve-1.1-2026.json.gz',
        gzipSync(feed11(item11('CVE-2026-1000'), item11('CVE-2026-1001', '02', '** REJECT ** Not used.'))),
      ),
    );
    expect(landed).toMatchObject([{ feed: 'nvd', outcome: 'taken', rows: 2 }]);
    expect(about(HELIX)).toEqual(['CVE-2026-1000']);
    const helix = { criteria: HELIX, vulnerable: true, until: '2.4', untilInclusive: false };
    expect(known().cves.byId('CVE-2026-1000')).toEqual({
      id: 'CVE-2026-1000',
      title: 'Overflow.',
      released: '2026-01-01T10:15:00.000',
      revised: '2026-02-01T10:15:00.000',
      rejected: false,
      cwe: 'CWE-79',
      vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'],
      configurations: [
        {
          all: true,
          negate: false,
          nodes: [
            { all: false, negate: false, matches: [helix] },
            {
              all: false,
              negate: false,
              matches: [{ criteria: 'cpe:2.3:h:northwind:board:-:*:*:*:*:*:*:*', vulnerable: false }],
            },
          ],
        },
        { all: false, negate: false, nodes: [{ all: false, negate: false, matches: [helix] }] },
      ],
    });
    expect(known().cves.byId('CVE-2026-1001')?.rejected).toBe(true);
    // An archive of last year does not undo what NVD says today.
    await take(file('new.json', feed(item('CVE-2026-1000', { day: '03', text: 'Newer.' }))));
    await take(path.join(here, 'nvdcve-1.1-2026.json.gz'));
    expect(known().cves.byId('CVE-2026-1000')?.title).toBe('Newer.');
  });
});

describe('records of the CVE Program', () => {
  const [one, two] = [record5('CVE-2026-1000', '01'), record5('CVE-2026-1001', '02')];
  const text = (value: object) => JSON.stringify(value);
  const bytes = (value: object) => Buffer.from(text(value));
  const inner = zipSync({
    'cves/2026/1xxx/CVE-2026-1000.json': bytes(one),
    'cves/delta.json': bytes({}),
    'cves/2026/1xxx/CVE-2026-1001.json': bytes(two),
  });

  test.each<[what: string, files: Record<string, string | Uint8Array>]>([
    [
      'single files in folders',
      {
        'stick/2026/1xxx/a.json': JSON.stringify(one, null, 2),
        'stick/2026/b.json': text(two),
        'stick/delta.json': '{}',
      },
    ],
    ['lines', { 'stick/all.jsonl': `${text(one)}\n${text(two)}\n` }],
    ['a list', { 'stick/all.json': `[\n${text(one)},\n${text(two)}]` }],
    ['gzipped lines', { 'stick/all.jsonl.gz': gzipSync(`${text(one)}\n${text(two)}`) }],
    ['a zip archive', { 'stick/all.zip': inner }],
    ['a zip archive in another', { 'stick/all.zip.zip': zipSync({ 'all.zip': inner }) }],
  ])('are taken in as %s', async (_, files) => {
    for (const [name, content] of Object.entries(files)) file(name, content);
    const { landed, files: read } = await take(path.join(here, 'stick'));
    expect(read.every(({ problem }) => problem === null)).toBe(true);
    expect(landed).toEqual([{ feed: 'cve', outcome: 'taken', rows: 2, because: null }]);
    const { cveRecords } = known();
    expect(cveRecords).toMatchObject({ size: 2, asOf: '2026-02-02T00:00:00.000Z' });
    const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);
    expect(ids(cveRecords.about('NORTHWIND', 'helix viewer'))).toEqual(['CVE-2026-1000', 'CVE-2026-1001']);
    expect(ids(cveRecords.about(null, 'Helix Viewer'))).toHaveLength(2);
    expect(cveRecords.about('Contoso', 'Helix Viewer')).toEqual([]);
    expect(cveRecords.productsOf('Northwind')).toEqual(['Helix Viewer']);
    const name = parseCpe('cpe:2.3:a:northwind:helix_viewer:1.5:*:*:*:*:*:*:*');
    expect(name.kind === 'name' && ids(cveRecords.aboutCpe(name.name))).toHaveLength(2);
    expect(cveRecords.byId('CVE-2026-1001')).toMatchObject({ title: 'Changed on 02.', ssvc: null });
  });

  test('a line that is cut costs the file, and what is here stays', async () => {
    await take(file('one.json', text(one)));
    const { landed, files } = await take(
      file('cut.jsonl', `${text(two)}\n${text(record5('CVE-2026-1002', '03')).slice(0, -5)}`),
    );
    expect(landed).toEqual([]);
    expect(files).toMatchObject([{ feed: 'cve', problem: expect.stringMatching(/ends in the middle/) }]);
    expect(known().cveRecords.byId('CVE-2026-1001')).toBeNull();
  });
});

describe.skipIf(!existsSync(NVD))('the published records', () => {
  test('official samples of NVD are taken in, each by itself, the newest of two with one number', async () => {
    const samples = path.join(NVD, 'official-2.0-samples');
    const { landed, files } = await take(samples);
    expect(files).toHaveLength(7);
    expect(files.every(({ problem, rows }) => problem === null && rows === 1)).toBe(true);
    expect(landed).toMatchObject([{ feed: 'nvd', rows: 6 }]);
    expect(about('cpe:2.3:a:apache:struts:2.3.5:*:*:*:*:*:*:*')).toEqual(['CVE-2017-5638']);
    expect(known().cves.byId('CVE-2022-40489')).toMatchObject({ cwe: 'CWE-352', rejected: false });
  });

  test('the flaws of imaging advisories are found by product and by number', async () => {
    const { landed } = await take(path.join(NVD, 'icsma-cves.nvd20.json.gz'));
    expect(landed).toMatchObject([{ feed: 'nvd', outcome: 'taken', rows: 379 }]);
    expect(new KnowledgeFolder(here).status()[0]?.problems).toEqual([]);
    expect(known().cves.vendorsOf('intellispace_portal')).toEqual(['philips']);
    expect(about('cpe:2.3:a:philips:intellispace_portal:9.0:*:*:*:*:*:*:*')).toHaveLength(9);
  });

  test('records with what CISA added are found by maker, product and number', async () => {
    mkdirSync(path.join(here, 'stick'));
    cpSync(path.join(NVD, 'cve5-2023.jsonl.gz'), path.join(here, 'stick/cve5-2023.jsonl.gz'));
    expect((await take(path.join(here, 'stick'))).landed).toMatchObject([{ feed: 'cve', rows: 12_027 }]);
    const { cveRecords } = known();
    expect(cveRecords.byId('CVE-2023-0118')?.ssvc).toMatchObject({ exploitation: 'none', technicalImpact: 'total' });
    const found = cveRecords.about('Google', 'Chrome');
    expect(found.length).toBeGreaterThan(50);
    expect(found.every(({ affected }) => affected.some(({ product }) => product?.toLowerCase() === 'chrome'))).toBe(
      true,
    );
  });
});
