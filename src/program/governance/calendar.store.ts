// The calendar at rest: what the site says of its duties (one document with a version) and each time that one was done.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type CalendarInput,
  type CalendarSettings,
  type CalendarState,
  calendar,
  type DutyDone,
  type DutyDoneInput,
  type DutyPlanned,
  type RecurringDuty,
} from '#contracts/index.ts';
import { Conflict, Invalid, NotFound } from '#kit/index.ts';
import { audit, mailState } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { type Actor, ownWords } from '../own-words.ts';
import { checkCalendar, plannedWith, readRecurringDuties, type StandingDuty, standingDuties } from './calendar.ts';
import { dayIn } from './calendar-days.ts';
import { refusedReminders } from './reminders.store.ts';
import { responsibilitiesOf } from './responsibilities.store.ts';

const NAME = 'calendar';
/** Times that a duty was done, as one answer holds them. */
const MOST_DONE = 100;

/** Before anybody says something else. */
const FIRST = { version: 0, timeZone: 'UTC', remindTo: [], remindDays: 14, changes: [], own: [], planned: {} };

function keptRow(tx: Tenant) {
  return tx.db
    .selectFrom('policies')
    .select(['body', 'byWhom', 'at'])
    .where('tenantId', '=', tx.id)
    .where('name', '=', NAME);
}

/** What the site says of its calendar; the time zone is UTC until somebody says another. */
export async function calendarSettings(
  tx: Tenant,
): Promise<CalendarSettings & { readonly version: number; readonly planned: Readonly<Record<string, DutyPlanned>> }> {
  const row = await keptRow(tx).executeTakeFirst();
  return row ? calendar.calendarKept.parse(row.body) : FIRST;
}

/** The calendar day at the site. */
export async function siteDay(tx: Tenant, now: Date): Promise<{ readonly today: string; readonly timeZone: string }> {
  const { timeZone } = await calendarSettings(tx);
  return { today: dayIn(now, timeZone), timeZone };
}

/** The same with what ships, for the page on which it is changed. */
export async function calendarState(tx: Tenant): Promise<CalendarState> {
  const row = await keptRow(tx).executeTakeFirst();
  const { planned: _, ...settings } = row ? calendar.calendarKept.parse(row.body) : FIRST;
  return {
    schema: 'dosimeter.calendar-settings/1',
    settings,
    by: row?.byWhom ?? null,
    at: row?.at.toISOString() ?? null,
    library: [...(await recurringDuties())],
    mailIsSet: (await mailState(tx)).server !== null,
    refused: await refusedReminders(tx, await reminded(tx, settings)),
  };
}

/** Every address that a reminder may go to: those that the site chose, who was named for a duty, and who takes part in the agreement. */
async function reminded(tx: Tenant, { remindTo, changes, own }: CalendarSettings): Promise<string[]> {
  const { parties } = await responsibilitiesOf(tx);
  return [
    ...remindTo,
    ...[...changes, ...own].flatMap(({ holder }) => holder ?? []),
    ...parties.flatMap(({ email }) => email ?? []),
  ];
}

/** Keeps a change. Throws Conflict where somebody changed it in the meantime, Invalid where it cannot be. */
export async function keepCalendar(tx: Tenant, input: CalendarInput, actor: Actor): Promise<CalendarState> {
  checkCalendar(input, await recurringDuties());
  // Who comes second waits here, and then reads what the first left.
  const row = await keptRow(tx).forUpdate().executeTakeFirst();
  const before = row ? calendar.calendarKept.parse(row.body) : FIRST;
  const { version } = before;
  if (version !== input.version) {
    throw new Conflict(
      `${row?.byWhom ?? 'Somebody'} changed the calendar in the meantime. Look at what they wrote, and save again what you still want.`,
    );
  }
  const own = input.own.map((duty) => ({ ...duty, name: ownWords(duty.name), why: ownWords(duty.why) }));
  const planned = plannedWith(input, before, {
    on: dayIn(actor.now, input.timeZone),
    at: actor.now.toISOString(),
  });
  const body = JSON.stringify({ ...input, own, planned, version: version + 1 });
  const change = { body, byWhom: actor.by, at: actor.now };
  const written = await tx.db
    .insertInto('policies')
    .values({ tenantId: tx.id, name: NAME, ...change })
    .onConflict((conflict) => (row ? conflict.columns(['tenantId', 'name']).doUpdateSet(change) : conflict.doNothing()))
    .returning('name')
    .executeTakeFirst();
  if (!written) throw new Conflict('Somebody else saved the calendar at the same moment. Look at what they wrote.');
  const detail = `version ${version + 1}, ${input.timeZone}, ${input.remindTo.length} people are reminded`;
  await audit(tx, { who: actor.by, action: 'calendar changed', subject: NAME, detail }, actor.now);
  return calendarState(tx);
}

