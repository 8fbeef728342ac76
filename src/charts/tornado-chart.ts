// What a result hangs on: one bar for each input, as wide as the result moves when that input alone goes from its low to its high end.
import { type ChartFrame, drawing, element, estimateWidth, wrapText, write } from './svg.ts';
import type { Tone } from './theme.ts';

export interface TornadoRow {
  readonly label: string;
  /** How far the result moves, 0 or more. */
  readonly swing: number;
  /** In words, under the label. */
  readonly note?: string;
  readonly tone?: Tone;
}

export interface TornadoFrame extends ChartFrame {
  readonly amount: (swing: number) => string;
}

const SIZE = 13;
const SMALL = 11.5;
const BAR = 16;
/** Bold letters are so much wider. */
const BOLD = 1.2;

/**
 * The widest bar first, whatever the order of the rows. Bars start at one edge: a swing says how far the result moves, not how much
 * of it lies to either side.
 */
export function tornadoChart(rows: readonly TornadoRow[], frame: TornadoFrame): string {
  const { theme, width, amount } = frame;
  const sorted = [...rows].sort((a, b) => b.swing - a.swing || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  const most = Math.max(0, ...sorted.map(({ swing }) => swing));
  const narrow = width < 620;
  const left = narrow ? 0 : Math.min(330, Math.round(width * 0.42));
  const room = Math.max(...sorted.map(({ swing }) => estimateWidth(amount(swing), SIZE * BOLD)), 0) + 12;
  const right = Math.max(left + 20, width - room);
  let inside = '';
  let top = 0;
  for (const { label, swing, note, tone } of sorted) {
    const lines = wrapText(label, narrow ? width : left - 16, { size: SIZE, maxLines: 3 });
    const noted = note === undefined ? [] : wrapText(note, narrow ? width : left - 16, { size: SMALL, maxLines: 1 });
    lines.forEach((line, index) => {
      inside += write(line, theme, { x: 0, y: top + 13 + index * 17, size: SIZE, fill: theme.text });
    });
    const wordsEnd = top + lines.length * 17;
    for (const line of noted) inside += write(line, theme, { x: 0, y: wordsEnd + 12, size: SMALL, fill: theme.muted });
    const height = lines.length * 17 + noted.length * 16;
    const bar = narrow ? top + height + 4 : top + 1;
    const long = most > 0 ? Math.max(2, ((right - left) * Math.max(0, swing)) / most) : 2;
    inside += element('rect', { x: left, y: bar, width: right - left, height: BAR, fill: theme.track });
    inside += element('rect', { x: left, y: bar, width: long, height: BAR, fill: theme.tones[tone ?? 'info'] });
    inside += write(amount(swing), theme, { x: right + 8, y: bar + 12.5, size: SIZE, bold: true, fill: theme.text });
    top += narrow ? height + BAR + 16 : Math.max(height, BAR) + 12;
  }
  const description = sorted.map(({ label, swing, note }) => `${label}${note ? ` (${note})` : ''}: ${amount(swing)}`);
  return drawing(frame, { height: Math.max(1, top), description: description.join('; '), inside });
}
