// A real server on a data folder of its own, signed in to, for the time of a benchmark.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const program = path.resolve(import.meta.dirname, '..', '..', 'bin', 'dosimeter.mjs');
const OWNER = { name: 'Bench', email: 'bench@example.org', password: 'a password for a benchmark' };

export interface BenchServer {
  readonly url: string;
  readonly data: string;
  readonly cookie: string;
  readonly owner: typeof OWNER;
}

/** Starts a server with `options`, creates its owner, runs `work`, stops it and removes its data. */
export async function withServer<T>(options: readonly string[], work: (server: BenchServer) => Promise<T>): Promise<T> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-bench-server-'));
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', data, ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const { url = '', token = '' } = await waitFor(
      () => /(?<url>http:\S+)\/setup#token=(?<token>\S+)/.exec(said)?.groups,
    );
    const setup = await fetch(`${url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, ...OWNER }),
    });
    if (!setup.ok) throw new Error(`the set-up answered ${setup.status}: ${await setup.text()}`);
    const cookie = setup.headers
      .getSetCookie()
      .map((each) => each.split(';', 1)[0])
      .join('; ');
    return await work({ url, data, cookie, owner: OWNER });
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

/** Runs a command on the server's data folder; its stdout. */
export async function command(server: BenchServer, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [program, ...args, '--data', server.data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args[0]} ended with ${String(code)}: ${err.slice(-500)}`);
  return out;
}

/** The first value that is not undefined; gives up after a minute. */
export async function waitFor<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('waited a minute for nothing');
}

/** The value below which a share of `sorted` lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
