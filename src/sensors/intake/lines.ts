// A stream of bytes as blocks of numbered lines, in bounded memory: a line without end is cut and says so.
import { decodeUtf8, decodeWindows1252, type Encoding } from './encoding.ts';

/** A physical line of a file. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Longer than MAX_LINE; the rest of it was dropped. */
  readonly isCut: boolean;
}

/** What reading noticed besides the lines. */
export interface LineNotes {
  /** Lines that were not UTF-8 and were read as Windows-1252. */
  foreign: number;
  firstForeign: number | null;
}

/** Bytes (UTF-8) or characters (UTF-16) that a line may have. */
export const MAX_LINE = 1 << 20;

const LF = 0x0a;
const CR = 0x0d;

/** The lines of a file in blocks of at most a few thousand; line ends are LF, CR LF or CR. */
export async function* readLines(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: Encoding,
  notes: LineNotes,
): AsyncGenerator<Line[]> {
  let number = 0;
  let skip = encoding.mark;
  const splitter = new LineSplitter();
  const utf16 = encoding.name === 'utf-8' ? null : new TextDecoder(encoding.name);
  const emit = (raw: readonly RawLine[]): Line[] =>
    raw.map(({ bytes, isCut }) => {
      number++;
      const text = decodeUtf8(bytes);
      if (text === null && !utf16) {
        notes.foreign++;
        notes.firstForeign ??= number;
      }
      return { text: text ?? decodeWindows1252(bytes), number, isCut };
    });
  for await (const chunk of source) {
    const bytes = skip > 0 ? chunk.subarray(Math.min(skip, chunk.length)) : chunk;
    skip -= chunk.length - bytes.length;
    // UTF-16 is turned into UTF-8 first, so that one splitter serves all.
    const lines = emit(splitter.push(utf16 ? Buffer.from(utf16.decode(bytes, { stream: true })) : bytes));
    for (let at = 0; at < lines.length; at += 2000) yield lines.slice(at, at + 2000);
  }
  const rest = utf16 ? splitter.push(Buffer.from(utf16.decode())) : [];
  const last = emit([...rest, ...splitter.finish()]);
  if (last.length > 0) yield last;
}

interface RawLine {
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
}

/** Cuts bytes into lines, holding at most one unfinished line of bounded length. */
class LineSplitter {
  #parts: Uint8Array[] = [];
  #length = 0;
  #isCut = false;
  #afterCr = false;

  push(chunk: Uint8Array): RawLine[] {
    const lines: RawLine[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === LF && this.#afterCr) {
        start = at + 1;
        this.#afterCr = false;
        continue;
      }
      this.#afterCr = false;
      if (byte !== LF && byte !== CR) continue;
      this.#keep(chunk.subarray(start, at));
      lines.push(this.#take());
      start = at + 1;
      this.#afterCr = byte === CR;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  finish(): RawLine[] {
    return this.#length > 0 || this.#isCut ? [this.#take()] : [];
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    const room = MAX_LINE - this.#length;
    if (part.length > room) this.#isCut = true;
    if (room <= 0) return;
    // A copy: the stream may reuse its buffer.
    const kept = part.slice(0, room);
    this.#parts.push(kept);
    this.#length += kept.length;
  }

  #take(): RawLine {
    const bytes = this.#parts.length === 1 && this.#parts[0] ? this.#parts[0] : Buffer.concat(this.#parts);
    const line = { bytes, isCut: this.#isCut };
    this.#parts = [];
    this.#length = 0;
    this.#isCut = false;
    return line;
  }
}
