// A network in a file.
import { readFile, stat } from 'node:fs/promises';
import type { NetworkDocument } from '#contracts/index.ts';
import { Fault, Invalid } from '#kit/index.ts';
import { readNetwork } from '#risk/index.ts';
import { typedDocument } from './typed-document.ts';

/** A string of JavaScript holds little more. */
const MOST_BYTES = 480 * 2 ** 20;

/** The network of a file; `shown` is what the file is called in words. Throws Invalid with one sentence. */
export async function networkOfFile(file: string, shown: string): Promise<NetworkDocument> {
  const value = typedDocument(await textOf(file, shown), shown);
  try {
    return readNetwork(value);
  } catch (error) {
    if (error instanceof Fault) throw new Invalid(`${shown}: ${error.message}`);
    throw error;
  }
}

async function textOf(file: string, shown: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Invalid(`${shown} cannot be read. Check the name.`);
  if (found.size > MOST_BYTES)
    throw new Invalid(`${shown} is larger than 480 MB. Name zones in reach instead of each pair of nodes.`);
  return readFile(file, 'utf8').catch(() => {
    throw new Invalid(`${shown} cannot be read. Check who may read it.`);
  });
}
