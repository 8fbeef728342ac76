// Makes folders that only their owner reads.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Makes the folder and its parents one by one (0700); a recursive mkdir never ends under /proc. Throws what the system says. */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let parent = path.resolve(folder);
  for (; !existsSync(parent); parent = path.dirname(parent)) missing.unshift(parent);
  if (!statSync(parent).isDirectory()) {
    throw Object.assign(new Error(`${parent} is a file`), { code: 'ENOTDIR' });
  }
  for (const each of missing) mkdirSync(each, { mode: 0o700 });
}
