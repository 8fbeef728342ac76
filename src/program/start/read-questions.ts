// The questions of the guided start from the text of their file (docs/guided-start.md): that what answers state exists, and that "don't
// know" can state nothing.
import { type StartAnswers, type StartQuestion, type StartStatement, start } from '#contracts/index.ts';
import { admitValue } from '#evidence/model.ts';
import { DEVICE_KINDS } from '#inventory/model.ts';
import { Invalid } from '#kit/index.ts';
import { type Fault, type LibraryFile, readLibraryFile, twice, unknownNames } from '../library-file.ts';

/** What questions may name: controls of the library of threats, and questions of checks that a person answers. */
export interface QuestionNames {
  readonly controls: ReadonlySet<string>;
  readonly attested: ReadonlySet<string>;
}

const KINDS: ReadonlySet<string> = new Set(DEVICE_KINDS);

/** The questions of a file, in the order in which they are asked. Throws Invalid with the field and what is wrong with it. */
export function readQuestions(file: LibraryFile, names: QuestionNames): readonly StartQuestion[] {
  return readLibraryFile(file, start.startFile, ({ questions }) => [
    ...twice(
      questions.map(({ id }) => id),
      'questions',
    ),
    ...questions.flatMap((question, place) =>
      [...faultsOf(question, names), ...orderFaults(question, questions.slice(0, place))].map(({ field, message }) => ({
        field: `questions[${place}].${field}`,
        message,
      })),
    ),
    ...twice(
      questions.flatMap(({ states }) => [...new Set(Object.values(states).flat().flatMap(figureOf))]),
      'questions',
    ),
  ]).questions;
}

/** The answers of a file (docs/guided-start.md). Whether the questions exist is for `stateAnswers` to say. Throws Invalid. */
export function readAnswers(file: LibraryFile): StartAnswers {
  return readLibraryFile(file, start.startAnswers, () => []);
}

/** The answers that a question takes. */
export function answersOf({ answer }: StartQuestion): readonly ('yes' | 'partly' | 'no' | 'number')[] {
  if (answer.kind === 'number') return ['number'];
  return answer.kind === 'yes-no' ? ['yes', 'no'] : ['yes', 'partly', 'no'];
}

/** A figure or an entry, which one question alone may state. */
function figureOf(statement: StartStatement): string[] {
  if ('setting' in statement) return [statement.setting];
  return 'entry' in statement ? [statement.entry] : [];
}

function faultsOf(question: StartQuestion, names: QuestionNames): readonly Fault[] {
  const { onlyIf, states, answer } = question;
  const taken: ReadonlySet<string> = new Set(answersOf(question));
  const spoken = Object.entries(states).flatMap(([key, statements]) => (statements.length > 0 ? [key] : []));
  const wheres = [
    ...onlyIf.flatMap((condition) => ('has' in condition ? [condition.has] : [])),
    ...Object.values(states)
      .flat()
      .flatMap((statement) => ('on' in statement ? [statement.on] : [])),
  ];
  return [
    ...unknownNames(spoken, 'states', taken, 'answer of this question called'),
    ...Object.entries(states).flatMap(([key, statements]) =>
      statements.flatMap((statement) => statementFaults(statement, `states.${key}`, names)),
    ),
    ...wheres.flatMap(({ kinds = [] }) => unknownNames(kinds, 'kinds', KINDS, 'kind of device')),
    ...(answer.kind === 'number' && answer.least > answer.most
      ? [{ field: 'answer', message: 'The least must not be above the most.' }]
      : []),
  ];
}

function statementFaults(statement: StartStatement, field: string, names: QuestionNames): readonly Fault[] {
  if ('control' in statement) return unknownNames([statement.control], field, names.controls, 'control');
  if ('attest' in statement) return unknownNames([statement.attest], field, names.attested, 'question of a check');
  if ('fact' in statement) return factFault(statement.fact, statement.value, field);
  if ('setting' in statement && field !== 'states.number') {
    return [{ field, message: 'Only a number states a figure.' }];
  }
  return [];
}

function factFault(attribute: string, value: unknown, field: string): readonly Fault[] {
  try {
    admitValue(attribute, value);
    return [];
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return [{ field, message: error.message }];
  }
}

/** A condition looks back, to a question that has been answered. */
function orderFaults({ onlyIf }: StartQuestion, before: readonly StartQuestion[]): readonly Fault[] {
  const asked = new Set(before.map(({ id }) => id));
  const questions = onlyIf.flatMap((condition) => ('question' in condition ? [condition.question] : []));
  return unknownNames(questions, 'onlyIf', asked, 'question before this one called');
}
