// One engagement as it lies in the database, and the devices that it names.
import { engagements } from '#contracts/index.ts';
import { Conflict, NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';

/** An engagement as it is kept. Throws NotFound. */
export async function engagementRow(tx: Tenant, id: string, lock = false) {
  const row = await tx.db
    .selectFrom('engagements')
    .select(['id', 'version', 'state', 'body', 'createdAt', 'createdBy', 'changedAt', 'changedBy'])
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw new NotFound('There is no such engagement. Open the list of engagements.');
  const { body, createdAt, changedAt, state, ...rest } = row;
  return {
    ...rest,
    state: engagements.engagementState.parse(state),
    terms: engagements.engagementTerms.parse(body),
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}

/** An engagement that nobody else changes meanwhile. Throws Conflict where it is no longer the version that was looked at. */
export async function lockedEngagement(tx: Tenant, id: string, version: number) {
  const row = await engagementRow(tx, id, true);
  if (row.version !== version) {
    throw new Conflict(
      `${row.changedBy} saved version ${row.version} after you had opened version ${version}. Nothing was overwritten: load it and look at what changed.`,
      { version: row.version, changedBy: row.changedBy, changedAt: row.changedAt },
    );
  }
  return row;
}

/** Names and addresses of devices. */
export function devicesNamed(tx: Tenant, ids: readonly string[]) {
  return tx.db
    .selectFrom('devices')
    .select(['id', 'name', 'addresses'])
    .where('tenantId', '=', tx.id)
    .where('id', 'in', [...new Set(ids)])
    .execute();
}
