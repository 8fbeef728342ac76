// What is remembered of a fetched file, in a folder of its own: the marks by which its server tells whether it changed, and how far it got.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder } from '#kit/index.ts';

const NAME = '.state.json';

const state = z.object({
  /** SHA-256 of the address, which may hold a password. */
  url: z.string(),
  /** Of the file that was taken, or lies here to be taken. */
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  isWhole: z.boolean(),
  /** It went through the door of feeds; nothing of it is needed any more. */
  isTaken: z.boolean(),
});

/** What is remembered of one address. */
export type FetchState = z.infer<typeof state>;

/** What became of a file. */
export type Fetched =
  | {
      readonly kind: 'fetched';
      readonly file: string;
      readonly bytes: number;
      /** How many of the bytes were here before. */
      readonly resumedAt: number;
    }
  | { readonly kind: 'not changed' }
  | { readonly kind: 'not there' };

/** What the folder remembers; null when that is nothing, or damaged: the file is fetched anew. */
export function stateIn(folder: string): FetchState | null {
  try {
    return state.parse(JSON.parse(readFileSync(path.join(folder, NAME), 'utf8')));
  } catch {
    return null;
  }
}

/** Remembers it. */
export function keepState(folder: string, value: FetchState): void {
  writeFileSync(path.join(folder, NAME), JSON.stringify(value), { mode: 0o600 });
}

/** The file went through the door: its marks are kept, so that the same one is not fetched again. */
export function fileTaken(folder: string, name: string): void {
  const before = stateIn(folder);
  rmSync(path.join(folder, name), { force: true });
  if (before) keepState(folder, { ...before, isTaken: true });
}

/** The file is no good: the next fetch begins anew. */
export function fileDropped(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A file of a folder mirror, read where it lies; told by size and time whether it changed. */
export function fileOfFolder(
  file: string,
  { folder, isHere }: { readonly folder: string; readonly isHere: boolean },
): Fetched {
  if (!existsSync(file)) return { kind: 'not there' };
  const { size, mtimeMs } = statSync(file);
  const etag = `${size} ${mtimeMs}`;
  const known = stateIn(folder);
  if (known?.etag === etag && known.isTaken && isHere) return { kind: 'not changed' };
  makeFolder(folder);
  keepState(folder, { url: '', etag, lastModified: null, isWhole: true, isTaken: false });
  return { kind: 'fetched', file, bytes: size, resumedAt: 0 };
}
