// Targets in simulated worlds: how often each falls, and which single changes would have saved it.

import type { LiveGraph } from './live-graph.ts';
import { PartsByWord, picked } from './parts-by-word.ts';
import { bitCount } from './proportion.ts';
import { WORD, type Worlds } from './worlds.ts';

export interface SimulatedChoke {
  readonly change: number;
  readonly reduction: number;
}

/** Vertices passed on the ways back from targets, before no more worlds are looked at for choke points. */
const MOST_PASSED = 3e7;
/** Changes that are tried out, at most. */
const MOST_TRIED = 40;

/** Words for a graph of some size: never less than the 2,432 worlds that keep a 95% interval within 0.02, more where they are cheap. */
export function wordsFor({ out, targets }: LiveGraph): number {
  // A way back from a target, in 32 worlds, takes about as long as to follow some hundred arcs.
  return Math.min(512, Math.max(76, Math.floor(4e7 / (out.arcs.length + 300 * targets.length + 1))));
}

/** Runs all worlds once. `vertices`: of the targets. */
export class Simulation {
  readonly #worlds: Worlds;
  readonly #vertices: readonly number[];
  /** Worlds in which each target fell: word by word. */
  readonly #fallen: Int32Array;
  readonly #needs: PartsByWord;
  /** Worlds, over all targets, that need each part. */
  readonly #needed: Float64Array;
  /** Words in which needs were looked at: choke points are judged in these. */
  #wordsSeen = 0;

  /** Without `forChokePoints` there are none to be asked for. */
  constructor(
    worlds: Worlds,
    vertices: readonly number[],
    options: { forChokePoints?: boolean; progress?: ((share: number) => void) | undefined } = {},
  ) {
    const { forChokePoints = true, progress } = options;
    this.#worlds = worlds;
    this.#vertices = vertices;
    const { wordCount } = worlds;
    const partCount = worlds.edgeCount + worlds.arcs.gates.length;
    this.#fallen = new Int32Array(vertices.length * wordCount);
    this.#needs = new PartsByWord(wordCount, partCount);
    this.#needed = new Float64Array(partCount);
    let passed = 0;
    for (let word = 0; word < wordCount; word++) {
      const need = (part: number, bit: number) => {
        this.#needs.add(word, part, bit);
        this.#needed[part] = (this.#needed[part] ?? 0) + 1;
      };
      if (forChokePoints && passed < MOST_PASSED) this.#wordsSeen = word + 1;
      worlds.spread(word);
      vertices.forEach((vertex, t) => {
        const fell = worlds.fell(vertex);
        this.#fallen[t * wordCount + word] = fell;
        if (this.#wordsSeen > word) passed += worlds.needs(vertex, fell, need);
      });
      this.#needs.settle(word, -1);
      progress?.((word + 1) / wordCount);
    }
  }

  get trials(): number {
    return this.#worlds.wordCount * WORD;
  }

  /** In how many worlds a target fell, by its place in the list. */
  count(target: number): number {
    const { wordCount } = this.#worlds;
    let count = 0;
    for (let word = 0; word < wordCount; word++) count += bitCount(this.#fallen[target * wordCount + word] ?? 0);
    return count;
  }

  /**
   * The changes that save most, over all targets together. A change can save no more than need it, so that those are tried out first, in the same
   * worlds, until no other can be better, or 40 were tried.
   */
  chokePoints(most: number): SimulatedChoke[] {
    const candidates = this.#candidates();
    const trials = this.#wordsSeen * WORD;
    const found: SimulatedChoke[] = [];
    for (const { change, bound } of candidates.slice(0, Math.max(MOST_TRIED, most))) {
      const worst = found[most - 1];
      if (worst && worst.reduction >= bound / trials) break;
      found.push({ change, reduction: this.#saved(change) / trials });
      found.sort((a, b) => b.reduction - a.reduction);
    }
    return found;
  }

  #candidates(): { change: number; bound: number }[] {
    const { arcs, edgeCount, twins } = this.#worlds;
    const found: { change: number; bound: number }[] = [];
    this.#needed.forEach((count, part) => {
      if (count === 0) return;
      if (part < edgeCount) {
        const change = arcs.gateOf.length + part;
        if (!twins.has(change)) found.push({ change, bound: count });
        return;
      }
      const members = arcs.gates[part - edgeCount] ?? [];
      for (const weakness of members) {
        const bound = members.length === 1 ? count : Math.min(count, this.#mostSavedBy(weakness, part));
        if (bound > 0) found.push({ change: weakness, bound });
      }
    });
    return found.sort((a, b) => b.bound - a.bound || a.change - b.change);
  }

  #mostSavedBy(weakness: number, part: number): number {
    let count = 0;
    for (let word = 0; word < this.#worlds.wordCount; word++) {
      const through = this.#needs.through(part, word);
      if (through !== 0) count += bitCount(through & this.#worlds.alone(weakness, word));
    }
    return count * this.#vertices.length;
  }

  /** Worlds, over all targets, in which the target does not fall without the change's weakness or edge. */
  #saved(change: number): number {
    const worlds = this.#worlds;
    const { gateOf } = worlds.arcs;
    const isWeakness = change < gateOf.length;
    const part = isWeakness ? worlds.edgeCount + (gateOf[change] ?? 0) : change - gateOf.length;
    const masks = Int32Array.from({ length: worlds.wordCount }, (_, word) => {
      const through = this.#needs.through(part, word);
      return isWeakness && through !== 0 ? through & worlds.alone(change, word) : through;
    });
    if (isWeakness) worlds.setWeakness(change, false);
    else worlds.setEdge(part, false);
    let saved = 0;
    for (const pack of picked(masks)) {
      worlds.spreadPicked(pack);
      this.#vertices.forEach((vertex, t) => {
        const fell = worlds.fell(vertex);
        for (let i = 0; i < pack.length; i++) {
          const world = pack[i] ?? 0;
          const before = (this.#fallen[t * worlds.wordCount + (world >>> 5)] ?? 0) >>> (world & 31);
          saved += before & ~(fell >>> i) & 1;
        }
      });
    }
    if (isWeakness) worlds.setWeakness(change, true);
    else worlds.setEdge(part, true);
    return saved;
  }
}
