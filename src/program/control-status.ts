// How a control stands at a place: written, known and enforced, apart. Pure. What nobody looked at is unknown, which is not no.
import type { ControlEvidence, ControlStatus, StatusAnswer } from '#contracts/index.ts';

/** From this share of people on, a rule counts as known. */
export const KNOWN_SHARE = 0.9;
/** For so many days what somebody says counts. */
export const STATED_DAYS = 365;

interface Standing {
  readonly answer: StatusAnswer;
  readonly why: string;
}

/**
 * The status of a control from what is known of it. `today` is the ISO day at the site, as are the days of the evidence.
 * - written: an approved policy that is not past its review is yes; past it, or a draft, partly.
 * - known: yes when everything that was measured (attestations that are not stale, lessons passed) reaches `KNOWN_SHARE`,
 *   no when nothing of it is above 0, partly between.
 * - enforced: from checks over devices where there are any: yes when all pass, no when none passes and one fails, partly between;
 *   a device with an approved exception, or of which it is not known, keeps it from yes. Without checks from what somebody
 *   stated within `STATED_DAYS`.
 */
export function controlStatusOf(evidence: ControlEvidence, today: string): ControlStatus {
  return { written: writtenOf(evidence, today), known: knownOf(evidence), enforced: enforcedOf(evidence, today) };
}

function writtenOf({ policy }: ControlEvidence, today: string): Standing {
  if (policy === undefined) return { answer: 'unknown', why: 'Nobody has said which policy asks for it.' };
  switch (policy.state) {
    case 'none':
      return { answer: 'no', why: 'No policy asks for it.' };
    case 'draft':
      return { answer: 'partly', why: 'The policy is a draft that nobody has approved.' };
    case 'approved':
      if (policy.due !== null && policy.due < today)
        return { answer: 'partly', why: `The policy is approved, and its review was due on ${policy.due}.` };
      return {
        answer: 'yes',
        why: policy.due === null ? 'The policy is approved.' : `The policy is approved until ${policy.due}.`,
      };
  }
}

function knownOf({ attestations, training }: ControlEvidence): Standing {
  const parts = [
    ...(attestations && attestations.asked > 0
      ? [
          shareOf(
            Math.max(0, attestations.given - attestations.stale),
            attestations.asked,
            readWords(attestations.stale),
          ),
        ]
      : []),
    ...(training && training.assigned > 0 ? [shareOf(training.passed, training.assigned, 'passed the lesson')] : []),
  ];
  if (parts.length === 0) return { answer: 'unknown', why: 'Nobody was asked to read it, and no lesson was given.' };
  const why = `${parts.map(({ words }) => words).join('; ')}.`;
  if (parts.every(({ share }) => share >= KNOWN_SHARE)) return { answer: 'yes', why };
  return { answer: parts.every(({ share }) => share === 0) ? 'no' : 'partly', why };
}

function readWords(stale: number): string {
  return stale === 0 ? 'have said that they read it' : `have said that they read it (and ${stale} too long ago)`;
}

function shareOf(done: number, of: number, what: string) {
  const count = Math.min(done, of);
  return { share: count / of, words: `${count} of ${of} people ${what}` };
}

function enforcedOf({ checks = [], stated }: ControlEvidence, today: string): ControlStatus['enforced'] {
  const sum = (pick: (check: (typeof checks)[number]) => number) =>
    checks.reduce((total, check) => total + pick(check), 0);
  const pass = sum((check) => check.pass);
  const fail = sum((check) => check.fail);
  const excepted = sum((check) => check.excepted);
  const unknown = sum((check) => check.unknown);
  if (pass + fail + excepted > 0) {
    const why = checksWords({ pass, fail, excepted, unknown }, checks);
    if (pass === 0) return { answer: fail > 0 ? 'no' : 'partly', why, basis: 'observed' };
    return { answer: fail + excepted + unknown > 0 ? 'partly' : 'yes', why, basis: 'observed' };
  }
  if (stated !== undefined) {
    const days = (Date.parse(today) - Date.parse(stated.on)) / 86_400_000;
    if (days < 0)
      return {
        answer: 'unknown',
        why: `The statement is dated ${stated.on}, which is still to come.`,
        basis: 'nothing',
      };
    if (days <= STATED_DAYS) {
      const blind = unknown > 0 ? ` The checks could not tell on ${unknown} devices.` : '';
      return {
        answer: stated.done,
        why: `Somebody stated it on ${stated.on}; no fact shows it.${blind}`,
        basis: 'attested',
      };
    }
    return { answer: 'unknown', why: `It was last stated on ${stated.on}, more than a year ago.`, basis: 'nothing' };
  }
  return unknown > 0
    ? { answer: 'unknown', why: `The checks could not tell on any of ${unknown} devices.`, basis: 'nothing' }
    : { answer: 'unknown', why: 'No check looks at it, and nobody has stated it.', basis: 'nothing' };
}

interface Counts {
  readonly pass: number;
  readonly fail: number;
  readonly excepted: number;
  readonly unknown: number;
}

function checksWords(
  { pass, fail, excepted, unknown }: Counts,
  checks: NonNullable<ControlEvidence['checks']>,
): string {
  const failing = checks.filter((check) => check.fail > 0).map(({ id }) => id);
  const all = pass + fail + excepted + unknown;
  const rest = [
    ...(fail > 0 ? [`${fail} fail (${failing.join(', ')})`] : []),
    ...(excepted > 0 ? [`${excepted} with an approved exception`] : []),
    ...(unknown > 0 ? [`${unknown} not known`] : []),
  ];
  return `${pass} of ${all} results of checks on devices pass${rest.length > 0 ? `; ${rest.join('; ')}` : ''}.`;
}

/** The controls of the threats library that hold at a place: those that controls bring which are enforced in full. */
export function threatControlsInPlace(
  controls: readonly { readonly id: string; readonly brings: readonly string[] }[],
  statuses: ReadonlyMap<string, ControlStatus>,
): string[] {
  const held = controls.filter(({ id }) => statuses.get(id)?.enforced.answer === 'yes').flatMap(({ brings }) => brings);
  return [...new Set(held)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
