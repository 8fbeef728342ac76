// The part of a graph that counts for some targets: arcs that the attacker can come to, and from which a target can be reached.
import { type Adjacency, type ArcGraph, adjacency, reachable, SOURCE } from './arc-graph.ts';

export interface LiveGraph {
  readonly graph: ArcGraph;
  /** Of arcs that can work and that the source leads to. */
  readonly out: Adjacency;
  readonly into: Adjacency;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly id: string;
  readonly node: number;
  readonly vertex: number;
  readonly isEntry: boolean;
}

/** Leaves out arcs that never work and what is out of reach; `removed` are changes that were made. */
export function liveGraph(graph: ArcGraph, targetIds: readonly string[], removed?: ReadonlySet<number>): LiveGraph {
  const { from, to, probability, change, vertexCount } = graph;
  const works = (arc: number) =>
    (probability[arc] ?? 0) > 0 && !(removed && removed.size > 0 && removed.has(change[arc] ?? -1));
  const outOfAll = adjacency(from, vertexCount, works);
  const ahead = reachable([SOURCE], outOfAll, to);
  const targets = targetIds.map((id) => {
    const node = graph.placeOfNode.get(id) ?? -1;
    return { id, node, vertex: graph.vertices.fallen(node), isEntry: graph.network.nodes[node]?.entry === true };
  });
  const intoAll = adjacency(to, vertexCount, (arc) => works(arc) && ahead[from[arc] ?? 0] === 1);
  const behind = reachable(
    targets.map(({ vertex }) => vertex),
    intoAll,
    from,
  );
  const counts = (arc: number) => works(arc) && ahead[from[arc] ?? 0] === 1 && behind[to[arc] ?? 0] === 1;
  return { graph, out: adjacency(from, vertexCount, counts), into: adjacency(to, vertexCount, counts), targets };
}

/** The arcs on the ways to one vertex, or null when there are more than `most`. */
export function arcsTo(vertex: number, { graph, into }: LiveGraph, most: number): number[] | null {
  const seen = new Set([vertex]);
  const found: number[] = [];
  for (const v of seen) {
    const end = into.start[v + 1] ?? 0;
    for (let k = into.start[v] ?? 0; k < end; k++) {
      const arc = into.arcs[k] ?? 0;
      found.push(arc);
      if (found.length > most) return null;
      seen.add(graph.from[arc] ?? 0);
    }
  }
  return found;
}
