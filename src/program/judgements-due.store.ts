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

/** The flaws that findings in the register name, each once. */
export async function flawsNamed(tx: Tenant): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('findings')
    .select('cve')
    .distinct()
    .where('tenantId', '=', tx.id)
    .where('closedAt', 'is', null)
    .where('cve', 'is not', null)
    .execute();
  return rows.flatMap(({ cve }) => cve ?? []);
}

/**
 * Notes the devices in use with a finding that names one of the flaws. With `questions` also those where one finding asks for a version in
 * the place of many flaws (docs/matching.md): a flaw that attackers begin to use leaves it.
 */
export async function namingDevicesDue(
  tx: Tenant,
  { cves, questions }: { readonly cves: readonly string[]; readonly questions: boolean },
): Promise<void> {
  await sql`
    insert into judgements_due (tenant_id, device_id)
    select distinct finding.tenant_id, finding.device_id
    from findings finding join devices device on device.tenant_id = finding.tenant_id and device.id = finding.device_id
    where finding.tenant_id = ${tx.id} and finding.closed_at is null and not device.retired
      and (finding.cve = any(${cves}::text[])
        or (${questions} and finding.rule = 'known-flaw' and finding.cve is null and finding.state = 'unknown'))
    on conflict do nothing`.execute(tx.db);
}

/** How many devices are due. */
export async function countDue(tx: Tenant): Promise<number> {
  const { count } = await tx.db
    .selectFrom('judgementsDue')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('tenantId', '=', tx.id)
    .executeTakeFirstOrThrow();
  return Number(count);
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
