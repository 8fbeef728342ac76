// Discs on a plane: drawn together by the flows between them, then pushed apart until none overlap. The work is bounded, so that the
// page stays quick however many there are.
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';

export interface Circle {
  x: number;
  y: number;
  readonly radius: number;
}

/** Pairs of discs that are weighed against each other in all: about a tenth of a second. */
const MOST_PAIRS = 4_000_000;

/** Places for discs of these sizes; `flows` counts what two of them, named with a line break between, say to each other. */
export function placeByFlows(
  sizes: ReadonlyMap<string, number>,
  flows: ReadonlyMap<string, number>,
): Map<string, Circle> {
  const graph = new Graph({ type: 'undirected' });
  const ids = [...sizes.keys()].sort();
  ids.forEach((id, index) => {
    const angle = (2 * Math.PI * index) / ids.length;
    graph.addNode(id, { x: 120 * Math.cos(angle), y: 120 * Math.sin(angle), size: sizes.get(id) ?? 0 });
  });
  for (const [pair, amount] of flows) {
    const [a = '', b = ''] = pair.split('\n');
    graph.mergeEdge(a, b, { weight: Math.log2(1 + amount) });
  }
  if (graph.order > 2) {
    forceAtlas2.assign(graph, {
      iterations: Math.max(20, Math.min(250, Math.floor(MOST_PAIRS / graph.order ** 2))),
      settings: { adjustSizes: true, gravity: 6, scalingRatio: 4, edgeWeightInfluence: 0.4 },
    });
  }
  return new Map(
    ids.map((id) => [
      id,
      {
        x: Number(graph.getNodeAttribute(id, 'x')),
        y: Number(graph.getNodeAttribute(id, 'y')),
        radius: Number(graph.getNodeAttribute(id, 'size')),
      },
    ]),
  );
}

/** Pushes discs apart until a gap stands between any two, or the rounds are used up. */
export function spread(discs: Map<string, Circle>, gap: number): ReadonlyMap<string, Circle> {
  const all = [...discs.values()];
  const rounds = Math.max(60, Math.min(400, Math.floor((4 * MOST_PAIRS) / all.length ** 2)));
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (const [index, a] of all.entries()) {
      for (let other = index + 1; other < all.length; other++) {
        const b = all[other];
        if (!b) continue;
        const dx = b.x - a.x || 0.01 * (index + 1);
        const dy = b.y - a.y || 0.01;
        const distance = Math.hypot(dx, dy);
        const overlap = a.radius + b.radius + gap - distance;
        if (overlap <= 0) continue;
        moved = true;
        const shift = overlap / 2 / distance;
        a.x -= dx * shift;
        a.y -= dy * shift;
        b.x += dx * shift;
        b.y += dy * shift;
      }
    }
    if (!moved) break;
  }
  return discs;
}
