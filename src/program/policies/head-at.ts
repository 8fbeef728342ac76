// How a policy stood at a moment, from its versions and from when it was retired: which one was the newest, which one counted. Pure. Versions
// that were approved are never changed, so that this says the same of a moment whenever it is asked.
import type { PolicyVersion } from '#contracts/index.ts';

export interface HeadAt {
  /** The newest version that there was, as it stood then. */
  readonly latest: number;
  readonly state: PolicyVersion['state'];
  /** The version that counted; null where none did. */
  readonly approved: number | null;
  readonly isRetired: boolean;
}

/** `moment` and `retirements` are times of ISO 8601; null before the first version. A version that was written after a retirement takes the policy up again. */
export function headAt(
  versions: readonly PolicyVersion[],
  retirements: readonly string[],
  moment: string,
): HeadAt | null {
  const there = versions.filter(({ at }) => at <= moment).toSorted((a, b) => a.version - b.version);
  const newest = there.at(-1);
  if (!newest) return null;
  const retired = retirements.filter((at) => at <= moment).reduce((a, b) => (a > b ? a : b), '');
  const counts = there.findLast(
    ({ state, decidedAt }) => state === 'approved' && decidedAt !== null && decidedAt <= moment && decidedAt > retired,
  );
  return {
    latest: newest.version,
    state: stateAt(newest, moment),
    approved: counts?.version ?? null,
    isRetired: retired !== '' && newest.at <= retired,
  };
}

function stateAt({ state, askedAt, decidedAt }: PolicyVersion, moment: string): PolicyVersion['state'] {
  if (decidedAt !== null && decidedAt <= moment) return state;
  return askedAt !== null && askedAt <= moment ? 'asked' : 'draft';
}
