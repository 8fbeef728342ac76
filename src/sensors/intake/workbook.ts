// Spreadsheets as other systems export them (ECMA-376, .xlsx): the first sheet becomes the text of a list, and goes the way of lists. The
// archive is looked at before it is opened, because a small one can hold more than a machine has room for.
import { stringify } from 'csv-stringify/sync';
import { readSheet } from 'read-excel-file/node';
import { Invalid } from '#kit/index.ts';

const MOST_PACKED = 64 << 20;
const MOST_UNPACKED = 256 << 20;
/** Sheets are XML and shrink well; a bomb shrinks a thousand times. */
const MOST_RATIO = 200;
const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** Whether bytes begin an archive that may be a workbook. */
export function isWorkbook(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

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
  const rows = await readSheet(bytes).catch((error: unknown) => {
    throw new Invalid('This is no workbook that can be read. Save the sheet as CSV.', undefined, error);
  });
  return Buffer.from(stringify(rows.map((row) => row.map(cellText))));
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

/** Adds up what the directory of the archive says it unpacks to (APPNOTE.TXT 4.3.12, 4.3.16). */
function checkArchive(bytes: Buffer): void {
  const broken = () => new Invalid('This archive is broken. Save the sheet as CSV.');
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end--;
  if (end < 0) throw broken();
  let at = bytes.readUInt32LE(end + 16);
  let unpacked = 0;
  for (let entries = bytes.readUInt16LE(end + 10); entries > 0; entries--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) throw broken();
    unpacked += bytes.readUInt32LE(at + 24);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (unpacked > MOST_UNPACKED || unpacked > Math.max(1 << 20, bytes.length * MOST_RATIO)) {
    throw new Invalid('This workbook swells more than a list would. Save the sheet as CSV.');
  }
}
