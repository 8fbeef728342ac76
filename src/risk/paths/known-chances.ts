// Exact chances of graphs that differ little from each other, as when changes are tried out: what leads to a target is often the same as before, and is
// then not worked out again.
import { reachable, SOURCE } from './arc-graph.ts';
import type { LiveGraph } from './live-graph.ts';
import { reliability } from './reliability.ts';
import { SmallGraph } from './small-graph.ts';

/** Characters of graphs that are remembered; beyond, the oldest are forgotten. */
const MOST_CHARACTERS = 4_000_000;

/** An arc that can work. */
interface Live {
  readonly from: number;
  readonly to: number;
  readonly chance: number;
}

/** Chances that were worked out, by the graph that they are of. */
export class KnownChances {
  readonly #found = new Map<string, number>();
  #characters = 0;

  /** The chance that a vertex falls; NaN when looking at so many arcs (`work`) does not suffice. It hangs on these alone, never on what was asked before. */
  chanceOf(vertex: number, arcs: readonly Live[], work: number): number {
    let key = `${work} ${vertex}`;
    for (const { from, to, chance } of arcs) key += `;${from} ${to} ${chance}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const small = new SmallGraph(SOURCE, vertex);
    for (const { from, to, chance } of arcs) small.add(from, to, chance);
    const chance = reliability(small, { left: work - arcs.length });
    this.#keep(key, chance);
    return chance;
  }

  #keep(key: string, chance: number): void {
    this.#found.set(key, chance);
    this.#characters += key.length;
    for (const oldest of this.#found.keys()) {
      if (this.#characters <= MOST_CHARACTERS) return;
      this.#found.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}

/** The arcs of a graph that can work as it is now, and that the source leads to. */
export class LiveArcs {
  readonly #live: LiveGraph;
  readonly #chances: Float64Array;
  readonly #ahead: Uint8Array;

  /** `chanceOf` an arc: 0 once it is removed. */
  constructor(live: LiveGraph, chanceOf: (arc: number) => number) {
    this.#live = live;
    const { out, graph } = live;
    this.#chances = new Float64Array(graph.from.length);
    const keep = new Uint8Array(graph.from.length);
    for (const arc of out.arcs) {
      const chance = chanceOf(arc);
      this.#chances[arc] = chance;
      if (chance > 0) keep[arc] = 1;
    }
    this.#ahead = reachable([SOURCE], out, keep);
  }

  /** Those on the ways to a vertex; null when there are more than `most`. */
  to(vertex: number, most: number): Live[] | null {
    const { graph, into } = this.#live;
    const seen = new Set([vertex]);
    const found: Live[] = [];
    for (const to of seen) {
      const end = into.start[to + 1] ?? 0;
      for (let k = into.start[to] ?? 0; k < end; k++) {
        const arc = into.arcs[k] ?? 0;
        const from = graph.from[arc] ?? 0;
        const chance = this.#chances[arc] ?? 0;
        if (!(chance > 0) || this.#ahead[from] !== 1) continue;
        if (found.length >= most) return null;
        found.push({ from, to, chance });
        seen.add(from);
      }
    }
    return found;
  }
}
