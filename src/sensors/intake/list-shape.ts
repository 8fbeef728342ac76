// The shape of a list, guessed from its first bytes: encoding, delimiter, where the heading is, what the columns mean.
import { inertText, parseAddress, sha256 } from '#kit/index.ts';
import { type Column, fieldOfHeading, guessMapping, type Mapping, plain } from './columns.ts';
import { type Encoding, guessEncoding } from './encoding.ts';
import { type Line, type LineNotes, readLines } from './lines.ts';
import { type CsvRecord, RecordReader } from './records.ts';

/** How a list is to be read. */
export interface ListShape {
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** The line of the heading; 0 when there is none. */
  readonly headingRow: number;
  readonly columns: readonly Column[];
  readonly guess: Mapping;
  /** Stands for "a list with these columns", whatever the file is called. */
  readonly source: string;
  /** What was noticed, as sentences. */
  readonly problems: readonly string[];
  /** Columns whose headings are those of a device list. */
  readonly recognized: number;
}

/** So many bytes are looked at before guessing. */
export const HEAD_BYTES = 1 << 16;

const DELIMITERS = [',', ';', '\t', '|'] as const;
const MOST_COLUMNS = 500;

/** The shape of a list that begins with `head`; `isWhole` when nothing follows. */
export async function shapeOf(head: Uint8Array, isWhole: boolean): Promise<ListShape> {
  const encoding = guessEncoding(head);
  const notes: LineNotes = { foreign: 0, firstForeign: null };
  const lines: Line[] = [];
  for await (const block of readLines([head], encoding, notes)) lines.push(...block);
  // The last line may be cut in the middle of a character or a cell.
  if (!isWhole && lines.length > 1) lines.pop();
  const stated = /^"?sep=(.)"?$/i.exec(lines[0]?.text.trim() ?? '')?.[1];
  const readings = (stated === undefined ? DELIMITERS : [stated]).map((delimiter) => {
    const reader = new RecordReader(delimiter);
    const records = [...reader.push(lines.slice(0, 400)), ...reader.finish()].filter(({ problem }) => problem === null);
    return { delimiter, records: stated === undefined ? records : records.filter(({ row }) => row > 1), score: 0 };
  });
  const best = readings
    .map((reading) => ({ ...reading, score: scoreOf(reading.records) }))
    .reduce((a, b) => (b.score > a.score ? b : a));
  const heading = headingOf(best.records);
  const rows = best.records.filter(({ row }) => row > (heading?.row ?? 0));
  const width = Math.min(
    MOST_COLUMNS,
    Math.max(heading?.cells.length ?? 0, ...rows.map(({ cells }) => cells.length), 1),
  );
  const names = columnNames(heading?.cells ?? [], width);
  const columns = names.map((name, at) => ({
    name,
    values: rows.slice(0, 200).flatMap(({ cells }) => (cells[at]?.trim() ? [cells[at].trim().slice(0, 200)] : [])),
  }));
  const problems: string[] = [];
  if (!heading) problems.push('The list has no heading; its columns are numbered.');
  if (notes.foreign > 0) problems.push('Some lines are not UTF-8; they are read as Windows-1252.');
  return {
    encoding,
    delimiter: best.delimiter,
    headingRow: heading?.row ?? (stated === undefined ? 0 : 1),
    columns,
    guess: guessMapping(columns),
    source: `list-${sha256(names.map(plain).sort().join('\n')).slice(0, 12)}`,
    problems,
    recognized: names.filter((name) => fieldOfHeading(name) !== null).length,
  };
}

/** Recognized headings count most, then rows of equal width above one. */
function scoreOf(records: readonly CsvRecord[]): number {
  const sample = records.slice(0, 50);
  const known = Math.max(0, ...sample.slice(0, 10).map(({ cells }) => recognizedIn(cells)));
  const widths = new Map<number, number>();
  for (const { cells } of sample) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of widths)
    if (width > 1) best = Math.max(best, (count / sample.length) * Math.min(width, 20));
  return known * 100 + best;
}

function recognizedIn(cells: readonly string[]): number {
  return new Set(cells.map(fieldOfHeading).filter((field) => field !== null)).size;
}

/** The heading: the first of the first rows with two known names, else a first row that holds only words. */
function headingOf(records: readonly CsvRecord[]): CsvRecord | null {
  const first = records.slice(0, 10);
  const isNarrow = first.every(({ cells }) => cells.length <= 2);
  const named = first.find(({ cells }) => recognizedIn(cells) >= (isNarrow ? 1 : 2));
  if (named) return named;
  const [top] = first;
  if (!top || records.length < 2) return null;
  const isWords = top.cells.every(
    (cell) =>
      cell.trim() !== '' &&
      !/^\d+$/.test(cell.trim()) &&
      parseAddress(cell.trim()) === undefined &&
      !/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(cell.trim()),
  );
  const isUnique = new Set(top.cells.map(plain)).size === top.cells.length;
  return isWords && isUnique && recognizedIn(top.cells) > 0 ? top : null;
}

/** Names of columns, each once: empty ones get a number, repeated ones a counter. */
function columnNames(cells: readonly string[], width: number): string[] {
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, at) => {
    const name = inertText((cells[at] ?? '').replace(/\s+/g, ' ').trim(), 100) || `Column ${at + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
