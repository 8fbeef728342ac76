// Where the next page of a list starts: the sort key of the last row, with a word that tells the lists apart.
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';

const parts = z.array(z.string().max(500)).min(1).max(8);

/** A cursor after the row with this key. */
export function writeCursor(list: string, ...key: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** The key in a cursor; throws Invalid when it is not one of this list. */
export function readCursor(list: string, length: number, cursor: string): string[] {
  const problem = new Invalid('This page link does not belong to this list. Start again at the first page.');
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw problem;
  }
  const parsed = parts.safeParse(read);
  if (!parsed.success || parsed.data[0] !== list || parsed.data.length !== length + 1) throw problem;
  return parsed.data.slice(1);
}
