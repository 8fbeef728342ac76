// Neighbor tables: which hardware address has which network address, as `ip neigh` (iproute2) and `arp -an` (net-tools) print it.
import type { ImportedRow, Importer } from '../importer.ts';
import { readLines } from '../lines.ts';
import { HostSayings } from '../scanners/host-sayings.ts';

const KIND = 'neighbor-table';
const IP_NEIGH =
  /^([0-9a-f.:]+) dev \S+(?: lladdr ([0-9a-f:]{17}))?(?: \w+)? (?:REACHABLE|STALE|DELAY|PROBE|PERMANENT|FAILED|INCOMPLETE|NOARP|NONE)\s*$/;
const ARP_AN = /^\S+ \(([0-9.]+)\) at (<incomplete>|[0-9a-f:]{17})(?: \[\w+\])?.* on \S+\s*$/;

/** Tables of neighbors. */
export const neighborTable: Importer = {
  kind: KIND,
  label: 'Neighbor table (ip neigh, arp -an)',
  verified: true,
  recognizes: (head) => {
    const first = (head.split('\n')[0] ?? '').trimEnd();
    return IP_NEIGH.test(first) || ARP_AN.test(first);
  },
  async *read(source) {
    const notes = { foreign: 0, firstForeign: null };
    for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, notes)) {
      yield lines.flatMap(({ text, number }): ImportedRow[] => {
        if (text.trim() === '') return [];
        const [, address, mac] = IP_NEIGH.exec(text.trimEnd()) ?? ARP_AN.exec(text.trimEnd()) ?? [];
        if (address === undefined) return [{ row: number, problem: 'The line is no entry of a neighbor table.' }];
        const say = HostSayings.of(address, KIND, undefined);
        // A neighbor that did not answer is nobody.
        if (!say || mac === undefined || mac === '<incomplete>') return [{ row: number, statements: [] }];
        say.mac(mac);
        return [{ row: number, statements: say.list }];
      });
    }
  },
};
