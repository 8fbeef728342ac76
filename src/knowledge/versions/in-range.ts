// Whether a version lies between two others, as vulnerability records state it: from one, until another (NVD, CVE 5, OSV).
import { compareVersions } from './compare-versions.ts';
import type { Order } from './version-scheme.ts';

/** The two ends; a missing one is open. By default the first version belongs to the range and the last one does not. */
export interface VersionRange {
  readonly from?: string | null;
  readonly fromInclusive?: boolean;
  readonly until?: string | null;
  readonly untilInclusive?: boolean;
}

/** Null: it cannot be told, which is not the same as no. One end that leaves the version out is enough for no. */
export function inRange(version: string, range: VersionRange, scheme?: string): boolean | null {
  const { from = null, fromInclusive = true, until = null, untilInclusive = false } = range;
  const order = (end: string): Order | null => compareVersions(version, end, scheme).order;
  const lower = from === null ? true : beyond(order(from), 1, fromInclusive);
  if (lower === false) return false;
  const upper = until === null ? true : beyond(order(until), -1, untilInclusive);
  return upper === true ? lower : upper;
}

function beyond(order: Order | null, side: 1 | -1, inclusive: boolean): boolean | null {
  return order === null ? null : order === side || (order === 0 && inclusive);
}
