// Starts the lab of real DICOM peers (DCMTK, Orthanc, CTN, PixelMed, dcmjs-dimse, stunnel and decoys) on free loopback
// addresses, reads what is true of it, and stops it. The lab lies beside the repository, or where DOSIMETER_LAB says.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../..');
const SCRIPT = path.join(process.env['DOSIMETER_LAB'] ?? path.resolve(ROOT, '../shared/lab'), 'lab.sh');

const reject = z.object({ result: z.number(), source: z.number(), reason: z.number() });
const service = z.object({
  id: z.string(),
  addr: z.string(),
  port: z.number(),
  allPorts: z.array(z.number()),
  software: z.string(),
  isDicom: z.union([z.boolean(), z.literal('ambiguous')]),
  kind: z.string().optional(),
  tls: z
    .object({ versions: z.array(z.string()), clientCertRequired: z.boolean(), cert: z.string() })
    .nullish()
    .transform((tls) => tls ?? null),
  association: z
    .object({
      anyCalledAE: z.boolean(),
      anyCallingAE: z.boolean(),
      rejectOnWrong: z.object({ always: reject, wrongCalled: reject, wrongCalling: reject }).partial().nullable(),
    })
    .optional(),
  implementationClassUID: z.string().nullish(),
  implementationVersionName: z.string().nullish(),
  maxPDU: z.number().nullish(),
  echo: z.boolean().optional(),
  find: z.object({ supported: z.boolean(), onlyFor: z.string().optional() }).optional(),
  worklistFind: z.object({ supported: z.boolean() }).optional(),
  rest: z.object({ port: z.number(), auth: z.boolean(), tls: z.boolean() }).optional(),
});

/** What is true of one service of the lab. */
export type LabService = z.infer<typeof service>;

export interface Lab {
  /** As in `127.0.10.`. */
  readonly net: string;
  readonly services: readonly LabService[];
  readonly stop: () => Promise<void>;
}

/** What keeps the lab from starting here, in words; null when nothing does. */
export function labMissing(): string | null {
  if (!existsSync(SCRIPT))
    return `the lab is not there (${path.relative(ROOT, SCRIPT)}; DOSIMETER_LAB names another place)`;
  const missing = ['storescp', 'Orthanc', 'stunnel4', 'gcc', 'openssl'].filter((program) => !onPath(program));
  return missing.length > 0
    ? `not installed: ${missing.join(', ')} (Debian: dcmtk orthanc stunnel4 gcc openssl)`
    : null;
}

/** Starts every peer that is installed; call `stop` afterwards. */
export async function startLab(): Promise<Lab> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-lab-'));
  const net = process.env['LAB_NET'] ?? freeNet();
  const env = { ...process.env, LAB_RUN: folder, LAB_NET: net, LAB_NPM: ROOT };
  const stop = async () => {
    await run(SCRIPT, ['stop'], { env });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await run(SCRIPT, ['start'], { env, timeout: 100_000 });
    const truth = z
      .object({ services: z.array(service) })
      .parse(JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')));
    return { net, services: truth.services, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function onPath(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/bin'];
  return folders.some((folder) => existsSync(path.join(folder, program)));
}

/** A network in 127.0.0.0/16 on which nothing listens. */
function freeNet(): string {
  const busy = new Set<number>();
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const local = line.trim().split(/\s+/)[1] ?? '';
    // Little-endian hex: 127.0.N.M is MM NN 00 7F.
    if (/^[0-9A-F]{4}007F:/.test(local)) busy.add(Number.parseInt(local.slice(2, 4), 16));
  }
  for (let tries = 0; tries < 100; tries++) {
    const n = 100 + Math.floor(Math.random() * 150);
    if (!busy.has(n)) return `127.0.${n}.`;
  }
  throw new Error('No loopback network is free for the lab.');
}
