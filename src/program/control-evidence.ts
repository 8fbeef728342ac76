// What is known of a control at a site, put together from checks, from what people said, from policies and from lessons. Pure.
import {
  type Attestation,
  type CheckCounts,
  type ControlEvidence,
  type ControlStatus,
  type PolicyCheck,
  programChecks,
} from '#contracts/index.ts';
import { CONTROL_LINKS, type ControlLink } from './control-links.data.ts';
import { controlStatusOf } from './control-status.ts';
import { dayIn } from './governance/calendar-days.ts';

/** How the checks stand, and what was said. */
export interface SiteEvidence {
  readonly checks: readonly Pick<PolicyCheck, 'id' | 'of' | 'attested'>[];
  readonly counts: ReadonlyMap<string, CheckCounts>;
  /** The newest answer to each question. */
  readonly said: readonly Attestation[];
  /** What was answered of a control in an assessment, and the ISO day that it is of. */
  readonly answered: ReadonlyMap<string, NonNullable<ControlEvidence['stated']>>;
  /** Where the site is: a statement is of the day there. */
  readonly timeZone: string;
}

/** What others know: of a policy by its id, of a lesson by its id. */
export interface OtherEvidence {
  readonly policies: ReadonlyMap<string, Pick<ControlEvidence, 'policy' | 'attestations'>>;
  readonly lessons: ReadonlyMap<string, { readonly assigned: number; readonly passed: number }>;
}

/** What shows how a control stands; nothing for a control that the site added. */
export function linkOf(control: string): ControlLink {
  return Object.hasOwn(CONTROL_LINKS, control) ? (CONTROL_LINKS[control] ?? {}) : {};
}

/** Evidence of one control; `now` is a time of ISO 8601. */
export function evidenceOfControl(
  control: string,
  site: SiteEvidence,
  { policies, lessons }: OtherEvidence,
  now: string,
): ControlEvidence {
  const { checks: ids = [], policy, lessons: taught = [] } = linkOf(control);
  const checks = site.checks.filter(({ id }) => ids.includes(id));
  const passed = taught.flatMap((id) => lessons.get(id) ?? []);
  const stated = newerOf(statedOf(control, checks, site, now), site.answered.get(control));
  return {
    ...(policy === undefined ? {} : policies.get(policy)),
    ...(passed.length > 0
      ? {
          training: {
            assigned: passed.reduce((sum, each) => sum + each.assigned, 0),
            passed: passed.reduce((sum, each) => sum + each.passed, 0),
          },
        }
      : {}),
    ...(checks.some(({ of }) => of === 'device')
      ? { checks: checks.flatMap((check) => countedOf(check.id, site)) }
      : {}),
    ...(stated ? { stated } : {}),
  };
}

/** Of two statements that of the later day. */
function newerOf(a: ControlEvidence['stated'] | null, b: ControlEvidence['stated']): ControlEvidence['stated'] | null {
  return a && (!b || b.on <= a.on) ? a : (b ?? null);
}

/** A check of the site beside those of devices counts as one result. */
function countedOf(id: string, { counts }: SiteEvidence): NonNullable<ControlEvidence['checks']> {
  const found = counts.get(id);
  if (!found) return [];
  const { holds, excused, broken, unknown } = found;
  return [{ id, pass: holds - excused, fail: broken, excepted: excused, unknown }];
}

/** What people said, where no check looks at devices: to the checks of the site, or of the control itself where there are none. */
function statedOf(
  control: string,
  checks: SiteEvidence['checks'],
  { counts, said, timeZone }: SiteEvidence,
  now: string,
): ControlEvidence['stated'] | null {
  if (checks.some(({ of }) => of === 'device')) return null;
  const asked =
    checks.length > 0
      ? checks.flatMap(({ attested }) => attested?.question ?? [])
      : [`${programChecks.CONTROL_QUESTION}${control}`];
  const answers = said.filter(
    ({ question, device, answer, until }) =>
      device === null && asked.includes(question) && answer !== 'unknown' && (until === null || until >= now),
  );
  const [first] = answers.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (!first) return null;
  const isAll = answers.length === asked.length && checks.every(({ id }) => (counts.get(id)?.unknown ?? 1) === 0);
  const every = (wanted: Attestation['answer']) => answers.every(({ answer }) => answer === wanted);
  const done = every('yes') && (checks.length === 0 || isAll) ? 'yes' : every('no') ? 'no' : 'partly';
  return { done, on: dayIn(new Date(first.at), timeZone) };
}

/** Status of one control. Checks that see only a part of it keep it from being enforced in full. */
export function statusOfControl(control: string, evidence: ControlEvidence, today: string): ControlStatus {
  const status = controlStatusOf(evidence, today);
  if (linkOf(control).part !== true || status.enforced.answer !== 'yes') return status;
  const why = `${status.enforced.why} These look at a part of it only.`;
  return { ...status, enforced: { ...status.enforced, answer: 'partly', why } };
}
