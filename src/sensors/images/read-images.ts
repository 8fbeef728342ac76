// Folders of DICOM files, read header by header. Names of files go back to who gave them and nowhere else.
import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Invalid, inertText } from '#kit/index.ts';
import type { ImageInventory } from './image-inventory.ts';
import { type ImageHeader, readHeader } from './read-header.ts';

/** What one file showed. */
export interface ReadObject {
  readonly path: string;
  readonly header: ImageHeader;
}

const FIRST_BYTES = 65_536;
const MOST_BYTES = 16 << 20;
/** Files after which others get their turn. */
const BREATH = 64;
const MOST_DEPTH = 40;

/** While reading. */
export interface ReadImagesOptions {
  readonly signal: AbortSignal;
  /** Told of each object, in the order of the files. */
  onObject(object: ReadObject): void;
  /** A file that could not be read, with the reason. */
  onProblem(path: string, problem: string): void;
  onProgress?(files: number): void;
}

/** Reads files and folders, whatever they are called; a DICOMDIR leads to the files that it names. Throws Invalid for a name that is none. */
export async function readImages(
  paths: readonly string[],
  inventory: ImageInventory,
  options: ReadImagesOptions,
): Promise<void> {
  for (const given of paths) {
    const found = await stat(given).catch(() => undefined);
    if (!found) throw new Invalid(`${inertText(given, 200)} cannot be read. Name a DICOM file or a folder of them.`);
    const root = await realpath(given);
    const files = found.isDirectory() ? filesIn(root, 0) : each([root]);
    await readAll(files, inventory, options, found.isDirectory() ? null : path.dirname(root));
  }
}

async function* each(files: readonly string[]): AsyncGenerator<string> {
  yield* files;
}

/** The files below a folder, in order of their names; links are not followed. */
async function* filesIn(folder: string, depth: number): AsyncGenerator<string> {
  if (depth > MOST_DEPTH) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(full, depth + 1);
    else if (entry.isFile()) yield full;
  }
}

async function readAll(
  files: AsyncIterable<string>,
  inventory: ImageInventory,
  options: ReadImagesOptions,
  directory: string | null,
): Promise<void> {
  const referenced: string[] = [];
  for await (const file of files) {
    if (options.signal.aborted) break;
    const header = headerOf(file);
    inventory.files++;
    if (inventory.files % 500 === 0) options.onProgress?.(inventory.files);
    if (inventory.files % BREATH === 0) await setImmediate();
    if (header === null) inventory.others++;
    else if (typeof header === 'string') options.onProblem(file, header);
    else if (header.references.length > 0 && directory !== null) {
      for (const parts of header.references) referenced.push(path.join(directory, ...parts));
    } else {
      inventory.add(header);
      options.onObject({ path: file, header });
    }
  }
  if (referenced.length === 0 || directory === null) return;
  // A name that leads out of the medium is not followed.
  const inside = referenced.filter((file) => file.startsWith(`${directory}${path.sep}`));
  await readAll(each(inside), inventory, options, null);
}

/** The room that first bytes are read into: one file after the other. */
const room = Buffer.allocUnsafeSlow(FIRST_BYTES);

/**
 * The header of a file, null when it is no DICOM, or in words why it cannot be read. Read at once: passing a small read to another
 * thread and back costs more than the read.
 */
function headerOf(file: string): ImageHeader | string | null {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    let bytes = room;
    let length = readSync(handle, bytes, 0, FIRST_BYTES, 0);
    for (;;) {
      const isWhole = length < bytes.length;
      const header = readHeader(bytes.subarray(0, length), isWhole);
      if (!header?.needsMore || bytes.length >= MOST_BYTES) return header;
      const larger = Buffer.allocUnsafe(bytes.length * 4);
      bytes.copy(larger, 0, 0, length);
      length += readSync(handle, larger, length, larger.length - length, length);
      bytes = larger;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return `The file cannot be read (${code}).`;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
