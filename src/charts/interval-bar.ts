// A share that is not known exactly: surely so, not known, surely not. The hatched part shrinks as facts come in.
import { type ChartFrame, drawing, element, estimateWidth, hatch, write } from './svg.ts';
import type { Tone } from './theme.ts';

export interface Interval {
  /** 0 to 1: the share when everything unknown counts as no. */
  readonly low: number;
  /** 0 to 1: the share when everything unknown counts as yes. */
  readonly high: number;
}

export interface IntervalWords {
  readonly yes: string;
  readonly unknown: string;
  readonly no: string;
  readonly percent: (share: number) => string;
}

export interface IntervalFrame extends ChartFrame {
  readonly words?: IntervalWords;
  /** Tone of the part that is surely so; danger when not given. */
  readonly tone?: Tone;
}

const ENGLISH: IntervalWords = {
  yes: 'open',
  unknown: 'not known',
  no: 'closed',
  percent: (share) => `${Math.round(share * 100)}%`,
};

const BAR = 20;
const SIZE = 13;

/** The interval on a scale from 0 to 100 percent, with the three shares in words below. */
export function intervalBar(interval: Interval, frame: IntervalFrame): string {
  const { theme, width } = frame;
  const words = frame.words ?? ENGLISH;
  const low = Math.min(1, Math.max(0, interval.low));
  const high = Math.min(1, Math.max(low, interval.high));
  const x = (share: number) => share * width;
  const color = theme.tones[frame.tone ?? 'danger'];
  const unsure = { x: x(low), y: 0, width: x(high) - x(low), height: BAR };

  let inside = element('rect', { x: 0, y: 0, width, height: BAR, rx: 3, fill: theme.track });
  if (low > 0) inside += element('rect', { x: 0, y: 0, width: x(low), height: BAR, rx: 3, fill: color });
  if (unsure.width > 0.5) {
    inside += element('rect', { ...unsure, fill: 'none', stroke: theme.tones.unknown, 'stroke-width': 1 });
    inside += hatch(unsure, theme.tones.unknown);
  }
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    const at = Math.min(width - 0.5, Math.max(0.5, x(tick)));
    inside += element('line', { x1: at, y1: BAR + 3, x2: at, y2: BAR + 8, stroke: theme.line, 'stroke-width': 1 });
    const anchor = tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle';
    inside += write(words.percent(tick), theme, { x: x(tick), y: BAR + 21, size: 11, anchor, fill: theme.muted });
  }

  let left = 0;
  let baseline = BAR + 46;
  const parts = [
    { name: words.yes, share: low, kind: 'solid' },
    { name: words.unknown, share: high - low, kind: 'hatched' },
    { name: words.no, share: 1 - high, kind: 'empty' },
  ];
  for (const part of parts) {
    const label = `${words.percent(part.share)} ${part.name}`;
    const room = 18 + estimateWidth(label, SIZE) + 12;
    if (left > 0 && left + room > width) {
      left = 0;
      baseline += 22;
    }
    const box = { x: left, y: baseline - 10, width: 11, height: 11 };
    if (part.kind === 'solid') inside += element('rect', { ...box, rx: 2, fill: color });
    else {
      const stroke = part.kind === 'hatched' ? theme.tones.unknown : theme.line;
      inside += element('rect', { ...box, rx: 2, fill: theme.track, stroke });
      if (part.kind === 'hatched') inside += hatch(box, theme.tones.unknown);
    }
    inside += write(label, theme, { x: left + 18, y: baseline, size: SIZE, fill: theme.text });
    left += room;
  }

  const description = parts.map((part) => `${words.percent(part.share)} ${part.name}`).join(', ');
  return drawing(frame, { height: baseline + 8, description, inside });
}
