// Writes a ZIP archive as its files come, in bounded memory (APPNOTE.TXT 6.3: local headers with data descriptors, then the central directory).
// Without ZIP64: an archive, and each of its files, stays below 4 GiB.
import { createHash } from 'node:crypto';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';
import { drained } from './drained.ts';
import { Invalid } from './fault.ts';

const DEFLATE = 8;
/** Room is left for the directory at the end. */
const MOST_BYTES = 2 ** 32 - 2 ** 26;

/** What was written of one file. */
export interface ZippedFile {
  readonly path: string;
  /** Bytes before they were packed. */
  readonly bytes: number;
  /** SHA-256 (FIPS 180-4) of these, lower-case hexadecimal. */
  readonly sha256: string;
}

type Chunk = string | Uint8Array;
export type ZipContent = AsyncIterable<Chunk> | Iterable<Chunk>;

/** An archive in the making: files one after another, then `end`. `write` takes its bytes and waits until there is room for more. */
export class ZipWriter {
  readonly #write: (chunk: Uint8Array) => Promise<void>;
  readonly #zip: Zip;
  readonly #at: Date;
  readonly #chunks: Uint8Array[] = [];
  #written = 0;

  /** `at`: the time that every file carries. */
  constructor(write: (chunk: Uint8Array) => Promise<void>, at: Date) {
    this.#write = write;
    this.#at = at;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#chunks.push(chunk);
    });
  }

  /** Adds a file. Throws Invalid where the archive would grow over 4 GiB. */
  async add(path: string, content: ZipContent): Promise<ZippedFile> {
    const file: ZipInputFile = { filename: path, size: 0, crc: 0, compression: DEFLATE, mtime: this.#at };
    this.#zip.add(file);
    const digest = createHash('sha256');
    const packer = createDeflateRaw();
    const fed = feed(packer, content, (chunk) => {
      digest.update(chunk);
      file.crc = crc32(chunk, file.crc);
      file.size += chunk.length;
      if (file.size > MOST_BYTES) throw tooLarge();
    });
    // Whoever reads the packed bytes sees its failure as well.
    fed.catch(() => undefined);
    try {
      for await (const chunk of packer) {
        file.ondata?.(null, chunk, false);
        await this.#flush();
      }
    } catch (error) {
      // Nothing reads on, once this has failed, from a place that may be closed then.
      await fed.catch(() => undefined);
      throw error;
    }
    await fed;
    file.ondata?.(null, new Uint8Array(0), true);
    await this.#flush();
    return { path, bytes: file.size, sha256: digest.digest('hex') };
  }

  /** Writes the directory; nothing may be added after it. */
  async end(): Promise<void> {
    this.#zip.end();
    await this.#flush();
  }

  async #flush(): Promise<void> {
    for (const chunk of this.#chunks.splice(0)) {
      this.#written += chunk.length;
      if (this.#written > MOST_BYTES) throw tooLarge();
      if (chunk.length > 0) await this.#write(chunk);
    }
  }
}

async function feed(packer: DeflateRaw, content: ZipContent, note: (chunk: Buffer) => void): Promise<void> {
  try {
    for await (const part of content) {
      const chunk =
        typeof part === 'string' ? Buffer.from(part) : Buffer.from(part.buffer, part.byteOffset, part.length);
      note(chunk);
      if (packer.destroyed) return;
      if (!packer.write(chunk)) await drained(packer);
      if (packer.destroyed) return;
    }
    packer.end();
  } catch (error) {
    packer.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

function tooLarge(): Invalid {
  return new Invalid('This is more than one ZIP archive can hold (4 GiB).');
}
