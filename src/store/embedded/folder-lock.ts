// One process to a data folder: PGlite has no lock of its own, and two owners lose rows without a word. The lock is a listening
// socket, which the kernel frees with the process, so that no stale file can lie.
import { mkdirSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Conflict, Invalid, makeFolder, sha256 } from '#kit/index.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/** Takes the lock of `folder` (made if absent, mode 0700) or refuses in words. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  makeDataFolder(folder);
  const { dev, ino } = statSync(folder);
  const key = sha256(`${dev}:${ino}`).slice(0, 24);
  const servers: net.Server[] = [];
  const release = async () => {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  try {
    // The abstract socket is taken atomically by the kernel; the one in the folder is seen by other network namespaces too.
    if (process.platform === 'linux') servers.push(await listen(`\0dosimeter-${key}`, folder));
    if (process.platform === 'win32') servers.push(await listen(`\\\\.\\pipe\\dosimeter-${key}`, folder));
    else servers.push(await listenOnFile(socketPath(folder, 'lock.sock'), folder));
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

/** Makes the data folder. Throws Invalid in words. */
function makeDataFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/, mkdir .*/, '') : String(error);
    throw new Invalid(`The data folder ${path.resolve(folder)} cannot be made (${why}). Choose another with --data.`);
  }
}

/** Where a socket of this folder lives: in it, or under the temporary folder when the path is too long for a socket (108 bytes). */
export function socketPath(folder: string, name: string): string {
  const direct = path.join(path.resolve(folder), name);
  if (Buffer.byteLength(direct) < 104) return direct;
  const { dev, ino } = statSync(folder);
  const own = path.join(os.tmpdir(), `dosimeter-${process.getuid?.() ?? 0}-${sha256(`${dev}:${ino}`).slice(0, 16)}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return path.join(own, name);
}

function taken(folder: string, cause?: unknown): Conflict {
  const conflict = new Conflict(
    `Another Dosimeter already uses the data folder ${path.resolve(folder)}. Stop it, or choose another folder with --data.`,
  );
  conflict.cause = cause;
  return conflict;
}

function listen(name: string, folder: string): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error) => reject(taken(folder, error)));
    server.listen(name, () => resolve(server));
  });
}

async function listenOnFile(file: string, folder: string): Promise<net.Server> {
  const answered = await new Promise<boolean>((resolve) => {
    const probe = net.connect(file);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
  if (answered) throw taken(folder);
  rmSync(file, { force: true });
  return listen(file, folder);
}
