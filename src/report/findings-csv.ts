// Findings as a table for spreadsheets, with where each stands: RFC 4180 with a byte order mark; no cell is a formula (OWASP, CSV
// injection).
import { stringify } from 'csv-stringify/sync';
import type { Finding } from '#contracts/index.ts';
import { inertCell } from '#kit/index.ts';

const COLUMNS: readonly (readonly [name: string, value: (finding: Finding) => string])[] = [
  ['severity', ({ severity }) => severity],
  ['state', ({ state }) => state],
  ['points', ({ priority }) => String(priority.score)],
  ['finding', ({ title }) => title],
  ['system', ({ deviceName }) => deviceName],
  ['CVE', ({ cve }) => cve ?? ''],
  ['advisories', ({ advisories }) => advisories.join(' ')],
  ['exploited', ({ kev }) => (kev ? 'yes' : 'no')],
  ['EPSS', ({ epss }) => (epss === null ? '' : String(epss))],
  ['CVSS', ({ cvss }) => cvss?.vector ?? ''],
  ['SSVC', ({ ssvc }) => ssvc?.decision ?? ''],
  ['first seen', ({ standing }) => day(standing?.firstSeenAt)],
  ['due', ({ standing }) => day(standing?.due?.at)],
  ['overdue', ({ standing }) => (standing?.due?.overdue ? 'yes' : 'no')],
  [
    'accepted until',
    ({ standing }) => (standing?.acceptance?.state === 'accepted' ? day(standing.acceptance.until) : ''),
  ],
  ['accepted because', ({ standing }) => standing?.acceptance?.reason ?? ''],
  ['approved by', ({ standing }) => standing?.acceptance?.approvedBy ?? ''],
  ['waiting for', ({ standing }) => standing?.maker?.maker ?? ''],
  ['days waiting', ({ standing }) => (standing?.maker ? String(standing.maker.days) : '')],
  ['what to do', ({ fix }) => fix.text],
  ['who', ({ fix }) => fix.who],
  ['rule', ({ rule }) => rule],
  ['finding id', ({ id }) => id],
  ['system id', ({ device }) => device],
];

/** The table, in the order given. */
export function findingsCsv(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => COLUMNS.map(([, value]) => inertCell(value(finding))));
  return stringify([COLUMNS.map(([name]) => name), ...rows], { bom: true, record_delimiter: '\r\n' });
}

function day(time: string | undefined): string {
  return time?.slice(0, 10) ?? '';
}
