// Facts on a sensor's disk until the hub has said that it keeps them: one file for each batch, whole or absent, sent in the order in which
// they were written. A batch keeps its name however often it is sent.
import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { documents, type Fact } from '#contracts/index.ts';
import { makeFolder } from '#kit/index.ts';

/** Facts of one file; as many as a hub takes at once. */
export const BATCH_FACTS = 1000;
const NAME = /^(\d{12})-(\d{1,4})-([0-9a-f-]{36})\.json$/;
const REFUSED = 'refused';
const content = z.array(documents.fact);

/** A batch that waits. */
export interface WaitingBatch {
  readonly batch: string;
  readonly facts: readonly Fact[];
}

interface Entry {
  readonly file: string;
  readonly batch: string;
  readonly facts: number;
  readonly bytes: number;
}

/** The spool in a folder, which belongs to one process. */
export class Spool {
  readonly #folder: string;
  readonly #mostBytes: number;
  #entries: Entry[] = [];
  #next = 1;

  private constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** Opens the spool with what an earlier process left there; `mostBytes` bounds what may wait. */
  static async open(folder: string, { mostBytes }: { readonly mostBytes: number }): Promise<Spool> {
    const spool = new Spool(folder, mostBytes);
    makeFolder(path.join(folder, REFUSED));
    for (const file of (await readdir(folder)).sort()) {
      const [, number, facts, batch] = NAME.exec(file) ?? [];
      if (batch === undefined) {
        // Half a batch: whoever wrote it was told nothing of it.
        if (file.endsWith('.part')) await unlink(path.join(folder, file));
        continue;
      }
      const { size } = await stat(path.join(folder, file));
      spool.#entries.push({ file, batch, facts: Number(facts), bytes: size });
      spool.#next = Number(number) + 1;
    }
    return spool;
  }

  /** Facts that wait. */
  get waiting(): number {
    return this.#entries.reduce((sum, { facts }) => sum + facts, 0);
  }

  /** Whether more may be added now. */
  get hasRoom(): boolean {
    return this.#entries.reduce((sum, { bytes }) => sum + bytes, 0) < this.#mostBytes;
  }

  /** Adds facts; when this returns they are on the disk and stay there until they are done with. */
  async add(facts: readonly Fact[]): Promise<void> {
    for (let at = 0; at < facts.length; at += BATCH_FACTS) await this.#write(facts.slice(at, at + BATCH_FACTS));
    if (facts.length > 0) await syncFolder(this.#folder);
  }

  async #write(facts: readonly Fact[]): Promise<void> {
    const batch = randomUUID();
    const file = `${String(this.#next++).padStart(12, '0')}-${facts.length}-${batch}.json`;
    const whole = path.join(this.#folder, file);
    const part = `${whole}.part`;
    const bytes = Buffer.from(JSON.stringify(facts));
    await using handle = await open(part, 'w', 0o600);
    await handle.writeFile(bytes);
    await handle.sync();
    await rename(part, whole);
    this.#entries.push({ file, batch, facts: facts.length, bytes: bytes.length });
  }

  /** The oldest batch, or null when nothing waits. One that the disk has damaged is set aside. */
  async first(): Promise<WaitingBatch | null> {
    for (let entry = this.#entries[0]; entry !== undefined; entry = this.#entries[0]) {
      const facts = await readBatch(path.join(this.#folder, entry.file));
      if (facts !== null) return { batch: entry.batch, facts };
      await this.setAside(entry.batch);
    }
    return null;
  }

  /** Forgets a batch: the hub keeps it. */
  async done(batch: string): Promise<void> {
    const entry = this.#take(batch);
    if (entry) await unlink(path.join(this.#folder, entry.file));
  }

  /** Moves a batch that cannot be used out of the way, so that the others go on; it stays on the disk. */
  async setAside(batch: string): Promise<void> {
    const entry = this.#take(batch);
    if (entry) await rename(path.join(this.#folder, entry.file), path.join(this.#folder, REFUSED, entry.file));
  }

  #take(batch: string): Entry | undefined {
    const entry = this.#entries.find((each) => each.batch === batch);
    this.#entries = this.#entries.filter((each) => each !== entry);
    return entry;
  }
}

async function readBatch(file: string): Promise<Fact[] | null> {
  const text = await readFile(file, 'utf8');
  try {
    return content.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A new name is safe when the folder that holds it is. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
