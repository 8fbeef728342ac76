// From each entry alone: the chance that each target is reached, the likeliest ways there, and the cheapest set of changes that leaves none.
import { type AttackPath, ENTRIES, type EntryKind } from '#contracts/index.ts';
import { type ArcGraph, arcGraph } from '../paths/arc-graph.ts';
import { CutFinder } from '../paths/cheapest-cut.ts';
import { exactly, smallTarget } from '../paths/exact.ts';
import { bestChances, likelyPaths } from '../paths/likely-paths.ts';
import { liveGraph } from '../paths/live-graph.ts';
import { type End, FIXED, networkOf, type Site, type SiteNetwork } from './network-of.ts';

/** Chances by entry and target. */
export type Chances = ReadonlyMap<EntryKind, ReadonlyMap<string, number>>;

const WORK = 5_000_000;

/** The graph with one entry held. */
function heldAlone({ network }: SiteNetwork, entry: EntryKind): ArcGraph {
  const nodes = network.nodes.map((node) =>
    node.kind === 'entry' ? { ...node, entry: node.id === `entry:${entry}` } : node,
  );
  return arcGraph({ ...network, nodes });
}

/** The chance that each target is reached from each entry alone, with what is not known at one end. */
export function chancesOf(site: Site, end: End, targets: readonly string[]): Chances {
  const built = networkOf(site, end);
  return new Map(
    ENTRIES.map((entry) => {
      const live = liveGraph(heldAlone(built, entry), targets);
      const work = { left: WORK };
      return [
        entry,
        new Map(
          live.targets.map((target) => {
            const small = smallTarget(target, live);
            return [target.id, small ? exactly(small, live, () => false, work) : Number.NaN];
          }),
        ),
      ];
    }),
  );
}

export interface Ways {
  readonly entry: EntryKind;
  readonly target: string;
  readonly paths: readonly AttackPath[];
  /** Ids of weaknesses and reach edges; null where no set of changes parts them. */
  readonly cut: readonly string[] | null;
}

const MOST_PATHS = 3;

/** The likeliest ways from each entry to each target, and what parts them. */
export function waysOf(built: SiteNetwork, targets: readonly string[]): Ways[] {
  return ENTRIES.flatMap((entry) => {
    const live = liveGraph(heldAlone(built, entry), targets);
    const best = bestChances(live);
    const cuts = new CutFinder(live);
    return live.targets.map((target): Ways => {
      const cut = cuts.cheapest(target);
      return {
        entry,
        target: target.id,
        paths: likelyPaths(target, best, live, MOST_PATHS),
        cut: cut === null || cut.cost >= FIXED ? null : cut.changes.map((change) => idOf(live.graph, change)),
      };
    });
  });
}

/** The id of a change by its number: weaknesses first, then reach edges. */
function idOf({ weaknesses, reach }: ArcGraph, change: number): string {
  const weakness = weaknesses[change];
  return weakness ? weakness.weakness.id : (reach[change - weaknesses.length]?.id ?? '');
}
