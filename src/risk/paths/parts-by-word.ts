// For each word of worlds, which parts of the graph the ways of its worlds go through, and in which of them.
import { type Part, WORD } from './worlds.ts';

export class PartsByWord {
  readonly #words: { readonly parts: Int32Array; readonly bits: Int32Array }[];
  /** What was added to each word and not settled yet: parts and bits in turns. */
  readonly #added: number[][];
  readonly #bits: Int32Array;

  constructor(wordCount: number, partCount: number) {
    this.#words = Array.from({ length: wordCount }, () => ({ parts: EMPTY, bits: EMPTY }));
    this.#added = Array.from({ length: wordCount }, () => []);
    this.#bits = new Int32Array(partCount);
  }

  /** The way of a world goes through a part. */
  add(word: number, part: Part, bit: number): void {
    this.#added[word]?.push(part, bit);
  }

  /** Takes what was added as that of the worlds `mask` of a word, in place of what they had. */
  settle(word: number, mask: number): void {
    const old = this.#words[word];
    const added = this.#added[word];
    if (!old || !added) return;
    const parts: number[] = [];
    const gather = (part: Part, bits: number) => {
      const before = this.#bits[part] ?? 0;
      if (before === 0) parts.push(part);
      this.#bits[part] = before | bits;
    };
    for (let n = 0; n < old.parts.length; n++) {
      const kept = (old.bits[n] ?? 0) & ~mask;
      if (kept !== 0) gather(old.parts[n] ?? 0, kept);
    }
    for (let n = 0; n < added.length; n += 2) gather(added[n] ?? 0, added[n + 1] ?? 0);
    this.#words[word] = {
      parts: Int32Array.from(parts),
      bits: Int32Array.from(parts, (part) => this.#bits[part] ?? 0),
    };
    for (const part of parts) this.#bits[part] = 0;
    added.length = 0;
  }

  /** In which worlds of a word the ways go through a part. */
  through(part: Part, word: number): number {
    const of = this.#words[word];
    return of?.bits[of.parts.indexOf(part)] ?? 0;
  }
}

const EMPTY = new Int32Array(0);

/** The worlds whose bits are set, 32 at a time, as the numbers that `Worlds.spreadPicked` takes. */
export function* picked(masks: Int32Array): Generator<Int32Array> {
  const worlds = new Int32Array(WORD);
  let count = 0;
  for (let word = 0; word < masks.length; word++) {
    for (let rest = masks[word] ?? 0; rest !== 0; rest &= rest - 1) {
      worlds[count++] = word * WORD + 31 - Math.clz32(rest & -rest);
      if (count < WORD) continue;
      yield worlds;
      count = 0;
    }
  }
  if (count > 0) yield worlds.slice(0, count);
}
