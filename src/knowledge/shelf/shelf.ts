// A shelf: one feed, compiled into one file that is dated, compressed, indexed and hashed, so that a record is found by its key without
// reading the rest. Layout: magic, blocks, index, trailer. A block holds lines "key<TAB>JSON" in the order of their keys, compressed with
// Zstandard (RFC 8878); the index names the first key and the place of each block; the trailer says where the index lies and carries the
// SHA-256 of everything before it. Pure: bytes come from and go to whoever holds the file.
import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';

const MAGIC = Buffer.from('DOSHELF1');
/** Offset and length of the index, and the hash. */
const TRAILER = 8 + 4 + 32;
const BLOCK_BYTES = 64 * 1024;
/** A block that unpacks to more than this was not written here. */
const MOST_BLOCK_BYTES = 64 * 1024 * 1024;
const MOST_INDEX_BYTES = 256 * 1024 * 1024;
/** About 10 MB of text: as many as the scores of every CVE fill. */
const CACHED_BLOCKS = 128;

const about = z.object({
  /** Which feed it is, as in 'cisa-kev'. */
  feed: z.string().max(60),
  /** The day or time that the publisher gives. */
  asOf: z.string().max(40),
  compiledAt: z.string().max(40),
  rows: z.int().min(0),
  /** What was not taken in, as sentences. */
  problems: z.array(z.string()).max(200),
  /** For advisories: what the proofs beside them came to. */
  checks: z
    .object({
      documents: z.int().min(0),
      hash: z.object({ good: z.int().min(0), notThere: z.int().min(0) }),
      signature: z.object({ good: z.int().min(0), notThere: z.int().min(0), notChecked: z.int().min(0) }),
      /** Documents that the last import refused because a proof did not fit. */
      failed: z.int().min(0),
      /** Why signatures were not checked. */
      because: z.array(z.string()).max(20),
    })
    .optional(),
  /** The last pack that brought something of it: SHA-256 of the key that signed it, and when it was made. */
  pack: z.object({ signedBy: z.string().max(64), madeAt: z.string().max(40) }).optional(),
});

/** What a shelf says of itself. */
export type ShelfAbout = z.infer<typeof about>;

const index = z.object({
  about,
  tables: z.record(z.string(), z.array(z.tuple([z.string(), z.int().min(0), z.int().min(0)]))),
});

/** Where the bytes of a shelf come from. Returns fewer bytes only at the end. */
export interface ShelfBytes {
  readonly size: number;
  read(offset: number, length: number): Buffer;
}

/** A table of records with keys. */
export interface ShelfTable {
  /** The JSON text of one record, or null. */
  get(key: string): string | null;
  /** Every record, in the order of keys. */
  entries(): Generator<readonly [key: string, json: string]>;
}

/** An opened shelf. */
export interface Shelf {
  readonly about: ShelfAbout;
  /** SHA-256 of the file, as it stands in it. */
  readonly sha256: string;
  table(name: string): ShelfTable;
}

/** The bytes of a shelf, piece by piece. Tables are written one after another, each in the order of its keys. */
export function* writeShelf(
  tables: Iterable<readonly [name: string, records: Iterable<readonly [key: string, json: string]>]>,
  describe: () => ShelfAbout,
): Generator<Buffer> {
  const hash = createHash('sha256');
  let offset = 0;
  const counted = (bytes: Buffer): Buffer => {
    hash.update(bytes);
    offset += bytes.length;
    return bytes;
  };
  yield counted(MAGIC);
  const places: Record<string, [string, number, number][]> = {};
  for (const [name, records] of tables) {
    const blocks: [string, number, number][] = [];
    places[name] = blocks;
    for (const { first, text } of blocksOf(records)) {
      const packed = zstdCompressSync(text);
      blocks.push([first, offset, packed.length]);
      yield counted(packed);
    }
  }
  const packed = zstdCompressSync(JSON.stringify({ about: describe(), tables: places }));
  const trailer = Buffer.alloc(TRAILER);
  trailer.writeBigUInt64BE(BigInt(offset), 0);
  trailer.writeUInt32BE(packed.length, 8);
  yield counted(packed);
  hash.update(trailer.subarray(0, 12));
  hash.digest().copy(trailer, 12);
  yield trailer;
}

