// Captures read against tshark in one run: bulk DICOM traffic of real peers, and a mix of small packets. Ours without a database,
// as tshark has none; the whole command with its embedded database is printed beside it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CaptureReader } from '#wire/pcap/index.ts';
import { installed, type Measured, measure } from './support/measure.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(ROOT, '../shared');
const READER = path.join(import.meta.dirname, 'support/read-captures.ts');
const RUNS = 3;

/** The fields that we read, too: titles, software, what is done and with which outcome. */
const DICOM_FIELDS = [
  'frame.number',
  'ip.src',
  'ip.dst',
  'tcp.srcport',
  'tcp.dstport',
  'dicom.pdu.type',
  'dicom.assoc.ae.calling',
  'dicom.assoc.ae.called',
  'dicom.userinfo.uid',
  'dicom.userinfo.version',
  'dicom.pctx.abss.syntax',
  'dicom.pctx.xfer.syntax',
  'dicom.pctx.result',
  'dicom.assoc.reject.result',
  'dicom.assoc.reject.source',
  'dicom.assoc.reject.reason',
  '_ws.col.Info',
];
const MIX_FIELDS = [
  'ip.src',
  'ip.dst',
  'dns.qry.name',
  'dns.a',
  'dhcp.option.hostname',
  'dhcp.option.vendor_class_id',
  'dhcp.ip.your',
  'http.user_agent',
  'http.server',
  'http.authorization',
  'smb2.dialect',
  'smb2.cmd',
  'ntlmssp.challenge.target_info.nb_computer_name',
];

interface Speed {
  readonly seconds: number;
  readonly mbPerSecond: number;
  readonly peakMb: number | null;
}

