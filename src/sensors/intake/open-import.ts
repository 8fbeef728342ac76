// Opens a file of any kind that can be taken in: recognized by content (or as told), unpacked when gzipped, read in batches of
// facts with the rows that could not be used.
import { createHmac } from 'node:crypto';
import path from 'node:path';
import { Observations } from '#evidence/model.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { asUtf8, headText } from './as-utf8.ts';
import { guessEncoding } from './encoding.ts';
import { gunzipped, isGzip } from './gunzip.ts';
import {
  type FileReport,
  type ImportBatch,
  type ImportContext,
  type ImportFile,
  INVENTORY_CSV,
  importCsv,
  type RejectedRow,
} from './import-csv.ts';
import { type ImportedRow, type Importer, UNVERIFIED } from './importer.ts';
import { importerFor, importerOf, recognizable } from './importers.ts';
import { HEAD_BYTES } from './list-shape.ts';
import { peek } from './peek.ts';
import { isNoList, refuseUnread } from './unread-documents.ts';
import { isWorkbook, workbookText } from './workbook.ts';

/** An import under way: iterate over the batches, then read the report. */
export interface OpenedImport extends AsyncIterable<ImportBatch> {
  readonly kind: string;
  /** The kind in words. */
  readonly label: string;
  /** Stands for "a list with these columns", under which their meaning is remembered; null for other kinds. */
  readonly source: string | null;
  report(): FileReport;
}

/** Rejected rows that a report lists. */
const MOST_LISTED = 1000;
/** Distinct statements gathered before they become facts. */
const FLUSH = 100_000;
/** Facts in one batch. */
const BATCH = 2000;

/** Begins to take in a file; `as` forces a kind. Throws Invalid when the file is of no known kind. */
export async function openImport(
  source: AsyncIterable<Uint8Array> | Uint8Array,
  file: ImportFile & { readonly as?: string },
  context: ImportContext,
): Promise<OpenedImport> {
  let peeked = await peek(source, HEAD_BYTES);
  if (isGzip(peeked.head)) peeked = await peek(gunzipped(peeked.stream), HEAD_BYTES);
  if (isWorkbook(peeked.head)) peeked = await peek(await workbookText(peeked.stream), HEAD_BYTES);
  if (file.as !== undefined && file.as !== INVENTORY_CSV && !importerOf(file.as)) {
    throw new Invalid(`'${inertText(file.as, 40)}' is no kind of file that can be taken in.`);
  }
  const importer = file.as === undefined ? importerFor(peeked.head) : importerOf(file.as);
  if (importer) {
    const text = asUtf8(peeked.stream, guessEncoding(peeked.head));
    return new Run(importer, text, { file, context });
  }
  if (file.as === undefined) refuseOthers(peeked.head);
  const list = await importCsv(peeked.stream, file, context);
  return {
    kind: INVENTORY_CSV,
    label: 'Device list (CSV)',
    source: list.shape.source,
    [Symbol.asyncIterator]: () => list[Symbol.asyncIterator](),
    report: () => list.report(),
  };
}

/** Throws Invalid for what is known and not read, and for what cannot be a list. */
export function refuseOthers(head: Uint8Array): void {
  if (head.length === 0) throw new Invalid('This file is empty. Export it again.');
  const text = recognizable(headText(head, guessEncoding(head)));
  refuseUnread(text);
  if (isNoList(head, text)) {
    throw new Invalid(
      'This file is of no kind that is known here. See which files can be taken in, or save a list as CSV.',
    );
  }
}

interface RunOptions {
  readonly file: ImportFile;
  readonly context: ImportContext;
}

/** One pass of an importer over a file. */
class Run implements OpenedImport {
  readonly kind: string;
  readonly label: string;
  readonly source = null;
  readonly #importer: Importer;
  readonly #stream: AsyncIterable<Uint8Array>;
  readonly #options: RunOptions;
  readonly #observations = new Observations();
  readonly #rejected: RejectedRow[] = [];
  #rows = 0;
  #rejectedTotal = 0;
  #facts = 0;
  #problem: string | null = null;

  constructor(importer: Importer, stream: AsyncIterable<Uint8Array>, options: RunOptions) {
    this.kind = importer.kind;
    this.label = importer.label;
    this.#importer = importer;
    this.#stream = stream;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ImportBatch> {
    const nowMs = this.#options.context.clock.now().getTime();
    let rejected: RejectedRow[] = [];
    try {
      for await (const rows of this.#importer.read(this.#stream, { nowMs })) {
        for (const row of rows) this.#take(row, nowMs, rejected);
        if (this.#observations.size >= FLUSH) yield* this.#batches(rejected);
        else if (rejected.length >= BATCH) yield { facts: [], rejected, rows: this.#rows };
        else continue;
        rejected = [];
      }
    } catch (error) {
      // What was read before the file broke is kept, and the report says where it ended.
      if (!(error instanceof Invalid) || this.#rows === 0) throw error;
      this.#problem = error.message;
    }
    yield* this.#batches(rejected);
  }

  #take(row: ImportedRow, nowMs: number, rejected: RejectedRow[]): void {
    this.#rows += 'problem' in row ? 1 : (row.rows ?? 1);
    if ('problem' in row) {
      this.#rejectedTotal++;
      const entry = { row: row.row, reason: row.problem };
      rejected.push(entry);
      if (this.#rejected.length < MOST_LISTED) this.#rejected.push(entry);
      return;
    }
    for (const { subject, attribute, value, basis, confidence, atMs } of row.statements) {
      this.#observations.state(subject, attribute, value, { basis, confidence, atMs: atMs ?? nowMs });
    }
  }

  *#batches(rejected: readonly RejectedRow[]): Generator<ImportBatch> {
    const { run, by, clock, nameKey } = this.#options.context;
    const base = path.basename(this.#options.file.fileName);
    const detail =
      nameKey === undefined ? null : `file ${createHmac('sha256', nameKey).update(base).digest('hex').slice(0, 12)}`;
    let left = rejected;
    for (const facts of this.#observations.batches({ sensor: this.kind, run, detail, by }, clock, BATCH)) {
      this.#facts += facts.length;
      yield { facts, rejected: left, rows: this.#rows };
      left = [];
    }
  }

  report(): FileReport {
    const { dropped } = this.#observations;
    const problems = this.#problem === null ? [] : [this.#problem];
    if (dropped > 0)
      problems.push(
        `${dropped} values were not kept: they do not fit, are dated in the future, or look like patient data.`,
      );
    if (!this.#importer.verified) {
      problems.push(UNVERIFIED);
    }
    return {
      file: this.#options.file.fileName,
      kind: this.kind,
      rows: this.#rows,
      accepted: this.#rows - this.#rejectedTotal,
      rejected: [...this.#rejected],
      rejectedTotal: this.#rejectedTotal,
      problems,
      facts: this.#facts,
      changed: 0,
      mapping: {},
    };
  }
}
