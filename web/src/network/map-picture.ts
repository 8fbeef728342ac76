// The picture of the map in WebGL: zones as discs, devices as dots, flows as lines that grow with how many there are.
import Graph from 'graphology';
import Sigma from 'sigma';
import { rungTone } from '#charts/index.ts';
import type { Disc, Layout } from './layout.ts';
import { DARK, type Ink, LIGHT } from './map-ink.ts';
import { type PictureOptions, paintOver } from './map-paint.ts';
import { isDevice } from './network-search.ts';

/** Draws the map into a box; throws where there is no WebGL. */
export function drawMap(box: HTMLElement, options: PictureOptions): Sigma {
  const { layout, shown } = options;
  const ink = options.dark ? DARK : LIGHT;
  const graph = graphOf(options, ink);
  const renderer = new Sigma(graph, box, {
    defaultEdgeType: 'arrow',
    renderLabels: false,
    // A page that is hidden for a moment has no width; it is drawn when it comes back.
    allowInvalidContainer: true,
    enableEdgeEvents: true,
    // A disc must be as large as the room that the layout left for it.
    itemSizesReference: 'positions',
    zoomToSizeRatioFunction: (ratio) => ratio,
    minEdgeThickness: 1.2,
    stagePadding: 14,
    minCameraRatio: 0.02,
    maxCameraRatio: 2,
    zIndex: true,
    // The names are written by this file; what is pointed at gets its name there, too.
    defaultDrawNodeHover: () => undefined,
    nodeReducer: (node, data) => {
      const { found, picked, line } = shown.current;
      const isNear =
        line !== undefined
          ? node === line.from || node === line.to
          : picked === undefined || node === picked || graph.areNeighbors(node, picked);
      if (isNear && (!found || found.has(node))) return { ...data, zIndex: 1 };
      return { ...data, color: data['isDisc'] === true ? ink.disc : ink.faint, zIndex: 0 };
    },
    edgeReducer: (edge, data) => {
      const { picked, line } = shown.current;
      if (line !== undefined) {
        const isLine = graph.source(edge) === line.from && graph.target(edge) === line.to;
        return isLine ? { ...data, color: ink.chosen, zIndex: 1 } : { ...data, color: ink.faint, zIndex: 0 };
      }
      if (picked === undefined || graph.hasExtremity(edge, picked)) return { ...data, zIndex: 1 };
      return { ...data, hidden: true };
    },
  });
  renderer.setCustomBBox(bounds(layout));
  paintOver(renderer, { ...options, ink, graph });
  return renderer;
}

function graphOf({ network, layout }: PictureOptions, ink: Ink): Graph {
  const graph = new Graph({ type: 'directed' });
  const discs = new Map(layout.zones.map((zone) => [zone.id, zone]));
  const [left, right] = bounds(layout).x;
  // A dot of a wide picture is larger, as far as its row leaves room.
  const least = Math.max(5, Math.min(8, (right - left) / 220));
  for (const node of network.nodes) {
    const isDisc = node.kind === 'zone';
    const color = isDevice(node) ? ink.tones[rungTone(node.exposure)] : ink.muted;
    graph.addNode(node.id, {
      ...(layout.places.get(node.id) ?? { x: 0, y: 0 }),
      isDisc,
      size: isDisc
        ? (discs.get(node.id)?.radius ?? 10)
        : least + Math.min(3, Math.log2(1 + (layout.degrees.get(node.id) ?? 0)) / 2),
      color: isDisc ? ink.disc : color,
    });
  }
  // One line for each pair and direction, however many protocols they speak.
  const lines = new Map<string, { from: string; to: string; flows: number; isSeen: boolean }>();
  for (const { from, to, flows, basis } of network.edges) {
    if (!graph.hasNode(from) || !graph.hasNode(to)) continue;
    const known = lines.get(`${from}\n${to}`) ?? { from, to, flows: 0, isSeen: false };
    known.flows += flows;
    known.isSeen ||= basis === 'observed';
    lines.set(`${from}\n${to}`, known);
  }
  const most = Math.max(1, ...[...lines.values()].map(({ flows }) => flows));
  for (const { from, to, flows, isSeen } of lines.values()) {
    // What is said often stands out of what is said once.
    const share = Math.log2(1 + flows) / Math.log2(1 + most);
    graph.addEdge(from, to, {
      size: 0.6 + 3.4 * share,
      type: lines.size > MOST_ARROWS ? 'line' : 'arrow',
      color: isSeen ? (share > (lines.size > MOST_ARROWS ? 0.7 : 0.3) ? ink.seen : ink.quiet) : ink.configured,
      zIndex: share,
    });
  }
  return graph;
}

/** Beyond so many lines their heads are a blur. */
const MOST_ARROWS = 60;

function bounds({ zones }: Layout): { x: [number, number]; y: [number, number] } {
  // The name of a small disc is wider than the disc.
  const wide = (zone: Disc) => Math.max(zone.radius, 92);
  return {
    x: [Math.min(...zones.map((zone) => zone.x - wide(zone))), Math.max(...zones.map((zone) => zone.x + wide(zone)))],
    y: [Math.min(...zones.map((zone) => zone.y - zone.radius)), Math.max(...zones.map((zone) => zone.y + zone.radius))],
  };
}
