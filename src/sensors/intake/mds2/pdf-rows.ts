// A printed form becomes rows of cells again. A PDF knows only where each piece of text stands: what stands around an id belongs to its
// question.
import type { Mds2Edition } from '#knowledge/index.ts';
import type { TextPiece } from './mds2.worker.ts';
import { type Anchor, anchorsOf, type Layout, layoutOf, SAME_LINE } from './pdf-layout.ts';

/** Cells of a row may be set in other sizes. */
const SAME_ROW = 6;
/** Cells begin a little apart. */
const SLACK = 6;
/** Wider gaps part cells. */
const SPACE = 5;
/** Lines further from every id than this belong to no question. */
const FAR = 45;
/** References to other standards, where no heading tells their column. */
const REFERENCE = /^(?:[A-Z]{2}-\d{1,2}\b|A\.\d{1,2}\.|Section 5\.)/;

interface Line {
  readonly y: number;
  readonly pieces: readonly TextPiece[];
}

interface RowTexts {
  readonly rest: string;
  readonly question: TextPiece[];
  readonly answer: TextPiece[];
  readonly note: TextPiece[];
}

/** Rows of `[id, question, answer, note]`, with the lines before and after the questions as cells. */
export function pdfRows(pages: readonly (readonly TextPiece[])[], edition: Mds2Edition): string[][] {
  const layout = layoutOf(pages, edition);
  return pages.flatMap((page) => (layout === null ? linesOf(page).map(cellsOf) : rowsOf(page, layout)));
}

function rowsOf(page: readonly TextPiece[], layout: Layout): string[][] {
  const { anchors, used } = anchorsOf(page, layout);
  const lines = linesOf(page.filter((piece) => !used.has(piece)));
  const [first] = anchors;
  if (!first) return lines.map(cellsOf);
  const isTop = hangsFromTop(anchors, page, layout);
  const rows = new Map<Anchor, RowTexts>(
    anchors.map((anchor) => [anchor, { rest: anchor.rest, question: [], answer: [], note: [] }]),
  );
  const others: Line[] = [];
  for (const line of lines) {
    const owner = ownerOf(line.y, anchors, isTop);
    const row = owner && rows.get(owner);
    if (row && !isApart(line)) for (const piece of line.pieces) place(piece, row, layout);
    else others.push(line);
  }
  return [
    ...others.filter(({ y }) => y > first.y).map(cellsOf),
    ...[...rows].map(([{ id }, row]) => [
      id,
      `${row.rest} ${joined(row.question)}`.trim(),
      joined(row.answer),
      joined(row.note),
    ]),
    ...others.filter(({ y }) => y <= first.y).map(cellsOf),
  ];
}

/** A heading of a section, or a note at the foot. */
function isApart({ pieces }: Line): boolean {
  const text = pieces[0]?.text.trim() ?? '';
  return (pieces.length === 1 && /\([A-Z]{4}\)$/i.test(text)) || /^note\s*#?\s*\d/i.test(text);
}

function place(piece: TextPiece, row: RowTexts, { answer, note, references }: Layout): void {
  const { text, left } = piece;
  if (left >= references || (left >= note - SLACK && REFERENCE.test(text.trim()))) return;
  if (left >= note - SLACK) row.note.push(piece);
  else if (left >= answer - SLACK) row.answer.push(piece);
  else row.question.push(piece);
}

/** Whether cells hang from the top of their row: then nearly every question begins on the line of its id. */
function hangsFromTop(anchors: readonly Anchor[], page: readonly TextPiece[], { id, answer }: Layout): boolean {
  const questions = page.filter(({ left }) => left > id + 10 && left < answer - SLACK);
  const beside = anchors.filter(
    ({ top, rest }) => rest !== '' || questions.some((piece) => Math.abs(piece.y - top) <= SAME_LINE),
  );
  return beside.length >= anchors.length * 0.9;
}

function ownerOf(y: number, anchors: readonly Anchor[], isTop: boolean): Anchor | undefined {
  if (isTop) return anchors.findLast((anchor) => anchor.top + SAME_ROW >= y);
  const near = anchors.find((anchor) => Math.abs(anchor.y - y) <= SAME_LINE);
  if (near) return near;
  return anchors
    .filter((anchor) => Math.abs(anchor.y - y) <= FAR)
    .reduce<Anchor | undefined>(
      (best, anchor) => (best && Math.abs(best.y - y) <= Math.abs(anchor.y - y) ? best : anchor),
      undefined,
    );
}

function linesOf(page: readonly TextPiece[]): Line[] {
  const lines: { y: number; pieces: TextPiece[] }[] = [];
  for (const piece of [...page].sort((a, b) => b.y - a.y || a.left - b.left)) {
    const line = lines.at(-1);
    if (line && line.y - piece.y <= SAME_LINE) line.pieces.push(piece);
    else lines.push({ y: piece.y, pieces: [piece] });
  }
  for (const { pieces } of lines) pieces.sort((a, b) => a.left - b.left);
  return lines;
}

/** The cells of a line: pieces that follow each other closely are one. */
function cellsOf({ pieces }: Line): string[] {
  const cells: TextPiece[][] = [];
  for (const piece of pieces) {
    const last = cells.at(-1)?.at(-1);
    const gap = piece.left - (last?.right ?? 0);
    if (last && gap > -SAME_LINE && gap < SPACE) cells.at(-1)?.push(piece);
    else cells.push([piece]);
  }
  return cells.map(joined);
}

/** Pieces as one text: what touches is one word. */
function joined(pieces: readonly TextPiece[]): string {
  let text = '';
  for (const [at, piece] of pieces.entries()) {
    const last = pieces[at - 1];
    const touches = last && Math.abs(last.y - piece.y) <= SAME_LINE && piece.left - last.right < 1;
    text += touches || text === '' ? piece.text : ` ${piece.text}`;
  }
  return text.replace(/\s+/g, ' ').trim();
}
