// The lab of real peers (../shared/lab) on its own addresses, for the time of a benchmark.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');
const script = path.join(process.env['DOSIMETER_SHARED'] ?? path.join(root, '..', 'shared'), 'lab', 'lab.sh');

export interface LabService {
  readonly id: string;
  readonly addr: string;
  readonly port: number;
  readonly isDicom: boolean | 'ambiguous';
  readonly association?: { readonly anyCalledAE: boolean; readonly anyCallingAE: boolean } | null;
  readonly tls?: { readonly clientCertRequired?: boolean } | null;
}

/** Starts the lab, runs `work` with its truth, stops it. */
export async function withLab<T>(network: string, work: (services: readonly LabService[]) => Promise<T>): Promise<T> {
  if (!existsSync(script)) throw new Error(`the lab is not at ${script}; set DOSIMETER_SHARED`);
  const run = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-lab-'));
  const env = { ...process.env, LAB_RUN: run, LAB_NET: network, LAB_NPM: root };
  execFileSync(script, ['start'], { env, stdio: ['ignore', 2, 2] });
  try {
    const truth: { services: LabService[] } = JSON.parse(readFileSync(path.join(run, 'truth.json'), 'utf8'));
    return await work(truth.services);
  } finally {
    execFileSync(script, ['stop'], { env, stdio: ['ignore', 2, 2] });
    rmSync(run, { recursive: true, force: true });
  }
}
