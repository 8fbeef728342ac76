// Which links to policies went out by mail, at rest. A link counts as mailed before its mail leaves, so that two who send at once do not send it both;
// where the mail does not leave, that is taken back.
import { sql } from 'kysely';
import type { Tenant } from '#store/index.ts';
import type { Actor } from './own-words.ts';
import { noteRefusal } from './roster.store.ts';
import { type MadeLink, makeLinks } from './staff-links.store.ts';

/** By id on the roster, when a mail with a link to a policy last went to them: one that still opens, and not of before the version `since`; of one person, where given. */
export async function mailedReaders(
  tx: Tenant,
  { policy, since, staff }: { readonly policy: string; readonly since: number; readonly staff?: string },
  now: Date,
): Promise<Map<string, string>> {
  const rows = await tx.db
    .selectFrom('staffLinks as link')
    .leftJoin('policyTexts as text', (join) =>
      join
        .onRef('text.tenantId', '=', 'link.tenantId')
        .onRef('text.policy', '=', 'link.subject')
        .on('text.version', '=', since),
    )
    .select(['link.staffId', (is) => is.fn.max('link.mailedAt').as('mailedAt')])
    .where('link.tenantId', '=', tx.id)
    .where('link.kind', '=', 'policy')
    .where('link.subject', '=', policy)
    .$if(staff !== undefined, (query) => query.where('link.staffId', '=', staff ?? ''))
    .where('link.mailedAt', 'is not', null)
    .where('link.expiresAt', '>', now)
    .where((is) => is.or([is('text.decidedAt', 'is', null), is('link.createdAt', '>=', is.ref('text.decidedAt'))]))
    .groupBy('link.staffId')
    .execute();
  return new Map(rows.flatMap(({ staffId, mailedAt }) => (mailedAt ? [[staffId, mailedAt.toISOString()]] : [])));
}

/** Makes a link for a person to go out by mail now; null where one went out meanwhile, or no mail reaches them. Who sends at once waits here. */
export async function claimLinkMail(
  tx: Tenant,
  { staff, policy, since }: { readonly staff: string; readonly policy: string; readonly since: number },
  actor: Actor,
): Promise<MadeLink | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`policy mail ${tx.id} ${policy}`}, 0))`.execute(tx.db);
  const mailed = await mailedReaders(tx, { policy, since, staff }, actor.now);
  if (mailed.has(staff)) return null;
  const person = await tx.db
    .selectFrom('staff')
    .select('id')
    .where('tenantId', '=', tx.id)
    .where('id', '=', staff)
    .where('active', '=', true)
    .where('bouncedAt', 'is', null)
    .executeTakeFirst();
  if (!person) return null;
  const [link] = await makeLinks(tx, 'policy', [{ staffId: staff, subject: policy }], actor);
  if (!link) return null;
  await setMailed(tx, link.id, actor.now);
  return link;
}

/** The mail with a link did not leave: it counts as not mailed. */
export async function giveLinkMailBack(tx: Tenant, link: string): Promise<void> {
  await setMailed(tx, link, null);
}

/** Notes what became of a mail with a link: taken, or refused with the words of the server, which stand with the person. */
export async function noteLinkMail(
  tx: Tenant,
  { staff, link, refused }: { readonly staff: string; readonly link: string; readonly refused: string | null },
  now: Date,
): Promise<void> {
  await noteRefusal(tx, staff, refused, now);
  if (refused !== null) await giveLinkMailBack(tx, link);
}

async function setMailed(tx: Tenant, link: string, mailedAt: Date | null): Promise<void> {
  await tx.db
    .updateTable('staffLinks')
    .set({ mailedAt })
    .where('tenantId', '=', tx.id)
    .where('id', '=', link)
    .execute();
}
