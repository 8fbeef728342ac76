// DICOM files that arrive one after the other: of each the header is read as soon as it is there, and the rest goes by unseen.
import { part10Head } from '#wire/dicom/index.ts';
import type { ImageInventory } from './image-inventory.ts';
import { type ImageHeader, readHeader } from './read-header.ts';

const FIRST_BYTES = 65_536;
const MOST_BYTES = 16 << 20;

/** Files that came, as far as they can be told without their names. */
export class ArrivingImages {
  readonly #inventory: ImageInventory;
  #programs = 0;

  constructor(inventory: ImageInventory) {
    this.#inventory = inventory;
  }

  /** Takes one file, whatever it is. Of a DICOMDIR nothing is kept: the files that it names come by themselves. */
  async take(file: AsyncIterable<Uint8Array>): Promise<void> {
    const header = await headerOf(file);
    this.#inventory.files++;
    if (header === null) {
      this.#inventory.others++;
      return;
    }
    if (header.executable) this.#programs++;
    if (header.references.length === 0) this.#inventory.add(header);
  }

  /** Whether none of the files was DICOM. */
  get isEmpty(): boolean {
    return this.#inventory.files === this.#inventory.others;
  }

  /** What people should know of the files, in words. */
  problems(): string[] {
    const { others } = this.#inventory;
    const programs = this.#programs;
    return [
      ...(others === 0 ? [] : [`Files that are no DICOM: ${others}.`]),
      ...(programs === 0
        ? []
        : [`Files that begin like a program: ${programs}. Keep them away from viewers and ask who sent them.`]),
    ];
  }
}

/** Whether bytes begin a DICOM file, as far as its mark tells. */
export function beginsImage(bytes: Uint8Array): boolean {
  return part10Head(bytes)?.hasPreamble === true;
}

/** The header at the beginning of a file; null when it is no DICOM. The file is read to its end in any case. */
async function headerOf(file: AsyncIterable<Uint8Array>): Promise<ImageHeader | null> {
  let held: Uint8Array[] = [];
  let length = 0;
  let wanted = FIRST_BYTES;
  let header: ImageHeader | null | undefined;
  for await (const chunk of file) {
    if (header !== undefined) continue;
    held.push(chunk);
    length += chunk.length;
    if (length < wanted) continue;
    const bytes = Buffer.concat(held);
    const found = readHeader(bytes, false);
    if (found?.needsMore && length < MOST_BYTES) {
      held = [bytes];
      wanted = length * 4;
    } else {
      header = found;
      held = [];
    }
  }
  return header === undefined ? readHeader(Buffer.concat(held), true) : header;
}
