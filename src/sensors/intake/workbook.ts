// Spreadsheets as other systems export them (ECMA-376, .xlsx): the first sheet becomes the text of a list, and goes the way of lists. A
// small archive can hold more than a machine has room for: it is unpacked once to count, and read in a thread of bounded memory and time.
import { Worker } from 'node:worker_threads';
import { Unzip, UnzipInflate } from 'fflate';
import { Invalid } from '#kit/index.ts';
import { readingThreads } from './reading-threads.ts';
import type { SheetReply } from './workbook.worker.ts';

const MOST_PACKED = 64 << 20;
const MOST_UNPACKED = 128 << 20;
/** Sheets are XML and shrink well; a bomb shrinks a thousand times. */
const MOST_RATIO = 200;
const SLICE = 16_384;
const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 5, 6]);
/** The end of the directory, and the longest comment after it. */
const MOST_TAIL = 22 + 0xffff;
const MOST_HEAP_MB = 768;
const MOST_MS = 120_000;

/** Whether bytes begin an archive that may be a workbook. */
export function isWorkbook(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

const swells = () => new Invalid('This workbook swells more than a list would. Save the sheet as CSV.');
const unreadable = (cause?: unknown) =>
  new Invalid('This is no workbook that can be read. Save the sheet as CSV.', undefined, cause);

/** The first sheet as comma-separated text. Throws Invalid when the file is no workbook or too large. */
export async function workbookText(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    length += part.length;
    if (length > MOST_PACKED) throw new Invalid('This workbook is larger than 64 MB. Save the sheet as CSV.');
    parts.push(part.slice());
  }
  const bytes = Buffer.concat(parts);
  checkArchive(bytes);
  return sheetText(bytes);
}

/** Throws Invalid when an archive is broken or swells: unpacks everything, keeps nothing, and stops where it becomes too much, whatever the archive says of itself. */
export function checkArchive(bytes: Uint8Array): void {
  // What ends in the middle looks whole for a while; its list of contents stands last (APPNOTE.TXT 4.3.16).
  if (Buffer.from(bytes.subarray(-MOST_TAIL)).lastIndexOf(END_OF_DIRECTORY) < 0)
    throw new Invalid('This workbook is cut off: its end is missing. Fetch it again.');
  const most = Math.min(MOST_UNPACKED, Math.max(1 << 20, bytes.length * MOST_RATIO));
  let unpacked = 0;
  let problem: unknown = null;
  const unzip = new Unzip((file) => {
    if ((file.originalSize ?? 0) > most) throw swells();
    file.ondata = (error, chunk) => {
      problem ??= error;
      unpacked += chunk?.length ?? 0;
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += SLICE) {
      unzip.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
      if (unpacked > most) throw swells();
    }
  } catch (error) {
    throw error instanceof Invalid ? error : unreadable(error);
  }
  if (problem !== null) throw unreadable(problem);
}

/** Reads the sheet beside the other work; a thread that takes too much or too long is ended. */
function sheetText(bytes: Buffer): Promise<Uint8Array> {
  return readingThreads.run(() => textOf(bytes));
}

async function textOf(bytes: Buffer): Promise<Uint8Array> {
  const worker = new Worker(new URL('./workbook.worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    execArgv: [],
  });
  const late = setTimeout(() => void worker.terminate(), MOST_MS);
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      worker.once('message', (reply: SheetReply) => {
        if ('text' in reply) resolve(reply.text);
        else reject(unreadable(new Error(reply.problem)));
      });
      worker.once('error', (error) => reject(isOutOfMemory(error) ? swells() : unreadable(error)));
      worker.once('exit', () => reject(swells()));
    });
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}

/** Whether a thread ended because it asked for more memory than it may have. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
