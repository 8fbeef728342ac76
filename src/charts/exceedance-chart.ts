// How likely a year is to lose more than so much: up to three lines on a log axis of losses, against what may be lost at most.
// Lines are told apart by their dashes and their names, never by color alone.
import { type ChartFrame, drawing, element, estimateWidth, write } from './svg.ts';
import type { ChartTheme, Tone } from './theme.ts';

/** A loss, and the chance that a year loses more. */
export type ExceedancePoint = readonly [loss: number, chance: number];

export interface ExceedanceLine {
  readonly label: string;
  /** Losses ascending, chances not rising; the first may be at a loss of 0. */
  readonly points: readonly ExceedancePoint[];
  readonly tone: Tone;
  readonly stroke: 'solid' | 'dashed' | 'dotted';
}

/** A year may lose more than `loss` with a chance of at most `probability`. */
export interface ToleratedLoss {
  readonly loss: number;
  readonly probability: number;
}

export interface ExceedanceWords {
  readonly money: (loss: number) => string;
  readonly chance: (share: number) => string;
  /** Under the axis of losses. */
  readonly across: string;
  /** Over the axis of chances. */
  readonly up: string;
  readonly tolerance: string;
}

export interface ExceedanceFrame extends ChartFrame {
  readonly words: ExceedanceWords;
  readonly tolerance: readonly ToleratedLoss[];
  /** Height between the axes in pixels; 230 when left out. */
  readonly plotHeight?: number;
}

const SIZE = 12;
const SMALL = 11;
const TOP = 28;
const PLOT = 230;
const DASHES = { solid: undefined, dashed: '9 5', dotted: '2 4' } as const;
const TOLERATED = '12 4 2 4';
/** Decades of losses that are shown at most, the largest ones. */
const MOST_DECADES = 5;
const SCALES: readonly (readonly [top: number, steps: number])[] = [
  [0.001, 5],
  [0.002, 4],
  [0.005, 5],
  [0.01, 5],
  [0.02, 4],
  [0.05, 5],
  [0.1, 5],
  [0.2, 4],
  [0.3, 3],
  [0.4, 4],
  [0.5, 5],
  [0.6, 3],
  [0.8, 4],
  [1, 4],
];

/** The chance that a year loses more than this: straight between the points in chance and in the logarithm of the loss; 0 beyond the last. */
export function chanceAbove(points: readonly ExceedancePoint[], loss: number): number {
  let before = points[0];
  if (!before) return 0;
  if (loss <= before[0]) return before[1];
  for (const point of points) {
    if (point[0] >= loss) {
      // From a loss of nothing there is no logarithm to go along: the chance holds until the first loss.
      if (before[0] <= 0) return point[0] === loss ? point[1] : before[1];
      const from = Math.log(before[0]);
      const span = Math.log(point[0]) - from;
      return before[1] + (point[1] - before[1]) * (span > 0 ? (Math.log(loss) - from) / span : 1);
    }
    before = point;
  }
  return 0;
}

/** Powers of ten that the lines and the tolerated losses span, the smallest first; at most six. */
export function decadesOf(lines: readonly ExceedanceLine[], tolerance: readonly ToleratedLoss[]): number[] {
  const losses = [
    ...lines.flatMap(({ points }) => points.flatMap(([loss, chance]) => (loss > 0 && chance > 0 ? [loss] : []))),
    ...tolerance.flatMap(({ loss }) => (loss > 0 ? [loss] : [])),
  ];
  const last = Math.ceil(Math.log10(losses.reduce((a, b) => Math.max(a, b), 1)) - 1e-9);
  const least = Math.floor(Math.log10(losses.reduce((a, b) => Math.min(a, b), 10 ** last)) + 1e-9);
  const first = Math.min(last - 1, Math.max(least, last - MOST_DECADES));
  return Array.from({ length: last - first + 1 }, (_, n) => 10 ** (first + n));
}

/** The lines in the order given, with a legend below. */
export function exceedanceChart(lines: readonly ExceedanceLine[], frame: ExceedanceFrame): string {
  const { theme, width, words, tolerance, plotHeight = PLOT } = frame;
  const decades = decadesOf(lines, tolerance);
  const [low = 1, high = 10] = [decades[0], decades.at(-1)];
  const most = Math.max(0, ...lines.flatMap(({ points }) => points.map(([, chance]) => chance)));
  const [top, steps] = SCALES.find(([scale]) => scale >= Math.min(1, most)) ?? [1, 4];
  const chances = Array.from({ length: steps + 1 }, (_, n) => (top * n) / steps);
  const left = 10 + Math.max(...chances.map((chance) => estimateWidth(words.chance(chance), SMALL)));
  const right = Math.max(left + 40, width - estimateWidth(words.money(high), SMALL) / 2 - 2);
  const bottom = TOP + plotHeight;
  const plot: Plot = {
    low,
    high,
    x: (loss) => left + (right - left) * clamp(Math.log(Math.max(loss, low / 10) / low) / Math.log(high / low)),
    y: (chance) => bottom - plotHeight * clamp(chance / top),
  };

  let inside = write(words.up, theme, { x: 0, y: 12, size: SMALL, fill: theme.muted });
  for (const chance of chances) {
    const y = plot.y(chance);
    inside += element('line', { x1: left, y1: y, x2: right, y2: y, stroke: theme.track, 'stroke-width': 1 });
    const label = words.chance(chance);
    inside += write(label, theme, { x: left - 6, y: y + 4, size: SMALL, anchor: 'end', fill: theme.muted });
  }
  inside += acrossAxis(decades, { plot, bottom, theme, words, room: right - left });
  inside += toleranceLine(tolerance, plot, { top: TOP, right, color: theme.text });
  for (const { points, tone, stroke } of lines) {
    inside += element('polyline', {
      points: pathOf(points, plot),
      fill: 'none',
      stroke: theme.tones[tone],
      'stroke-width': 2.5,
      'stroke-dasharray': DASHES[stroke],
    });
  }
  const legend = [
    ...lines.map(({ label, tone, stroke }) => ({ label, color: theme.tones[tone], dash: DASHES[stroke] })),
    ...(tolerance.length > 0 ? [{ label: words.tolerance, color: theme.text, dash: TOLERATED }] : []),
  ];
  const placed = legendOf(legend, { top: bottom + 62, width, theme });
  const description = lines
    .map(({ label, points }) => {
      const parts = decades.map((loss) => `${words.money(loss)}: ${words.chance(chanceAbove(points, loss))}`);
      return `${label}: ${parts.join(', ')}`;
    })
    .join('; ');
  return drawing(frame, { height: placed.bottom, description, inside: inside + placed.inside });
}

