// Where things stand on the map. Each zone is a disc with its devices in rows, the most connected in the middle; a zone that is not
// open is a disc with its name. Zones that speak much to each other stand near each other; beside one open zone the others stand in
// columns, or in rows on a phone. The same network gives the same picture, in a time that is bounded.
import type { NetworkMap } from '#contracts/index.ts';
import { type Circle, placeByFlows, spread } from './place-discs.ts';

export interface Disc {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly devices: number;
  /** Its devices are drawn inside it; otherwise the disc is one node. */
  readonly isOpen: boolean;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  /** Room for the name, from here to the right. */
  readonly room: number;
}

export interface Layout {
  readonly zones: readonly Disc[];
  readonly places: ReadonlyMap<string, Place>;
  /** How many flows touch each node. */
  readonly degrees: ReadonlyMap<string, number>;
}

type Node = NetworkMap['nodes'][number];
type Clusters = ReadonlyMap<string, readonly Node[]>;

/** Room for a device and its name, at least. */
export const CELL_WIDTH = 136;
const ROW = 21;
const MARGIN = 18;
/** Room for a small disc and its name beside an open zone: from column to column, and from one to the next in it. */
const COLUMNS = { apart: 170, along: 66, least: 4 };
/** The same where they stand in rows above and below it. */
const ROWS = { apart: 110, along: 240, least: 2 };

/** Places of zones and devices, in units of their own; `isTall` fits a picture that is higher than wide. */
export function layOut(
  { nodes, edges, zones: named }: Pick<NetworkMap, 'nodes' | 'edges' | 'zones'>,
  isTall = false,
): Layout {
  const clusters: Clusters = Map.groupBy(nodes, clusterOf);
  const degrees = new Map<string, number>();
  for (const { from, to, flows } of edges) {
    degrees.set(from, (degrees.get(from) ?? 0) + flows);
    degrees.set(to, (degrees.get(to) ?? 0) + flows);
  }
  const open = [...clusters].filter(([, members]) =>
    members.some(({ devices, kind }) => devices > 0 && kind !== 'zone'),
  );
  const [only] = open;
  const discs =
    open.length === 1 && only && clusters.size > 3
      ? around(only, clusters, { degrees, isTall })
      : spread(stretched(placeByFlows(sizesOf(clusters), between(nodes, edges)), isTall ? 1.7 : 1), MARGIN);
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const places = new Map<string, Place>();
  const zones = [...clusters].map(([id, members]): Disc => {
    const disc = discs.get(id) ?? { x: 0, y: 0, radius: radiusOf(members, false) };
    const [first] = members;
    const isOpen = first?.kind !== 'zone';
    if (isOpen) inRows(members, degrees, disc, places);
    else if (first) places.set(first.id, { x: disc.x, y: disc.y, room: 2 * disc.radius });
    const devices = members.reduce((sum, member) => sum + member.devices, 0);
    return { id, name: isOpen ? (names.get(id) ?? first?.name ?? id) : first.name, ...disc, devices, isOpen };
  });
  return { zones, places, degrees };
}

function clusterOf(node: Node): string {
  return node.kind === 'zone' ? node.id : node.zone;
}

function sizesOf(clusters: Clusters): Map<string, number> {
  return new Map([...clusters].map(([id, members]) => [id, radiusOf(members, false)]));
}

/** Makes a picture higher and as much less wide. */
function stretched(discs: Map<string, Circle>, by: number): Map<string, Circle> {
  for (const disc of discs.values()) {
    disc.x /= by;
    disc.y *= by;
  }
  return discs;
}

function radiusOf(members: readonly Node[], isSmall: boolean): number {
  const [first] = members;
  if (first?.kind === 'zone') return isSmall ? 24 : Math.min(150, 56 + 2.5 * Math.sqrt(first.devices));
  if (members.length === 1 && first?.devices === 0) return isSmall ? 24 : 52;
  return Math.max(CELL_WIDTH * 0.8, Math.sqrt((1.45 * members.length * CELL_WIDTH * ROW) / Math.PI)) + MARGIN;
}

