// Rescans on a schedule: rows of what to scan, when, and in which local hours it may start.
import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import type { z } from 'zod';
import { api } from '#contracts/index.ts';
import { Invalid, inertText, NotFound } from '#kit/index.ts';
import type { System, Tenant } from '#store/index.ts';

export type Schedule = z.infer<typeof api.schedule>;
export type ScheduleInput = z.infer<typeof api.scheduleInput>;

interface Row {
  id: string;
  name: string;
  scan: unknown;
  cron: string;
  timeZone: string;
  allowedHours: unknown;
  enabled: boolean;
  nextRunAt: Date | null;
  lastScan: string | null;
  createdBy: string;
}

function scheduleOf(row: Row): Schedule {
  return api.schedule.parse({ ...row, nextRunAt: row.nextRunAt?.toISOString() ?? null });
}

const COLUMNS = [
  'id',
  'name',
  'scan',
  'cron',
  'timeZone',
  'allowedHours',
  'enabled',
  'nextRunAt',
  'lastScan',
  'createdBy',
] as const;

/** Hours without a word from the owner: outside 07:00 to 19:00, when patients are on the tables. */
export const QUIET_HOURS = [{ from: '19:00', to: '07:00' }] as const;

/**
 * The next time after `from` that the cron expression names and that lies in the allowed hours; null when there is none within
 * two years. Throws Invalid for an expression, zone or hours that mean nothing.
 */
export function nextRun(input: Pick<Schedule, 'cron' | 'timeZone' | 'allowedHours'>, from: Date): Date | null {
  let cron: Cron;
  try {
    cron = new Cron(input.cron, { timezone: input.timeZone, mode: '5-part', paused: true });
    cron.nextRun(from);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Invalid(
      `The schedule cannot be read: ${why}. Write five fields as in '30 2 * * 1' and a zone as in 'Europe/Berlin'.`,
    );
  }
  const limit = from.getTime() + 2 * 366 * 86_400_000;
  let at = from;
  for (let tries = 0; tries < 20_000; tries++) {
    const next = cron.nextRun(at);
    if (!next || next.getTime() > limit) return null;
    if (minutesLeft(input, next) > 0) return next;
    at = next;
  }
  return null;
}

const DAY = 24 * 60;

/** Minutes from `at` until the allowed hours that it lies in are over; 0 when it lies in none. Without hours those of the night count. */
export function minutesLeft({ timeZone, allowedHours }: Pick<Schedule, 'timeZone' | 'allowedHours'>, at: Date): number {
  const format = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const minute = minutesOf(new Intl.DateTimeFormat('en-GB', format).format(at));
  const left = (allowedHours.length > 0 ? allowedHours : QUIET_HOURS).map(({ from, to }) => {
    const [start, end] = [minutesOf(from), minutesOf(to)];
    const length = (end - start + DAY) % DAY || DAY;
    const since = (minute - start + DAY) % DAY;
    return start !== end && since < length ? length - since : 0;
  });
  return Math.max(0, ...left);
}

function minutesOf(time: string): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  if (!match) throw new Invalid(`'${time}' is no time of day. Write 19:00.`);
  return Number(match[1]) * 60 + Number(match[2]);
}

export async function listSchedules(tx: Tenant): Promise<Schedule[]> {
  const rows = await tx.db.selectFrom('schedules').select(COLUMNS).orderBy('name').orderBy('id').execute();
  return rows.map(scheduleOf);
}

export async function addSchedule(tx: Tenant, input: ScheduleInput, by: string, now: Date): Promise<Schedule> {
  const schedule = {
    ...input,
    name: inertText(input.name, 100),
    id: randomUUID(),
    nextRunAt: upcoming(input, now),
    lastScan: null,
    createdBy: by,
  };
  const { scan, allowedHours, ...row } = schedule;
  await tx.db
    .insertInto('schedules')
    .values({ ...row, tenantId: tx.id, scan: JSON.stringify(scan), allowedHours: JSON.stringify(allowedHours) })
    .execute();
  return scheduleOf(schedule);
}

function upcoming(input: ScheduleInput, now: Date): Date | null {
  const next = nextRun(input, now);
  if (input.enabled && !next) {
    throw new Invalid('This schedule never comes due: no time that it names lies in the allowed hours.');
  }
  return input.enabled ? next : null;
}

export async function changeSchedule(tx: Tenant, id: string, input: ScheduleInput, now: Date): Promise<Schedule> {
  const { scan, allowedHours, ...rest } = input;
  const change = {
    ...rest,
    scan: JSON.stringify(scan),
    allowedHours: JSON.stringify(allowedHours),
    nextRunAt: upcoming(input, now),
  };
  const row = await tx.db
    .updateTable('schedules')
    .set(change)
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst();
  if (!row) throw new NotFound('There is no such schedule.');
  return scheduleOf(row);
}

export async function removeSchedule(tx: Tenant, id: string): Promise<void> {
  const result = await tx.db.deleteFrom('schedules').where('id', '=', id).executeTakeFirst();
  if (result.numDeletedRows === 0n) throw new NotFound('There is no such schedule.');
}

/** Takes schedules that are due and moves them to their next time; missed times are not made up for. */
export async function takeDue(tx: System, now: Date): Promise<{ tenantId: string; schedule: Schedule }[]> {
  const rows = await tx.db
    .selectFrom('schedules')
    .select([...COLUMNS, 'tenantId'])
    .where('enabled', '=', true)
    .where('nextRunAt', '<=', now)
    .orderBy('nextRunAt')
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute();
  const due: { tenantId: string; schedule: Schedule }[] = [];
  for (const { tenantId, ...row } of rows) {
    const schedule = scheduleOf(row);
    await tx.db
      .updateTable('schedules')
      .set({ nextRunAt: nextRun(schedule, now) })
      .where('tenantId', '=', tenantId)
      .where('id', '=', row.id)
      .execute();
    // The machine was off at the time: a little late is well, unless the hours are over.
    const isLate = !row.nextRunAt || now.getTime() - row.nextRunAt.getTime() >= 3_600_000;
    if (!isLate && minutesLeft(schedule, now) > 0) due.push({ tenantId, schedule });
  }
  return due;
}

/** One schedule, or null when it is gone. */
export async function findSchedule(tx: Tenant, id: string): Promise<Schedule | null> {
  const row = await tx.db.selectFrom('schedules').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row ? scheduleOf(row) : null;
}

/** Notes which scan a schedule started last. */
export async function noteScan(tx: Tenant, id: string, scan: string): Promise<void> {
  await tx.db.updateTable('schedules').set({ lastScan: scan }).where('id', '=', id).execute();
}
