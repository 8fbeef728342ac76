// The cells of a form become answers, leniently: makers move columns, add sheets and mistype ids (`SHAD-15` stands in NEMA's own example).
// Layout: ANSI/NEMA HN 1-2019 section 5 as published in the worksheet; HIMSS/NEMA HN 1-2013 by its numbers.
import { inertText } from '#kit/index.ts';
import type { AnswerKind, Edition, Mds2Answer, Mds2Form } from './mds2-form.ts';
import { capabilityOrder, QUESTIONS, readAnswer, readQuestionId, sameQuestion } from './question-book.ts';

/** Cells as text, '' where nothing is. */
export type FormRow = readonly string[];

/** Fewer questions than this make no form. */
const LEAST_QUESTIONS = 8;
const MOST_TEXT = 2000;
const MOST_QUESTIONS = 1000;
const TITLE = /manufacturer disclosure statement|\bMDS\s?(?:2|²)\b/i;
const BLANK = /^[_\s–—-]*$/;

/** Which form rows are, or null when they are none. */
export function editionOf(rows: readonly FormRow[]): Edition | null {
  if (idsIn(rows, '2019').length >= LEAST_QUESTIONS) return '2019';
  const isTitled = rows.some((row) => row.some((cell) => TITLE.test(cell)));
  return isTitled && idsIn(rows, '2013').length >= LEAST_QUESTIONS ? '2013' : null;
}

/** The form in rows of cells; null when there is none in them. */
export function readForm(rows: readonly FormRow[]): Mds2Form | null {
  const edition = editionOf(rows);
  if (edition === null) return null;
  const found = idsIn(rows, edition).slice(0, MOST_QUESTIONS);
  const column = columnsOf(rows, found);
  const notes = footnotes(rows);
  const byId = new Map<string, Mds2Answer>();
  const twice: string[] = [];
  for (const { row, id, capability } of found) {
    const cells = rows[row] ?? [];
    const question = clean(cells[column.question]);
    const { kind, answer, note } = answerIn(cells, column, notes);
    const read = { id, capability, sameAs: sameQuestion(id, edition, question), kind, answer, note, question };
    const known = byId.get(id);
    if (known && known.kind !== 'none' && read.kind !== 'none') twice.push(id);
    if (!known || known.kind === 'none') byId.set(id, read);
  }
  const answers = [...byId.values()].sort((a, b) => capabilityOrder(a.capability) - capabilityOrder(b.capability));
  return { edition, ...headOf(rows, byId), answers, problems: problemsOf(edition, answers, twice) };
}

/** Questions that somebody answered, beside the general part. */
export function answeredIn(form: Pick<Mds2Form, 'answers'>): number {
  return form.answers.filter(({ capability, kind }) => capability !== 'DOC' && kind !== 'none').length;
}

interface FoundId {
  readonly row: number;
  readonly at: number;
  readonly id: string;
  readonly capability: string;
}

/** Ids in the column that holds most of them. */
function idsIn(rows: readonly FormRow[], edition: Edition): FoundId[] {
  const all = rows.flatMap((cells, row) =>
    cells.slice(0, 6).flatMap((cell, at): FoundId[] => {
      const read = cell.length > 24 ? null : readQuestionId(cell, edition);
      return read ? [{ row, at, ...read }] : [];
    }),
  );
  const columns = [...Map.groupBy(all, ({ at }) => at).values()].sort((a, b) => b.length - a.length);
  return columns[0] ?? [];
}

interface Columns {
  readonly question: number;
  readonly answer: number;
  readonly note: number;
}

/** Where the answers stand: the column after the questions with most words that are answers. */
function columnsOf(rows: readonly FormRow[], found: readonly FoundId[]): Columns {
  const id = found[0]?.at ?? 0;
  const width = Math.max(...found.map(({ row }) => rows[row]?.length ?? 0), id + 4);
  const counts = Array.from({ length: width }, (_, at) =>
    at <= id + 1 ? 0 : found.filter(({ row }) => isChoice(readAnswer(rows[row]?.[at] ?? ''))).length,
  );
  const most = Math.max(...counts);
  // "See note" may stand in the column of notes: the first column with about as many wins.
  const answer = most === 0 ? id + 2 : counts.findIndex((count) => count >= most);
  return { question: id + 1, answer, note: answer + 1 };
}

function isChoice(kind: AnswerKind): boolean {
  return kind === 'yes' || kind === 'no' || kind === 'n/a';
}

function answerIn(cells: FormRow, column: Columns, notes: ReadonlyMap<string, string>) {
  const answer = clean(cells[column.answer]) ?? '';
  const noted = clean(cells[column.note]);
  const kind = readAnswer(answer);
  const texts = [kind === 'see note' ? answer : null, noted].flatMap((text) =>
    text === null ? [] : [resolved(text, notes)],
  );
  // A bare "See Note" says nothing beyond the answer itself.
  const note = [...new Set(texts)].filter((text) => !/^see (?:the )?notes?\.?$/i.test(text)).join(' ');
  const isNoteOnly = kind === 'none' && noted !== null;
  return { kind: isNoteOnly ? ('see note' as const) : kind, answer, note: note === '' ? null : note };
}

