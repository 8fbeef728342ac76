// Reads a ZIP archive that nobody vouches for (APPNOTE.TXT 6.3): the directory at its end is checked whole before a byte is unpacked, and
// nothing that is unpacked grows over what the directory says. Encrypted, split and ZIP64 archives are refused.
import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { drained } from './drained.ts';
import { Invalid } from './fault.ts';
import { inertText } from './text.ts';

export interface ZipLimits {
  readonly mostFiles: number;
  /** Of all files together, unpacked. */
  readonly mostBytes: number;
  /** How many bytes a packed one may become, for files over 1 MiB. */
  readonly mostRatio: number;
}

/** One file of an archive. */
export interface ZipMember {
  readonly path: string;
  /** Bytes when unpacked. */
  readonly bytes: number;
}

interface Placed extends ZipMember {
  readonly packed: number;
  readonly isDeflated: boolean;
  readonly crc: number;
  readonly at: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const MOST_DIRECTORY = 1 << 24;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x2041;
const SMALL = 1 << 20;
const STEP = 1 << 18;
/** Names of one or more plain parts: nothing that leaves a folder, on any system. */
const PLAIN_PATH = /^(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\/){0,4}[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;

/** An open archive whose directory is sound. */
export class ZipArchive {
  readonly #handle: FileHandle;
  readonly #members: ReadonlyMap<string, Placed>;

  private constructor(handle: FileHandle, members: ReadonlyMap<string, Placed>) {
    this.#handle = handle;
    this.#members = members;
  }

  /** Opens a file and reads its directory. Throws Invalid for what is no sound archive or breaks a limit. */
  static async open(file: string, limits: ZipLimits): Promise<ZipArchive> {
    const handle = await open(file, 'r').catch((cause: unknown) => {
      throw new Invalid(`${inertText(file, 200)} cannot be read. Check its name and its rights.`, undefined, cause);
    });
    try {
      return new ZipArchive(handle, await directoryOf(handle, limits));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get members(): readonly ZipMember[] {
    return [...this.#members.values()];
  }

  /** The bytes of one file. Throws Invalid at the first that is more, less or other than the directory says. */
  async *read(path: string): AsyncGenerator<Buffer> {
    const member = this.#members.get(path);
    if (!member) throw new Invalid(`The archive has no file ${inertText(path, 120)}. It was changed or cut.`);
    const start = await this.#startOf(member);
    const packed = this.#packed(start, member.packed);
    let bytes = 0;
    let crc = 0;
    for await (const chunk of member.isDeflated ? inflated(packed, path) : packed) {
      bytes += chunk.length;
      if (bytes > member.bytes) throw changed(path);
      crc = crc32(chunk, crc);
      yield chunk;
    }
    if (bytes !== member.bytes || crc !== member.crc) throw changed(path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  async #startOf(member: Placed): Promise<number> {
    const head = await exactly(this.#handle, member.at, LOCAL_BYTES);
    if (head.readUInt32LE(0) !== LOCAL || head.readUInt16LE(6) & ENCRYPTED) throw changed(member.path);
    const name = await exactly(this.#handle, member.at + LOCAL_BYTES, head.readUInt16LE(26));
    if (name.toString('latin1') !== member.path) throw changed(member.path);
    return member.at + LOCAL_BYTES + head.readUInt16LE(26) + head.readUInt16LE(28);
  }

  async *#packed(start: number, length: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < length; at += STEP) yield exactly(this.#handle, start + at, Math.min(STEP, length - at));
  }
}

async function* inflated(packed: AsyncGenerator<Buffer>, path: string): AsyncGenerator<Buffer> {
  const unpacker = createInflateRaw({ chunkSize: STEP });
  const feed = async () => {
    for await (const chunk of packed) {
      if (unpacker.destroyed) return;
      if (!unpacker.write(chunk)) await drained(unpacker);
    }
    unpacker.end();
  };
  const fed = feed().catch((error: Error) => unpacker.destroy(error));
  try {
    for await (const chunk of unpacker) yield chunk;
  } catch (cause) {
    throw cause instanceof Invalid ? cause : changed(path, cause);
  } finally {
    unpacker.destroy();
    await fed;
  }
}

async function directoryOf(handle: FileHandle, limits: ZipLimits): Promise<Map<string, Placed>> {
  const { size } = await handle.stat();
  const tail = await exactly(
    handle,
    Math.max(0, size - END_BYTES - LONGEST_COMMENT),
    Math.min(size, END_BYTES + LONGEST_COMMENT),
  );
  let end = tail.length - END_BYTES;
  while (end >= 0 && !(tail.readUInt32LE(end) === END && end + END_BYTES + tail.readUInt16LE(end + 20) === tail.length))
    end--;
  if (end < 0) throw broken();
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  const isWhole = tail.readUInt32LE(end + 4) === 0 && tail.readUInt16LE(end + 8) === count;
  if (!isWhole || start + length !== size - tail.length + end) throw broken();
  if (count > limits.mostFiles || length > MOST_DIRECTORY) throw new Invalid('The archive holds too many files.');
  const members = membersOf(await exactly(handle, start, length), count);
  checkSizes(members, start, limits);
  return new Map(members.map((member) => [member.path, member]));
}

function membersOf(directory: Buffer, count: number): Placed[] {
  const members: Placed[] = [];
  let at = 0;
  for (let n = 0; n < count; n++) {
    if (at + CENTRAL_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL) throw broken();
    const nameLength = directory.readUInt16LE(at + 28);
    const whole = CENTRAL_BYTES + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (at + whole > directory.length) throw broken();
    const path = directory.toString('latin1', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength);
    if (!PLAIN_PATH.test(path) || path.includes('..')) {
      throw new Invalid(`The archive names a file '${inertText(path, 120)}', which no hand-over does. Do not use it.`);
    }
    const method = directory.readUInt16LE(at + 10);
    if (directory.readUInt16LE(at + 8) & ENCRYPTED || (method !== STORED && method !== DEFLATED)) throw broken();
    members.push({
      path,
      isDeflated: method === DEFLATED,
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    });
    at += whole;
  }
  if (at !== directory.length) throw broken();
  return members;
}

/** No two files of one name or one place, none behind the directory, and none that grows out of proportion. */
function checkSizes(members: readonly Placed[], end: number, { mostBytes, mostRatio }: ZipLimits): void {
  if (new Set(members.map(({ path }) => path)).size !== members.length) {
    throw new Invalid('The archive has two files of one name. It was changed; do not use it.');
  }
  let before = 0;
  for (const { at, packed, path, bytes, isDeflated } of members.toSorted((a, b) => a.at - b.at)) {
    if (at < before || at + LOCAL_BYTES + packed > end || (!isDeflated && packed !== bytes)) throw broken();
    before = at + LOCAL_BYTES + path.length + packed;
    if (bytes > SMALL && bytes > packed * mostRatio) throw tooLarge();
  }
  if (members.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes) throw tooLarge();
}

async function exactly(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  for (let read = 0; read < length; ) {
    const { bytesRead } = await handle.read(buffer, read, length - read, position + read);
    if (bytesRead === 0) throw broken();
    read += bytesRead;
  }
  return buffer;
}

function broken(): Invalid {
  return new Invalid('This is no whole ZIP archive: it was cut short, changed or encrypted. Fetch it again.');
}

function changed(path: string, cause?: unknown): Invalid {
  return new Invalid(`${path} in the archive is not as it was written. Fetch the archive again.`, undefined, cause);
}

function tooLarge(): Invalid {
  return new Invalid('The archive unpacks to far more than a hand-over does. Do not use it.');
}