function speedOf(runs: readonly Measured[], bytes: number): Speed {
  const sorted = [...runs].sort((a, b) => a.seconds - b.seconds);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (!median) throw new RangeError('No run to take a median of.');
  const peaks = runs.flatMap(({ peakMb }) => peakMb ?? []);
  const peakMb = peaks.length > 0 ? Math.round(Math.max(...peaks)) : null;
  return { seconds: round(median.seconds), mbPerSecond: Math.round(bytes / 1e6 / median.seconds), peakMb };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

async function repeated(command: readonly string[], runs = RUNS): Promise<Measured[]> {
  const done: Measured[] = [];
  for (let n = 0; n < runs; n++) done.push(await measure(command));
  return done;
}

/** Runs the benchmark. */
export async function run(): Promise<object> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-capture-'));
  try {
    const bulk = await bulkOf(folder, 5);
    const mix = mixOf(folder);
    return {
      tshark: installed('tshark') ? (await measure(['tshark', '--version'])).stdout.split('\n')[0] : 'not installed',
      bulk: bulk
        ? await compareBulk(bulk, folder)
        : 'lab/makebig.sh could not run here (root, tcpdump, ethtool and DCMTK)',
      smallPackets: mix ? await compareMix(mix) : 'no sample captures here',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Real stores of real peers, captured for this run: about 150 MB a round. */
async function bulkOf(folder: string, rounds: number): Promise<string | null> {
  const script = path.join(SHARED, 'lab/makebig.sh');
  const file = path.join(folder, `bulk-${rounds}.pcap`);
  const made = await measure([script, file, String(rounds)], { timeoutMs: 300_000 }).catch(() => null);
  return made?.code === 0 && statSync(file, { throwIfNoEntry: false }) ? file : null;
}

async function compareBulk(file: string, folder: string): Promise<object> {
  const bytes = statSync(file).size;
  const ours = await repeated([process.execPath, READER, file]);
  const database = path.join(folder, 'data');
  const command = [path.join(ROOT, 'bin/dosimeter.mjs'), 'capture', file, '--data', database, '--json'];
  const whole = await repeated(command, 2);
  const fields = DICOM_FIELDS.flatMap((field) => ['-e', field]);
  const dissect = ['-d', 'tcp.port==4242,dicom', '-d', 'tcp.port==11112,dicom'];
  const peer = installed('tshark')
    ? await repeated(['tshark', '-r', file, ...dissect, '-Y', 'dicom', '-T', 'fields', ...fields])
    : [];
  const one = await bulkOf(folder, 1);
  const many = await bulkOf(folder, 13);
  const flat = [];
  for (const each of [one, file, many]) {
    if (each === null) continue;
    const [measured] = await repeated([process.execPath, READER, each], 1);
    if (measured) flat.push({ mb: Math.round(statSync(each).size / 1e6), ...speedOf([measured], statSync(each).size) });
  }
  const us = speedOf(ours, bytes);
  const them = peer.length > 0 ? speedOf(peer, bytes) : null;
  return {
    mb: Math.round(bytes / 1e6),
    ours: us,
    peer: them,
    ratio: them ? round(us.mbPerSecond / them.mbPerSecond) : null,
    memoryBySize: flat,
    wholeCommandWithDatabase: speedOf(whole.slice(-1), bytes),
    found: JSON.parse(ours[0]?.stdout ?? 'null'),
  };
}

async function compareMix(file: string): Promise<object> {
  const bytes = statSync(file).size;
  const ours = await repeated([process.execPath, READER, file]);
  const fields = MIX_FIELDS.flatMap((field) => ['-e', field]);
  const peer = installed('tshark') ? await repeated(['tshark', '-n', '-r', file, '-T', 'fields', ...fields], 2) : [];
  const us = speedOf(ours, bytes);
  const them = peer.length > 0 ? speedOf(peer, bytes) : null;
  const found: unknown = JSON.parse(ours[0]?.stdout ?? 'null');
  return {
    mb: round(bytes / 1e6),
    ours: us,
    peer: them,
    ratio: them ? round(us.mbPerSecond / them.mbPerSecond) : null,
    found,
  };
}

const MIX = /(?:^|\/)(?:dns|dhcp|http|smb)[^/]*(?:\/[^/]+)?\.pcap(?:\.gz)?$/;
const COPIES = 60;
const MAX_PACKET = 1600;
const ETHERNET = 1;

/** Sample captures of names, leases, web and files, many times over with other addresses. */
function mixOf(folder: string): string | null {
  const samples = path.join(SHARED, 'samples/pcap');
  if (!statSync(samples, { throwIfNoEntry: false })) return null;
  const packets: { atMs: number; bytes: Buffer }[] = [];
  for (const name of readdirSync(samples, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!MIX.test(name) || statSync(path.join(samples, name)).size > 2e6) continue;
    const raw = readFileSync(path.join(samples, name));
    const reader = new CaptureReader(({ bytes, start, end, linkType, atMs }) => {
      const isPlainIpv4 = bytes[start + 12] === 8 && bytes[start + 13] === 0;
      if (linkType === ETHERNET && isPlainIpv4 && end - start <= MAX_PACKET)
        packets.push({ atMs, bytes: Buffer.from(bytes.slice(start, end)) });
    });
    reader.push(raw[0] === 0x1f ? gunzipSync(raw) : raw);
  }
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(ETHERNET, 20);
  const records = Array.from({ length: COPIES }, (_, copy) =>
    packets.flatMap(({ atMs, bytes }) => record(atMs + copy * 1000, moved(bytes, copy))),
  );
  const file = path.join(folder, 'mix.pcap');
  writeFileSync(file, Buffer.concat([header, ...records.flat()]));
  return file;
}

/** The packet between two other machines: the second byte of both addresses moves. */
function moved(packet: Buffer, copy: number): Buffer {
  const other = Buffer.from(packet);
  for (const at of [27, 31]) other[at] = ((other[at] ?? 0) + copy) & 0xff;
  return other;
}

function record(atMs: number, bytes: Buffer): Buffer[] {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(Math.floor(atMs / 1000) >>> 0, 0);
  head.writeUInt32LE(Math.floor((atMs % 1000) * 1000), 4);
  head.writeUInt32LE(bytes.length, 8);
  head.writeUInt32LE(bytes.length, 12);
  return [head, bytes];
}
