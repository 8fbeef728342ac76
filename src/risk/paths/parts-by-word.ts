// For each word of worlds, which parts of the graph the ways of its worlds go through, and in which of them.
import type { Part } from './worlds.ts';

export class PartsByWord {
  readonly #words: { readonly parts: Int32Array; readonly bits: Int32Array }[];
  /** Of the word that is being written. */
  readonly #bits: Int32Array;
  #parts: number[] = [];

  constructor(wordCount: number, partCount: number) {
    this.#words = Array.from({ length: wordCount }, () => ({ parts: EMPTY, bits: EMPTY }));
    this.#bits = new Int32Array(partCount);
  }

  /** The way of a world goes through a part. */
  readonly add = (part: Part, bits: number): void => {
    const before = this.#bits[part] ?? 0;
    if (before === 0) this.#parts.push(part);
    this.#bits[part] = before | bits;
  };

  /** Takes what was added as that of the worlds `mask` of a word, in place of what they had. */
  settle(word: number, mask: number): void {
    const old = this.#words[word];
    old?.parts.forEach((part, n) => {
      const kept = (old.bits[n] ?? 0) & ~mask;
      if (kept !== 0) this.add(part, kept);
    });
    const parts = Int32Array.from(this.#parts);
    this.#words[word] = { parts, bits: parts.map((part) => this.#bits[part] ?? 0) };
    for (const part of parts) this.#bits[part] = 0;
    this.#parts = [];
  }

  /** In which worlds of a word the ways go through a part. */
  through(part: Part, word: number): number {
    const of = this.#words[word];
    return of?.bits[of.parts.indexOf(part)] ?? 0;
  }
}

const EMPTY = new Int32Array(0);
