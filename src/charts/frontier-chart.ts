// What is left of the yearly loss for each budget (the efficient frontier), with the plan that was chosen.
import { type ChartFrame, drawing, element, estimateWidth, write } from './svg.ts';

export interface FrontierPoint {
  readonly budget: number;
  readonly remainingLoss: number;
  /** Where the loss lies with what is not known; left out where nobody worked that out. */
  readonly interval?: readonly [low: number, high: number] | undefined;
}

export interface FrontierWords {
  readonly across: string;
  readonly up: string;
  readonly chosen: string;
  readonly money: (amount: number) => string;
  /** `$80K to $150K`. */
  readonly range?: (interval: readonly [low: number, high: number]) => string;
}

export interface FrontierFrame extends ChartFrame {
  readonly words: FrontierWords;
}

const HEIGHT = 260;
const TOP = 34;
const BOTTOM = 46;
const SIZE = 12;
const DOT = 9;

/** The best that each budget buys, as steps down in the band of what is not known; the chosen plan as a square with its figures. */
export function frontierChart(
  points: readonly FrontierPoint[],
  chosen: FrontierPoint | null,
  frame: FrontierFrame,
): string {
  const { theme, width, words } = frame;
  const ordered = points.toSorted((a, b) => a.budget - b.budget);
  const all = chosen ? [...ordered, chosen] : ordered;
  const mostMoney = Math.max(1, ...all.map(({ budget }) => budget));
  const mostLoss = Math.max(
    1,
    ...all.map(({ remainingLoss, interval }) => Math.max(remainingLoss, interval?.[1] ?? 0)),
  );
  const ticksUp = [0, 0.5, 1].map((share) => share * mostLoss);
  const left = Math.max(...ticksUp.map((amount) => estimateWidth(words.money(amount), 11))) + 8;
  const right = width - 14;
  const bottom = HEIGHT - BOTTOM;
  const x = (budget: number) => left + (Math.max(0, budget) / mostMoney) * (right - left);
  const y = (loss: number) => bottom - (Math.max(0, loss) / mostLoss) * (bottom - TOP);

  let inside = write(words.up, theme, { x: 0, y: 14, size: SIZE, fill: theme.muted });
  for (const amount of ticksUp) {
    inside += element('line', { x1: left, y1: y(amount), x2: right, y2: y(amount), stroke: theme.line });
    inside += write(words.money(amount), theme, {
      x: left - 6,
      y: y(amount) + 4,
      size: 11,
      anchor: 'end',
      fill: theme.muted,
    });
  }
  for (const share of width > 480 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1]) {
    const at = x(share * mostMoney);
    inside += element('line', { x1: at, y1: bottom, x2: at, y2: bottom + 5, stroke: theme.line });
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    inside += write(words.money(share * mostMoney), theme, {
      x: at,
      y: bottom + 18,
      size: 11,
      anchor,
      fill: theme.muted,
    });
  }
  inside += write(words.across, theme, { x: right, y: HEIGHT - 8, size: SIZE, anchor: 'end', fill: theme.muted });
  inside += band(ordered);
  inside += steps(ordered);
  if (chosen) inside += mark(chosen);

  const told = ordered.map(
    ({ budget, remainingLoss, interval }) =>
      `${words.money(budget)}: ${words.money(remainingLoss)}${rangeOf(interval)}`,
  );
  const plan = chosen
    ? [`${words.chosen} ${words.money(chosen.budget)}: ${words.money(chosen.remainingLoss)}${rangeOf(chosen.interval)}`]
    : [];
  return drawing(frame, { height: HEIGHT, description: [...told, ...plan].join(', '), inside });

  function rangeOf(interval: FrontierPoint['interval']): string {
    return interval && words.range ? ` (${words.range(interval)})` : '';
  }

  /** A box for each step, from the low end to the high end. */
  function band(of: readonly FrontierPoint[]): string {
    let out = '';
    for (const [index, { budget, interval }] of of.entries()) {
      if (!interval) continue;
      const next = of[index + 1];
      const [from, to] = [x(budget), next ? x(next.budget) : right];
      const [top, low] = [y(interval[1]), y(interval[0])];
      const box = { x: from, y: top, width: Math.max(0, to - from), height: Math.max(0, low - top) };
      out += element('rect', { ...box, fill: theme.tones.info, 'fill-opacity': 0.16 });
    }
    return out;
  }

  function steps(of: readonly FrontierPoint[]): string {
    const stroke = theme.tones.info;
    let out = '';
    for (const [index, point] of of.entries()) {
      const next = of[index + 1];
      const to = next ? x(next.budget) : right;
      const level = y(point.remainingLoss);
      out += element('line', { x1: x(point.budget), y1: level, x2: to, y2: level, stroke, 'stroke-width': 2 });
      if (next) {
        const down = { x1: to, y1: level, x2: to, y2: y(next.remainingLoss) };
        out += element('line', { ...down, stroke, 'stroke-width': 2 });
      }
      // Hundreds of dots would be a band; the steps alone say it then.
      if (of.length <= 60) {
        out += element('rect', { x: x(point.budget) - 3, y: level - 3, width: 6, height: 6, rx: 3, fill: stroke });
      }
    }
    return out;
  }

  function mark({ budget, remainingLoss, interval }: FrontierPoint): string {
    const at = { x: x(budget), y: y(remainingLoss) };
    const range = rangeOf(interval);
    const whole = `${words.chosen}: ${words.money(budget)} → ${words.money(remainingLoss)}${range}`;
    // On a phone the range stands in the table alone.
    const label = estimateWidth(whole, SIZE) + 16 < right - left ? whole : whole.slice(0, whole.length - range.length);
    const out = element('rect', {
      x: at.x - DOT / 2 - 1,
      y: at.y - DOT / 2 - 1,
      width: DOT + 2,
      height: DOT + 2,
      fill: theme.tones.danger,
      stroke: theme.track,
      'stroke-width': 1.5,
    });
    // The steps only go down to the right, so that there is room at the top of the right end.
    const place = { x: right, y: TOP + 16, anchor: 'end' as const };
    const key = { x: right - estimateWidth(label, SIZE) - 16, y: TOP + 7, width: DOT, height: DOT };
    return (
      out +
      element('rect', { ...key, fill: theme.tones.danger }) +
      write(label, theme, { ...place, size: SIZE, fill: theme.text, bold: true })
    );
  }
}
