// Shape of a lesson of five minutes, as the files of the library hold it (`dosimeter.lesson/1`): text, picture and three questions.
import { z } from 'zod';
import { text } from './parts.ts';

/** Who works at an imaging centre, as far as lessons and policies tell them apart. */
export const STAFF_ROLES = ['technologist', 'radiologist', 'front desk', 'pacs', 'biomed', 'manager'] as const;
export const staffRole = z.enum(STAFF_ROLES);
export type StaffRole = z.infer<typeof staffRole>;

/** What each role is called. */
export const STAFF_ROLE_NAMES: Readonly<Record<StaffRole, string>> = {
  technologist: 'Technologists',
  radiologist: 'Radiologists',
  'front desk': 'Front desk',
  pacs: 'PACS administrators',
  biomed: 'Biomedical engineers',
  manager: 'Managers',
};

/** The name of a file of the library. */
export const libraryId = text.regex(/^[a-z0-9][a-z0-9-]{1,60}$/, { error: 'write small letters, digits and hyphens' });
/** Plain text of a person who writes for the library. */
const line = text.trim().min(1).max(300);
/** Where a fact was read. */
export const librarySource = z.strictObject({ what: line, reference: line });

const lessonAnswer = z.strictObject({ text: line, right: z.literal(true).optional() });
export const lessonQuestion = z
  .strictObject({
    ask: line,
    answers: z.array(lessonAnswer).min(3).max(4),
    /** Why the right answer is right; it is shown whatever was answered. */
    why: text.trim().min(1).max(600),
  })
  .refine(({ answers }) => answers.filter(({ right }) => right).length === 1, { error: 'mark one answer as right' });
export type LessonQuestion = z.infer<typeof lessonQuestion>;

export const lesson = z.strictObject({
  schema: z.literal('dosimeter.lesson/1'),
  id: libraryId,
  title: text.trim().min(1).max(80),
  /** Goes up with each change of meaning, so that a completion says which text was read. */
  version: z.number().int().min(1),
  roles: z.array(staffRole).min(1),
  /** Paragraphs, lists and bold words (plain-markup.ts). */
  text: text.trim().min(1).max(8000),
  picture: z.strictObject({
    /** A drawing of lines in `currentColor`, so that it stands in a light and in a dark page. */
    svg: text.trim().min(1).max(12_000),
    alt: line,
  }),
  questions: z.array(lessonQuestion).length(3),
  /** Rules of findings that make the lesson worth assigning where a person works. */
  findings: z.array(text.max(60)),
  sources: z.array(librarySource),
});
export type Lesson = z.infer<typeof lesson>;
