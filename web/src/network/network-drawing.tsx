// The map itself, drawn with WebGL: zones as discs, devices as dots, flows as lines. A chunk of its own.
import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { IconFocusCentered, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import Graph from 'graphology';
import { useEffect, useMemo, useRef } from 'react';
import Sigma from 'sigma';
import { darkChart, lightChart, rungTone } from '#charts/index.ts';
import type { NetworkMap } from '#contracts/index.ts';
import { visible } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import { type Layout, layOut } from './layout.ts';
import classes from './network.module.css';
import { isDevice } from './network-search.ts';

interface NetworkDrawingProps {
  readonly network: NetworkMap;
  readonly selected: string | undefined;
  /** Devices that a search names; undefined when there is no search. */
  readonly found: ReadonlySet<string> | undefined;
  readonly onSelect: (device: string | undefined) => void;
  /** The browser has no WebGL. */
  readonly onUnable: () => void;
}

interface Shown {
  readonly found: ReadonlySet<string> | undefined;
  readonly selected: string | undefined;
}

/** The drawing, with buttons to move about in it. */
export function NetworkDrawing({ network, selected, found, onSelect, onUnable }: NetworkDrawingProps) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const layout = useMemo(() => layOut(network), [network]);
  const renderer = useRef<Sigma>(undefined);
  const shown = useRef<Shown>({ found, selected });
  const select = useRef(onSelect);
  select.current = onSelect;
  const unable = useRef(onUnable);
  unable.current = onUnable;

  useEffect(() => {
    if (!box.current) return undefined;
    let made: Sigma;
    try {
      made = draw(box.current, { network, layout, dark: scheme === 'dark', shown });
    } catch {
      unable.current();
      return undefined;
    }
    made.on('clickNode', ({ node }) => select.current(node));
    made.on('clickStage', () => select.current(undefined));
    renderer.current = made;
    return () => {
      renderer.current = undefined;
      made.kill();
    };
  }, [network, layout, scheme]);

  useEffect(() => {
    shown.current = { found, selected };
    renderer.current?.refresh({ skipIndexation: true });
  }, [found, selected]);

  return (
    <div className={classes['drawing']}>
      <div
        ref={box}
        className={classes['canvas']}
        role="img"
        aria-label={text.network.drawn(network.nodes.length, network.edges.length)}
      />
      <div className={classes['zoom']}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={text.network.zoomIn}
          onClick={() => void renderer.current?.getCamera().animatedZoom()}
        >
          <IconZoomIn size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={text.network.zoomOut}
          onClick={() => void renderer.current?.getCamera().animatedUnzoom()}
        >
          <IconZoomOut size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={text.network.zoomAll}
          onClick={() => void renderer.current?.getCamera().animatedReset()}
        >
          <IconFocusCentered size={18} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  );
}

interface DrawOptions {
  readonly network: NetworkMap;
  readonly layout: Layout;
  readonly dark: boolean;
  readonly shown: { readonly current: Shown };
}

