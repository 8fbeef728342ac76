// What is due at a site: its duties, and the days that other records carry (reviews of policies, words that grow old, exceptions, accepted risks,
// makers' ways in, lessons). Records that fall on one day together are one line, so that the calendar of a large site stays readable.
import { sql } from 'kysely';
import {
  type CalendarItem,
  type CalendarPage,
  type CalendarQuery,
  DUE_STATES,
  trainingRecord,
} from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { filledBody } from '../policies/edit-policy.ts';
import { addMonths } from '../policies/review-day.ts';
import { policyHeads, standingTexts } from '../policy-texts.store.ts';
import { lessonLibrary, policyLibrary } from '../program-library.ts';
import { staffByEmails } from '../roster.store.ts';
import { lastDone, siteDay, siteDuties } from './calendar.store.ts';
import { dutyItems, placeOf, type StandingDuty } from './calendar.ts';
import { dayIn, stateOf } from './calendar-days.ts';
import type { KnownHolders } from './duty-holders.ts';
import { responsibilitiesOf } from './responsibilities.store.ts';

const DAY_MS = 86_400_000;

/** Everything in the calendar, the next to be due first. */
export async function calendarItems(
  tx: Tenant,
  now: Date,
): Promise<{ readonly items: CalendarItem[]; readonly today: string; readonly timeZone: string }> {
  const { today, timeZone } = await siteDay(tx, now);
  const derived = [
    ...(await policyReviews(tx)),
    ...(await oldWords(tx, timeZone)),
    ...(await exceptionEnds(tx)),
    ...(await acceptanceEnds(tx)),
    ...(await accessEnds(tx)),
    ...(await lessonsDue(tx, now)),
  ].map(({ key, kind, title, why, due, href }): CalendarItem => {
    const state = stateOf(due, today);
    return { key, kind, title, why, source: null, due, state, side: null, months: null, last: null, told: [], href };
  });
  const items = [...(await dutiesOn(tx, today)), ...derived];
  return { items: items.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)), today, timeZone };
}

async function dutiesOn(tx: Tenant, today: string): Promise<CalendarItem[]> {
  const duties = await siteDuties(tx);
  return dutyItems(duties, { ...(await knownHolders(tx, duties)), lastDone: await lastDone(tx), today });
}

/** The duty of the site that is due next, or was due first of those that are overdue; null where none has a day. */
export async function nextDuty(tx: Tenant, now: Date): Promise<CalendarItem | null> {
  const { today } = await siteDay(tx, now);
  const items = (await dutiesOn(tx, today)).filter(({ due }) => due !== null);
  return items.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))[0] ?? null;
}

/** The agreement, and those of whom a duty may be reminded, as the roster has them. */
async function knownHolders(tx: Tenant, duties: readonly StandingDuty[]): Promise<KnownHolders> {
  const agreement = await responsibilitiesOf(tx);
  const emails = [...duties.map(({ holder }) => holder), ...agreement.parties.map(({ email }) => email ?? null)];
  const people = await staffByEmails(
    tx,
    emails.flatMap((email) => email ?? []),
  );
  return { agreement, roster: new Map(people.map((person) => [person.email, person])) };
}

/** A page of it, with how many lines stand in each state. */
export async function calendarPage(tx: Tenant, query: CalendarQuery, now: Date): Promise<CalendarPage> {
  const { items, today, timeZone } = await calendarItems(tx, now);
  const asked = items.filter(({ state, kind }) => (query.state ?? state) === state && (query.kind ?? kind) === kind);
  const { cursor } = query;
  const rest = cursor === undefined ? asked : asked.filter((item) => placeOf(item) > cursor);
  const shown = rest.slice(0, query.limit);
  const last = shown.at(-1);
  const count = (of: CalendarItem['state']) => items.filter(({ state }) => state === of).length;
  const [overdue, soon, later, unplanned] = DUE_STATES.map(count);
  return {
    items: shown,
    next: rest.length > shown.length && last ? placeOf(last) : null,
    total: { value: asked.length, relation: 'eq' },
    today,
    timeZone,
    counts: { overdue: overdue ?? 0, soon: soon ?? 0, later: later ?? 0, unplanned: unplanned ?? 0 },
  };
}

type Derived = Pick<CalendarItem, 'key' | 'kind' | 'title' | 'why' | 'due' | 'href'>;

async function policyReviews(tx: Tenant): Promise<Derived[]> {
  const texts = await standingTexts(tx);
  return (await policyHeads(tx)).flatMap(({ id, approved, retired }): Derived[] => {
    const kept = texts.get(id)?.find(({ version }) => version.version === approved);
    if (retired !== null || !kept || kept.version.reviewOn === null) return [];
    const { title } = filledBody(id, kept.body);
    const why = 'A policy that nobody reads again is soon about another place.';
    return [
      {
        key: `policy ${id}`,
        kind: 'policy',
        title: `Review the policy: ${title}`,
        why,
        due: kept.version.reviewOn,
        href: `/program/policies/${id}`,
      },
    ];
  });
}

