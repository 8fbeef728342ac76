// Leases of DHCP servers: ISC dhcpd (dhcpd.leases(5)), Kea's memfile (Kea manual, 'Memfile'), dnsmasq (dnsmasq(8), --dhcp-leasefile). Who got
// which address, with its hardware address and the name that it gave itself. A lease that has run out says less.
import type { ImportedRow, Importer, ReadContext } from '../importer.ts';
import { type Line, readLines } from '../lines.ts';
import { HostSayings } from '../scanners/host-sayings.ts';

/** What a server says of one lease. */
export interface Lease {
  readonly address: string;
  readonly mac: string;
  readonly name: string;
  readonly vendorClass: string;
  /** When it was given or renewed, and when it ends; undefined when the file does not say. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  readonly active: boolean;
}

const CURRENT = 0.85;
const ENDED = 0.5;

/** The row of a lease. */
export function leaseRow(kind: string, lease: Lease, row: number, nowMs: number): ImportedRow {
  const ended = !lease.active || (lease.toMs !== undefined && lease.toMs < nowMs);
  const at = lease.fromMs ?? (ended ? lease.toMs : undefined);
  const say = HostSayings.of(lease.address, kind, at);
  if (!say) return { row, problem: 'The lease has no address.' };
  // An address that was given back may belong to another machine by now.
  if (!ended) say.mac(lease.mac);
  say.hostName(lease.name, ended ? ENDED - 0.1 : CURRENT);
  say.hint('DHCP vendor class', lease.vendorClass);
  return { row, statements: say.list };
}

async function* lines(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  yield* readLines(source, { name: 'utf-8', mark: 0 }, { foreign: 0, firstForeign: null });
}

/** ISC dhcpd. The file is a journal: the last lease of an address holds. */
export const iscLeases: Importer = {
  kind: 'dhcpd-leases',
  label: 'Leases of ISC dhcpd',
  verified: true,
  recognizes: (head) =>
    /^lease (?:\d{1,3}\.){3}\d{1,3} \{/m.test(head) && /^\s+(?:starts|ends|binding state|hardware)/m.test(head),
  async *read(source, { nowMs }) {
    const leases = new Map<string, { lease: Lease; row: number }>();
    let open: { address: string; row: number; text: string } | null = null;
    for await (const block of lines(source)) {
      for (const { text, number } of block) {
        const begun = /^lease (\S+) \{/.exec(text)?.[1];
        if (begun !== undefined) open = { address: begun, row: number, text: '' };
        else if (open !== null && text.startsWith('}')) {
          leases.set(open.address, { lease: iscLease(open.address, open.text), row: open.row });
          open = null;
        } else if (open !== null && open.text.length < 20_000) open.text += `${text}\n`;
      }
    }
    if (open !== null) yield [{ row: open.row, problem: 'The last lease is cut.' }];
    yield [...leases.values()].map(({ lease, row }) => leaseRow('dhcpd-leases', lease, row, nowMs));
  },
};

function iscLease(address: string, text: string): Lease {
  const time = (name: string) => {
    const [, day, clock] =
      new RegExp(`^\\s*${name} \\d (\\d{4}/\\d{2}/\\d{2}) (\\d{2}:\\d{2}:\\d{2});`, 'm').exec(text) ?? [];
    return day === undefined ? undefined : Date.parse(`${day.replaceAll('/', '-')}T${clock}Z`);
  };
  return {
    address,
    mac: /hardware ethernet ([0-9a-f:]+);/.exec(text)?.[1] ?? '',
    name: /client-hostname "([^"]*)";/.exec(text)?.[1] ?? '',
    vendorClass: /vendor-class-identifier = "([^"]*)";/.exec(text)?.[1] ?? '',
    fromMs: time('cltt') ?? time('starts'),
    toMs: time('ends'),
    active: /^\s*binding state active;/m.test(text),
  };
}

/** Kea's lease file: later lines replace earlier ones. */
export const keaLeases: Importer = {
  kind: 'kea-leases',
  label: 'Leases of Kea',
  verified: true,
  recognizes: (head) => head.startsWith('address,hwaddr,client_id,valid_lifetime,expire,'),
  async *read(source, { nowMs }) {
    const leases = new Map<string, { lease: Lease; row: number }>();
    const problems: ImportedRow[] = [];
    let heading: string[] = [];
    for await (const block of lines(source)) {
      for (const { text, number } of block) {
        const cells = text.split(',');
        if (number === 1) heading = cells;
        else if (cells.length < 9) {
          if (text.trim() !== '') problems.push({ row: number, problem: 'The line has fewer cells than the heading.' });
        } else {
          const cell = (name: string) => cells[heading.indexOf(name)] ?? '';
          const toMs = Number(cell('expire')) * 1000;
          const fromMs = toMs - Number(cell('valid_lifetime')) * 1000;
          const lease = {
            address: cell('address'),
            mac: cell('hwaddr'),
            name: cell('hostname').replace(/\.$/, ''),
            vendorClass: '',
            fromMs,
            toMs,
            active: cell('state') === '0',
          };
          leases.set(lease.address, { lease, row: number });
        }
      }
    }
    yield [...problems, ...[...leases.values()].map(({ lease, row }) => leaseRow('kea-leases', lease, row, nowMs))];
  },
};

const DNSMASQ = /^(\d+) ([0-9a-f]{2}(?::[0-9a-f]{2}){5}) (\d{1,3}(?:\.\d{1,3}){3}) (\S+) (\S+)\s*$/;

/** dnsmasq. */
export const dnsmasqLeases: Importer = {
  kind: 'dnsmasq-leases',
  label: 'Leases of dnsmasq',
  verified: true,
  recognizes: (head) => DNSMASQ.test((head.split('\n')[0] ?? '').trimEnd()),
  read: (source, context) =>
    simple(source, context, 'dnsmasq-leases', (text) => {
      const [, expiry, mac = '', address = '', name = ''] = DNSMASQ.exec(text) ?? [];
      if (expiry === undefined) return null;
      const toMs = expiry === '0' ? undefined : Number(expiry) * 1000;
      return { address, mac, name: name === '*' ? '' : name, vendorClass: '', fromMs: undefined, toMs, active: true };
    }),
};

async function* simple(
  source: AsyncIterable<Uint8Array>,
  { nowMs }: ReadContext,
  kind: string,
  read: (text: string) => Lease | null,
): AsyncGenerator<readonly ImportedRow[]> {
  for await (const block of lines(source)) {
    yield block.flatMap(({ text, number }): ImportedRow[] => {
      if (text.trim() === '' || text.startsWith('duid ')) return [];
      const lease = read(text);
      return [lease ? leaseRow(kind, lease, number, nowMs) : { row: number, problem: 'The line is no lease.' }];
    });
  }
}
