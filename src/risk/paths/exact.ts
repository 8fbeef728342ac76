// Exact chances on graphs that are small enough, with or without some changes.
import { type ArcGraph, SOURCE } from './arc-graph.ts';
import { arcsTo, type LiveGraph, type Target } from './live-graph.ts';
import { reliability, type Work } from './reliability.ts';
import { SmallGraph } from './small-graph.ts';

/** More arcs than this before any reduction are simulated. */
const MOST_ARCS = 6_000;

/** A target with the arcs that lead to it. */
export interface SmallTarget {
  readonly target: Target;
  readonly arcs: readonly number[];
  /** What can be removed on the ways to it. */
  readonly changes: ReadonlySet<number>;
}

/** Null when too much leads to it. */
export function smallTarget(target: Target, live: LiveGraph): SmallTarget | null {
  const arcs = arcsTo(target.vertex, live, MOST_ARCS);
  if (!arcs) return null;
  const changes = new Set(arcs.map((arc) => live.graph.change[arc] ?? -1).filter((change) => change >= 0));
  return { target, arcs, changes };
}

/** The chance that the target falls; NaN when `work` does not suffice. `probability` is that of an arc: 0 once it is removed. */
export function exactly(
  { target, arcs }: SmallTarget,
  { from, to }: ArcGraph,
  { probability, work }: { probability: (arc: number) => number; work: Work },
): number {
  work.left -= arcs.length;
  const small = new SmallGraph(SOURCE, target.vertex);
  for (const arc of arcs) small.add(from[arc] ?? 0, to[arc] ?? 0, probability(arc));
  return reliability(small, work);
}
