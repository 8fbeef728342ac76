// What people learned elsewhere, taken in: a lesson of the library where the course has its id or title, else a course by its name.
import { type CompletionsReport, type Lesson, training } from '#contracts/index.ts';
import { inertText, sha256 } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Actor } from './own-words.ts';
import { rosterOf } from './roster.store.ts';
import { type Completion, readCompletions } from './training/read-completions.ts';

const BATCH = 1000;
const MOST_TOLD = 1000;

/** Takes in an export of a learning system; what is here already stays. Throws Invalid for a file that is none. */
export async function importCompletions(
  tx: Tenant,
  lessons: readonly Lesson[],
  text: string,
  { by, now }: Actor,
): Promise<CompletionsReport> {
  const read = readCompletions(text);
  const staff = new Map((await rosterOf(tx)).map(({ email, id }) => [email, id]));
  const rejected = [...read.rejected];
  const rows = new Map<string, ReturnType<typeof rowOf>>();
  for (const each of read.completions) {
    const staffId = staff.get(each.email);
    const place = each.place;
    if (staffId === undefined) rejected.push({ place, message: `${each.email} is not on the roster.` });
    else if (each.at.getTime() > now.getTime() + 86_400_000)
      rejected.push({ place, message: 'The day is still to come.' });
    else {
      const row = rowOf(tx.id, staffId, each, lessonOf(lessons, each));
      rows.set(row.id, row);
    }
  }
  const wanted = [...rows.values()];
  let added = 0;
  for (let from = 0; from < wanted.length; from += BATCH) {
    const written = await tx.db
      .insertInto('lessonCompletions')
      .values(wanted.slice(from, from + BATCH))
      .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
      .returning('id')
      .execute();
    added += written.length;
  }
  if (added > 0) {
    const detail = `${added} added from ${read.format}, ${rejected.length} rejected`;
    await audit(tx, { who: by, action: 'completions imported', subject: 'training', detail }, now);
  }
  const ofLibrary = wanted.filter(({ lesson }) => lesson !== '').length;
  return {
    schema: 'dosimeter.completions-import/1',
    format: read.format,
    added,
    unchanged: wanted.length - added,
    lessons: ofLibrary,
    courses: wanted.length - ofLibrary,
    rejected: rejected.slice(0, MOST_TOLD),
    rejectedRows: rejected.length,
  };
}

function lessonOf(lessons: readonly Lesson[], { courses }: Completion): Lesson | undefined {
  const plain = (words: string) =>
    words
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  const named = courses.flatMap((course) => [plain(course), plain(course.split(/[/#]/).at(-1) ?? '')]);
  return lessons.find(({ id, title }) => named.includes(plain(id)) || named.includes(plain(title)));
}

/** The id says what happened, so that the same record twice is one. */
function rowOf(
  tenantId: string,
  staffId: string,
  { courses, passed, percent, at }: Completion,
  lesson: Lesson | undefined,
) {
  const course = inertText(lesson?.title ?? courses.at(-1) ?? '', 300);
  const score = percent === null ? null : Math.round(percent);
  return {
    tenantId,
    id: sha256([staffId, lesson?.id ?? course, at.toISOString(), String(score), String(passed)].join('\n')),
    staffId,
    lesson: lesson ? training.libraryId.parse(lesson.id) : '',
    course,
    version: null,
    score,
    outOf: score === null ? null : 100,
    passed,
    at,
    via: 'import',
  };
}
