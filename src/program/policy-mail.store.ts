// Which links to policies went out by mail, at rest.
import type { Tenant } from '#store/index.ts';

/** By id on the roster, when a mail with a link to a policy last went to them: one that still opens, and not of before the version `since`. */
export async function mailedReaders(
  tx: Tenant,
  { policy, since }: { readonly policy: string; readonly since: number },
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
    .where('link.mailedAt', 'is not', null)
    .where('link.expiresAt', '>', now)
    .where((is) => is.or([is('text.decidedAt', 'is', null), is('link.createdAt', '>=', is.ref('text.decidedAt'))]))
    .groupBy('link.staffId')
    .execute();
  return new Map(rows.flatMap(({ staffId, mailedAt }) => (mailedAt ? [[staffId, mailedAt.toISOString()]] : [])));
}

/** Notes what became of a mail with a link: taken, or refused with the words of the server, which stand with the person. */
export async function noteLinkMail(
  tx: Tenant,
  { staff, link, refused }: { readonly staff: string; readonly link: string; readonly refused: string | null },
  now: Date,
): Promise<void> {
  await tx.db
    .updateTable('staff')
    .set({ bouncedAt: refused === null ? null : now, bouncedBecause: refused })
    .where('tenantId', '=', tx.id)
    .where('id', '=', staff)
    .execute();
  if (refused !== null) return;
  await tx.db
    .updateTable('staffLinks')
    .set({ mailedAt: now })
    .where('tenantId', '=', tx.id)
    .where('id', '=', link)
    .execute();
}
