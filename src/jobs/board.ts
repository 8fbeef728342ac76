// The report for the board: gathers the state of a day. What has no history is told as of today, and says so.
import type { BoardDocument, BoardStanding, Responsibilities } from '#contracts/index.ts';
import { type Clock, canonicalJson, Invalid } from '#kit/index.ts';
import {
  decidedUntil,
  endOf,
  exceptionsOn,
  firstRiskAt,
  lessonLibrary,
  listPolicies,
  type RiskOfDay,
  responsibilitiesOf,
  reviewBefore,
  riskAt,
  trainingCounts,
} from '#program/index.ts';
import { type BoardInput, buildBoard } from '#report/index.ts';
import { changedSince, digestsOf } from '#risk/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { controlList } from './site-controls.ts';

export interface BoardAsked {
  readonly site: string;
  readonly date?: string | undefined;
  /** The day of the report before. */
  readonly since?: string | undefined;
}

const MOST_DECISIONS = 50;

/**
 * The report of a day; without one, of today. Throws Invalid for a day to come, and where the report before is not earlier. The report before is
 * the one that is asked for, or else the last review in the log of decisions, or else the assessment before.
 */
export async function boardOf(
  deps: { readonly store: Store; readonly clock: Clock },
  tenantId: TenantId,
  { site, date: asked, since }: BoardAsked,
): Promise<BoardDocument> {
  const now = deps.clock.now();
  const today = dayOf(now.toISOString());
  const date = asked ?? today;
  if (date > today) throw new Invalid('date: This day is still to come. Choose today or an earlier day.');
  if (since !== undefined && since >= date)
    throw new Invalid('since: The report before must be of an earlier day than this one.');
  const controls = await controlStanding(deps, tenantId, { date, today });
  return deps.store.tenant(
    tenantId,
    async (tx) => {
      const risk = await riskAt(tx, endOf(date));
      const previous = await previousOf(tx, { date, since, risk });
      return buildBoard({
        site,
        date,
        risk: risk?.document ?? null,
        firstAt: await firstRiskAt(tx),
        previous,
        decisions: await decidedUntil(tx, {
          since: previous?.moment ?? null,
          until: endOf(date),
          most: MOST_DECISIONS,
        }),
        exceptions: await exceptionsOn(tx, date, risk?.document ?? null),
        standing: [
          controls,
          await policyStanding(tx, { site, date, now }),
          await trainingStanding(tx, { date, now }),
          dutyStanding(await responsibilitiesOf(tx), { date, today }),
        ],
      });
    },
    { priority: 'interactive' },
  );
}

function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

async function previousOf(
  tx: Tenant,
  { date, since, risk }: { readonly date: string; readonly since: string | undefined; readonly risk: RiskOfDay | null },
): Promise<(NonNullable<BoardInput['previous']> & { readonly moment: Date }) | null> {
  const review = since === undefined ? await reviewBefore(tx, new Date(`${date}T00:00:00.000Z`)) : null;
  const moment = since !== undefined ? endOf(since) : review === null ? null : new Date(review);
  if (moment !== null) {
    const before = await riskAt(tx, moment);
    return {
      from: since === undefined ? 'review' : 'asked',
      day: dayOf(moment.toISOString()),
      moment,
      risk: before?.document ?? null,
      because: reasons(before, risk),
    };
  }
  if (!risk) return null;
  const before = await riskAt(tx, new Date(Date.parse(risk.document.at) - 1));
  if (!before) return null;
  return {
    from: 'assessment',
    day: dayOf(before.document.at),
    moment: new Date(before.document.at),
    risk: before.document,
    because: reasons(before, risk),
  };
}

/** What changed between two assessments, by what they were worked out from. */
function reasons(before: RiskOfDay | null, risk: RiskOfDay | null): string[] {
  if (!before || !risk || before.document.id === risk.document.id) return [];
  const then = before.inputs;
  return changedSince(
    {
      at: before.document.at,
      devices: then.devices.map(({ id }) => id),
      findings: then.findings.map(({ id, title, device }) => ({ id, title, device })),
      stated: then.stated,
      currency: then.settings.currency,
      parts: digestsOf(then),
    },
    risk.inputs,
  );
}

