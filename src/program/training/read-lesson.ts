// A lesson from the text of its file (docs/training.md): its shape, that its picture is a drawing and nothing else, that its text has no
// marks but ours, and that the rules of findings that it names exist.
import { type Lesson, markupFault, training } from '#contracts/index.ts';
import { RULES } from '#findings/index.ts';
import {
  type Fault,
  type Library,
  type LibraryFile,
  readLibrary,
  readLibraryFile,
  twice,
  unknownNames,
} from '../library-file.ts';
import { pictureFault } from './picture.ts';

const RULE_NAMES: ReadonlySet<string> = new Set(Object.keys(RULES));

/** The lesson of a file. Throws Invalid with the file, the field and what is wrong with it. */
export function readLesson(file: LibraryFile): Lesson {
  return readLibraryFile(file, training.lesson, faultsOf);
}

/** The lessons of a folder, by id. */
export function readLessons(files: readonly LibraryFile[]): Library<Lesson> {
  return readLibrary(files, readLesson);
}

function faultsOf({ text, picture, questions, findings, roles }: Lesson): readonly Fault[] {
  const marks = markupFault(text);
  const drawing = pictureFault(picture.svg);
  return [
    ...(marks ? [{ field: 'text', message: marks }] : []),
    ...(drawing ? [{ field: 'picture.svg', message: drawing }] : []),
    ...questions.flatMap(({ answers }, place) =>
      twice(
        answers.map((answer) => answer.text),
        `questions[${place}].answers`,
      ),
    ),
    ...unknownNames(findings, 'findings', RULE_NAMES, 'rule of findings'),
    ...twice(findings, 'findings'),
    ...twice(roles, 'roles'),
  ];
}
