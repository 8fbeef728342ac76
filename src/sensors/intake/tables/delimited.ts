// Tables that other tools write as delimited text (RFC 4180): the heading is found by the names that it must have, above it may stand
// anything, and a cell may hold whole paragraphs.
import { Invalid } from '#kit/index.ts';
import { plain } from '../columns.ts';
import { readLines } from '../lines.ts';
import { parseRecord, RecordReader } from '../records.ts';

/** Names of which one must stand in the heading, as `plain` gives them. */
export type Names = readonly string[];

/** A row of a table: the first cell of some names that is not blank, or why the row could not be read. */
export interface TableRow {
  readonly row: number;
  readonly problem: string | null;
  cell(names: Names): string;
}

const DELIMITERS = [',', ';', '\t'] as const;
/** Lines above the heading: who printed it, for whom. */
const MOST_ABOVE = 20;
/** Lines that one record may run over; outputs of scanners stand in one cell. */
const MOST_LINES = 5000;
/** Characters that a heading may have. */
const LONGEST_HEADING = 8192;
/** Cells that mean that nothing is known. */
const BLANK = /^(?:['"]?-+|n\/a|none|null)$/i;

interface Heading {
  readonly delimiter: string;
  readonly names: readonly string[];
}

/** The heading that a line is, when each of `needed` has one of its names there. */
function headingIn(line: string, needed: readonly Names[]): Heading | null {
  if (line.length > LONGEST_HEADING) return null;
  for (const delimiter of DELIMITERS) {
    if (!line.includes(delimiter)) continue;
    const cells = parseRecord(line, delimiter);
    if (!Array.isArray(cells)) continue;
    const names = cells.map(plain);
    if (needed.every((some) => some.some((name) => names.includes(name)))) return { delimiter, names };
  }
  return null;
}

/** The names in the heading of a text that begins so, or null when no line has all that is needed. */
export function headingNames(head: string, needed: readonly Names[]): readonly string[] | null {
  for (const line of head.split(/\r\n|\n|\r/, MOST_ABOVE)) {
    const found = headingIn(line, needed);
    if (found) return found.names;
  }
  return null;
}

/** The rows of a table whose heading has what is needed. */
export async function* tableRows(
  source: AsyncIterable<Uint8Array>,
  needed: readonly Names[],
): AsyncGenerator<readonly TableRow[]> {
  let heading: Heading | null = null;
  let reader: RecordReader | null = null;
  for await (const lines of readLines(source, { name: 'utf-8', mark: 0 }, { foreign: 0, firstForeign: null })) {
    let from = 0;
    while (heading === null && from < lines.length) {
      const line = lines[from++];
      if (line && line.number > MOST_ABOVE)
        throw new Invalid('This table has no heading with the columns that it should have.');
      heading = headingIn(line?.text ?? '', needed);
    }
    if (heading === null) continue;
    if (reader === null) {
      reader = new RecordReader(heading.delimiter, MOST_LINES);
      reader.columns = heading.names.length;
    }
    yield rowsOf(heading, reader.push(lines.slice(from)));
  }
  if (heading === null || reader === null) {
    throw new Invalid('This table has no heading with the columns that it should have.');
  }
  yield rowsOf(heading, reader.finish());
}

function rowsOf({ names }: Heading, records: ReturnType<RecordReader['push']>): TableRow[] {
  return records.map(({ row, cells, problem }) => {
    const isWide = cells.slice(names.length).some((cell) => cell.trim() !== '');
    const isShort = problem === null && cells.length < names.length;
    const width = `The row has ${cells.length} cells, the heading ${names.length}.`;
    return {
      row,
      problem: problem ?? (isWide || isShort ? width : null),
      cell: (wanted) => {
        for (const name of wanted) {
          const value = cells[names.indexOf(name)]?.trim() ?? '';
          if (value !== '' && !BLANK.test(value)) return value;
        }
        return '';
      },
    };
  });
}

/** A time as tables write it, in milliseconds; a time without a zone is taken for UTC, so that every machine reads the same. */
export function tableTime(text: string): number | undefined {
  const isIso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text);
  const isZoned = /(?:Z|[A-Z]{3,4}|GMT[+-]?\d*|[+-]\d{2}:?\d{2})$/.test(text.replace(/\b[AP]M$/, ''));
  const stated = isZoned ? text : isIso ? `${text.replace(' ', 'T')}Z` : `${text} UTC`;
  const ms = text === '' ? Number.NaN : Date.parse(stated);
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
