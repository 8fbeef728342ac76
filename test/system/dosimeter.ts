// Runs the real program as its users do: as a child process, on a data folder of its own, bounded in time. Every process that is
// started here is ended here, with all that it started.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareFolder } from './prepared-folder.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAM = path.join(ROOT, 'bin', 'dosimeter.mjs');

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in. */
  readonly input?: string | Uint8Array;
  /** The Node to run it with, when not this one. */
  readonly node?: string;
  /** A command line that it is run under. */
  readonly under?: readonly string[];
  readonly timeoutMs?: number;
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** What it said so far, on both streams. */
  said(): string;
  /** Resolves when it said this; rejects when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Signals the process and all that it started, as a terminal does. */
  signal(name: NodeJS.Signals): void;
}

/** A server ends by itself after this, longer than any file of tests takes on a busy machine. */
const SERVER_MS = 1_200_000;

const running = new Set<ChildProcess>();
const folders: string[] = [];

/** A new empty folder, gone after `endAll`. */
export function ownFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-system-'));
  folders.push(folder);
  return folder;
}

/** Ends what still runs and removes the folders; for `afterAll`. `between`: once nothing runs, before the folders go. */
export async function endAll(between: () => void = () => undefined): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const gone = new Promise((resolve) => child.once('close', resolve));
      signalGroup(child, 'SIGKILL');
      return gone;
    }),
  );
  between();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Starts a command line. */
export function start(args: readonly string[], options: RunOptions = {}): Running {
  // No setting of whoever runs the tests reaches the program.
  const { DOSIMETER_DATA: _data, DATABASE_URL: _url, PORT: _port, NODE_OPTIONS: _options, ...env } = process.env;
  const [command = '', ...words] = [...(options.under ?? []), options.node ?? process.execPath, PROGRAM, ...args];
  const child = spawn(command, words, {
    cwd: options.cwd ?? tmpdir(),
    env: { ...env, NO_COLOR: '1', ...options.env },
    // A process group of its own, so that a signal reaches all of it and nobody else.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const heard = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of heard) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const listener of heard) listener();
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const said = () => stderr + stdout;
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), options.timeoutMs ?? 180_000);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ status, signal, stdout, stderr });
    });
  });
  return {
    ended,
    said,
    signal: (name) => signalGroup(child, name),
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(said());
          if (!match) return;
          heard.delete(look);
          resolve(match);
        };
        heard.add(look);
        void ended.then(() => reject(new Error(`ended without saying ${pattern}:\n${said()}`)));
        look();
      }),
  };
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    // It ended in between.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Runs a command line to its end. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}

export interface Server extends Running {
  readonly url: string;
  readonly data: string;
  /** Ends it as Ctrl-C does; gives how it ended. */
  stop(): Promise<Ended>;
}

/** Starts `serve` on a data folder and a free port of loopback, without the demo; resolves once it is ready. Where
 * there is no folder, it begins with a copied empty database, or makes its own when that is what is tested. */
export async function startServer(
  data: string,
  options: RunOptions & { args?: readonly string[]; makesFolder?: boolean } = {},
) {
  const { args = [], makesFolder = false, ...rest } = options;
  if (!makesFolder) await prepareFolder(data);
  const process = start(['serve', '--no-demo', '--port', '0', '--data', data, ...args], {
    timeoutMs: SERVER_MS,
    ...rest,
  });
  const [, url = ''] = await process.says(/Dosimeter is ready: (\S+?)\/\s/);
  const server: Server = {
    ...process,
    url,
    data,
    stop: () => {
      process.signal('SIGINT');
      return process.ended;
    },
  };
  return server;
}

/** The parsed result of a command with --json; a test fails here when stdout is anything but one document. */
export function documentOf(ended: Ended): { readonly schema: string; readonly [field: string]: unknown } {
  if (ended.stdout.trim() === '')
    throw new Error(`no document; ended with ${ended.status}: ${ended.stderr.slice(0, 500)}`);
  const value: unknown = JSON.parse(ended.stdout);
  if (typeof value === 'object' && value !== null && 'schema' in value && typeof value.schema === 'string') {
    return { ...value, schema: value.schema };
  }
  throw new Error(`no document with a schema: ${ended.stdout.slice(0, 200)}`);
}

/** What the API answers whoever holds the socket in a data folder. Of a stream of events, its first part. */
export function getLocal(data: string, route: string): Promise<{ readonly status: number; readonly body: string }> {
  const request = { socketPath: path.join(data, 'dosimeter.sock'), path: route, headers: { host: 'localhost' } };
  return new Promise((resolve, reject) => {
    http
      .get(request, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => {
          parts.push(part);
          if (/event-stream/.test(response.headers['content-type'] ?? '')) response.destroy();
        });
        response.on('error', () => undefined);
        response.on('close', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('latin1') }),
        );
      })
      .on('error', reject);
  });
}