/** The duties that the site has. */
export async function siteDuties(tx: Tenant): Promise<StandingDuty[]> {
  return standingDuties(await calendarSettings(tx), await recurringDuties());
}

/** Says that a duty was done on a day. Throws NotFound for a duty that the site does not have, Invalid for a day to come. */
export async function keepDutyDone(
  tx: Tenant,
  duty: string,
  { on, by, note }: DutyDoneInput,
  actor: Actor,
): Promise<DutyDone> {
  const { today, timeZone } = await siteDay(tx, actor.now);
  if (!(await siteDuties(tx)).some(({ id }) => id === duty)) throw new NotFound('The calendar has no such duty.');
  if (on > today)
    throw new Invalid(`on: ${on} is a day to come; in ${timeZone} it is ${today}. Write the day on which it was done.`);
  const row = {
    id: randomUUID(),
    duty,
    doneOn: on,
    byName: ownWords(by ?? actor.by),
    note: ownWords(note ?? ''),
    at: actor.now,
    byWhom: actor.by,
  };
  await tx.db
    .insertInto('dutyDone')
    .values({ tenantId: tx.id, ...row })
    .execute();
  await audit(
    tx,
    { who: actor.by, action: 'duty done', subject: duty, detail: `on ${on} by ${row.byName}` },
    actor.now,
  );
  return doneOf(row);
}

/** Takes it back. Throws NotFound. */
export async function dropDutyDone(tx: Tenant, duty: string, id: string, { by, now }: Actor): Promise<void> {
  const gone = await tx.db
    .deleteFrom('dutyDone')
    .where('tenantId', '=', tx.id)
    .where('duty', '=', duty)
    .where('id', '=', id)
    .returning('doneOn')
    .executeTakeFirst();
  if (!gone) throw new NotFound('Nobody wrote that this duty was done then.');
  await audit(tx, { who: by, action: 'duty done taken back', subject: duty, detail: gone.doneOn }, now);
}

/** When a duty was done, the newest day first. */
export async function dutyHistory(tx: Tenant, duty: string): Promise<{ items: DutyDone[]; more: boolean }> {
  const rows = await tx.db
    .selectFrom('dutyDone')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .where('duty', '=', duty)
    .orderBy('doneOn', 'desc')
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(MOST_DONE + 1)
    .execute();
  return { items: rows.slice(0, MOST_DONE).map(doneOf), more: rows.length > MOST_DONE };
}

/** By duty: the last day on which it was done. */
export async function lastDone(tx: Tenant): Promise<Map<string, DutyDone>> {
  const rows = await tx.db
    .selectFrom('dutyDone')
    .distinctOn('duty')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .orderBy('duty')
    .orderBy('doneOn', 'desc')
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.duty, doneOf(row)]));
}

interface DoneRow {
  readonly id: string;
  readonly doneOn: string;
  readonly byName: string;
  readonly note: string;
  readonly byWhom: string;
  readonly at: Date;
}

function doneOf({ id, doneOn, byName, note, byWhom, at }: DoneRow): DutyDone {
  return { id, on: doneOn, by: byName, note, writtenBy: byWhom, at: at.toISOString() };
}

let shipped: Promise<readonly RecurringDuty[]> | null = null;

function recurringDuties(): Promise<readonly RecurringDuty[]> {
  const name = 'recurring-duties.yaml';
  shipped ??= readFile(path.join(import.meta.dirname, name), 'utf8').then((text) =>
    readRecurringDuties({ name, text }),
  );
  return shipped;
}
