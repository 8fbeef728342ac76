// A network as a directed graph in which only arcs fail: what falls is what the source reaches over arcs that work. A weakness is one arc, a reach
// edge is one arc whatever its ends stand for, and what a zone does for its nodes is one vertex, so that nothing is ever multiplied out.
import type { NetworkDocument, ReachEdge, Weakness } from '#contracts/index.ts';

export interface PlacedWeakness {
  readonly weakness: Weakness;
  /** Place of its node in the list. */
  readonly node: number;
}

/** Arcs as columns; arc `a` goes from `from[a]` to `to[a]` and works with `probability[a]`. */
export interface ArcGraph {
  readonly network: NetworkDocument;
  readonly vertexCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly probability: Float64Array;
  /** What can be removed: a weakness by its place in `weaknesses`, a reach edge by `weaknesses.length` + its place; -1: nothing can. */
  readonly change: Int32Array;
  readonly weaknesses: readonly PlacedWeakness[];
  readonly reach: readonly ReachEdge[];
  readonly placeOfNode: ReadonlyMap<string, number>;
  readonly vertices: Vertices;
  /** Reach edges that do the same and share one arc: by the change of the first, which is that of the arc, the changes of all. To close one of them alone does nothing. */
  readonly twins: ReadonlyMap<number, readonly number[]>;
}

/** Where the attacker starts. */
export const SOURCE = 0;

/** Numbers of the vertices. */
export interface Vertices {
  /** Node held at control. */
  control(node: number): number;
  /** A reach edge leads to the node from something held at control. */
  reached(node: number): number;
  /** Node held at access or control. */
  fallen(node: number): number;
  /** Some node of the zone is held at control. */
  zoneHeld(zone: number): number;
  /** A reach edge leads to the zone from something held at control. */
  zoneReached(zone: number): number;
  /** The node that a vertex of `control` or `fallen` speaks of; -1 for the others. */
  nodeOf(vertex: number): number;
}

/** Builds the graph of a network that has been checked; `merge`: edges that do the same share one arc. */
export function arcGraph(network: NetworkDocument, { merge = false } = {}): ArcGraph {
  const { nodes, reach = [] } = network;
  const placeOfNode = new Map(nodes.map(({ id }, n) => [id, n]));
  const placeOfZone = new Map<string, number>();
  const zoneOf = nodes.map(({ zone }) => {
    if (zone == null) return -1;
    const known = placeOfZone.get(zone) ?? placeOfZone.size;
    placeOfZone.set(zone, known);
    return known;
  });
  const weaknesses = nodes.flatMap(({ weaknesses: own = [] }, node) => own.map((weakness) => ({ weakness, node })));
  const vertices = verticesOf(nodes.length, placeOfZone.size);
  const arcs = new Arcs(4 * nodes.length + weaknesses.length + reach.length);
  nodes.forEach(({ entry }, n) => {
    const zone = zoneOf[n] ?? -1;
    if (entry) arcs.add(SOURCE, vertices.control(n));
    arcs.add(vertices.control(n), vertices.fallen(n));
    if (zone < 0) return;
    arcs.add(vertices.control(n), vertices.zoneHeld(zone));
    arcs.add(vertices.zoneReached(zone), vertices.reached(n));
  });
  weaknesses.forEach(({ weakness: { from, gains, probability }, node }, w) => {
    const zone = zoneOf[node] ?? -1;
    if (from === 'adjacent' && zone < 0) return;
    const tail = { network: vertices.reached(node), adjacent: vertices.zoneHeld(zone), user: SOURCE }[from];
    arcs.add(tail, gains === 'control' ? vertices.control(node) : vertices.fallen(node), w, probability);
  });
  const vertexCount = 1 + 3 * nodes.length + 2 * placeOfZone.size;
  const [tails, heads] = [new Int32Array(reach.length), new Int32Array(reach.length)];
  for (const [r, { from, to }] of reach.entries()) {
    const fromNode = placeOfNode.get(from);
    const toNode = placeOfNode.get(to);
    tails[r] = fromNode === undefined ? vertices.zoneHeld(placeOfZone.get(from) ?? -1) : vertices.control(fromNode);
    heads[r] = toNode === undefined ? vertices.zoneReached(placeOfZone.get(to) ?? -1) : vertices.reached(toNode);
  }
  const first = merge ? firstOfSame(tails, heads, vertexCount) : null;
  const twins = new Map<number, number[]>();
  for (let r = 0; r < reach.length; r++) {
    const change = weaknesses.length + r;
    const one = weaknesses.length + (first?.[r] ?? r);
    if (one === change) arcs.add(tails[r] ?? 0, heads[r] ?? 0, change);
    else {
      const all = twins.get(one) ?? [one];
      all.push(change);
      twins.set(one, all);
    }
  }
  return { network, vertexCount, ...arcs.columns(), weaknesses, reach, placeOfNode, vertices, twins };
}

