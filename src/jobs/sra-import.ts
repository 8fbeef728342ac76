// Answers from an export of the SRA Tool of HealthIT.gov. Its layout is not published and was not held against a real export: a table (CSV, or the
// first sheet of a workbook) with a column of questions and one of answers is taken, whose rows name the provision of the Security Rule.
import { parse } from 'csv-parse/sync';
import type { AnswerInput, SraImport, StatusAnswer } from '#contracts/index.ts';
import { looksLikePatientData } from '#evidence/model.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { answersOf } from '#program/index.ts';
import { isWorkbook, workbookText } from '#sensors/intake/index.ts';
import type { Tenant } from '#store/index.ts';
import { answerAssessment } from './assessments.ts';
import { controlKnowledge } from './control-catalogue.ts';

const FRAMEWORK = 'hipaa-security';
/** Lines among which the headings are looked for: what stands above them is a title. */
const HEAD_LINES = 30;
const MOST_ROWS = 5000;
const MOST_LEFT = 200;
/** Headings, and what a column under them holds. The first that fits counts. */
const COLUMNS = {
  question: /question/i,
  answer: /\b(answer|response)/i,
  provision: /citation|provision|regulation|reference|hipaa|standard|cfr/i,
  note: /note|comment|additional|details?\b/i,
} as const;
type Column = keyof typeof COLUMNS;
const NAMES: readonly Column[] = ['question', 'answer', 'provision', 'note'];
const PROVISION = /164\.3\d\d(?:\s*\([A-Za-z0-9]{1,5}\))*/g;

interface SraRow {
  /** Its line in the table, from 1. */
  readonly row: number;
  readonly question: string;
  readonly answer: string;
  readonly provisions: readonly string[];
  readonly note: string;
}

/** What a file holds. */
export interface SraFile {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly SraRow[];
}

/** Reads the table. Throws Invalid where no line has headings of questions and answers. */
export async function readSra(source: AsyncIterable<Uint8Array>): Promise<SraFile> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part.slice());
  const bytes = Buffer.concat(parts);
  const text = isWorkbook(bytes) ? await workbookText(once(bytes)) : bytes;
  const table = tableOf(new TextDecoder().decode(text));
  const head = table.slice(0, HEAD_LINES).findIndex((line) => {
    const at = placesOf(line);
    return at.has('question') && at.has('answer');
  });
  if (head < 0)
    throw new Invalid(
      'file: no line has a heading with the word question and one with the word answer or response. Save the detailed report of the SRA Tool as CSV or Excel, and send that.',
    );
  const headings = table[head] ?? [];
  const at = placesOf(headings);
  const rows = table.slice(head + 1).map((line, place): SraRow => {
    const cell = (column: Column) => (line[at.get(column) ?? -1] ?? '').trim();
    // Without a column of its own the provision may stand in any cell.
    const named = (at.has('provision') ? cell('provision') : line.join(' ')).match(PROVISION) ?? [];
    return {
      row: head + place + 2,
      question: cell('question'),
      answer: cell('answer'),
      provisions: [...new Set(named.map((each) => each.replace(/\s+/g, '')))],
      note: cell('note'),
    };
  });
  if (rows.length > MOST_ROWS) throw new Invalid(`file: it has more than ${MOST_ROWS} rows. Send it in parts.`);
  return {
    columns: Object.fromEntries([...at].map(([column, place]) => [column, inertText(headings[place] ?? '', 80)])),
    rows: rows.filter(({ question, answer }) => question !== '' || answer !== ''),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function tableOf(text: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false });
  } catch (error) {
    throw new Invalid('file: this is no table that can be read. Save it as CSV.', undefined, error);
  }
}

function placesOf(line: readonly string[]): Map<Column, number> {
  const found = new Map<Column, number>();
  for (const [place, heading] of line.entries()) {
    if (heading.length > 60) continue;
    const column = NAMES.find((name) => !found.has(name) && COLUMNS[name].test(heading));
    if (column) found.set(column, place);
  }
  return found;
}

/** The first word of an answer decides; null where it is none of ours. */
function meant(answer: string): StatusAnswer | null {
  const words = answer.trim().toLowerCase();
  if (/^(i |we )?(don.t|do not) know|^not sure|^unknown|^unsure/.test(words)) return 'unknown';
  if (/^(partial|partly|in part|somewhat|some )/.test(words)) return 'partly';
  if (/^yes\b/.test(words)) return 'yes';
  return /^no\b/.test(words) ? 'no' : null;
}

/**
 * Takes the answers over, one for each row of the Security Rule: several questions to one row are joined, yes and no to partly. What somebody
 * said here on a later day stays. Imported twice, nothing changes.
 */
export async function importSra(
  tx: Tenant,
  file: SraFile,
  asked: {
    readonly by: string;
    readonly now: Date;
    readonly dataDir: string | null;
    readonly on: string;
    readonly file: string;
  },
): Promise<SraImport> {
  const { frameworks } = await controlKnowledge(asked.dataDir);
  const known = new Set(frameworks.find(({ id }) => id === FRAMEWORK)?.rows.map(({ id }) => id));
  const left: SraImport['left'] = [];
  const said = new Map<string, { answers: StatusAnswer[]; notes: string[] }>();
  for (const { row, question, answer, provisions, note } of file.rows) {
    const leave = (why: string) => left.push({ row, question: inertText(question, 200), why });
    const meaning = meant(answer);
    const rows = [...new Set(provisions.flatMap((each) => nearest(each, known) ?? []))];
    if (looksLikePatientData([question, answer, note]))
      left.push({ row, question: '', why: 'It looks like the data of a patient.' });
    else if (answer === '' || meaning === 'unknown') leave('It was not answered, or nobody knew.');
    else if (meaning === null) leave(`The answer begins with none of yes, no and partly: ${inertText(answer, 80)}`);
    else if (rows.length === 0) leave('It names no provision of 45 CFR 164.308 to 164.316.');
    else
      for (const id of rows) {
        const of = said.get(id) ?? { answers: [], notes: [] };
        of.answers.push(meaning);
        of.notes.push(inertText([question, answer, note].filter((part) => part !== '').join(' — '), 300));
        said.set(id, of);
      }
  }
  const before = new Map(
    (await answersOf(tx))
      .filter(({ kind, scope }) => kind === 'row' && scope === FRAMEWORK)
      .map((answer) => [answer.subject, answer]),
  );
  const fresh = [...said].filter(([id]) => (before.get(id)?.on ?? '') <= asked.on);
  const answers = fresh.map(([subject, { answers: each, notes }]): AnswerInput => {
    const [first = 'unknown'] = each;
    return {
      kind: 'row',
      scope: FRAMEWORK,
      subject,
      answer: each.every((one) => one === first) ? first : 'partly',
      note: notes.join('\n').slice(0, 1000).trim(),
      evidence: `SRA Tool, ${inertText(asked.file, 200)}`,
      on: asked.on,
    };
  });
  const taken = answers.length === 0 ? 0 : await answerAssessment(tx, answers, { ...asked, via: 'SRA Tool' });
  return {
    schema: 'dosimeter.sra-import/1',
    rows: file.rows.length,
    taken,
    unchanged: said.size - taken,
    left: left.slice(0, MOST_LEFT),
    columns: { ...file.columns },
  };
}

/** The row of a provision, or the nearest above it: 164.308(a)(1)(i) is 164.308(a)(1). A whole section says too little. */
function nearest(provision: string, known: ReadonlySet<string>): string | null {
  for (let id = provision; id.includes('('); id = id.slice(0, id.lastIndexOf('('))) {
    if (known.has(id)) return id;
  }
  return null;
}