interface Days {
  readonly date: string;
  readonly today: string;
}

async function controlStanding(
  deps: { readonly store: Store; readonly clock: Clock },
  tenantId: TenantId,
  { date, today }: Days,
): Promise<BoardStanding> {
  const { controls } = await controlList(deps, tenantId);
  const yes = (part: 'written' | 'known' | 'enforced') =>
    controls.filter(({ status }) => status[part].answer === 'yes').length;
  return {
    subject: 'controls',
    asOf: today,
    isOfDate: date === today,
    words: `Of ${controls.length} controls ${yes('written')} are written, ${yes('known')} known and ${yes('enforced')} enforced in full.`,
    columns: ['Control', 'Written', 'Known', 'Enforced'],
    rows: controls.map(({ name, status }) => [
      name,
      status.written.answer,
      status.known.answer,
      status.enforced.answer,
    ]),
    open: controls.length - yes('enforced'),
  };
}

async function policyStanding(
  tx: Tenant,
  { site, date, now }: { readonly site: string; readonly date: string; readonly now: Date },
): Promise<BoardStanding> {
  const policies = (await listPolicies(tx, site, now)).filter(({ state }) => state !== 'retired');
  const inForce = policies.filter(({ approved }) => approved !== null && !approved.isOverdue).length;
  const overdue = policies.filter(({ approved }) => approved?.isOverdue === true).length;
  const today = dayOf(now.toISOString());
  return {
    subject: 'policies',
    asOf: today,
    isOfDate: date === today,
    words: `Of ${policies.length} policies ${inForce} are approved and within their day of review, ${overdue} are overdue for it, and ${policies.length - inForce - overdue} were never approved.`,
    columns: ['Policy', 'Written', 'Known', 'Enforced', 'Review by'],
    rows: policies.map(({ title, status, approved, state }) => [
      title,
      status?.written.answer ?? state,
      status?.known.answer ?? state,
      status?.enforced.answer ?? state,
      approved?.due ?? 'not approved',
    ]),
    open: policies.length - inForce,
  };
}

async function trainingStanding(
  tx: Tenant,
  { date, now }: { readonly date: string; readonly now: Date },
): Promise<BoardStanding> {
  const { items } = await lessonLibrary();
  const { lessons, staff, totals } = await trainingCounts(tx, items, now);
  const today = dayOf(now.toISOString());
  return {
    subject: 'training',
    asOf: today,
    isOfDate: date === today,
    words:
      staff.active === 0
        ? 'Nobody stands on the roster of staff.'
        : `Of ${totals.assigned} lessons that people are to read ${totals.passed} were passed and ${totals.overdue} are overdue; ${staff.withoutLesson} of ${staff.active} people have none.`,
    columns: ['Lesson', 'To read', 'Passed', 'Overdue'],
    rows: lessons
      .filter(({ assigned }) => assigned > 0)
      .map(({ title, assigned, passed, overdue }) => [title, String(assigned), String(passed), String(overdue)]),
    open: totals.assigned - totals.passed,
  };
}

/** The duties are one document without versions: where it was not changed since, it is that of the day. */
function dutyStanding({ duties, at }: Responsibilities, { date, today }: Days): BoardStanding {
  const isOfDate = date === today || at === null || dayOf(at) <= date;
  const open = duties.filter((duty) => duty.open !== null);
  return {
    subject: 'duties',
    asOf: isOfDate ? date : today,
    isOfDate,
    words: `Of ${duties.length} duties ${open.length} are open: nobody answers for them, or nobody does them.`,
    columns: ['Open duty', 'What is missing'],
    rows: open.map((duty) => [duty.name, duty.open ?? '']),
    open: open.length,
  };
}

/** The report as the bytes of its JSON. */
export function boardText(document: BoardDocument): string {
  return canonicalJson(document);
}
