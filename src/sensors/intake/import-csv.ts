// Takes in a device list as CSV: row by row into facts, in bounded memory, so that one broken row costs that row only and the
// same list twice changes nothing.
import { createHmac } from 'node:crypto';
import path from 'node:path';
import type { Fact, ImportDocument } from '#contracts/index.ts';
import { makeFact, type SubjectRef } from '#evidence/model.ts';
import { type Clock, Invalid, inertText } from '#kit/index.ts';
import { agreedMapping, type Remembered, rememberedFor } from './agreed-mapping.ts';
import { type Field, type Mapping, tellsDevices } from './columns.ts';
import { type LineNotes, readLines } from './lines.ts';
import { HEAD_BYTES, type ListShape, shapeOf } from './list-shape.ts';
import { peek } from './peek.ts';
import { type FieldCells, readRow } from './read-row.ts';
import { type CsvRecord, RecordReader } from './records.ts';

/** The kind of file, as reports name it. */
export const INVENTORY_CSV = 'inventory-csv';

/** What is known of a file before it is read. */
export interface ImportFile {
  readonly fileName: string;
  /** Column name to field, for columns whose guess is wrong; a column that is not named keeps its guess. */
  readonly mapping?: Readonly<Record<string, string | null>>;
}

/** On whose behalf, and in which run, a file is taken in. */
export interface ImportContext {
  readonly run: string;
  readonly by: string;
  readonly clock: Clock;
  /** When the list was true; now if left out. */
  readonly observedAt?: string;
  /** Secret under which the file's name is hashed for the record; without it the record names the row only. */
  readonly nameKey?: string;
  /** What was agreed on for lists with these columns, or null; what is said now comes before it. */
  readonly remembered?: Remembered;
  /** Name of the list, when two lists with the same columns must be told apart. */
  readonly source?: string;
}

/** A row that was not taken. */
export interface RejectedRow {
  readonly row: number;
  readonly reason: string;
}

/** Some rows as facts, with the rows among them that were rejected. */
export interface ImportBatch {
  readonly facts: readonly Fact[];
  readonly rejected: readonly RejectedRow[];
  /** Rows read so far, rejected ones included. */
  readonly rows: number;
}

/** The file's part of the import document; `facts` and `changed` are for who records the facts. */
export type FileReport = ImportDocument['files'][number];

/** An import under way: iterate over the batches, then read the report. */
export interface CsvImport extends AsyncIterable<ImportBatch> {
  readonly shape: ListShape;
  readonly mapping: Mapping;
  /** What has been counted so far. */
  report(): FileReport;
}

/** Rejected rows that a report lists. */
const MOST_LISTED = 1000;
/** What a list says was true when somebody wrote it. */
const LIST_CONFIDENCE = 0.8;

/** Begins to take in a list; throws Invalid when the file is no device list. */
export async function importCsv(
  source: AsyncIterable<Uint8Array> | Uint8Array,
  file: ImportFile,
  context: ImportContext,
): Promise<CsvImport> {
  const peeked = await peek(source, HEAD_BYTES);
  if (isBinary(peeked.head)) throw notAList(file);
  const shape = await shapeOf(peeked.head, peeked.isWhole);
  // Who speaks of one column only leaves the others as they were agreed on.
  const agreed = { ...(await rememberedFor(shape, context.remembered)), ...file.mapping };
  const mapping = agreedMapping(shape, agreed);
  if (!tellsDevices(mapping)) throw notAList(file);
  const run = new Run(shape, mapping, { file, context });
  return {
    shape,
    mapping,
    [Symbol.asyncIterator]: () => run.batches(peeked.stream),
    report: () => run.report(),
  };
}

/** Whether bytes are anything but text. */
export function isBinary(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 8)).toString('latin1');
  if (/^(?:PK\x03\x04|%PDF|\x7fELF|MZ|\x89PNG|\x1f\x8b|\xd0\xcf\x11\xe0)/.test(start)) return true;
  const isWide = /^(?:\xff\xfe|\xfe\xff)/.test(start);
  let controls = 0;
  for (const byte of head.subarray(0, 4096)) if (byte < 0x20 && ![0x00, 0x09, 0x0a, 0x0d].includes(byte)) controls++;
  return !isWide && controls > Math.min(4096, head.length) / 50;
}

function notAList(file: ImportFile): Invalid {
  return new Invalid(
    `'${inertText(path.basename(file.fileName), 80)}' is no device list: no column names a device by serial number, address, inventory number or name. Save the list as CSV with a heading row, or name the columns.`,
  );
}

interface RunOptions {
  readonly file: ImportFile;
  readonly context: ImportContext;
}

/** One pass over a list. */
class Run {
  readonly #shape: ListShape;
  readonly #mapping: Mapping;
  readonly #options: RunOptions;
  readonly #fields: readonly (Field | null)[];
  readonly #notes: LineNotes = { foreign: 0, firstForeign: null };
  readonly #cells = new Map<string, { count: number; row: number }>();
  /** Row in which each device stood first, by the first 52 bits of its identity. */
  readonly #seen = new Map<number, number>();
  readonly #rejected: RejectedRow[] = [];
  readonly #fileHash: string | null;
  #rows = 0;
  #rejectedTotal = 0;
  #facts = 0;

