// Flows as nfdump prints them (`nfdump -o json`), whatever sent them: NetFlow 5 and 9, IPFIX, sFlow. Each record is one direction; the ports tell
// which end is the server.
import { z } from 'zod';
import type { ImportedRow, Importer } from '../importer.ts';
import { readLines } from '../lines.ts';
import { Sayings } from '../monitors/sayings.ts';
import { sentByClient, usualProtocol } from '../server-ports.ts';

const KIND = 'nfdump-json';
const MAX_RECORD = 1 << 16;

const record = z.object({
  last: z.string().optional(),
  in_packets: z.number().default(0),
  proto: z.number(),
  tcp_flags: z.string().default(''),
  src_port: z.number().default(0),
  dst_port: z.number().default(0),
  src4_addr: z.string().optional(),
  dst4_addr: z.string().optional(),
  src6_addr: z.string().optional(),
  dst6_addr: z.string().optional(),
});

/** nfdump -o json. */
export const nfdump: Importer = {
  kind: KIND,
  label: 'Flows of nfdump (JSON)',
  verified: true,
  recognizes: (head) => /^\s*\[?\s*\{\s*"type"\s*:\s*"FLOW"/.test(head),
  async *read(source) {
    const notes = { foreign: 0, firstForeign: null };
    let open = '';
    let begun = 0;
    for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, notes)) {
      const rows: ImportedRow[] = [];
      for (const { text, number } of lines) {
        const trimmed = text.trim();
        if (open === '' && !trimmed.startsWith('{')) continue;
        if (open === '') begun = number;
        open += trimmed;
        if (!/\},?$/.test(trimmed)) {
          if (open.length > MAX_RECORD) open = '';
          continue;
        }
        rows.push(rowOf(open.replace(/,$/, ''), begun));
        open = '';
      }
      yield rows;
    }
    if (open !== '') yield [{ row: begun, problem: 'The last record is cut.' }];
  },
};

function rowOf(text: string, row: number): ImportedRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { row, problem: 'The record is no JSON object.' };
  }
  const flow = record.safeParse(value).data;
  if (!flow) return { row, problem: 'The record is no flow.' };
  const { proto, src_port, dst_port, tcp_flags } = flow;
  const ms = Date.parse(`${flow.last ?? ''}Z`);
  const say = new Sayings(KIND, Number.isFinite(ms) ? ms : undefined);
  const source = flow.src4_addr ?? flow.src6_addr;
  const target = flow.dst4_addr ?? flow.dst6_addr;
  const isTcp = proto === 6;
  // An attempt that nobody answered: nothing but the opening, or a refusal.
  const isAttempt = isTcp && !tcp_flags.includes('A');
  if ((!isTcp && proto !== 17) || isAttempt) return { row, statements: [] };
  const fromClient = sentByClient(src_port, dst_port);
  const [client, server, port] = fromClient ? [source, target, dst_port] : [target, source, src_port];
  const transport = isTcp ? 'tcp' : 'udp';
  const protocol = usualProtocol(port) ?? transport;
  say.flow(client, server, { port, transport, protocol });
  say.role(client, `Calls ${protocol}`);
  if (!fromClient) say.role(server, `Answers ${protocol}`);
  return { row, statements: say.list };
}
