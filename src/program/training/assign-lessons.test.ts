import { expect, test } from 'vitest';
import { programLibrary } from '../program-library.ts';
import { controlsOfThreats } from '../start/sample-controls.ts';
import { lessonsFor, scoreLesson } from './assign-lessons.ts';

const { items: lessons } = (await programLibrary(controlsOfThreats())).lessons;

test('a person gets the lessons of the role, those first that answer what was found where the person works', () => {
  const found = lessonsFor(
    lessons,
    ['front desk'],
    new Set(['hardening-usb', 'hardening-autologon', 'hardening-backup']),
  );
  expect(found.every(({ lesson }) => lesson.roles.includes('front desk'))).toBe(true);
  expect(found.slice(0, 3).map(({ lesson, because }) => `${lesson.id}: ${because.join(' ')}`)).toEqual([
    'lock-the-screen: hardening-autologon hardening-usb',
    'sticks-and-discs: hardening-usb hardening-autologon',
    'first-ten-minutes: hardening-backup',
  ]);
  const ids = found.slice(4).map(({ lesson }) => lesson.id);
  expect(ids).toEqual(ids.toSorted());
});

test('two roles join their lessons, none of them twice; without a role there are none', () => {
  const both = lessonsFor(lessons, ['front desk', 'biomed'], new Set()).map(({ lesson }) => lesson.id);
  expect(new Set(both).size).toBe(both.length);
  expect(both).toEqual(expect.arrayContaining(['lock-the-screen', 'old-disks']));
  expect(lessonsFor(lessons, [], new Set(['hardening-usb']))).toEqual([]);
});

test('a lesson is scored by what was answered right; what was left out, or is no answer, is not right', () => {
  const [lesson] = lessons;
  if (!lesson) throw new Error('no lesson ships');
  const right = lesson.questions.map(({ answers }) => answers.findIndex((answer) => answer.right));
  expect(scoreLesson(lesson, right)).toEqual({ right: 3, of: 3 });
  expect(
    scoreLesson(
      lesson,
      right.map((place) => place + 1),
    ),
  ).toEqual({ right: 0, of: 3 });
  expect(scoreLesson(lesson, [right[0] ?? 0, null])).toEqual({ right: 1, of: 3 });
  expect(scoreLesson(lesson, [99, -1, 0.5])).toEqual({ right: 0, of: 3 });
});
