// Versions that are whole numbers between dots (vers: intdot), and texts ordered by byte (vers: lexicographic).
import { orderOfDigits, orderOfLists, orderOfNumbers, schemeOf } from './version-scheme.ts';

/** vers intdot: what follows the first character that is neither digit nor dot does not count; 1.2 is 1.2.0. */
export const intdot = schemeOf('intdot', numbersOf, orderOfDotted);

/** The order of whole numbers, where a missing one is zero. */
export function orderOfDotted(a: readonly string[], b: readonly string[]) {
  return orderOfLists(a, b, (one = '0', other = '0') => orderOfDigits(one, other));
}

function numbersOf(version: string): string[] | null {
  const numbers = /^[0-9]+(?:\.[0-9]+)*/.exec(version)?.[0];
  return numbers === undefined ? null : numbers.split('.');
}

/** vers lexicographic: by the bytes of UTF-8, which is the order of code points; nothing is normalized. */
export const lexicographic = schemeOf(
  'lexicographic',
  (version) => (version === '' ? null : version),
  (a, b) =>
    orderOfLists(Array.from(a), Array.from(b), (one, other) =>
      orderOfNumbers(one?.codePointAt(0) ?? -1, other?.codePointAt(0) ?? -1),
    ),
);