/** `See Note 3` with what note 3 says. */
function resolved(text: string, notes: ReadonlyMap<string, string>): string {
  const [, numbers] = /^(?:see )?(?:notes?|#)?\s*#?\s*(\d{1,3}(?:\s*(?:,|and|&)\s*\d{1,3})*)\.?$/i.exec(text) ?? [];
  if (numbers === undefined) return text;
  const found = numbers.split(/\D+/).flatMap((number) => notes.get(number) ?? []);
  return found.length === 0 ? text : found.join(' ');
}

function footnotes(rows: readonly FormRow[]): Map<string, string> {
  const notes = new Map<string, string>();
  for (const cells of rows) {
    const at = cells.findIndex((cell) => !BLANK.test(cell));
    const [, number, rest = ''] = /^note\s*#?\s*(\d{1,3})\s*[.:)]?\s*(.*)$/is.exec(cells[at]?.trim() ?? '') ?? [];
    if (number === undefined) continue;
    const words = clean([rest, ...cells.slice(at + 1)].filter((cell) => !BLANK.test(cell)).join(' '));
    if (words !== null && !notes.has(number)) notes.set(number, words);
  }
  return notes;
}

const LABELS = {
  manufacturer: /^manufacturer(?: name)?\s*:?$/i,
  model: /^(?:device )?model(?: name)?\s*:?$/i,
  version: /^(?:software|product) (?:revision|version|release)(?: no\.?| number)?\s*:?$/i,
  documentId: /^document (?:id|number)\s*:?$/i,
  day: /^document (?:release )?date\s*:?$/i,
} as const;
const ANY_LABEL = /^(?:device category|software release date|.{0,30}contact.{0,30})\s*:?$/i;

function headOf(rows: readonly FormRow[], byId: ReadonlyMap<string, Mds2Answer>) {
  const said = (id: string) => {
    const answer = byId.get(id)?.answer ?? '';
    return answer === '' ? null : answer;
  };
  // The line under the title has maker, model, document and day in this order (2019); labels have them elsewhere (2013).
  const head = rows.slice(0, 40);
  const title = head.findIndex((row) => row.some((cell) => TITLE.test(cell)));
  const under = (title < 0 ? [] : (head[title + 1] ?? [])).map((cell) => clean(cell));
  const isLine = readDay(under[3] ?? '') !== null;
  const labelled = (label: keyof typeof LABELS) => valueBy(head, LABELS[label]);
  const model = said('DOC-3') ?? labelled('model') ?? (isLine ? (under[1] ?? null) : null);
  const day = [said('DOC-7'), labelled('day'), under[3] ?? null].map((text) => readDay(text ?? ''));
  return {
    manufacturer: said('DOC-1') ?? labelled('manufacturer') ?? (isLine ? (under[0] ?? null) : null),
    model,
    version: labelled('version') ?? versionIn(model ?? ''),
    documentId: said('DOC-4') ?? labelled('documentId') ?? (isLine ? (under[2] ?? null) : null),
    day: day.find((each) => each !== null) ?? null,
  };
}

/** The value below a label, or else beside it. */
function valueBy(rows: readonly FormRow[], label: RegExp): string | null {
  for (const [at, cells] of rows.entries()) {
    const column = cells.findIndex((cell) => label.test(cell.trim()));
    if (column < 0) continue;
    const below = clean(rows[at + 1]?.[column]);
    if (below !== null && !isLabel(below)) return below;
    const beside = clean(cells.slice(column + 1).find((cell) => !BLANK.test(cell)));
    if (beside !== null && !isLabel(beside)) return beside;
  }
  return null;
}

function isLabel(text: string): boolean {
  return ANY_LABEL.test(text) || Object.values(LABELS).some((label) => label.test(text));
}

function versionIn(model: string): string | null {
  return (
    /\b(?:version|ver\.?|release|revision|rev\.?|software)\s*:?\s*([A-Z]{0,3}\d[\w.]{0,30})/i.exec(model)?.[1] ?? null
  );
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** A day as people and spreadsheets write it, as YYYY-MM-DD; null when it can be read in two ways. */
export function readDay(text: string): string | null {
  const [, iso] = /\b(\d{4}-\d{2}-\d{2})(?!\d)/.exec(text) ?? [];
  if (iso !== undefined) return isDay(iso) ? iso : null;
  const [, first, name, last] = /\b(\d{1,2})[\s.-]+([a-z]{3})[a-z]*[\s.,-]+(\d{4})\b/i.exec(text) ?? [];
  if (name !== undefined) return dayOf(last, name, first);
  const [, month, day, year] = /\b([a-z]{3})[a-z]*\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i.exec(text) ?? [];
  if (month !== undefined) return dayOf(year, month, day);
  const [, a, b, y] = /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/.exec(text) ?? [];
  if (y === undefined) return null;
  const [left, right] = [Number(a), Number(b)];
  if (left > 12) return composed(y, right, left);
  return right > 12 || left === right ? composed(y, left, right) : null;
}

function dayOf(year: string | undefined, month: string, day: string | undefined): string | null {
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  return number === 0 ? null : composed(year ?? '', number, Number(day));
}

function composed(year: string, month: number, day: number): string | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

function isDay(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function problemsOf(edition: Edition, answers: readonly Mds2Answer[], twice: readonly string[]): string[] {
  const problems: string[] = [];
  if (edition === '2019') {
    const here = new Set(answers.map(({ sameAs }) => sameAs));
    const missing = QUESTIONS.filter(({ id }) => !here.has(id));
    if (missing.length > 0) {
      const names = missing.slice(0, 8).map(({ id }) => id);
      problems.push(
        `${missing.length} of the ${QUESTIONS.length} questions are not in this document, as ${names.join(', ')}.`,
      );
    }
  } else {
    problems.push(
      'This is the form of 2013, for which the book of questions is unverified: only questions whose words bear out their number are judged.',
    );
  }
  if (twice.length > 0) {
    problems.push(`Answered twice, the first answer was taken: ${[...new Set(twice)].slice(0, 8).join(', ')}.`);
  }
  return problems;
}

function clean(cell: string | undefined): string | null {
  const text = (cell ?? '').replace(/\s+/g, ' ').trim();
  return BLANK.test(text) ? null : inertText(text, MOST_TEXT);
}
