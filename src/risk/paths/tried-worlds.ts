// Many starts, many targets and many changes in the same worlds of a large graph. Worlds are gone through 32 at a time; in each, what falls from a start is
// spread once, and each change is then followed only as far as something falls no more: what lost its support is taken out along the order in which it fell,
// and what another way still holds is put back (delete and rederive; Gupta, Mumick and Subrahmanian 1993). Nothing is kept from one word to the next, so that
// memory does not grow with the number of worlds. The draws are those of `Worlds`: the same seed gives the same counts.
import { type Adjacency, type ArcGraph, adjacency, SOURCE } from './arc-graph.ts';
import { contracted, mergedByOnlyArc } from './contracted.ts';
import { type DrawKey, drawKey, drawnWorlds } from './draws.ts';
import { liveGraph } from './live-graph.ts';
import { bitCount } from './proportion.ts';
import { WORD } from './worlds.ts';

/** Changes that are made together, for one try. */
export interface Tried {
  /** Places of reach edges that are closed. */
  readonly closed: readonly number[];
  /** Weaknesses by their place, with how likely they are then: at most as likely as before. */
  readonly mended: readonly { readonly weakness: number; readonly probability: number }[];
}

/** In how many worlds what falls. */
export interface Counted {
  readonly trials: number;
  /** By start, by target. */
  readonly fell: readonly Int32Array[];
  /** By target: from any of the starts. */
  readonly fromAny: Int32Array;
  /** By try, by start, by target: how many worlds fewer than in `fell`; null where none. */
  readonly lost: readonly (readonly (Int32Array | null)[])[];
}

export interface TriedWorldsOptions {
  /** Ids of nodes. */
  readonly targets: readonly string[];
  readonly seed: number;
  readonly wordCount: number;
  /** Whether a change, by its number as of the graph, is never made. */
  readonly isFixed: (change: number) => boolean;
}

interface Run {
  readonly tried?: readonly Tried[];
  /** Told after each 32 worlds how far it is, from 0 to 1; may throw to stop. */
  readonly progress?: ((share: number) => void) | undefined;
}

interface Shape {
  readonly vertexCount: number;
  readonly out: Adjacency;
  readonly into: Adjacency;
  /** Vertex of each weakness that may fail; -1 where it counts for nothing, or always works. */
  readonly gateOf: Int32Array;
  /** Arc of each reach edge; -1 where it counts for nothing, or is never closed. */
  readonly arcOf: Int32Array;
  readonly headOf: Int32Array;
  readonly tailOf: Int32Array;
  /** By start: the vertex of an entry; -1 where nothing comes of it. */
  readonly starts: Int32Array;
  /** By target. */
  readonly targets: Int32Array;
}

/** A graph in which changes are tried out; the starts are the entries of its network, in their order. */
export class TriedWorlds {
  readonly entries: readonly string[];
  readonly #shape: Shape;
  readonly #wordCount: number;
  readonly #keys: ReadonlyMap<number, DrawKey>;
  readonly #probability: Float64Array;
  readonly #removed: Uint8Array;
  /** Worlds of the word in which a vertex can fall, and in which it fell. */
  readonly #mask: Int32Array;
  readonly #held: Int32Array;
  /** What fell, in order: vertex, worlds, and the place of what fell at the same vertex before. */
  #vertex: Int32Array;
  #bits: Int32Array;
  #before: Int32Array;
  /** Place of the last of each vertex; -1 for none. */
  readonly #last: Int32Array;
  /** Of a try: worlds in which a vertex falls no more, those in doubt, and those in which it can fall when that is less than before. */
  readonly #gone: Int32Array;
  readonly #doubt: Int32Array;
  readonly #isShut: Uint8Array;
  readonly #shut = new Map<number, number>();
  readonly #touched: number[] = [];
  readonly #queue: number[] = [];

