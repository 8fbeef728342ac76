// Services at rest: of each endpoint, from each vantage point, what the newest scan saw, with its transcript.
import { sql } from 'kysely';
import type { ScanEndpoint } from '#contracts/index.ts';
import { documents } from '#contracts/index.ts';
import type { SubjectRef } from '#evidence/model.ts';
import { parseServiceKey } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import { exposureRank, rungOf } from './exposure-rank.ts';

/** A service of a device. */
export interface StoredService {
  readonly device: string;
  readonly address: string;
  readonly port: number;
  readonly vantage: string;
  readonly endpoint: ScanEndpoint;
  readonly observedAt: string;
  readonly scan: string | null;
}

/** What a scan saw, and from where. */
export interface Sighted {
  readonly scan: string | null;
  readonly vantage: string;
  readonly observedAt: string;
  readonly endpoints: readonly ScanEndpoint[];
}

/** Writes what was seen at some endpoints; an older sighting never replaces a newer one. */
export async function writeServices(tx: Tenant, sighted: Sighted): Promise<void> {
  if (sighted.endpoints.length === 0) return;
  const rows = sighted.endpoints.map((endpoint) => {
    const exposure = rungOf(endpoint);
    return { address: endpoint.address, port: endpoint.port, endpoint, exposure, rank: exposureRank(exposure) };
  });
  await sql`
    insert into services (tenant_id, address, port, vantage, device_id, endpoint, exposure, exposure_rank, observed_at, scan_id)
    select ${tx.id}, address, port, ${sighted.vantage}, '', endpoint, exposure, rank, ${sighted.observedAt}::timestamptz,
      ${sighted.scan}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (address text, port integer, endpoint jsonb, exposure text,
      rank integer)
    on conflict (tenant_id, address, port, vantage) do update set endpoint = excluded.endpoint,
      exposure = excluded.exposure, exposure_rank = excluded.exposure_rank, observed_at = excluded.observed_at,
      scan_id = excluded.scan_id
    where services.observed_at <= excluded.observed_at`.execute(tx.db);
}

/** Address and port, as a key. */
export function placeOf({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address} ${port}`;
}

/** What was known from a vantage point of some endpoints, by place. */
export async function servicesAt(
  tx: Tenant,
  vantage: string,
  endpoints: readonly { readonly address: string; readonly port: number }[],
): Promise<ReadonlyMap<string, ScanEndpoint>> {
  if (endpoints.length === 0) return new Map();
  const { rows } = await sql<{ endpoint: unknown }>`
    select known.endpoint from unnest(${endpoints.map(({ address }) => address)}::text[],
      ${endpoints.map(({ port }) => port)}::integer[]) as wanted (address, port)
    cross join lateral (
      select endpoint from services where tenant_id = ${tx.id} and address = wanted.address and port = wanted.port
        and vantage = ${vantage} limit 1) known`.execute(tx.db);
  const known = rows.map((row) => documents.scanEndpoint.parse(row.endpoint));
  return new Map(known.map((endpoint) => [placeOf(endpoint), endpoint]));
}

/** Gives services the devices that their subjects are. */
export async function assignServices(
  tx: Tenant,
  rows: readonly { readonly ref: SubjectRef; readonly device: string }[],
): Promise<void> {
  const services = rows
    .filter(({ ref }) => ref.kind === 'service')
    .map(({ ref, device }) => ({ ...parseServiceKey(ref.key), device }));
  if (services.length === 0) return;
  await sql`
    update services set device_id = row.device
    from jsonb_to_recordset(${JSON.stringify(services)}::jsonb) as row (address text, port integer, vantage text, device text)
    where services.tenant_id = ${tx.id} and services.address = row.address and services.port = row.port
      and services.vantage = row.vantage and services.device_id <> row.device`.execute(tx.db);
}

/** Forgets what answered at some endpoints, because a scan found that nothing answers there now. */
export async function removeServices(
  tx: Tenant,
  services: readonly { readonly address: string; readonly port: number; readonly vantage: string }[],
): Promise<void> {
  if (services.length === 0) return;
  await sql`
    delete from services using jsonb_to_recordset(${JSON.stringify(services)}::jsonb)
      as row (address text, port integer, vantage text)
    where services.tenant_id = ${tx.id} and services.address = row.address and services.port = row.port
      and services.vantage = row.vantage`.execute(tx.db);
}

/** Services known from a vantage point that were last seen before a time, at some ports, in bounded pages by address. */
export async function servicesSeenBefore(
  tx: Tenant,
  query: { readonly vantage: string; readonly before: string; readonly ports: readonly number[] },
): Promise<{ address: string; port: number; vantage: string }[]> {
  const rows = await sql<{ address: string; port: number; vantage: string }>`
    select address, port, vantage from services
    where tenant_id = ${tx.id} and vantage = ${query.vantage} and port = any(${query.ports}::integer[])
      and observed_at < ${query.before}::timestamptz`.execute(tx.db);
  return [...rows.rows];
}

/** The services of some devices, by device, address and port. */
export async function servicesOf(tx: Tenant, devices: readonly string[]): Promise<StoredService[]> {
  const rows = await sql<{
    device: string;
    address: string;
    port: number;
    vantage: string;
    endpoint: unknown;
    at: Date;
    scan: string | null;
  }>`
    select wanted.device, known.* from unnest(${devices}::text[]) as wanted (device)
    cross join lateral (
      select address, port, vantage, endpoint, observed_at as at, scan_id as scan from services
      where tenant_id = ${tx.id} and device_id = wanted.device offset 0) known
    order by wanted.device, known.address, known.port, known.vantage`.execute(tx.db);
  return rows.rows.map(({ at, endpoint, ...row }) => ({
    ...row,
    endpoint: documents.scanEndpoint.parse(endpoint),
    observedAt: at.toISOString(),
  }));
}
