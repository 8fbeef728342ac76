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

const HEAD = stringify([COLUMNS.map(([name]) => name)], { bom: true, record_delimiter: '\r\n' });
const ENOUGH_AT_ONCE = 500;

/** The table, in the order given. */
export function findingsCsv(findings: readonly Finding[]): string {
  return HEAD + rowsOf(findings);
}

/** The same, some rows at a time. */
export async function* findingsCsvParts(findings: AsyncIterable<Finding> | Iterable<Finding>): AsyncGenerator<string> {
  yield HEAD;
  let some: Finding[] = [];
  for await (const finding of findings) {
    some.push(finding);
    if (some.length < ENOUGH_AT_ONCE) continue;
    yield rowsOf(some);
    some = [];
  }
  yield rowsOf(some);
}

function rowsOf(findings: readonly Finding[]): string {
  return stringify(
    findings.map((finding) => COLUMNS.map(([, value]) => inertCell(value(finding)))),
    { record_delimiter: '\r\n' },
  );
}

function day(time: string | undefined): string {
  return time?.slice(0, 10) ?? '';
}
