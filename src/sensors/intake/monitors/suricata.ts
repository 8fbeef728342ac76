// EVE records of Suricata (Suricata user guide, 'EVE JSON Output'): one JSON object a line, each of an event type. Payloads, addresses
// of pages, names of files and of users are not read.
import { z } from 'zod';
import type { ImportedRow, Importer } from '../importer.ts';
import { type Line, readLines } from '../lines.ts';
import { Sayings } from './sayings.ts';

const SURICATA = 'suricata';
const words = z.string().optional().catch(undefined);
const count = z.number().optional().catch(undefined);

const event = z.object({
  timestamp: words,
  event_type: z.string(),
  src_ip: words,
  dest_ip: words,
  src_port: count,
  dest_port: count,
  proto: words,
  app_proto: words,
  flow: z.object({ state: words, bytes_toclient: count, pkts_toclient: count }).optional().catch(undefined),
  tls: z.object({ version: words, sni: words }).optional().catch(undefined),
  http: z.object({ http_user_agent: words }).optional().catch(undefined),
  ssh: z
    .object({
      client: z.object({ software_version: words }).optional().catch(undefined),
      server: z.object({ software_version: words }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  dhcp: z
    .object({
      type: words,
      dhcp_type: words,
      client_mac: words,
      assigned_ip: words,
      hostname: words,
      vendor_class_identifier: words,
    })
    .optional()
    .catch(undefined),
  smb: z
    .object({ dialect: words, ntlmssp: z.object({ host: words, domain: words }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
  dns: z
    .object({
      type: words,
      rrname: words,
      answers: z
        .array(z.object({ rrname: words, rrtype: words, rdata: words }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  snmp: z.object({ version: count }).optional().catch(undefined),
});
type Event = z.infer<typeof event>;

/** Suricata's EVE log. */
export const suricata: Importer = {
  kind: SURICATA,
  label: 'Suricata log (EVE)',
  verified: true,
  recognizes: (head) =>
    /^\s*\{(?=[^\n]*"event_type"\s*:)(?=[^\n]*"timestamp"\s*:)/.test(head) ||
    /^\s*\{[\s\S]{0,2000}"event_type"\s*:/.test(head),
  read,
};

async function* read(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ImportedRow[]> {
  const notes = { foreign: 0, firstForeign: null };
  let open = '';
  for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, notes)) {
    const rows: ImportedRow[] = [];
    for (const line of lines) {
      const { row, rest } = take(line, open);
      open = rest;
      if (row) rows.push(row);
    }
    yield rows;
  }
  if (open !== '') yield [{ row: 0, problem: 'The last record is cut.' }];
}

const MAX_RECORD = 1 << 18;

/** A record stands on one line; examples and pretty printers spread it over several. */
function take(line: Line, open: string): { row: ImportedRow | null; rest: string } {
  const text = open + line.text;
  if (text.trim() === '') return { row: null, rest: '' };
  const { number } = line;
  try {
    const parsed = event.safeParse(JSON.parse(text));
    if (!parsed.success) return { row: { row: number, problem: 'The record has no event type.' }, rest: '' };
    return { row: { row: number, statements: sayingsOf(parsed.data) }, rest: '' };
  } catch {
    const isSpread = open !== '' || /^\s*\{\s*$/.test(line.text);
    if (isSpread && text.length < MAX_RECORD) return { row: null, rest: `${text}\n` };
    return { row: { row: number, problem: 'The line is no JSON object.' }, rest: '' };
  }
}

function sayingsOf(record: Event) {
  const ms = Date.parse((record.timestamp ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  const say = new Sayings(SURICATA, Number.isFinite(ms) ? ms : undefined);
  const { src_ip: client, dest_ip: server, dest_port: port = 0 } = record;
  switch (record.event_type) {
    case 'flow': {
      const answered = (record.flow?.pkts_toclient ?? 0) > 0;
      const transport = record.proto === 'UDP' ? 'udp' : 'tcp';
      const protocol = record.app_proto === undefined || record.app_proto === 'failed' ? transport : record.app_proto;
      if (!answered || (record.proto !== 'TCP' && record.proto !== 'UDP')) break;
      say.flow(client, server, { port, transport, protocol: protocol.slice(0, 40) });
      say.role(client, `Calls ${protocol}`.slice(0, 40));
      say.role(server, `Answers ${protocol}`.slice(0, 40));
      break;
    }
    case 'tls': {
      const version = /^(?:SSLv\d|TLS 1\.\d|TLSv1(?:\.\d)?)$/i
        .exec(record.tls?.version ?? '')?.[0]
        ?.replace(/^TLS /, 'TLSv');
      if (version === undefined) break;
      const service = say.service(server, port);
      service?.protocol('tls');
      const name = version === 'TLSv1.0' ? 'TLSv1' : version;
      service?.tls(name, name < 'TLSv1.2');
      if (name < 'TLSv1.2') service?.weakness('tls-outdated');
      break;
    }
    case 'http':
      say.service(server, port)?.protocol('http');
      say.hint(client, 'User agent', record.http?.http_user_agent);
      break;
    case 'ssh': {
      const banner = record.ssh?.server?.software_version;
      if (banner !== undefined) say.service(server, port)?.banner(banner);
      say.hint(client, 'SSH client', record.ssh?.client?.software_version);
      break;
    }
    case 'dhcp': {
      const { dhcp } = record;
      if (dhcp?.dhcp_type !== 'ack' && dhcp?.dhcp_type !== 'request') break;
      const address = dhcp.assigned_ip === '0.0.0.0' ? undefined : dhcp.assigned_ip;
      say.mac(address, dhcp.client_mac);
      say.hostName(address, dhcp.hostname, 0.85);
      say.hint(address, 'DHCP vendor class', dhcp.vendor_class_identifier);
      break;
    }
    case 'smb': {
      say.role(server, 'File server (SMB)');
      say.hostName(client, record.smb?.ntlmssp?.host, 0.85);
      if (/^NT LM 0\.12$|^SMB 1/i.test(record.smb?.dialect ?? '')) say.service(server, port)?.weakness('smb1');
      break;
    }
    case 'dns':
      for (const { rrname, rrtype, rdata } of record.dns?.answers ?? []) {
        if (rrtype === 'A' || rrtype === 'AAAA') say.hostName(rdata, rrname?.toLowerCase());
      }
      break;
    case 'rdp':
      say.role(server, 'Remote desktop (RDP)');
      break;
    case 'ftp':
      say.service(server, port)?.weakness('ftp');
      break;
    case 'snmp':
      if ((record.snmp?.version ?? 3) < 3) say.service(server, port)?.weakness('snmp-community');
      break;
    default:
  }
  return say.list;
}
