// Runs PGlite (PostgreSQL as WebAssembly) in a thread of its own, so that no query ever blocks the server's loop.
// Its file system gets the fsync that PGlite leaves out: without it a commit survives the process, but not a power cut.
import fs from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

export interface WorkerRequest {
  readonly id: number;
  readonly sql: string;
  readonly params: readonly unknown[];
}

export interface WorkerReply {
  readonly id: number;
  readonly rows?: readonly unknown[];
  readonly affected?: number;
  readonly error?: { readonly message: string; readonly code: string | undefined };
}

interface EmscriptenModule {
  readonly NODEFS: { readonly stream_ops: Record<string, unknown> };
}

class DurableFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const result = await super.init(...args);
    const options: { preRun?: unknown } = result.emscriptenOpts;
    const before = Array.isArray(options.preRun) ? options.preRun : [];
    const addFsync = (module: EmscriptenModule) => {
      module.NODEFS.stream_ops['fsync'] = (stream: { nfd?: number }) => {
        if (typeof stream.nfd === 'number') fs.fdatasyncSync(stream.nfd);
        return 0;
      };
    };
    options.preRun = [...before, addFsync];
    return result;
  }
}

const port = parentPort;
if (!port) throw new Error('pglite.worker.ts runs as a worker thread');

const folder: string | null = workerData.folder;
const template: Uint8Array<ArrayBuffer> | undefined = workerData.template;
// '-F' turns fsync off in PGlite's defaults; it must go for a folder, and makes tests in memory faster.
const started: PGliteOptions = folder
  ? {
      fs: new DurableFS(folder),
      startParams: [
        ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
        '-c',
        'wal_sync_method=fsync',
        '-c',
        'max_wal_size=96MB',
        '-c',
        'min_wal_size=32MB',
      ],
    }
  : template
    ? { loadDataDir: new Blob([template]) }
    : {};
if (folder) dropTemporaryFiles(folder);
const database = await PGlite.create({ ...started, pgliteWasmModule: workerData.program });
await dropTemporaryTables();

/**
 * Removes the files of temporary tables, as PostgreSQL does when it starts and PGlite does not: nobody else can have the folder open, and
 * those of a transaction that was cut off stand in no catalog.
 */
function dropTemporaryFiles(of: string): void {
  const base = path.join(of, 'base');
  if (!fs.existsSync(base)) return;
  for (const name of fs.readdirSync(base, { recursive: true, encoding: 'utf8' })) {
    if (/^t\d+_\d+(?:_[a-z]+)?(?:\.\d+)?$/.test(path.basename(name))) fs.rmSync(path.join(base, name), { force: true });
  }
}

/** Temporary tables of a session that ended stay in the catalog until the next that makes one clears its place. */
async function dropTemporaryTables(): Promise<void> {
  const { rows } = await database.query("select from pg_class where relpersistence = 't' and relkind = 'r' limit 1");
  if (rows.length > 0) await database.exec('create temp table cleared (); drop table cleared');
}

/** See DUMP in embedded-postgres.ts, which this file cannot import: it would start a second owner. */
async function dump(): Promise<{ rows: Uint8Array[]; affectedRows: number }> {
  const archive = await database.dumpDataDir('none');
  return { rows: [new Uint8Array(await archive.arrayBuffer())], affectedRows: 0 };
}

port.on('message', (request: WorkerRequest) => {
  const asked = request.sql === '\\dump' ? dump() : database.query(request.sql, [...request.params]);
  asked.then(
    (result) => {
      port.postMessage({ id: request.id, rows: result.rows, affected: result.affectedRows ?? 0 } satisfies WorkerReply);
    },
    (error: Error & { code?: string }) => {
      const reply: WorkerReply = { id: request.id, error: { message: error.message, code: error.code } };
      port.postMessage(reply);
    },
  );
});
port.postMessage({ id: 0 } satisfies WorkerReply);
