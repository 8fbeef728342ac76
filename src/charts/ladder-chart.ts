// The exposure ladder as a picture: how many devices stand on each rung, most open first, with a line between the
// rungs where strangers get in and those where they do not.
import { type ChartFrame, drawing, element, estimateWidth, hatch, wrapText, write } from './svg.ts';
import { rungTone } from './theme.ts';

export interface LadderRow {
  /** `E0`..`E7`, `W0`..`W5`, or anything else for devices never observed. */
  readonly rung: string;
  readonly meaning: string;
  readonly devices: number;
}

export interface LadderWords {
  readonly open: string;
  readonly closed: string;
  readonly unknown: string;
  /** `12 devices`, in the reader's language. */
  readonly devices: (count: number) => string;
  readonly count: (count: number) => string;
}

export interface LadderFrame extends ChartFrame {
  readonly words?: LadderWords;
  /** Makes a rung that has devices a link, when it gives an address for it. */
  readonly href?: (rung: string) => string | undefined;
}

const ENGLISH: LadderWords = {
  open: 'Strangers get in',
  closed: 'Strangers stay out',
  unknown: 'Not known',
  devices: (count) => (count === 1 ? '1 device' : `${count.toLocaleString('en-US')} devices`),
  count: (count) => count.toLocaleString('en-US'),
};

type Group = 'open' | 'closed' | 'unknown';

function level(rung: string): number {
  const match = /^[EW](\d)/.exec(rung);
  return match?.[1] === undefined ? -1 : Number(match[1]);
}

function groupOf(rung: string): Group {
  const height = level(rung);
  if (height < 0) return 'unknown';
  return height >= 3 ? 'open' : 'closed';
}

/** Rows of one group, the most open first, DICOM before web on the same height. */
function sorted(rows: readonly LadderRow[], group: Group): LadderRow[] {
  return rows
    .filter((row) => groupOf(row.rung) === group)
    .sort((a, b) => level(b.rung) - level(a.rung) || (a.rung < b.rung ? -1 : 1));
}

const SIZE = 13;
const BAR = 14;

/** Devices per rung as horizontal bars, each with its code, its meaning in words and its count as text. */
export function ladderChart(rows: readonly LadderRow[], frame: LadderFrame): string {
  const words = frame.words ?? ENGLISH;
  const { theme, width } = frame;
  const narrow = width < 560;
  const most = Math.max(0, ...rows.map((row) => row.devices));
  const valueWidth = Math.max(28, estimateWidth(words.count(most), SIZE) + 10);
  const codeWidth = 42;
  const barLeft = narrow ? codeWidth : Math.round(width * 0.48);
  const meaningWidth = narrow ? width - codeWidth : barLeft - codeWidth - 16;
  const track = Math.max(20, width - barLeft - valueWidth);
  let y = 0;
  let inside = '';

  for (const group of ['open', 'closed', 'unknown'] as const) {
    const members = sorted(rows, group);
    if (members.length === 0) continue;
    const heading = words[group];
    const total = words.devices(members.reduce((sum, row) => sum + row.devices, 0));
    y += group === 'open' || y === 0 ? 14 : 30;
    inside += write(heading, theme, { x: 0, y, size: 12, bold: true, fill: theme.muted });
    inside += write(total, theme, { x: width, y, size: 12, anchor: 'end', fill: theme.muted });
    y += 8;
    inside += element('line', { x1: 0, y1: y, x2: width, y2: y, stroke: theme.line, 'stroke-width': 1 });
    y += 4;
    for (const row of members) {
      const drawn = drawRow(row, y);
      inside += drawn.markup;
      y += drawn.height;
    }
  }

  const description = rows.map((row) => `${row.rung}: ${words.devices(row.devices)}. ${row.meaning}.`).join(' ');
  return drawing(frame, { height: y + 4, description, inside, links: frame.href !== undefined });

  function drawRow(row: LadderRow, top: number): { markup: string; height: number } {
    const color = theme.tones[rungTone(row.rung)];
    const known = groupOf(row.rung) !== 'unknown';
    const lines = wrapText(row.meaning, meaningWidth, { size: SIZE, maxLines: 2 });
    const textHeight = lines.length * 17;
    const height = narrow ? textHeight + BAR + 16 : Math.max(30, textHeight + 10);
    const firstLine = narrow ? top + 16 : top + (height - textHeight) / 2 + 13;
    const barTop = narrow ? top + textHeight + 6 : top + (height - BAR) / 2;
    const barLength = row.devices === 0 ? 0 : Math.max(4, (track * row.devices) / most);
    const box = { x: barLeft, y: barTop, width: barLength, height: BAR };
    let markup = element('rect', {
      x: barLeft,
      y: barTop,
      width: track,
      height: BAR,
      rx: 3,
      fill: theme.track,
    });
    if (barLength > 0) {
      markup += known
        ? element('rect', { ...box, rx: 3, fill: color })
        : element('rect', { ...box, rx: 3, fill: 'none', stroke: color }) + hatch(box, color);
    }
    const fill = row.devices === 0 ? theme.muted : theme.text;
    if (known) markup += write(row.rung, theme, { x: 0, y: firstLine, size: SIZE, bold: row.devices > 0, fill });
    else markup += write('?', theme, { x: 0, y: firstLine, size: SIZE, bold: true, fill });
    lines.forEach((line, index) => {
      markup += write(line, theme, { x: codeWidth, y: firstLine + index * 17, size: SIZE, fill });
    });
    markup += write(words.count(row.devices), theme, {
      x: width,
      y: barTop + BAR - 2,
      size: SIZE,
      bold: row.devices > 0,
      anchor: 'end',
      fill,
    });
    const href = row.devices > 0 ? frame.href?.(row.rung) : undefined;
    if (href !== undefined) {
      const area = element('rect', { x: 0, y: top, width, height, fill: theme.track, 'fill-opacity': 0 });
      const label = `${known ? row.rung : words.unknown}: ${words.devices(row.devices)}. ${row.meaning}`;
      markup = element('a', { href, 'aria-label': label }, area + markup);
    }
    return { markup, height };
  }
}
