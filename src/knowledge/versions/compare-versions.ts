// Which of two versions is newer, when all there is are two texts. The scheme is read from the shape of both; where the shapes allow
// two readings that differ, there is no order.
import { intdot } from './dotted.ts';
import { releaseNumber } from './release-number.ts';
import { versionScheme } from './schemes.ts';
import { semver } from './semver.ts';
import { siemens } from './siemens.ts';
import { firstOf, LONGEST_VERSION, type Order, orderOfDigits, type VersionScheme } from './version-scheme.ts';
import { isFullBuild, windowsBuild } from './windows-build.ts';

/** What a comparison came to. */
export interface VersionComparison {
  /** Null: which is newer cannot be told. */
  readonly order: Order | null;
  /** The scheme that it was compared by; null where none fits. */
  readonly scheme: string | null;
  /** Why, as a sentence. */
  readonly because: string;
}

/** Compares by the named scheme, or by the one that both texts have the shape of. */
export function compareVersions(a: string, b: string, scheme?: string): VersionComparison {
  const first = a.trim();
  const second = b.trim();
  if (scheme !== undefined) {
    const named = versionScheme(scheme);
    return named === undefined ? none(`The scheme '${scheme}' is not known.`) : by(named, first, second);
  }
  if (first.length > LONGEST_VERSION || second.length > LONGEST_VERSION)
    return none(`A version has at most ${LONGEST_VERSION} characters.`);
  if (first === '' || second === '') return none('One of the versions is empty.');
  if (first === second) return { order: 0, scheme: null, because: 'Both are the same text.' };
  const compared = byShape(first, second);
  // "k" in a list that a person typed is K, and "HD 16" HD16; only where no scheme says what letters and spaces mean.
  const bare = (version: string) => version.toLowerCase().replace(/\s+/g, '');
  if (compared.order === null && compared.scheme === null && bare(first) === bare(second))
    return { order: 0, scheme: null, because: 'Both are the same text but for spaces and the case of letters.' };
  return compared;
}

function byShape(a: string, b: string): VersionComparison {
  const both = (scheme: VersionScheme) => scheme.valid(a) && scheme.valid(b);
  // `17763.1234` alone could be anything; beside a build that names its kernel it is a build.
  if (both(windowsBuild) && (isFullBuild(a) || isFullBuild(b))) return by(windowsBuild, a, b);
  if (both(releaseNumber)) return by(releaseNumber, a, b);
  if (both(siemens)) return by(siemens, a, b);
  return withSuffixes(a, b);
}

/** Numbers between dots, and what follows them. */
const NUMBERS = /^v?([0-9]+(?:\.[0-9]+)+)((?:[-+_~]|\.?[A-Za-z])[A-Za-z0-9.+_~-]*| \(?build [0-9]+\)?)?$/i;
/** A count of the maker's behind the release: `2023.3 Build 9342`. */
const BUILD = /^ \(?build ([0-9]+)\)?$/i;
/** Words that nobody puts behind a number but for what comes before the release. */
const BEFORE_RELEASE = /^-(?:alpha|beta|rc|pre|preview|dev|snapshot|canary|nightly)(?![a-z])/i;

/**
 * A suffix can make a version older (1.0-rc1), newer (1.0-1 of a package) or name another product line (1.0.2k). Numbers that differ
 * decide in all of these; when they are the same, only a pre-release of semantic versions does.
 */
function withSuffixes(a: string, b: string): VersionComparison {
  const first = NUMBERS.exec(a);
  const second = NUMBERS.exec(b);
  if (first === null || second === null) return byPlaces(a, b);
  const [numbers = '', suffix = ''] = first.slice(1);
  const [otherNumbers = '', otherSuffix = ''] = second.slice(1);
  const order = intdot.compare(numbers, otherNumbers);
  // 1.2b and 1.2.3: the letter may stand for a number that is missing.
  const depth = numbers.split('.').length === otherNumbers.split('.').length;
  if (order !== 0 && order !== null && (depth || isPlainlyOlder(numbers, otherNumbers)))
    return { order, scheme: intdot.id, because: 'Their numbers differ.' };
  const [build, otherBuild] = [BUILD.exec(suffix)?.[1], BUILD.exec(otherSuffix)?.[1]];
  if (order === 0 && build !== undefined && otherBuild !== undefined)
    return { order: intdot.compare(build, otherBuild), scheme: intdot.id, because: 'Their builds differ.' };
  const known = [suffix, otherSuffix].every((text) => text === '' || BEFORE_RELEASE.test(text));
  if (known && semver.valid(a) && semver.valid(b)) return by(semver, a, b);
  return none('Their numbers are the same, and what the rest means differs from maker to maker.');
}

/** Letters and signs around numbers: `B.06.17`, `R3.3L1`, `BT05`, `2018-1`. */
const PLACES = /^(?:[A-Za-z]{0,2}[ .-]?[0-9]{1,9}){1,5}[A-Za-z]?$/;

/** Two that differ in nothing but their numbers: whatever the letters stand for, it is the same in both. */
function byPlaces(a: string, b: string): VersionComparison {
  const around = (version: string) => version.toLowerCase().replace(/[0-9]+/g, '#');
  if (!PLACES.test(a) || !PLACES.test(b) || around(a) !== around(b))
    return none('The two are not written in a form whose order is known.');
  const [first = [], second = []] = [a, b].map((version) => version.match(/[0-9]+/g) ?? []);
  const order = firstOf(...first.map((digits, place) => orderOfDigits(digits, second[place] ?? '')));
  return { order, scheme: null, because: 'They differ in nothing but their numbers.' };
}

/** Whether two lists of numbers differ before the shorter one ends. */
function isPlainlyOlder(a: string, b: string): boolean {
  const first = a.split('.');
  const second = b.split('.');
  const shared = Math.min(first.length, second.length);
  return intdot.compare(first.slice(0, shared).join('.'), second.slice(0, shared).join('.')) !== 0;
}

function by(scheme: VersionScheme, a: string, b: string): VersionComparison {
  const wrong = [a, b].find((version) => !scheme.valid(version));
  if (wrong !== undefined)
    return {
      order: null,
      scheme: scheme.id,
      because: `'${wrong.slice(0, 80)}' is no version of the scheme ${scheme.id}.`,
    };
  const order = scheme.compare(a, b);
  return {
    order,
    scheme: scheme.id,
    because:
      order === null
        ? `By the scheme ${scheme.id}, the two have no order.`
        : `Both are versions of the scheme ${scheme.id}.`,
  };
}

function none(because: string): VersionComparison {
  return { order: null, scheme: null, because };
}
