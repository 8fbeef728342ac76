// How the program stood at the end of each day of the site, at rest. A day is kept once and never changed; one on which nothing changed refers to the
// last one before it that was written out. What a clock that was ahead kept does not count: it says that it was kept at a time to come, and once
// that time is there, one of its days was kept anew, sooner.
import { sql } from 'kysely';
import { type DayStanding, dayStandings } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { addDays } from './governance/calendar-days.ts';

/** Days without the server that are kept when it runs again; those further back are missing. */
const MOST_DAYS = 31;

export interface KeptStanding {
  readonly day: string;
  /** When it was kept: soon after the day ended, or when the server ran again. */
  readonly keptAt: string;
  readonly standing: DayStanding;
}

/**
 * Days that ended and are not kept yet, the oldest first: those since the newest kept one, at most 31; before the first one yesterday alone,
 * where the site (of the day `since`) was there. A `since` to come was written by a clock that was ahead.
 */
export async function daysToKeep(
  tx: Tenant,
  { today, since, now }: { readonly today: string; readonly since: string; readonly now: Date },
): Promise<string[]> {
  const newest = (await countedDays(tx, now)).findLast(({ day }) => day < today)?.day ?? null;
  const yesterday = addDays(today, -1);
  const first = newest === null ? yesterday : addDays(newest, 1);
  const bound = newest === null && since === today ? today : addDays(today, -MOST_DAYS);
  const days: string[] = [];
  for (let day = first > bound ? first : bound; day <= yesterday; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Keeps how the program stood at the end of a day, unless that day is kept already. All that one look keeps carries the moment of the look. */
export async function keepStanding(
  tx: Tenant,
  {
    day,
    standing,
    lookedAt,
    now,
  }: { readonly day: string; readonly standing: DayStanding; readonly lookedAt: Date; readonly now: Date },
): Promise<void> {
  // Days are kept in turn, also by two processes: a later one may refer to an earlier one.
  await sql`select pg_advisory_xact_lock(hashtext(${`day standings ${tx.id}`}))`.execute(tx.db);
  const days = await countedDays(tx, now);
  if (days.some((kept) => kept.day === day)) return;
  const before = await writtenOut(tx, days, day);
  const isSame = before !== null && canonicalJson(before) === canonicalJson(standing);
  await tx.db
    .insertInto('dayStandings')
    .values({ tenantId: tx.id, day, keptAt: lookedAt, body: isSame ? null : JSON.stringify(standing) })
    .onConflict((conflict) => conflict.columns(['tenantId', 'day', 'keptAt']).doNothing())
    .execute();
}

/** How the program stood at the end of a day, or of the newest day before it that is kept; null before the first. */
export async function standingOn(tx: Tenant, day: string, now: Date): Promise<KeptStanding | null> {
  const days = await countedDays(tx, now);
  const kept = days.findLast((each) => each.day <= day);
  const standing = kept ? await writtenOut(tx, days, kept.day) : null;
  return kept && standing ? { day: kept.day, keptAt: kept.keptAt.toISOString(), standing } : null;
}

/** The first day that is kept; null before it. */
export async function firstKeptDay(tx: Tenant, now: Date): Promise<string | null> {
  return (await countedDays(tx, now))[0]?.day ?? null;
}

interface KeptDay {
  readonly day: string;
  readonly keptAt: Date;
  readonly isWrittenOut: boolean;
}

/**
 * The days that are kept by now, in their order. All that one look kept counts, or nothing of it: a look that kept a day which another kept
 * sooner had the clock ahead.
 */
async function countedDays(tx: Tenant, now: Date): Promise<KeptDay[]> {
  const rows = await tx.db
    .selectFrom('dayStandings')
    .select(['day', 'keptAt', (is) => is('body', 'is not', null).as('isWrittenOut')])
    .where('tenantId', '=', tx.id)
    .where('keptAt', '<=', now)
    .orderBy('keptAt')
    .orderBy('day')
    .execute();
  const counted = new Map<string, KeptDay>();
  const looks = Map.groupBy(rows, ({ keptAt }) => keptAt.getTime());
  for (const look of looks.values()) {
    if (look.some(({ day }) => counted.has(day))) continue;
    for (const row of look) counted.set(row.day, { ...row, isWrittenOut: Boolean(row.isWrittenOut) });
  }
  return [...counted.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The newest standing written out at or before a day. */
async function writtenOut(tx: Tenant, days: readonly KeptDay[], day: string): Promise<DayStanding | null> {
  const kept = days.findLast((each) => each.day <= day && each.isWrittenOut);
  if (!kept) return null;
  const row = await tx.db
    .selectFrom('dayStandings')
    .select('body')
    .where('tenantId', '=', tx.id)
    .where('day', '=', kept.day)
    .where('keptAt', '=', kept.keptAt)
    .executeTakeFirst();
  return row ? dayStandings.dayStanding.parse(row.body) : null;
}
