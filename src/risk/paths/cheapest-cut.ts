// The cheapest changes that part a target from every entry: a minimum cut (Ford and Fulkerson 1956) found as a maximum flow (Dinic 1970), in which each
// weakness and each reach edge carries its cost and everything else cannot be cut.
import { type Adjacency, type ArcGraph, SOURCE } from './arc-graph.ts';
import type { LiveGraph, Target } from './live-graph.ts';

export interface Cut {
  readonly cost: number;
  /** Changes in the order of the network, weaknesses first. */
  readonly changes: readonly number[];
}

/** Finds cuts in one graph, target after target. */
export class CutFinder {
  readonly #live: LiveGraph;
  readonly #graph: ArcGraph;
  readonly #capacity: Float64Array;
  readonly #flow: Float64Array;
  /** Vertices that some flow passes, or that something free ends at: only there an arc can be without room, or send back. */
  readonly #touched: Uint8Array;
  readonly #free: Uint8Array;
  /** Arcs to go to the target; -1 when it is out of reach. */
  readonly #level: Int32Array;
  readonly #next: Int32Array;
  readonly #queue: Int32Array;
  /** Flow that reaches the target. */
  #sent = 0;

  constructor(live: LiveGraph) {
    this.#live = live;
    this.#graph = live.graph;
    const { change, vertexCount, from, to } = live.graph;
    this.#capacity = new Float64Array(change.length);
    this.#flow = new Float64Array(change.length);
    this.#free = new Uint8Array(vertexCount);
    for (let arc = 0; arc < change.length; arc++) {
      const of = change[arc] ?? -1;
      const capacity = of < 0 ? Number.POSITIVE_INFINITY : costOfAll(live.graph, of);
      this.#capacity[arc] = capacity;
      if (capacity > 0) continue;
      this.#free[from[arc] ?? 0] = 1;
      this.#free[to[arc] ?? 0] = 1;
    }
    this.#touched = new Uint8Array(vertexCount);
    this.#level = new Int32Array(vertexCount);
    this.#next = new Int32Array(vertexCount);
    this.#queue = new Int32Array(vertexCount);
  }

