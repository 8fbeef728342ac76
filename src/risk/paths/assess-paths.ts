// A network judged as an attacker sees it: with what chance each target falls, by which ways, which single change helps most, and what it takes to cut it off.
import type { Change, NetworkDocument, PathsDocument } from '#contracts/index.ts';
import { round9 } from '#kit/index.ts';
import { type ArcGraph, arcGraph } from './arc-graph.ts';
import { CutFinder, costOf } from './cheapest-cut.ts';
import { chosenTargets } from './chosen-targets.ts';
import { exactly, type SmallTarget, smallTarget } from './exact.ts';
import { bestChances, likelyPaths, reachUsed } from './likely-paths.ts';
import { type LiveGraph, liveGraph, type Target } from './live-graph.ts';
import { wilson } from './proportion.ts';
import { Simulation, wordsFor } from './simulation.ts';
import { Worlds } from './worlds.ts';

export interface PathsOptions {
  /** Ids of nodes; without them those with harm or loss, or else all that are no entries. */
  readonly targets?: readonly string[];
  /** How many choke points. */
  readonly cut?: number;
  readonly seed?: number;
  /** Told now and then how far the simulation is, from 0 to 1; may throw to stop. */
  readonly progress?: (share: number) => void;
}

export const DEFAULT_CUT = 10;
const PATHS_OF_TARGET = 5;
/** Arcs looked at for the paths of all targets, and of one. */
const ALL_LOOKS = 3_000_000;
const MOST_LOOKS = 100_000;
const LEAST_LOOKS = 2_000;
/** Arcs looked at for one target, for all of them, and for all choke points, before worlds are simulated instead. */
const WORK_OF_TARGET = 60_000;
const WORK_OF_TARGETS = 240_000;
const WORK_OF_CHOKE_POINTS = 400_000;
/** Below this a reduction is a rounding error. */
const NO_REDUCTION = 1e-12;

/** The `dosimeter.paths/1` document of a network that was read (docs/attack-paths.md). Throws Invalid for a target that is no node, or for too many. */
export function assessPaths(network: NetworkDocument, options: PathsOptions = {}): PathsDocument {
  const { cut = DEFAULT_CUT, seed = 1, progress } = options;
  const graph = arcGraph(network, { merge: true });
  const live = liveGraph(graph, chosenTargets(graph, options.targets));
  const { targets } = live;
  const small = targets.map((target) => (target.isEntry ? null : smallTarget(target, live)));
  const exact = exactChances(targets, small, live);
  const exactChokes = exact.includes(null) || cut === 0 ? null : exactChokePoints(small, exact, live);
  const simulated = targets.filter(({ isEntry }) => !isEntry);
  const simulation =
    exact.includes(null) || (cut > 0 && !exactChokes)
      ? new Simulation(
          new Worlds(graph, live.out.arcs, { seed, wordCount: wordsFor(live) }),
          simulated.map(({ vertex }) => vertex),
          { forChokePoints: cut > 0, progress },
        )
      : null;
  const best = bestChances(live);
  const finder = new CutFinder(live);
  const looks = Math.min(MOST_LOOKS, Math.max(LEAST_LOOKS, Math.floor(ALL_LOOKS / (targets.length + 1))));
  return {
    schema: 'dosimeter.paths/1',
    seed,
    trials: simulation?.trials ?? 0,
    targets: targets.map((target, t) => {
      const paths = likelyPaths(target, best, live, { most: PATHS_OF_TARGET, looks });
      const chance = exact[t];
      if (chance != null || !simulation)
        return { id: target.id, probability: round9(chance ?? 0), method: 'exact', paths };
      const count = simulation.count(simulated.indexOf(target));
      const [low, high] = wilson(count, simulation.trials);
      return {
        id: target.id,
        probability: round9(count / simulation.trials),
        method: 'monte carlo',
        interval: [round9(low), round9(high)],
        paths,
      };
    }),
    chokePoints: (exactChokes ?? (cut > 0 ? simulation?.chokePoints(cut) : undefined) ?? [])
      .filter(({ reduction }) => reduction > NO_REDUCTION)
      .map(({ change, reduction }) => ({ change, reduction: round9(reduction), cost: costOf(graph, change) }))
      .sort((a, b) => b.reduction - a.reduction || a.cost - b.cost || a.change - b.change)
      .slice(0, cut)
      .map(({ change, reduction, cost }) => ({
        cut: changeOf(graph, change),
        reduction,
        cost,
        method: exactChokes ? 'exact' : 'monte carlo',
      })),
    cutSet: targets.map((target) => {
      const found = finder.cheapest(target);
      return {
        target: target.id,
        cost: found && round9(found.cost),
        changes: found ? found.changes.map((change) => changeOf(graph, change)) : null,
      };
    }),
  };
}

/** A change by its number, as the document has it. */
export function changeOf(graph: ArcGraph, change: number): Change {
  const placed = graph.weaknesses[change];
  return placed ? { weakness: placed.weakness.id } : { reach: reachUsed(graph, change - graph.weaknesses.length) };
}

/** Null where a chance is too much work. */
function exactChances(
  targets: readonly Target[],
  small: readonly (SmallTarget | null)[],
  { graph }: LiveGraph,
): (number | null)[] {
  let left = WORK_OF_TARGETS;
  return targets.map(({ isEntry }, t) => {
    if (isEntry) return 1;
    const part = small[t];
    if (!part || left <= 0) return null;
    const work = { left: Math.min(left, WORK_OF_TARGET) };
    const before = work.left;
    const chance = exactly(part, graph, { probability: (arc) => graph.probability[arc] ?? 0, work });
    left -= before - work.left;
    return Number.isNaN(chance) ? null : chance;
  });
}

/** What each change saves; null when that is too much work. */
function exactChokePoints(
  small: readonly (SmallTarget | null)[],
  chances: readonly (number | null)[],
  { graph }: LiveGraph,
): { change: number; reduction: number }[] | null {
  const work = { left: WORK_OF_CHOKE_POINTS };
  const reductions = new Map<number, number>();
  for (const [t, part] of small.entries()) {
    for (const change of part?.changes ?? []) {
      if (!part || graph.twins.has(change)) continue;
      const probability = (arc: number) => (graph.change[arc] === change ? 0 : (graph.probability[arc] ?? 0));
      const without = exactly(part, graph, { probability, work });
      if (Number.isNaN(without)) return null;
      reductions.set(change, (reductions.get(change) ?? 0) + (chances[t] ?? 0) - without);
    }
  }
  return [...reductions].map(([change, reduction]) => ({ change, reduction }));
}
