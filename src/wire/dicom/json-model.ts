// The DICOM JSON Model (PS3.18 annex F): the wanted attributes of each object in a list. What is not wanted is stepped over without
// being decoded, so that a name which a server sends unasked is never a value here.
import { Malformed } from '#kit/index.ts';

/** Texts and numbers of wanted attributes by tag, as texts. */
export type JsonObject = ReadonlyMap<number, readonly string[]>;

const MOST_DEPTH = 64;
const WHITE = /[\t\n\r ]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const PLAIN = /[-+.\dA-Za-z]+/y;

/** Reads a list of objects. Throws Malformed when it is none. */
export function readJsonModel(text: string, wanted: ReadonlySet<number>): JsonObject[] {
  const reader = new Reader(text);
  const found: JsonObject[] = [];
  reader.list(() => found.push(objectAt(reader, wanted)));
  reader.end();
  return found;
}

function objectAt(reader: Reader, wanted: ReadonlySet<number>): JsonObject {
  const object = new Map<number, readonly string[]>();
  reader.members((name) => {
    const tag = /^[0-9A-Fa-f]{8}$/.test(name) ? Number.parseInt(name, 16) : Number.NaN;
    if (!wanted.has(tag)) reader.skip(0);
    else object.set(tag, valuesAt(reader));
  });
  return object;
}

function valuesAt(reader: Reader): string[] {
  const values: string[] = [];
  reader.members((name) => {
    if (name !== 'Value') reader.skip(0);
    else
      reader.list(() => {
        const value = reader.primitive();
        if (value !== null) values.push(value);
      });
  });
  return values;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** A list, item by item; the visitor reads each. */
  list(item: () => void): void {
    this.#sequence('[', ']', item);
  }

  /** An object, member by member; the visitor reads the value. */
  members(member: (name: string) => void): void {
    this.#sequence('{', '}', () => {
      const name = unquoted(this.#match(STRING, 'a name'));
      this.#expect(':');
      member(name);
    });
  }

  /** A text or a number as text; null for anything else, which is stepped over. */
  primitive(): string | null {
    const first = this.#peek();
    if (first === '"') return unquoted(this.#match(STRING, 'a text'));
    if (first === '{' || first === '[') {
      this.skip(0);
      return null;
    }
    const word = this.#match(PLAIN, 'a value');
    return Number.isFinite(Number(word)) ? word : null;
  }

  /** Steps over a value of any kind, undecoded. */
  skip(depth: number): void {
    if (depth > MOST_DEPTH) throw this.#broken('is nested too deeply');
    const first = this.#peek();
    if (first === '"') this.#match(STRING, 'a text');
    else if (first === '[') this.#sequence('[', ']', () => this.skip(depth + 1));
    else if (first === '{') {
      this.#sequence('{', '}', () => {
        this.#match(STRING, 'a name');
        this.#expect(':');
        this.skip(depth + 1);
      });
    } else this.#match(PLAIN, 'a value');
  }

  /** Nothing may follow. */
  end(): void {
    this.#white();
    if (this.#at < this.#text.length) throw this.#broken('goes on behind its end');
  }

  #sequence(open: string, close: string, item: () => void): void {
    this.#expect(open);
    if (this.#peek() === close) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#white();
      item();
      const next = this.#peek();
      this.#at++;
      if (next === close) return;
      if (next !== ',') throw this.#broken(`has no '${close}'`);
    }
  }

  #white(): void {
    WHITE.lastIndex = this.#at;
    WHITE.test(this.#text);
    this.#at = WHITE.lastIndex;
  }

  #peek(): string {
    this.#white();
    return this.#text[this.#at] ?? '';
  }

  #expect(sign: string): void {
    if (this.#peek() !== sign) throw this.#broken(`has no '${sign}'`);
    this.#at++;
  }

  #match(pattern: RegExp, what: string): string {
    this.#white();
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined) throw this.#broken(`has no ${what}`);
    this.#at += found.length;
    return found;
  }

  #broken(problem: string): Malformed {
    return new Malformed('JSON', this.#at, problem);
  }
}

function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw new Malformed('JSON', 0, 'holds a text that is none');
  }
}
