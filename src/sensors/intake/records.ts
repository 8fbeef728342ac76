// Lines as records of cells (RFC 4180, any delimiter). A cell in quotes may run over several lines; a quote that is never
// closed spoils its own row only: the row is given up and reading goes on with the next line.
import { CsvError, parse } from 'csv-parse/sync';
import type { Line } from './lines.ts';

/** A row of a list: its cells, or why it could not be read. */
export interface CsvRecord {
  /** The number of its first line in the file, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly problem: string | null;
}

/** Lines that the cells of one record may run over in a list; tables of scanners hold whole texts and say so. */
const MAX_LINES_OF_RECORD = 50;

/** Turns blocks of lines into records; `columns` is the header's width once it is known. */
export class RecordReader {
  readonly #delimiter: string;
  readonly #mostLines: number;
  #waiting: Line[] = [];
  /** Width of the header; a record over several lines must have it. */
  columns: number | null = null;

  constructor(delimiter: string, mostLines = MAX_LINES_OF_RECORD) {
    this.#delimiter = delimiter;
    this.#mostLines = mostLines;
  }

  /** The records that are complete with these lines. */
  push(lines: readonly Line[]): CsvRecord[] {
    return this.#read([...this.#waiting, ...lines], false);
  }

  /** The last records. */
  finish(): CsvRecord[] {
    return this.#read(this.#waiting, true);
  }

  #read(lines: readonly Line[], isEnd: boolean): CsvRecord[] {
    this.#waiting = [];
    const records: CsvRecord[] = [];
    for (let at = 0; at < lines.length; ) {
      const plain = this.#plainRun(lines, at);
      if (plain > at) {
        records.push(...this.#parsePlain(lines.slice(at, plain)));
        at = plain;
        continue;
      }
      const line = lines[at];
      if (!line) break;
      const outcome = this.#quoted(lines, at, isEnd);
      if (outcome === 'more') {
        this.#waiting = lines.slice(at);
        break;
      }
      records.push(outcome.record);
      at += outcome.lines;
    }
    return records.filter(({ cells, problem }) => problem !== null || cells.some((cell) => cell.trim() !== ''));
  }

  /** Up to where the lines hold no quote at all. */
  #plainRun(lines: readonly Line[], from: number): number {
    let at = from;
    for (let line = lines[at]; line && !line.isCut && !line.text.includes('"'); line = lines[at]) at++;
    return at;
  }

  #parsePlain(lines: readonly Line[]): CsvRecord[] {
    return lines.map((line) => ({ row: line.number, cells: line.text.split(this.#delimiter), problem: null }));
  }

  #quoted(lines: readonly Line[], from: number, isEnd: boolean): { record: CsvRecord; lines: number } | 'more' {
    const first = lines[from];
    if (!first) return 'more';
    const broken = (problem: string) => ({ record: { row: first.number, cells: [], problem }, lines: 1 });
    if (first.isCut) return broken('The row is longer than a million characters.');
    const texts = [first.text];
    let quotes = quotesIn(first.text);
    for (let count = 1; count <= this.#mostLines; count++) {
      // An odd number of quotes is a cell that is still open; only then do the lines before need no second look.
      const isOpen = count > 1 && quotes % 2 === 1;
      const cells = isOpen ? 'open' : parseRecord(texts.join('\n'), this.#delimiter);
      if (Array.isArray(cells)) {
        if (count > 1 && this.columns !== null && cells.length !== this.columns) break;
        return { record: { row: first.number, cells, problem: null }, lines: count };
      }
      if (cells === 'broken') break;
      const next = lines[from + count];
      if (!next && !isEnd) return 'more';
      if (!next || next.isCut) break;
      texts.push(next.text);
      quotes += quotesIn(next.text);
    }
    // Quotes inside a cell that has none around it (12" display) are harmless when the cells still add up.
    const relaxed = parseRecord(first.text, this.#delimiter, true);
    const isInside = Array.isArray(relaxed) && !relaxed.some((cell) => cell.startsWith('"'));
    if (isInside && relaxed.length === this.columns) {
      return { record: { row: first.number, cells: relaxed, problem: null }, lines: 1 };
    }
    return broken('The quotes in this row are broken; it was left out.');
  }
}

function quotesIn(text: string): number {
  return text.split('"').length - 1;
}

/** The cells of one record; `open` when a quote is not closed yet, `broken` when more lines cannot help. */
export function parseRecord(text: string, delimiter: string, isRelaxed = false): string[] | 'open' | 'broken' {
  try {
    const [cells, ...others] = parse(text, { delimiter, relax_column_count: true, relax_quotes: isRelaxed });
    return others.length > 0 ? 'broken' : (cells ?? []);
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return 'open';
    if (error instanceof CsvError) return 'broken';
    throw error;
  }
}