  /**
   * The cheapest cut; of several the one nearest to the entries. Null when nothing parts them: the target is an entry; or when it would cost `below`
   * or more, which is known early.
   */
  cheapest({ vertex, isEntry }: Target, below = Number.POSITIVE_INFINITY): Cut | null {
    if (isEntry) return null;
    this.#flow.fill(0);
    this.#sent = 0;
    this.#touched.set(this.#free);
    while (this.#measure(vertex)) {
      this.#send(vertex);
      if (this.#sent >= below) return null;
    }
    const crossing = this.#crossing(vertex);
    const { change: changeOf, twins } = this.#graph;
    const firsts = new Set(crossing.map((arc) => changeOf[arc] ?? -1));
    const changes = [...firsts].flatMap((change) => twins.get(change) ?? [change]).sort((a, b) => a - b);
    return { cost: changes.reduce((sum, change) => sum + costOf(this.#graph, change), 0), changes };
  }

  /** Distances to the target over what still has room; false when the source has none. */
  #measure(target: number): boolean {
    return this.#walk(target, SOURCE, { along: this.#live.into, against: this.#live.out });
  }

  /** Breadth first from a vertex, against the arcs or along them, over what has room, until `goal` is found; fills `level`. */
  #walk(begin: number, goal: number, { along, against }: { along: Adjacency; against: Adjacency }): boolean {
    const level = this.#level.fill(-1);
    const queue = this.#queue;
    let last = 1;
    queue[0] = begin;
    level[begin] = 0;
    for (let first = 0; first < last && level[goal] === -1; first++) {
      const v = queue[first] ?? 0;
      const next = (level[v] ?? 0) + 1;
      const isTouched = this.#touched[v] === 1;
      const end = along.start[v + 1] ?? 0;
      for (let k = along.start[v] ?? 0; k < end; k++) {
        const other = along.far[k] ?? 0;
        if (level[other] !== -1) continue;
        if (isTouched) {
          const arc = along.arcs[k] ?? 0;
          if ((this.#capacity[arc] ?? 0) <= (this.#flow[arc] ?? 0)) continue;
        }
        level[other] = next;
        queue[last++] = other;
      }
      if (!isTouched) continue;
      for (let k = against.start[v] ?? 0; k < (against.start[v + 1] ?? 0); k++) {
        const other = against.far[k] ?? 0;
        if (level[other] !== -1 || (this.#flow[against.arcs[k] ?? 0] ?? 0) <= 0) continue;
        level[other] = next;
        queue[last++] = other;
      }
    }
    return level[goal] !== -1;
  }

  /** Fills every shortest way. */
  #send(target: number): void {
    this.#next.fill(0);
    const way: number[] = [];
    let v = SOURCE;
    for (;;) {
      if (v === target) {
        this.#fill(way);
        way.length = 0;
        v = SOURCE;
        continue;
      }
      const step = this.#stepFrom(v);
      if (step !== null) {
        way.push(step);
        v = this.#endOf(step);
        continue;
      }
      const back = way.pop();
      if (back === undefined) return;
      v = this.#startOf(back);
      this.#next[v] = (this.#next[v] ?? 0) + 1;
    }
  }

  /** The next arc with room towards the target, as itself or, to send flow back, as its complement. */
  #stepFrom(v: number): number | null {
    const { out, into } = this.#live;
    const { from, to } = this.#graph;
    const begin = out.start[v] ?? 0;
    const outCount = (out.start[v + 1] ?? 0) - begin;
    const beginInto = into.start[v] ?? 0;
    const count = outCount + (this.#touched[v] === 1 ? (into.start[v + 1] ?? 0) - beginInto : 0);
    const below = (this.#level[v] ?? 0) - 1;
    let n = this.#next[v] ?? 0;
    for (; n < count; n++) {
      const arc = (n < outCount ? out.arcs[begin + n] : into.arcs[beginInto + n - outCount]) ?? 0;
      const other = (n < outCount ? to[arc] : from[arc]) ?? 0;
      if (this.#level[other] !== below || below < 0) continue;
      const room = n < outCount ? (this.#capacity[arc] ?? 0) - (this.#flow[arc] ?? 0) : (this.#flow[arc] ?? 0);
      if (room > 0) break;
    }
    this.#next[v] = n;
    if (n >= count) return null;
    return n < outCount ? (out.arcs[begin + n] ?? 0) : ~(into.arcs[beginInto + n - outCount] ?? 0);
  }

  #startOf(step: number): number {
    return (step >= 0 ? this.#graph.from[step] : this.#graph.to[~step]) ?? 0;
  }

  #endOf(step: number): number {
    return (step >= 0 ? this.#graph.to[step] : this.#graph.from[~step]) ?? 0;
  }

  #fill(way: readonly number[]): void {
    const rooms = way.map((step) =>
      step >= 0 ? (this.#capacity[step] ?? 0) - (this.#flow[step] ?? 0) : (this.#flow[~step] ?? 0),
    );
    const amount = rooms.reduce((least, room) => Math.min(least, room), Number.POSITIVE_INFINITY);
    this.#sent += amount;
    for (const step of way) {
      const arc = step >= 0 ? step : ~step;
      this.#flow[arc] = (this.#flow[arc] ?? 0) + (step >= 0 ? amount : -amount);
      this.#touched[this.#startOf(step)] = 1;
      this.#touched[this.#endOf(step)] = 1;
    }
  }

  /** The full arcs out of what the source still reaches, as far as the target lies behind them. */
  #crossing(target: number): number[] {
    const { out, into } = this.#live;
    this.#walk(SOURCE, target, { along: out, against: into });
    const near = this.#level;
    const crossing: number[] = [];
    const behind = new Set([target]);
    for (const v of behind) {
      for (let k = into.start[v] ?? 0; k < (into.start[v + 1] ?? 0); k++) {
        const tail = into.far[k] ?? 0;
        if (near[tail] === -1) behind.add(tail);
        else crossing.push(into.arcs[k] ?? 0);
      }
    }
    return crossing;
  }
}

/** What it costs to take an arc out: its change, with all that share the arc. */
function costOfAll(graph: ArcGraph, change: number): number {
  const all = graph.twins.get(change);
  return all ? all.reduce((sum, each) => sum + costOf(graph, each), 0) : costOf(graph, change);
}

/** What a change costs. */
export function costOf({ weaknesses, reach }: ArcGraph, change: number): number {
  return (weaknesses[change]?.weakness ?? reach[change - weaknesses.length])?.cost ?? 1;
}
