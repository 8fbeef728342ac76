// Tables of hardware addresses as comma-separated text, from any program: address, hardware address, network tag, port of a switch. What
// looks like a list of devices, with makers or serial numbers, is taken in as such a list instead.
import { fieldOfHeading } from '../columns.ts';
import { type ImportedRow, type Importer, macText } from '../importer.ts';
import { HostSayings } from '../scanners/host-sayings.ts';
import { headingNames, type TableRow, tableRows } from './delimited.ts';
import { macSayings } from './switch-tables.ts';

const KIND = 'address-table-csv';
const MAC = [
  'mac',
  'mac address',
  'macaddress',
  'hardware address',
  'hwaddress',
  'hw address',
  'physical address',
  'link layer address',
  'lladdr',
];
const ADDRESS = ['ip', 'ip address', 'ipaddress', 'address', 'ipv4', 'ipv4 address', 'ip addr'];
const VLAN = ['vlan', 'vlan id', 'vlanid', 'vid'];
const PORT = ['port', 'switch port', 'switchport', 'interface', 'interface alias', 'if name', 'ifname', 'port name'];
const NEEDED = [MAC, [...VLAN, ...PORT]];
const OF_LISTS = new Set([
  'vendor',
  'model',
  'serial',
  'assetTag',
  'aeTitle',
  'modality',
  'owner',
  'os',
  'software',
  'kind',
]);

/** Tables of hardware addresses. */
export const addressTable: Importer = {
  kind: KIND,
  label: 'Table of addresses (CSV)',
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
  const mac = macText(table.cell(MAC));
  if (mac === '') return { row, problem: 'The row names no hardware address.' };
  const vlan = Number(/^(?:vlan)?\s*(\d{1,4})$/i.exec(table.cell(VLAN) || table.cell(PORT))?.[1] ?? Number.NaN);
  const port = [table.cell(['switch', 'switch name']), table.cell(PORT)].filter((word) => word !== '').join(' ');
  const isPort = /\d/.test(port) && !/^vlan/i.test(port);
  const say = HostSayings.of(table.cell(ADDRESS), KIND, undefined);
  if (!say) {
    if (table.cell(ADDRESS) !== '') return { row, problem: 'The row has no network address that can be read.' };
    return { row, statements: macSayings({ mac, vlan, port: isPort ? port : '' }) };
  }
  say.mac(mac);
  say.vlan(vlan);
  say.hostName(table.cell(['hostname', 'host name', 'dns name']));
  return { row, statements: say.list };
}
