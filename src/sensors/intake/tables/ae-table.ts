// Tables of AE titles as PACS administrators keep them (CSV): title, address, port, description, and whose table it is when a column says
// so. A list with serial numbers or hardware addresses besides is a list of devices.
import { parseAddress } from '#kit/index.ts';
import { fieldOfHeading } from '../columns.ts';
import type { ImportedRow, Importer } from '../importer.ts';
import { AssetSayings } from '../scanners/asset-sayings.ts';
import { headingNames, type TableRow, tableRows } from './delimited.ts';

const KIND = 'ae-table-csv';
const TITLE = [
  'ae title',
  'aetitle',
  'aet',
  'ae',
  'ae titel',
  'dicom ae title',
  'dicom ae',
  'application entity',
  'application entity title',
  'titre ae',
  'titulo ae',
  'remote ae',
  'remote ae title',
  'remote aet',
];
const PORT = ['port', 'port number', 'dicom port', 'tcp port', 'port no', 'remote port'];
const HOST = [
  'ip',
  'ip address',
  'ipaddress',
  'ip adresse',
  'address',
  'host',
  'hostname',
  'host name',
  'ip host',
  'host ip',
  'host address',
  'remote host',
  'adresse ip',
  'direccion ip',
];
const OWNER = [
  'local ae',
  'local ae title',
  'local aet',
  'own ae',
  'own ae title',
  'configured on',
  'configured in',
  'configured at',
  'table of',
  'pacs ae title',
];
const NAME = [
  'description',
  'name',
  'device',
  'device name',
  'station name',
  'bezeichnung',
  'beschreibung',
  'descripcion',
];
const NEEDED = [TITLE, PORT, HOST];
const OF_LISTS = new Set(['serial', 'mac', 'assetTag', 'model', 'vendor', 'os', 'software']);

/** Tables of AE titles. */
export const aeTable: Importer = {
  kind: KIND,
  label: 'Table of AE titles (CSV)',
  verified: false,
  recognizes: (head) => {
    const names = headingNames(head, NEEDED);
    return names !== null && !names.some((name) => OF_LISTS.has(fieldOfHeading(name) ?? ''));
  },
  async *read(source) {
    for await (const rows of tableRows(source, NEEDED)) yield rows.map(rowOf);
  },
};

function rowOf(table: TableRow): ImportedRow {
  const { row } = table;
  if (table.problem !== null) return { row, problem: table.problem };
  const title = table.cell(TITLE);
  const host = table.cell(HOST);
  const known = { basis: 'attested', confidence: 0.8 } as const;
  const say = new AssetSayings(`ae-table/${title}@${host.toLowerCase()}`, known);
  if (!say.aeTitle(title)) return { row, problem: 'The row has no AE title of at most 16 characters.' };
  if (parseAddress(host)) say.address(host);
  else say.hostName(host);
  if (say.list.length < 2) return { row, problem: 'The row has no network address or host name that can be used.' };
  say.text('device.name', table.cell(NAME));
  const owner = table.cell(OWNER);
  const port = Number(table.cell(PORT));
  const whose = new AssetSayings(`ae-table/${owner}`, known);
  if (owner !== '' && whose.aeTitle(owner)) whose.peer(title, host, Number.isInteger(port) ? port : null);
  return { row, statements: [...say.list, ...whose.list] };
}
