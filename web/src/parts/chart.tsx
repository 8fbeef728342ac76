// A chart from the charts room, drawn at the width that it has and in the colors of the page.
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type MouseEvent, useMemo } from 'react';
import { type ChartTheme, darkChart, lightChart } from '#charts/index.ts';
import classes from './chart.module.css';

interface ChartProps {
  /** Draws for a width; keep it stable between renders. */
  readonly draw: (width: number, theme: ChartTheme) => string;
}

/** The drawing; links in it are followed inside the app. */
export function Chart({ draw }: ChartProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const navigate = useNavigate();
  const svg = useMemo(
    () => (width > 0 ? draw(Math.floor(width), scheme === 'dark' ? darkChart : lightChart) : ''),
    [draw, width, scheme],
  );

  function follow(event: MouseEvent<HTMLDivElement>): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const href = link?.getAttribute('href');
    if (!href?.startsWith('/')) return;
    event.preventDefault();
    void navigate({ href });
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links inside are the controls; this only routes them
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link arrives here as a click
    <div
      ref={ref}
      className={classes['chart']}
      onClick={follow}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the charts room escapes every text that it draws
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}
