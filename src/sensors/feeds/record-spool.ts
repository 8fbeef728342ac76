// Records of a feed on their way in, sorted by key, in bounded memory: what does not fit goes to disk as a sorted run, and the runs are
// merged when the feed is written (external merge sort). Of two records with one key the newest revision counts. What one file brought
// can be taken back as a whole, so that a file that breaks in its middle leaves nothing behind.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** A record: its key, and JSON text. */
export type SpooledRecord = readonly [key: string, json: string];

/** The table of the records themselves, in a shelf. */
export const RECORDS = 'records';

/** Characters that are kept in memory before a run is written. */
const RUN_LENGTH = 16 << 20;
const BLOCK_LENGTH = 1 << 20;
const HEADER = 4;
/** Between key and JSON text; neither holds it (keys are cleaned, JSON escapes it). */
const BETWEEN = '\u0000';

/** The day on which a record was last changed, as it says itself; records of some feeds say none. */
export function revisedOf(json: string): string {
  return /"revised":"([^"]*)"/.exec(json)?.[1] ?? '';
}

/** Keeps records until they are read back in order. */
export class RecordSpool implements Disposable {
  readonly #base: string;
  readonly #runLength: number;
  #folder: string | null = null;
  #count = 0;
  #kept = new Map<string, string>();
  #keptLength = 0;
  #keptRuns: string[] = [];
  #open = new Map<string, string>();
  #openLength = 0;
  #openRuns: string[] = [];

  /** `base` is a folder with room for the runs. */
  constructor(base: string, runLength = RUN_LENGTH) {
    this.#base = base;
    this.#runLength = runLength;
  }

  /** Adds a record of the file that is being read. */
  add(key: string, json: string): void {
    this.#openLength += put(this.#open, cleaned(key), json);
    if (this.#openLength < this.#runLength) return;
    this.#openRuns.push(this.#write(this.#open));
    this.#open = new Map();
    this.#openLength = 0;
  }

  /** The file was read to its end: its records count, beside or instead of those of other files. */
  keep(instead = false): void {
    if (instead) this.#dropKept();
    // Later files come last, so that of equal revisions theirs counts.
    const isFull = this.#openRuns.length > 0 || this.#keptLength + this.#openLength > this.#runLength;
    if (isFull && this.#kept.size > 0) {
      this.#keptRuns.push(this.#write(this.#kept));
      this.#kept = new Map();
      this.#keptLength = 0;
    }
    this.#keptRuns.push(...this.#openRuns);
    for (const [key, json] of this.#open) this.#keptLength += put(this.#kept, key, json);
    this.#startOpen();
  }

  /** The file is no good: nothing of it counts. */
  drop(): void {
    for (const run of this.#openRuns) rmSync(run);
    this.#startOpen();
  }

  /** What is kept, in the order of keys, each key once. */
  *entries(): Generator<SpooledRecord> {
    const runs = [...this.#keptRuns.map(readRun), sortedRecords(this.#kept).values()];
    yield* merged(runs);
  }

  [Symbol.dispose](): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  #startOpen(): void {
    this.#open = new Map();
    this.#openLength = 0;
    this.#openRuns = [];
  }

  #dropKept(): void {
    for (const run of this.#keptRuns) rmSync(run);
    this.#kept = new Map();
    this.#keptLength = 0;
    this.#keptRuns = [];
  }

  #write(records: ReadonlyMap<string, string>): string {
    this.#folder ??= mkdtempSync(path.join(this.#base, SPOOL_PREFIX));
    const file = path.join(this.#folder, String(this.#count++));
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      let lines: string[] = [];
      let length = 0;
      const flush = () => {
        const packed = zstdCompressSync(lines.join('\n'));
        const header = Buffer.alloc(HEADER);
        header.writeUInt32BE(packed.length);
        writeSync(descriptor, header);
        writeSync(descriptor, packed);
        lines = [];
        length = 0;
      };
      for (const [key, json] of sortedRecords(records)) {
        lines.push(key + BETWEEN + json);
        length += key.length + json.length;
        if (length >= BLOCK_LENGTH) flush();
      }
      if (lines.length > 0) flush();
    } finally {
      closeSync(descriptor);
    }
    return file;
  }
}

/** Names of the folders of runs begin with this; one that is left behind can be deleted. */
export const SPOOL_PREFIX = 'feeds-in-';

/** Merges sorted sources; of one key the newest revision counts, and of equal ones that of the later source. */
function* merged(sources: readonly Iterator<SpooledRecord>[]): Generator<SpooledRecord> {
  const heads = sources.map((source) => source.next());
  while (true) {
    let key: string | null = null;
    for (const head of heads) if (!head.done && (key === null || head.value[0] < key)) key = head.value[0];
    if (key === null) return;
    let best: string | null = null;
    for (const [at, head] of heads.entries()) {
      if (head.done || head.value[0] !== key) continue;
      const json = head.value[1];
      if (best === null || revisedOf(best) <= revisedOf(json)) best = json;
      const source = sources[at];
      if (source) heads[at] = source.next();
    }
    yield [key, best ?? ''];
  }
}

function* readRun(file: string): Generator<SpooledRecord> {
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER);
    while (readSync(descriptor, header, 0, HEADER, null) === HEADER) {
      const packed = Buffer.alloc(header.readUInt32BE());
      readSync(descriptor, packed, 0, packed.length, null);
      for (const line of zstdDecompressSync(packed).toString('utf8').split('\n')) {
        const between = line.indexOf(BETWEEN);
        yield [line.slice(0, between), line.slice(between + 1)];
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

function sortedRecords(records: ReadonlyMap<string, string>): SpooledRecord[] {
  return [...records].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Puts the record in unless a newer one is there; returns by how much the map grew. */
function put(records: Map<string, string>, key: string, json: string): number {
  const before = records.get(key);
  if (before !== undefined && revisedOf(before) > revisedOf(json)) return 0;
  records.set(key, json);
  return before === undefined ? key.length + json.length : json.length - before.length;
}

/** A key is a part of a line. */
function cleaned(key: string): string {
  return key.includes('\n') || key.includes(BETWEEN) ? key.replaceAll('\n', ' ').replaceAll(BETWEEN, ' ') : key;
}