function draw(box: HTMLElement, { network, layout, dark, shown }: DrawOptions): Sigma {
  const theme = dark ? darkChart : lightChart;
  const many = network.nodes.length > 150;
  const crowded = many || box.clientWidth < 500;
  const faint = dark ? '#27313b' : '#e3e8ec';
  const graph = new Graph({ type: 'directed', multi: true });
  for (const node of network.nodes) {
    const place = layout.places.get(node.id) ?? { x: 0, y: 0 };
    graph.addNode(node.id, {
      ...place,
      label: labelOf(node),
      size: nodeSize(layout.degrees.get(node.id) ?? 0, many),
      color: !isDevice(node) && node.kind !== 'zone' ? theme.muted : theme.tones[rungTone(node.exposure)],
    });
  }
  for (const edge of network.edges) {
    if (!graph.hasNode(edge.from) || !graph.hasNode(edge.to)) continue;
    const observed = edge.basis === 'observed';
    graph.addEdge(edge.from, edge.to, {
      size: (observed ? 1.6 : 0.7) * (many ? 0.5 : 1),
      color: observed ? (dark ? '#5d7282' : '#9fb0bd') : dark ? '#38444f' : '#cfd8df',
    });
  }

  const renderer = new Sigma(graph, box, {
    defaultEdgeType: 'arrow',
    labelFont: theme.font,
    labelSize: 12,
    labelColor: { color: theme.text },
    labelRenderedSizeThreshold: many ? 11 : 4,
    labelDensity: crowded ? 0.6 : 4,
    labelGridCellSize: crowded ? 100 : 40,
    stagePadding: 28,
    zIndex: true,
    defaultDrawNodeHover: (context, data, settings) => {
      const label = data.label ?? '';
      context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
      const width = context.measureText(label).width + 16;
      context.fillStyle = dark ? '#0b0f13' : '#ffffff';
      context.strokeStyle = theme.line;
      context.beginPath();
      context.roundRect(data.x + data.size + 2, data.y - 13, width, 26, 6);
      context.fill();
      context.stroke();
      context.fillStyle = theme.text;
      context.fillText(label, data.x + data.size + 10, data.y + 4);
      context.beginPath();
      context.arc(data.x, data.y, data.size + 2, 0, 2 * Math.PI);
      context.stroke();
    },
    nodeReducer: (node, data) => {
      const { found, selected } = shown.current;
      const near = selected === undefined || node === selected || graph.areNeighbors(node, selected);
      if (!near || (found && !found.has(node))) return { ...data, color: faint, label: null, zIndex: 0 };
      return {
        ...data,
        zIndex: 1,
        highlighted: node === selected,
        forceLabel: found !== undefined && found.size <= 30,
      };
    },
    edgeReducer: (edge, data) => {
      const { selected } = shown.current;
      if (selected === undefined || graph.hasExtremity(edge, selected)) return { ...data, zIndex: 1 };
      return { ...data, hidden: true };
    },
  });
  renderer.setCustomBBox(bounds(layout));
  drawZones(renderer, layout, dark);
  return renderer;
}

function labelOf(node: NetworkMap['nodes'][number]): string {
  const name = visible(node.name).slice(0, 40);
  return !isDevice(node) ? name : `${name} · ${node.exposure ?? '?'}`;
}

/** Dots grow with what they are connected to; where there are many, all are smaller. */
function nodeSize(degree: number, many: boolean): number {
  return many ? 2.5 + Math.min(6, Math.sqrt(degree) * 0.5) : 4 + Math.min(8, Math.sqrt(degree));
}

/** The box that holds every disc, with room for the names, which stand to the right. */
function bounds({ zones }: Layout): { x: [number, number]; y: [number, number] } {
  const left = Math.min(...zones.map((zone) => zone.x - zone.radius));
  const right = Math.max(...zones.map((zone) => zone.x + zone.radius));
  return {
    x: [left - (right - left) * 0.02, right + (right - left) * 0.22],
    y: [Math.min(...zones.map((zone) => zone.y - zone.radius)), Math.max(...zones.map((zone) => zone.y + zone.radius))],
  };
}

/** The discs behind the devices, with the zones' names. */
function drawZones(renderer: Sigma, layout: Layout, dark: boolean): void {
  renderer.createCanvas('zones', { beforeLayer: 'edges', style: { pointerEvents: 'none' } });
  const canvas = renderer.getCanvases()['zones'];
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return;
  const ratio = window.devicePixelRatio || 1;

  function paint(): void {
    const { width, height } = renderer.getDimensions();
    if (!canvas || !context) return;
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    for (const zone of layout.zones) {
      const center = renderer.graphToViewport(zone);
      const edge = renderer.graphToViewport({ x: zone.x + zone.radius, y: zone.y });
      const radius = Math.hypot(edge.x - center.x, edge.y - center.y);
      context.beginPath();
      context.arc(center.x, center.y, radius, 0, 2 * Math.PI);
      context.fillStyle = dark ? '#1b242c' : '#f1f5f7';
      context.strokeStyle = dark ? '#33414d' : '#d3dde3';
      context.fill();
      context.stroke();
      if (radius < 26) continue;
      context.fillStyle = dark ? '#9aa9b7' : '#51606f';
      context.font = `600 12px ${(dark ? darkChart : lightChart).font}`;
      context.textAlign = 'center';
      const name = visible(zone.name).slice(0, 40);
      if (context.measureText(name).width > 2.6 * radius) continue;
      context.fillText(name, center.x, center.y - radius - 6);
    }
  }

  renderer.on('beforeRender', paint);
  paint();
}
