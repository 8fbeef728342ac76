// Claims about how often matching is right: devices labelled by reading advisories, against the figures in docs/matching.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Knowledge } from '#knowledge/index.ts';
import { collectFeeds, KnowledgeFolder } from '#sensors/feeds/index.ts';
import { ANY_FLAW, type LabelledDevice } from './labelled-device.ts';
import { batches } from './labelled-devices.data.ts';
import { matchDevices } from './match.ts';

const now = '2026-11-26T08:00:00.000Z';
const data = '../shared/data';
const labelledDevices = Object.entries(batches).flatMap(([batch, devices]) =>
  devices.map((each) => ({ ...each, batch })),
);
/** The batches that each group of tables in the page is about, by the words that their headings begin with. */
const groups = [
  { of: '', names: ['first', 'second'] },
  { of: 'held-out ', names: ['held out'] },
];
const cves = new Set(labelledDevices.map(({ cve }) => cve));

/** What the program says of the CVE on this device; `none` when it does not speak of it. */
function stateOf({ cve, row: [vendor, model, version, , , more] }: LabelledDevice, knowledge: Knowledge): string {
  const own = version === null ? [] : [{ name: model, version }];
  const software = [...own, ...(more?.software ?? [])];
  const device = { id: 'a', name: model, vendor, model, modality: more?.modality, os: more?.os, software };
  const content = JSON.stringify({ schema: 'dosimeter.devices/1', devices: [device] });
  const { findings, problems } = matchDevices(content, { now, knowledge });
  expect(problems).toEqual([]);
  const flaws = findings.filter((finding) => finding.cve !== null);
  if (cve !== ANY_FLAW) return flaws.find((finding) => finding.cve === cve)?.state ?? 'none';
  return flaws.find(({ state }) => state === 'confirmed' || state === 'potential')?.state ?? 'none';
}

/** The feeds that were read for the labels; of the large one, the records that labels name. */
async function judged(): Promise<string[]> {
  const place = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-labels-'));
  try {
    const records = gunzipSync(readFileSync(`${data}/nvd/cve5-2023.jsonl.gz`))
      .toString('utf8')
      .split('\n');
    const named = records.filter((line) => cves.has(/"cveId":\s*"(CVE-[\d-]+)"/.exec(line)?.[1] ?? ''));
    const few = path.join(place, 'named.jsonl');
    writeFileSync(few, `${named.join('\n')}\n`);
    const nvd = ['icsma', 'kev'].map((name) => `${data}/nvd/${name}-cves.nvd20.json.gz`);
    const shelves = new KnowledgeFolder(path.join(place, 'world'));
    const watch = { now, signal: new AbortController().signal, progress: () => undefined, room: shelves.room() };
    using collected = await collectFeeds([`${data}/csaf`, `${data}/kev`, ...nvd, few], watch);
    for (const feed of collected.feeds) shelves.land(feed, { now, force: true });
    const knowledge = shelves.knowledge();
    return labelledDevices.map((device) => stateOf(device, knowledge));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

test('precision and recall on the labelled devices are those that are published, with every miss', async () => {
  const states = await judged();
  const rows = labelledDevices.map(({ source, cve, row, batch }, index) => ({
    batch,
    about: `${row[0]} ${row[1]} ${row[2] ?? ''}`.trim(),
    system: row[5]?.os === undefined ? '' : ` on ${row[5].os.name} ${row[5].os.build ?? ''}`.trimEnd(),
    programs: (row[5]?.software ?? []).map(({ name, version }) => ` with ${name} ${version}`).join(''),
    cve: `${cve} (${source})`,
    label: row[3],
    because: row[4],
    state: states[index] ?? 'none',
  }));
  const counts = (batch: string) => {
    const count = (label: string) => rows.filter((each) => each.batch === batch && each.label === label).length;
    const [affected, others, untold] = [count('affected'), count('not affected'), count('cannot be told')];
    return `| ${batch} | ${affected + others + untold} | ${affected} | ${others} | ${untold} |`;
  };
  const figures = (batch: string, positive: readonly string[]) => {
    const count = (label: string, hit: boolean) =>
      rows.filter((each) => each.batch === batch && each.label === label && positive.includes(each.state) === hit)
        .length;
    const right = count('affected', true);
    const wrong = count('not affected', true);
    const missed = count('affected', false);
    const share = (whole: number) => (right / whole).toFixed(3);
    const said = `| ${batch} | ${positive.join(' or ')} | ${right} | ${wrong} | ${missed} |`;
    return `${said} ${share(right + wrong)} | ${share(right + missed)} |`;
  };
  const fitting: Record<string, readonly string[]> = {
    affected: ['confirmed', 'potential'],
    'not affected': ['none', 'not affected', 'fixed', 'unknown'],
    'cannot be told': ['potential', 'unknown'],
  };
  const misses = (names: readonly string[]) =>
    rows
      .filter(({ batch, label, state }) => names.includes(batch) && !fitting[label]?.includes(state))
      .map(
        (each) =>
          `| ${each.about}${each.system}${each.programs} | ${each.cve} | ${each.label}: ${each.because} | ${each.state} |`,
      );

  // `vitest run src/jobs/labelled-devices.test.ts -u` writes the tables anew.
  expect(groups.flatMap(({ names }) => names)).toEqual(Object.keys(batches));
  const page = groups
    .flatMap(({ of, names }) => [
      [`| ${of}batch | devices |`, names.map(counts)] as const,
      [
        `| ${of}batch | said to be affected when |`,
        names.flatMap((batch) => [['confirmed'], ['confirmed', 'potential']].map((hit) => figures(batch, hit))),
      ] as const,
      [`| ${of}device | flaw |`, misses(names)] as const,
    ])
    .reduce((text, [heading, lines]) => withRows(text, heading, lines), readFileSync('docs/matching.md', 'utf8'));
  await expect(page).toMatchFileSnapshot('../../docs/matching.md');
}, 60_000);

/** The page with these lines in the table of this heading. */
function withRows(page: string, heading: string, rows: readonly string[]): string {
  const lines = page.split('\n');
  const from = lines.findIndex((line) => line.startsWith(heading)) + 2;
  expect(from).toBeGreaterThan(1);
  const to = lines.findIndex((line, index) => index >= from && !line.startsWith('|'));
  return lines.toSpliced(from, to - from, ...rows).join('\n');
}
