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

/** Leaves out arcs that never work and what is out of reach. */
export function liveGraph(graph: ArcGraph, targetIds: readonly string[]): LiveGraph {
  const { from, to, probability, vertexCount } = graph;
  const keep = new Uint8Array(from.length);
  for (let arc = 0; arc < keep.length; arc++) keep[arc] = (probability[arc] ?? 0) > 0 ? 1 : 0;
  const ahead = reachable([SOURCE], adjacency(from, to, { vertexCount, keep }));
  for (let arc = 0; arc < keep.length; arc++) if (ahead[from[arc] ?? 0] !== 1) keep[arc] = 0;
  return leadingTo(targetsOf(graph, targetIds), graph, keep);
}

/** Leaves out only what leads to no target, whatever changes elsewhere. */
export function changeableGraph(graph: ArcGraph, targetIds: readonly string[]): LiveGraph {
  return leadingTo(targetsOf(graph, targetIds), graph, new Uint8Array(graph.from.length).fill(1));
}

function leadingTo(targets: readonly Target[], graph: ArcGraph, keep: Uint8Array): LiveGraph {
  const { from, to, vertexCount } = graph;
  const goals = targets.map(({ vertex }) => vertex);
  const behind = reachable(goals, adjacency(to, from, { vertexCount, keep }));
  for (let arc = 0; arc < keep.length; arc++) if (behind[to[arc] ?? 0] !== 1) keep[arc] = 0;
  return {
    graph,
    out: adjacency(from, to, { vertexCount, keep }),
    into: adjacency(to, from, { vertexCount, keep }),
    targets,
  };
}

function targetsOf(graph: ArcGraph, ids: readonly string[]): Target[] {
  return ids.map((id) => {
    const node = graph.placeOfNode.get(id) ?? -1;
    return { id, node, vertex: graph.vertices.fallen(node), isEntry: graph.network.nodes[node]?.entry === true };
  });
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
