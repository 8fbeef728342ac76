// Devices that changed and are not judged yet. Noted in the transaction of the change and taken off in that of the judgement, so that
// a process that ends between the two leaves the work behind, not a gap.
import { sql } from 'kysely';
import type { Tenant } from '#store/index.ts';

/** Notes devices whose judgement is due; those that are gone have findings to close. */
export async function judgementsDue(
  tx: Tenant,
  change: { readonly devices: readonly string[]; readonly gone: readonly string[] },
): Promise<void> {
  const ids = [...change.devices, ...change.gone];
  if (ids.length === 0) return;
  await sql`
    insert into judgements_due (tenant_id, device_id) select ${tx.id}, unnest(${ids}::text[])
    on conflict do nothing`.execute(tx.db);
}

/** Notes every device in use: what is known has changed. */
export async function allDevicesDue(tx: Tenant): Promise<void> {
  await sql`
    insert into judgements_due (tenant_id, device_id)
    select tenant_id, id from devices where tenant_id = ${tx.id} and not retired
    on conflict do nothing`.execute(tx.db);
}

/** Takes devices off: the register has their judgement. */
export async function judged(tx: Tenant, ids: readonly string[]): Promise<void> {
  await sql`delete from judgements_due where tenant_id = ${tx.id} and device_id = any(${ids}::text[])`.execute(tx.db);
}

/** Some devices whose judgement is due. */
export async function dueDevices(tx: Tenant, limit: number): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('judgementsDue')
    .select('deviceId')
    .where('tenantId', '=', tx.id)
    .orderBy('deviceId')
    .limit(limit)
    .execute();
  return rows.map(({ deviceId }) => deviceId);
}
