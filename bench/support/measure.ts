// Runs a program and reports what it took: wall seconds and peak memory, as GNU time sees them.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Measured {
  readonly seconds: number;
  readonly peakMb: number | null;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MeasureOptions {
  readonly timeoutMs?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Whether a program is on this machine. */
export function installed(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

/** Runs `command` to its end, or ends it after `timeoutMs` (then `code` is null). */
export async function measure(command: readonly string[], options: MeasureOptions = {}): Promise<Measured> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-'));
  const memory = path.join(folder, 'memory');
  const timed = installed('time') || installed('/usr/bin/time');
  const [program = '', ...args] = timed ? ['/usr/bin/time', '-f', '%M', '-o', memory, ...command] : [...command];
  const started = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: options.env ?? process.env,
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), options.timeoutMs ?? 600_000);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  const seconds = (performance.now() - started) / 1000;
  const figure = timed ? Number(readFileSync(memory, 'utf8').trim().split('\n').at(-1)) : Number.NaN;
  rmSync(folder, { recursive: true, force: true });
  return { seconds, peakMb: Number.isFinite(figure) ? figure / 1024 : null, code, stdout, stderr };
}
