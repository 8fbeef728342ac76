// A graph of arcs that work or not, small enough to be worked on arc by arc: the reductions that keep the chance that the target is reached from
// the source. Series and parallel arcs as in Colbourn, The Combinatorics of Network Reliability (1987), 2.2, for directed arcs; a vertex whose only way
// in or out is certain is one with its neighbour.

type Ends = Map<number, Map<number, number>>;

export class SmallGraph {
  readonly source: number;
  readonly target: number;
  readonly #out: Ends = new Map();
  readonly #into: Ends = new Map();
  #stale: number[] = [];
  #arcCount = 0;
  #merged = false;

  constructor(source: number, target: number) {
    this.source = source;
    this.target = target;
    if (source === target) this.#merged = true;
  }

  /** Source and target are one: it is reached for certain. */
  get isCertain(): boolean {
    return this.#merged;
  }

  get arcCount(): number {
    return this.#arcCount;
  }

  /** Adds an arc; a second one between the same vertices makes one that works when either does. */
  add(from: number, to: number, probability: number): void {
    if (from === to || to === this.source || from === this.target || !(probability > 0)) return;
    const out = endsOf(this.#out, from);
    const known = out.get(to);
    if (known === undefined) this.#arcCount++;
    const together = known === undefined ? probability : either(known, probability);
    out.set(to, together);
    endsOf(this.#into, to).set(from, together);
    this.#stale.push(from, to);
  }

  remove(from: number, to: number): void {
    if (!this.#out.get(from)?.delete(to)) return;
    this.#into.get(to)?.delete(from);
    this.#arcCount--;
    this.#stale.push(from, to);
  }

  /** Makes `vertex` the same as `into`. */
  merge(vertex: number, into: number): void {
    if ((vertex === this.target && into === this.source) || (vertex === this.source && into === this.target)) {
      this.#merged = true;
      return;
    }
    const out = [...this.outOf(vertex)];
    const inwards = [...this.into(vertex)];
    this.#drop(vertex);
    for (const [to, probability] of out) this.add(into, to, probability);
    for (const [from, probability] of inwards) this.add(from, into, probability);
  }

  outOf(vertex: number): ReadonlyMap<number, number> {
    return this.#out.get(vertex) ?? NONE;
  }

  into(vertex: number): ReadonlyMap<number, number> {
    return this.#into.get(vertex) ?? NONE;
  }

  vertices(): number[] {
    return [...new Set([this.source, this.target, ...this.#out.keys(), ...this.#into.keys()])];
  }

  /** The same graph, perhaps between other vertices. */
  copy(source = this.source, target = this.target): SmallGraph {
    const graph = new SmallGraph(source, target);
    for (const [from, ends] of this.#out) for (const [to, probability] of ends) graph.add(from, to, probability);
    return graph;
  }

  /** Every reduction that looks at one vertex and its neighbours, until none applies. */
  reduce(): void {
    while (!this.#merged) {
      const vertex = this.#stale.pop();
      if (vertex === undefined) return;
      this.#reduceAt(vertex);
    }
  }

  /** Leaves out what no path from source to target touches. */
  prune(): void {
    const ahead = this.#closure(this.source, (vertex) => this.outOf(vertex));
    const behind = this.#closure(this.target, (vertex) => this.into(vertex));
    for (const vertex of this.vertices()) {
      if (vertex !== this.source && vertex !== this.target && !(ahead.has(vertex) && behind.has(vertex)))
        this.#drop(vertex);
    }
  }

  /** One spelling for each graph. */
  key(): string {
    const arcs: string[] = [];
    for (const [from, ends] of this.#out)
      for (const [to, probability] of ends) arcs.push(`${from} ${to} ${probability}`);
    return `${this.source} ${this.target};${arcs.sort().join(';')}`;
  }

  #closure(begin: number, next: (vertex: number) => ReadonlyMap<number, number>): Set<number> {
    const seen = new Set([begin]);
    for (const vertex of seen) for (const other of next(vertex).keys()) seen.add(other);
    return seen;
  }

  #drop(vertex: number): void {
    for (const to of [...this.outOf(vertex).keys()]) this.remove(vertex, to);
    for (const from of [...this.into(vertex).keys()]) this.remove(from, vertex);
    this.#out.delete(vertex);
    this.#into.delete(vertex);
  }

  #reduceAt(vertex: number): void {
    if (vertex === this.source || vertex === this.target) {
      if (this.outOf(this.source).get(this.target) === 1) this.#merged = true;
      return;
    }
    const out = this.outOf(vertex);
    const inwards = this.into(vertex);
    if (out.size === 0 || inwards.size === 0) {
      this.#drop(vertex);
    } else if (inwards.get(this.source) === 1) {
      this.merge(vertex, this.source);
    } else if (out.get(this.target) === 1) {
      this.merge(vertex, this.target);
    } else if (inwards.size === 1) {
      const [[from, probability] = NO_ARC] = inwards;
      // Whoever is here came from there.
      this.remove(vertex, from);
      if (probability === 1) this.merge(vertex, from);
      else if (out.size === 1) this.#bridge(vertex);
    } else if (out.size === 1) {
      const [[to, probability] = NO_ARC] = out;
      this.remove(to, vertex);
      if (probability === 1) this.merge(vertex, to);
      else if (inwards.size === 1) this.#bridge(vertex);
    } else {
      for (const [to, probability] of out) {
        if (probability !== 1 || inwards.get(to) !== 1) continue;
        this.merge(vertex, to);
        return;
      }
    }
  }

  /** One way in and one way out: one arc in place of both. */
  #bridge(vertex: number): void {
    const [[from, first] = NO_ARC] = this.into(vertex);
    const [[to, second] = NO_ARC] = this.outOf(vertex);
    this.#drop(vertex);
    this.add(from, to, first * second);
  }
}

const NONE: ReadonlyMap<number, number> = new Map();
const NO_ARC: readonly [number, number] = [-1, 0];

/** One of two works; certain when one is, without a rounding error. */
function either(one: number, two: number): number {
  return one === 1 || two === 1 ? 1 : one + two - one * two;
}

function endsOf(ends: Ends, vertex: number): Map<number, number> {
  const known = ends.get(vertex);
  if (known) return known;
  const made = new Map<number, number>();
  ends.set(vertex, made);
  return made;
}
