// Rules as a table for people: RFC 4180 with a byte order mark; no cell is a formula (OWASP, CSV injection).
import { stringify } from 'csv-stringify/sync';
import type { SegmentationRule } from '#contracts/index.ts';
import { inertCell } from '#kit/index.ts';

const COLUMNS: readonly (readonly [name: string, value: (rule: SegmentationRule) => string])[] = [
  ['number', ({ number }) => String(number)],
  ['rule', ({ id }) => id],
  ['action', ({ action }) => action],
  ['transport', ({ transport }) => transport],
  ['who', ({ from }) => from.names.join(', ')],
  ['from addresses', ({ from }) => from.addresses.join(' ')],
  ['whom', ({ to }) => to.names.join(', ')],
  ['to addresses', ({ to }) => to.addresses.join(' ')],
  ['port', ({ port }) => (port === null ? 'any' : String(port))],
  ['protocol', ({ protocol }) => protocol ?? ''],
  ['carries', ({ carries }) => carries ?? ''],
  ['why', ({ reason }) => reason],
  ['wider than recorded', ({ widened }) => (widened ? 'yes' : 'no')],
  ['basis', ({ proof }) => proof.basis],
  ['conversations', ({ proof }) => String(proof.flows)],
  ['first seen', ({ proof }) => proof.firstSeenAt ?? ''],
  ['last seen', ({ proof }) => proof.lastSeenAt ?? ''],
];

/** The rules as a table, in their order. */
export function csv(rules: readonly SegmentationRule[]): string {
  const rows = rules.map((rule) => COLUMNS.map(([, value]) => inertCell(value(rule))));
  return stringify([COLUMNS.map(([name]) => name), ...rows], { bom: true, record_delimiter: '\r\n' });
}