/** One open zone in the middle, the others left and right of it (above and below), the busiest nearest to the middle of a column. */
function around(
  [id, members]: [string, readonly Node[]],
  clusters: Clusters,
  { degrees, isTall }: { readonly degrees: ReadonlyMap<string, number>; readonly isTall: boolean },
) {
  const radius = radiusOf(members, false);
  const { apart, along, least } = isTall ? ROWS : COLUMNS;
  const busy = (cluster: string) =>
    (clusters.get(cluster) ?? []).reduce((sum, node) => sum + (degrees.get(node.id) ?? 0), 0);
  const others = [...clusters.keys()].filter((other) => other !== id);
  others.sort((a, b) => busy(b) - busy(a) || (a < b ? -1 : 1));
  const rows = Math.max(least, Math.floor((2 * radius) / along));
  const discs = new Map<string, Circle>([[id, { x: 0, y: 0, radius }]]);
  others.forEach((other, index) => {
    const side = index % 2 === 0 ? 1 : -1;
    const inSide = Math.floor(index / 2);
    const column = Math.floor(inSide / rows);
    const here = Math.min(rows, Math.ceil((others.length - (side === 1 ? 0 : 1)) / 2) - column * rows);
    const row = inSide % rows;
    // 0, 1, -1, 2, -2: outward from the middle.
    const step = Math.ceil(row / 2) * (row % 2 === 0 ? -1 : 1) + (here % 2 === 0 ? -0.5 : 0);
    const away = side * (radius + apart * (0.65 + column));
    const [x, y] = isTall ? [step * along, away] : [away, step * along];
    discs.set(other, { x, y, radius: radiusOf(clusters.get(other) ?? [], true) });
  });
  return discs;
}

/** Rows across the disc; the places nearest to the middle go to those with the most flows. */
function inRows(
  members: readonly Node[],
  degrees: ReadonlyMap<string, number>,
  disc: Circle,
  places: Map<string, Place>,
): void {
  const { cells, width } = cellsFor(members.length, disc.radius - MARGIN / 2);
  const ordered = [...members].sort(
    (a, b) => (degrees.get(b.id) ?? 0) - (degrees.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1),
  );
  ordered.forEach((member, index) => {
    const cell = cells[index] ?? { x: 0, y: 0 };
    const isPlace = member.devices === 0;
    // The name stands to the right of the dot; a place of its own may reach over the rim.
    const x = disc.x + cell.x - (isPlace ? disc.radius / 2 : width / 2) + 8;
    places.set(member.id, { x, y: disc.y + cell.y, room: isPlace ? 160 : width - 16 });
  });
}

/** The middles of cells in a circle, the innermost first: as wide as they can be, then as far apart. */
function cellsFor(amount: number, radius: number): { cells: { x: number; y: number }[]; width: number } {
  const widths = [1.6, 1.3, 1, 0.8].map((share) => share * radius).filter((width) => width > CELL_WIDTH);
  for (const width of widths) {
    const cells = cellsIn(radius, width, ROW);
    if (cells.length >= amount) return { cells, width };
  }
  for (let row = 2 * ROW; ; row *= 0.95) {
    const cells = cellsIn(radius, CELL_WIDTH, row);
    if (cells.length >= amount || row < 2) return { cells, width: CELL_WIDTH };
  }
}

function cellsIn(radius: number, width: number, row: number): { x: number; y: number }[] {
  const cells: { x: number; y: number }[] = [];
  const rows = Math.floor((2 * radius) / row) | 1;
  for (let line = 0; line < rows; line++) {
    const y = (line - (rows - 1) / 2) * row;
    const chord = 2 * Math.sqrt(Math.max(0, radius * radius - (Math.abs(y) + row / 2) ** 2));
    const inLine = Math.floor(chord / width);
    for (let at = 0; at < inLine; at++) cells.push({ x: (at - (inLine - 1) / 2) * width, y });
  }
  return cells.sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y) || a.y - b.y || a.x - b.x);
}

/** How many flows there are between two clusters. */
function between(nodes: readonly Node[], edges: NetworkMap['edges']): Map<string, number> {
  const home = new Map(nodes.map((node) => [node.id, clusterOf(node)]));
  const found = new Map<string, number>();
  for (const { from, to, flows } of edges) {
    const a = home.get(from);
    const b = home.get(to);
    if (a === undefined || b === undefined || a === b) continue;
    const pair = a < b ? `${a}\n${b}` : `${b}\n${a}`;
    found.set(pair, (found.get(pair) ?? 0) + flows);
  }
  return found;
}
