// MDS2 documents as makers send them: the worksheet (.xlsx), the same saved as CSV, or a PDF with text in it. Read whole or not at all, in
// a thread of bounded memory and time.
import { Worker } from 'node:worker_threads';
import { parse } from 'csv-parse/sync';
import { Invalid } from '#kit/index.ts';
import {
  answeredMds2,
  editionOfMds2,
  MDS2_CAPABILITIES,
  type Mds2Edition,
  type Mds2Form,
  readMds2Form,
} from '#knowledge/index.ts';
import { headText } from '../as-utf8.ts';
import { guessEncoding } from '../encoding.ts';
import { readingThreads } from '../reading-threads.ts';
import { checkArchive, isOutOfMemory, isWorkbook } from '../workbook.ts';
import type { Mds2Reply, TextPiece } from './mds2.worker.ts';
import { pdfRows } from './pdf-rows.ts';

const MOST_BYTES = 64 << 20;
const MOST_TEXT_BYTES = 8 << 20;
const MOST_HEAP_MB = 768;
const MOST_MS = 60_000;
/** So many questions at the beginning of a table are no chance. */
const LEAST_CELLS = 8;

/** Names the kind in documents. */
export const MDS2_KIND = 'mds2';

/** The kind in words. */
export const MDS2_LABEL = "Maker's disclosure statement (MDS2)";

/** Whether a file that begins so may be an MDS2: a PDF, a workbook, or a table of its questions. */
export function mayBeMds2(head: Uint8Array): boolean {
  return isPdf(head) || isWorkbook(head) || isTable(head);
}

/** Whether bytes begin a PDF (ISO 32000-2 7.5.2; the header may stand within the first 1,024 bytes). */
export function isPdf(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 1024)).includes('%PDF-');
}

const CODES = MDS2_CAPABILITIES.map(({ code }) => code).join('|');
const QUESTION_CELL = new RegExp(`(?:^|[,;\\t"])(?:${CODES})-\\d+(?:\\.\\d+)*"?[,;\\t]`, 'gm');

function isTable(head: Uint8Array): boolean {
  return (headText(head, guessEncoding(head)).match(QUESTION_CELL)?.length ?? 0) >= LEAST_CELLS;
}

/**
 * The form in a file; null when a workbook or a table is none. Throws Invalid, and takes nothing, when it is broken, has no text, or when
 * nobody answered it.
 */
export async function readMds2(bytes: Uint8Array): Promise<Mds2Form | null> {
  if (bytes.length > MOST_BYTES) throw new Invalid('This file is larger than 64 MB, which no MDS2 is.');
  const form = isWorkbook(bytes) ? await fromWorkbook(bytes) : isPdf(bytes) ? await fromPdf(bytes) : fromTable(bytes);
  if (form === null) return null;
  if (answeredMds2(form) === 0) {
    throw new Invalid('This MDS2 is blank: it has no answers. Ask the maker for the form filled in for this product.');
  }
  if (form.model === null && form.manufacturer === null) {
    throw new Invalid(
      'This MDS2 names neither maker nor model (DOC-1 and DOC-3). Write them into the form and take it in again.',
    );
  }
  return form;
}

async function fromWorkbook(bytes: Uint8Array): Promise<Mds2Form | null> {
  checkArchive(bytes);
  const reply = await inThread(bytes);
  if (reply.kind === 'problem')
    throw new Invalid('This workbook is broken. Fetch it again, or open it and save it anew.');
  if (reply.kind !== 'sheets') return null;
  const forms = reply.sheets.flatMap((rows) => readMds2Form(rows) ?? []);
  const [best] = forms.sort((a, b) => answeredMds2(b) - answeredMds2(a));
  if (!best) return null;
  const said = [
    ...(reply.hasMacros ? ['This workbook has macros. They were not run.'] : []),
    ...(reply.hasFormulas ? ['This workbook has formulas. Nothing was computed: their last values were taken.'] : []),
    ...(forms.length > 1 ? [`This workbook has ${forms.length} forms. The one with most answers was taken.`] : []),
  ];
  return { ...best, problems: [...said, ...best.problems] };
}

async function fromPdf(bytes: Uint8Array): Promise<Mds2Form> {
  // A cut file can look whole for pages; its end mark is missing (ISO 32000-2 7.5.5).
  if (!Buffer.from(bytes.subarray(-4096)).includes('%%EOF')) {
    throw new Invalid('This PDF is cut off: its end is missing. Fetch it again.');
  }
  const reply = await inThread(bytes);
  if (reply.kind === 'problem') {
    throw new Invalid(
      reply.isLocked
        ? 'This PDF is locked with a password. Save it without one and take it in again.'
        : 'This PDF cannot be read. Fetch it again, or ask the maker for the worksheet (.xlsx).',
    );
  }
  if (reply.kind !== 'pages') throw new Invalid('This is no PDF that can be read.');
  if (!reply.pages.some((page) => page.length > 0)) {
    throw new Invalid(
      'This PDF has no text: it is a picture of paper. Ask the maker for the worksheet (.xlsx) or a PDF that was not scanned.',
    );
  }
  const form = formOf(reply.pages);
  if (form === null) throw new Invalid('This PDF is no MDS2 that can be read: its questions were not found.');
  const said = reply.morePages ? ['This PDF has more pages than an MDS2; the first were read.'] : [];
  return {
    ...form,
    problems: [
      ...said,
      'Read from a PDF by the places of its text: look the answers over before you rely on them.',
      ...form.problems,
    ],
  };
}

const EDITIONS: readonly Mds2Edition[] = ['2019', '2013'];

function formOf(pages: readonly (readonly TextPiece[])[]): Mds2Form | null {
  for (const edition of EDITIONS) {
    const rows = pdfRows(pages, edition);
    if (editionOfMds2(rows) === edition) return readMds2Form(rows);
  }
  return null;
}

function fromTable(bytes: Uint8Array): Mds2Form | null {
  if (bytes.length > MOST_TEXT_BYTES) return null;
  const text = headText(bytes, guessEncoding(bytes));
  const delimiter = [',', ';', '\t'].find((each) => new RegExp(`^"?(?:DOC|MPII)-\\d+"?${each}`, 'm').test(text)) ?? ',';
  try {
    const rows: string[][] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true, bom: true });
    return readMds2Form(rows);
  } catch {
    return null;
  }
}

/** Opens the file beside the other work; a thread that takes too much or too long is ended. */
function inThread(bytes: Uint8Array): Promise<Mds2Reply> {
  return readingThreads.run(() => opened(bytes));
}

async function opened(bytes: Uint8Array): Promise<Mds2Reply> {
  const worker = new Worker(new URL('./mds2.worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const tooMuch = new Invalid(
    'This file takes more memory or time than an MDS2 would. Ask the maker for the worksheet (.xlsx).',
  );
  const late = setTimeout(() => void worker.terminate(), MOST_MS);
  try {
    return await new Promise<Mds2Reply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => reject(isOutOfMemory(error) ? tooMuch : error));
      worker.once('exit', () => reject(tooMuch));
    });
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}
