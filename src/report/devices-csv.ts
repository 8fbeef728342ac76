// Devices as a table for spreadsheets: RFC 4180 with a byte order mark; no cell is a formula (OWASP, CSV injection).
import { stringify } from 'csv-stringify/sync';
import type { DeviceRow } from '#contracts/index.ts';
import { inertCell } from '#kit/index.ts';

const COLUMNS: readonly (readonly [name: string, value: (device: DeviceRow) => string])[] = [
  ['name', ({ name }) => name],
  ['kind', ({ kind }) => kind ?? ''],
  ['modality', ({ modality }) => modality ?? ''],
  ['maker', ({ vendor }) => vendor ?? ''],
  ['model', ({ model }) => model ?? ''],
  ['operating system', ({ os }) => os ?? ''],
  ['location', ({ location }) => location ?? ''],
  ['responsible', ({ owner }) => owner ?? ''],
  ['zone', ({ zone, zoneName }) => zoneName ?? zone ?? ''],
  ['addresses', ({ addresses }) => addresses.join(' ')],
  ['AE titles', ({ aeTitles }) => aeTitles.join(' ')],
  ['exposure', ({ exposure }) => exposure ?? ''],
  ['criticality', ({ criticality }) => (criticality === null ? '' : String(criticality))],
  ['worst finding', ({ findings, severity }) => (findings === 0 ? '' : severity)],
  ['findings', ({ findings }) => String(findings)],
  ['last seen', ({ lastSeenAt }) => lastSeenAt?.slice(0, 10) ?? ''],
  ['retired', ({ retired }) => (retired ? 'yes' : 'no')],
  ['system id', ({ id }) => id],
];

const LINES = { record_delimiter: '\r\n' };

/** The table, a page of devices at a time. */
export async function* devicesCsvParts(pages: AsyncIterable<readonly DeviceRow[]>): AsyncGenerator<string> {
  yield stringify([COLUMNS.map(([name]) => name)], { ...LINES, bom: true });
  for await (const devices of pages) {
    yield stringify(
      devices.map((device) => COLUMNS.map(([, value]) => inertCell(value(device)))),
      LINES,
    );
  }
}
