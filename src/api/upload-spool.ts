// What was uploaded and not yet read lies on disk encrypted, under a key that only this process holds and only in memory: a list or
// a capture may name patients. It is deleted when it was read, and whatever a killed process left is deleted at the next start.
import { type Cipheriv, createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '#kit/index.ts';

const ALGORITHM = 'aes-256-ctr';
const READ_BYTES = 1 << 18;

/** A file that is written and read at the same time, as long as it is needed. */
export class UploadSpool {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #key = randomBytes(32);
  readonly #iv = randomBytes(16);
  readonly #cipher: Cipheriv;
  #written = 0;
  #ended = false;
  #closed = false;
  #failure: unknown = null;
  #wake: (() => void) | null = null;

  private constructor(file: FileHandle, where: string) {
    this.#file = file;
    this.#path = where;
    this.#cipher = createCipheriv(ALGORITHM, this.#key, this.#iv);
  }

  /** A new spool in a folder that only this user reads. */
  static async open(folder: string): Promise<UploadSpool> {
    makeFolder(folder);
    const where = path.join(folder, randomUUID());
    const file = await open(where, 'wx+', 0o600);
    // Without a name it is gone with the process, however that ends. Systems that keep names of open files delete it at the end.
    await rm(where, { force: true }).catch(() => undefined);
    return new UploadSpool(file, where);
  }

  /** Takes what comes until it ends; a broken upload breaks the reader, too. */
  async fill(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of source) {
        // Nobody reads any more: the rest is let through, so that whoever sends it gets an answer.
        if (this.#closed) continue;
        const sealed = this.#cipher.update(chunk);
        await this.#file.write(sealed, 0, sealed.length, this.#written);
        this.#written += sealed.length;
        this.#stir();
      }
    } catch (error) {
      this.#failure = error ?? new Error('the upload broke off');
      throw error;
    } finally {
      this.#ended = true;
      this.#stir();
    }
  }

  /** Ends it early: the reader fails with this. */
  fail(error: unknown): void {
    this.#failure = error;
    this.#ended = true;
    this.#stir();
  }

  /** What was uploaded, as it arrives; once. */
  async *read(): AsyncGenerator<Uint8Array> {
    const decipher = createDecipheriv(ALGORITHM, this.#key, this.#iv);
    const buffer = Buffer.alloc(READ_BYTES);
    for (let at = 0; ; ) {
      if (at < this.#written) {
        const length = Math.min(buffer.length, this.#written - at);
        const { bytesRead } = await this.#file.read(buffer, 0, length, at);
        if (bytesRead === 0) throw new Error('the spooled upload is shorter than what was written');
        at += bytesRead;
        yield decipher.update(buffer.subarray(0, bytesRead));
        continue;
      }
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#ended = true;
    this.#stir();
    await this.#file.close();
    await rm(this.#path, { force: true });
  }

  #stir(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

/** Deletes what a process that is gone left behind where names of open files stay. */
export async function clearSpools(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
