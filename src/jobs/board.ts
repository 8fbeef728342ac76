// The report for the board: gathers the state of a day. A past day is told as it was kept when it ended; where it was not, the report says so.
import { type BoardDocument, type BoardMoved, programChecks } from '#contracts/index.ts';
import { type Clock, canonicalJson, Invalid } from '#kit/index.ts';
import {
  addDays,
  CONTROL_LINKS,
  dayIn,
  decidedUntil,
  endOfDayIn,
  exceptionsOn,
  firstKeptDay,
  firstRiskAt,
  listPolicies,
  policiesAt,
  policyLibrary,
  type RiskOfDay,
  reviewBefore,
  riskAt,
  saidBetween,
  siteDay,
  standingOn,
} from '#program/index.ts';
import {
  type ApprovalThen,
  type Between,
  type BoardInput,
  buildBoard,
  movedSince,
  type StandingOfDay,
  standingsOf,
} from '#report/index.ts';
import { changedSince, digestsOf } from '#risk/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { standingNow } from './day-standing.ts';

interface BoardDeps {
  readonly store: Store;
  readonly clock: Clock;
}

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
  deps: BoardDeps,
  tenantId: TenantId,
  { site, date: asked, since }: BoardAsked,
): Promise<BoardDocument> {
  const now = deps.clock.now();
  const { today, timeZone } = await deps.store.tenant(tenantId, (tx) => siteDay(tx, now), {
    priority: 'interactive',
  });
  const date = asked ?? today;
  if (date > today) throw new Invalid('date: This day is still to come. Choose today or an earlier day.');
  if (since !== undefined && since >= date)
    throw new Invalid('since: The report before must be of an earlier day than this one.');
  const found = await standingOfDay(deps, { tenantId, name: site }, { date, today, now });
  return deps.store.tenant(
    tenantId,
    async (tx) => {
      const until = endOfDayIn(date, timeZone);
      const risk = await riskAt(tx, until);
      const previous = await previousOf(tx, { date, since, risk, timeZone });
      const decisions = await decidedUntil(tx, {
        since: previous?.moment ?? null,
        until,
        most: MOST_DECISIONS,
        timeZone,
      });
      const approvals = found ? [] : await approvalsOn(tx, site, until);
      return buildBoard({
        site,
        date,
        timeZone,
        risk: risk?.document ?? null,
        firstAt: await firstRiskAt(tx),
        previous,
        decisions,
        exceptions: await exceptionsOn(tx, { day: date, end: until }, risk?.document ?? null),
        standing: standingsOf(date, found, approvals),
        keptAt: found?.keptAt ?? null,
        firstKept: found ? null : await firstKeptDay(tx, now),
        moved: previous && (await movedOf(tx, { found, previous, until, now, timeZone, decisions: decisions.items })),
      });
    },
    { priority: 'interactive' },
  );
}

/** The report before is told by its day: what stands otherwise is held against the end of it. */
async function movedOf(
  tx: Tenant,
  {
    found,
    previous,
    until,
    now,
    timeZone,
    decisions,
  }: {
    readonly found: StandingOfDay | null;
    readonly previous: { readonly day: string };
    readonly until: Date;
    readonly now: Date;
    readonly timeZone: string;
    readonly decisions: Between['decisions'];
  },
): Promise<BoardMoved> {
  const before = await standingOn(tx, previous.day, now);
  const after = endOfDayIn(before?.day ?? previous.day, timeZone);
  return movedSince(
    { before, now: found, day: previous.day },
    await betweenDays(tx, { after, until, timeZone, decisions }),
  );
}

async function previousOf(
  tx: Tenant,
  {
    date,
    since,
    risk,
    timeZone,
  }: {
    readonly date: string;
    readonly since: string | undefined;
    readonly risk: RiskOfDay | null;
    readonly timeZone: string;
  },
): Promise<(NonNullable<BoardInput['previous']> & { readonly moment: Date }) | null> {
  const review = since === undefined ? await reviewBefore(tx, endOfDayIn(addDays(date, -1), timeZone)) : null;
  const moment = since !== undefined ? endOfDayIn(since, timeZone) : review === null ? null : new Date(review);
  if (moment !== null) {
    const before = await riskAt(tx, moment);
    return {
      from: since === undefined ? 'review' : 'asked',
      day: dayIn(moment, timeZone),
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
    day: dayIn(new Date(before.document.at), timeZone),
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

/** How the program stood on the day: today as it stands, of a past day as it was kept. */
async function standingOfDay(
  deps: BoardDeps,
  { tenantId, name }: { readonly tenantId: TenantId; readonly name: string },
  { date, today, now }: { readonly date: string; readonly today: string; readonly now: Date },
): Promise<StandingOfDay | null> {
  if (date < today) return deps.store.tenant(tenantId, (tx) => standingOn(tx, date, now));
  return { day: today, keptAt: null, standing: await standingNow(deps, { tenantId, name }) };
}

/** Policies with an approval that counted on a day, by their versions. */
async function approvalsOn(tx: Tenant, siteName: string, until: Date): Promise<ApprovalThen[]> {
  const policies = await listPolicies(tx, { siteName, now: until, until, sums: new Map() });
  return policies.flatMap(({ title, state, approved }) =>
    approved === null || state === 'retired'
      ? []
      : [{ title, on: approved.on, due: approved.due, isOverdue: approved.isOverdue }],
  );
}

/** What was decided and said between two days, and what hangs on what. */
async function betweenDays(
  tx: Tenant,
  {
    after,
    until,
    timeZone,
    decisions,
  }: {
    readonly after: Date;
    readonly until: Date;
    readonly timeZone: string;
    readonly decisions: Between['decisions'];
  },
): Promise<Between> {
  const { checks } = await policyLibrary();
  const { texts } = await policiesAt(tx, until);
  return {
    decisions,
    said: await saidBetween(tx, { after, until, timeZone }),
    questions: new Map(
      checks.map(({ id, attested, excusedBy }) => [
        id,
        [attested, excusedBy].flatMap((each) => (each ? [each.question] : [])),
      ]),
    ),
    controls: new Map(
      Object.entries(CONTROL_LINKS).map(([id, { checks: bound = [], policy = null }]) => [
        id,
        { checks: bound, policy, question: `${programChecks.CONTROL_QUESTION}${id}` },
      ]),
    ),
    policies: new Map(
      [...texts].map(([id, kept]) => [
        id,
        [...new Set(kept.flatMap(({ body }) => body.clauses.flatMap((clause) => clause.checks)))],
      ]),
    ),
  };
}

/** The report as the bytes of its JSON. */
export function boardText(document: BoardDocument): string {
  return canonicalJson(document);
}
