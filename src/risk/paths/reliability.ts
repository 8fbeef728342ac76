// The exact chance that the target of a graph is reached from its source: reductions, then a product over the vertices that every path passes,
// then both cases of one arc at the source (factoring; Colbourn 1987, 2.3), each graph worked out once. It gives up within a bound.
import { dominators } from './dominators.ts';
import type { SmallGraph } from './small-graph.ts';

export interface Work {
  /** Arcs that may still be looked at; below 0 the answer is NaN. */
  left: number;
}

/** The chance, or NaN where `work` did not suffice. The graph is used up. */
export function reliability(graph: SmallGraph, work: Work, known = new Map<string, number>()): number {
  work.left -= graph.arcCount + 1;
  if (work.left < 0) return Number.NaN;
  const { source, target } = graph;
  settle(graph);
  if (graph.isCertain) return 1;
  if (graph.arcCount === 0) return 0;
  if (graph.arcCount === 1) return graph.outOf(source).get(target) ?? 0;
  const key = graph.key();
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = throughGates(graph, work, known) ?? bothCases(graph, work, known);
  known.set(key, found);
  return found;
}

/** Reduces until nothing is left to reduce. */
function settle(graph: SmallGraph): void {
  for (;;) {
    graph.reduce();
    if (graph.isCertain) return;
    graph.prune();
    graph.reduce();
    if (graph.isCertain || graph.arcCount <= 2 || !dropBackwards(graph)) return;
  }
}

/** An arc to a vertex that every path to its start has passed leads nowhere new; the same seen from the target. */
function dropBackwards(graph: SmallGraph): boolean {
  const before = graph.arcCount;
  const passedTo = dominators(graph.source, (vertex) => graph.outOf(vertex).keys());
  const passedFrom = dominators(graph.target, (vertex) => graph.into(vertex).keys());
  for (const from of graph.vertices()) {
    for (const to of [...graph.outOf(from).keys()]) {
      if (passedTo.dominates(to, from) || passedFrom.dominates(from, to)) graph.remove(from, to);
    }
  }
  return graph.arcCount < before;
}

/** The parts before and after a vertex that every path passes share no arc, so their chances multiply. */
function throughGates(graph: SmallGraph, work: Work, known: Map<string, number>): number | null {
  const gates = dominators(graph.source, (vertex) => graph.outOf(vertex).keys()).chain(graph.target);
  if (gates.length <= 2) return null;
  let product = 1;
  for (let n = 1; n < gates.length && product > 0; n++)
    product *= reliability(graph.copy(gates[n - 1], gates[n]), work, known);
  return product;
}

function bothCases(graph: SmallGraph, work: Work, known: Map<string, number>): number {
  const { source } = graph;
  const { vertex, probability } = pivot(graph);
  const works = graph.copy();
  works.merge(vertex, source);
  graph.remove(source, vertex);
  return probability * reliability(works, work, known) + (1 - probability) * reliability(graph, work, known);
}

/** A vertex beside the source, best one that only the source leads to (it is then there or not at all), with many ways on. */
function pivot(graph: SmallGraph): { vertex: number; probability: number } {
  let best = { vertex: graph.target, probability: 0, score: -1 };
  for (const [vertex, probability] of graph.outOf(graph.source)) {
    if (vertex === graph.target) continue;
    const score = graph.outOf(vertex).size + (graph.into(vertex).size === 1 ? 1e6 : 0);
    if (score > best.score) best = { vertex, probability, score };
  }
  return best;
}
