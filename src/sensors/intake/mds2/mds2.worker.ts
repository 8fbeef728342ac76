// Opens a workbook or a PDF in a thread of its own and gives back cells, or pieces of text with their places. Formulas are not computed
// and macros not run: what was last saved is what counts.
import { parentPort, workerData } from 'node:worker_threads';
import { unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { getDocumentProxy } from 'unpdf';

/** A piece of text on a page: left and right end, height above the foot of the page. */
export interface TextPiece {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** What is in the file, or why nothing is. */
export type Mds2Reply =
  | {
      readonly kind: 'sheets';
      readonly sheets: readonly (readonly (readonly string[])[])[];
      readonly hasFormulas: boolean;
      readonly hasMacros: boolean;
    }
  | { readonly kind: 'pages'; readonly pages: readonly (readonly TextPiece[])[]; readonly morePages: boolean }
  | { readonly kind: 'other' }
  | { readonly kind: 'problem'; readonly problem: string; readonly isLocked: boolean };

const MOST_ROWS = 4000;
const MOST_COLUMNS = 16;
const MOST_PAGES = 150;
const MOST_PIECES = 200_000;
const SIGN = /(?:MPII|ALOF|AUDT)\s?[-–]\s?\d|Disclosure Statement for Medical Device/i;

function cellText(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

async function sheets(bytes: Uint8Array): Promise<Mds2Reply> {
  let hasMacros = false;
  const parts = unzipSync(bytes, {
    filter: ({ name }) => {
      hasMacros ||= /vbaProject\.bin$/i.test(name);
      return /^xl\/(?:sharedStrings\.xml|worksheets\/[^/]+\.xml)$/.test(name);
    },
  });
  const texts = Object.values(parts).map((part) => Buffer.from(part.buffer, part.byteOffset, part.length).toString());
  if (!texts.some((text) => SIGN.test(text))) return { kind: 'other' };
  const hasFormulas = texts.some((text) => /<f[\s>]/.test(text));
  const read = await readWorkbook(Buffer.from(bytes));
  const cells = read.map(({ data }) =>
    data.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS).map((cell: unknown) => cellText(cell))),
  );
  return { kind: 'sheets', sheets: cells, hasFormulas, hasMacros };
}

async function pages(bytes: Uint8Array): Promise<Mds2Reply> {
  const document = await getDocumentProxy(bytes, { verbosity: 0, stopAtErrors: true });
  const found: TextPiece[][] = [];
  let total = 0;
  for (let number = 1; number <= Math.min(document.numPages, MOST_PAGES) && total < MOST_PIECES; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item) => ('str' in item ? pieceOf(item) : []));
    const filled = (await page.getAnnotations()).flatMap((annotation: unknown) => fieldOf(annotation));
    found.push([...texts, ...filled]);
    total += texts.length + filled.length;
  }
  return { kind: 'pages', pages: found, morePages: document.numPages > found.length };
}

function pieceOf(item: { str: string; transform: unknown[]; width: number }): TextPiece[] {
  const [left, y] = [Number(item.transform[4]), Number(item.transform[5])];
  return item.str.trim() === '' ? [] : [{ text: item.str, left, right: left + item.width, y }];
}

/** What was filled into a field of a form: it is no part of the page's own text. */
function fieldOf(annotation: unknown): TextPiece[] {
  if (annotation === null || typeof annotation !== 'object') return [];
  const value: unknown = Reflect.get(annotation, 'fieldValue');
  const rect: unknown = Reflect.get(annotation, 'rect');
  const text = [value].flat().find((each) => typeof each === 'string' && each.trim() !== '');
  if (typeof text !== 'string' || !Array.isArray(rect) || text === 'Off') return [];
  const [left = 0, bottom = 0, right = 0, top = 0] = rect.map(Number);
  // The line of a text beside the field is near its lower third.
  return [{ text, left, right, y: bottom + (top - bottom) * 0.3 }];
}

async function reply(): Promise<Mds2Reply> {
  const bytes = new Uint8Array(workerData as Uint8Array); // the door that starts this gives bytes
  try {
    return bytes[0] === 0x50 ? await sheets(bytes) : await pages(bytes);
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    return { kind: 'problem', problem: String(error), isLocked };
  }
}

parentPort?.postMessage(await reply());
