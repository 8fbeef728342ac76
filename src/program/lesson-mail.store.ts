// What people were told of lessons by mail, and whom no mail reaches, at rest. Lessons count as told before their mail leaves, so that two who send at
// once do not send it both.
import { sql } from 'kysely';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Actor } from './own-words.ts';
import { noteRefusal } from './roster.store.ts';
import type { ReturnedMail } from './training/read-returned-mail.ts';
import { type Waiting, waitingLessons } from './training.store.ts';

/**
 * Takes the lessons that wait for a person and that nobody was told of, at most `limit`, and counts them as told. None, where another was faster.
 * Who sends at once waits here.
 */
export async function claimLessons(
  tx: Tenant,
  { staffId, limit }: { readonly staffId: string; readonly limit: number },
  now: Date,
): Promise<Waiting[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`lesson mail ${tx.id} ${staffId}`}, 0))`.execute(tx.db);
  const waiting = await waitingLessons(tx, { staff: [staffId], isUntold: true, limit }, now);
  const taken = waiting.slice(0, limit);
  await setTold(tx, { staffId, lessons: taken.map(({ lesson }) => lesson) }, now);
  return taken;
}

/** The mail with the lessons taken did not leave: nobody was told of them. */
export async function giveLessonsBack(
  tx: Tenant,
  taken: { readonly staffId: string; readonly lessons: readonly string[] },
): Promise<void> {
  await setTold(tx, taken, null);
}

async function setTold(
  tx: Tenant,
  { staffId, lessons }: { readonly staffId: string; readonly lessons: readonly string[] },
  toldAt: Date | null,
): Promise<void> {
  await tx.db
    .updateTable('lessonAssignments')
    .set({ toldAt })
    .where('tenantId', '=', tx.id)
    .where('staffId', '=', staffId)
    .where(sql<boolean>`lesson = any(${[...lessons]}::text[])`)
    .execute();
}

/** Notes what became of a mail to a person: taken, or refused with the words of the server. */
export async function noteMail(
  tx: Tenant,
  staffId: string,
  { lessons, refused }: { readonly lessons: readonly string[]; readonly refused: string | null },
  now: Date,
): Promise<void> {
  await noteRefusal(tx, staffId, refused, now);
  if (refused === null) await setTold(tx, { staffId, lessons }, now);
}

/**
 * Marks people whom no mail reaches and gives back those on the roster: whom the addresses reported name, else whom the mail was written to. Their
 * lessons and policies count as not sent, so that a new address gets the mail. Addresses are lower-cased.
 */
export async function noteReturned(
  tx: Tenant,
  returned: readonly ReturnedMail[],
  { by, now }: Actor,
): Promise<{ readonly email: string; readonly because: string }[]> {
  if (returned.length === 0) return [];
  const known = await addressesHere(
    tx,
    returned.flatMap(({ addresses }) => addresses),
  );
  const said = returned.flatMap(({ addresses, sentTo, because }) => {
    const isNamed = sentTo === null || addresses.some((address) => known.has(address));
    return (isNamed ? addresses : [sentTo]).map((address) => ({ address, because }));
  });
  const addresses = said.map(({ address }) => address);
  const words = said.map(({ because }) => because);
  const { rows } = await sql<{ id: string; email: string; because: string; isNew: boolean }>`
    with said as (select distinct on (address) address, because
        from unnest(${addresses}::text[], ${words}::text[]) as each (address, because)),
      found as (select staff.id, staff.email, said.because, staff.bounced_at is null as is_new
        from staff join said on lower(staff.email) = said.address where staff.tenant_id = ${tx.id}),
      marked as (update staff set bounced_at = ${now}, bounced_because = found.because
        from found where staff.tenant_id = ${tx.id} and staff.id = found.id and found.is_new)
    select id, email, because, is_new from found order by lower(email)`.execute(tx.db);
  // The same report again changes nothing.
  const fresh = rows.filter(({ isNew }) => isNew).map(({ id }) => id);
  if (fresh.length > 0) await countUntold(tx, fresh, { by, now });
  return rows.map(({ email, because }) => ({ email, because }));
}

/** What went to these people counts as not sent. */
async function countUntold(tx: Tenant, people: readonly string[], { by, now }: Actor): Promise<void> {
  const ofThem = sql<boolean>`staff_id = any(${[...people]}::text[])`;
  await tx.db
    .updateTable('lessonAssignments')
    .set({ toldAt: null })
    .where('tenantId', '=', tx.id)
    .where(ofThem)
    .execute();
  await tx.db
    .updateTable('staffLinks')
    .set({ mailedAt: null })
    .where('tenantId', '=', tx.id)
    .where('mailedAt', 'is not', null)
    .where(ofThem)
    .execute();
  await audit(
    tx,
    { who: by, action: 'returned mail taken in', subject: 'training', detail: `${people.length} people` },
    now,
  );
}

/** Which of the lower-cased addresses are on the roster. */
async function addressesHere(tx: Tenant, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ email: string }>`
    select lower(email) as email from staff where tenant_id = ${tx.id} and lower(email) = any(${[...addresses]}::text[])`.execute(
    tx.db,
  );
  return new Set(rows.map(({ email }) => email));
}
