// Results of osquery (osquery documentation, 'Logging': event and snapshot formats) and what `osqueryi --json` prints. Which table a row
// comes from shows in its columns. Of rows about people (users) only their number is taken; logged_in_users, shell_history and files say nothing here.
import { z } from 'zod';
import { sayOsquerySettings } from '../hardening/osquery-settings.ts';
import type { ImportedRow, Importer } from '../importer.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';
import { AssetSayings } from '../scanners/asset-sayings.ts';
import { usualProtocol } from '../server-ports.ts';

const LOG = 'osquery';
const PRINTED = 'osqueryi-json';
const CONFIDENCE = 0.9;

const columns = z.record(z.string(), z.coerce.string().catch(''));
type Columns = z.infer<typeof columns>;

const result = z.object({
  hostIdentifier: z.string().min(1),
  action: z.string(),
  unixTime: z.coerce.number().optional().catch(undefined),
  columns: columns.optional(),
  snapshot: z.array(columns).optional(),
});

/** Logs of scheduled queries. */
export const osquery: Importer = {
  kind: LOG,
  label: 'Results of osquery (log)',
  verified: true,
  recognizes: (head) => /^\s*\[?\s*\{[^\n]*"hostIdentifier"\s*:/.test(head) && /"(?:columns|snapshot)"\s*:/.test(head),
  async *read(source) {
    for await (const records of jsonRecords(source)) yield records.map(logRow);
  },
};

function logRow(record: JsonRecord): ImportedRow {
  if ('problem' in record) return record;
  const { row } = record;
  const found = result.safeParse(record.value).data;
  const rows = found?.snapshot ?? (found?.columns ? [found.columns] : null);
  if (!found || rows === null) return { row, problem: 'The record is no result of a query with its host.' };
  // What was removed is no longer so.
  if (found.action === 'removed') return { row, statements: [] };
  const ms = (found.unixTime ?? 0) * 1000;
  const known = { basis: 'observed', confidence: CONFIDENCE, ...(ms > 0 ? { atMs: ms } : {}) } as const;
  const say = new AssetSayings(`osquery/${found.hostIdentifier}`, known);
  // An identifier may be an id of osquery's own, or of the hardware.
  if (!/^[0-9a-f-]{32,36}$/i.test(found.hostIdentifier)) say.hostName(found.hostIdentifier);
  const named = say.list.length;
  for (const each of rows) sayRow(each, say);
  sayOsquerySettings(rows, found.snapshot !== undefined, say);
  return { row, statements: say.list.length > named ? say.list : [] };
}

/** What osqueryi prints: lists of rows of one machine, which must name itself in system_info. */
export const osqueryPrinted: Importer = {
  kind: PRINTED,
  label: 'Output of osqueryi (JSON)',
  verified: false,
  recognizes: (head) =>
    /^\s*\[\s*\{\s*"\w+"\s*:\s*"/.test(head) &&
    /"(?:hardware_serial|install_location|interface_addresses|hotfix_id|platform_like|codename|computer_name)"\s*:\s*"/.test(
      head,
    ),
  async *read(source) {
    const kept: { row: number; columns: Columns }[] = [];
    const problems: ImportedRow[] = [];
    for await (const records of jsonRecords(source)) {
      for (const record of records) {
        const row = 'value' in record ? columns.safeParse(record.value).data : undefined;
        if (row) kept.push({ row: record.row, columns: row });
        else
          problems.push({ row: record.row, problem: 'problem' in record ? record.problem : 'The record is no row.' });
      }
    }
    const own = kept.find(
      ({ columns: { hardware_serial, uuid } }) => hardware_serial !== undefined && uuid !== undefined,
    );
    const identity = own?.columns['uuid'] || own?.columns['hardware_serial'] || own?.columns['hostname'];
    yield problems;
    if (!identity) {
      yield kept.map(({ row }) => ({
        row,
        problem: 'Nothing tells which machine this is; print system_info with it.',
      }));
      return;
    }
    for (const { row, columns: each } of kept) {
      const say = new AssetSayings(`osquery/${identity}`, { basis: 'observed', confidence: CONFIDENCE });
      sayRow(each, say);
      yield [{ row, statements: say.list }];
    }
    // Settings show in several rows together.
    const whole = new AssetSayings(`osquery/${identity}`, { basis: 'observed', confidence: CONFIDENCE });
    sayOsquerySettings(
      kept.map(({ columns: each }) => each),
      true,
      whole,
    );
    yield [{ row: 0, rows: 0, statements: whole.list }];
  },
};

const PACKAGE_COLUMNS = [
  'publisher',
  'install_location',
  'install_source',
  'identifying_number',
  'revision',
  'maintainer',
  'arch',
  'release',
  'package_group',
  'bundle_identifier',
];

/** What one row says, by the table that its columns are of. */
function sayRow(row: Columns, say: AssetSayings): void {
  const has = (name: string) => Object.hasOwn(row, name);
  if (has('hardware_serial') || has('hardware_model')) {
    say.hostName(row['hostname']);
    say.text('device.vendor', row['hardware_vendor']);
    say.text('device.model', row['hardware_model']);
    say.text('device.serial', row['hardware_serial'], 90);
  } else if (has('platform') && has('name') && (has('major') || has('build'))) {
    say.text('os.name', row['name']);
    say.text('os.version', row['version'], 90);
    say.text('os.build', row['build'], 60);
  } else if (has('hotfix_id')) {
    if (/^KB\d{5,8}$/i.test(row['hotfix_id'] ?? '')) say.software(`Windows update ${row['hotfix_id']}`, null);
  } else if (has('interface') && has('address')) {
    say.address(row['address']);
  } else if (has('interface') && has('mac')) {
    say.mac(row['mac']);
  } else if (has('port') && has('address')) {
    listening(row, say);
  } else if (has('name') && has('version') && PACKAGE_COLUMNS.some(has)) {
    say.software(row['name'], row['version']);
  }
}

function listening(row: Columns, say: AssetSayings): void {
  const port = Number(row['port']);
  if (!(port >= 1 && port <= 65_535) || /^(?:127\.|::1$)/.test(row['address'] ?? '')) return;
  const transport = row['protocol'] === '17' ? 'udp' : 'tcp';
  say.hint('Listening port', `${transport} ${port}`, usualProtocol(port));
}
