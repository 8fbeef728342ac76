// The members of a large JSON object as they come: members that are wanted as a whole, and the elements of long lists one by one, so that
// a document needs the memory of its largest element. What is not wanted is passed over. Works on bytes: every mark of JSON is ASCII.
import { Invalid } from '#kit/index.ts';

/** A member of the document, or an element of one of its lists. */
export interface JsonMember {
  readonly name: string;
  readonly value: unknown;
}

/** What is read of a document. */
export interface WantedMembers {
  readonly members: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MOST_BYTES = 64 << 20;
const MOST_DEPTH = 1000;

/** Bytes that mean something outside of a text. */
const MARKS = new Uint8Array(256);
for (const mark of [QUOTE, COMMA, COLON, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET]) MARKS[mark] = 1;

/** Reads a document. Throws Invalid when it is none, or ends too early. */
export async function* jsonMembers(
  source: AsyncIterable<Uint8Array>,
  wanted: WantedMembers,
): AsyncGenerator<JsonMember> {
  const splitter = new MemberSplitter(wanted);
  for await (const chunk of source) yield* splitter.push(chunk);
  splitter.finish();
}

/** Cuts a document into its members. */
class MemberSplitter {
  readonly #wanted: WantedMembers;
  /** The closing mark of every object and list that is open. */
  readonly #open = new Uint8Array(MOST_DEPTH);
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #isOver = false;
  #name = '';
  /** Whether the name of a member comes next, one level deep. */
  #isName = true;
  /** Depth at which what is being kept began; 0 when nothing is. */
  #keptAt = 0;
  #isElement = false;
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(wanted: WantedMembers) {
    this.#wanted = wanted;
  }

  *push(chunk: Uint8Array): Generator<JsonMember> {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#isText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isText = false;
        continue;
      }
      if (this.#depth === 0 && byte > 0x20 && (this.#isOver || byte !== OPEN_BRACE)) throw notJson();
      if (MARKS[byte] !== 1) continue;
      switch (byte) {
        case QUOTE:
          this.#isText = true;
          if (this.#depth === 1 && this.#isName && this.#keptAt === 0) {
            this.#keptAt = 1;
            start = at;
          }
          break;
        case COLON:
          if (this.#depth !== 1 || !this.#isName) break;
          this.#name = String(this.#taken(chunk.subarray(start, at)));
          this.#isName = false;
          if (this.#wanted.members.has(this.#name)) {
            this.#keptAt = 1;
            start = at + 1;
          }
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          this.#enter(byte);
          if (this.#depth === 2 && byte === OPEN_BRACKET && this.#wanted.lists.has(this.#name)) {
            this.#isElement = true;
            this.#keptAt = 2;
            start = at + 1;
          }
          break;
        case COMMA:
          if (this.#keptAt === this.#depth && this.#keptAt > 0) yield* this.#ended(chunk.subarray(start, at));
          if (this.#depth === 1) this.#isName = true;
          if (this.#depth === 2 && this.#isElement) {
            this.#keptAt = 2;
            start = at + 1;
          }
          break;
        default:
          if (this.#keptAt === this.#depth && this.#keptAt > 0) yield* this.#ended(chunk.subarray(start, at));
          this.#leave(byte);
      }
    }
    if (this.#keptAt > 0) this.#keep(chunk.slice(start));
  }

  finish(): void {
    if (!this.#isOver)
      throw new Invalid('This file ends in the middle of the document. Fetch it again. Nothing was taken.');
  }

  #enter(byte: number): void {
    if (this.#depth >= MOST_DEPTH) throw new Invalid('This document is nested too deeply. Nothing was taken.');
    this.#open[this.#depth++] = byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
  }

  #leave(byte: number): void {
    if (this.#depth === 0 || this.#open[--this.#depth] !== byte) throw notJson();
    if (this.#depth === 1) this.#isElement = false;
    if (this.#depth === 0) this.#isOver = true;
  }

  *#ended(last: Uint8Array): Generator<JsonMember> {
    // A name without a value.
    if (this.#depth === 1 && this.#isName) throw notJson();
    // The end of a list without elements.
    const isEmpty = this.#parts.length === 0 && isBlank(last);
    if (isEmpty && this.#isElement) {
      this.#keptAt = 0;
      return;
    }
    yield { name: this.#name, value: this.#taken(last) };
  }

  #keep(part: Uint8Array): void {
    this.#parts.push(part);
    this.#size += part.length;
    if (this.#size > MOST_BYTES)
      throw new Invalid('One entry of this document is larger than 64 MB. Nothing was taken.');
  }

  #taken(last: Uint8Array): unknown {
    const text = Buffer.concat([...this.#parts, last]).toString('utf8');
    this.#parts = [];
    this.#size = 0;
    this.#keptAt = 0;
    try {
      return JSON.parse(text);
    } catch {
      throw notJson();
    }
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte <= 0x20);
}

function notJson(): Invalid {
  return new Invalid('This file is no whole JSON document. Fetch it again. Nothing was taken.');
}
