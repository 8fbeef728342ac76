// Logs of network monitors, as the monitors themselves wrote them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sayings, takenIn } from '../taken.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../../shared');
const BASELINE = path.join(SHARED, 'samples/pcap/zeek/Baseline');
const EVE = path.join(SHARED, 'samples/scans/suricata-eve-docs');

function zeekLog(logPath: string, fields: string, ...lines: string[]): string {
  const tabs = (text: string) => text.split(' ').join('\t');
  return `#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t${logPath}\n#fields\t${tabs(fields)}\n${lines.map(tabs).join('\n')}\n#close\tnow\n`;
}

const CONN = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service conn_state';

test('connections become flows, once each; what nobody answered and what is not ours gives none', async () => {
  const log = zeekLog(
    'conn',
    CONN,
    '1763632800.5 C1 10.0.0.11 40000 10.0.0.20 104 tcp dicom SF',
    '1763632900.5 C2 10.0.0.11 40001 10.0.0.20 104 tcp dicom SF',
    '1763632800.5 C3 10.0.0.66 40002 10.0.0.20 445 tcp - S0',
    '1763632800.5 C4 8.8.8.8 40003 1.1.1.1 53 udp dns SF',
    '1763632800.5 C5 10.0.0.11 5353',
  );
  const { facts, report } = await takenIn(log);
  expect(report).toMatchObject({ kind: 'zeek', rows: 5, accepted: 4, rejectedTotal: 1 });
  expect(report.rejected[0]).toMatchObject({ row: 11, reason: expect.stringContaining('4 fields') });
  expect(sayings(facts)).toEqual([
    '10.0.0.11 device.role Calls dicom',
    '10.0.0.20 device.role Answers dicom',
    'tcp/10.0.0.11>10.0.0.20:104 flow.protocol dicom',
  ]);
  expect(facts[0]?.observedAt).toBe('2025-11-20T10:01:40.500Z');
});

test.each(['1e15', '-1e15', '-62167219201', 'NaN', '32503680000'])(
  'a time that cannot be (%s) costs nothing of what was seen',
  async (ts) => {
    const line = (time: string, client: string) => `${time} C1 ${client} 40000 10.0.0.20 104 tcp dicom SF`;
    const { facts } = await takenIn(zeekLog('conn', CONN, line(ts, '10.0.0.11'), line('1763632800.5', '10.0.0.12')));
    expect(sayings(facts)).toContain('10.0.0.12 device.role Calls dicom');
    expect(facts.filter(({ observedAt }) => observedAt > '2026-11-24T10:00:00.000Z')).toEqual([]);
  },
);

test.each([
  [
    'dhcp',
    'ts uids client_addr server_addr mac host_name client_fqdn assigned_addr msg_types',
    '1763632800 C1 - 10.0.0.1 00:11:22:33:44:55 CT-ROOM1 - 10.0.0.11 DISCOVER,OFFER,REQUEST,ACK',
    [
      '10.0.0.1 device.role Gives out addresses (DHCP)',
      '10.0.0.11 device.hostName CT-ROOM1',
      '10.0.0.11 device.mac 00:11:22:33:44:55',
    ],
  ],
  [
    'dns',
    'ts uid id.orig_h id.orig_p id.resp_h id.resp_p query qtype_name answers',
    '1763632800 C1 10.0.0.11 40000 10.0.0.1 53 pacs.clinic.test A 10.0.0.20,93.184.216.34',
    ['10.0.0.20 device.hostName pacs.clinic.test'],
  ],
  [
    'ntlm',
    'ts uid id.orig_h id.orig_p id.resp_h id.resp_p username hostname domainname server_nb_computer_name success',
    '1763632800 C1 10.0.0.11 40000 10.0.0.20 445 canary CONSOLE1 CLINIC FILES1 T',
    ['10.0.0.11 device.hostName CONSOLE1', '10.0.0.20 device.hostName FILES1'],
  ],
  [
    'http',
    'ts uid id.orig_h id.orig_p id.resp_h id.resp_p method host uri user_agent username',
    '1763632800 C1 10.0.0.11 40000 10.0.0.20 8042 GET pacs /studies?PatientName=CANARY Viewer/1 canary',
    [
      '10.0.0.11 device.hint {"sign":"User agent","value":"Viewer/1","means":null}',
      'tcp/10.0.0.20:8042@zeek service.port 8042',
      'tcp/10.0.0.20:8042@zeek service.protocol http',
      'tcp/10.0.0.20:8042@zeek service.weakness password-in-clear',
    ],
  ],
  [
    'smb_files',
    'ts uid id.orig_h id.orig_p id.resp_h id.resp_p action path name',
    '1763632800 C1 10.0.0.11 40000 10.0.0.20 445 SMB::FILE_OPEN \\\\x CANARY^QUINCY.dcm',
    ['10.0.0.20 device.role File server (SMB)'],
  ],
] as const)('%s, without people, pages and files', async (log, fields, line, expected) => {
  const { facts } = await takenIn(zeekLog(log, fields, line));
  expect(sayings(facts)).toEqual(expected);
  expect(JSON.stringify(facts).toLowerCase()).not.toContain('canary');
  const json = Object.fromEntries(fields.split(' ').map((field, at) => [field, line.split(' ')[at]]));
  const again = await takenIn(`${JSON.stringify({ _path: log, ...json })}\n`);
  expect(sayings(again.facts)).toEqual(expected);
});

