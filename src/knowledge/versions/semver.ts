// Semantic Versioning 2.0.0 (clause 11), as npm, Go and Cargo use it, and NuGet's reading of it.

import { orderOfDotted } from './dotted.ts';
import {
  firstOf,
  isDigits,
  longerIsNewer,
  type Order,
  orderOfDigits,
  orderOfLists,
  orderOfText,
  schemeOf,
} from './version-scheme.ts';

interface Semantic {
  readonly numbers: readonly string[];
  /** Identifiers of the pre-release; none for a release. */
  readonly before: readonly string[];
}

const NUMBER = '(?:0|[1-9][0-9]*)';
const SEMVER = new RegExp(
  `^v?(${NUMBER}\\.${NUMBER}\\.${NUMBER})(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

/** Three numbers, maybe a pre-release; what was built from it does not count (clause 10). Git tags bring the `v`. */
export const semver = schemeOf('semver', semanticOf, orderOfSemantic);

/** The same under the name that vers and package URLs use. */
export const npm = schemeOf('npm', semanticOf, orderOfSemantic);

function semanticOf(version: string): Semantic | null {
  const found = SEMVER.exec(version);
  if (found === null) return null;
  const before = found[2]?.split('.') ?? [];
  // Clause 9: a number has no leading zero.
  if (before.some((identifier) => /^0[0-9]+$/.test(identifier))) return null;
  return { numbers: (found[1] ?? '').split('.'), before };
}

function orderOfSemantic(a: Semantic, b: Semantic): Order {
  return firstOf(orderOfDotted(a.numbers, b.numbers), orderOfPreReleases(a.before, b.before));
}

/** Clause 11.3 and 11.4: a pre-release comes before its release, and of two the one that goes on is newer. */
export function orderOfPreReleases(a: readonly string[], b: readonly string[]): Order {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : a.length === 0 ? 1 : -1;
  return orderOfLists(a, b, longerIsNewer(orderOfIdentifiers));
}

function orderOfIdentifiers(a: string, b: string): Order {
  if (isDigits(a)) return isDigits(b) ? orderOfDigits(a, b) : -1;
  return isDigits(b) ? 1 : orderOfText(a, b);
}

const NUGET = /^([0-9]+(?:\.[0-9]+){0,3})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]*)?$/;

/** NuGet: one to four numbers, and letter case does not count. */
export const nuget = schemeOf<Semantic>(
  'nuget',
  (version) => {
    const found = NUGET.exec(version);
    return found === null
      ? null
      : { numbers: (found[1] ?? '').split('.'), before: found[2]?.toLowerCase().split('.') ?? [] };
  },
  orderOfSemantic,
);
