// The name of a product as CPE 2.3 means it, free of how it is written: eleven attributes (NIST IR 7695, 5.2).
// A value is a string in which everything but letters, digits and underscore is quoted with a backslash (5.3.2), or a logical value.

/** The logical value "no restriction" (IR 7695, 5.3.1). A lone asterisk is no legal string, so that it can stand for it. */
export const ANY = '*';

/** The logical value "not applicable". A lone hyphen is no legal string either, quoted or not. */
export const NA = '-';

/** The attributes in the order of the formatted string (IR 7695, 6.2). */
export const ATTRIBUTES = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'swEdition',
  'targetSw',
  'targetHw',
  'other',
] as const;

/** One of the eleven attributes. */
export type Attribute = (typeof ATTRIBUTES)[number];

/** A well-formed name; each value is ANY, NA or a quoted string. */
export type WellFormedName = Readonly<Record<Attribute, string>>;

/** Far longer than any name in the dictionary of NIST; it bounds what a hostile name can cost. */
export const LONGEST_NAME = 4096;

const BACKSLASH = 92;
const ASTERISK = 42;
const QUESTION_MARK = 63;

/** Letters, digits and the underscore stand unquoted (IR 7695, 5.3.2, 1 and 2). */
export function isPlain(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 // _
  );
}

/** What keeps a value from being one of this attribute, in words; null when nothing does (IR 7695, 5.3). */
export function problemOf(attribute: Attribute, value: string): string | null {
  if (value === ANY || value === NA) return null;
  if (attribute === 'part')
    return value === 'a' || value === 'o' || value === 'h' ? null : `the part is '${value}', not a, o or h`;
  if (value === '') return `the ${wordOf(attribute)} is empty`;
  const problem = problemOfString(value);
  return problem === null ? null : `the ${wordOf(attribute)} ${problem}`;
}

/** `swEdition` as the standard writes it: `sw_edition`. */
function wordOf(attribute: Attribute): string {
  return attribute.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`);
}

/** IR 7695, figure 5-1: special characters only at the ends, one asterisk or a run of question marks. */
function problemOfString(value: string): string | null {
  if (value === '\\-') return 'is a quoted hyphen alone';
  let at = wildcardsAtStart(value);
  while (at < value.length) {
    const code = value.charCodeAt(at);
    if (code <= 32 || code > 126) return 'has a blank or a character outside ASCII';
    if (code === BACKSLASH) {
      const next = value.charCodeAt(at + 1);
      if (Number.isNaN(next)) return 'ends in a backslash that quotes nothing';
      if (next <= 32 || next > 126) return 'has a blank or a character outside ASCII';
      at += 2;
    } else if (code === ASTERISK) {
      if (at < value.length - 1) return 'has an asterisk inside';
      if (at === 1 && value.charCodeAt(0) === ASTERISK) return 'has two asterisks in a row';
      at++;
    } else if (code === QUESTION_MARK) {
      for (let rest = at; rest < value.length; rest++)
        if (value.charCodeAt(rest) !== QUESTION_MARK) return 'has a question mark inside';
      return null;
    } else if (isPlain(code)) {
      at++;
    } else {
      return `has an unquoted ${value.charAt(at)}`;
    }
  }
  return null;
}

/** How many characters at the start are unquoted special ones: one asterisk, or all the question marks. */
export function wildcardsAtStart(value: string): number {
  if (value.charCodeAt(0) === ASTERISK) return 1;
  let count = 0;
  while (value.charCodeAt(count) === QUESTION_MARK) count++;
  return count;
}

/** The same at the end, looking no further back than `start`. */
export function wildcardsAtEnd(value: string, start: number): number {
  const last = value.charCodeAt(value.length - 1);
  if (value.length <= start || (last !== ASTERISK && last !== QUESTION_MARK)) return 0;
  let at = value.length;
  if (last === ASTERISK) at--;
  else while (at > start && value.charCodeAt(at - 1) === QUESTION_MARK) at--;
  // A backslash quotes the first of them, unless it is quoted itself.
  return value.length - at - (quotesBefore(value, at) % 2);
}

/** How many backslashes stand directly before the place. */
export function quotesBefore(value: string, place: number): number {
  let at = place;
  while (at > 0 && value.charCodeAt(at - 1) === BACKSLASH) at--;
  return place - at;
}
