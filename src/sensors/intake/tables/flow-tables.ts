// Conversations as tables: the traffic log of Palo Alto Networks (PAN-OS, 'Traffic Log Fields'), of Fortinet (FortiOS, 'Log Message
// Reference', key=value), and any table that names both ends and the port, `nfdump -o csv` among them. What a firewall turned away is no
// conversation. Users, pages and rules are not read.
import type { ImportedRow, Importer } from '../importer.ts';
import { readLines } from '../lines.ts';
import { Sayings } from '../monitors/sayings.ts';
import { sentByClient, usualProtocol } from '../server-ports.ts';
import { headingNames, type TableRow, tableRows, tableTime } from './delimited.ts';

/** A line of such a log, whatever its columns are called. */
interface FlowLine {
  readonly source: string;
  readonly target: string;
  readonly sourcePort: number | null;
  readonly targetPort: number;
  /** A number (IANA) or a name; '' when not said. */
  readonly transport: string;
  readonly application: string;
  readonly action: string;
  /** Bytes or packets that came back; null when not said. */
  readonly answered: number | null;
  readonly at: number | undefined;
  /** Whether the source opened the conversation; else the ports tell. */
  readonly isSession: boolean;
}

const DENIED =
  /^(?:deny|denied|drop|dropped|block|blocked|reject|rejected|reset|ip-conn|dns|discard|discarded)(?:\b|$)/i;
/** What firewalls call conversations that never came about or could not be told. */
const NO_NAME =
  /^(?:incomplete|insufficient-data|not-applicable|unknown(?:-\w+)?|other|n\/a|any|(?:tcp|udp)[-_/].*|\d+)?$/i;

function rowOf(kind: string, row: number, flow: FlowLine): ImportedRow {
  const isUdp = /^(?:17|udp)$/i.test(flow.transport);
  const isTcp = /^(?:6|tcp)?$/i.test(flow.transport);
  const isPort = Number.isInteger(flow.targetPort) && flow.targetPort >= 0 && flow.targetPort <= 65_535;
  if (flow.source === '' || flow.target === '' || !isPort) {
    return { row, problem: 'The row does not name two ends and a port.' };
  }
  const never = DENIED.test(flow.action) || flow.answered === 0 || /^incomplete$/i.test(flow.application);
  if (never || (!isTcp && !isUdp)) return { row, statements: [] };
  const fromClient = flow.isSession || flow.sourcePort === null || sentByClient(flow.sourcePort, flow.targetPort);
  const [client, server, port] = fromClient
    ? [flow.source, flow.target, flow.targetPort]
    : [flow.target, flow.source, flow.sourcePort ?? 0];
  const transport = isUdp ? 'udp' : 'tcp';
  const named = NO_NAME.test(flow.application) ? '' : flow.application.toLowerCase();
  const protocol = (named || usualProtocol(port) || transport).slice(0, 40);
  const say = new Sayings(kind, flow.at);
  say.flow(client, server, { port, transport, protocol });
  if (say.list.length === 0) return { row, statements: [] };
  say.role(client, `Calls ${protocol}`.slice(0, 40));
  if (!fromClient || flow.isSession) say.role(server, `Answers ${protocol}`.slice(0, 40));
  return { row, statements: say.list };
}

const SOURCE = [
  'source address',
  'source ip',
  'source ip address',
  'src ip',
  'srcip',
  'src',
  'source',
  'sa',
  'src addr',
  'srcaddr',
  'src address',
  'ipv4 src addr',
  'source ipv4address',
];
const TARGET = [
  'destination address',
  'destination ip',
  'destination ip address',
  'dst ip',
  'dstip',
  'dst',
  'dest ip',
  'destip',
  'destination',
  'da',
  'dst addr',
  'dstaddr',
  'dst address',
  'ipv4 dst addr',
  'destination ipv4address',
  'dest',
];
const SOURCE_PORT = ['source port', 'src port', 'srcport', 'sport', 'sp', 's port', 'l4 src port'];
const TARGET_PORT = [
  'destination port',
  'dst port',
  'dstport',
  'dest port',
  'destport',
  'dport',
  'dp',
  'd port',
  'l4 dst port',
];
const PROTOCOL = ['ip protocol', 'protocol', 'proto', 'pr', 'transport'];
const APPLICATION = ['application', 'app', 'service'];
const ACTION = ['action', 'firewall action', 'verdict', 'disposition'];
const ANSWER = ['bytes received', 'rcvdbyte', 'received bytes', 'pkts received', 'packets received'];
const TIME = ['start time', 'generate time', 'receive time', 'first seen', 'time', 'timestamp', 'date', 'ts'];
const ENDS = [SOURCE, TARGET, TARGET_PORT];
const PALO_ALTO = [
  ['receive time'],
  ['source address'],
  ['destination address'],
  ['destination port'],
  ['ip protocol', 'protocol'],
];

