// The list of devices, page by page: an index for each order, a cursor instead of an offset, and no count beyond a bound.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { type api, type DeviceCoverage, type DeviceRow, SEVERITY_ORDER } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';

/** What may be asked of the list; see the API's device query. */
export type DeviceQuery = z.infer<typeof api.deviceQuery>;
/** A page of devices. */
export type DeviceList = z.infer<typeof api.deviceList>;
/** Values to filter by. */
export type DeviceFacets = z.infer<typeof api.deviceFacets>;

/** Counting stops here; beyond it the total says "at least". */
const MOST_COUNTED = 10_000;
/** Values that a filter offers. */
const MOST_VALUES = 100;

// Each has an index (tenant_id, retired, expression, id); the cursor carries the value as text.
const SORTS = {
  name: { by: sql`lower(name)`, type: sql`text` },
  exposure: { by: sql`exposure_rank`, type: sql`integer` },
  severity: { by: sql`severity`, type: sql`integer` },
  criticality: { by: sql`coalesce(criticality, 0)`, type: sql`integer` },
  lastSeen: { by: sql`coalesce(last_seen_at, '-infinity'::timestamptz)`, type: sql`timestamptz` },
} as const satisfies Readonly<Record<DeviceQuery['sort'], unknown>>;

const cursorParts = z.tuple([z.string().max(10), z.string().max(300), z.string().max(80), z.int().min(0)]);

interface ListRow {
  id: string;
  name: string;
  kind: string | null;
  modality: string | null;
  vendor: string | null;
  model: string | null;
  os: string | null;
  zone: string | null;
  zoneName: string | null;
  location: string | null;
  owner: string | null;
  addresses: string[];
  aeTitles: string[];
  exposure: string | null;
  criticality: number | null;
  severity: number;
  findings: number;
  lastSeenAt: Date | null;
  retired: boolean;
}

/** Columns of a device row as the API shows it. */
const ROW_COLUMNS = sql`id, name, kind, modality, vendor, model, os, zone, (
    select named.name from zone_names named where named.tenant_id = devices.tenant_id and named.zone = devices.zone) as zone_name,
  location, owner, addresses, ae_titles, exposure, criticality, severity, findings, last_seen_at, retired`;

/** A page of devices in the order and with the filters asked for. */
export async function listDevices(tx: Tenant, query: DeviceQuery): Promise<DeviceList> {
  const { by, type } = SORTS[query.sort];
  const isAscending = query.order === 'asc';
  const where = filterOf(tx, query);
  const after = query.cursor === undefined ? null : readCursor(query.cursor, query);
  const beyond = isAscending ? sql`>` : sql`<`;
  const start = after ? sql<SqlBool>`(${by}, id) ${beyond} (${after.value}::${type}, ${after.id})` : sql<SqlBool>`true`;
  const direction = isAscending ? sql`asc` : sql`desc`;
  // No index helps a search for words: what finds the rows counts them as well.
  const isSearch = query.q !== undefined && after === null;
  const found = isSearch ? sql<number | null>`count(*) over ()::integer` : sql<number | null>`null::integer`;
  const page = await sql<ListRow & { cursorValue: string; found: number | null }>`
    select ${ROW_COLUMNS}, ${by}::text as cursor_value, ${found} as found from devices
    where ${where} and ${start}
    order by ${by} ${direction}, id ${direction} limit ${query.limit + 1}`.execute(tx.db);
  const count = after?.count ?? (isSearch ? (page.rows[0]?.found ?? 0) : await countUpTo(tx, where, MOST_COUNTED + 1));
  const rows = page.rows.slice(0, query.limit);
  const last = page.rows.length > query.limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(deviceRowFrom),
    next: last ? cursorOf(query, last.cursorValue, last.id, count) : null,
    total: count > MOST_COUNTED ? { value: MOST_COUNTED, relation: 'gte' } : { value: count, relation: 'eq' },
  };
}

