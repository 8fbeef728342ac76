// Where the columns of a printed form stand: the ids and the answers give it away, and the headings above them.
import { type Mds2Edition, readMds2Answer, readQuestionId } from '#knowledge/index.ts';
import type { TextPiece } from './mds2.worker.ts';

/** Pieces that stand so near in height are on one line (points). */
export const SAME_LINE = 2.5;
/** Cells of one column begin so near to each other. */
const SAME_COLUMN = 24;
/** An id that was broken at its hyphen goes on so far below. */
const NEXT_LINE = 18;

/** Columns by where they begin. */
export interface Layout {
  readonly edition: Mds2Edition;
  readonly id: number;
  readonly answer: number;
  readonly note: number;
  /** References to other standards begin here. */
  readonly references: number;
}

/** An id with its place. */
export interface Anchor {
  readonly id: string;
  readonly y: number;
  /** The height of its first line, where it was broken. */
  readonly top: number;
  /** What stands in the same piece of text after it. */
  readonly rest: string;
}

type Page = readonly TextPiece[];

/** The columns; null when there are no ids or no answers. */
export function layoutOf(pages: readonly Page[], edition: Mds2Edition): Layout | null {
  const all = pages.flat();
  const id = mostCommon(all.flatMap((piece) => (isBegun(piece.text, edition) ? [piece.left] : [])));
  if (id === null) return null;
  const choices = all.filter(({ text, left }) => left > id + 80 && isChoice(text));
  const middle = mostCommon(choices.map(({ left, right }) => (left + right) / 2));
  if (middle === null) return null;
  const inColumn = choices.filter(({ left, right }) => Math.abs((left + right) / 2 - middle) <= SAME_COLUMN);
  const answer = Math.min(...inColumn.map(({ left }) => left));
  const end = Math.max(...inColumn.map(({ right }) => right));
  const headed = (words: RegExp) =>
    all.flatMap(({ text, left }) => (left > end - 4 && words.test(text.trim()) ? [left] : []));
  const note =
    mostCommon(headed(/^(?:see )?notes?(?: ?#)?$|^_{1,3}$/i)) ??
    mostCommon(all.flatMap(({ left }) => (left > end ? [left] : [])));
  const references = headed(/^(?:IEC\b|NIST\b|ISO\b)/);
  return {
    edition,
    id,
    answer,
    note: note ?? Number.POSITIVE_INFINITY,
    references: references.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...references) - 4,
  };
}

/** The ids of a page from top to bottom, with the pieces of text that they are made of. */
export function anchorsOf(page: Page, { id, edition }: Layout): { anchors: Anchor[]; used: ReadonlySet<TextPiece> } {
  const column = page.filter(({ left }) => Math.abs(left - id) <= SAME_COLUMN).sort((a, b) => b.y - a.y);
  const used = new Set<TextPiece>();
  const anchors = column.flatMap((piece, at): Anchor[] => {
    if (used.has(piece)) return [];
    const whole = startOf(piece.text, edition);
    if (whole) {
      used.add(piece);
      return [{ ...whole, y: piece.y, top: piece.y }];
    }
    const next = column[at + 1];
    if (!next || !isBegun(piece.text, edition) || piece.y - next.y > NEXT_LINE) return [];
    const joined = startOf(`${piece.text.trim()}${next.text.trim()}`, edition);
    if (!joined) return [];
    used.add(piece).add(next);
    return [{ ...joined, y: (piece.y + next.y) / 2, top: piece.y }];
  });
  return { anchors, used };
}

/** An id at the beginning of a piece of text, with what follows it there. */
function startOf(text: string, edition: Mds2Edition): { id: string; rest: string } | null {
  const [, word = '', rest = ''] = /^\s*(\S+)(?:\s+(.*))?$/s.exec(text) ?? [];
  const read = readQuestionId(word, edition);
  // A letter alone begins many sentences; the form of 2013 has it alone in its cell.
  if (!read || (edition === '2013' && /^[A-D]$/.test(read.id) && rest !== '')) return null;
  return { id: read.id, rest };
}

function isBegun(text: string, edition: Mds2Edition): boolean {
  return startOf(text, edition) !== null || (edition === '2019' && /^\s*[A-Z]{3,4}-\s*$/.test(text));
}

function isChoice(text: string): boolean {
  const kind = readMds2Answer(text);
  return kind === 'yes' || kind === 'no' || kind === 'n/a';
}

/** The place where most are, within the width of a letter. */
function mostCommon(places: readonly number[]): number | null {
  const counts = Map.groupBy(places, (place) => Math.round(place / 4));
  let best: { place: number; count: number } | null = null;
  for (const [bucket, here] of counts) {
    const count = here.length + (counts.get(bucket - 1)?.length ?? 0) + (counts.get(bucket + 1)?.length ?? 0);
    if (!best || count > best.count) best = { place: bucket * 4, count };
  }
  return best?.place ?? null;
}
