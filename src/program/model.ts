// The second door of program: its pure functions, free of the store and of files.
export type { CheckContext } from './checks/evaluate-check.ts';
export { evaluateCheck, evaluateSiteCheck } from './checks/evaluate-check.ts';
export { NEEDS } from './checks/needs.ts';
export { fillPolicy } from './policies/fill-policy.ts';
export { readAnswers } from './start/read-questions.ts';
export { walkSeconds } from './start/reading-time.ts';
export type { StartDevice } from './start/state-answers.ts';
export { askedOf, stateAnswers } from './start/state-answers.ts';
export type { WorthAssigning } from './training/assign-lessons.ts';
export { lessonsFor, scoreLesson } from './training/assign-lessons.ts';
export type { ReadingGrade } from './training/reading-grade.ts';
export { readingGrade } from './training/reading-grade.ts';
