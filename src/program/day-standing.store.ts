// How the program stood at the end of each day (UTC), at rest. A day is kept once and never changed; one on which nothing changed refers to the
// last one before it that was written out.
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
 * where the site (of the day `since`) was there.
 */
export async function daysToKeep(
  tx: Tenant,
  { today, since }: { readonly today: string; readonly since: string },
): Promise<string[]> {
  const newest = await newestDay(tx);
  const yesterday = addDays(today, -1);
  const first = newest === null ? yesterday : addDays(newest, 1);
  const bound = newest === null && since > yesterday ? today : addDays(today, -MOST_DAYS);
  const days: string[] = [];
  for (let day = first > bound ? first : bound; day <= yesterday; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Keeps how the program stood at the end of a day, unless that day is kept already. */
export async function keepStanding(
  tx: Tenant,
  { day, standing, now }: { readonly day: string; readonly standing: DayStanding; readonly now: Date },
): Promise<void> {
  // Days are kept in turn, also by two processes: a later one may refer to an earlier one.
  await sql`select pg_advisory_xact_lock(hashtext(${`day standings ${tx.id}`}))`.execute(tx.db);
  if (((await newestDay(tx)) ?? '') >= day) return;
  const before = await writtenOut(tx, day);
  const isSame = before !== null && canonicalJson(before) === canonicalJson(standing);
  await tx.db
    .insertInto('dayStandings')
    .values({ tenantId: tx.id, day, keptAt: now, body: isSame ? null : JSON.stringify(standing) })
    .execute();
}

/** How the program stood at the end of a day, or of the newest day before it that is kept; null before the first. */
export async function standingOn(tx: Tenant, day: string): Promise<KeptStanding | null> {
  const row = await tx.db
    .selectFrom('dayStandings')
    .select(['day', 'keptAt'])
    .where('tenantId', '=', tx.id)
    .where('day', '<=', day)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  const standing = row ? await writtenOut(tx, row.day) : null;
  return row && standing ? { day: row.day, keptAt: row.keptAt.toISOString(), standing } : null;
}

/** The first day that is kept; null before it. */
export async function firstKeptDay(tx: Tenant): Promise<string | null> {
  const row = await tx.db
    .selectFrom('dayStandings')
    .select('day')
    .where('tenantId', '=', tx.id)
    .orderBy('day')
    .limit(1)
    .executeTakeFirst();
  return row?.day ?? null;
}

async function newestDay(tx: Tenant): Promise<string | null> {
  const row = await tx.db
    .selectFrom('dayStandings')
    .select('day')
    .where('tenantId', '=', tx.id)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.day ?? null;
}

/** The newest standing written out at or before a day. */
async function writtenOut(tx: Tenant, day: string): Promise<DayStanding | null> {
  const row = await tx.db
    .selectFrom('dayStandings')
    .select('body')
    .where('tenantId', '=', tx.id)
    .where('day', '<=', day)
    .where('body', 'is not', null)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? dayStandings.dayStanding.parse(row.body) : null;
}
