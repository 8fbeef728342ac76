// A way of attack: from where it starts to what it is after, left to right; top to bottom where there is no room.
import { type ChartFrame, drawing, element, wrapText, write } from './svg.ts';

export interface PathStop {
  readonly name: string;
  /** The steps of the story that lead here, such as `1`; empty for the start. */
  readonly number: string;
  /** Nothing proves the way to here. */
  readonly isAssumed: boolean;
}

export interface PathWords {
  readonly assumed: string;
  /** What a screen reader hears in place of the arrows. */
  readonly next: string;
}

export interface PathFrame extends ChartFrame {
  readonly words?: PathWords;
}

const ENGLISH: PathWords = { assumed: 'assumed', next: 'then' };
const SIZE = 13;
const LINE = 17;
const GAP = 44;
const NARROWEST = 92;
const WIDEST = 200;
const LINES = 3;
const DOWN_GAP = 30;

/** The stops as boxes with an arrow to each from the one before; a dashed arrow is assumed. */
export function pathDrawing(stops: readonly PathStop[], frame: PathFrame): string {
  const words = frame.words ?? ENGLISH;
  const room = (frame.width - GAP * (stops.length - 1)) / Math.max(1, stops.length);
  const picture = room >= NARROWEST ? leftToRight(stops, frame, Math.min(WIDEST, room)) : topToBottom(stops, frame);
  const description = stops
    .map(({ name, isAssumed }) => (isAssumed ? `${name} (${words.assumed})` : name))
    .join(`, ${words.next} `);
  return drawing(frame, { ...picture, description });
}

function leftToRight(stops: readonly PathStop[], { theme }: PathFrame, width: number) {
  const texts = stops.map(({ name }) => wrapText(name, width - 20, { size: SIZE, maxLines: LINES }));
  const height = Math.max(1, ...texts.map(({ length }) => length)) * LINE + 22;
  const middle = 8 + height / 2;
  let inside = '';
  for (const [index, stop] of stops.entries()) {
    const x = index * (width + GAP);
    const isLast = index === stops.length - 1;
    inside += boxOf(stop, { x, y: 8, width, height, lines: texts[index] ?? [], isLast }, theme);
    if (index > 0) inside += arrowOf({ x1: x - GAP + 4, y1: middle, x2: x - 4, y2: middle }, stop, theme);
  }
  return { height: height + 16, inside };
}

function topToBottom(stops: readonly PathStop[], { theme, width }: PathFrame) {
  let inside = '';
  let y = 8;
  for (const [index, stop] of stops.entries()) {
    const lines = wrapText(stop.name, width - 24, { size: SIZE, maxLines: LINES });
    const height = lines.length * LINE + 18;
    if (index > 0) {
      inside += arrowOf({ x1: width / 2, y1: y + 4, x2: width / 2, y2: y + DOWN_GAP - 4 }, stop, theme);
      y += DOWN_GAP;
    }
    inside += boxOf(stop, { x: 1, y, width: width - 2, height, lines, isLast: index === stops.length - 1 }, theme);
    y += height;
  }
  return { height: y + 8, inside };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
  readonly isLast: boolean;
}

function boxOf(stop: PathStop, at: Box, theme: PathFrame['theme']): string {
  const { x, y, width, height, lines, isLast } = at;
  const edge = isLast ? theme.tones.danger : theme.muted;
  let out = element('rect', {
    x: x + 1,
    y,
    width: width - 2,
    height,
    rx: 8,
    fill: theme.track,
    stroke: edge,
    'stroke-width': isLast ? 2.5 : 1.2,
  });
  const top = y + height / 2 - (lines.length * LINE) / 2 + LINE - 4;
  for (const [index, line] of lines.entries()) {
    out += write(line, theme, {
      x: x + width / 2,
      y: top + index * LINE,
      size: SIZE,
      anchor: 'middle',
      fill: theme.text,
      bold: isLast,
    });
  }
  if (stop.number !== '') out += write(stop.number, theme, { x: x + 9, y: y + 14, size: 10.5, fill: theme.muted });
  return out;
}

interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

function arrowOf(at: Line, { isAssumed }: PathStop, theme: PathFrame['theme']): string {
  const stroke = isAssumed ? theme.tones.unknown : theme.text;
  const { x1, y1, x2, y2 } = at;
  const isDown = x1 === x2;
  const wing = (side: number) =>
    element('line', {
      x1: isDown ? x2 + side * 5 : x2 - 7,
      y1: isDown ? y2 - 7 : y2 + side * 5,
      x2,
      y2,
      stroke,
      'stroke-width': 1.8,
    });
  const shaft = { x1, y1, x2, y2, stroke, 'stroke-width': 1.8, 'stroke-dasharray': isAssumed ? '4 4' : undefined };
  return element('line', shaft) + wing(-1) + wing(1);
}
