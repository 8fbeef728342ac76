// Reads the first sheet of a workbook in a thread of its own and gives it back as comma-separated text.
import { parentPort, workerData } from 'node:worker_threads';
import { stringify } from 'csv-stringify/sync';
import { readSheet } from 'read-excel-file/node';

/** The sheet, or why there is none. */
export type SheetReply = { readonly text: Uint8Array } | { readonly problem: string };

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

async function reply(): Promise<SheetReply> {
  try {
    const rows = await readSheet(Buffer.from(workerData as Uint8Array)); // the door that starts this gives bytes
    return { text: Buffer.from(stringify(rows.map((row) => row.map(cellText)))) };
  } catch (error) {
    return { problem: String(error) };
  }
}

parentPort?.postMessage(await reply());
