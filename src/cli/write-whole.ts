// A file for a person: whole or not at all.
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault, inertText } from '#kit/index.ts';

/** Writes a text beside its place and puts it there when it is whole; what stood there stays until then. Throws a Fault that names the file as `shown`. */
export async function writeWhole(file: string, text: string, shown: string): Promise<void> {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new Fault('unwritable', 400, `${inertText(shown, 200)} cannot be written. Name another place.`, { cause });
  }
}