const zeekLogs = existsSync(BASELINE)
  ? readdirSync(BASELINE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'))
  : [];

describe.skipIf(zeekLogs.length === 0)('logs of the real monitors', () => {
  test('every Zeek log with a heading is taken in, whole or with words for what is not', async () => {
    let taken = 0;
    let facts = 0;
    for (const name of zeekLogs) {
      const bytes = readFileSync(path.join(BASELINE, name));
      if (!/^#fields\t/m.test(bytes.toString('latin1'))) continue;
      const { report, facts: found } = await takenIn(bytes);
      expect(report.kind, name).toBe('zeek');
      taken++;
      facts += found.length;
    }
    expect(taken).toBeGreaterThan(250);
    expect(facts).toBeGreaterThan(300);
  });

  test('the examples of the manual of Suricata are taken in, event by event', async () => {
    const { report } = await takenIn(readFileSync(path.join(EVE, 'eve_events.jsonl')));
    expect(report.kind).toBe('suricata');
    expect(report.accepted).toBe(21);
    expect(report.rejected).toEqual([]);
  });
});

test('Suricata: a lease, a connection and an old encryption', async () => {
  const line = (record: object) => JSON.stringify({ timestamp: '2026-11-20T10:00:00.000000+0000', ...record });
  const { facts } = await takenIn(
    [
      line({
        event_type: 'dhcp',
        dhcp: { dhcp_type: 'ack', client_mac: '00:11:22:33:44:55', assigned_ip: '10.0.0.11', hostname: 'US-1' },
      }),
      line({
        event_type: 'flow',
        src_ip: '10.0.0.11',
        dest_ip: '10.0.0.20',
        dest_port: 11112,
        proto: 'TCP',
        flow: { pkts_toclient: 3 },
      }),
      line({
        event_type: 'tls',
        src_ip: '10.0.0.11',
        dest_ip: '10.0.0.20',
        dest_port: 443,
        tls: { version: 'TLS 1.0', sni: 'x' },
      }),
      line({ event_type: 'fileinfo', fileinfo: { filename: '/CANARY^QUINCY.dcm' }, http: { url: '/CANARY' } }),
    ].join('\n'),
  );
  expect(sayings(facts)).toEqual([
    '10.0.0.11 device.hostName US-1',
    '10.0.0.11 device.mac 00:11:22:33:44:55',
    '10.0.0.11 device.role Calls tcp',
    '10.0.0.20 device.role Answers tcp',
    'tcp/10.0.0.11>10.0.0.20:11112 flow.protocol tcp',
    'tcp/10.0.0.20:443@suricata service.port 443',
    'tcp/10.0.0.20:443@suricata service.protocol tls',
    'tcp/10.0.0.20:443@suricata service.tls {"grade":1,"versions":["TLSv1"],"mutual":false,"weaknesses":["Accepts TLSv1, out of use since 2021"],"certificateSha256":null,"notAfter":null}',
    'tcp/10.0.0.20:443@suricata service.weakness tls-outdated',
  ]);
});