function flowTable(
  kind: string,
  importer: Pick<Importer, 'label' | 'verified'>,
  needed: readonly (readonly string[])[],
): Importer {
  return {
    kind,
    ...importer,
    recognizes: (head) => headingNames(head, needed) !== null,
    async *read(source) {
      let isOver = false;
      for await (const rows of tableRows(source, needed)) {
        const taken: ImportedRow[] = [];
        for (const row of rows) {
          // nfdump adds up at the end.
          isOver ||= kind === FLOWS && /^Summary$/.test(row.cell(['ts']));
          if (!isOver) taken.push(tableRow(kind, row));
        }
        yield taken;
      }
    },
  };
}

const FLOWS = 'flow-csv';
/** PAN-OS traffic log, exported as CSV. */
export const paloAlto = flowTable(
  'palo-alto-csv',
  { label: 'Traffic log of Palo Alto Networks (CSV)', verified: false },
  PALO_ALTO,
);
/** Any table of conversations. */
export const flowCsv = flowTable(FLOWS, { label: 'Table of conversations (CSV)', verified: true }, ENDS);

function tableRow(kind: string, row: TableRow): ImportedRow {
  if (row.problem !== null) return { row: row.row, problem: row.problem };
  const number = (text: string) => (/^\d+$/.test(text) ? Number(text) : null);
  // NetFlow counts one direction at a time; flags without an acknowledgement are an attempt that nobody answered.
  const isAttempt =
    /^[.A-Z]{6,8}$/.test(row.cell(['flg'])) && /tcp/i.test(row.cell(PROTOCOL)) && !row.cell(['flg']).includes('A');
  if (isAttempt) return { row: row.row, statements: [] };
  return rowOf(kind, row.row, {
    source: row.cell(SOURCE),
    target: row.cell(TARGET),
    sourcePort: number(row.cell(SOURCE_PORT)),
    targetPort: number(row.cell(TARGET_PORT)) ?? -1,
    transport: row.cell(PROTOCOL),
    application: row.cell(APPLICATION),
    action: row.cell(ACTION),
    answered: number(row.cell(ANSWER)),
    at: tableTime(row.cell(TIME)),
    isSession: row.cell(ACTION) !== '',
  });
}

const FORTINET = 'fortinet-log';

/** FortiOS traffic log, as the firewall writes it and as FortiAnalyzer exports it. */
export const fortinet: Importer = {
  kind: FORTINET,
  label: 'Traffic log of Fortinet',
  verified: false,
  recognizes: (head) =>
    /\bsrcip="?[0-9a-f.:]+"?/.test(head) && /\bdstip="?[0-9a-f.:]+"?/.test(head) && /\btype="?traffic/.test(head),
  async *read(source) {
    const notes = { foreign: 0, firstForeign: null };
    for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, notes)) {
      yield lines.flatMap(({ text, number }) => (text.trim() === '' ? [] : [fortinetRow(text, number)]));
    }
  },
};

function fortinetRow(text: string, row: number): ImportedRow {
  const fields = new Map<string, string>();
  for (const [, name = '', quoted, bare] of text.matchAll(/\b([a-z_]+)=(?:"([^"]*)"|([^\s,"]*))/g)) {
    if (!fields.has(name)) fields.set(name, quoted ?? bare ?? '');
  }
  const field = (name: string) => fields.get(name) ?? '';
  const number = (name: string) => (/^\d+$/.test(field(name)) ? Number(field(name)) : null);
  if (fields.has('type') && field('type') !== 'traffic') return { row, statements: [] };
  const at = tableTime(`${field('date')} ${field('time')}`.trim());
  return rowOf(FORTINET, row, {
    source: field('srcip'),
    target: field('dstip'),
    sourcePort: number('srcport'),
    // Without ports (ICMP) there is nothing to call.
    targetPort: number('dstport') ?? (field('proto') === '6' || field('proto') === '17' ? -1 : 0),
    transport: field('proto'),
    application: /^[\w-]+$/.test(field('service')) ? field('service') : '',
    action: field('action'),
    answered: number('rcvdbyte'),
    at,
    isSession: true,
  });
}
