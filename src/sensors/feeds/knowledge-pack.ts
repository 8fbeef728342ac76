// A knowledge pack: all shelves of an installation in one file, so that one connected machine serves many that are not. Layout: magic,
// length of the manifest, manifest (JSON), signature, and the shelves one after another. The manifest names each shelf with its place and
// the SHA-256 of its bytes; the signature (Ed25519, RFC 8032) is over everything before it, so that it covers every byte of the pack.
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { Invalid, inertText } from '#kit/index.ts';
import { FEED_KINDS, type FeedId, openShelf, type Shelf, type ShelfBytes } from '#knowledge/index.ts';

const MAGIC = Buffer.from('DOSIPACK');
const LENGTH = 4;
const SIGNATURE = 64;
const MOST_MANIFEST = 1 << 20;
const STEP = 1 << 20;

const manifest = z.object({
  schema: z.literal('dosimeter.pack/1'),
  madeAt: z.string().max(40),
  /** The key that fits the signature, as SPKI in Base64. */
  key: z.string().max(200),
  shelves: z
    .array(
      z.object({
        feed: z.string().max(60),
        asOf: z.string().max(40),
        rows: z.int().min(0),
        bytes: z.int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(100),
});

/** What a pack says of itself. */
export type PackManifest = z.infer<typeof manifest>;

/** A shelf to be packed. */
export interface PackedShelf {
  readonly feed: FeedId;
  readonly file: string;
}

/** A pack whose signature and hashes were checked. */
export interface OpenedPack extends Disposable {
  readonly manifest: PackManifest;
  /** Fingerprint of the key that signed it. */
  readonly signedBy: string;
  /** SHA-256 of the manifest and its signature: names the pack. */
  readonly sha256: string;
  readonly bytes: number;
  /** The shelves of feeds that are known here. */
  shelves(): Generator<readonly [feed: FeedId, shelf: Shelf]>;
}

/** Whether bytes begin a pack. */
export function isPack(head: Uint8Array): boolean {
  return MAGIC.equals(head.subarray(0, MAGIC.length));
}

/** A short name of a key: SHA-256 of its SPKI form. */
export function fingerprint(key: KeyObject): string {
  return createHash('sha256').update(spki(key)).digest('hex');
}

/** Writes a pack, whole or not at all. */
export function writePack(
  file: string,
  shelves: readonly PackedShelf[],
  { key, now }: { readonly key: KeyObject; readonly now: string },
): PackManifest {
  const made: PackManifest = {
    schema: 'dosimeter.pack/1',
    madeAt: now,
    key: spki(createPublicKey(key)).toString('base64'),
    shelves: shelves.map(({ feed, file: shelf }) => {
      using source = opening(shelf);
      const { asOf, rows } = openShelf(source.bytes).about;
      return { feed, asOf, rows, bytes: source.bytes.size, sha256: hashOf(source.bytes, 0, source.bytes.size) };
    }),
  };
  const text = Buffer.from(JSON.stringify(made));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(text.length);
  const signed = Buffer.concat([MAGIC, length, text]);
  const part = `${file}.part`;
  const descriptor = opened(part, 'w');
  try {
    writeAll(descriptor, signed);
    writeAll(descriptor, sign(null, signed, key));
    for (const { file: shelf } of shelves) {
      using source = opening(shelf);
      for (const bytes of stepsOf(source.bytes, 0, source.bytes.size)) writeAll(descriptor, bytes);
    }
    fsyncSync(descriptor);
    renameSync(part, file);
  } finally {
    closeSync(descriptor);
    rmSync(part, { force: true });
  }
  return made;
}

/** Opens a pack after everything in it was checked. Throws Invalid when it was changed, or is not signed by a key that is trusted. */
export function openPack(file: string, trusted: readonly KeyObject[]): OpenedPack {
  const source = opening(file);
  try {
    const { bytes } = source;
    const { read, signed, signature } = manifestOf(bytes);
    const key = keyOf(read.key);
    if (key === null || !verify(null, signed, key, signature))
      throw new Invalid('The signature of this pack does not fit: it was changed, or is not signed. Fetch it again.');
    const signedBy = fingerprint(key);
    if (!trusted.some((each) => fingerprint(each) === signedBy)) {
      throw new Invalid(
        `This pack is signed by a key that is not known here (${signedBy.slice(0, 16)}). Name the key of the one who made it with --key FILE.`,
      );
    }
    const start = signed.length + SIGNATURE;
    let at = start;
    for (const shelf of read.shelves) {
      if (at + shelf.bytes > bytes.size || hashOf(bytes, at, shelf.bytes) !== shelf.sha256)
        throw new Invalid(`The part ${shelf.feed} of this pack is not what was signed. Fetch it again.`);
      at += shelf.bytes;
    }
    if (at !== bytes.size) throw new Invalid('There is more in this pack than was signed. Fetch it again.');
    return {
      manifest: read,
      signedBy,
      sha256: createHash('sha256').update(signed).update(signature).digest('hex'),
      bytes: bytes.size,
      *shelves() {
        let offset = start;
        for (const { feed, bytes: size } of read.shelves) {
          const from = offset;
          offset += size;
          const known = FEED_KINDS.find(({ id }) => id === feed);
          if (!known) continue;
          yield [known.id, openShelf({ size, read: (place, length) => bytes.read(from + place, length) })];
        }
      },
      [Symbol.dispose]: () => source[Symbol.dispose](),
    };
  } catch (error) {
    source[Symbol.dispose]();
    throw error;
  }
}

function manifestOf(bytes: ShelfBytes): { read: PackManifest; signed: Buffer; signature: Buffer } {
  const broken = () => new Invalid('This is no knowledge pack of Dosimeter, or it is cut short. Fetch it again.');
  const head = bytes.read(0, MAGIC.length + LENGTH);
  if (head.length < MAGIC.length + LENGTH || !isPack(head)) throw broken();
  const length = head.readUInt32BE(MAGIC.length);
  if (length > MOST_MANIFEST || head.length + length + SIGNATURE > bytes.size) throw broken();
  const text = bytes.read(head.length, length);
  const parsed = manifest.safeParse(jsonOf(text));
  if (!parsed.success) throw broken();
  return {
    read: parsed.data,
    signed: Buffer.concat([head, text]),
    signature: bytes.read(head.length + length, SIGNATURE),
  };
}

function jsonOf(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}

function keyOf(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

function spki(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

function opened(file: string, flags: 'r' | 'w'): number {
  try {
    return openSync(file, flags, 0o644);
  } catch (error) {
    throw new Invalid(`${inertText(file, 200)} cannot be ${flags === 'r' ? 'read' : 'written'}.`, undefined, error);
  }
}

function opening(file: string): Disposable & { readonly bytes: ShelfBytes } {
  const descriptor = opened(file, 'r');
  const read = (offset: number, length: number): Buffer => {
    const buffer = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const count = readSync(descriptor, buffer, done, length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return buffer.subarray(0, done);
  };
  return { bytes: { size: fstatSync(descriptor).size, read }, [Symbol.dispose]: () => closeSync(descriptor) };
}

function* stepsOf(bytes: ShelfBytes, start: number, length: number): Generator<Buffer> {
  for (let done = 0; done < length; done += STEP) yield bytes.read(start + done, Math.min(STEP, length - done));
}

function hashOf(bytes: ShelfBytes, start: number, length: number): string {
  const hash = createHash('sha256');
  for (const step of stepsOf(bytes, start, length)) hash.update(step);
  return hash.digest('hex');
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}
