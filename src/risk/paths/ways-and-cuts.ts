// From one entry of a large network: the likeliest ways to each target, and the cheapest changes that leave none; no chance is worked out.
import type { AttackPath, Change } from '#contracts/index.ts';
import { type ArcGraph, adjacency, SOURCE } from './arc-graph.ts';
import { changeOf } from './assess-paths.ts';
import { CutFinder, costOf } from './cheapest-cut.ts';
import { contracted } from './contracted.ts';
import { bestChances, likelyPaths } from './likely-paths.ts';
import { liveGraph, type Target } from './live-graph.ts';

export interface WaysAndCut {
  readonly target: string;
  readonly paths: readonly AttackPath[];
  /** Null where every set of changes costs `below` or more. */
  readonly cut: readonly Change[] | null;
}

export interface WaysAsked {
  /** Id of the one entry that is held. */
  readonly entry: string;
  readonly targets: readonly string[];
  /** Ways to each target. */
  readonly most: number;
  /** Arcs looked at for the ways to one target; the likeliest way is found in any case. */
  readonly looks: number;
  /** A change that costs as much can not be made. */
  readonly below: number;
}

/** Ways and cuts from one entry. */
export function waysAndCuts(graph: ArcGraph, { entry, targets, most, looks, below }: WaysAsked): WaysAndCut[] {
  const held = graph.vertices.control(graph.placeOfNode.get(entry) ?? -1);
  const isOther = (arc: number) => graph.from[arc] === SOURCE && graph.to[arc] !== held;
  const alone = { ...graph, probability: graph.probability.map((chance, arc) => (isOther(arc) ? 0 : chance)) };
  const live = liveGraph(alone, targets);
  const best = bestChances(live);
  // What cannot be changed does not part anything.
  const { graph: small, vertexOf } = contracted(alone, live.out.arcs, (arc) => {
    const change = graph.change[arc] ?? -1;
    return change < 0 || costOf(graph, change) >= below;
  });
  const { vertexCount, from, to } = small;
  const finder = new CutFinder({
    graph: small,
    out: adjacency(from, to, { vertexCount }),
    into: adjacency(to, from, { vertexCount }),
    targets: [],
  });
  return live.targets.map((target): WaysAndCut => {
    const cut = cutOf(target, vertexOf[target.vertex] ?? -1, finder, below);
    return {
      target: target.id,
      paths: likelyPaths(target, best, live, { most, looks }),
      cut: cut && cut.map((change) => changeOf(graph, change)),
    };
  });
}

/** `vertex`: of the target, with what falls when it falls; -1 where nothing leads to it. */
function cutOf(target: Target, vertex: number, finder: CutFinder, below: number): readonly number[] | null {
  if (vertex < 0) return [];
  if (vertex === SOURCE) return null;
  const found = finder.cheapest({ ...target, vertex }, below);
  return found && found.cost < below ? found.changes : null;
}
