// Owns the embedded database: the folder's lock, the worker thread, and a watchdog, because PGlite knows no statement timeout.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Unavailable } from '#kit/index.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import type { WorkerReply, WorkerRequest } from './pglite.worker.ts';

/** Not SQL: asks the thread for an archive of the database. */
export const DUMP = '\\dump';

/** A failure that PostgreSQL reports, with its SQLSTATE. */
export class DatabaseError extends Error {
  readonly code: string | undefined;
  constructor(message: string, code: string | undefined) {
    super(message);
    this.name = 'DatabaseError';
    this.code = code;
  }
}

interface Waiting {
  resolve(reply: WorkerReply): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

export interface EmbeddedOptions {
  /** Folder of the database, or null for one in memory. */
  readonly folder: string | null;
  /** A statement that runs longer ends the session; what was committed stays. */
  readonly statementTimeoutMs?: number;
  /** A dumped database to begin with; only in memory. */
  readonly template?: Uint8Array | undefined;
}

export class EmbeddedPostgres {
  readonly #folder: string | null;
  readonly #timeoutMs: number;
  readonly #template: Uint8Array | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lock: FolderLock | undefined;
  #next = 1;
  #generation = 1;
  #closed = false;
  #starting: Promise<void> | undefined;

  constructor(options: EmbeddedOptions) {
    this.#folder = options.folder;
    this.#timeoutMs = options.statementTimeoutMs ?? 60_000;
    this.#template = options.template;
  }

  /** Rises with every new session: a transaction of an older one is lost. */
  get generation(): number {
    return this.#generation;
  }

  /** Takes the lock and starts the database. Throws Conflict when another process has it. */
  async open(): Promise<void> {
    if (this.#folder !== null) {
      this.#lock = await lockFolder(this.#folder);
      // PGlite makes its files 0666 less the umask.
      process.umask(0o077);
    }
    try {
      await this.#start();
    } catch (error) {
      await this.#lock?.release();
      throw error;
    }
  }

  #start(): Promise<void> {
    this.#starting = this.#startThread();
    // Whoever waits for the start sees its failure; nobody has to.
    this.#starting.catch(() => undefined);
    return this.#starting;
  }

  async #startThread(): Promise<void> {
    const program = await compiledProgram().catch((error: Error) => {
      compiling = undefined;
      throw startFailure(error);
    });
    if (this.#closed) throw new Unavailable('The database is closed.');
    const worker = new Worker(new URL('./pglite.worker.ts', import.meta.url), {
      workerData: {
        folder: this.#folder === null ? null : path.join(this.#folder, 'database'),
        template: this.#template,
        program,
      },
      // Flags of the starting command (such as --input-type) do not suit a worker.
      execArgv: [],
    });
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (reply: WorkerReply) => {
        if (reply.id === 0) resolve();
        else this.#settle(reply);
      });
      worker.once('error', (error) => {
        reject(startFailure(error));
        this.#lost(worker, error);
      });
      worker.once('exit', (code) => {
        const why = new Error(`the database thread ended (${code})`);
        reject(startFailure(why));
        this.#lost(worker, why);
      });
    });
  }

  #settle(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if (!reply.error) waiting.resolve(reply);
    else waiting.reject(translate(reply.error));
  }

  /** The session is gone: everything waiting fails, and a new session starts unless we are closing. */
  #lost(worker: Worker, why: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#generation++;
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new Unavailable(`The database stopped and is starting again: ${why.message}`, undefined, why));
    }
    this.#waiting.clear();
    if (this.#closed) return;
    // The old thread must be gone before a new one opens the folder.
    this.#starting = worker.terminate().then(() => this.#start());
    this.#starting.catch(() => undefined);
  }

  async query(sql: string, params: readonly unknown[] = []): Promise<WorkerReply> {
    if (this.#closed) throw new Unavailable('The database is closed.');
    await this.#starting;
    const worker = this.#worker;
    if (!worker) throw new Unavailable('The database is starting again; try once more.');
    const request: WorkerRequest = { id: this.#next++, sql, params };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(request.id);
        reject(
          new Unavailable(`A question to the database took longer than ${this.#timeoutMs / 1000} s and was stopped.`),
        );
        this.#lost(worker, new Error('a question took too long'));
      }, this.#timeoutMs);
      this.#waiting.set(request.id, { resolve, reject, timer });
      worker.postMessage(request);
    });
  }

  /** The whole database as a compressed archive, for templates of tests. */
  async dump(): Promise<Uint8Array> {
    const reply = await this.query(DUMP);
    const archive = reply.rows?.[0];
    if (!(archive instanceof Uint8Array)) throw new Unavailable('The embedded database could not be written out.');
    return archive;
  }

  /** Writes everything down and gives the folder back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    if (this.#folder !== null) await this.query('checkpoint').catch(() => undefined);
    this.#closed = true;
    await this.#worker?.terminate();
    await this.#lock?.release();
  }
}

let compiling: Promise<WebAssembly.Module> | undefined;

/** PostgreSQL as WebAssembly, compiled once for every thread that this process starts: compiling takes half of a start. */
function compiledProgram(): Promise<WebAssembly.Module> {
  compiling ??= compileProgram();
  return compiling;
}

async function compileProgram(): Promise<WebAssembly.Module> {
  const beside = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  return WebAssembly.compile(await readFile(path.join(path.dirname(beside), 'pglite.wasm')));
}

/** ENOSPC as Emscripten numbers it, in an error without words. */
const NO_SPACE = 51;
const FULL = 'The disk with the data folder is full. Make room; nothing that was saved is lost.';

function startFailure(error: Error): Unavailable {
  if (('errno' in error && error.errno === NO_SPACE) || /no space left on device/i.test(error.message ?? '')) {
    return new Unavailable(FULL, undefined, error);
  }
  const why = error.message || error.name || 'it did not say why';
  return new Unavailable(`The embedded database could not start: ${why}`, undefined, error);
}

// SQLSTATE class 53: insufficient resources; 58030: I/O error; a full disk shows as either, or as a panic of the session.
function translate(error: { message: string; code: string | undefined }): Error {
  if (error.code === '53100' || /no space left on device/i.test(error.message)) {
    return new Unavailable(FULL);
  }
  return new DatabaseError(error.message, error.code);
}
