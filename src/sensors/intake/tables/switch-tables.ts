// What switches and routers print of addresses: `show ip arp`, `show arp`, `show mac address-table` of Cisco IOS, NX-OS and ASA, and of
// Arista EOS. Several of them, of several switches, may stand in one file.
import { type ImportedRow, type Importer, macText, type Statement, statement } from '../importer.ts';
import { readLines } from '../lines.ts';
import { HostSayings } from '../scanners/host-sayings.ts';

const KIND = 'switch-tables';
const MAC = String.raw`([0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})`;
const IOS_ARP = new RegExp(String.raw`^Internet\s+([0-9.]+)\s+[-\d]+\s+${MAC}\s+\S+(?:\s+(\S+))?`, 'i');
const NX_ARP = new RegExp(String.raw`^\s*([0-9.]{7,15})\s+(?:\d[\d:.]*|-|N/A)\s+${MAC}\s+(\S+)`, 'i');
const ASA_ARP = new RegExp(String.raw`^\s+([\w.-]+)\s+([0-9.]{7,15})\s+${MAC}\s+(?:\d+|-)\s*$`, 'i');
const MAC_ENTRY = new RegExp(String.raw`^\s*[*+~]?\s*(?:[GROC]\s+)?(\d{1,4})\s+${MAC}\s+(\w+)\s*(.*)$`, 'i');
const PROMPT = /^(\S{1,63}?)[#>]\s*sho?w?\b/i;
/** A port with more addresses than this leads to another switch. */
const MOST_AT_PORT = 4;
const MOST_ENTRIES = 500_000;

/** Tables of switches and routers. */
export const switchTables: Importer = {
  kind: KIND,
  label: 'Address tables of switches and routers (show arp, show mac address-table)',
  verified: false,
  recognizes: (head) => {
    const lines = head.split(/\r?\n/, 200);
    const isEntry = (line: string) =>
      IOS_ARP.test(line) || NX_ARP.test(line) || ASA_ARP.test(line) || MAC_ENTRY.test(line);
    return lines.some((line) => isEntry(line)) && !/[,;]/.test(lines.find(isEntry)?.split(/\s{2,}/)[0] ?? '');
  },
  async *read(source) {
    const notes = { foreign: 0, firstForeign: null };
    const entries: MacEntry[] = [];
    let device = '';
    for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, notes)) {
      const rows: ImportedRow[] = [];
      for (const { text, number } of lines) {
        device = PROMPT.exec(text)?.[1] ?? device;
        const entry = macEntry(text, number, device);
        if (entry && entries.length < MOST_ENTRIES) entries.push(entry);
        else rows.push(...arpRow(text, number));
      }
      yield rows;
    }
    yield macRows(entries);
  },
};

function arpRow(text: string, row: number): ImportedRow[] {
  const [, inside, second, third] = IOS_ARP.exec(text) ?? NX_ARP.exec(text) ?? [];
  const asa = inside === undefined ? ASA_ARP.exec(text) : null;
  const address = asa?.[2] ?? inside;
  const mac = asa?.[3] ?? second;
  if (address === undefined || mac === undefined) {
    const isCut = /^Internet\s+\d/i.test(text) && !/incomplete/i.test(text);
    return isCut ? [{ row, problem: 'The line is no entry of an address table.' }] : [];
  }
  const say = HostSayings.of(address, KIND, undefined);
  if (!say) return [{ row, problem: 'The line has no network address.' }];
  say.mac(macText(mac));
  say.vlan(Number(/^Vlan(\d+)/i.exec(third ?? '')?.[1] ?? Number.NaN));
  return [{ row, statements: say.list }];
}

interface MacEntry {
  readonly row: number;
  readonly mac: string;
  readonly vlan: number;
  /** The switch, when the file says, and its port. */
  readonly port: string;
}

function macEntry(text: string, row: number, device: string): MacEntry | null {
  const [, vlan, mac, , rest = ''] = MAC_ENTRY.exec(text) ?? [];
  // A switch lists its own addresses too.
  if (vlan === undefined || mac === undefined || /\b(?:cpu|router|sup-eth\d)/i.test(rest)) return null;
  const port = rest.split(/\s+/).find((word) => /^[A-Za-z][\w.-]*\d[\w./-]*$/.test(word)) ?? '';
  return { row, mac: macText(mac), vlan: Number(vlan), port: port === '' ? '' : `${device} ${port}`.trim() };
}

function macRows(entries: readonly MacEntry[]): ImportedRow[] {
  const atPort = new Map<string, Set<string>>();
  for (const { port, mac } of entries) atPort.set(port, (atPort.get(port) ?? new Set()).add(mac));
  return entries.map(({ row, mac, vlan, port }) => {
    const isEdge = port !== '' && (atPort.get(port)?.size ?? 0) <= MOST_AT_PORT;
    return { row, statements: macSayings({ mac, vlan, port: isEdge ? port : '' }) };
  });
}

/** What a switch knows of one hardware address; its own and those of groups are nobody's. */
export function macSayings({ mac, vlan, port }: Omit<MacEntry, 'row'>): Statement[] {
  const isGroup = (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
  if (isGroup || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac) || mac === '00:00:00:00:00:00') return [];
  const subject = { kind: 'asset', key: `switch/${mac}` } as const;
  const known = { basis: 'observed', confidence: 0.9 } as const;
  const said: Statement[] = [statement(subject, 'device.mac', mac, known)];
  if (Number.isInteger(vlan) && vlan >= 1 && vlan <= 4094) said.push(statement(subject, 'device.vlan', vlan, known));
  if (port !== '') {
    said.push(statement(subject, 'device.hint', { sign: 'Switch port', value: port.slice(0, 150) }, known));
  }
  return said;
}