function* blocksOf(records: Iterable<readonly [string, string]>): Generator<{ first: string; text: string }> {
  let lines: string[] = [];
  let first = '';
  let size = 0;
  let before: string | null = null;
  for (const [key, json] of records) {
    if (before !== null && key <= before) throw new Error(`Keys are out of order: ${key} after ${before}.`);
    before = key;
    if (lines.length === 0) first = key;
    lines.push(`${key}\t${json}`);
    size += key.length + json.length;
    if (size >= BLOCK_BYTES) {
      yield { first, text: lines.join('\n') };
      lines = [];
      size = 0;
    }
  }
  if (lines.length > 0) yield { first, text: lines.join('\n') };
}

/** Opens a shelf; `verify` reads all of it and compares the hash. Throws Invalid when it is none, or damaged. */
export function openShelf(bytes: ShelfBytes, options: { readonly verify?: boolean } = {}): Shelf {
  const damaged = (why: string) => new Invalid(`This is no knowledge file of Dosimeter, or it is damaged (${why}).`);
  if (bytes.size < MAGIC.length + TRAILER || !bytes.read(0, MAGIC.length).equals(MAGIC)) throw damaged('its beginning');
  const trailer = bytes.read(bytes.size - TRAILER, TRAILER);
  const start = Number(trailer.readBigUInt64BE(0));
  const length = trailer.readUInt32BE(8);
  if (start + length !== bytes.size - TRAILER || length > MOST_INDEX_BYTES) throw damaged('its end');
  if (options.verify && !hashOf(bytes).equals(trailer.subarray(12))) throw damaged('its content has changed');
  const found = index.safeParse(parsedIndex(bytes.read(start, length), damaged));
  if (!found.success) throw damaged('its index');
  const unpack = (offset: number, size: number): Buffer => {
    if (offset + size > start) throw damaged('a block');
    try {
      return zstdDecompressSync(bytes.read(offset, size), { maxOutputLength: MOST_BLOCK_BYTES });
    } catch {
      throw damaged('a block');
    }
  };
  const cache = new Map<number, readonly (readonly [string, string])[]>();
  return {
    about: found.data.about,
    sha256: trailer.subarray(12).toString('hex'),
    table: (name) => tableOf(found.data.tables[name] ?? [], unpack, cache),
  };
}

function tableOf(
  blocks: readonly (readonly [first: string, offset: number, length: number])[],
  unpack: (offset: number, size: number) => Buffer,
  cache: Map<number, readonly (readonly [string, string])[]>,
): ShelfTable {
  function recordsIn(block: number): readonly (readonly [string, string])[] {
    const [, offset = 0, length = 0] = blocks[block] ?? [];
    const known = cache.get(offset);
    if (known) return known;
    const records = unpack(offset, length)
      .toString('utf8')
      .split('\n')
      .map((line) => {
        const tab = line.indexOf('\t');
        return [line.slice(0, tab), line.slice(tab + 1)] as const;
      });
    if (cache.size >= CACHED_BLOCKS) cache.delete(cache.keys().next().value ?? -1);
    cache.set(offset, records);
    return records;
  }
  return {
    get(key) {
      const block = lastAtMost(blocks, key);
      if (block < 0) return null;
      const records = recordsIn(block);
      const [found, json] = records[lastAtMost(records, key)] ?? [];
      return found === key ? (json ?? null) : null;
    },
    *entries() {
      for (let block = 0; block < blocks.length; block++) yield* recordsIn(block);
    },
  };
}

/** The last entry whose key is not after this one; -1 when all are. */
function lastAtMost(sorted: readonly (readonly [key: string, ...unknown[]])[], key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.[0] ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function parsedIndex(packed: Buffer, damaged: (why: string) => Error): unknown {
  try {
    return JSON.parse(zstdDecompressSync(packed, { maxOutputLength: MOST_INDEX_BYTES }).toString('utf8'));
  } catch {
    throw damaged('its index');
  }
}

function hashOf(bytes: ShelfBytes): Buffer {
  const hash = createHash('sha256');
  const end = bytes.size - 32;
  for (let offset = 0; offset < end; offset += 1 << 20)
    hash.update(bytes.read(offset, Math.min(1 << 20, end - offset)));
  return hash.digest();
}
