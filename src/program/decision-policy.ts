// How many days a finding has, and when an accepted risk comes back: the policy of a site, and the one that it starts with.
//
// The days 3, 14 and 60 are the time limits of CISA BOD 26-04 (CERT/CC SSVC, data of 2026-07-20). Which outcome of SSVC gets which of
// them, the days by severity, the line of EPSS and the longest acceptance are this product's own choice; a site may change all.
import { type DecisionPolicy, type Finding, SEVERITY_ORDER, type Standing } from '#contracts/index.ts';

/** The policy of a site that has not made its own. */
export const DEFAULT_POLICY: DecisionPolicy = {
  ssvc: {
    immediate: 3,
    'out-of-cycle': 14,
    scheduled: 60,
    defer: null,
  },
  severity: { critical: 15, high: 30, medium: 90, low: 180, none: null },
  epssLine: 0.1,
  longestAcceptanceDays: 365,
};

const DAY_MS = 86_400_000;

/** What SSVC says of a finding as a key of the policy: where it cannot decide, the soonest that it may be; '' when it says nothing. */
export function outcomeOf(finding: Finding): string {
  return finding.ssvc?.highest ?? '';
}

/** What a due date is worked out from. */
export interface Dated {
  readonly severity: number;
  readonly state: string;
  readonly outcome: string;
  /** The span of what SSVC may say, as ranks; null without it. */
  readonly ssvcLowest: number | null;
  readonly ssvcHighest: number | null;
  readonly firstSeenAt: Date;
  readonly closedAt: Date | null;
}

/** When a finding is due: counted from the day it was first seen, by what SSVC says, without SSVC by severity. Null: never. */
export function dueOf(finding: Dated, policy: DecisionPolicy, now: Date): Standing['due'] {
  if (finding.closedAt !== null || finding.severity < 1) return null;
  if (finding.state !== 'confirmed' && finding.state !== 'potential') return null;
  const severity = SEVERITY_ORDER[finding.severity] ?? 'none';
  const bySsvc = new Map(Object.entries(policy.ssvc)).get(finding.outcome);
  const days = bySsvc === undefined ? policy.severity[severity] : bySsvc;
  if (days === null || days === undefined) return null;
  const at = finding.firstSeenAt.getTime() + days * DAY_MS;
  return {
    at: new Date(at).toISOString(),
    days: Math.ceil((at - now.getTime()) / DAY_MS),
    because: bySsvc === undefined ? `severity ${severity}` : ssvcWords(finding),
    overdue: at < now.getTime(),
  };
}

function ssvcWords({ outcome, ssvcLowest, ssvcHighest }: Dated): string {
  return ssvcLowest === ssvcHighest
    ? `SSVC ${outcome}`
    : `SSVC ${outcome}, the soonest that it may be: not all of its questions are answered`;
}

/** Whole days between two times. */
export function daysBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / DAY_MS));
}

/** The last moment of a day (UTC). */
export function endOfDay(day: string): Date {
  return new Date(`${day}T23:59:59.000Z`);
}
