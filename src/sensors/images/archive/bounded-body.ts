// The body of a web answer, up to a bound: what claims to be short and is not, or opens to more than it was, is cut off.
import type { IncomingMessage } from 'node:http';
import { ArchiveTrouble } from './archive.ts';

/** Two hundred series with their attributes stay far below. */
const MOST_BYTES = 8 << 20;

/** The whole body as text. Throws ArchiveTrouble when it is too long or breaks off. */
export async function boundedBody(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of response) {
      if (!Buffer.isBuffer(part)) continue;
      length += part.length;
      if (length > MOST_BYTES)
        throw new ArchiveTrouble('The archive sends without end; nothing of that answer was kept.');
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof ArchiveTrouble) throw error;
    throw new ArchiveTrouble('The archive broke off in the middle of an answer.');
  }
  return Buffer.concat(parts).toString('utf8');
}
