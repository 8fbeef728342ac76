// The token with which a directory keeps the roster (SCIM): one for a site, of 256 random bits, shown once; a hash of it is kept.
import { randomBytes } from 'node:crypto';
import type { TrainingState } from '#contracts/index.ts';
import { sha256 } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import { type System, type Tenant, type TenantId, tenantIdOf } from '#store/index.ts';
import type { Actor } from './own-words.ts';

/** Makes the token of the site, in place of the one before. */
export async function makeScimToken(tx: Tenant, { by, now }: Actor): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const row = { tokenSha256: sha256(token), createdAt: now, createdBy: by, lastUsedAt: null };
  await tx.db
    .insertInto('scimTokens')
    .values({ ...row, tenantId: tx.id })
    .onConflict((conflict) => conflict.column('tenantId').doUpdateSet(row))
    .execute();
  await audit(tx, { who: by, action: 'token of the directory made', subject: 'SCIM' }, now);
  return token;
}

/** Ends the token. */
export async function dropScimToken(tx: Tenant, { by, now }: Actor): Promise<void> {
  const gone = await tx.db
    .deleteFrom('scimTokens')
    .where('tenantId', '=', tx.id)
    .returning('createdAt')
    .executeTakeFirst();
  if (gone) await audit(tx, { who: by, action: 'token of the directory ended', subject: 'SCIM' }, now);
}

/** Since when there is a token, and when it was last used; null without one. */
export async function scimTokenState(tx: Tenant): Promise<TrainingState['scim']> {
  const row = await tx.db
    .selectFrom('scimTokens')
    .select(['createdAt', 'createdBy', 'lastUsedAt'])
    .where('tenantId', '=', tx.id)
    .executeTakeFirst();
  if (!row) return null;
  return { since: row.createdAt.toISOString(), by: row.createdBy, lastUsedAt: row.lastUsedAt?.toISOString() ?? null };
}

/** The site that a token belongs to, or null. Notes its use. */
export async function siteOfScimToken(tx: System, token: string, now: Date): Promise<TenantId | null> {
  const row = await tx.db
    .updateTable('scimTokens')
    .set({ lastUsedAt: now })
    .where('tokenSha256', '=', sha256(token))
    .returning('tenantId')
    .executeTakeFirst();
  return row ? tenantIdOf(row.tenantId) : null;
}
