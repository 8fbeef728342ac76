// One figure day by day: a line with gaps where it was not known, the first and the last value written beside it. No color says what words do not.
import { type ChartFrame, drawing, element, write } from './svg.ts';

export interface TrendPoint {
  /** As in 2026-11-27. */
  readonly day: string;
  /** Null where it is not known: a gap. */
  readonly value: number | null;
}

export interface TrendFrame extends ChartFrame {
  /** The largest value that the axis shows at least; 1 for shares. */
  readonly most: number;
  readonly written: (value: number) => string;
  readonly writtenDay: (day: string) => string;
}

const HEIGHT = 96;
/** What is written on the axis stands left of the lines. */
const [TOP, BOTTOM, LEFT, RIGHT] = [10, 74, 46, 6];
const SIZE = 11.5;

/** Points by day, the oldest first. */
export function trendChart(points: readonly TrendPoint[], frame: TrendFrame): string {
  const { theme, width, written, writtenDay } = frame;
  const times = points.map(({ day }) => Date.parse(day));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const most = Math.max(frame.most, ...points.map(({ value }) => value ?? 0)) || 1;
  const middle = LEFT + (width - LEFT - RIGHT) / 2;
  const x = (day: string) =>
    last === first ? middle : LEFT + ((Date.parse(day) - first) / (last - first)) * (width - LEFT - RIGHT);
  const y = (value: number) => BOTTOM - (value / most) * (BOTTOM - TOP);
  let inside = '';
  for (const [value, label] of [
    [0, written(0)],
    [most, written(most)],
  ] as const) {
    inside += element('line', {
      x1: LEFT,
      y1: y(value),
      x2: width,
      y2: y(value),
      stroke: theme.track,
      'stroke-width': 1,
    });
    inside += write(label, theme, { x: 0, y: y(value) + 4, size: SIZE, fill: theme.muted });
  }
  for (const run of runsOf(points)) {
    const path = run.map(({ day, value }, at) => `${at === 0 ? 'M' : 'L'}${x(day).toFixed(1)} ${y(value).toFixed(1)}`);
    if (run.length > 1)
      inside += element('path', { d: path.join(''), fill: 'none', stroke: theme.tones.info, 'stroke-width': 2 });
    const [end] = run.slice(-1);
    if (end) inside += element('circle', { cx: x(end.day), cy: y(end.value), r: 3, fill: theme.tones.info });
  }
  const [from, until] = [points[0], points.at(-1)];
  if (from && until && from !== until) {
    inside += write(writtenDay(from.day), theme, { x: LEFT, y: HEIGHT - 6, size: SIZE, fill: theme.muted });
    const at = { x: width, y: HEIGHT - 6, size: SIZE, anchor: 'end', fill: theme.muted } as const;
    inside += write(writtenDay(until.day), theme, at);
  } else if (until) {
    inside += write(writtenDay(until.day), theme, {
      x: middle,
      y: HEIGHT - 6,
      size: SIZE,
      anchor: 'middle',
      fill: theme.muted,
    });
  }
  const known = points.flatMap(({ day, value }) => (value === null ? [] : [`${writtenDay(day)}: ${written(value)}`]));
  const description = [...new Set([...known.slice(0, 1), ...known.slice(-1)])].join('; ');
  return drawing(frame, { height: HEIGHT, description, inside });
}

/** Runs of days that are known. */
function runsOf(points: readonly TrendPoint[]): { readonly day: string; readonly value: number }[][] {
  const runs: { readonly day: string; readonly value: number }[][] = [[]];
  for (const { day, value } of points) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ day, value });
  }
  return runs.filter((run) => run.length > 0);
}
