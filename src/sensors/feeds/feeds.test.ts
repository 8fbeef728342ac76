import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FeedId } from '#knowledge/index.ts';
import { collectFeeds, KnowledgeFolder, type LandedFeed, landFeeds } from './index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const DATA = path.join(SHARED, 'data');

let here: string;
beforeEach(() => {
  here = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-feeds-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

const watch = { signal: new AbortController().signal, now: '2026-11-26T00:00:00.000Z', progress: () => undefined };

async function take(
  paths: readonly string[],
  force = false,
): Promise<{ landed: LandedFeed[]; files: { problem: string | null }[]; skipped: string[] }> {
  const folder = new KnowledgeFolder(here);
  using collected = await collectFeeds(paths, { ...watch, room: folder.room() });
  const { feeds, files, skipped } = collected;
  const landed = feeds.map((feed) => folder.land(feed, { now: '2026-11-26T00:00:00.000Z', force }));
  return { landed, files: [...files], skipped: skipped.map((each) => path.basename(each)) };
}

function file(name: string, content: string | Uint8Array): string {
  const made = path.join(here, name);
  mkdirSync(path.dirname(made), { recursive: true });
  writeFileSync(made, content);
  return made;
}

function catalog(version: string, cves: readonly string[]): string {
  return JSON.stringify({
    title: 'test',
    catalogVersion: version,
    dateReleased: `${version.replaceAll('.', '-')}T00:00:00.000Z`,
    vulnerabilities: cves.map((cveID) => ({
      cveID,
      vulnerabilityName: 'x',
      dateAdded: '2026-01-02',
      knownRansomwareCampaignUse: 'Known',
    })),
  });
}

const CVES = Array.from({ length: 100 }, (_, n) => `CVE-2026-${1000 + n}`);

function scores(day: string, cves: readonly string[]): string {
  const rows = cves.map((cve, n) => `${cve},0.${String(n % 10)}1,0.5`);
  return `#model_version:v2025.03.14,score_date:${day}T00:00:00+0000\ncve,epss,percentile\n${rows.join('\n')}\n`;
}

function advisory(id: string, revised: string, title = 'Test'): string {
  return JSON.stringify({
    document: {
      csaf_version: '2.0',
      title,
      publisher: { name: 'Northwind' },
      tracking: { id, initial_release_date: '2026-01-01T00:00:00Z', current_release_date: `${revised}T00:00:00Z` },
    },
    product_tree: { full_product_names: [{ name: 'Helix', product_id: 'P1' }] },
    vulnerabilities: [{ cve: 'CVE-2026-1000', product_status: { known_affected: ['P1'] } }],
  });
}

describe('feeds', () => {
  test('a catalog, scores and advisories are recognized, packed or not, in a folder with other things in it', async () => {
    const stick = path.join(here, 'stick');
    file('stick/kev.json', catalog('2026.11.20', CVES));
    file('stick/deep/scores.csv.gz', gzipSync(scores('2026-11-25', CVES)));
    file('stick/a.json', advisory('NW-1', '2026-02-01'));
    file('stick/holiday.jpg', Buffer.from([0xff, 0xd8, 0xff]));
    file('stick/notes.txt', 'buy milk');
    file('stick/kev.json.asc', 'a signature');
    file('stick/plan.json', '{"catalog":{"metadata":{"oscal-version":"1.1.2"}}}');
    const { landed, files, skipped } = await take([stick]);
    expect(skipped).toEqual(['holiday.jpg', 'notes.txt', 'plan.json']);
    expect(Object.fromEntries(landed.map(({ feed, outcome, rows }) => [feed, [outcome, rows]]))).toEqual({
      'cisa-kev': ['taken', 100],
      epss: ['taken', 100],
      csaf: ['taken', 1],
    });
    expect(files.every(({ problem }) => problem === null)).toBe(true);
    const knowledge = new KnowledgeFolder(here).knowledge();
    expect(knowledge.exploited.about('CVE-2026-1001')).toEqual({
      added: '2026-01-02',
      name: 'x',
      isUsedByRansomware: true,
    });
    expect(knowledge.exploited.about('CVE-1999-0001')).toBeNull();
    expect(knowledge.epss.about('CVE-2026-1003')).toBe(0.31);
    expect(knowledge.advisories[0]?.about(null, 'Helix').map(({ id }) => id)).toEqual(['NW-1']);
    expect(new KnowledgeFolder(here).status().map(({ feed, asOf }) => [feed, asOf.slice(0, 10)])).toEqual([
      ['cisa-kev', '2026-11-20'],
      ['epss', '2026-11-25'],
      ['csaf', '2026-02-01'],
    ]);
  });

  test.each<[what: string, second: string, outcome: LandedFeed['outcome'], because: RegExp | null]>([
    ['the same again', catalog('2026.11.20', CVES), 'same', null],
    ['a newer one', catalog('2026.11.21', CVES.slice(0, 90)), 'taken', null],
    ['an older one', catalog('2026.11.19', CVES), 'older', /is newer/],
    [
      'one that lost a fifth',
      catalog('2026.11.22', CVES.slice(0, 79)),
      'refused',
      /79 rows where 100 are here.*--force/,
    ],
    ['one without rows', catalog('2026.11.22', []), 'refused', /0 rows/],
  ])('%s', async (_, second, outcome, because) => {
    await take([file('first.json', catalog('2026.11.20', CVES))]);
    const before = new KnowledgeFolder(here).status();
    const { landed } = await take([file('second.json', second)]);
    expect(landed).toMatchObject([{ feed: 'cisa-kev', outcome }]);
    if (because) expect(landed[0]?.because).toMatch(because);
    if (outcome !== 'taken') expect(new KnowledgeFolder(here).status()).toEqual(before);
    if (outcome === 'older' || (outcome === 'refused' && second.includes('CVE'))) {
      expect((await take([path.join(here, 'second.json')], true)).landed).toMatchObject([{ outcome: 'taken' }]);
    }
  });

  test('advisories come one by one, and the newest revision of each stays', async () => {
    await take([file('1.json', advisory('NW-1', '2026-02-01', 'old')), file('2.json', advisory('NW-2', '2026-01-15'))]);
    await take([file('3.json', advisory('NW-1', '2026-03-01', 'new'))]);
    await take([file('4.json', advisory('NW-1', '2026-01-31', 'older'))]);
    const [source] = new KnowledgeFolder(here).knowledge().advisories;
    const found = source?.about(null, 'Helix') ?? [];
    expect(found.map(({ id, title }) => [id, title]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1))).toEqual([
      ['NW-1', 'new'],
      ['NW-2', 'Test'],
    ]);
  });

  test.each<[what: string, name: string, content: string | Uint8Array, problem: RegExp]>([
    ['a catalog that is cut', 'kev.json', catalog('2026.11.20', CVES).slice(0, 5000), /no whole JSON document/],
    [
      'a packed file that is cut',
      'kev.json.gz',
      gzipSync(catalog('2026.11.20', CVES)).subarray(0, 300),
      /broken or cut short|no feed/,
    ],
    [
      'an advisory without tracking',
      'a.json',
      '{"document":{"csaf_version":"2.0","title":"x"}}',
      /not complete: document\./,
    ],
    ['scores without a day', 's.csv', 'cve,epss,percentile\nCVE-2026-1000,0.1,0.1\n', /of which day/],
    ['something else', 'x.json', '{"hello":1}', /no feed that is known/],
    ['nothing', 'empty.json', '', /no feed that is known/],
    ['a tree deeper than any', 'deep.json', deep(), /too deep/],
  ])('%s is refused in a sentence, and what is here stays', async (_, name, content, problem) => {
    await take([file('first.json', catalog('2026.11.19', CVES))]);
    const { landed, files } = await take([file(name, content)]);
    expect(landed).toEqual([]);
    expect(files).toMatchObject([{ problem: expect.stringMatching(problem) }]);
    expect(new KnowledgeFolder(here).status()).toMatchObject([{ feed: 'cisa-kev', rows: 100 }]);
  });

  test('an entry that cannot be used costs itself, and is told', async () => {
    const two = JSON.parse(catalog('2026.11.20', CVES));
    two.vulnerabilities.push({ cveID: 'CVE-1', dateAdded: 'yesterday' });
    const { landed } = await take([file('kev.json', JSON.stringify(two))]);
    expect(landed).toMatchObject([{ outcome: 'taken', rows: 100 }]);
    expect(new KnowledgeFolder(here).status()).toMatchObject([{ problems: ['Entry 101 cannot be used: cveID.'] }]);
  });

  test('two that are taken in at once lose nothing of each other, and a wrong name is said in a sentence', async () => {
    const landing = (name: string) =>
      landFeeds(
        { dataDir: here, paths: [path.join(here, name)], now: watch.now, force: false, trusted: [] },
        { signal: watch.signal, progress: () => undefined },
      );
    file('one.json', advisory('NW-1', '2026-02-01'));
    file('other.json', advisory('NW-2', '2026-02-02'));
    await Promise.all([landing('one.json'), landing('other.json')]);
    const found = new KnowledgeFolder(here).knowledge().advisories[0]?.about('Northwind', 'Helix') ?? [];
    expect(found.map(({ id }) => id).sort()).toEqual(['NW-1', 'NW-2']);
    await expect(landing('absent.json')).rejects.toThrow(/absent\.json cannot be read\. Name a feed file/);
  });

  test('what a process that was stopped left behind is no feed, and goes', async () => {
    file('knowledge/cisa-kev.part', 'half');
    expect(new KnowledgeFolder(here).status()).toEqual([]);
    await take([file('kev.json', catalog('2026.11.20', CVES))]);
    expect(readdirSync(path.join(here, 'knowledge'))).toEqual(['cisa-kev.shelf']);
  });

  test('a damaged file says which it is and what to do', async () => {
    await take([file('kev.json', catalog('2026.11.20', CVES))]);
    const shelf = path.join(here, 'knowledge/cisa-kev.shelf');
    writeFileSync(shelf, readFileSync(shelf).subarray(0, 100));
    expect(() => new KnowledgeFolder(here).knowledge()).toThrow(/cisa-kev\.shelf: .*damaged.*take the feed in again/);
  });
});

function deep(): string {
  let branch = '{"category":"product_name","name":"x"}';
  for (let level = 0; level < 5_000; level++) branch = `{"category":"product_name","name":"x","branches":[${branch}]}`;
  const [before = '', after = ''] = advisory('NW-9', '2026-01-01').split('"full_product_names"');
  return `${before}"branches":[${branch}],"full_product_names"${after}`;
}

describe.skipIf(!existsSync(path.join(DATA, 'kev')))('the published feeds', () => {
  test('are taken in whole, from one folder', async () => {
    for (const each of ['kev', 'epss', 'csaf'])
      cpSync(path.join(DATA, each), path.join(here, 'stick', each), { recursive: true });
    const { landed } = await take([path.join(here, 'stick')]);
    const rows = Object.fromEntries(landed.map(({ feed, rows: amount }) => [feed, amount])) as Record<FeedId, number>;
    expect(rows['cisa-kev']).toBe(1404);
    expect(rows.epss).toBe(1404);
    expect(rows.csaf).toBe(183);
    const knowledge = new KnowledgeFolder(here).knowledge();
    expect(knowledge.exploited.about('CVE-2017-0144')?.isUsedByRansomware).toBe(true);
    expect(knowledge.epss.about('CVE-2017-0144')).toBeGreaterThan(0.9);
    expect(knowledge.advisories[0]?.about('Philips', 'Vue PACS').map(({ id }) => id)).toContain('ICSMA-21-187-01');
  });
});
