// Plain text that fits a terminal of 100 columns: lists as tables, one thing as labelled paragraphs. What others wrote is shown inert.
import { Help } from 'commander';
import { inertText } from '#kit/index.ts';
import { table } from './output.ts';

const WIDTH = 100;
const LABEL = 16;
const LONG = 4000;
const GAP = 2;
/** The most of a cell, and the least that the last column has. Ids that may be longer stand in the last column or below. */
const MOST_CELL = 38;
const LEAST_LAST = 12;

type Cell = string | number | null | undefined;

/** Rows under their heads; the last column takes what the others leave. `below`: what stands on lines of its own under each row. */
export function rowsOf(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  below: readonly string[] = [],
): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => plain(String(cell ?? ''))));
  const last = head.length - 1;
  const wide = cells.map((row) => row.map((cell, n) => (n === last ? cell : cut(cell, MOST_CELL))));
  const before = head
    .slice(0, last)
    .map((_, n) => Math.max(...wide.map((row) => row[n]?.length ?? 0)) + GAP)
    .reduce((sum, width) => sum + width, 0);
  const room = Math.max(LEAST_LAST, WIDTH - before);
  const lines = table(
    wide.map((row) => row.map((cell, n) => (n === last ? cut(cell, room) : cell))),
    WIDTH,
  ).split('\n');
  return lines
    .flatMap((line, n) => {
      const words = n === 0 ? '' : (below[n - 1] ?? '');
      return words === '' ? [line] : [line, paragraph(words, '  ')];
    })
    .join('\n');
}

/** A paragraph with what it is about in front; nothing where there is nothing to say. */
export function line(name: string, value: string | null | undefined | false): string[] {
  return value ? [paragraph(value, `${name}:`.padEnd(LABEL))] : [];
}

/** A heading with its points below; nothing where there are none. */
export function points(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : ['', paragraph(title), ...items.map((item) => paragraph(item, '  - '))];
}

/** A paragraph that stands to the right of `before`; a word that is longer than the line, such as a link, stays whole. */
export function paragraph(text: string, before = ''): string {
  const lines = new Help().boxWrap(plain(text), WIDTH - before.length).split('\n');
  return lines.map((each, n) => `${n === 0 ? before : ' '.repeat(before.length)}${each}`).join('\n');
}

function plain(text: string): string {
  return inertText(text.replace(/\s+/g, ' ').trim(), LONG);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
