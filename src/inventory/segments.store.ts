// Segments of the network at rest: what facts about addresses say of networks and VLAN tags, once for the whole site, so that a
// device's zone follows from all that is known and not only from what was seen of itself.
import { sql } from 'kysely';
import type { SubjectRef } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import { type Segment, Site } from './zone-of.ts';

/** Segments held at once; a site with more is described by the first of them. */
const MOST_SEGMENTS = 20_000;
const NO_TAG = -1;
const BATCH = 2000;

/** Notes what the facts about some subjects say of segments; gives the ranges of which something new is known. */
export async function noteSegments(tx: Tenant, subjects: readonly SubjectRef[]): Promise<string[]> {
  const found = new Set<string>();
  const keys = subjects.filter(({ kind }) => kind === 'address').map(({ key }) => key);
  for (let at = 0; at < keys.length; at += BATCH) {
    const rows = await sql<{ range: string }>`
      insert into segments (tenant_id, range, tag, basis, fact_id)
      select distinct on (range, tag, basis) ${tx.id}, range, tag, basis, fact_id
      from unnest(${keys.slice(at, at + BATCH)}::text[]) as wanted (key)
      cross join lateral (
        select case attribute when 'device.network' then value #>> '{}'
            else text(network(set_masklen(wanted.key::inet, case when wanted.key like '%:%' then 64 else 24 end))) end as range,
          case attribute when 'device.network' then ${NO_TAG}::integer else (value #>> '{}')::integer end as tag, basis, fact_id
        from fact_current
        where tenant_id = ${tx.id} and subject_kind = 'address' and subject_key = wanted.key
          and attribute in ('device.network', 'device.vlan') offset 0) said
      order by range, tag, basis, fact_id
      on conflict do nothing returning range`.execute(tx.db);
    for (const { range } of rows.rows) found.add(range);
  }
  return [...found];
}

/** What is known of the segments of the site. */
export async function readSite(tx: Tenant): Promise<Site> {
  const rows = await sql<{ range: string; tag: number; basis: string; fact: string }>`
    select range, tag, basis, fact_id as fact from segments where tenant_id = ${tx.id}
    order by range, tag, basis limit ${MOST_SEGMENTS}`.execute(tx.db);
  return new Site(rows.rows.map(({ tag, ...row }): Segment => ({ ...row, tag: tag === NO_TAG ? null : tag })));
}

interface Placed {
  readonly id: string;
  readonly zone: string | null;
  readonly address: string;
  readonly tags: readonly { readonly tag: number; readonly fact: string }[];
}

/** Puts the devices of some ranges into the zones that follow from what is known now. */
export async function placeDevices(tx: Tenant, ranges: readonly string[]): Promise<void> {
  if (ranges.length === 0) return;
  const site = await readSite(tx);
  const { rows } = await sql<Placed>`
    select device.id, device.zone, device.addresses[1] as address, coalesce(own.tags, '[]'::jsonb) as tags
    from devices device
    cross join lateral (
      select jsonb_agg(jsonb_build_object('tag', known.value, 'fact', known.fact_id) order by known.fact_id) as tags
      from device_subjects member join fact_current known on known.tenant_id = ${tx.id}
        and known.subject_kind = member.subject_kind and known.subject_key = member.subject_key
        and known.attribute = 'device.vlan'
      where member.tenant_id = ${tx.id} and member.device_id = device.id offset 0) own
    where device.tenant_id = ${tx.id} and device.zone is not null and exists (
      select 1 from unnest(${ranges}::inet[]) as range (known)
      where split_part(device.zone, ' ', 1)::inet <<= range.known or range.known <<= split_part(device.zone, ' ', 1)::inet)`.execute(
    tx.db,
  );
  const moved = rows.flatMap(({ id, zone, address, tags }) => {
    const now = site.zoneOf(address, tags)?.id ?? null;
    return now === zone ? [] : [{ id, zone: now }];
  });
  if (moved.length === 0) return;
  await sql`
    update devices set zone = row.zone
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as row (id text, zone text)
    where devices.tenant_id = ${tx.id} and devices.id = row.id`.execute(tx.db);
}
