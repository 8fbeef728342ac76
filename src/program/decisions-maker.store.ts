// Waiting on the maker: who was asked what and when, what came back, and how many days that took.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { api, type Decision, type MakerQuestion, type MakerRow } from '#contracts/index.ts';
import { Conflict, Invalid, inertText } from '#kit/index.ts';
import { vendorName } from '#knowledge/index.ts';
import type { Tenant } from '#store/index.ts';
import { daysBetween } from './decision-policy.ts';
import { decisionOf, openFinding, record, titleOf } from './decisions.store.ts';
import { type Actor, mustHaveName, ownWords } from './own-words.ts';

/** A question may be noted this long after it was asked. */
const OLDEST_DAYS = 3650;

/** Notes that the maker was asked; the finding waits from that day. */
export async function askMaker(
  tx: Tenant,
  findingId: string,
  input: z.output<typeof api.askMakerInput>,
  actor: Actor,
): Promise<Decision> {
  mustHaveName(actor);
  const { title, vendor, finding, severity } = await openFinding(tx, findingId);
  const maker = vendorName(inertText(input.maker ?? vendor ?? '', 100));
  if (maker === '') {
    throw new Invalid('The maker of this device is not known. Write who was asked.', {
      fields: { maker: 'Who was asked?' },
    });
  }
  const question = ownWords(input.question);
  const at = input.on === null ? actor.now : askedAt(input.on, actor.now);
  const id = randomUUID();
  const added = await tx.db
    .insertInto('decisions')
    .values({
      tenantId: tx.id,
      id,
      findingId,
      kind: 'maker',
      state: 'waiting',
      reason: question,
      maker,
      how: input.how,
      askedBy: actor.by,
      askedAt: at,
      seen: JSON.stringify({ severity, kev: finding.kev, epss: finding.epss }),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added)
    throw new Conflict(
      'The maker was asked already, and the answer is awaited. Note the answer, or take the question back.',
    );
  const why = `${maker} asked by ${input.how} on ${at.toISOString().slice(0, 10)}: ${question}`;
  await record(tx, { decision: id, at: actor.now, who: actor.by, what: 'maker asked', why, about: title });
  return decisionOf(tx, findingId, id);
}

function askedAt(day: string, now: Date): Date {
  const at = new Date(`${day}T00:00:00.000Z`);
  if (at > now) throw new Invalid('The day of the question is in the future.');
  if (daysBetween(at, now) > OLDEST_DAYS) throw new Invalid('The day of the question is too long ago.');
  return at;
}

/** Notes what the maker said. A promise keeps the finding waiting; an answer or a refusal ends that. */
export async function answerOfMaker(
  tx: Tenant,
  findingId: string,
  input: z.output<typeof api.makerAnswerInput>,
  actor: Actor,
): Promise<Decision> {
  mustHaveName(actor);
  const answer = ownWords(input.answer);
  const isPromise = input.outcome === 'promised';
  const question = await decisionOf(tx, findingId, input.decision);
  if (isPromise && (input.promisedFor ?? '') < question.askedAt.slice(0, 10))
    throw new Invalid('A maker cannot promise for a day before it was asked. Look at the day of the promise.');
  const done = await tx.db
    .updateTable('decisions')
    .set(isPromise ? { answer, promisedFor: input.promisedFor } : { answer, state: input.outcome, endedAt: actor.now })
    .where('tenantId', '=', tx.id)
    .where('id', '=', input.decision)
    .where('findingId', '=', findingId)
    .where('kind', '=', 'maker')
    .where('endedAt', 'is', null)
    .returning('maker')
    .executeTakeFirst();
  if (!done) throw new Conflict('This question has its answer already, or was taken back. Look at its history.');
  const what = { answered: 'maker answered', promised: 'maker promised', refused: 'maker refused' }[input.outcome];
  const why = `${done.maker ?? ''}: ${answer}${isPromise ? ` (promised for ${input.promisedFor ?? ''})` : ''}`;
  const about = await titleOf(tx, findingId);
  await record(tx, { decision: input.decision, at: actor.now, who: actor.by, what, why, about });
  return decisionOf(tx, findingId, input.decision);
}

/** Each maker with its devices, open questions and answers; who has kept us waiting longest comes first. */
export async function listMakers(tx: Tenant, now: Date): Promise<MakerRow[]> {
  const today = now.toISOString().slice(0, 10);
  const { rows } = await sql<MakerRow & { oldest: Date | null }>`
    with asked as (
      select maker,
        count(*) filter (where state = 'waiting')::integer as waiting,
        min(asked_at) filter (where state = 'waiting') as oldest,
        count(*) filter (where state = 'waiting' and promised_for < ${today})::integer as broken,
        count(*) filter (where state = 'answered')::integer as answered,
        count(*) filter (where state = 'refused')::integer as refused
      from decisions where tenant_id = ${tx.id} and kind = 'maker' group by 1
    ), owned as (
      select vendor as maker, count(*)::integer as devices
      from devices where tenant_id = ${tx.id} and not retired and vendor is not null group by 1
    ), open as (
      select device.vendor as maker, count(*)::integer as not_asked
      from findings finding join devices device on device.tenant_id = finding.tenant_id and device.id = finding.device_id
      where finding.tenant_id = ${tx.id} and finding.closed_at is null and finding.who = 'maker' and device.vendor is not null
        and finding.state in ('confirmed', 'potential', 'unknown')
        and not exists (select from decisions asked where asked.tenant_id = finding.tenant_id
          and asked.finding_id = finding.id and asked.kind = 'maker')
      group by 1
    )
    select maker, coalesce(devices, 0) as devices, coalesce(not_asked, 0) as not_asked, coalesce(waiting, 0) as waiting,
      oldest, coalesce(broken, 0) as promises_broken, coalesce(answered, 0) as answered, coalesce(refused, 0) as refused
    from asked full join owned using (maker) full join open using (maker)
    where asked.maker is not null or open.maker is not null`.execute(tx.db);
  return rows
    .map(({ oldest, ...row }) =>
      api.makerRow.parse({ ...row, longestDays: oldest === null ? 0 : daysBetween(new Date(oldest), now) }),
    )
    .sort((a, b) => b.longestDays - a.longestDays || b.notAsked - a.notAsked || (a.maker < b.maker ? -1 : 1));
}

interface QuestionRow {
  readonly decision: string;
  readonly finding: string;
  readonly title: string;
  readonly cve: string | null;
  readonly deviceId: string | null;
  readonly deviceName: string | null;
  readonly state: string;
  readonly how: string;
  readonly question: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
  readonly promisedFor: string | null;
  readonly answer: string | null;
}

/** A page of questions to one maker: the open ones first, each part from the newest. The cursor is the last one shown. */
export async function makerQuestions(tx: Tenant, query: z.output<typeof api.makerQuery>, now: Date) {
  const { maker, cursor = null, limit } = query;
  const { rows } = await sql<QuestionRow>`
    select own.id as decision, own.finding_id as finding, coalesce(finding.title, 'A finding that is gone') as title,
      whole.body->>'cve' as cve, finding.device_id, device.name as device_name, own.state, own.how, own.reason as question,
      own.asked_by, own.asked_at, own.ended_at, own.promised_for, own.answer
    from decisions own
    left join findings finding on finding.tenant_id = own.tenant_id and finding.id = own.finding_id
    left join finding_bodies whole on whole.tenant_id = own.tenant_id and whole.finding_id = own.finding_id
    left join devices device on device.tenant_id = finding.tenant_id and device.id = finding.device_id
    where own.tenant_id = ${tx.id} and own.kind = 'maker' and own.maker = ${maker}
      and (${cursor}::text is null or exists (
        select from decisions last where last.tenant_id = own.tenant_id and last.id = ${cursor}
          and (own.ended_at is not null, last.asked_at, own.id) > (last.ended_at is not null, own.asked_at, last.id)))
    order by own.ended_at is not null, own.asked_at desc, own.id
    limit ${limit + 1}`.execute(tx.db);
  const total = await tx.db
    .selectFrom('decisions')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('tenantId', '=', tx.id)
    .where('kind', '=', 'maker')
    .where('maker', '=', maker)
    .executeTakeFirstOrThrow();
  const items = rows.slice(0, limit).map((row) => questionFrom(row, now));
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.decision ?? null) : null,
    total: { value: Number(total.count), relation: 'eq' as const },
  };
}

function questionFrom(row: QuestionRow, now: Date): MakerQuestion {
  return api.makerQuestion.parse({
    decision: row.decision,
    finding: row.finding,
    title: row.title,
    cve: row.cve,
    device: { id: row.deviceId ?? 'gone', name: row.deviceName ?? '' },
    state: row.state,
    how: row.how,
    question: row.question,
    askedBy: row.askedBy,
    askedAt: row.askedAt.toISOString(),
    days: daysBetween(row.askedAt, row.endedAt ?? now),
    promisedFor: row.promisedFor,
    answer: row.answer,
  });
}