interface Plot {
  readonly low: number;
  readonly high: number;
  readonly x: (loss: number) => number;
  readonly y: (chance: number) => number;
}

function clamp(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

function acrossAxis(
  decades: readonly number[],
  at: {
    readonly plot: Plot;
    readonly bottom: number;
    readonly theme: ChartTheme;
    readonly words: ExceedanceWords;
    readonly room: number;
  },
): string {
  const { plot, bottom, theme, words } = at;
  const widest = Math.max(...decades.map((loss) => estimateWidth(words.money(loss), SMALL))) + 8;
  const each = Math.max(1, Math.ceil((widest * (decades.length - 1)) / at.room));
  let out = '';
  decades.forEach((loss, index) => {
    const x = plot.x(loss);
    out += element('line', { x1: x, y1: bottom, x2: x, y2: bottom + 5, stroke: theme.line, 'stroke-width': 1 });
    // Counted from the largest, so that the end of the axis always has its figure.
    if ((decades.length - 1 - index) % each !== 0) return;
    out += write(words.money(loss), theme, { x, y: bottom + 19, size: SMALL, anchor: 'middle', fill: theme.muted });
  });
  return out + write(words.across, theme, { x: plot.x(plot.low), y: bottom + 38, size: SMALL, fill: theme.muted });
}

function pathOf(points: readonly ExceedancePoint[], plot: Plot): string {
  const spots: [number, number][] = [[plot.low, chanceAbove(points, plot.low)]];
  for (const [loss, chance] of points) if (loss > plot.low) spots.push([loss, chance]);
  // After the last loss that was drawn there is none: down to nothing.
  const end = spots.at(-1);
  if (end) spots.push([end[0], 0]);
  return spots.map(([loss, chance]) => `${tidy(plot.x(loss))},${tidy(plot.y(chance))}`).join(' ');
}

/** What may be lost at most, as steps: from each stated loss on, the curve must stay below its chance. */
function toleranceLine(
  stated: readonly ToleratedLoss[],
  plot: Plot,
  at: { readonly top: number; readonly right: number; readonly color: string },
): string {
  const sorted = [...stated].sort((a, b) => a.loss - b.loss);
  const first = sorted[0];
  if (!first) return '';
  const spots: [number, number][] = [[plot.x(first.loss), at.top]];
  let limit = Number.POSITIVE_INFINITY;
  for (const { loss, probability } of sorted) {
    const x = plot.x(loss);
    if (limit !== Number.POSITIVE_INFINITY) spots.push([x, plot.y(limit)]);
    limit = Math.min(limit, probability);
    spots.push([x, plot.y(limit)]);
  }
  spots.push([at.right, plot.y(limit)]);
  return element('polyline', {
    points: spots.map(([x, y]) => `${tidy(x)},${tidy(y)}`).join(' '),
    fill: 'none',
    stroke: at.color,
    'stroke-width': 1.5,
    'stroke-dasharray': TOLERATED,
  });
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}

interface LegendEntry {
  readonly label: string;
  readonly color: string;
  readonly dash: string | undefined;
}

function legendOf(
  entries: readonly LegendEntry[],
  at: { readonly top: number; readonly width: number; readonly theme: ChartTheme },
): { inside: string; bottom: number } {
  let inside = '';
  let left = 0;
  let baseline = at.top;
  for (const { label, color, dash } of entries) {
    const room = 38 + estimateWidth(label, SIZE) + 14;
    if (left > 0 && left + room > at.width) {
      left = 0;
      baseline += 21;
    }
    const y = baseline - 4;
    inside += element('line', {
      x1: left,
      y1: y,
      x2: left + 30,
      y2: y,
      stroke: color,
      'stroke-width': 2.5,
      'stroke-dasharray': dash,
    });
    inside += write(label, at.theme, { x: left + 38, y: baseline, size: SIZE, fill: at.theme.text });
    left += room;
  }
  return { inside, bottom: baseline + 8 };
}
