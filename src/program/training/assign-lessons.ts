// Which lessons are worth a person's time, and how a lesson went. Pure.
import type { Lesson, StaffRole } from '#contracts/index.ts';

/** A lesson for a person, and the rules of findings at the place of work that it answers. */
export interface WorthAssigning {
  readonly lesson: Lesson;
  /** Empty where only the role asks for it. */
  readonly because: readonly string[];
}

/** The lessons for these roles: those first that answer the most rules with open findings where the person works, then by id. */
export function lessonsFor(
  lessons: readonly Lesson[],
  roles: readonly StaffRole[],
  openRules: ReadonlySet<string>,
): WorthAssigning[] {
  return lessons
    .filter((lesson) => lesson.roles.some((role) => roles.includes(role)))
    .map((lesson) => ({ lesson, because: lesson.findings.filter((rule) => openRules.has(rule)) }))
    .toSorted((a, b) => b.because.length - a.because.length || (a.lesson.id < b.lesson.id ? -1 : 1));
}

/** How many questions were answered right; `answers` are the places of the answers given, null for one that was left out. */
export function scoreLesson({ questions }: Lesson, answers: readonly (number | null)[]): { right: number; of: number } {
  const right = questions.filter(({ answers: given }, place) => {
    const chosen = answers[place];
    return typeof chosen === 'number' && given[chosen]?.right === true;
  });
  return { right: right.length, of: questions.length };
}