  /** `graph` must have no weakness from `user`. */
  constructor(graph: ArcGraph, { targets, seed, wordCount, isFixed }: TriedWorldsOptions) {
    this.entries = graph.network.nodes.flatMap(({ id, entry }) => (entry === true ? [id] : []));
    this.#shape = shapeOf(graph, targets, isFixed);
    this.#wordCount = wordCount;
    this.#keys = new Map(
      graph.weaknesses.flatMap(({ weakness }, place) =>
        (this.#shape.gateOf[place] ?? -1) < 0 ? [] : [[place, drawKey(seed, weakness.id)] as const],
      ),
    );
    this.#probability = Float64Array.from(graph.weaknesses, ({ weakness }) => weakness.probability);
    const { vertexCount, out } = this.#shape;
    this.#removed = new Uint8Array(out.arcs.length);
    this.#mask = new Int32Array(vertexCount);
    this.#held = new Int32Array(vertexCount);
    this.#last = new Int32Array(vertexCount);
    this.#gone = new Int32Array(vertexCount);
    this.#doubt = new Int32Array(vertexCount);
    this.#isShut = new Uint8Array(out.arcs.length);
    this.#vertex = new Int32Array(2 * vertexCount);
    this.#bits = new Int32Array(2 * vertexCount);
    this.#before = new Int32Array(2 * vertexCount);
  }

