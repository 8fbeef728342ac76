// What goes wrong with feeds on their way: each leaves what was here, and says what is wrong.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectFeeds, KnowledgeFolder } from './index.ts';

let here: string;
beforeEach(() => {
  here = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bad-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

const NOW = '2026-11-26T00:00:00.000Z';

async function take(...contents: (string | Uint8Array)[]) {
  const files = contents.map((content, n) => {
    const file = path.join(here, `${n}.feed`);
    writeFileSync(file, content);
    return file;
  });
  const folder = new KnowledgeFolder(here);
  const watch = {
    signal: new AbortController().signal,
    now: '2026-11-26T00:00:00.000Z',
    progress: () => undefined,
    room: folder.room(),
  };
  using collected = await collectFeeds(files, watch);
  const landed = collected.feeds.map((feed) => folder.land(feed, { now: NOW, force: false }));
  return { landed, files: collected.files };
}

const known = () => new KnowledgeFolder(here).knowledge();

function kev(released: string, ...entries: [cve: string, name: string][]): string {
  const vulnerabilities = entries.map(([cveID, vulnerabilityName]) => ({
    cveID,
    vulnerabilityName,
    dateAdded: '2026-01-02',
  }));
  return JSON.stringify({ catalogVersion: '1', dateReleased: released, vulnerabilities });
}

function epss(day: string, ...rows: string[]): string {
  return [`#model_version:v1,score_date:${day}T00:00:00+0000`, 'cve,epss,percentile', ...rows].join('\n');
}

interface Revision {
  readonly day: string;
  readonly title: string;
  readonly state?: 'REJECTED';
}

function cve(id: string, { day, title, state }: Revision): string {
  const meta = { cveId: id, state: state ?? 'PUBLISHED', dateUpdated: `2026-02-${day}T00:00:00.000Z` };
  const affected = [{ vendor: 'Northwind', product: 'Helix', versions: [{ version: '1', status: 'affected' }] }];
  const said = [{ lang: 'en', value: title }];
  const cna = state ? { rejectedReasons: said } : { title, descriptions: said, affected };
  return JSON.stringify({ dataType: 'CVE_RECORD', dataVersion: '5.1', cveMetadata: meta, containers: { cna } });
}

function csaf(revised: string, tree: object): string {
  const tracking = { id: 'NW-1', initial_release_date: revised, current_release_date: revised };
  return JSON.stringify({
    document: { csaf_version: '2.0', title: 'x', publisher: { name: 'Northwind' }, tracking },
    product_tree: tree,
    vulnerabilities: [{ cve: 'CVE-2026-1000', product_status: { known_affected: ['P1', 'P2', 'P3'] } }],
  });
}

/** Each product is made of the other, and the third of itself (3.2.2.4). */
const CYCLE = {
  branches: [{ category: 'product_name', name: 'Helix', product: { name: 'Helix', product_id: 'P0' } }],
  relationships: [
    ['P1', 'P2', 'P0'],
    ['P2', 'P1', 'P0'],
    ['P3', 'P3', 'P3'],
  ].map(([id, part, whole]) => ({
    category: 'installed_on',
    product_reference: part,
    relates_to_product_reference: whole,
    full_product_name: { name: `Helix ${id}`, product_id: id },
  })),
};

const ONE = 'CVE-2026-1000';
const TWO = 'CVE-2026-1001';
const SCORE = (value: number) => `${ONE},${value},0.5`;
const score = () => known().epss.about(ONE);
const name = () => known().exploited.about(ONE)?.name;
const record = () => known().cveRecords.byId(ONE);

type Files = readonly (string | Uint8Array)[];

test.each<[what: string, before: Files, then: Files, problem: RegExp | null, asked: () => unknown, answer: unknown]>([
  [
    'scores that end in a line',
    [epss('2026-11-20', SCORE(0.1))],
    [epss('2026-11-21', SCORE(0.2), `${TWO},0.`)],
    /in the middle of a line/,
    score,
    0.1,
  ],
  [
    'a packed list that is cut',
    [epss('2026-11-20', SCORE(0.1))],
    [gzipSync(epss('2026-11-21', SCORE(0.2))).subarray(0, -9)],
    /broken or cut short/,
    score,
    0.1,
  ],
  [
    'a record that is cut',
    [cve(ONE, { day: '01', title: 'here' })],
    [cve(ONE, { day: '02', title: 'x' }).slice(0, -3)],
    /ends in the middle/,
    () => record()?.title,
    'here',
  ],
  [
    'two feeds in one file',
    [kev('2026-11-20', [ONE, 'here'])],
    [`${kev('2026-11-21', [ONE, 'x'])}\n${epss('2026-11-21', SCORE(0.2))}`],
    /no whole JSON/,
    name,
    'here',
  ],
  [
    'a good feed beside a broken one',
    [],
    ['{"catalogVersion":"1"', epss('2026-11-21', SCORE(0.2))],
    /no whole JSON/,
    score,
    0.2,
  ],
  [
    'scores of yesterday after those of today',
    [epss('2026-11-21', SCORE(0.2))],
    [epss('2026-11-20', SCORE(0.1))],
    null,
    score,
    0.2,
  ],
  [
    'both days at once, the older one last',
    [],
    [epss('2026-11-21', SCORE(0.2)), epss('2026-11-20', SCORE(0.1))],
    null,
    score,
    0.2,
  ],
  [
    'a record of yesterday after that of today',
    [cve(ONE, { day: '02', title: 'today' })],
    [cve(ONE, { day: '01', title: 'yesterday' })],
    null,
    () => record()?.title,
    'today',
  ],
  [
    'a feed of a day that is none',
    [kev('2026-11-20', [ONE, 'here'])],
    [kev('tomorrow', [ONE, 'x'])],
    /'tomorrow'.*is no day/,
    name,
    'here',
  ],
  [
    'a feed after one from the far future',
    [kev('9999-01-01', [ONE, 'future'])],
    [kev('2026-11-20', [ONE, 'now'])],
    null,
    name,
    'now',
  ],
  [
    'scores of the far future',
    [epss('2026-11-20', SCORE(0.1))],
    [epss('2999-01-01', SCORE(0.2))],
    /'2999-01-01T.*lies ahead/,
    score,
    0.1,
  ],
  [
    'a record after one of a day that is none',
    [cve(ONE, { day: '99', title: 'never' })],
    [cve(ONE, { day: '01', title: 'renewed' })],
    null,
    () => record()?.title,
    'renewed',
  ],
  [
    'a record of a day that is none, alone',
    [],
    [cve(ONE, { day: '99', title: 'here' })],
    null,
    () => [record()?.title, ...new KnowledgeFolder(here).status().map(({ problems }) => problems)],
    [
      'here',
      [
        "Entry 1 (CVE-2026-1000) says that it is of '2026-02-99T00:00:00.000Z', which is no day; this day does not count.",
      ],
    ],
  ],
  [
    'entries of which none can be used',
    [cve(ONE, { day: '01', title: 'here' })],
    [cve('__proto__', { day: '02', title: 'x' })],
    /Nothing in this file can be used\. Entry 1 \(__proto__\) cannot be used: cveMetadata\.cveId/,
    () => record()?.title,
    'here',
  ],
  [
    'one number twice, the last of which counts',
    [],
    [kev('2026-11-20', [ONE, 'first'], [ONE, 'second'])],
    null,
    name,
    'second',
  ],
  [
    'a record twice in lines, the newest of which counts',
    [],
    [[cve(ONE, { day: '09', title: 'newest' }), cve(ONE, { day: '02', title: 'older' })].join('\n')],
    null,
    () => record()?.title,
    'newest',
  ],
  [
    'a record that was rejected after it was published',
    [cve(ONE, { day: '01', title: 'here' })],
    [cve(ONE, { day: '02', title: 'Not used.', state: 'REJECTED' })],
    null,
    () => [record()?.rejected, known().cveRecords.about('Northwind', 'Helix')],
    [true, []],
  ],
  [
    'products that are made of each other',
    [],
    [csaf('2026-02-01T00:00:00Z', CYCLE)],
    null,
    () =>
      known()
        .advisories[0]?.about(null, 'Helix')
        .map(({ id }) => id),
    ['NW-1'],
  ],
  [
    'an advisory of a day that is none',
    [csaf('2026-02-01T00:00:00Z', CYCLE)],
    [csaf('soon', CYCLE)],
    /'soon'.*is no day/,
    () => known().advisories[0]?.about(null, 'Helix').length,
    1,
  ],
])('%s', async (_, before, then, problem, asked, answer) => {
  for (const each of before) await take(each);
  const { files } = await take(...then);
  const problems = files.flatMap((file) => file.problem ?? []);
  expect(problems).toEqual(problem ? [expect.stringMatching(problem)] : []);
  expect(asked()).toEqual(answer);
});
