import { expect, test } from 'vitest';
import { readingGrade, syllablesIn, wordsIn } from './reading-grade.ts';

// Wikipedia, "Flesch-Kincaid readability tests": 13 words, 24 syllables, grade 11.3.
const PLATYPUS = 'The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.';

test('the published example has 13 words, 24 syllables and grade 11.3', () => {
  const { words, sentences, syllables, grade } = readingGrade([PLATYPUS]);
  expect({ words, sentences, syllables }).toEqual({ words: 13, sentences: 1, syllables: 24 });
  expect(grade).toBeCloseTo(11.3, 1);
});

// The same page: the reading ease of the first is 116 and of the second 68.9; both follow from the same counts.
test.each([
  ['The cat sat on the mat.', 6, 6, 116],
  ['This sentence, taken as a reading passage unto itself, is being used to prove a point.', 16, 23, 68.9],
])('%s', (sentence, words, syllables, ease) => {
  const counted = readingGrade([sentence]);
  expect(counted).toMatchObject({ words, sentences: 1, syllables });
  expect(206.835 - 1.015 * counted.words - 84.6 * (counted.syllables / counted.words)).toBeCloseTo(ease, 0);
});

test('a text of words of one syllable, one a sentence, has the least grade there is: -3.40', () => {
  expect(readingGrade(['Stop. Look. Ask.']).grade).toBeCloseTo(-3.4, 6);
});

// By the CMU Pronouncing Dictionary.
test.each([
  ['patient', 2],
  ['safety', 2],
  ['scanner', 2],
  ['hospital', 3],
  ['security', 4],
  ['radiologist', 5],
  ['technologist', 4],
  ['archive', 2],
  ['password', 2],
  ['ransomware', 3],
  ['image', 2],
  ['images', 3],
  ['device', 2],
  ['manager', 3],
  ['computer', 3],
  ['encrypted', 3],
  ['emergency', 4],
  ['stopped', 1],
  ['wanted', 2],
  ['people', 2],
  ['area', 3],
  ['idea', 3],
  ['biomedical', 5],
  ['engineer', 3],
  ['checked', 1],
  ['breaches', 2],
  ['addresses', 3],
  ['civilian', 3],
])('%s has %i syllables', (word, syllables) => {
  expect(syllablesIn(word)).toBe(syllables);
});

test('short forms are spelled, but for those that are spoken; numbers are said digit by digit', () => {
  expect(['USB', 'CT', 'MRI', 'WWW', 'PCs', 'PACS', 'DICOM', '104', 'MDS2'].map(syllablesIn)).toEqual([
    3, 2, 3, 9, 2, 1, 2, 3, 4,
  ]);
});

test('a word with a hyphen or an apostrophe is one word', () => {
  expect(wordsIn("The sign-in doesn't work: it's 2,774 of the makers' devices (AE titles)!")).toEqual([
    'The',
    'sign-in',
    "doesn't",
    'work',
    "it's",
    '2,774',
    'of',
    'the',
    'makers',
    'devices',
    'AE',
    'titles',
  ]);
});

test('each line ends a sentence, and a sign at its end adds none', () => {
  expect(readingGrade(['A title', 'One here. Two here? “Three here.” Four', '- ']).sentences).toBe(5);
});

test('without words the grade is 0', () => {
  expect(readingGrade(['', '...'])).toEqual({ words: 0, sentences: 0, syllables: 0, grade: 0 });
});
