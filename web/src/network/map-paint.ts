// What the map shows beside dots and lines: the discs of open zones behind everything, rims and names before everything.
import type Graph from 'graphology';
import type Sigma from 'sigma';
import { rungTone } from '#charts/index.ts';
import type { NetworkMap } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import type { Disc, Layout } from './layout.ts';
import type { Ink } from './map-ink.ts';
import { type WantedLabel, writeLabels } from './map-labels.ts';
import { isDevice } from './network-search.ts';

/** What is picked or found at the moment. */
export interface Shown {
  /** Nodes that a search names; undefined when there is no search. */
  readonly found: ReadonlySet<string> | undefined;
  readonly picked: string | undefined;
  readonly line: { readonly from: string; readonly to: string } | undefined;
}

/** What is drawn, and how. */
export interface PictureOptions {
  readonly network: NetworkMap;
  readonly layout: Layout;
  readonly dark: boolean;
  readonly shown: { readonly current: Shown };
}

interface Painting extends PictureOptions {
  readonly ink: Ink;
  readonly graph: Graph;
}

/** The open discs behind everything, and rims and names before everything. */
export function paintOver(renderer: Sigma, painting: Painting): void {
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
    const wide = 2 * zone.radius * scale;
    const words = visible(zone.name).slice(0, 40);
    const suffix = ` · ${counted(zone.devices, text.units.device, text.units.devices)}`;
    wanted.push({ x, y: y + 4, size: 0, words, suffix, below: '', rooms: [wide + 60, wide], rank: 1e6 });
  }
  for (const node of network.nodes) {
    const place = layout.places.get(node.id);
    if (!place) continue;
    const { x, y } = renderer.graphToViewport(place);
    if (x < -200 || y < -40 || x > width + 200 || y > height + 40) continue;
    const isPointed = node.id === pointed || node.id === picked;
    const words = visible(node.name).slice(0, 60);
    if (node.kind === 'zone') {
      // A name may reach over the rim of its disc; where that meets another, it is cut.
      const inside = place.room * scale - 6;
      // A small disc has room for one line.
      const below = inside < 60 && !isPointed ? '' : counted(node.devices, text.units.device, text.units.devices);
      const rooms = isPointed ? [400] : [Math.max(inside, 40) + 70, 72, inside];
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
