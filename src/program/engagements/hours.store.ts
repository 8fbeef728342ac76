// Hours of an engagement at rest. An entry that was wrong stays, and names the one that stands in its place.
import { randomUUID } from 'node:crypto';
import { engagements, type HourEntry, type HourInput } from '#contracts/index.ts';
import { Conflict, Invalid, NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { dayIn } from '../governance/calendar-days.ts';
import { type Actor, ownWords } from '../own-words.ts';
import { engagementRow } from './engagement-row.store.ts';
import { mustBeOpen } from './engagement-terms.ts';

const DAY_MINUTES = 1440;
const BATCH = 1000;

/**
 * Enters time, or corrects an entry by one in its place (of no minutes, where there was no such work). Throws Conflict where the engagement is
 * over or the entry was corrected already, Invalid for a day to come and for more than a day in one day.
 */
export async function enterHours(tx: Tenant, engagement: string, input: HourInput, actor: Actor): Promise<string> {
  // Locked: entries are numbered one after another.
  const { state, terms } = await engagementRow(tx, engagement, true);
  mustBeOpen(state);
  if (input.minutes === 0 && input.corrects === null) throw new Invalid('minutes: Write how many minutes it took.');
  if (input.day > dayIn(actor.now, terms.timeZone)) throw new Invalid('day: This day is to come.');
  const person = ownWords(input.person);
  const note = ownWords(input.note);
  const id = randomUUID();
  const last = await rowsOf(tx, engagement).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  if (input.corrects !== null) {
    const before = await rowsOf(tx, engagement).where('id', '=', input.corrects).executeTakeFirst();
    if (!before) throw new NotFound('There is no such entry in this engagement.');
    if (before.correctedBy !== null) throw new Conflict('This entry was corrected already. Correct the newer one.');
    await tx.db
      .updateTable('engagementHours')
      .set({ correctedBy: id })
      .where('tenantId', '=', tx.id)
      .where('id', '=', before.id)
      .execute();
  }
  const { minutes } = await tx.db
    .selectFrom('engagementHours')
    .select((is) => is.fn.sum<string | null>('minutes').as('minutes'))
    .where('tenantId', '=', tx.id)
    .where('day', '=', input.day)
    .where('person', '=', person)
    .where('correctedBy', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(minutes ?? 0) + input.minutes > DAY_MINUTES)
    throw new Invalid(
      'minutes: With what is entered already, this person would have worked more than 24 hours that day.',
    );
  await tx.db
    .insertInto('engagementHours')
    .values({
      ...input,
      tenantId: tx.id,
      id,
      engagement,
      seq: (last?.seq ?? 0) + 1,
      person,
      note,
      correctedBy: null,
      at: actor.now,
      byWhom: actor.by,
    })
    .execute();
  const action = input.corrects === null ? 'hours entered' : 'hours corrected';
  const detail = `${person}, ${input.day}, ${input.minutes} minutes`;
  await audit(tx, { who: actor.by, action, subject: engagement, detail }, actor.now);
  return id;
}

/** A page of the entries, the newest first; `cursor` is the number of the last one of the page before. */
export async function hoursPage(
  tx: Tenant,
  engagement: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
) {
  await engagementRow(tx, engagement);
  const before = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : null;
  const rows = await rowsOf(tx, engagement)
    .$if(before !== null, (query) => query.where('seq', '<', before ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const last = await rowsOf(tx, engagement).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const items = rows.slice(0, limit).map(entryOf);
  return {
    items,
    next: rows.length > limit ? String(items.at(-1)?.seq) : null,
    // Entries are numbered without a gap.
    total: { value: last?.seq ?? 0, relation: 'eq' as const },
  };
}

/** Every entry, in the order in which they were made. */
export async function allHours(tx: Tenant, engagement: string): Promise<HourEntry[]> {
  const entries: HourEntry[] = [];
  for (;;) {
    const rows = await rowsOf(tx, engagement)
      .where('seq', '>', entries.at(-1)?.seq ?? 0)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
    entries.push(...rows.map(entryOf));
    if (rows.length < BATCH) return entries;
  }
}

function rowsOf(tx: Tenant, engagement: string) {
  return tx.db
    .selectFrom('engagementHours')
    .select(['id', 'seq', 'day', 'person', 'minutes', 'activity', 'note', 'corrects', 'correctedBy', 'at', 'byWhom'])
    .where('tenantId', '=', tx.id)
    .where('engagement', '=', engagement);
}

function entryOf({ at, byWhom, ...row }: Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]): HourEntry {
  return engagements.hourEntry.parse({ ...row, at: at.toISOString(), by: byWhom });
}
