// What runs out when: one line for each kind of thing, from the past to the day of its end, with a line for today. After the end the line
// goes on dotted as long as repairs can be bought. Standing is told by a word and by the form of the line, never by color alone.
import { type ChartFrame, drawing, element, escapeXml, estimateWidth, hatch, wrapText, write } from './svg.ts';
import type { Tone } from './theme.ts';

export interface TimelineRow {
  readonly label: string;
  /** In words, under the label: how many, and how it stands. */
  readonly note: string;
  readonly tone: Tone;
  /** Days as in 2029-10-09. `end`: the last good day; `paidEnd`: the last day of what must be paid for; `earliest` to `latest`: when the end is not one day. */
  readonly end: string | null;
  readonly paidEnd: string | null;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly href?: string;
}

export interface TimelineWords {
  readonly today: string;
  readonly notKnown: string;
  /** How a day is written at the end of a line. */
  readonly day: (day: string) => string;
}

export interface TimelineFrame extends ChartFrame {
  readonly today: string;
  readonly words: TimelineWords;
}

const ROW = 46;
const TOP = 36;
const SIZE = 13;
const SMALL = 11.5;
const BAR = 10;
/** Room for half a year's number at the sides. */
const EDGE = 16;
const YEAR_MS = 365.25 * 86_400_000;
/** Years before and after today that are always shown, and the most that the picture reaches to either side. */
const [LEAST_BEFORE, LEAST_AFTER, MOST_BEFORE, MOST_AFTER] = [3, 5, 14, 12];

/** Rows in the order given, against the years. */
export function timelineChart(rows: readonly TimelineRow[], frame: TimelineFrame): string {
  const { theme, width, words, today } = frame;
  const narrow = width < 560;
  const left = narrow ? 0 : Math.min(300, Math.round(width * 0.34));
  const rowHeight = narrow ? ROW + 32 : ROW;
  const height = TOP + rows.length * rowHeight + 8;
  const [first, last] = span(rows, today);
  const right = width - 12;
  const x = (day: string) => {
    const share = (Date.parse(day) - Date.parse(first)) / (Date.parse(last) - Date.parse(first));
    return left + EDGE + Math.min(1, Math.max(0, share)) * (right - left - 2 * EDGE);
  };
  let inside = years(first, last, { x, height, theme, narrow });
  rows.forEach((row, index) => {
    const top = TOP + index * rowHeight;
    const middle = narrow ? top + 58 : top + ROW / 2;
    inside += labelled(row, { left: 0, top: narrow ? top + 4 : top + 7, width: narrow ? width : left - 8, theme });
    inside += lineOf(row, { x, middle, right, first, now: x(today), theme, words });
  });
  const now = x(today);
  inside += element('line', { x1: now, y1: TOP - 6, x2: now, y2: height, stroke: theme.text, 'stroke-width': 1.5 });
  inside += write(words.today, theme, { x: now, y: 10, size: SMALL, bold: true, anchor: 'middle', fill: theme.text });
  const description = rows
    .map(({ label, note, end }) => `${label}: ${note}${end ? `, ${words.day(end)}` : ''}`)
    .join('; ');
  return drawing(frame, { height, description, inside, links: rows.some(({ href }) => href !== undefined) });
}

function span(rows: readonly TimelineRow[], today: string): [first: string, last: string] {
  const now = Date.parse(today);
  const days = rows
    .flatMap(({ end, paidEnd, earliest, latest }) => [end, paidEnd, earliest, latest])
    .flatMap((day) => (day === null || Number.isNaN(Date.parse(day)) ? [] : [Date.parse(day)]));
  const from = Math.max(now - MOST_BEFORE * YEAR_MS, Math.min(now - LEAST_BEFORE * YEAR_MS, ...days));
  const until = Math.min(now + MOST_AFTER * YEAR_MS, Math.max(now + LEAST_AFTER * YEAR_MS, ...days));
  return [`${new Date(from).getUTCFullYear()}-01-01`, `${new Date(until).getUTCFullYear() + 1}-01-01`];
}