  /** Counts what falls with these changes made; nothing stays changed. */
  with(made: Tried, run: Run = {}): Counted {
    const before = made.mended.map(({ weakness }) => this.#probability[weakness] ?? 0);
    for (const { weakness, probability } of made.mended) this.#probability[weakness] = probability;
    const arcs = made.closed.map((edge) => this.#shape.arcOf[edge] ?? -1).filter((arc) => arc >= 0);
    for (const arc of arcs) this.#removed[arc] = 1;
    try {
      return this.count(run);
    } finally {
      for (const arc of arcs) this.#removed[arc] = 0;
      made.mended.forEach(({ weakness }, n) => {
        this.#probability[weakness] = before[n] ?? 0;
      });
    }
  }

  /** Counts what falls from each start, and what falls no more with each try. */
  count({ tried = [], progress }: Run = {}): Counted {
    const { starts, targets } = this.#shape;
    const fell = Array.from(starts, () => new Int32Array(targets.length));
    const fromAny = new Int32Array(targets.length);
    const lost = tried.map(() => Array.from(starts, (): Int32Array | null => null));
    const joined = new Int32Array(targets.length);
    const targetsAt = Map.groupBy(targets.keys(), (t) => targets[t] ?? -1);
    for (let word = 0; word < this.#wordCount; word++) {
      this.#draw(word);
      const shut = tried.map((one) => this.#shutBy(one, word));
      joined.fill(0);
      for (const [s, start] of starts.entries()) {
        if (start < 0) continue;
        this.#spread(start);
        const counts = fell[s] ?? joined;
        for (let t = 0; t < targets.length; t++) {
          const bits = this.#held[targets[t] ?? 0] ?? 0;
          if (bits === 0) continue;
          counts[t] = (counts[t] ?? 0) + bitCount(bits);
          joined[t] = (joined[t] ?? 0) | bits;
        }
        for (const [n, one] of tried.entries()) {
          this.#take(one, shut[n] ?? EMPTY);
          const own = lost[n];
          for (const v of this.#touched) {
            const gone = this.#gone[v] ?? 0;
            const at = gone === 0 || !own ? undefined : targetsAt.get(v);
            for (const t of at ?? []) {
              const less = own?.[s] ?? new Int32Array(targets.length);
              if (own) own[s] = less;
              less[t] = (less[t] ?? 0) + bitCount(gone);
            }
            this.#gone[v] = 0;
          }
        }
      }
      for (let t = 0; t < targets.length; t++) fromAny[t] = (fromAny[t] ?? 0) + bitCount(joined[t] ?? 0);
      progress?.((word + 1) / this.#wordCount);
    }
    return { trials: this.#wordCount * WORD, fell, fromAny, lost };
  }

  #draw(word: number): void {
    this.#mask.fill(-1);
    for (const [weakness, key] of this.#keys)
      this.#mask[this.#shape.gateOf[weakness] ?? 0] = drawnWorlds(key, word, this.#probability[weakness] ?? 0);
  }

  /** The worlds of the word in which what a try mends can still fall, by vertex. */
  #shutBy({ mended }: Tried, word: number): ReadonlyMap<number, number> {
    const shut = new Map<number, number>();
    for (const { weakness, probability } of mended) {
      const key = this.#keys.get(weakness);
      if (key) shut.set(this.#shape.gateOf[weakness] ?? 0, drawnWorlds(key, word, probability));
    }
    return shut;
  }

  /** Lets everything fall that falls from a start. */
  #spread(start: number): void {
    const { start: begins, far, arcs } = this.#shape.out;
    const held = this.#held.fill(0);
    const last = this.#last.fill(-1);
    const mask = this.#mask;
    const removed = this.#removed;
    held[start] = -1;
    last[start] = 0;
    this.#vertex[0] = start;
    this.#bits[0] = -1;
    this.#before[0] = -1;
    let count = 1;
    for (let at = 0; at < count; at++) {
      const v = this.#vertex[at] ?? 0;
      const bits = this.#bits[at] ?? 0;
      const end = begins[v + 1] ?? 0;
      for (let k = begins[v] ?? 0; k < end; k++) {
        const h = far[k] ?? 0;
        const falls = bits & (mask[h] ?? 0) & ~(held[h] ?? 0);
        if (falls === 0 || removed[arcs[k] ?? 0] === 1) continue;
        held[h] = (held[h] ?? 0) | falls;
        const known = last[h] ?? -1;
        // What was not followed yet takes more worlds along; what made them fall stands before it in any case.
        if (known > at) {
          this.#bits[known] = (this.#bits[known] ?? 0) | falls;
          continue;
        }
        if (count === this.#vertex.length) this.#grow();
        this.#vertex[count] = h;
        this.#bits[count] = falls;
        this.#before[count] = known;
        last[h] = count++;
      }
    }
  }

  #grow(): void {
    const more = (of: Int32Array) => {
      const grown = new Int32Array(2 * of.length);
      grown.set(of);
      return grown;
    };
    this.#vertex = more(this.#vertex);
    this.#bits = more(this.#bits);
    this.#before = more(this.#before);
  }

  /** Works out what falls no more with a try: `gone` of the vertices `touched`. */
  #take({ closed }: Tried, shut: ReadonlyMap<number, number>): void {
    const { arcOf, headOf, tailOf } = this.#shape;
    this.#touched.length = 0;
    this.#queue.length = 0;
    for (const edge of closed) {
      const arc = arcOf[edge] ?? -1;
      if (arc < 0 || this.#removed[arc] === 1) continue;
      this.#isShut[arc] = 1;
      const head = headOf[arc] ?? 0;
      this.#suspect(head, (this.#held[tailOf[arc] ?? 0] ?? 0) & (this.#held[head] ?? 0));
    }
    for (const [v, left] of shut) {
      this.#shut.set(v, left);
      const gone = (this.#held[v] ?? 0) & ~left;
      if (gone !== 0) this.#lose(v, gone);
    }
    for (let v = this.#queue.pop(); v !== undefined; v = this.#queue.pop()) {
      const bits = (this.#doubt[v] ?? 0) & ~(this.#gone[v] ?? 0);
      this.#doubt[v] = 0;
      const lost = bits === 0 ? 0 : this.#unsupported(v, bits);
      if (lost !== 0) this.#lose(v, lost);
    }
    this.#putBack();
    for (const edge of closed) {
      const arc = arcOf[edge] ?? -1;
      if (arc >= 0) this.#isShut[arc] = 0;
    }
    this.#shut.clear();
  }

  #suspect(v: number, bits: number): void {
    if (bits === 0) return;
    if (this.#doubt[v] === 0) this.#queue.push(v);
    this.#doubt[v] = (this.#doubt[v] ?? 0) | bits;
  }

  /** Takes a vertex out in some worlds, and doubts what may have fallen by it. */
  #lose(v: number, lost: number): void {
    const { start, far, arcs } = this.#shape.out;
    if (this.#gone[v] === 0) this.#touched.push(v);
    this.#gone[v] = (this.#gone[v] ?? 0) | lost;
    let first = Number.POSITIVE_INFINITY;
    for (let at = this.#last[v] ?? -1; at >= 0; at = this.#before[at] ?? -1)
      if (((this.#bits[at] ?? 0) & lost) !== 0) first = at;
    for (let k = start[v] ?? 0; k < (start[v + 1] ?? 0); k++) {
      const h = far[k] ?? 0;
      const bits = lost & (this.#held[h] ?? 0) & ~(this.#gone[h] ?? 0);
      if (bits === 0 || (this.#last[h] ?? -1) < first) continue;
      const arc = arcs[k] ?? 0;
      if (this.#isShut[arc] === 0 && this.#removed[arc] === 0) this.#suspect(h, bits);
    }
  }

  /** Of some worlds those in which nothing that fell before a vertex leads to it any more. */
  #unsupported(v: number, bits: number): number {
    const { start, far, arcs } = this.#shape.into;
    let lost = 0;
    for (let at = this.#last[v] ?? -1; at >= 0; at = this.#before[at] ?? -1) {
      let need = (this.#bits[at] ?? 0) & bits;
      // The start has nothing before it, and needs nothing.
      if (need === 0 || at === 0) continue;
      for (let k = start[v] ?? 0; k < (start[v + 1] ?? 0) && need !== 0; k++) {
        const u = far[k] ?? 0;
        const there = (this.#held[u] ?? 0) & ~(this.#gone[u] ?? 0);
        if ((need & there) === 0) continue;
        const arc = arcs[k] ?? 0;
        if (this.#isShut[arc] === 1 || this.#removed[arc] === 1) continue;
        for (let by = this.#last[u] ?? -1; by >= 0 && need !== 0; by = this.#before[by] ?? -1)
          if (by < at) need &= ~((this.#bits[by] ?? 0) & there);
      }
      lost |= need;
    }
    return lost;
  }

  /** What was taken out and is still led to, by a way that fell later, is put back, with all that comes of it. */
  #putBack(): void {
    const { into, out } = this.#shape;
    const back = this.#doubt;
    const queue = this.#queue;
    for (const v of this.#touched) {
      const can = this.#canFall(v);
      let found = 0;
      for (let k = into.start[v] ?? 0; k < (into.start[v + 1] ?? 0) && (can & ~found) !== 0; k++) {
        const u = into.far[k] ?? 0;
        const bits = can & (this.#held[u] ?? 0) & ~(this.#gone[u] ?? 0);
        if (bits === 0) continue;
        const arc = into.arcs[k] ?? 0;
        if (this.#isShut[arc] === 0 && this.#removed[arc] === 0) found |= bits;
      }
      if (found === 0) continue;
      this.#gone[v] = (this.#gone[v] ?? 0) & ~found;
      if (back[v] === 0) queue.push(v);
      back[v] = (back[v] ?? 0) | found;
    }
    for (let v = queue.pop(); v !== undefined; v = queue.pop()) {
      const bits = back[v] ?? 0;
      back[v] = 0;
      for (let k = out.start[v] ?? 0; k < (out.start[v + 1] ?? 0); k++) {
        const h = out.far[k] ?? 0;
        if (((this.#gone[h] ?? 0) & bits) === 0) continue;
        const found = bits & this.#canFall(h);
        const arc = out.arcs[k] ?? 0;
        if (found === 0 || this.#isShut[arc] === 1 || this.#removed[arc] === 1) continue;
        this.#gone[h] = (this.#gone[h] ?? 0) & ~found;
        if (back[h] === 0) queue.push(h);
        back[h] = (back[h] ?? 0) | found;
      }
    }
  }

  /** Worlds in which a vertex is gone and could be there again. */
  #canFall(v: number): number {
    const left = this.#shut.size === 0 ? -1 : (this.#shut.get(v) ?? -1);
    return (this.#gone[v] ?? 0) & left;
  }
}

const EMPTY: ReadonlyMap<number, number> = new Map();
/** Marks of arcs that are no reach edges that can be closed: one that always works, and one into a gate. */
const ALWAYS = -1;
const INTO_GATE = -2;

/** The vertices that count, each weakness that may fail a vertex of its own. */
function shapeOf(graph: ArcGraph, targetIds: readonly string[], isFixed: (change: number) => boolean): Shape {
  const { weaknesses, reach, vertices, network } = graph;
  const live = liveGraph(graph, targetIds);
  const isAlways = (change: number, probability: number) => probability === 1 && (change < 0 || isFixed(change));
  const { graph: small, vertexOf } = contracted(
    graph,
    live.out.arcs,
    (arc) => graph.from[arc] !== SOURCE && isAlways(graph.change[arc] ?? -1, graph.probability[arc] ?? 0),
  );
  const gateOf = new Int32Array(weaknesses.length).fill(-1);
  const [tail, head, mark]: [number[], number[], number[]] = [[], [], []];
  const add = (from: number, to: number, as: number) => {
    tail.push(from);
    head.push(to);
    mark.push(as);
  };
  let count = small.vertexCount;
  for (let arc = 0; arc < small.from.length; arc++) {
    const [from, to, change] = [small.from[arc] ?? 0, small.to[arc] ?? 0, small.change[arc] ?? -1];
    if (from === SOURCE) continue;
    if (isAlways(change, small.probability[arc] ?? 0)) add(from, to, ALWAYS);
    else if (change >= weaknesses.length) add(from, to, change - weaknesses.length);
    else {
      gateOf[change] = count;
      add(from, count, INTO_GATE);
      add(count++, to, ALWAYS);
    }
  }
  const merged = mergedByOnlyArc(
    { tail: Int32Array.from(tail), head: Int32Array.from(head), mark: Int32Array.from(mark) },
    count,
    (as) => as === ALWAYS,
  );
  const place = (old: number) => {
    const vertex = vertexOf[old] ?? -1;
    return vertex < 0 ? -1 : (merged.alias[vertex] ?? -1);
  };
  const starts = Int32Array.from(
    network.nodes.flatMap(({ entry }, n) => (entry === true ? [place(vertices.control(n))] : [])),
  );
  const targets = Int32Array.from(live.targets, ({ vertex }) => place(vertex));
  const { heads, marks, tails } = gatesJoined(merged, count, new Set([...starts, ...targets]));
  // A vertex that never falls, for targets that nothing leads to.
  const nowhere = count;
  const arcOf = new Int32Array(reach.length).fill(-1);
  for (let arc = 0; arc < marks.length; arc++) {
    const edge = marks[arc] ?? -1;
    if (edge >= 0) arcOf[edge] = arc;
  }
  return {
    vertexCount: count + 1,
    out: adjacency(tails, heads, { vertexCount: count + 1 }),
    into: adjacency(heads, tails, { vertexCount: count + 1 }),
    gateOf,
    arcOf,
    tailOf: tails,
    headOf: heads,
    starts,
    targets: targets.map((vertex) => (vertex < 0 ? nowhere : vertex)),
  };
}

/** Takes a vertex that leads to one gate and to nothing else for the gate: nobody else asks whether it fell. */
function gatesJoined(
  { tail, head, mark }: ReturnType<typeof mergedByOnlyArc>,
  vertexCount: number,
  kept: ReadonlySet<number>,
): { tails: Int32Array; heads: Int32Array; marks: Int32Array } {
  const outgoing = new Int32Array(vertexCount);
  const incoming = new Int32Array(vertexCount);
  const isGate = new Uint8Array(vertexCount);
  for (let k = 0; k < tail.length; k++) {
    const [from, to] = [tail[k] ?? 0, head[k] ?? 0];
    outgoing[from] = (outgoing[from] ?? 0) + 1;
    incoming[to] = (incoming[to] ?? 0) + 1;
    if (mark[k] === INTO_GATE) isGate[to] = 1;
  }
  const joined = Int32Array.from({ length: vertexCount }, (_, v) => v);
  const isLeft = (k: number) => {
    const [from, to] = [tail[k] ?? 0, head[k] ?? 0];
    return !(
      mark[k] === INTO_GATE &&
      outgoing[from] === 1 &&
      incoming[to] === 1 &&
      isGate[from] === 0 &&
      !kept.has(from)
    );
  };
  const left = Int32Array.from(tail.keys()).filter((k) => {
    if (isLeft(k)) return true;
    joined[tail[k] ?? 0] = head[k] ?? 0;
    return false;
  });
  return {
    tails: left.map((k) => tail[k] ?? 0),
    heads: left.map((k) => joined[head[k] ?? 0] ?? 0),
    marks: left.map((k) => mark[k] ?? ALWAYS),
  };
}
