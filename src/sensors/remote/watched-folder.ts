// A folder into which others put files: each is read once, when it has stopped growing. What was read is remembered by a keyed hash, since
// names of files may name patients; the folder itself is only read.
import { createHmac, randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 1000;
const MOST_DEPTH = 20;

/** A file that is ready to be read. */
export interface SettledFile {
  readonly path: string;
  /** The same for the same file and content, and says nothing of its name. */
  readonly mark: string;
}

/** The memory of what was read, on the disk. */
export class ReadFiles {
  readonly #file: string;
  readonly #key: Buffer;
  readonly #marks: Set<string>;

  private constructor(file: string, key: Buffer, marks: Set<string>) {
    this.#file = file;
    this.#key = key;
    this.#marks = marks;
  }

  /** Opens the memory in a folder of ours. */
  static async open(folder: string): Promise<ReadFiles> {
    const key = await keyIn(path.join(folder, 'files.key'));
    const file = path.join(folder, 'files-read');
    const text = await readFile(file, 'utf8').catch(() => '');
    return new ReadFiles(file, key, new Set(text.split('\n').filter((mark) => mark.length === 32)));
  }

  /** The mark of a file as it is now. */
  markOf(file: string, { size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): string {
    return createHmac('sha256', this.#key).update(`${file}\n${size}\n${mtimeMs}`).digest('hex').slice(0, 32);
  }

  has(mark: string): boolean {
    return this.#marks.has(mark);
  }

  /** Notes a file as read; call it when what it says is safe. */
  async add(mark: string): Promise<void> {
    await using handle = await open(this.#file, 'a', 0o600);
    await handle.appendFile(`${mark}\n`);
    await handle.sync();
    this.#marks.add(mark);
  }
}

async function keyIn(file: string): Promise<Buffer> {
  const known = await readFile(file).catch(() => null);
  if (known?.length === 32) return known;
  const key = randomBytes(32);
  const part = `${file}.part`;
  {
    await using handle = await open(part, 'w', 0o600);
    await handle.writeFile(key);
    await handle.sync();
  }
  await rename(part, file);
  return key;
}

interface Watching {
  readonly signal: AbortSignal;
  /** The sensor's own folder, which may lie below the watched one and is stepped over. */
  readonly own: string;
}

/** Files of the folder that were not read and have stopped growing, as they come; ends with the signal. */
export async function* settledFiles(
  folder: string,
  read: ReadFiles,
  { signal, own }: Watching,
): AsyncGenerator<SettledFile | null> {
  let growing = new Map<string, string>();
  while (!signal.aborted) {
    const seen = new Map<string, string>();
    for await (const file of filesBelow(folder, path.resolve(own), 0)) {
      const now = await stat(file).catch(() => null);
      if (now === null) continue;
      const mark = read.markOf(file, now);
      if (read.has(mark)) continue;
      // The same size and time twice in a row: whoever wrote it is done.
      if (growing.get(file) === mark) yield { path: file, mark };
      else seen.set(file, mark);
      if (signal.aborted) return;
    }
    growing = seen;
    yield null;
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function* filesBelow(folder: string, own: string, depth: number): AsyncGenerator<string> {
  if (depth > MOST_DEPTH || path.resolve(folder) === own) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(full, own, depth + 1);
    else if (entry.isFile()) yield full;
  }
}
