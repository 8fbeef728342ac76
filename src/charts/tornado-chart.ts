// What a result hangs on: one bar for each input, as wide as the result moves when that input alone goes from its low to its high end; on both
// sides of where the result stands, where both are known.
import { type ChartFrame, drawing, element, estimateWidth, wrapText, write } from './svg.ts';
import type { Tone } from './theme.ts';

export interface TornadoRow {
  readonly label: string;
  /** How far the result moves, 0 or more. */
  readonly swing: number;
  /** How far it moves to either side with the input at its low and at its high end; below 0: less. */
  readonly sides?: readonly [number, number] | undefined;
  /** In words, under the label. */
  readonly note?: string;
  readonly tone?: Tone;
}

export interface TornadoFrame extends ChartFrame {
  readonly amount: (swing: number) => string;
  /** What the line in the middle stands for; it is drawn where every row has both sides. */
  readonly middle?: string;
}

const SIZE = 13;
const SMALL = 11.5;
const BAR = 16;
/** Bold letters are so much wider. */
const BOLD = 1.2;

/**
 * The widest bar first, whatever the order of the rows. Where every row has both sides the bars lie on both sides of one line: to the left the result is
 * less, to the right more; the fainter part is the less. Otherwise they start at one edge, and tell the swing alone.
 */
export function tornadoChart(rows: readonly TornadoRow[], frame: TornadoFrame): string {
  const { theme, width, amount, middle } = frame;
  const sorted = [...rows].sort((a, b) => b.swing - a.swing || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  const isCentred = middle !== undefined && sorted.length > 0 && sorted.every(({ sides }) => sides !== undefined);
  const narrow = width < 620;
  const left = narrow ? 0 : Math.min(330, Math.round(width * 0.42));
  const room = Math.max(...sorted.map(({ swing }) => estimateWidth(amount(swing), SIZE * BOLD)), 0) + 12;
  const right = Math.max(left + 20, width - room);
  // From 0 at the left edge to 1 at the right one.
  const ends = sorted.map(({ swing, sides }) => (isCentred && sides ? spanOf(sides) : [0, Math.max(0, swing)]));
  const least = Math.min(0, ...ends.map(([low = 0]) => low));
  const most = Math.max(0, ...ends.map(([, high = 0]) => high));
  const at = (value: number) => (most > least ? left + ((right - left) * (value - least)) / (most - least) : left);
  let inside = '';
  let top = 0;
  if (isCentred) {
    const wide = estimateWidth(middle, SMALL);
    const x = Math.min(Math.max(at(0) - wide / 2, left), Math.max(left, width - wide));
    inside += write(middle, theme, { x, y: 11, size: SMALL, fill: theme.muted });
    top = 20;
  }
  for (const [index, { label, swing, note, tone }] of sorted.entries()) {
    const lines = wrapText(label, narrow ? width : left - 16, { size: SIZE, maxLines: 3 });
    const noted = note === undefined ? [] : wrapText(note, narrow ? width : left - 16, { size: SMALL, maxLines: 1 });
    lines.forEach((line, place) => {
      inside += write(line, theme, { x: 0, y: top + 13 + place * 17, size: SIZE, fill: theme.text });
    });
    const wordsEnd = top + lines.length * 17;
    for (const line of noted) inside += write(line, theme, { x: 0, y: wordsEnd + 12, size: SMALL, fill: theme.muted });
    const height = lines.length * 17 + noted.length * 16;
    const bar = narrow ? top + height + 4 : top + 1;
    const [low = 0, high = 0] = ends[index] ?? [];
    const fill = theme.tones[tone ?? 'info'];
    inside += element('rect', { x: left, y: bar, width: right - left, height: BAR, fill: theme.track });
    const part = (from: number, to: number, opacity?: number) =>
      element('rect', { x: at(from), y: bar, width: at(to) - at(from), height: BAR, fill, 'fill-opacity': opacity });
    if (isCentred) {
      inside += part(low, Math.min(0, high), LESS) + part(Math.max(0, low), high);
      inside += element('line', {
        x1: at(0),
        y1: bar - 3,
        x2: at(0),
        y2: bar + BAR + 3,
        stroke: theme.text,
        'stroke-width': 1.5,
      });
    } else inside += element('rect', { x: left, y: bar, width: Math.max(2, at(high) - left), height: BAR, fill });
    inside += write(amount(swing), theme, { x: right + 8, y: bar + 12.5, size: SIZE, bold: true, fill: theme.text });
    top += narrow ? height + BAR + 16 : Math.max(height, BAR) + 12;
  }
  const description = sorted.map(({ label, swing, note }) => `${label}${note ? ` (${note})` : ''}: ${amount(swing)}`);
  return drawing(frame, { height: Math.max(1, top), description: description.join('; '), inside });
}

/** How strong the part of a bar is in which the result is less. */
const LESS = 0.5;

/** Both ends of a bar, the lesser first, with the middle in it. */
function spanOf([first, last]: readonly [number, number]): [number, number] {
  return [Math.min(0, first, last), Math.max(0, first, last)];
}
