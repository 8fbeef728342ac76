// What people decide about a finding. A risk is accepted by two people: one asks, another approves; it ends on its day, or before
// when the finding gets worse. Every step is kept with who, when and why, here and in the audit trail.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { api, type Decision, documents, type Finding, SEVERITY_ORDER } from '#contracts/index.ts';
import { Conflict, Invalid, NotFound, Refused } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { decisionPolicy } from './decision-policy.store.ts';
import { endOfDay } from './decision-policy.ts';
import { logDecision } from './governance/decision-log.store.ts';
import { type Actor, mustHaveName, ownWords } from './own-words.ts';

/** What happened to a decision, for its history and the audit trail. */
export interface Step {
  readonly decision: string;
  readonly at: Date;
  readonly who: string;
  readonly what: string;
  readonly why: string;
  /** The finding, as people know it. */
  readonly about: string;
  /** A step that decides goes into the log of decisions, too, with what was asked for and why. */
  readonly decides?: { readonly decision: string; readonly because: string };
}

const DAY_MS = 86_400_000;

/** A finding that something can be decided about. */
export async function openFinding(tx: Tenant, id: string) {
  const row = await tx.db
    .selectFrom('findings as finding')
    .innerJoin('findingBodies as whole', (join) =>
      join.onRef('whole.tenantId', '=', 'finding.tenantId').onRef('whole.findingId', '=', 'finding.id'),
    )
    .leftJoin('devices as device', (join) =>
      join.onRef('device.tenantId', '=', 'finding.tenantId').onRef('device.id', '=', 'finding.deviceId'),
    )
    .select(['finding.title', 'finding.severity', 'finding.state', 'finding.closedAt', 'whole.body', 'device.vendor'])
    .where('finding.tenantId', '=', tx.id)
    .where('finding.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('There is no such finding. It may belong to a system that was merged with another.');
  if (row.closedAt !== null || row.state === 'not affected') {
    throw new Conflict('This finding asks for nothing any more, so there is nothing to decide.');
  }
  const finding = documents.finding.parse(row.body);
  return { title: row.title, vendor: row.vendor, finding, severity: row.severity };
}

/** Writes one step into the history of a decision and into the audit trail. */
export async function record(tx: Tenant, step: Step): Promise<void> {
  await sql`
    insert into decision_events (tenant_id, decision_id, seq, at, who, what, why)
    select ${tx.id}, ${step.decision}, coalesce(max(seq), 0) + 1, ${step.at.toISOString()}::timestamptz, ${step.who}, ${step.what},
      ${step.why}
    from decision_events where tenant_id = ${tx.id} and decision_id = ${step.decision}`.execute(tx.db);
  await audit(tx, { who: step.who, action: step.what, subject: step.about, detail: step.why }, step.at);
  if (step.decides) {
    await logDecision(tx, { kind: 'acceptance', subject: step.about, ...step.decides }, { by: step.who, now: step.at });
  }
}

/** Whether the path of SSVC says that attackers use the flaw. */
function isActive({ ssvc }: Finding): boolean {
  return ssvc?.path.some(({ point, value }) => point === 'Exploitation' && value === 'active') ?? false;
}

/** Asks that a risk be accepted, or that the site say the flaw does not affect the device. Somebody else must approve. */
export async function askAcceptance(
  tx: Tenant,
  findingId: string,
  input: z.output<typeof api.acceptInput>,
  actor: Actor,
): Promise<Decision> {
  mustHaveName(actor);
  const { title, finding, severity } = await openFinding(tx, findingId);
  if (input.justification !== null && finding.cve === null) {
    throw new Invalid('Only a published flaw (CVE) can be said not to affect a device. Accept the risk instead.');
  }
  const { policy } = await decisionPolicy(tx);
  const until = endOfDay(input.until);
  const longest = new Date(actor.now.getTime() + (policy.longestAcceptanceDays + 1) * DAY_MS);
  if (until <= actor.now) throw new Invalid('The last day is over already. Choose a day in the future.');
  if (until >= longest) {
    throw new Invalid(
      `A risk is accepted for at most ${policy.longestAcceptanceDays} days here. Choose an earlier day.`,
    );
  }
  const reason = ownWords(input.reason);
  const id = randomUUID();
  const { kev, epss, state } = finding;
  const seen = { severity, kev, epss, state, active: isActive(finding) };
  const added = await tx.db
    .insertInto('decisions')
    .values({
      tenantId: tx.id,
      id,
      findingId,
      kind: 'acceptance',
      state: 'asked',
      reason,
      justification: input.justification,
      until,
      askedBy: actor.by,
      askedAt: actor.now,
      seen: JSON.stringify(seen),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added)
    throw new Conflict('This finding is accepted already, or somebody has asked for it. Withdraw that first.');
  const what = input.justification === null ? 'risk acceptance asked' : 'not affected: asked';
  await record(tx, { decision: id, at: actor.now, who: actor.by, what, why: reason, about: title });
  return decisionOf(tx, findingId, id);
}

/** Approves what somebody else asked for. Throws Refused for the asker, Conflict when it was decided already. */
export async function approveAcceptance(
  tx: Tenant,
  findingId: string,
  input: z.output<typeof api.approveInput>,
  actor: Actor,
): Promise<Decision> {
  mustHaveName(actor);
  const { title, severity } = await openFinding(tx, findingId);
  const note = ownWords(input.note);
  const row = await tx.db
    .updateTable('decisions')
    .set({ state: 'accepted', approvedBy: actor.by, approvedAt: actor.now })
    .where('tenantId', '=', tx.id)
    .where('id', '=', input.decision)
    .where('findingId', '=', findingId)
    .where('kind', '=', 'acceptance')
    .where('state', '=', 'asked')
    .where('until', '>', actor.now)
    .where(sql<boolean>`lower(asked_by) <> lower(${actor.by})`)
    .returning(['until', 'justification', 'reason', 'askedBy'])
    .executeTakeFirst();
  if (!row) throw await whyNot(tx, findingId, input.decision, actor);
  const until = row.until?.toISOString().slice(0, 10) ?? '';
  const words = [`${SEVERITY_ORDER[severity] ?? 'none'} finding, until ${until}`, ...(note === '' ? [] : [note])];
  const what = row.justification === null ? 'risk accepted' : 'not affected: approved';
  await record(tx, {
    decision: input.decision,
    at: actor.now,
    who: actor.by,
    what,
    why: words.join('. '),
    about: title,
    decides: {
      decision: row.justification === null ? `Risk accepted until ${until}` : `Said not to be affected until ${until}`,
      because: `${row.askedBy}: ${row.reason}`,
    },
  });
  return decisionOf(tx, findingId, input.decision);
}

async function whyNot(tx: Tenant, findingId: string, id: string, actor: Actor): Promise<Error> {
  const known = await decisionOf(tx, findingId, id);
  if (known.kind !== 'acceptance')
    return new Conflict('This is a question to the maker; nothing of it needs approval.');
  if (known.state === 'accepted') {
    const by = known.events.findLast(({ what }) => what === 'risk accepted' || what === 'not affected: approved')?.who;
    return new Conflict(`${by ?? 'Somebody'} has approved this already.`);
  }
  if (known.endedAt !== null || (known.until !== null && new Date(known.until) <= actor.now)) {
    return new Conflict('This request is over. Ask again, with a new day and the reason of today.');
  }
  return new Refused(
    'You asked for this yourself; somebody else must approve it. An owner can add a second owner under Settings, Users.',
  );
}

/** Says no to what was asked. The asker says so by withdrawing. */
export async function refuseAcceptance(
  tx: Tenant,
  findingId: string,
  input: z.output<typeof api.refuseInput>,
  actor: Actor,
): Promise<Decision> {
  return end(tx, findingId, { ...input, states: ['asked'], state: 'refused', what: 'risk acceptance refused' }, actor);
}

/** Takes a request, an acceptance in force, or a question to the maker back. */
export async function withdrawDecision(
  tx: Tenant,
  findingId: string,
  input: z.output<typeof api.withdrawInput>,
  actor: Actor,
): Promise<Decision> {
  const states = ['asked', 'accepted', 'waiting'];
  return end(tx, findingId, { ...input, states, state: 'withdrawn', what: 'decision withdrawn' }, actor);
}

interface Ending {
  readonly decision: string;
  readonly reason: string;
  readonly states: readonly string[];
  readonly state: Decision['state'];
  readonly what: string;
}

async function end(tx: Tenant, findingId: string, ending: Ending, actor: Actor): Promise<Decision> {
  mustHaveName(actor);
  const why = ownWords(ending.reason);
  const ended = await tx.db
    .updateTable('decisions')
    .set({ state: ending.state, endedAt: actor.now })
    .where('tenantId', '=', tx.id)
    .where('id', '=', ending.decision)
    .where('findingId', '=', findingId)
    .where('endedAt', 'is', null)
    .where('state', 'in', [...ending.states])
    .returning('id')
    .executeTakeFirst();
  if (!ended) {
    await decisionOf(tx, findingId, ending.decision);
    throw new Conflict('This was decided or withdrawn in the meantime. Look at its history.');
  }
  const about = await titleOf(tx, findingId);
  const decides = { decision: ending.what, because: why };
  await record(tx, { decision: ending.decision, at: actor.now, who: actor.by, what: ending.what, why, about, decides });
  return decisionOf(tx, findingId, ending.decision);
}

/** The title of a finding, or what stands for one that is gone. */
export async function titleOf(tx: Tenant, findingId: string): Promise<string> {
  const row = await tx.db
    .selectFrom('findings')
    .select('title')
    .where('tenantId', '=', tx.id)
    .where('id', '=', findingId)
    .executeTakeFirst();
  return row?.title ?? `finding ${findingId}`;
}

/** One decision of a finding. Throws NotFound. */
export async function decisionOf(tx: Tenant, findingId: string, id: string): Promise<Decision> {
  const found = (await decisionsOf(tx, findingId)).find((each) => each.id === id);
  if (!found) throw new NotFound('There is no such decision about this finding.');
  return found;
}

/** Everything that was ever decided about a finding, the newest first. */
export async function decisionsOf(tx: Tenant, findingId: string): Promise<Decision[]> {
  const rows = await stored(tx).where('findingId', '=', findingId).orderBy('askedAt', 'desc').orderBy('id').execute();
  return withEvents(tx, rows);
}

/** Every decision of the site that is open: what ends or is due first stands first. */
export async function openDecisions(tx: Tenant): Promise<Decision[]> {
  const rows = await stored(tx)
    .where('endedAt', 'is', null)
    .orderBy(sql`until asc nulls last`)
    .orderBy('askedAt')
    .orderBy('id')
    .execute();
  return withEvents(tx, rows);
}

/** Two people are needed: what to tell whoever asked when nobody else could approve; null when somebody can. */
export function approvalAdvice(
  users: readonly { readonly role: string; readonly email: string }[],
  who: string,
): string | null {
  if (users.some(({ role, email }) => role === 'owner' && email.toLowerCase() !== who.toLowerCase())) return null;
  return 'Nobody else can approve this: you are the only owner. Add a second owner under Settings, Users; until then the finding stays open.';
}

type DecisionRow = Awaited<ReturnType<ReturnType<typeof stored>['execute']>>[number];

function stored(tx: Tenant) {
  return tx.db.selectFrom('decisions').selectAll().where('tenantId', '=', tx.id);
}

async function withEvents(tx: Tenant, rows: readonly DecisionRow[]): Promise<Decision[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const events = await tx.db
    .selectFrom('decisionEvents')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .where('decisionId', 'in', ids)
    .orderBy('seq')
    .execute();
  const byDecision = Map.groupBy(events, ({ decisionId }) => decisionId);
  return rows.map((row) =>
    api.decision.parse({
      ...row,
      finding: row.findingId,
      until: row.until?.toISOString() ?? null,
      askedAt: row.askedAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      events: (byDecision.get(row.id) ?? []).map(({ at, who, what, why }) => ({
        at: at.toISOString(),
        who,
        what,
        why,
      })),
    }),
  );
}
