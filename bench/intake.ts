// A million lines of a Zeek log of connections: lines a second to facts on one core, beside a loop that only splits and counts; and the
// rate at which facts go into the embedded database.

import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { measure } from './support/measure.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const READER = path.join(import.meta.dirname, 'support/read-import.ts');
const LINES = 1_000_000;
const HEAD = ['#separator \\x09', '#set_separator\t,', '#empty_field\t(empty)', '#unset_field\t-', '#path\tconn'];
const FIELDS =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents';
const SERVICES = ['dns', 'http', 'ssl', 'dicom', '-', 'smb', 'ntp', 'ssh'] as const;
const STATES = ['SF', 'SF', 'SF', 'S0', 'RSTO', 'S1'] as const;

/** Runs the benchmark. */
export async function run(): Promise<object> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-intake-'));
  try {
    const log = path.join(folder, 'conn.log');
    await write(log, LINES);
    const bytes = statSync(log).size;
    const ours = await measure([process.execPath, READER, log]);
    const quarter = path.join(folder, 'quarter.log');
    await write(quarter, LINES / 4);
    const less = await measure([process.execPath, READER, quarter]);
    const peer = await splitLoop(log);
    const data = path.join(folder, 'data');
    const stored = await measure([path.join(ROOT, 'bin/dosimeter.mjs'), 'import', log, '--data', data, '--json']);
    const figures = JSON.parse(ours.stdout) as { rows: number; facts: number; seconds: number }; // written by the reader above
    const rate = Math.round(figures.rows / figures.seconds);
    return {
      lines: LINES,
      mb: Math.round(bytes / 1e6),
      ours: { linesPerSecond: rate, facts: figures.facts, peakMb: rounded(ours.peakMb) },
      aQuarterOfThem: { peakMb: rounded(less.peakMb) },
      peer: { name: 'readline and split, counting lines by service', linesPerSecond: peer },
      ratio: Math.round((rate / peer) * 100) / 100,
      wholeCommandWithDatabase: {
        seconds: Math.round(stored.seconds * 10) / 10,
        linesPerSecond: Math.round(LINES / stored.seconds),
        code: stored.code,
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

/** Connections of 2,000 machines with 40 servers, the same every time. */
async function write(file: string, lines: number): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${HEAD.join('\n')}\n#fields\t${FIELDS.replaceAll(' ', '\t')}\n`);
  let state = 7;
  const below = (bound: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % bound;
  };
  for (let at = 0; at < lines; ) {
    const block: string[] = [];
    for (const end = Math.min(lines, at + 10_000); at < end; at++) {
      const machine = below(2000);
      const client = `10.20.${machine >> 8}.${machine & 255}`;
      // A machine speaks with a few servers, again and again.
      const server = `10.20.30.${1 + ((machine + below(3)) % 40)}`;
      const service = SERVICES[below(SERVICES.length)] ?? '-';
      const port = { dns: 53, http: 80, ssl: 443, dicom: 104, smb: 445, ntp: 123, ssh: 22 }[service as string] ?? 8042;
      const proto = service === 'dns' || service === 'ntp' ? 'udp' : 'tcp';
      block.push(
        [
          1_763_632_800 + at / 100,
          `C${at.toString(36)}`,
          client,
          32_768 + below(20_000),
          server,
          port,
          proto,
          service,
          0.5,
          100,
          2000,
          STATES[below(6)],
          'T',
          'T',
          0,
          'ShADadfF',
          10,
          600,
          12,
          2600,
          '-',
        ].join('\t'),
      );
    }
    if (!out.write(`${block.join('\n')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

async function splitLoop(file: string): Promise<number> {
  const begun = performance.now();
  const counts = new Map<string, number>();
  let lines = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.startsWith('#')) continue;
    const service = line.split('\t')[7] ?? '';
    counts.set(service, (counts.get(service) ?? 0) + 1);
    lines++;
  }
  return Math.round(lines / ((performance.now() - begun) / 1000));
}
