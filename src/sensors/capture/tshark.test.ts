// What machines say of themselves in captures of others, field by field as tshark reads it. Where we differ, the table says why.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fixedClock } from '#kit/index.ts';
import { CaptureRun, readCaptureFile } from './index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const SAMPLES = path.join(SHARED, 'samples/pcap');
const FOLDERS = [
  'wireshark',
  'tapirx',
  'lab-dicom-hl7',
  'zeek/Traces/tls',
  'zeek/Traces/ssh',
  'zeek/Traces/smb',
  'zeek/Traces/dhcp',
  'zeek/Traces/http',
];
const MAX_BYTES = 3e6;
const AT_ONCE = 2;
const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;

/** Our names of tshark's fields. */
const FIELDS = {
  'tls.handshake.extensions_server_name': 'server name',
  'http.server': 'web server',
  'http.user_agent': 'user agent',
  'ssh.protocol': 'ssh',
  'dhcp.option.hostname': 'host name',
  'ntlmssp.challenge.target_info.nb_computer_name': 'host name',
} as const;

/** Captures that tshark reads and we do not, or otherwise, with the reason. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'quic-fragmented-handshakes.pcapng.gz': 'QUIC is not read',
  'tls12-dsb.pcapng': 'the file carries the keys of the session, and tshark decrypts with them',
  'wireguard-ping-tcp-dsb.pcapng': 'the file carries the keys of the tunnel, and tshark decrypts with them',
  'ssl-to-http-server.pcap': 'a server answers TLS in clear HTTP; a conversation is one protocol to us',
  'connect-with-header.pcap': 'TLS inside a tunnel through a web proxy (CONNECT) is not followed',
  'get-to-ssh-server.pcap': 'a client speaks HTTP to an SSH server; a conversation is one protocol to us',
  'http-to-ssh.pcap': 'the same',
  'dhcp_discover_param_req_and_client_id.pcap': 'a name that was asked with and never got an address is nobody',
};

async function asTshark(file: string): Promise<string[]> {
  const names = Object.keys(FIELDS);
  const fields = names.flatMap((name) => ['-e', name]);
  const options = [
    '-n',
    '-r',
    file,
    '-o',
    'tcp.reassemble_out_of_order:TRUE',
    '-T',
    'fields',
    '-E',
    'separator=\u0001',
    '-E',
    'aggregator=\u0002',
  ];
  const done = await promisify(execFile)('tshark', [...options, ...fields], { maxBuffer: 1 << 28 }).catch(
    // A capture that ends early makes it fail, with what it read so far.
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  const found = done.stdout
    .split('\n')
    .flatMap((line) =>
      line
        .split('\u0001')
        .flatMap((cell, at) =>
          cell.split('\u0002').flatMap((value) => (value === '' ? [] : `${Object.values(FIELDS)[at]}: ${cut(value)}`)),
        ),
    );
  return [...new Set(found)];
}

function cut(value: string): string {
  return value.slice(0, 60).toLowerCase().trim();
}

async function asWe(file: string): Promise<Set<string>> {
  const run = new CaptureRun();
  // Sample captures come from anywhere; here every address counts as one of ours.
  run.seen.isLocal = () => true;
  await readCaptureFile(file, run, { signal: new AbortController().signal });
  run.finish();
  const facts = run.seen.observations.drain(
    { sensor: 'capture', run: 'r', detail: null, by: 'test' },
    fixedClock('2026-11-23T10:00:00Z'),
  );
  const found = new Set(
    run.seen.tls.flatMap(({ serverName }) => (serverName === null ? [] : `server name: ${cut(serverName)}`)),
  );
  const signs: Readonly<Record<string, string>> = {
    'User agent': 'user agent',
    'SSH client': 'ssh',
    'UPnP server': 'web server',
  };
  for (const { attribute, value } of facts) {
    if (typeof value === 'string') {
      if (attribute === 'device.hostName') found.add(`host name: ${cut(value)}`);
      if (attribute === 'service.banner')
        found.add(`${value.startsWith('SSH-') ? 'ssh' : 'web server'}: ${cut(value)}`);
    }
    const hint = z.object({ sign: z.string(), value: z.string() }).safeParse(value).data;
    const name = hint && signs[hint.sign];
    if (hint && name !== undefined) found.add(`${name}: ${cut(hint.value)}`);
  }
  return found;
}

test.skipIf(!hasTshark || !existsSync(SAMPLES))(
  'names, servers, agents and greetings are what tshark reads',
  { timeout: 300_000 },
  async () => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(path.join(SAMPLES, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.p?cap(ng)?(\.gz)?$/.test(name))
        .map((name) => path.join(SAMPLES, folder, name)),
    ).filter((file) => statSync(file).size < MAX_BYTES);
    const missing: string[] = [];
    const differing = new Set<string>();
    let compared = 0;
    const work = files.values();
    const worker = async () => {
      for (const file of work) {
        const ours = await asWe(file).catch(() => null);
        if (ours === null) continue;
        for (const value of await asTshark(file)) {
          compared++;
          if (ours.has(value)) continue;
          const name = path.basename(file);
          if (EXPLAINED[name] === undefined) missing.push(`${name} ${value}`);
          else differing.add(name);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(missing).toEqual([]);
    expect(compared).toBeGreaterThan(180);
    // A difference that is gone needs no explanation any more.
    expect([...differing].sort()).toEqual(Object.keys(EXPLAINED).sort());
  },
);
