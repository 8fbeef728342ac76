// The map on the page: the picture, what a click on it means, and buttons to move about in it. A chunk of its own.
import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFocusCentered, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import type Sigma from 'sigma';
import type { NetworkMap } from '#contracts/index.ts';
import { visible } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import { layOut } from './layout.ts';
import type { Shown } from './map-paint.ts';
import { drawMap } from './map-picture.ts';
import classes from './network.module.css';

interface NetworkDrawingProps extends Shown {
  readonly network: NetworkMap;
  readonly onPick: (node: string | undefined) => void;
  readonly onPickLine: (from: string, to: string) => void;
  /** The browser has no WebGL. */
  readonly onUnable: () => void;
}

/** The drawing, with buttons to move about in it. */
export function NetworkDrawing({ network, picked, line, found, ...on }: NetworkDrawingProps) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const isTall = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const layout = useMemo(() => layOut(network, isTall), [network, isTall]);
  const renderer = useRef<Sigma>(undefined);
  const shown = useRef<Shown>({ found, picked, line });
  const calls = useRef(on);
  calls.current = on;

  useEffect(() => {
    if (!box.current) return undefined;
    let made: Sigma;
    try {
      made = drawMap(box.current, { network, layout, dark: scheme === 'dark', shown });
    } catch {
      calls.current.onUnable();
      return undefined;
    }
    made.on('clickNode', ({ node }) => calls.current.onPick(node));
    made.on('clickEdge', ({ edge }) => {
      const graph = made.getGraph();
      calls.current.onPickLine(graph.source(edge), graph.target(edge));
    });
    pointOut(made, box.current, network);
    // The second click opens a zone; it should not bring the map nearer as well.
    made.on('doubleClickNode', (click) => click.preventSigmaDefault());
    made.on('clickStage', () => calls.current.onPick(undefined));
    renderer.current = made;
    return () => {
      renderer.current = undefined;
      made.kill();
    };
  }, [network, layout, scheme]);

  useEffect(() => {
    shown.current = { found, picked, line };
    renderer.current?.refresh({ skipIndexation: true });
  }, [found, picked, line]);

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

/** What can be clicked shows a hand, and a line says whose it is. */
function pointOut(map: Sigma, box: HTMLElement, { nodes }: NetworkMap): void {
  const names = new Map(nodes.map(({ id, name }) => [id, visible(name)]));
  const point = (words: string) => {
    box.style.cursor = 'pointer';
    box.title = words;
  };
  const leave = () => {
    box.style.cursor = '';
    box.title = '';
  };
  leave();
  map.on('enterNode', () => point(''));
  map.on('leaveNode', leave);
  map.on('enterEdge', ({ edge }) => {
    const [from, to] = map.getGraph().extremities(edge);
    point(text.network.lineTitle(names.get(from) ?? from, names.get(to) ?? to));
  });
  map.on('leaveEdge', leave);
}
