// The encoding of a list, guessed from its first bytes: byte order marks, the zero bytes of UTF-16, else UTF-8 line by
// line with Windows-1252 for the lines that are not UTF-8 (lists pasted together from several offices have both).

/** How the bytes of a list become text. */
export interface Encoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the byte order mark at the start. */
  readonly mark: number;
}

/** The encoding that the first bytes of a file show. */
export function guessEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: 'utf-8', mark: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { name: 'utf-16le', mark: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: 'utf-16be', mark: 2 };
  let even = 0;
  let odd = 0;
  const length = Math.min(head.length, 4096) & ~1;
  for (let at = 0; at < length; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  // Most letters of Western text have a zero byte on one side only.
  if (odd > length / 5 && even < length / 20) return { name: 'utf-16le', mark: 0 };
  if (even > length / 5 && odd < length / 20) return { name: 'utf-16be', mark: 0 };
  return { name: 'utf-8', mark: 0 };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** UTF-8 as text, or null when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Windows-1252 as text; every byte is a character. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return windows1252.decode(bytes);
}
