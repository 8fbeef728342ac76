// Which targets fall in which worlds, kept while the network changes. One way to each fallen target is kept, so that a removal is worked out only where such a
// way goes through what is removed; and what fell in each world is kept, so that what is added is followed from where it begins.
import type { ArcGraph } from './arc-graph.ts';
import { PartsByWord, picked } from './parts-by-word.ts';
import { bitCount } from './proportion.ts';
import { WORD, type Worlds } from './worlds.ts';

export class WorldState {
  readonly #worlds: Worlds;
  readonly #vertices: readonly number[];
  readonly #graph: ArcGraph;
  /** Worlds in which each target falls: word by word. */
  readonly #fallen: Int32Array;
  readonly #ways: PartsByWord;
  /** For each word the worlds in which each vertex fell when it was worked out last: since then less may fall, never more. */
  readonly #all: Int32Array[];

  constructor(worlds: Worlds, vertices: readonly number[], graph: ArcGraph) {
    this.#worlds = worlds;
    this.#vertices = vertices;
    this.#graph = graph;
    const { wordCount } = worlds;
    this.#fallen = new Int32Array(vertices.length * wordCount);
    this.#ways = new PartsByWord(wordCount, worlds.edgeCount + worlds.arcs.gates.length);
    this.#all = Array.from({ length: wordCount }, (_, word) => {
      worlds.spread(word);
      vertices.forEach((vertex, t) => {
        const fell = worlds.fell(vertex);
        this.#fallen[t * wordCount + word] = fell;
        worlds.trace(vertex, fell, (part, bit) => this.#ways.add(word, part, bit));
      });
      this.#ways.settle(word, -1);
      return worlds.fallen.slice();
    });
  }

  get trials(): number {
    return this.#worlds.wordCount * WORD;
  }

  /** In how many worlds a target falls, by its place in the list. */
  count(target: number): number {
    const { wordCount } = this.#worlds;
    let count = 0;
    for (let word = 0; word < wordCount; word++) count += bitCount(this.#fallen[target * wordCount + word] ?? 0);
    return count;
  }

  /** Mends a weakness or takes a reach edge out, by its number as a change. */
  remove(change: number): void {
    const masks = this.#masks((word) => this.#dependOn(change, word));
    if (this.#isWeakness(change)) this.#worlds.setWeakness(change, false);
    else this.#worlds.setEdge(this.#edgeOf(change), false);
    this.#again(masks);
  }

  restore(change: number): void {
    if (this.#isWeakness(change)) {
      this.#worlds.setWeakness(change, true);
      this.#extend(this.#worlds.beginningsOfWeakness(change), (word) => this.#worlds.drawn(change, word));
    } else {
      const edge = this.#edgeOf(change);
      this.#worlds.setEdge(edge, true);
      this.#extend(this.#worlds.beginningsOfEdge(edge), (word) => this.#worlds.edgeMatters(edge, word));
    }
  }

  setProbability(weakness: number, probability: number): void {
    const before = this.#masks((word) => this.#worlds.drawn(weakness, word));
    const depend = this.#masks((word) => this.#dependOn(weakness, word));
    this.#worlds.setProbability(weakness, probability);
    const drawn = this.#masks((word) => this.#worlds.drawn(weakness, word));
    this.#again(depend.map((mask, word) => mask & (before[word] ?? 0) & ~(drawn[word] ?? 0)));
    this.#extend(this.#worlds.beginningsOfWeakness(weakness), (word) => (drawn[word] ?? 0) & ~(before[word] ?? 0));
  }

  #masks(of: (word: number) => number): Int32Array {
    return Int32Array.from({ length: this.#worlds.wordCount }, (_, word) => of(word));
  }

  #isWeakness(change: number): boolean {
    return change < this.#graph.weaknesses.length;
  }

  #edgeOf(change: number): number {
    return change - this.#graph.weaknesses.length;
  }

  /** Worlds whose kept ways do without a change no more. */
  #dependOn(change: number, word: number): number {
    if (!this.#isWeakness(change)) return this.#ways.through(this.#edgeOf(change), word);
    const gate = this.#worlds.arcs.gateOf[change] ?? -1;
    const through = gate < 0 ? 0 : this.#ways.through(this.#worlds.edgeCount + gate, word);
    return through === 0 ? 0 : through & this.#worlds.alone(change, word);
  }

  /** Follows what was added, and works those worlds out anew in which a target may fall thereby. */
  #extend(begin: readonly number[], isUseful: (word: number) => number): void {
    const { wordCount } = this.#worlds;
    const masks = this.#masks((word) => {
      const useful = isUseful(word);
      const all = this.#all[word];
      if (useful === 0 || begin.length === 0 || !all) return 0;
      this.#worlds.extend(word, all, begin);
      let perhaps = 0;
      this.#vertices.forEach((vertex, t) => {
        perhaps |= (all[vertex] ?? 0) & ~(this.#fallen[t * wordCount + word] ?? 0);
      });
      return perhaps & useful;
    });
    this.#again(masks);
  }

  /** Works some worlds out anew. */
  #again(masks: Int32Array): void {
    const { wordCount } = this.#worlds;
    for (const pack of picked(masks)) {
      this.#worlds.spreadPicked(pack);
      this.#vertices.forEach((vertex, t) => {
        const fell = this.#worlds.fell(vertex);
        for (let i = 0; i < pack.length; i++) {
          const world = pack[i] ?? 0;
          const place = t * wordCount + (world >>> 5);
          const bit = 1 << (world & 31);
          const before = this.#fallen[place] ?? 0;
          this.#fallen[place] = ((fell >>> i) & 1) === 1 ? before | bit : before & ~bit;
        }
        this.#worlds.trace(vertex, fell, (part, bit) => {
          const world = pack[31 - Math.clz32(bit)] ?? 0;
          this.#ways.add(world >>> 5, part, 1 << (world & 31));
        });
      });
    }
    for (const [word, mask] of masks.entries()) if (mask !== 0) this.#ways.settle(word, mask);
  }
}
