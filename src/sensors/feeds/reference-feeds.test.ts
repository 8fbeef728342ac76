// Feeds that other things are looked up in, from the publishers' own files and from made-up ones.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtInLifecycles, deviceCodesOf, lifecycleOf, makerOfMac, type Product } from '#knowledge/index.ts';
import { collectFeeds, KnowledgeFolder, type LandedFeed } from './index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const DATA = path.join(SHARED, 'data');

let here: string;
beforeEach(() => {
  here = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-reference-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

const watch = () => ({
  signal: new AbortController().signal,
  now: '2026-11-26T00:00:00.000Z',
  progress: () => undefined,
  room: here,
});

async function take(paths: readonly string[]) {
  using collected = await collectFeeds(paths, watch());
  const { feeds, files } = collected;
  const folder = new KnowledgeFolder(here);
  const landed = feeds.map((feed): LandedFeed => folder.land(feed, { now: '2026-11-26T00:00:00.000Z', force: false }));
  return { landed, files, knowledge: folder.knowledge() };
}

function file(name: string, content: string | Uint8Array, day = '2026-11-20'): string {
  const made = path.join(here, name);
  mkdirSync(path.dirname(made), { recursive: true });
  writeFileSync(made, content);
  utimesSync(made, new Date(day), new Date(day));
  return made;
}

function shared(name: string, day = '2026-11-20'): string {
  const made = path.join(here, path.basename(name));
  copyFileSync(path.join(DATA, name), made);
  utimesSync(made, new Date(day), new Date(day));
  return made;
}

describe.runIf(existsSync(DATA))("the publishers' files", () => {
  test('life cycles: the built-in table holds what the files say', async () => {
    const products: Product[] = [
      'windows',
      'windows-embedded',
      'windows-server',
      'rhel',
      'centos',
      'sles',
      'oracle-solaris',
      'ubuntu',
      'debian',
    ];
    const { landed, knowledge } = await take(products.map((product) => shared(`eol/api/${product}.json`)));
    expect(landed).toMatchObject([{ feed: 'endoflife', outcome: 'taken', rows: products.length }]);
    for (const product of products) {
      const fresh = new Map(knowledge.lifecycles.cycles(product).map((each) => [each.cycle, each]));
      const published = builtInLifecycles.cycles(product).filter(({ source }) => source === 'endoflife.date');
      expect(published.length).toBeGreaterThan(1);
      for (const { cycle, securityEnd, paidEnd, build, label } of published)
        expect(fresh.get(cycle)).toMatchObject({ cycle, securityEnd, paidEnd, build, label });
    }
    // What no file has stays, with its own source.
    const xp = knowledge.lifecycles.cycles('windows-embedded').find(({ cycle }) => cycle === 'posready-2009');
    expect(xp?.source).toMatch(/Microsoft/);
    expect(knowledge.lifecycles.asOf).toBe('2026-11-20');
  });

  test('every product of endoflife.date is read, and the list of their names is none', async () => {
    // A file without a day of its own is of the day on which it was written here, which no fixed clock may come before.
    const now = new Date().toISOString();
    using collected = await collectFeeds([path.join(DATA, 'eol/api')], { ...watch(), now });
    const { feeds, files } = collected;
    expect(feeds.map(({ feed }) => feed)).toEqual(['endoflife']);
    expect([...(feeds[0]?.records.entries() ?? [])].length).toBe(464);
    expect(feeds[0]?.problems).toEqual([]);
    expect(files.filter(({ problem }) => problem !== null)).toEqual([]);
  });

  test('product codes of FDA', async () => {
    const { landed, knowledge } = await take([shared('fda/foiclass.txt.gz')]);
    expect(landed).toMatchObject([{ feed: 'fda-classes', outcome: 'taken', rows: 6530 }]);
    expect(knowledge.deviceClasses.about('JAK')).toEqual({
      code: 'JAK',
      name: 'System, X-Ray, Tomography, Computed',
      level: '2',
      panel: 'RA',
      regulation: '892.1750',
    });
    expect(knowledge.deviceClasses.about('ZZZ')).toBeNull();
    // Every code that a modality is held against is one of FDA's.
    for (const modality of ['BMD', 'CR', 'CT', 'DX', 'IO', 'MG', 'MR', 'NM', 'PT', 'PX', 'RF', 'RTIMAGE', 'US', 'XA'])
      for (const code of deviceCodesOf(modality)) expect(knowledge.deviceClasses.about(code)?.code).toBe(code);
  });

  test('makers of network cards, from four files, over the built-in list', async () => {
    const names = ['oui', 'mam', 'oui36', 'iab'].map((name) => shared(`oui/${name}.csv.gz`));
    const { landed, knowledge } = await take(names);
    expect(landed).toMatchObject([{ feed: 'oui', outcome: 'taken' }]);
    expect(landed[0]?.rows).toBeGreaterThan(45_000);
    expect(knowledge.macBlocks.about('002272')).toBe('American Micro-Fuel Device Corp.');
    const newer = (digits: string) => knowledge.macBlocks.about(digits);
    expect(makerOfMac('00:50:c2:7d:51:23', newer)).toBe('DEUTA-WERKE GmbH');
    expect(makerOfMac('20:85:93:b1:23:45', newer)).toBe('IOG Products LLC');
    expect(makerOfMac('02:22:72:00:00:01', newer)).toBeNull();
  });

  test('attack patterns and techniques by number, and by weakness', async () => {
    const { landed, knowledge } = await take([
      shared('mitre/stix-capec-2.1.json.gz'),
      shared('mitre/ics-attack.json.gz'),
    ]);
    expect(landed.map(({ feed, outcome, rows }) => [feed, outcome, rows])).toEqual([
      ['capec', 'taken', 558],
      ['attack-ics', 'taken', 83],
    ]);
    expect(knowledge.attackPatterns.about('CAPEC-87')?.name).toBe('Forceful Browsing');
    expect(knowledge.attackPatterns.using('CWE-425').map(({ id }) => id)).toContain('CAPEC-87');
    expect(knowledge.techniques.about('T0803')?.name).toBe('Block Command Message');
    expect(knowledge.techniques.about('T0803')?.tactics.length).toBeGreaterThan(0);
    expect(knowledge.techniques.asOf?.slice(0, 4)).toBe('2025');
  });
});

describe('life cycles from files', () => {
  const cycles = (eol: string) => JSON.stringify([{ cycle: '10-1809-e-lts', eol, latest: '10.0.17763' }]);

  test('the newer day wins, and the row keeps its source and its day', async () => {
    const system = { name: 'Windows 10 Enterprise LTSC 2019', version: null, build: null };
    const newer = await take([file('windows.json', cycles('2031-01-01'), '2026-11-20')]);
    const verdict = lifecycleOf(system, '2026-11-26', newer.knowledge.lifecycles);
    expect(verdict).toMatchObject({
      securityEnd: '2031-01-01',
      source: 'endoflife.date (day of the file)',
      asOf: '2026-11-20',
    });
    rmSync(path.join(here, 'knowledge'), { recursive: true });
    const older = await take([file('windows.json', cycles('2031-01-01'), '2020-01-01')]);
    expect(lifecycleOf(system, '2026-11-26', older.knowledge.lifecycles)?.securityEnd).toBe('2029-01-09');
  });

  test.each<[what: string, name: string, content: string | Uint8Array, problem: RegExp]>([
    ['a name that is no product', 'My Windows (2).json', cycles('2031-01-01'), /name of this file must be the product/],
    ['a file that is cut', 'windows.json', cycles('2031-01-01').slice(0, -4), /no whole JSON/],
    [
      'cards that are cut',
      'oui.csv',
      'Registry,Assignment,Organization Name,Organization Address\nMA-L,00',
      /Nothing in this file can be used|middle of a row/,
    ],
    [
      'a bundle without patterns',
      'b.json',
      '{"type":"bundle","objects":[{"source_name":"capec"}]}',
      /no attack patterns/,
    ],
  ])('%s is refused in a sentence', async (_, name, content, problem) => {
    const { landed, files } = await take([file(name, content)]);
    const said = [...files.map((each) => each.problem), ...landed.map(({ because }) => because)].join(' ');
    expect(said).toMatch(problem);
    expect(landed.every(({ outcome }) => outcome === 'refused')).toBe(true);
  });
});

describe('recalls', () => {
  const one = (number: string, extra: object) => ({
    product_res_number: number,
    res_event_number: '99901',
    recalling_firm: 'Northwind Imaging, Inc',
    product_description: 'Helix 64 computed tomography X-ray system, model 1000-2',
    code_info: 'Serial Numbers: NW100 through NW199',
    reason_for_recall: 'The gantry may tilt by itself.',
    event_date_initiated: '2026-02-01',
    event_date_posted: '2026-03-01',
    product_code: 'JAK',
    ...extra,
  });
  const answer = (results: readonly object[]) =>
    JSON.stringify({ meta: { last_updated: '2026-11-01', results: { skip: 0, limit: 2, total: 2 } }, results });
  const reports = answer([
    {
      recall_number: 'Z-1-2026',
      product_type: 'Devices',
      classification: 'Class I',
      recalling_firm: 'Northwind Imaging, Inc',
      product_description: 'Helix 64 computed tomography X-ray system, model 1000-2',
      code_info: 'Serial Numbers: NW100 through NW199',
      report_date: '20260312',
    },
  ]);

  test('the two files of openFDA are one, found by maker and product', async () => {
    const { landed, knowledge, files } = await take([
      file('recall.json', answer([one('Z-1-2026', {}), one('Z-2-2026', { product_description: 'Nimbus ultrasound' })])),
      file('enforcement.json.gz', gzipSync(reports)),
    ]);
    expect(files.map(({ problem }) => problem)).toEqual([null, null]);
    expect(landed.map(({ feed, rows }) => [feed, rows])).toEqual([
      ['openfda-recall', 2],
      ['openfda-enforcement', 1],
    ]);
    const found = knowledge.recalls.about('Northwind Imaging', 'Helix 64');
    expect(found).toMatchObject([{ id: 'Z-1-2026', level: 'I', productCode: 'JAK', revised: '2026-03-12' }]);
    expect(knowledge.recalls.about('Somebody else', 'Helix 64')).toEqual([]);
    expect(knowledge.recalls.about('Northwind Imaging', 'Helix 128')).toEqual([]);
    // A name that says nothing finds nothing.
    expect(knowledge.recalls.about('Northwind Imaging', '64')).toEqual([]);
  });

  test("a firm's many names are its maker's", async () => {
    const firms = ['GE Healthcare, LLC', 'GE Medical Systems, LLC', 'GE OEC Medical Systems, Inc'];
    const { knowledge } = await take([
      file('recall.json', answer(firms.map((recalling_firm, n) => one(`Z-${n + 1}-2026`, { recalling_firm })))),
    ]);
    expect(knowledge.recalls.about('GE HealthCare', 'Helix 64').map(({ id }) => id)).toEqual([
      'Z-1-2026',
      'Z-2-2026',
      'Z-3-2026',
    ]);
  });
});
