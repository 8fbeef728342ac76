// Which nodes are looked at.
import { Invalid, inertText } from '#kit/index.ts';
import type { ArcGraph } from './arc-graph.ts';

const MOST_TARGETS = 2_000;

/** Ids of the targets: those asked for, or those with harm or loss, or else all that are no entries. */
export function chosenTargets({ network, placeOfNode }: ArcGraph, asked: readonly string[] | undefined): string[] {
  const { nodes } = network;
  if (asked && asked.length > 0) {
    for (const id of asked) {
      if (!placeOfNode.has(id)) throw new Invalid(`target: "${inertText(id, 80)}" is no node of this network.`);
    }
    return bounded([...new Set(asked)]);
  }
  const atStake = nodes.filter(({ harm = 0, loss = 0 }) => harm > 0 || loss > 0);
  const chosen = atStake.length > 0 ? atStake : nodes.filter(({ entry }) => entry !== true);
  return bounded(chosen.map(({ id }) => id));
}

function bounded(ids: string[]): string[] {
  if (ids.length <= MOST_TARGETS) return ids;
  throw new Invalid(
    `nodes: ${ids.length} of them would be targets, and ${MOST_TARGETS} are the most. Name the targets, or give harm or loss to the nodes that matter.`,
  );
}