/** Of each edge, the first with the same ends. */
function firstOfSame(tails: Int32Array, heads: Int32Array, vertexCount: number): Int32Array {
  const { start, arcs, far } = adjacency(tails, heads, { vertexCount });
  const first = new Int32Array(tails.length);
  const seenFrom = new Int32Array(vertexCount).fill(-1);
  const seen = new Int32Array(vertexCount);
  for (let tail = 0; tail < vertexCount; tail++) {
    for (let k = start[tail] ?? 0; k < (start[tail + 1] ?? 0); k++) {
      const [edge, head] = [arcs[k] ?? 0, far[k] ?? 0];
      if (seenFrom[head] !== tail) {
        seenFrom[head] = tail;
        seen[head] = edge;
      }
      first[edge] = seen[head] ?? edge;
    }
  }
  return first;
}

function verticesOf(nodes: number, zones: number): Vertices {
  return {
    control: (node) => 1 + node,
    reached: (node) => 1 + nodes + node,
    fallen: (node) => 1 + 2 * nodes + node,
    zoneHeld: (zone) => 1 + 3 * nodes + zone,
    zoneReached: (zone) => 1 + 3 * nodes + zones + zone,
    nodeOf(vertex) {
      const place = vertex - 1;
      if (place < 0 || place >= 3 * nodes) return -1;
      if (place < nodes) return place;
      return place < 2 * nodes ? -1 : place - 2 * nodes;
    },
  };
}

class Arcs {
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #change: Int32Array;
  readonly #probability: Float64Array;
  #count = 0;

  constructor(most: number) {
    this.#from = new Int32Array(most);
    this.#to = new Int32Array(most);
    this.#change = new Int32Array(most);
    this.#probability = new Float64Array(most);
  }

  add(from: number, to: number, change = -1, probability = 1): void {
    const arc = this.#count++;
    this.#from[arc] = from;
    this.#to[arc] = to;
    this.#change[arc] = change;
    this.#probability[arc] = probability;
  }

  columns(): Pick<ArcGraph, 'from' | 'to' | 'change' | 'probability'> {
    return {
      from: this.#from.subarray(0, this.#count),
      to: this.#to.subarray(0, this.#count),
      change: this.#change.subarray(0, this.#count),
      probability: this.#probability.subarray(0, this.#count),
    };
  }
}

/** Arcs by one of their ends: those of vertex `v` stand from `start[v]` to before `start[v + 1]`, in their own order. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly arcs: Int32Array;
  /** The other end of each. */
  readonly far: Int32Array;
}

/** Sorts arcs by an end; `keep`, where given, has a 1 for each arc that counts. */
export function adjacency(
  ends: Int32Array,
  others: Int32Array,
  options: { vertexCount: number; keep?: Uint8Array },
): Adjacency {
  const { vertexCount, keep } = options;
  const start = new Int32Array(vertexCount + 1);
  let kept = 0;
  for (let arc = 0; arc < ends.length; arc++) {
    if (keep && keep[arc] !== 1) continue;
    const slot = (ends[arc] ?? 0) + 1;
    start[slot] = (start[slot] ?? 0) + 1;
    kept++;
  }
  for (let v = 0; v < vertexCount; v++) start[v + 1] = (start[v + 1] ?? 0) + (start[v] ?? 0);
  const next = start.slice();
  const arcs = new Int32Array(kept);
  const far = new Int32Array(kept);
  for (let arc = 0; arc < ends.length; arc++) {
    if (keep && keep[arc] !== 1) continue;
    const end = ends[arc] ?? 0;
    const place = next[end] ?? 0;
    arcs[place] = arc;
    far[place] = others[arc] ?? 0;
    next[end] = place + 1;
  }
  return { start, arcs, far };
}

/** Which vertices are reached from some over the arcs of `by`; `keep`, where given, has a 1 for each arc that counts. */
export function reachable(begin: readonly number[], { start, arcs, far }: Adjacency, keep?: Uint8Array): Uint8Array {
  const seen = new Uint8Array(start.length - 1);
  const stack = [...begin];
  for (const v of begin) seen[v] = 1;
  for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
    const end = start[v + 1] ?? 0;
    for (let k = start[v] ?? 0; k < end; k++) {
      const other = far[k] ?? 0;
      if (seen[other] === 1 || (keep && keep[arcs[k] ?? 0] !== 1)) continue;
      seen[other] = 1;
      stack.push(other);
    }
  }
  return seen;
}
