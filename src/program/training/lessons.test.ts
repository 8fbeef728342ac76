// Every lesson that ships: short, easy, with a picture that can be shown anywhere, and with questions that cannot be guessed by place.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Lesson, markupLines, STAFF_ROLES } from '#contracts/index.ts';
import { pictureFault } from './picture.ts';
import { readLesson, readLessons } from './read-lesson.ts';
import { readingGrade, sentencesIn } from './reading-grade.ts';

const folder = path.join(import.meta.dirname, 'lessons');
const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
const { items: lessons, problems } = readLessons(files);

/** Everything that a person reads in a lesson. */
function linesOf({ title, text, questions }: Lesson): string[] {
  return [
    title,
    ...markupLines(text),
    ...questions.flatMap(({ ask, answers, why }) => [ask, ...answers.map((answer) => answer.text), why]),
  ];
}

test('every file that ships is used, under its own name', () => {
  expect(problems).toEqual([]);
  expect(lessons.map(({ id }) => `${id}.yaml`)).toEqual(files.map(({ name }) => name).toSorted());
  expect(lessons.length).toBeGreaterThanOrEqual(14);
});

test('every role has at least five lessons', () => {
  for (const role of STAFF_ROLES) {
    expect(lessons.filter(({ roles }) => roles.includes(role)).length, role).toBeGreaterThanOrEqual(5);
  }
});

describe.each(lessons)('$id', (lesson) => {
  const all = readingGrade(linesOf(lesson));
  const own = readingGrade(markupLines(lesson.text));

  test('is below 700 words, questions included, and takes about five minutes', () => {
    expect(all.words).toBeLessThan(700);
    expect(own.words).toBeGreaterThan(300);
  });

  test('is at grade 9 or easier, with and without its questions', () => {
    expect(own.grade).toBeLessThanOrEqual(9);
    expect(all.grade).toBeLessThanOrEqual(9);
  });

  test('has no sentence of more than 25 words, since short titles make the grade easier than the rest is', () => {
    const long = sentencesIn(linesOf(lesson)).filter((words) => words.length > 25);
    expect(long.map((words) => words.join(' '))).toEqual([]);
  });

  test('has a picture that its words describe', () => {
    expect(pictureFault(lesson.picture.svg)).toBeNull();
    expect(readingGrade([lesson.picture.alt]).words).toBeGreaterThan(5);
  });

  test('names what makes it worth assigning', () => {
    expect(lesson.findings).not.toEqual([]);
  });

  test('gives a source for each figure in its text', () => {
    const figures =
      markupLines(lesson.text)
        .join(' ')
        .match(/\d[\d,.]*\d|\d+ ?%/g) ?? [];
    const isFact = figures.some((figure) => !['104', '11112', '10'].includes(figure));
    expect(isFact && lesson.sources.length === 0).toBe(false);
  });
});

test('the right answers do not stand in one place, and are not the longest', () => {
  const questions = lessons.flatMap((lesson) => lesson.questions);
  const places = questions.map(({ answers }) => answers.findIndex(({ right }) => right));
  for (const place of [0, 1, 2]) {
    expect(places.filter((each) => each === place).length / places.length).toBeLessThan(0.5);
  }
  const longest = questions.filter(({ answers }) => {
    const right = answers.find((answer) => answer.right)?.text.length ?? 0;
    return answers.every((answer) => answer.right || answer.text.length < right);
  });
  expect(longest.length / questions.length).toBeLessThan(0.4);
});

const sample = files.find(({ name }) => name === 'lock-the-screen.yaml')?.text ?? '';

test.each<[string, (yaml: string) => string, RegExp]>([
  [
    'two right answers',
    (yaml) =>
      yaml.replace(
        'text: Stop the scan, lock the console, and start again when you are back.',
        'text: Stop the scan.\n        right: true',
      ),
    /questions\[0\]: mark one answer as right/,
  ],
  ['no right answer', (yaml) => yaml.replace('        right: true\n', ''), /mark one answer as right/],
  [
    'an answer twice',
    (yaml) => yaml.replace('Ask around at the end of the day.', 'Take a photo and send it to the team.'),
    /stands here twice/,
  ],
  [
    'a rule that does not exist',
    (yaml) => yaml.replace('[hardening-autologon,', '[unheard-of,'),
    /findings\[0\]: There is no rule of findings unheard-of/,
  ],
  ['a role that does not exist', (yaml) => yaml.replace('roles: [technologist,', 'roles: [cook,'), /roles\[0\]/],
  ['a heading', (yaml) => yaml.replace('  **Three easy habits**', '  # Three easy habits'), /text: .*headings/],
  ['a link', (yaml) => yaml.replace('ask. It is', 'ask. [It](https://example.org) is'), /text: .*links/],
  [
    'a program in the picture',
    (yaml) => yaml.replace('<g fill', '<script/><g fill'),
    /picture\.svg: Leave out <script>/,
  ],
  ['broken YAML', () => 'id: [', /neither YAML nor JSON/],
])('%s is refused with the field', (_what, change, words) => {
  const changed = change(sample);
  expect(changed).not.toBe(sample);
  expect(() => readLesson({ name: 'x.yaml', text: changed })).toThrow(words);
});

test('a file that cannot be used is told of, and the others stay; of two with one id the first counts', () => {
  const read = readLessons([
    { name: 'c.yaml', text: 'id: [' },
    { name: 'b.yaml', text: sample.replace('title: The', 'title: Second, the') },
    { name: 'a.yaml', text: sample },
  ]);
  expect(read.items.map(({ title }) => title)).toEqual(['The screen, when you walk away']);
  expect(read.problems).toHaveLength(2);
  expect(read.problems[0]).toMatch(/^b\.yaml: id: another file has the name lock-the-screen/);
  expect(read.problems[1]).toMatch(/^c\.yaml: /);
});

const drawing = (inside: string, root = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"') =>
  `<svg ${root}>${inside}</svg>`;

test.each<[string, string, RegExp | null]>([
  ['lines in the color of the text', drawing('<g stroke="currentColor" fill="none"><path d="M0 0 L9 9"/></g>'), null],
  ['a fixed color', drawing('<path d="M0 0" stroke="#ff0000"/>'), /currentColor/],
  ['a style', drawing('<path d="M0 0" style="fill:url(https://example.org)"/>'), /attribute style/],
  ['a handler', drawing('<path d="M0 0" onclick="alert(1)"/>'), /attribute onclick/],
  ['a link', drawing('<a href="https://example.org"><path d="M0 0"/></a>'), /<a>/],
  ['an image from elsewhere', drawing('<image href="https://example.org/x.png"/>'), /<image>/],
  ['letters', drawing('<text x="1" y="1">STOP</text>'), /<text>/],
  ['an entity', `<!DOCTYPE svg [<!ENTITY a "b">]>${drawing('')}`, /document type/],
  [
    'a size of its own',
    drawing('', 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9"'),
    /width and height/,
  ],
  ['no box', drawing('', 'xmlns="http://www.w3.org/2000/svg"'), /viewBox/],
  ['broken XML', '<svg', /well-formed/],
  ['no picture', 'circle', /well-formed|<svg>|letters/],
  ['a drawing inside of a drawing', drawing(drawing('')), /one <svg>/],
])('a picture with %s', (_what, svg, words) => {
  if (words === null) expect(pictureFault(svg)).toBeNull();
  else expect(pictureFault(svg)).toMatch(words);
});
