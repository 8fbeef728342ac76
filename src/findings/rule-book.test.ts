// The rule book in docs/findings.md is the one that the code follows: its tables and its worked examples are recomputed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { builtInKnowledge } from '#knowledge/index.ts';
import { attestedSystem, deviceWith, openEndpoint, sampleEndpoint } from '#support/sample-devices.ts';
import { FURTHER_FINDING, FURTHER_FINDINGS_MOST } from './do-first.ts';
import { judge, ORDER, RULES } from './index.ts';
import { serviceEntry, serviceNames } from './service-table.ts';

const book = readFileSync(path.resolve(import.meta.dirname, '../../docs/findings.md'), 'utf8');

/** The table that follows the line starting with `heading`, as rows of cells, without its head. */
function tableAfter(heading: string): string[][] {
  const lines = book.slice(book.indexOf(heading)).split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the table of rules is the one in use', () => {
  const printed = tableAfter('## The rules');
  const used = Object.entries(RULES).map(([id, rule]) => [
    `\`${id}\``,
    rule.kind,
    rule.severity,
    String(rule.proven),
    String(rule.opens),
    rule.opensWhat,
  ]);
  expect(printed).toEqual(used);
});

test('the table of services is the one in use', () => {
  const used = serviceNames.map((name) => {
    const entry = serviceEntry(name, 0);
    return [name, entry.severity, String(entry.proven), String(entry.opens), entry.because];
  });
  expect(tableAfter('### Services')).toEqual(used);
});

test('the figures of the shared terms are the ones in use', () => {
  const points = Object.fromEntries(tableAfter('## The order of work').map(([term = '', text = '']) => [term, text]));
  expect(points['criticality']).toContain(`${ORDER.criticalityStep} for each level above 1`);
  expect(points['criticality']).toContain(`${ORDER.criticalityUnknown} where nobody has said`);
  expect(points['years without updates']).toContain(`${ORDER.yearWithoutUpdates} for each full year`);
  expect(points['years without updates']).toContain(`at most ${ORDER.yearsWithoutUpdatesMost}`);
  expect(points['proven']).toContain(`${ORDER.cvssPoint} for each point of CVSS`);
  for (const [decision, value] of Object.entries(ORDER.howSoon))
    expect(points['how soon']).toContain(`${decision} ${value}`);
  expect(points['exploited']).toMatch(new RegExp(`^${ORDER.exploited},`));
  expect(points['likely to be used']).toMatch(new RegExp(`^${ORDER.likelyExploited} ×`));
  expect(points['never repaired']).toMatch(new RegExp(`^${ORDER.unrepaired},`));
  expect(points['public address']).toMatch(new RegExp(`^${ORDER.publicAddress},`));
  expect(points['doubt']).toMatch(new RegExp(`^${ORDER.doubt} ×`));
  expect(book).toContain(`plus ${FURTHER_FINDING} for each further finding, at most ${FURTHER_FINDINGS_MOST}`);
});

test('every term that a finding can have is in the table', () => {
  const terms = new Set(tableAfter('## The order of work').map(([term]) => term));
  const source = readFileSync(path.join(import.meta.dirname, 'priority.ts'), 'utf8');
  const named = [...source.matchAll(/\bterm\(\s*'([^']+)'/g)]
    .map(([, name]) => name)
    .filter((name) => name !== 'nothing to do');
  expect(named.length).toBeGreaterThan(8);
  expect([...new Set(named)].filter((name) => !terms.has(name))).toEqual([]);
});

const context = { now: '2026-11-23T08:00:00.000Z', knowledge: builtInKnowledge };
const pacs = deviceWith([openEndpoint('E6')], {
  kind: 'archive',
  os: attestedSystem('Windows Server 2012'),
  criticality: { level: 5, reasons: ['every image passes through it'] },
});
const ct = deviceWith([sampleEndpoint({ port: 23, protocol: 'other', exposure: null, service: 'telnet' })], {
  modality: 'CT',
  criticality: { level: 4, reasons: ['the only CT'] },
});

test.each([
  ['`dicom-open-query` on the PACS', pacs],
  ['`os-past-support` on the PACS', pacs],
  ['`service-reachable` on the CT', ct],
])('the worked example %s comes out as printed', (heading, device) => {
  const rule = /`(.+)`/.exec(heading)?.[1];
  const found = judge(device, context).find((finding) => finding.rule === rule);
  const computed = found?.priority.terms.map((term) => [term.name, String(term.value)]) ?? [];
  const printed = tableAfter(heading);
  expect(printed).toEqual([...computed, ['score', String(found?.priority.score)]]);
  const sum = printed.slice(0, -1).reduce((total, [, points]) => total + Number(points), 0);
  expect(sum).toBe(Number(printed.at(-1)?.[1]));
});