type Theme = ChartFrame['theme'];

function years(
  first: string,
  last: string,
  at: { readonly x: (day: string) => number; readonly height: number; readonly theme: Theme; readonly narrow: boolean },
): string {
  const [from, until] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
  const step = Math.ceil((until - from) / (at.narrow ? 6 : 12));
  let out = '';
  for (let year = from; year <= until; year += step) {
    const x = at.x(`${year}-01-01`);
    out += element('line', { x1: x, y1: TOP - 6, x2: x, y2: at.height, stroke: at.theme.track, 'stroke-width': 1 });
    out += write(String(year), at.theme, { x, y: TOP - 10, size: SMALL, anchor: 'middle', fill: at.theme.muted });
  }
  return out;
}

function labelled(
  row: TimelineRow,
  at: { readonly left: number; readonly top: number; readonly width: number; readonly theme: Theme },
): string {
  const [label = ''] = wrapText(row.label, at.width, { size: SIZE, maxLines: 1 });
  const [note = ''] = wrapText(row.note, at.width - 16, { size: SMALL, maxLines: 1 });
  const words =
    write(label, at.theme, { x: at.left, y: at.top + 10, size: SIZE, bold: true, fill: at.theme.text }) +
    element('rect', { x: at.left, y: at.top + 18, width: 9, height: 9, rx: 2, fill: at.theme.tones[row.tone] }) +
    write(note, at.theme, { x: at.left + 14, y: at.top + 26, size: SMALL, fill: at.theme.muted });
  if (row.href === undefined) return words;
  return element('a', { href: row.href }, element('title', {}, escapeXml(`${row.label}, ${row.note}`)) + words);
}

interface LinePlace {
  readonly x: (day: string) => number;
  readonly middle: number;
  readonly right: number;
  readonly first: string;
  /** Where the line of today is. */
  readonly now: number;
  readonly theme: Theme;
  readonly words: TimelineWords;
}

function lineOf(row: TimelineRow, { x, middle, right, first, now, theme, words }: LinePlace): string {
  const color = theme.tones[row.tone];
  const top = middle - BAR / 2;
  const start = x(first);
  const end = row.end ?? row.earliest;
  if (end === null) {
    const box = { x: start, y: top, width: right - 12 - start, height: BAR };
    return (
      hatch(box, theme.tones.unknown) +
      write(words.notKnown, theme, { x: start, y: top - 4, size: SMALL, fill: theme.muted })
    );
  }
  const stop = x(end);
  let out = element('rect', { x: start, y: top, width: Math.max(2, stop - start), height: BAR, rx: 3, fill: color });
  let reach = stop;
  // The end is not one day: from the first that it can be to the last, hatched.
  if (row.latest !== null && row.latest > end) {
    const width = Math.max(4, x(row.latest) - stop);
    out += hatch({ x: stop, y: top, width, height: BAR }, color);
    reach = stop + width;
  }
  if (row.paidEnd !== null && row.paidEnd > end) {
    const paid = x(row.paidEnd);
    out += element('line', {
      x1: stop,
      y1: middle,
      x2: paid,
      y2: middle,
      stroke: color,
      'stroke-width': 3,
      'stroke-dasharray': '3 4',
    });
    reach = Math.max(reach, paid);
  }
  out += element('line', { x1: stop, y1: top - 3, x2: stop, y2: top + BAR + 3, stroke: theme.text, 'stroke-width': 2 });
  const said = words.day(end);
  const room = estimateWidth(said, SMALL);
  // Behind the line of today where it would lie over it.
  const isCrossed = reach + 6 <= now && now <= reach + 6 + room;
  const from = isCrossed ? now + 5 : reach + 6;
  out +=
    from + room <= right
      ? write(said, theme, { x: from, y: middle + 4, size: SMALL, fill: theme.text })
      : write(said, theme, {
          x: Math.max(start + room, stop - 6),
          y: top - 4,
          size: SMALL,
          anchor: 'end',
          fill: theme.text,
        });
  return out;
}
