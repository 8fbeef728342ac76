// Figures that are not known exactly, under each other on one scale: a bar from the low to the high end, and a mark at the mean.
import { type ChartFrame, drawing, element, estimateWidth, wrapText, write } from './svg.ts';
import type { Tone } from './theme.ts';

export interface RangeRow {
  readonly label: string;
  /** In words, the same that the bar shows. */
  readonly said: string;
  readonly low: number;
  /** May lie above `high`: the mean of what is rare and large does. */
  readonly mean: number;
  readonly high: number;
  readonly tone: Tone;
}

export interface RangeFrame extends ChartFrame {
  readonly amount: (value: number) => string;
}

const SIZE = 13;
const SMALL = 11;
const BAR = 14;
const ROW = 52;
/** More for each row where label and words do not fit beside each other. */
const SECOND_LINE = 17;

/** Rows in the order given, from 0 to the largest figure. */
export function rangeChart(rows: readonly RangeRow[], frame: RangeFrame): string {
  const { theme, width, amount } = frame;
  const top = niceTop(Math.max(0, ...rows.flatMap(({ high, mean }) => [high, mean])));
  const x = (value: number) => 2 + (width - 4) * Math.min(1, Math.max(0, value / top));
  const isTight = rows.some(({ label, said }) => estimateWidth(label, SIZE) + 8 + estimateWidth(said, SIZE) > width);
  const height = isTight ? ROW + SECOND_LINE : ROW;
  const bottom = rows.length * height;
  const steps = width < 460 ? 2 : 4;
  let inside = '';
  for (let step = 0; step <= steps; step++) {
    const value = (top * step) / steps;
    const at = x(value);
    inside += element('line', { x1: at, y1: 0, x2: at, y2: bottom + 4, stroke: theme.track, 'stroke-width': 1 });
    const anchor = step === 0 ? 'start' : step === steps ? 'end' : 'middle';
    inside += write(amount(value), theme, { x: at, y: bottom + 18, size: SMALL, anchor, fill: theme.muted });
  }
  rows.forEach(({ label, said, low, mean, high, tone }, index) => {
    const y = index * height;
    inside += write(label, theme, { x: 2, y: y + 14, size: SIZE, bold: true, fill: theme.text });
    if (isTight) {
      const [line = ''] = wrapText(said, width - 4, { size: SIZE, maxLines: 1 });
      inside += write(line, theme, { x: 2, y: y + 14 + SECOND_LINE, size: SIZE, fill: theme.text });
    } else inside += write(said, theme, { x: width - 2, y: y + 14, size: SIZE, anchor: 'end', fill: theme.text });
    const bar = y + height - 30;
    const [from, to] = [x(Math.min(low, high)), x(Math.max(low, high))];
    inside += element('line', { x1: 2, y1: bar + BAR / 2, x2: width - 2, y2: bar + BAR / 2, stroke: theme.line });
    inside += element('rect', {
      x: from,
      y: bar,
      width: Math.max(2, to - from),
      height: BAR,
      rx: 3,
      fill: theme.tones[tone],
    });
    const at = x(mean);
    inside += element('line', {
      x1: at,
      y1: bar - 4,
      x2: at,
      y2: bar + BAR + 4,
      stroke: theme.text,
      'stroke-width': 3,
    });
  });
  const description = rows.map(({ label, said }) => `${label}: ${said}`).join('; ');
  return drawing(frame, { height: bottom + 24, description, inside });
}

/** The next figure with few digits whose quarters have few digits too. */
function niceTop(value: number): number {
  // Of next to nothing a power of ten is no number any more.
  if (!(value > 1e-9) || !Number.isFinite(value)) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].find((step) => step * decade >= value) ?? 10) * decade;
}