async function countUpTo(tx: Tenant, where: RawBuilder<SqlBool>, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (select 1 from devices where ${where} limit ${most}) bounded`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

/** One device's row, or null. */
export async function deviceRowOf(tx: Tenant, id: string): Promise<DeviceRow | null> {
  const rows = await sql<ListRow>`
    select ${ROW_COLUMNS} from devices where tenant_id = ${tx.id} and id = ${id}`.execute(tx.db);
  const [row] = rows.rows;
  return row ? deviceRowFrom(row) : null;
}

const reasons = z.array(z.string());

/** Why a device has its criticality. */
export async function criticalityReasons(tx: Tenant, id: string): Promise<string[]> {
  const rows = await sql<{ reasons: unknown }>`
    select criticality_reasons as reasons from devices where tenant_id = ${tx.id} and id = ${id}`.execute(tx.db);
  return reasons.parse(rows.rows[0]?.reasons ?? []);
}

function deviceRowFrom(row: ListRow): DeviceRow {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    modality: row.modality,
    vendor: row.vendor,
    model: row.model,
    os: row.os,
    zone: row.zone,
    zoneName: row.zoneName,
    location: row.location,
    owner: row.owner,
    addresses: row.addresses,
    aeTitles: row.aeTitles,
    exposure: row.exposure,
    criticality: row.criticality,
    severity: SEVERITY_ORDER[row.severity] ?? 'none',
    findings: row.findings,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    retired: row.retired,
  };
}

function filterOf(tx: Tenant, query: DeviceQuery) {
  const parts = [sql<SqlBool>`tenant_id = ${tx.id}`, sql<SqlBool>`retired = ${query.retired === 'true'}`];
  if (query.kind !== undefined) parts.push(sql`kind = ${query.kind}`);
  if (query.zone !== undefined) parts.push(sql`zone = ${query.zone}`);
  if (query.modality !== undefined) parts.push(sql`modality = ${query.modality}`);
  if (query.vendor !== undefined) parts.push(sql`vendor = ${query.vendor}`);
  if (query.exposure !== undefined) {
    parts.push(query.exposure === NEVER ? sql`exposure is null` : sql`exposure = ${query.exposure}`);
  }
  if (query.seen === 'not-listed') parts.push(sql`not listed`);
  if (query.seen === 'not-seen') parts.push(sql`listed and last_seen_at is null`);
  if (query.severity !== undefined) parts.push(sql`severity = ${SEVERITY_ORDER.indexOf(query.severity)}`);
  // Every word must occur.
  for (const word of (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)) {
    parts.push(sql`search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
  }
  return sql.join<SqlBool>(parts, sql` and `);
}

/** The filter value for devices on which nothing was ever observed. */
const NEVER = '-';

/** Where the next page starts; it takes the count along, which only the first page has to make. */
function cursorOf(query: DeviceQuery, value: string, id: string, count: number): string {
  return Buffer.from(JSON.stringify([tagOf(query), value, id, count])).toString('base64url');
}

function readCursor(cursor: string, query: DeviceQuery): { value: string; id: string; count: number } {
  const problem = new Invalid('This page link does not belong to this list. Start again at the first page.');
  try {
    const [tag, value, id, count] = cursorParts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (tag !== tagOf(query) || !isValueOf(query.sort, value)) throw problem;
    return { value, id, count };
  } catch {
    throw problem;
  }
}

function tagOf(query: DeviceQuery): string {
  return `${query.sort.slice(0, 8)}${query.order === 'asc' ? '+' : '-'}`;
}

function isValueOf(sort: DeviceQuery['sort'], value: string): boolean {
  if (sort === 'name') return true;
  if (sort === 'lastSeen')
    return value === '-infinity' || !Number.isNaN(Date.parse(value.replace(/([+-]\d\d)$/, '$1:00')));
  return /^-?\d{1,9}$/.test(value);
}

/** How the devices in use compare with the lists; the two counts that matter have an index of their own. */
export async function deviceCoverage(tx: Tenant): Promise<DeviceCoverage> {
  const { rows } = await sql<{ devices: number; notListed: number; notSeen: number }>`
    select (select count(*) from devices where tenant_id = ${tx.id} and not retired)::integer as devices,
      (select count(*) from devices where tenant_id = ${tx.id} and not listed and not retired)::integer as not_listed,
      (select count(*) from devices where tenant_id = ${tx.id} and listed and last_seen_at is null and not retired)::integer
        as not_seen`.execute(tx.db);
  const { devices = 0, notListed = 0, notSeen = 0 } = rows[0] ?? {};
  return { listed: devices - notListed, notListed, notSeen };
}

/** The values that devices in use have, with how many have each, the most frequent first. */
export async function deviceFacets(tx: Tenant): Promise<DeviceFacets> {
  const rows = await sql<{ facet: keyof DeviceFacets; value: string; count: number }>`
    select facet, value, count from (
      select case when grouping(kind) = 0 then 'kinds' when grouping(modality) = 0 then 'modalities'
          when grouping(vendor) = 0 then 'vendors' else 'exposures' end as facet,
        case when grouping(kind) = 0 then kind when grouping(modality) = 0 then modality
          when grouping(vendor) = 0 then vendor else coalesce(exposure, ${NEVER}) end as value,
        count(*)::integer as count
      from devices where tenant_id = ${tx.id} and not retired
      group by grouping sets ((kind), (modality), (vendor), (exposure))) counted
    where value is not null order by count desc, value`.execute(tx.db);
  const facets: DeviceFacets = { kinds: [], modalities: [], vendors: [], exposures: [] };
  for (const { facet, value, count } of rows.rows) {
    if (facets[facet].length < MOST_VALUES) facets[facet].push({ value, count });
  }
  return facets;
}
