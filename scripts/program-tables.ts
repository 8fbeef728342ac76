// The tables of docs/training.md, docs/policies.md and docs/guided-start.md, from the files that ship. Run it to write them anew; a test
// holds that they are those of the files.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { markupLines, type PolicyCheck, type StartQuestion } from '#contracts/index.ts';
import { threatFolders, threatLibrary } from '#jobs/index.ts';
import { type ProgramLibrary, programLibrary } from '#program/index.ts';
import { NEEDS, readingGrade } from '#program/model.ts';

export const PAGES = ['training', 'policies', 'guided-start'].map((name) =>
  path.resolve(import.meta.dirname, `../docs/${name}.md`),
);

type Row = readonly string[];

/** What ships, with the controls of the library of threats. */
export async function shippedProgram(): Promise<ProgramLibrary> {
  const { scenarios } = await threatLibrary(threatFolders(null));
  return programLibrary(new Set(scenarios.flatMap(({ controls }) => controls.map(({ id }) => id))));
}

/** The page with each table between its marks (`<!-- table NAME -->` and `<!-- end -->`) replaced by that of the library. */
export function withTables(page: string, library: ProgramLibrary): string {
  return page.replace(/<!-- table (\w+) -->\n[\s\S]*?<!-- end -->/g, (_whole, name: string) => {
    const make = TABLES.get(name);
    if (!make) throw new Error(`There is no table ${name}.`);
    return `<!-- table ${name} -->\n${make(library)}\n<!-- end -->`;
  });
}

const TABLES: ReadonlyMap<string, (library: ProgramLibrary) => string> = new Map([
  ['lessons', lessonTable],
  ['checks', checkTable],
  ['needs', needTable],
  ['policies', policyTable],
  ['questions', questionTable],
]);

function lessonTable({ lessons }: ProgramLibrary): string {
  return table(
    ['lesson', 'title', 'for', 'words', 'grade', 'assigned by'],
    lessons.items.map(({ id, title, text, questions, roles, findings }) => {
      const asked = questions.flatMap(({ ask, answers, why }) => [ask, ...answers.map((answer) => answer.text), why]);
      const { words } = readingGrade([title, ...markupLines(text), ...asked]);
      const { grade } = readingGrade(markupLines(text));
      return [code(id), title, roles.join(', '), String(words), grade.toFixed(1), findings.map(code).join(' ')];
    }),
  );
}

function checkTable({ checks }: ProgramLibrary): string {
  return table(
    ['check', 'holds when', 'asked of', 'broken by', 'needs', 'a person may say', 'excused by'],
    checks.map((check) => [
      code(check.id),
      check.title,
      askedOf(check),
      check.breaks.map(({ rule, potential }) => `${code(rule)}${potential ? ' (even if potential)' : ''}`).join(' '),
      check.needs.map(code).join(' '),
      word(check.attested),
      word(check.excusedBy),
    ]),
  );
}

function askedOf({ of, applies: { kinds, modalities }, onlyIf }: PolicyCheck): string {
  if (of === 'site') return 'the site';
  const which = kinds?.join(', ') ?? 'every device';
  return [
    which,
    ...(modalities ? [`of modalities ${modalities.join(' ')}`] : []),
    ...(onlyIf ? [`only if ${code(onlyIf)}`] : []),
  ].join('; ');
}

function word(asked: PolicyCheck['attested']): string {
  return asked ? `${code(asked.question)}, ${asked.months} months` : '';
}

function needTable(): string {
  return table(
    ['need', 'met when'],
    Object.entries(NEEDS).map(([name, { label }]) => [code(name), label]),
  );
}

function policyTable({ policies }: ProgramLibrary): string {
  return table(
    ['policy', 'title', 'clauses', 'read again after', 'confirmed by', 'checks'],
    policies.items.map(({ id, title, clauses, reviewMonths, attestedBy }) => [
      code(id),
      title,
      String(clauses.length),
      `${reviewMonths} months`,
      attestedBy.join(', '),
      [...new Set(clauses.flatMap(({ checks }) => checks))].map(code).join(' '),
    ]),
  );
}

function questionTable({ questions }: ProgramLibrary): string {
  return table(
    ['question', 'asked', 'answers', 'only if', 'states'],
    questions.map(({ id, ask, answer, onlyIf, states }) => [
      code(id),
      ask,
      answer.kind === 'number' ? answer.unit : answer.kind.replaceAll('-', ', '),
      onlyIf.map(condition).join('; '),
      [...new Set(Object.values(states).flat().map(subject))].join(', '),
    ]),
  );
}

function condition(only: StartQuestion['onlyIf'][number]): string {
  if ('question' in only) return `${code(only.question)} is ${only.is.join(' or ')}`;
  return [...(only.has.kinds ?? []), ...(only.has.modalities ?? [])].join(' ');
}

function subject(statement: StartQuestion['states']['yes'][number]): string {
  if ('control' in statement) return `control ${code(statement.control)}`;
  if ('attest' in statement) return `check ${code(statement.attest)}`;
  if ('fact' in statement) return `fact ${code(statement.fact)}`;
  return 'entry' in statement ? `entry ${code(statement.entry)}` : `figure ${code(statement.setting)}`;
}

function code(name: string): string {
  return `\`${name}\``;
}

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

if (process.argv[1] && path.resolve(process.argv[1]) === import.meta.filename) {
  const library = await shippedProgram();
  for (const page of PAGES) writeFileSync(page, withTables(readFileSync(page, 'utf8'), library));
}
