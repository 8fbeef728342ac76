// Whether a version is among those that an advisory names: yes, no (with whether it is newer than all of them), or "cannot compare".
import type { VersionRun, VersionSet } from './version-words.ts';

/** How two versions stand, by the named scheme if one is; null when their forms have no order between them. */
export type CompareVersions = (a: string, b: string, scheme?: string) => { readonly order: -1 | 0 | 1 | null };

/** `newer`: after the last of them, where the flaw is repaired as far as the document says. */
export type Contained = 'inside' | 'newer' | 'outside' | 'cannot tell';

/** Where a version stands to the versions named. */
export function containsVersion(version: string, named: VersionSet, compare: CompareVersions): Contained {
  if (named.kind === 'all') return 'inside';
  if (named.kind === 'unread') return alike(named.words, version) ? 'inside' : 'cannot tell';
  let isUnsure = false;
  let isNewer = true;
  for (const run of named.runs) {
    const side = sideOf(version, run, (a, b) => compare(a, b, named.scheme));
    if (side === 'inside') return 'inside';
    if (side === 'cannot tell') isUnsure = true;
    if (side !== 'after') isNewer = false;
  }
  if (isUnsure) return 'cannot tell';
  return isNewer ? 'newer' : 'outside';
}

function sideOf(
  version: string,
  run: VersionRun,
  compare: CompareVersions,
): 'before' | 'inside' | 'after' | 'cannot tell' {
  const { from, fromInclusive, until, untilInclusive } = run;
  if (from !== null) {
    const { order } = compare(version, from);
    if (order === null) return 'cannot tell';
    if (order < 0 || (order === 0 && !fromInclusive)) return 'before';
  }
  if (until === null) return 'inside';
  const { order } = compare(version, until);
  if (order === null) return 'cannot tell';
  return order < 0 || (order === 0 && untilInclusive) ? 'inside' : 'after';
}

function alike(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
