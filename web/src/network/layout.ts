// Where devices stand on the map: each zone a disc, its most connected devices in the middle (a sunflower spiral),
// zones that speak much to each other near each other. The same network gives the same picture.
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { NetworkMap } from '#contracts/index.ts';

export interface Disc {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly devices: number;
}

export interface Layout {
  readonly zones: readonly Disc[];
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  /** How many flows touch each device. */
  readonly degrees: ReadonlyMap<string, number>;
}

const SPACING = 24;
const MARGIN = 24;
/** Zones of more devices are drawn without room for every name. */
const MOST_ROWS = 40;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

function radiusFor(devices: number): number {
  return SPACING * Math.sqrt(Math.max(1, devices)) + MARGIN;
}

/** Places of zones and devices, in units of their own. */
export function layOut(network: Pick<NetworkMap, 'nodes' | 'edges' | 'zones'>): Layout {
  const zoneOf = new Map(network.nodes.map((node) => [node.id, node.zone]));
  const members = new Map<string, string[]>();
  for (const node of network.nodes) members.set(node.zone, [...(members.get(node.zone) ?? []), node.id]);

  const degrees = new Map<string, number>();
  const between = new Map<string, number>();
  for (const { from, to } of network.edges) {
    degrees.set(from, (degrees.get(from) ?? 0) + 1);
    degrees.set(to, (degrees.get(to) ?? 0) + 1);
    const a = zoneOf.get(from);
    const b = zoneOf.get(to);
    if (a === undefined || b === undefined || a === b) continue;
    const pair = a < b ? `${a}\n${b}` : `${b}\n${a}`;
    between.set(pair, (between.get(pair) ?? 0) + 1);
  }

  const discs = spread(zoneGraph(members, between));
  const names = new Map(network.zones.map((zone) => [zone.id, zone.name]));
  const places = new Map<string, { x: number; y: number }>();
  const zones: Disc[] = [];
  for (const [id, devices] of members) {
    const disc = discs.get(id) ?? { x: 0, y: 0, radius: radiusFor(devices.length) };
    zones.push({ id, name: names.get(id) ?? id, ...disc, devices: devices.length });
    const ordered = [...devices].sort((a, b) => (degrees.get(b) ?? 0) - (degrees.get(a) ?? 0) || (a < b ? -1 : 1));
    ordered.forEach((device, index) => {
      const distance = index === 0 ? 0 : SPACING * Math.sqrt(index);
      const angle = index * GOLDEN_ANGLE;
      places.set(device, { x: disc.x + distance * Math.cos(angle), y: disc.y + distance * Math.sin(angle) });
    });
    if (devices.length <= MOST_ROWS) inRows(devices, places, disc);
  }
  return { zones, places, degrees };
}

/** Gives each device of a small zone a line of its own, so that no name stands on another. */
function inRows(devices: readonly string[], places: Map<string, { x: number; y: number }>, disc: Circle): void {
  const placed = devices.flatMap((id) => {
    const place = places.get(id);
    return place ? [{ id, place }] : [];
  });
  placed.sort((a, b) => a.place.y - b.place.y || (a.id < b.id ? -1 : 1));
  const height = (disc.radius - MARGIN / 2) * 2;
  placed.forEach(({ id, place }, row) => {
    const y = (height * (row + 0.5)) / placed.length - height / 2;
    const room = Math.sqrt(Math.max(0, (disc.radius - MARGIN / 2) ** 2 - y * y));
    // Names run to the right: the left half of the disc leaves them room.
    const x = Math.max(-room, Math.min(room, place.x - disc.x)) * 0.7 - disc.radius * 0.25;
    places.set(id, { x: disc.x + Math.max(-room, x), y: disc.y + y });
  });
}

interface Circle {
  x: number;
  y: number;
  readonly radius: number;
}

/** Zones as a graph of their own, drawn together by the flows between them. */
function zoneGraph(
  members: ReadonlyMap<string, readonly string[]>,
  between: ReadonlyMap<string, number>,
): Map<string, Circle> {
  const graph = new Graph({ type: 'undirected' });
  const ids = [...members.keys()].sort();
  ids.forEach((id, index) => {
    const angle = (2 * Math.PI * index) / ids.length;
    const size = radiusFor(members.get(id)?.length ?? 0);
    graph.addNode(id, { x: 120 * Math.cos(angle), y: 120 * Math.sin(angle), size });
  });
  for (const [pair, flows] of between) {
    const [a = '', b = ''] = pair.split('\n');
    graph.mergeEdge(a, b, { weight: Math.log2(1 + flows) });
  }
  if (graph.order > 2) {
    forceAtlas2.assign(graph, {
      iterations: 250,
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

/** Pushes discs apart until none overlap, or the rounds are used up. */
function spread(discs: Map<string, Circle>): ReadonlyMap<string, Circle> {
  const all = [...discs.values()];
  for (let round = 0; round < 200; round++) {
    let moved = false;
    for (const [index, a] of all.entries()) {
      for (const b of all.slice(index + 1)) {
        const dx = b.x - a.x || 0.01 * (index + 1);
        const dy = b.y - a.y || 0.01;
        const distance = Math.hypot(dx, dy);
        const overlap = a.radius + b.radius + MARGIN / 2 - distance;
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
