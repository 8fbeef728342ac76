// Versions of devices as whole numbers between dots behind a mark: `R3.2.1.0`, `V3.51`, `Version 1`, `2.6.3`.
import { orderOfDotted } from './dotted.ts';
import { LONGEST_VERSION, schemeOf } from './version-scheme.ts';
import { isFullBuild } from './windows-build.ts';

interface ReleaseNumber {
  /** What the maker writes before the number; '' for none. */
  readonly mark: string;
  readonly numbers: readonly string[];
}

const MARKED = /^(?:(V|R)(?=[0-9])|(Version|Release) )?([0-9]+(?:\.[0-9]+)*)$/i;

/**
 * The mark is left out by one rule: V, v and `Version ` are the same, R and `Release ` are the same, and a number without a mark goes
 * with either. A V and an R are two ways of counting: no order.
 */
export const releaseNumber = schemeOf<ReleaseNumber>('release', numberOf, (a, b) =>
  a.mark !== b.mark && a.mark !== '' && b.mark !== '' ? null : orderOfDotted(a.numbers, b.numbers),
);

/** Few versions stand in many records: what was read is kept until there is too much of it. */
const read = new Map<string, (ReleaseNumber & { readonly key: string }) | null>();
const MOST_READ = 150_000;

function numberOf(version: string): (ReleaseNumber & { readonly key: string }) | null {
  const known = read.get(version);
  if (known !== undefined) return known;
  const found = MARKED.exec(version);
  const numbers = (found?.[3] ?? '').split('.');
  const number = found && {
    mark: (found[1] ?? found[2] ?? '').charAt(0).toUpperCase(),
    numbers,
    key: keyOf(numbers),
  };
  if (version.length > LONGEST_VERSION) return number;
  if (read.size >= MOST_READ) read.clear();
  read.set(version, number);
  return number;
}

function keyOf(parts: readonly string[]): string {
  const numbers = parts.map((digits) => digits.replace(/^0+(?=.)/, ''));
  while (numbers.length > 1 && numbers.at(-1) === '0') numbers.pop();
  return numbers.join('.');
}

/** The number that a version of this scheme stands for, whatever its mark, as a CPE value or as people write it; null when it is none. */
export function releaseKey(version: string): string | null {
  return version.length > LONGEST_VERSION ? null : (numberOf(plain(version))?.key ?? null);
}

function plain(value: string): string {
  return value.includes('\\') ? value.replaceAll('\\', '') : value;
}

/** Whether two values are the same version by this scheme: 2.1 and v2.1.0. */
export function sameRelease(a: string, b: string): boolean {
  return releaseNumber.compare(plain(a), plain(b)) === 0;
}

/**
 * The numbers of a version that is nothing but numbers between dots; null for all else, and for what names a kernel of Windows and is a
 * build. Two of these are compared by their numbers alone, whatever else the shapes of versions may mean.
 */
export function plainNumbers(version: string): readonly string[] | null {
  if (version.length > LONGEST_VERSION || !/^[0-9]+(?:\.[0-9]+)*$/.test(version) || isFullBuild(version)) return null;
  return version.split('.');
}
