// Which machine opens conversations with which service of ours, over all recorded flows: the proof that there is a way.
import { sql } from 'kysely';
import type { RiskReach } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { INTERNET, isPublic, joiningTables, ownAddresses, SPOKEN } from './places.store.ts';
import { readSite } from './segments.store.ts';

/** Ways that are read at most, the latest first. */
const MOST_WAYS = 1_000_000;

interface WayRow {
  client: string | null;
  address: string;
  public: boolean;
  server: string;
  port: number;
  protocol: string;
  first: Date;
  last: Date;
}

/**
 * Ways to devices of ours, once for each port and protocol: from a device, from a zone where the client is none that we know, or from
 * `internet`.
 */
export async function recordedWays(tx: Tenant): Promise<RiskReach[]> {
  const { rows } = await joiningTables(tx, () =>
    sql<WayRow>`
      with ${ownAddresses(tx)}
      select client.device_id as client, case when client.device_id is null then flow.client else '' end as address,
        client.device_id is null and ${isPublic(sql`flow.client`)} as public,
        server.device_id as server, flow.port, spoken.protocol, min(flow.first_seen_at) as first,
        max(flow.last_seen_at) as last
      from flows flow
      join own server on server.address = flow.server
      left join own client on client.address = flow.client
      cross join lateral unnest(${SPOKEN}) as spoken (protocol)
      where flow.tenant_id = ${tx.id} and flow.client <> flow.server
      group by 1, 2, 3, 4, 5, 6 order by last desc, 4, 5, 6, 1, 2 limit ${MOST_WAYS}`.execute(tx.db),
  );
  const site = await readSite(tx);
  const zones = new Map<string, string>();
  const zoneOf = (address: string) => {
    const known = zones.get(address);
    if (known !== undefined) return known;
    const zone = site.zoneOf(address, [])?.id ?? '';
    zones.set(address, zone);
    return zone;
  };
  const ways = new Map<string, RiskReach>();
  for (const row of rows) {
    const from = row.client ?? (row.public ? INTERNET : zoneOf(row.address));
    if (from === '' || from === row.server) continue;
    const key = `${from} ${row.server} ${row.port} ${row.protocol}`;
    const firstSeenAt = row.first.toISOString();
    const known = ways.get(key);
    if (known) {
      if (firstSeenAt < (known.firstSeenAt ?? '')) ways.set(key, { ...known, firstSeenAt });
      continue;
    }
    ways.set(key, {
      from,
      to: row.server,
      port: row.port,
      protocol: row.protocol,
      // What no device of ours opened is nobody's exam.
      isClinical: row.client !== null,
      firstSeenAt,
      lastSeenAt: row.last.toISOString(),
    });
  }
  return [...ways.values()].sort((a, b) => compare(wayKey(a), wayKey(b)));
}

function wayKey({ from, to, port, protocol }: RiskReach): string {
  return `${from} ${to} ${port} ${protocol}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every zone that has devices in use or a name, by id. */
export async function zonesKnown(tx: Tenant): Promise<{ id: string; name: string | null }[]> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    select zone.id, named.name from (
      select distinct zone as id from devices where tenant_id = ${tx.id} and not retired and zone is not null
      union select zone from zone_names where tenant_id = ${tx.id}) zone
    left join zone_names named on named.tenant_id = ${tx.id} and named.zone = zone.id
    order by zone.id`.execute(tx.db);
  return rows;
}

/** The zone of each device in use; null where it has none. */
export async function zonesOfDevices(tx: Tenant): Promise<ReadonlyMap<string, string | null>> {
  const rows = await tx.db
    .selectFrom('devices')
    .select(['id', 'zone'])
    .where('tenantId', '=', tx.id)
    .where('retired', '=', false)
    .execute();
  return new Map(rows.map(({ id, zone }) => [id, zone]));
}
