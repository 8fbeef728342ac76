// The verdict on an operating system's life cycle. Rule: supported until the last day of free security updates. A long-term
// or embedded edition must be proven by its name, or the shorter one is assumed; paid updates are shown, never assumed.
import { builtInLifecycles } from './built-in.ts';
import type { Certainty, Cycle, LifecycleSource, Product } from './lifecycle.ts';
import { type OperatingSystem, readSystem, type SystemReading } from './system-reading.ts';

/**
 * `ended`: over whatever is still unknown. `assumed ended`: over for the edition that must be assumed, but an edition not
 * ruled out has updates. `ending`: within twelve months. `unknown`: what is not known decides.
 */
export type Standing = 'supported' | 'ending' | 'ended' | 'assumed ended' | 'unknown';

export interface LifecycleVerdict {
  readonly product: Product;
  /** As far as it is known: `Windows 10 1809`. */
  readonly label: string;
  /** The catalogue's cycle judged by, when one was. */
  readonly cycle: string | null;
  readonly standing: Standing;
  /** Last day of free security updates of the cycle judged by; null when not known or not published. */
  readonly securityEnd: string | null;
  /** Last day of updates that must be paid for, when any were on sale. */
  readonly paidEnd: string | null;
  /** First and last end among everything not ruled out; null where no day is published. */
  readonly earliestEnd: string | null;
  readonly latestEnd: string | null;
  /** Whether one end is left. */
  readonly proven: boolean;
  readonly certainty: Certainty;
  /** The cheapest fact that would narrow the interval; null when nothing is open. */
  readonly wouldSettle: string | null;
  readonly source: string;
  readonly asOf: string;
}

const FIRST = '0000-01-01';
const LAST = '9999-12-31';

/** The verdict as of `now` (an ISO time or day), or null when the name is not in the table. */
export function lifecycleOf(
  system: OperatingSystem,
  now: string,
  source: LifecycleSource = builtInLifecycles,
): LifecycleVerdict | null {
  const reading = readSystem(system, source);
  if (!reading) return null;
  const today = now.slice(0, 10);
  const soon = aYearAfter(today);
  const possible = [...reading.possible].sort(byEnd);
  const likely = [...reading.likely].sort(byEnd);
  const first = possible[0];
  const last = possible.at(-1);
  const assumed = likely[0];
  const open = { product: reading.product, label: reading.label };
  if (!first || !last || !assumed) {
    return {
      ...open,
      cycle: null,
      standing: 'unknown',
      securityEnd: null,
      paidEnd: null,
      earliestEnd: null,
      latestEnd: null,
      proven: false,
      certainty: 'unverified',
      wouldSettle: 'The date until which the maker delivers security updates, in writing.',
      source: source.name,
      asOf: source.asOf,
    };
  }
  const proven = endOf(first) === endOf(last);
  const standing = stand({ last, assumed: reading.releaseKnown ? assumed : first, reading }, today, soon);
  // With the release open, an end that has passed is at the latest the last one, one to come at the earliest the first.
  const judgedBy = reading.releaseKnown ? assumed : standing === 'ended' ? last : first;
  return {
    ...open,
    cycle: standing === 'unknown' ? null : judgedBy.cycle,
    standing,
    securityEnd: standing === 'unknown' ? null : day(endOf(judgedBy)),
    paidEnd: latest((reading.releaseKnown ? likely : possible).map((cycle) => cycle.paidEnd)),
    earliestEnd: day(endOf(first)),
    latestEnd: day(endOf(last)),
    proven,
    certainty: judgedBy.certainty,
    wouldSettle: proven ? null : reading.wouldSettle,
    source: judgedBy.source,
    asOf: judgedBy.asOf,
  };
}

interface Bounds {
  readonly last: Cycle;
  readonly assumed: Cycle;
  readonly reading: SystemReading;
}

function stand(bounds: Bounds, today: string, soon: string): Standing {
  if (endOf(bounds.last) < today) return 'ended';
  if (endOf(bounds.assumed) < today) return bounds.reading.releaseKnown ? 'assumed ended' : 'unknown';
  return endOf(bounds.assumed) <= soon ? 'ending' : 'supported';
}

/** Earliest end first; of equal ends the published date first. */
function byEnd(a: Cycle, b: Cycle): number {
  if (endOf(a) !== endOf(b)) return endOf(a) < endOf(b) ? -1 : 1;
  if (a.certainty === b.certainty) return 0;
  return a.certainty === 'published' ? -1 : 1;
}

function endOf(cycle: Cycle): string {
  if (cycle.securityEnd === 'ended') return FIRST;
  if (cycle.securityEnd === 'open') return LAST;
  return cycle.securityEnd;
}

function day(end: string): string | null {
  return end === FIRST || end === LAST ? null : end;
}

function latest(days: readonly (string | null)[]): string | null {
  const known = days.filter((each) => each !== null).sort();
  return known.at(-1) ?? null;
}

function aYearAfter(today: string): string {
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
}
