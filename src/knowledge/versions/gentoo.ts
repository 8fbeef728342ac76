// Versions of Gentoo ebuilds (Package Manager Specification 3.3).
import {
  firstOf,
  longerIsNewer,
  type Order,
  orderOfDigits,
  orderOfLists,
  orderOfNumbers,
  orderOfText,
  schemeOf,
} from './version-scheme.ts';

interface Ebuild {
  readonly numbers: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly (readonly [word: string, number: string])[];
  readonly revision: string;
}

const EBUILD = /^([0-9]+(?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)[0-9]*)*)(?:-r([0-9]+))?$/;
/** PMS 3.3, algorithm 3.6: what no suffix is worth stands between rc and p. */
const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'p'];

const NO_SUFFIX = ['', ''] as const;

/** The order of ebuilds. */
export const gentoo = schemeOf<Ebuild>('gentoo', ebuildOf, (a, b) =>
  firstOf(
    orderOfDigits(a.numbers[0] ?? '', b.numbers[0] ?? ''),
    orderOfLists(a.numbers.slice(1), b.numbers.slice(1), longerIsNewer(orderOfFractions)),
    orderOfText(a.letter, b.letter),
    orderOfLists(a.suffixes, b.suffixes, (one = NO_SUFFIX, other = NO_SUFFIX) =>
      firstOf(orderOfNumbers(SUFFIXES.indexOf(one[0]), SUFFIXES.indexOf(other[0])), orderOfDigits(one[1], other[1])),
    ),
    orderOfDigits(a.revision, b.revision),
  ),
);

function ebuildOf(version: string): Ebuild | null {
  const found = EBUILD.exec(version);
  if (found === null) return null;
  return {
    numbers: (found[1] ?? '').split('.'),
    letter: found[2] ?? '',
    suffixes: Array.from((found[3] ?? '').matchAll(/_([a-z]+)([0-9]*)/g), (suffix) => [
      suffix[1] ?? '',
      suffix[2] ?? '',
    ]),
    revision: found[4] ?? '0',
  };
}

/** Algorithm 3.3: a leading zero makes both fractions. */
function orderOfFractions(a: string, b: string): Order {
  if (!a.startsWith('0') && !b.startsWith('0')) return orderOfDigits(a, b);
  return orderOfText(a.replace(/0+$/, ''), b.replace(/0+$/, ''));
}
