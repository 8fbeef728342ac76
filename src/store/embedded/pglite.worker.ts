// Runs PGlite (PostgreSQL as WebAssembly) in a thread of its own, so that no query ever blocks the server's loop.
// Its file system gets the fsync that PGlite leaves out: without it a commit survives the process, but not a power cut.
import fs from 'node:fs';
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
const options: PGliteOptions = folder
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
const database = await PGlite.create(options);

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
