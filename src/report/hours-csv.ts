// Hours of an engagement as a table for spreadsheets. RFC 4180 with a byte order mark; no cell is a formula (OWASP, CSV injection).
import { stringify } from 'csv-stringify/sync';
import type { HourEntry } from '#contracts/index.ts';
import { inertCell } from '#kit/index.ts';

const COLUMNS = [
  'number',
  'day',
  'person',
  'minutes',
  'counts',
  'activity',
  'note',
  'corrects number',
  'corrected by number',
  'entered at',
  'entered by',
] as const;

/** Every entry, in the order in which they were made; one that was corrected says so and counts nothing. */
export function hoursCsv(entries: readonly HourEntry[]): string {
  const numbers = new Map(entries.map(({ id, seq }) => [id, String(seq)]));
  const rows = entries.map((entry) => {
    const cells: Readonly<Record<(typeof COLUMNS)[number], string>> = {
      number: String(entry.seq),
      day: entry.day,
      person: entry.person,
      minutes: String(entry.minutes),
      counts: String(entry.correctedBy === null ? entry.minutes : 0),
      activity: entry.activity,
      note: entry.note,
      'corrects number': entry.corrects === null ? '' : (numbers.get(entry.corrects) ?? ''),
      'corrected by number': entry.correctedBy === null ? '' : (numbers.get(entry.correctedBy) ?? ''),
      'entered at': entry.at,
      'entered by': entry.by,
    };
    return COLUMNS.map((column) => inertCell(cells[column]));
  });
  return stringify([[...COLUMNS], ...rows], { bom: true, record_delimiter: '\r\n' });
}
