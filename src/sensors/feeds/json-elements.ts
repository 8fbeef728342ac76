// The objects of the long array in a JSON feed, one after another, so that a feed of hundreds of megabytes on one line needs the memory of
// one entry. Works on bytes: braces, brackets and quotes are ASCII, and UTF-8 never uses those bytes for anything else.
import { Invalid } from '#kit/index.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MOST_ELEMENT_BYTES = 64 << 20;

/**
 * How many braces and brackets stand around an entry: 0 when the file is one entry or lines of them, 1 when it is a list, 2 when the list
 * is a member of the document.
 */
export type EntryDepth = 0 | 1 | 2;

/** The JSON text of each object at this depth. Throws Invalid when the document ends too early. */
export async function* jsonElements(source: AsyncIterable<Uint8Array>, entryDepth: EntryDepth): AsyncGenerator<string> {
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  let isOpen = false;
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (isText) {
        at = endOfText(chunk, at, isEscaped);
        isText = at === chunk.length;
        isEscaped = isText && endsEscaped(chunk, isEscaped);
        continue;
      }
      const byte = chunk[at];
      if (byte === QUOTE) isText = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (byte === OPEN_BRACE && depth === entryDepth) {
          isOpen = true;
          start = at;
        }
        depth++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
        if (!isOpen || depth !== entryDepth) continue;
        yield textOf([...parts, chunk.subarray(start, at + 1)]);
        isOpen = false;
        parts = [];
        size = 0;
      }
    }
    if (!isOpen) continue;
    // A copy: the stream may reuse its buffer.
    parts.push(chunk.slice(start));
    size += chunk.length - start;
    if (size > MOST_ELEMENT_BYTES) throw new Invalid('One entry of this file is larger than 64 MB. It is no feed.');
  }
  if (depth !== 0 || isText) throw new Invalid('This file ends in the middle of an entry. Fetch it again.');
}

/** The place of the quote that ends a text, or the end of the chunk. `isEscaped`: the first byte is. */
function endOfText(chunk: Uint8Array, start: number, isEscaped: boolean): number {
  const first = isEscaped ? start + 1 : start;
  for (let at = chunk.indexOf(QUOTE, first); at >= 0; at = chunk.indexOf(QUOTE, at + 1)) {
    if (backslashesBefore(chunk, at, first) % 2 === 0) return at;
  }
  return chunk.length;
}

/** Whether the byte after a chunk that ends within a text is escaped. */
function endsEscaped(chunk: Uint8Array, wasEscaped: boolean): boolean {
  const first = wasEscaped ? 1 : 0;
  return backslashesBefore(chunk, chunk.length, first) % 2 === 1;
}

function backslashesBefore(chunk: Uint8Array, end: number, first: number): number {
  let at = end;
  while (at > first && chunk[at - 1] === BACKSLASH) at--;
  return end - at;
}

function textOf(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('utf8');
}