  constructor(shape: ListShape, mapping: Mapping, options: RunOptions) {
    this.#shape = shape;
    this.#mapping = mapping;
    this.#options = options;
    this.#fields = shape.columns.map(({ name }) => mapping[name] ?? null);
    const { nameKey } = options.context;
    const base = path.basename(options.file.fileName);
    this.#fileHash =
      nameKey === undefined ? null : createHmac('sha256', nameKey).update(base).digest('hex').slice(0, 12);
  }

  async *batches(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ImportBatch> {
    const reader = new RecordReader(this.#shape.delimiter);
    reader.columns = this.#shape.columns.length;
    for await (const lines of readLines(stream, this.#shape.encoding, this.#notes)) {
      const records = reader.push(lines);
      // Small enough for one statement of the store.
      for (let at = 0; at < records.length; at += 500) yield this.#batch(records.slice(at, at + 500));
    }
    yield this.#batch(reader.finish());
  }

  #batch(records: readonly CsvRecord[]): ImportBatch {
    const facts: Fact[] = [];
    const rejected: RejectedRow[] = [];
    for (const record of records) {
      if (record.row <= this.#shape.headingRow) continue;
      this.#rows++;
      const reason = this.#take(record, facts);
      if (reason === null) continue;
      this.#rejectedTotal++;
      const row = { row: record.row, reason };
      rejected.push(row);
      if (this.#rejected.length < MOST_LISTED) this.#rejected.push(row);
    }
    this.#facts += facts.length;
    return { facts, rejected, rows: this.#rows };
  }

  /** Adds a row's facts; or says why it was not taken. */
  #take(record: CsvRecord, facts: Fact[]): string | null {
    if (record.problem !== null) return record.problem;
    const extra = record.cells.slice(this.#fields.length).some((cell) => cell.trim() !== '');
    if (extra)
      return `The row has ${record.cells.length} cells, the heading ${this.#fields.length}; a delimiter may stand inside a cell without quotes.`;
    const reading = readRow(this.#cellsOf(record));
    if (reading.kind === 'rejected') return reading.reason;
    const bits = Number.parseInt(reading.identity.slice(0, 13), 16);
    const earlier = this.#seen.get(bits);
    if (earlier !== undefined) return `Row ${earlier} has the same ${reading.identityBy}; only that row was taken.`;
    this.#seen.set(bits, record.row);
    for (const note of reading.notes) this.#note(note, record.row);
    const { context } = this.#options;
    const { run, by, clock, observedAt } = context;
    const subject: SubjectRef = { kind: 'asset', key: `${context.source ?? this.#shape.source}/${reading.identity}` };
    const detail = this.#fileHash === null ? `row ${record.row}` : `row ${record.row} of file ${this.#fileHash}`;
    const source = { sensor: INVENTORY_CSV, run, detail };
    const common = { subject, basis: 'attested', confidence: LIST_CONFIDENCE, source, by } as const;
    const at = observedAt === undefined ? {} : { observedAt };
    for (const statement of reading.statements) facts.push(makeFact({ ...common, ...at, ...statement }, clock));
    return null;
  }

  #cellsOf(record: CsvRecord): FieldCells {
    const cells: Partial<Record<Field, string[]>> = {};
    for (const [at, field] of this.#fields.entries()) {
      const cell = record.cells[at];
      if (field === null || cell === undefined || cell === '') continue;
      const known = cells[field];
      if (known) known.push(cell);
      else cells[field] = [cell];
    }
    return cells;
  }

  #note(note: string, row: number): void {
    // Cells differ from row to row; what is wrong with them is what counts.
    const kind = note.replace(/'[^']*'/g, 'a cell');
    const known = this.#cells.get(kind);
    if (known) known.count++;
    else if (this.#cells.size < 50) this.#cells.set(kind, { count: 1, row });
  }

  report(): FileReport {
    return {
      file: this.#options.file.fileName,
      kind: INVENTORY_CSV,
      rows: this.#rows,
      accepted: this.#rows - this.#rejectedTotal,
      rejected: [...this.#rejected],
      rejectedTotal: this.#rejectedTotal,
      problems: this.#problems(),
      facts: this.#facts,
      changed: 0,
      mapping: { ...this.#mapping },
    };
  }

  #problems(): string[] {
    const { foreign, firstForeign } = this.#notes;
    const lines =
      foreign === 0
        ? []
        : [`${foreign} lines, the first in line ${firstForeign}, are not UTF-8; they were read as Windows-1252.`];
    const headless = this.#shape.headingRow === 0 ? this.#shape.problems.slice(0, 1) : [];
    const cells = [...this.#cells].map(
      ([note, { count, row }]) =>
        `${note} ${count === 1 ? `Left out in row ${row}.` : `Left out in ${count} rows, first in row ${row}.`}`,
    );
    return [...headless, ...lines, ...cells];
  }
}
