// A data folder with an empty database in it, copied from one that is made once: making one takes seconds of a processor. The very
// first start on no folder is tested where commands run without a server, and on a disk that fills up.
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sha256 } from '#kit/index.ts';
import { MIGRATIONS, openStore } from '#store/index.ts';

/** Makes this data folder with the database in it, unless it is there. */
export async function prepareFolder(data: string): Promise<void> {
  if (existsSync(data)) return;
  const database = path.join(await template(), 'database');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  cpSync(database, path.join(data, 'database'), { recursive: true });
}

async function template(): Promise<string> {
  const key = sha256(MIGRATIONS.map((migration) => migration.sql).join()).slice(0, 16);
  const folder = path.join(os.tmpdir(), `dosimeter-test-folder-${process.getuid?.() ?? 0}-${key}`);
  if (existsSync(folder)) return folder;
  const own = mkdtempSync(`${folder}.`);
  const umask = process.umask();
  const store = await openStore({ dataDir: own });
  await store.close();
  process.umask(umask);
  try {
    renameSync(own, folder);
  } catch {
    // Another test made it in the meantime.
    rmSync(own, { recursive: true, force: true });
  }
  return folder;
}
