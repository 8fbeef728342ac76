// The picture of the map in WebGL: zones as discs, devices as dots, flows as lines that grow with how many there are.
import Graph from 'graphology';
import Sigma from 'sigma';
import { type ChartTheme, darkChart, lightChart, rungTone } from '#charts/index.ts';
import type { NetworkMap } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import type { Disc, Layout } from './layout.ts';
import { type WantedLabel, writeLabels } from './map-labels.ts';
import { isDevice } from './network-search.ts';

/** What is picked or found at the moment. */
export interface Shown {
  /** Nodes that a search names; undefined when there is no search. */
  readonly found: ReadonlySet<string> | undefined;
  readonly picked: string | undefined;
  readonly line: { readonly from: string; readonly to: string } | undefined;
}

interface PictureOptions {
  readonly network: NetworkMap;
  readonly layout: Layout;
  readonly dark: boolean;
  readonly shown: { readonly current: Shown };
}

interface Ink extends ChartTheme {
  readonly ground: string;
  readonly disc: string;
  readonly rim: string;
  readonly faint: string;
  readonly seen: string;
  readonly quiet: string;
  readonly configured: string;
  readonly chosen: string;
}

const LIGHT: Ink = {
  ...lightChart,
  ground: '#ffffff',
  disc: '#f1f5f7',
  rim: '#d3dde3',
  faint: '#e3e8ec',
  seen: '#8fa3b1',
  quiet: '#cbd6dd',
  configured: '#d5dee4',
  chosen: '#17212b',
};
const DARK: Ink = {
  ...darkChart,
  ground: '#11171d',
  disc: '#1b242c',
  rim: '#33414d',
  faint: '#27313b',
  seen: '#6b8394',
  quiet: '#3a4853',
  configured: '#34404a',
  chosen: '#ffffff',
};

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
  for (const node of network.nodes) {
    const isDisc = node.kind === 'zone';
    const color = isDevice(node) ? ink.tones[rungTone(node.exposure)] : ink.muted;
    graph.addNode(node.id, {
      ...(layout.places.get(node.id) ?? { x: 0, y: 0 }),
      isDisc,
      size: isDisc
        ? (discs.get(node.id)?.radius ?? 10)
        : 5 + Math.min(3, Math.log2(1 + (layout.degrees.get(node.id) ?? 0)) / 2),
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

interface Painting extends PictureOptions {
  readonly ink: Ink;
  readonly graph: Graph;
}

/** The open discs behind everything, and rims and names before everything. */
function paintOver(renderer: Sigma, painting: Painting): void {
  renderer.createCanvas('zones', { beforeLayer: 'edges', style: { pointerEvents: 'none' } });
  renderer.createCanvas('names', { afterLayer: 'nodes', style: { pointerEvents: 'none' } });
  let pointed: string | null = null;
  const paint = () => {
    const behind = cleared(renderer, 'zones');
    const before = cleared(renderer, 'names');
    if (!behind || !before) return;
    for (const zone of painting.layout.zones) {
      if (zone.isOpen) paintDisc(behind, renderer, zone, { fill: painting.ink.disc, rim: painting.ink.rim, width: 1 });
    }
    for (const node of painting.network.nodes) {
      const disc = node.kind === 'zone' ? painting.layout.zones.find(({ id }) => id === node.id) : undefined;
      if (!disc) continue;
      const isChosen = node.id === pointed || node.id === painting.shown.current.picked;
      const rim = isChosen ? painting.ink.chosen : painting.ink.tones[rungTone(node.exposure)];
      paintDisc(before, renderer, disc, { fill: null, rim, width: isChosen ? 3 : 2 });
    }
    writeLabels(before, wantedLabels(renderer, painting, pointed), painting.ink);
  };
  renderer.on('afterRender', paint);
  renderer.on('enterNode', ({ node }) => {
    pointed = node;
    paint();
  });
  renderer.on('leaveNode', () => {
    pointed = null;
    paint();
  });
  paint();
}

function wantedLabels(renderer: Sigma, { network, layout, shown }: Painting, pointed: string | null): WantedLabel[] {
  const { width, height } = renderer.getDimensions();
  const scale = scaleOf(renderer);
  const { picked, found } = shown.current;
  const wanted: WantedLabel[] = [];
  for (const zone of layout.zones) {
    if (!zone.isOpen || zone.devices === 0) continue;
    // An open zone carries its name above itself.
    const { x, y } = renderer.graphToViewport({ x: zone.x, y: zone.y + zone.radius });
    const words = visible(zone.name).slice(0, 40);
    const suffix = ` · ${counted(zone.devices, text.units.device, text.units.devices)}`;
    wanted.push({ x, y: y + 4, size: 0, words, suffix, below: '', rooms: [zone.radius * scale * 2], rank: 1e6 });
  }
  for (const node of network.nodes) {
    const place = layout.places.get(node.id);
    if (!place) continue;
    const { x, y } = renderer.graphToViewport(place);
    if (x < -200 || y < -40 || x > width + 200 || y > height + 40) continue;
    const isPointed = node.id === pointed || node.id === picked;
    const words = visible(node.name).slice(0, 60);
    if (node.kind === 'zone') {
      const below = counted(node.devices, text.units.device, text.units.devices);
      // A name may reach over the rim of its disc; where that meets another, it is cut.
      const inside = place.room * scale - 6;
      const rooms = isPointed ? [400] : [Math.max(inside, 40) + 70, inside];
      wanted.push({ x, y, size: 0, words, suffix: '', below, rooms, rank: isPointed ? 1e9 : 1e5 + node.devices });
    } else if (isPointed || !found || found.has(node.id)) {
      const size = 7 * scale;
      const suffix = isDevice(node) ? ` · ${node.exposure ?? '?'}` : '';
      const rank = isPointed ? 1e9 : Math.min(1e5, layout.degrees.get(node.id) ?? 0);
      wanted.push({
        x,
        y,
        size,
        words,
        suffix,
        below: null,
        rooms: [isPointed ? 400 : place.room * scale - size],
        rank,
      });
    }
  }
  return wanted;
}

function scaleOf(renderer: Sigma): number {
  const a = renderer.graphToViewport({ x: 0, y: 0 });
  const b = renderer.graphToViewport({ x: 100, y: 0 });
  return Math.hypot(b.x - a.x, b.y - a.y) / 100;
}

function paintDisc(
  context: CanvasRenderingContext2D,
  renderer: Sigma,
  zone: Disc,
  paint: { readonly fill: string | null; readonly rim: string; readonly width: number },
): void {
  const { x, y } = renderer.graphToViewport(zone);
  context.beginPath();
  context.arc(x, y, zone.radius * scaleOf(renderer), 0, 2 * Math.PI);
  if (paint.fill !== null) {
    context.fillStyle = paint.fill;
    context.fill();
  }
  context.strokeStyle = paint.rim;
  context.lineWidth = paint.width;
  context.stroke();
}

/** A layer's context, as large as the map and empty. */
function cleared(renderer: Sigma, layer: string): CanvasRenderingContext2D | null {
  const canvas = renderer.getCanvases()[layer];
  const context = canvas?.getContext('2d') ?? null;
  if (!canvas || !context) return null;
  const ratio = window.devicePixelRatio || 1;
  const { width, height } = renderer.getDimensions();
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
