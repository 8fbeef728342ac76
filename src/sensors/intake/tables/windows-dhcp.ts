// Leases of Windows DHCP servers, in the three ways in which they come out: `Get-DhcpServerv4Lease | Export-Csv` (DhcpServerv4Lease, DHCP
// Server PowerShell Provider), the XML of `Export-DhcpServer -Leases`, and the reservations of `netsh dhcp server dump`. Times are in the
// server's own language and zone, so the state of a lease counts, not its end. Descriptions are not read.
import { type ImportedRow, type Importer, macText } from '../importer.ts';
import { readLines } from '../lines.ts';
import { textAt, type XmlElement, xmlElements } from '../scanners/xml-stream.ts';
import { headingNames, tableRows } from './delimited.ts';
import { leaseRow } from './leases.ts';

const ADDRESS = ['ipaddress', 'ip address'];
const CLIENT = ['client id'];
const STATE = ['address state'];
const NEEDED = [ADDRESS, CLIENT, STATE];

interface WindowsLease {
  readonly address: string;
  /** The hardware address, with or without hyphens. */
  readonly client: string;
  readonly name: string;
  readonly state: string;
}

function rowOf(kind: string, lease: WindowsLease, row: number): ImportedRow {
  const mac = macText(lease.client);
  // A reservation keeps its address for one machine, whether that is there now or not.
  const active = /^active|reservation$/i.test(lease.state);
  const { address, name } = lease;
  return leaseRow(kind, { address, mac, name, vendorClass: '', fromMs: undefined, toMs: undefined, active }, row, 0);
}

/** Get-DhcpServerv4Lease. */
export const windowsDhcpCsv: Importer = {
  kind: 'windows-dhcp-csv',
  label: 'Leases of Windows DHCP (CSV)',
  verified: false,
  recognizes: (head) => headingNames(head, NEEDED) !== null,
  async *read(source) {
    for await (const rows of tableRows(source, NEEDED)) {
      yield rows.map((row) =>
        row.problem === null
          ? rowOf(
              'windows-dhcp-csv',
              {
                address: row.cell(ADDRESS),
                client: row.cell(CLIENT),
                name: row.cell(['host name']),
                state: row.cell(STATE),
              },
              row.row,
            )
          : { row: row.row, problem: row.problem },
      );
    }
  },
};

/** Export-DhcpServer. */
export const windowsDhcpXml: Importer = {
  kind: 'windows-dhcp-xml',
  label: 'Leases of Windows DHCP (XML)',
  verified: false,
  recognizes: (head) => /<DHCPServer[\s>]/.test(head),
  async *read(source) {
    let row = 0;
    for await (const element of xmlElements(source, new Set(['Lease', 'Reservation']))) {
      row++;
      yield [rowOf('windows-dhcp-xml', leaseIn(element), row)];
    }
  },
};

function leaseIn(element: XmlElement): WindowsLease {
  const isReservation = element.name === 'Reservation';
  return {
    address: textAt(element, 'IPAddress'),
    client: textAt(element, 'ClientId'),
    name: textAt(element, isReservation ? 'Name' : 'HostName'),
    state: isReservation ? 'Reservation' : textAt(element, 'AddressState'),
  };
}

const RESERVED = /\badd reservedip (\S+) ([0-9a-f:.-]{12,17})(?: "([^"]*)")?/i;

/** netsh dhcp server dump. */
export const windowsDhcpDump: Importer = {
  kind: 'windows-dhcp-dump',
  label: 'Reservations of Windows DHCP (netsh)',
  verified: false,
  recognizes: (head) => /^\s*(?:netsh )?dhcp server \S+ (?:scope|add|set|delete|v4|import)\b/im.test(head),
  async *read(source) {
    const notes = { foreign: 0, firstForeign: null };
    for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, notes)) {
      yield lines.flatMap(({ text, number }): ImportedRow[] => {
        if (!/\badd reservedip\b/i.test(text)) return [];
        const [, address, client, name = ''] = RESERVED.exec(text) ?? [];
        if (address === undefined || client === undefined) return [{ row: number, problem: 'The reservation is cut.' }];
        return [rowOf('windows-dhcp-dump', { address, client, name, state: 'Reservation' }, number)];
      });
    }
  },
};
