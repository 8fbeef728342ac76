// Logs of Zeek, the network monitor: connections become flows, the others say who is who. Addresses of web pages, names of files and of
// users are not read: they name patients and people.

import { flowSubject } from '#evidence/model.ts';
import { lookup, parseAddress } from '#kit/index.ts';
import { type ImportedRow, type Importer, statement } from '../importer.ts';
import { isOwnAddress } from '../own-address.ts';
import { Sayings } from './sayings.ts';
import { type ConnLine, type ZeekLine, ZeekLines } from './zeek-lines.ts';

/** Names flows and services that this monitor saw. */
const ZEEK = 'zeek';
/** Different flows that are brought together before they are handed on. */
const MOST_FLOWS = 100_000;
/** States in which nothing was said (Zeek manual, conn_state): attempts without an answer. */
const UNANSWERED = new Set(['S0', 'REJ', 'RSTOS0', 'SH', 'SHR', 'OTH']);

interface Flow {
  readonly line: ConnLine;
  lastMs: number;
  count: number;
}

/** Zeek logs of every kind that describes machines. */
export const zeek: Importer = {
  kind: ZEEK,
  label: 'Zeek log',
  verified: true,
  recognizes: (head) =>
    /^(?:#.*\n)*#(?:separator |fields\t)/m.test(head.slice(0, 4000)) ||
    /^\{(?=[^\n]*"(?:ts|_path)":)(?=[^\n]*"(?:uid|id\.orig_h|host|client_addr|uids)":)/.test(head),
  read,
};

async function* read(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ImportedRow[]> {
  const flows = new Map<string, Flow>();
  let rows: ImportedRow[] = [];
  let unanswered = 0;
  const lines = new ZeekLines({
    conn: (line) => {
      const key = `${line.client} ${line.server} ${line.port} ${line.transport} ${line.service}`;
      const ms = Number(line.ts) * 1000;
      const answered = !UNANSWERED.has(line.state);
      const known = answered ? flows.get(key) : undefined;
      if (known) {
        known.count++;
        if (ms > known.lastMs) known.lastMs = ms;
        return;
      }
      if (!answered) unanswered++;
      else flows.set(key, { line, lastMs: ms, count: 1 });
    },
    line: (line) => rows.push({ row: line.number, statements: sayingsOf(line) }),
    problem: ({ number, problem }) => rows.push({ row: number, problem }),
  });
  for await (const chunk of source) {
    lines.push(chunk);
    if (rows.length >= 2000) {
      yield rows;
      rows = [];
    }
    if (flows.size >= MOST_FLOWS) {
      yield* flowRows(flows);
      flows.clear();
    }
  }
  lines.finish();
  yield [...rows, { row: 0, statements: [], rows: unanswered }];
  yield* flowRows(flows);
}

/** Connections that were brought together, in batches. */
function* flowRows(flows: ReadonlyMap<string, Flow>): Generator<ImportedRow[]> {
  let rows: ImportedRow[] = [];
  for (const flow of flows.values()) {
    rows.push(flowRow(flow));
    if (rows.length < 2000) continue;
    yield rows;
    rows = [];
  }
  yield rows;
}

function flowRow({ line, lastMs, count }: Flow): ImportedRow {
  const { client, server, service } = line;
  const port = Number(line.port);
  const transport = line.transport === 'udp' ? 'udp' : 'tcp';
  const isOurs = isOwnAddress(client) || isOwnAddress(server);
  const isFlow = (line.transport === 'tcp' || line.transport === 'udp') && port <= 65_535;
  if (!isOurs || !isFlow || !parseAddress(client) || !parseAddress(server))
    return { row: 0, statements: [], rows: count };
  const known = { basis: 'observed', confidence: 0.9, ...(Number.isFinite(lastMs) ? { atMs: lastMs } : {}) } as const;
  const protocols = service === '-' || service === '' ? [transport] : service.split(',');
  const subject = flowSubject({ transport, client, server, port });
  const statements = protocols
    .slice(0, 5)
    .map((protocol) => statement(subject, 'flow.protocol', protocol.slice(0, 40), known));
  const roles = [
    [client, `Calls ${protocols[0]}`],
    [server, `Answers ${protocols[0]}`],
  ] as const;
  for (const [address, role] of roles) {
    if (!isOwnAddress(address)) continue;
    statements.push(statement({ kind: 'address', key: address }, 'device.role', role.slice(0, 40), known));
  }
  return { row: 0, statements, rows: count };
}

type Reader = (line: ZeekLine, say: Sayings) => void;

function sayingsOf(line: ZeekLine) {
  const ts = Number(line.get('ts')) * 1000;
  const say = new Sayings(ZEEK, Number.isFinite(ts) && ts > 0 ? ts : undefined);
  READERS[line.path]?.(line, say);
  return say.list;
}

function ends(line: ZeekLine): { client: string | undefined; server: string | undefined; port: number } {
  return { client: line.get('id.orig_h'), server: line.get('id.resp_h'), port: Number(line.get('id.resp_p')) };
}

const READERS: Readonly<Record<string, Reader>> = lookup({
  dns: (line, say) => {
    const query = line.get('query');
    const answers = line.get('answers')?.split(',') ?? [];
    if (!['A', 'AAAA', undefined].includes(line.get('qtype_name'))) return;
    for (const answer of answers) if (parseAddress(answer)) say.hostName(answer, query?.toLowerCase());
  },
  dhcp: (line, say) => {
    const address =
      line.get('assigned_addr') ?? (line.get('msg_types')?.includes('INFORM') ? line.get('client_addr') : undefined);
    if (!line.get('msg_types')?.includes('ACK') && !line.get('assigned_addr')) return;
    say.mac(address, line.get('mac'));
    say.hostName(address, line.get('host_name') ?? line.get('client_fqdn'), 0.85);
    say.hint(address, 'DHCP vendor class', line.get('client_software'));
    say.role(line.get('server_addr'), 'Gives out addresses (DHCP)');
  },
  ssl: (line, say) => {
    const { server, port } = ends(line);
    const version = /^(?:SSLv\d|TLSv\d+)$/.exec(line.get('version') ?? '')?.[0];
    if (line.get('established') === 'F' || line.get('established') === 'false' || version === undefined) return;
    const service = say.service(server, port);
    const name = version === 'TLSv10' ? 'TLSv1' : version.replace(/^TLSv1(\d)$/, 'TLSv1.$1');
    const isNull = /_NULL_/.test(line.get('cipher') ?? '');
    const isOutdated = name < 'TLSv1.2' || isNull;
    service?.protocol('tls');
    service?.tls(name, isOutdated);
    if (isOutdated) service?.weakness('tls-outdated');
  },
  http: (line, say) => {
    const { client, server, port } = ends(line);
    const service = say.service(server, port);
    service?.protocol('http');
    say.hint(client, 'User agent', line.get('user_agent'));
    // Zeek names the user when a password came with the request in clear; the name is not read further.
    if (line.get('username') !== undefined) service?.weakness('password-in-clear');
  },
  software: (line, say) => {
    const host = line.get('host');
    const text = line.get('unparsed_version') ?? line.get('name');
    say.hint(host, line.get('software_type')?.replace('::', ' ').toLowerCase() ?? 'software', text);
    if (line.get('name') === 'Windows' || line.get('software_type') === 'OS::WINDOWS') {
      const name = /^Windows [A-Za-z0-9. ]+/.exec(text ?? '')?.[0];
      if (host !== undefined && name !== undefined) say.system(host, name.trim(), 0.6);
    }
  },
  known_services: (line, say) => {
    const port = Number(line.get('port_num'));
    const service = say.service(line.get('host'), port);
    const name = line.get('service')?.toLowerCase() ?? '';
    if (name === 'http') service?.protocol('http');
    else if (name === 'ssl') service?.protocol('tls');
  },
  known_hosts: (line, say) => say.role(line.get('host'), 'Seen on the network'),
  known_devices: (line, say) => say.hostName(line.get('host'), line.get('dhcp_host_name')),
  ntlm: (line, say) => {
    const { client, server } = ends(line);
    say.hostName(client, line.get('hostname'), 0.85);
    say.hostName(server, line.get('server_nb_computer_name'), 0.85);
    say.hostName(server, line.get('server_dns_computer_name')?.toLowerCase(), 0.85);
  },
  smb_mapping: (line, say) => say.role(ends(line).server, 'File server (SMB)'),
  smb_files: (line, say) => say.role(ends(line).server, 'File server (SMB)'),
  rdp: (line, say) => say.role(ends(line).server, 'Remote desktop (RDP)'),
  ssh: (line, say) => {
    const { client, server, port } = ends(line);
    const banner = line.get('server');
    if (banner !== undefined) say.service(server, port)?.banner(banner);
    say.hint(client, 'SSH client', line.get('client'));
  },
  ftp: (line, say) => say.service(ends(line).server, ends(line).port)?.weakness('ftp'),
  rfb: (line, say) => say.service(ends(line).server, ends(line).port)?.weakness('vnc'),
  snmp: (line, say) => {
    if (['1', '2c', '2'].includes(line.get('version') ?? ''))
      say.service(ends(line).server, ends(line).port)?.weakness('snmp-community');
  },
  kerberos: (line, say) => {
    const machine = /^([A-Za-z0-9-]{1,30})\$\//.exec(line.get('client') ?? '')?.[1];
    say.hostName(ends(line).client, machine);
    say.role(ends(line).server, 'Sign-in server (Kerberos)');
  },
  syslog: (line, say) => say.role(ends(line).server, 'Collects syslog'),
  modbus: (line, say) => say.role(ends(line).server, 'Industrial control (Modbus)'),
});
