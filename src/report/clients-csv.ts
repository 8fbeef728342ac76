// The sites of an account as a table for spreadsheets, as register-csv.ts.
import { stringify } from 'csv-stringify/sync';
import type { ClientRow } from '#contracts/index.ts';
import { inertCell } from '#kit/index.ts';

type Part = { readonly value: number; readonly of: number } | null | undefined;
const share = (part: Part) => (part ? `${part.value} of ${part.of}` : '');

const COLUMNS: readonly (readonly [name: string, value: (row: ClientRow) => string])[] = [
  ['site', ({ name }) => name],
  ['role', ({ role }) => role],
  ['devices', ({ devices }) => String(devices)],
  ['findings to deal with now', ({ urgent }) => String(urgent)],
  ['average year', ({ loss }) => (loss ? String(loss.mean) : '')],
  ['from', ({ loss }) => (loss?.interval ? String(loss.interval[0]) : '')],
  ['to', ({ loss }) => (loss?.interval ? String(loss.interval[1]) : '')],
  ['currency', ({ loss }) => loss?.currency ?? ''],
  ['assessed on', ({ loss }) => loss?.at.slice(0, 10) ?? ''],
  ['policies approved', ({ policies }) => share(policies)],
  ['policies enforced', ({ figures }) => share(figures?.enforced)],
  ['staff trained', ({ figures }) => share(figures?.trained)],
  ['enforced and trained as of', ({ figures }) => figures?.day ?? ''],
  ['next duty', ({ nextDuty }) => nextDuty?.title ?? ''],
  ['due on', ({ nextDuty }) => nextDuty?.due ?? ''],
];

/** The table as CSV. */
export function clientsCsv(rows: readonly ClientRow[]): string {
  const lines = rows.map((row) => COLUMNS.map(([, value]) => inertCell(value(row))));
  return stringify([COLUMNS.map(([name]) => name), ...lines], { bom: true, record_delimiter: '\r\n' });
}