/** Answers to questions of checks, by question: the first day on which one no longer counts, and of how many that is so until 30 days after it. */
async function oldWords(tx: Tenant, timeZone: string): Promise<Derived[]> {
  const { checks } = await policyLibrary();
  const asked = new Map(
    checks.flatMap((check) =>
      check.attested ? [[check.attested.question, { months: check.attested.months, check }] as const] : [],
    ),
  );
  // Days begin somewhere every quarter of an hour: within one all moments are of the same day.
  const { rows } = await sql<{ question: string; said: Date; until: Date | null; answers: number }>`
    select question, said, until, count(*)::int as answers from (
      select distinct on (said.question, said.device_id) said.question, answer, device_id,
        date_bin('15 minutes', said.at, 'epoch'::timestamptz) as said, date_bin('15 minutes', said.until, 'epoch'::timestamptz) as until
      from attestations said where said.tenant_id = ${tx.id} order by said.question, said.device_id, said.turn desc) newest
    where answer in ('yes', 'partly') and (device_id = '' or exists (
      select from devices device where device.tenant_id = ${tx.id} and device.id = newest.device_id and not device.retired))
    group by question, said, until`.execute(tx.db);
  return [...Map.groupBy(rows, ({ question }) => question)].flatMap(([question, said]): Derived[] => {
    const known = asked.get(question);
    if (!known) return [];
    const ends = said
      .map((row) => {
        const old = addMonths(dayIn(row.said, timeZone), known.months);
        const until = row.until && dayIn(row.until, timeZone);
        return { due: until !== null && until < old ? until : old, answers: row.answers };
      })
      .sort((a, b) => (a.due < b.due ? -1 : 1));
    const [first] = ends;
    if (!first) return [];
    const near = ends.filter(({ due }) => Date.parse(due) - Date.parse(first.due) <= 30 * DAY_MS);
    const answers = near.reduce((sum, each) => sum + each.answers, 0);
    return [
      {
        key: `attestation ${question}`,
        kind: 'attestation',
        title: `Say again: ${known.check.title}`,
        why: `${counted(answers, 'answer grows', 'answers grow')} too old to count; then it is not known any more.`,
        due: first.due,
        href: `/program/checks/${known.check.id}`,
      },
    ];
  });
}

async function exceptionEnds(tx: Tenant): Promise<Derived[]> {
  const rows = await tx.db
    .selectFrom('policyExceptions')
    .select(['id', 'owner', 'reason', 'until', 'checks'])
    .where('tenantId', '=', tx.id)
    .where('state', '=', 'approved')
    .execute();
  return rows.map(({ id, owner, reason, until }) => ({
    key: `exception ${id}`,
    kind: 'exception',
    title: `An exception ends: ${reason.slice(0, 120)}`,
    why: `${owner} answers for it. Mend it by then, or decide anew.`,
    due: until,
    href: '/program/exceptions',
  }));
}

async function acceptanceEnds(tx: Tenant): Promise<Derived[]> {
  const { rows } = await sql<{ due: string; risks: number }>`
    select to_char(until at time zone 'UTC', 'YYYY-MM-DD') as due, count(*)::int as risks from decisions
    where tenant_id = ${tx.id} and kind = 'acceptance' and state = 'accepted' and ended_at is null and until is not null
    group by 1`.execute(tx.db);
  return rows.map(({ due, risks }) => ({
    key: `acceptance ${due}`,
    kind: 'acceptance',
    title: counted(risks, 'accepted risk ends', 'accepted risks end'),
    why: 'The findings open again. Mend them by then, or decide anew.',
    due,
    href: '/findings',
  }));
}

async function accessEnds(tx: Tenant): Promise<Derived[]> {
  const { rows } = await sql<{ maker: string; due: string; people: number }>`
    select maker, until as due, count(*)::int as people from remote_access
    where tenant_id = ${tx.id} and ended_at is null group by maker, until`.execute(tx.db);
  return rows.map(({ maker, due, people }) => ({
    key: `remote access ${due} ${maker}`,
    kind: 'remote access',
    title: `${counted(people, 'way', 'ways')} in of ${maker} ${people === 1 ? 'ends' : 'end'}`,
    why: 'Close it, or confirm that it is still needed.',
    due,
    href: '/program/remote-access',
  }));
}

async function lessonsDue(tx: Tenant, now: Date): Promise<Derived[]> {
  const passedAfter = new Date(now.getTime() - trainingRecord.PASSED_DAYS * DAY_MS);
  const { rows } = await sql<{ lesson: string; due: string; people: number }>`
    select asked.lesson, asked.due_on as due, count(*)::int as people from lesson_assignments asked
    join staff on staff.tenant_id = asked.tenant_id and staff.id = asked.staff_id and staff.active
    where asked.tenant_id = ${tx.id} and not exists (
      select from lesson_completions done where done.tenant_id = asked.tenant_id and done.staff_id = asked.staff_id
        and done.lesson = asked.lesson and done.passed and done.at > ${passedAfter})
    group by asked.lesson, asked.due_on`.execute(tx.db);
  const titles = new Map((await lessonLibrary()).items.map(({ id, title }) => [id, title]));
  return rows.map(({ lesson, due, people }) => ({
    key: `lesson ${lesson} ${due}`,
    kind: 'lesson',
    title: `Lesson: ${titles.get(lesson) ?? lesson}`,
    why: `${counted(people, 'person has', 'people have')} not passed it yet.`,
    due,
    href: '/program/training',
  }));
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
