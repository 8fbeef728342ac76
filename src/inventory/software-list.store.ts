// Codes of software that nobody could name, and those that people named, with who carries them.
import { sql } from 'kysely';
import type { z } from 'zod';
import type { api, SoftwareRow } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { readCursor, writeCursor } from './list-cursor.ts';
import { CALLER_SIGN, NAMES_SENSOR } from './software-code.ts';

/** What may be asked of the list. */
export type SoftwareQuery = z.infer<typeof api.softwareQuery>;
/** A page of codes. */
export type SoftwarePage = z.infer<typeof api.softwareList>;

const NAMED = 5;
const LIST = 'software';

interface StoredCode {
  code: string;
  kinds: SoftwareRow['kinds'];
  versions: string[];
  carriers: number;
  last: Date;
  devices: SoftwareRow['devices'] | null;
  id: string | null;
  product: string | null;
  vendor: string | null;
  by: string | null;
  at: Date | null;
  found: number;
}

/** A page of codes in their order. */
export async function listSoftware(tx: Tenant, query: SoftwareQuery): Promise<SoftwarePage> {
  const [after = ''] = query.cursor === undefined ? [] : readCursor(LIST, 1, query.cursor);
  const { rows } = await sql<StoredCode>`
    with said as (
      select subject_kind, subject_key, last_observed_at as at, 'service' as kind, value->>'versionName' as version,
        coalesce(value->>'classUid', value->>'versionName') as code
      from fact_current where tenant_id = ${tx.id} and attribute = 'service.implementation' and sensor <> ${NAMES_SENSOR}
        and value->>'product' is null
      union all
      select subject_kind, subject_key, last_observed_at, 'caller',
        case when value->>'value' ~ '^[0-9]+([.][0-9]+)+( |$)' then nullif(substr(value->>'value', strpos(value->>'value' || ' ', ' ') + 1), '')
          else value->>'value' end,
        case when value->>'value' ~ '^[0-9]+([.][0-9]+)+( |$)' then split_part(value->>'value', ' ', 1) else value->>'value' end
      from fact_current where tenant_id = ${tx.id} and attribute = 'device.hint' and sensor <> ${NAMES_SENSOR}
        and value->>'sign' = ${CALLER_SIGN} and value->>'means' is null
      union all
      select subject_kind, subject_key, last_observed_at, 'private service', null, value #>> '{}'
      from fact_current where tenant_id = ${tx.id} and attribute = 'device.privateClass'),
    held as materialized (
      select said.code, array_agg(distinct said.kind) as kinds,
        (array_remove(array_agg(distinct said.version), null))[1:${sql.lit(NAMED)}] as versions, max(said.at) as last,
        count(distinct member.device_id)::integer as carriers,
        (array_agg(distinct member.device_id))[1:${sql.lit(NAMED)}] as first
      from said join device_subjects member on member.tenant_id = ${tx.id} and member.subject_kind = said.subject_kind
        and member.subject_key = said.subject_key
      where said.code is not null group by said.code),
    wanted as materialized (
      select held.*, named.id, named.product, named.vendor, named.by_whom as by, named.at
      from held left join software_names named on named.tenant_id = ${tx.id} and named.code = held.code and named.undone_at is null
      where (named.id is null) = ${query.state === 'unknown'})
    select wanted.*, (select count(*)::integer from wanted) as found, (
        select jsonb_agg(jsonb_build_object('id', device.id, 'name', device.name) order by device.name, device.id)
        from devices device where device.tenant_id = ${tx.id} and device.id = any(wanted.first)) as devices
    from wanted where code > ${after} order by code limit ${query.limit + 1}`.execute(tx.db);
  const items = rows.slice(0, query.limit).map(rowFrom);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return {
    items,
    next: last ? writeCursor(LIST, last.code) : null,
    total: { value: rows[0]?.found ?? 0, relation: 'eq' },
  };
}

function rowFrom({
  code,
  kinds,
  versions,
  carriers,
  last,
  devices,
  id,
  product,
  vendor,
  by,
  at,
}: StoredCode): SoftwareRow {
  return {
    code,
    kinds,
    versionNames: versions,
    devices: devices ?? [],
    carriers,
    lastSeenAt: last.toISOString(),
    name:
      id === null || product === null || at === null
        ? null
        : { id, product, vendor, by: by ?? '', at: at.toISOString() },
  };
}
