// How hard a text is to read: the grade level of Kincaid and others, 1975 (Derivation of New Readability Formulas for Navy Enlisted
// Personnel, Research Branch Report 8-75): 0.39 words a sentence + 11.8 syllables a word - 15.59. It measures long sentences and long
// words, nothing else.
import { syllable } from 'syllable';
import { lookup } from '#kit/index.ts';

/** What was counted, and the grade of US schools that comes out. */
export interface ReadingGrade {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
  readonly grade: number;
}

/** The words of each sentence; each line (a paragraph, a point of a list, a title) ends one. */
export function sentencesIn(lines: readonly string[]): string[][] {
  return lines
    .flatMap((line) => line.split(/[.!?]+["'”’)]*(?=\s|$)/))
    .map(wordsIn)
    .filter((words) => words.length > 0);
}

/** The grade of a text of lines. Without words it is 0. */
export function readingGrade(lines: readonly string[]): ReadingGrade {
  const sentences = sentencesIn(lines);
  const words = sentences.flat();
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  const grade =
    words.length === 0 ? 0 : 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
  return { words: words.length, sentences: sentences.length, syllables, grade };
}

/** The words of a text; one with a hyphen counts as one. */
export function wordsIn(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** Short forms that are spoken as a word; all others are spelled. */
const SPOKEN: Readonly<Record<string, number>> = lookup({ PACS: 1, DICOM: 2, HIPAA: 2, RAM: 1 });

/** Common words that the library miscounts, by the CMU Pronouncing Dictionary. */
const CORRECTED: Readonly<Record<string, number>> = lookup({
  area: 3,
  biomed: 3,
  charge: 1,
  else: 1,
  elsewhere: 2,
  everything: 3,
  false: 1,
  firewall: 2,
  large: 1,
  lawyer: 2,
  proof: 1,
  prove: 1,
  recovery: 4,
  safety: 2,
  unique: 2,
  whoever: 3,
});

/** Syllables as one says the word: short forms letter by letter (W has three), numbers digit by digit. At least 1. */
export function syllablesIn(word: string): number {
  const parts = word.split(/['’.,-]/).filter((part) => part !== '');
  const isPossessive = /['’]/.test(word) && !/\d/.test(word);
  if (isPossessive) return spoken(word.replace(/['’](?:s|t|m|d|ll|re|ve)$/i, ''), word);
  return Math.max(
    1,
    parts.reduce((sum, part) => sum + spoken(part, part), 0),
  );
}

function spoken(word: string, whole: string): number {
  const short = SPOKEN[word.replace(/s$/, '')];
  if (short !== undefined) return short;
  if (/^\d+$/.test(word)) return word.length;
  if (/^[A-Z\d]{2,5}s?$/.test(word)) {
    return word
      .replace(/s$/, '')
      .split('')
      .reduce((sum, letter) => sum + (letter === 'W' ? 3 : 1), 0);
  }
  const corrected = CORRECTED[word.toLowerCase()];
  if (corrected !== undefined) return corrected;
  // The library counts the silent e of "checked", leaves out that of "breaches", and says "Australian" with four.
  if (/(?:ck|tch|gg)ed$/i.test(word)) return Math.max(1, syllable(word.slice(0, -2)));
  if (/(?:ss|sh|ch|x)es$/i.test(word)) return syllable(word.slice(0, -2)) + 1;
  if (/lians?$/i.test(word)) return Math.max(1, syllable(word) - 1);
  return Math.max(1, syllable(whole));
}
