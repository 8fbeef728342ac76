// A graph with fewer vertices: what falls exactly when one other thing falls, because one arc alone leads to it and that arc always works, is taken for one
// with that. Which changes there are, and what each of them does, stays as it was.
import { type ArcGraph, SOURCE } from './arc-graph.ts';

export interface Contracted {
  readonly graph: ArcGraph;
  /** The vertex of each vertex of the graph before; -1 where no arc that counts leads to it or from it. */
  readonly vertexOf: Int32Array;
}

/** Arcs as columns. */
export interface Columns {
  readonly tail: Int32Array;
  readonly head: Int32Array;
  /** What stands beside each arc. */
  readonly mark: Int32Array;
}

/**
 * Contracts the arcs of `graph` that count; `isPlain` says of an arc that it always works and that nobody changes it. Every arc must be one that the
 * source leads to.
 */
export function contracted(graph: ArcGraph, arcs: Int32Array, isPlain: (arc: number) => boolean): Contracted {
  const columns = {
    tail: Int32Array.from(arcs, (arc) => graph.from[arc] ?? 0),
    head: Int32Array.from(arcs, (arc) => graph.to[arc] ?? 0),
    mark: arcs.slice(),
  };
  const { alias, tail, head, mark } = mergedByOnlyArc(columns, graph.vertexCount, isPlain);
  const place = new Int32Array(graph.vertexCount).fill(-1);
  place[SOURCE] = 0;
  let count = 1;
  const placeOf = (vertex: number) => {
    const known = place[vertex] ?? -1;
    if (known >= 0) return known;
    place[vertex] = count;
    return count++;
  };
  const from = tail.map(placeOf);
  const to = head.map(placeOf);
  return {
    graph: {
      ...graph,
      vertexCount: count,
      from,
      to,
      change: mark.map((arc) => graph.change[arc] ?? -1),
      probability: Float64Array.from(mark, (arc) => graph.probability[arc] ?? 0),
    },
    vertexOf: alias.map((vertex) => place[vertex] ?? -1),
  };
}

/** Takes each vertex with one arc into it, where that one is plain, for the vertex at its tail, until no such vertex is left; arcs from a vertex to itself fall away. */
export function mergedByOnlyArc(
  given: Columns,
  vertexCount: number,
  isPlain: (mark: number) => boolean,
): Columns & { readonly alias: Int32Array } {
  let { tail, head, mark } = given;
  const alias = Int32Array.from({ length: vertexCount }, (_, v) => v);
  const incoming = new Int32Array(vertexCount);
  const only = new Int32Array(vertexCount);
  for (;;) {
    incoming.fill(0);
    for (let k = 0; k < head.length; k++) {
      const v = head[k] ?? 0;
      incoming[v] = (incoming[v] ?? 0) + 1;
      only[v] = k;
    }
    const parent = new Int32Array(vertexCount);
    let merged = 0;
    for (let v = 0; v < vertexCount; v++) {
      const k = only[v] ?? 0;
      const isMerged = incoming[v] === 1 && v !== SOURCE && isPlain(mark[k] ?? -1);
      parent[v] = isMerged ? (tail[k] ?? 0) : v;
      if (isMerged) merged++;
    }
    if (merged === 0) return { tail, head, mark, alias };
    // Every vertex is reached from the source, so that the way up ends.
    const topOf = (vertex: number) => {
      let top = vertex;
      while (parent[top] !== top) top = parent[top] ?? 0;
      for (let v = vertex; v !== top; ) {
        const next = parent[v] ?? 0;
        parent[v] = top;
        v = next;
      }
      return top;
    };
    for (let v = 0; v < vertexCount; v++) alias[v] = topOf(alias[v] ?? 0);
    let kept = 0;
    const [tails, heads, marks] = [tail.slice(), head.slice(), mark.slice()];
    for (let k = 0; k < head.length; k++) {
      const [from, to] = [topOf(tail[k] ?? 0), topOf(head[k] ?? 0)];
      if (from === to) continue;
      tails[kept] = from;
      heads[kept] = to;
      marks[kept++] = mark[k] ?? -1;
    }
    tail = tails.slice(0, kept);
    head = heads.slice(0, kept);
    mark = marks.slice(0, kept);
  }
}
