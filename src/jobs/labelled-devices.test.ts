// Claims about how often matching is right: devices labelled by reading advisories, against the figures in docs/matching.md.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { labelledDevices } from './labelled-devices.data.ts';
import { matchDevices, withFeeds } from './match.ts';

const now = '2026-11-26T08:00:00.000Z';
const watch = { now, signal: new AbortController().signal, progress: () => undefined };

test('precision and recall on the labelled devices are those that are published', async () => {
  const states = await withFeeds('../shared/data/csaf/icsma', watch, (knowledge) =>
    labelledDevices.map(([, cve, vendor, model, version]) => {
      const software = version === null ? [] : [{ name: model, version, cpe: null, purl: null }];
      const device = { id: 'a', name: model, kind: null, modality: null, vendor, model, serial: null, os: null };
      const rest = { software, addresses: [], zone: null, criticality: null };
      const content = JSON.stringify({ schema: 'dosimeter.devices/1', devices: [{ ...device, ...rest }] });
      return matchDevices(content, { now, knowledge }).findings.find((finding) => finding.cve === cve)?.state ?? 'none';
    }),
  );
  const rows = labelledDevices.map((row, index) => ({ row, label: row[5], state: states[index] ?? 'none' }));
  const figures = [['confirmed'], ['confirmed', 'potential']].map((positive) => {
    const count = (label: string, hit: boolean) =>
      rows.filter((each) => each.label === label && positive.includes(each.state) === hit).length;
    const right = count('affected', true);
    const wrong = count('not affected', true);
    const missed = count('affected', false);
    const share = (whole: number) => (right / whole).toFixed(3);
    return `| ${positive.join(' or ')} | ${right} | ${wrong} | ${missed} | ${share(right + wrong)} | ${share(right + missed)} |`;
  });
  const untold = rows.filter(({ label }) => label === 'cannot be told');
  const settled = untold.filter(({ state }) => state !== 'potential' && state !== 'unknown');
  if (process.env['SHOW'])
    console.log(figures.join('\n'), rows.map((r) => `${r.row.join(';')} => ${r.state}`).join('\n'));
  expect(settled).toEqual([]);
  const published = readFileSync('docs/matching.md', 'utf8');
  for (const line of figures) expect(published).toContain(line);
  expect(published).toContain(`${rows.length} devices`);
}, 60_000);
