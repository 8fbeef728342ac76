// Device rows at rest: what lists and maps read, rebuilt from facts whenever a device changes.
import { sql } from 'kysely';
import type { SubjectRef } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import type { DeviceDescription } from './describe-device.ts';

/** A device row to be written. */
export interface DeviceRecord {
  readonly id: string;
  readonly description: DeviceDescription;
}

/** When devices were first seen, by id, for those of `ids` that exist. */
export async function firstSeenOf(tx: Tenant, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; first: Date | null }>`
    select known.id, known.first from unnest(${ids}::text[]) as wanted (id)
    cross join lateral (
      select id, first_seen_at as first from devices where tenant_id = ${tx.id} and id = wanted.id limit 1) known`.execute(
    tx.db,
  );
  return new Map(rows.rows.map((row) => [row.id, row.first?.toISOString() ?? '']));
}

/** Writes device rows; findings, severity and retirement of a known device stay as they are. */
export async function writeDevices(tx: Tenant, records: readonly DeviceRecord[], at: string): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(({ id, description }) => ({
    id,
    ...description,
    // Reasons are worked out again when they are asked for.
    kindBecause: undefined,
    zoneBecause: undefined,
    os: description.os
      ? [description.os.name, description.os.version, description.os.build].filter(Boolean).join(' ')
      : null,
    criticality: description.criticality?.level ?? null,
    reasons: description.criticality?.reasons ?? [],
  }));
  await sql`
    insert into devices (tenant_id, id, name, kind, modality, vendor, model, serial, os, zone, location, owner, addresses,
      ae_titles, macs, exposure, exposure_rank, criticality, criticality_reasons, first_seen_at, last_seen_at, listed, search,
      updated_at)
    select ${tx.id}, id, name, kind, modality, vendor, model, serial, os, zone, location, owner,
      array(select jsonb_array_elements_text(addresses)), array(select jsonb_array_elements_text("aeTitles")),
      array(select jsonb_array_elements_text(macs)), exposure, "exposureRank", criticality, reasons, "firstSeenAt",
      "lastSeenAt", listed, search, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id text, name text, kind text, modality text, vendor text,
      model text, serial text, os text, zone text, location text, owner text, addresses jsonb, "aeTitles" jsonb, macs jsonb,
      exposure text, "exposureRank" integer, criticality integer, reasons jsonb, "firstSeenAt" timestamptz,
      "lastSeenAt" timestamptz, listed boolean, search text)
    on conflict (tenant_id, id) do update set name = excluded.name, kind = excluded.kind, modality = excluded.modality,
      vendor = excluded.vendor, model = excluded.model, serial = excluded.serial, os = excluded.os, zone = excluded.zone,
      location = excluded.location, owner = excluded.owner, addresses = excluded.addresses, ae_titles = excluded.ae_titles,
      macs = excluded.macs, exposure = excluded.exposure, exposure_rank = excluded.exposure_rank,
      criticality = excluded.criticality, criticality_reasons = excluded.criticality_reasons,
      first_seen_at = least(devices.first_seen_at, excluded.first_seen_at), last_seen_at = excluded.last_seen_at,
      listed = excluded.listed, search = excluded.search, updated_at = excluded.updated_at`.execute(tx.db);
}

/** Removes the rows of devices that went into others. */
export async function removeDevices(tx: Tenant, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from devices where tenant_id = ${tx.id} and id = any(${ids}::text[])`.execute(tx.db);
}

/** Sets whether a device is out of use. */
export async function setRetired(tx: Tenant, id: string, retired: boolean, at: string): Promise<void> {
  await tx.db
    .updateTable('devices')
    .set({ retired, updatedAt: at })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .execute();
}

/** Moves the time of the last sighting of the devices behind some subjects. */
export async function touchDevices(tx: Tenant, subjects: readonly SubjectRef[]): Promise<void> {
  const seen = subjects.filter(({ kind }) => kind === 'service' || kind === 'address');
  if (seen.length === 0) return;
  await sql`
    update devices set last_seen_at = greatest(last_seen_at, seen.at)
    from (
      select assigned.device_id, max(known.at) as at
      from unnest(${seen.map(({ kind }) => kind)}::text[], ${seen.map(({ key }) => key)}::text[]) as wanted (kind, key)
      cross join lateral (
        select device_id from device_subjects
        where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key limit 1) assigned
      cross join lateral (
        select max(last_observed_at) as at from fact_current
        where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key and basis <> 'attested') known
      group by assigned.device_id) seen
    where devices.tenant_id = ${tx.id} and devices.id = seen.device_id`.execute(tx.db);
}

/** Ids of devices after `after`, in order. */
export async function deviceIdsAfter(tx: Tenant, after: string, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select id from devices where tenant_id = ${tx.id} and id > ${after} order by id limit ${limit}`.execute(tx.db);
  return rows.rows.map(({ id }) => id);
}

/** Those of some devices that exist, by id, with what is not a matter of facts alone. */
export async function deviceStates(
  tx: Tenant,
  ids: readonly string[],
): Promise<{ id: string; retired: boolean; zone: string | null; lastSeenAt: string | null }[]> {
  const rows = await sql<{ id: string; retired: boolean; zone: string | null; lastSeenAt: Date | null }>`
    select known.* from unnest(${ids}::text[]) as wanted (id)
    cross join lateral (
      select id, retired, zone, last_seen_at from devices where tenant_id = ${tx.id} and id = wanted.id limit 1) known
    order by known.id`.execute(tx.db);
  return rows.rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt?.toISOString() ?? null }));
}
