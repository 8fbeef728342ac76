// Zones of the site, page by page, with their reasons and the names that people gave them.
import { sql } from 'kysely';
import type { z } from 'zod';
import { type api, SEVERITY_ORDER, type ZoneRow } from '#contracts/index.ts';
import { inertText, NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Actor } from './change-devices.ts';
import { readCursor, writeCursor } from './list-cursor.ts';
import { readSite } from './segments.store.ts';

/** A page of zones. */
export type ZonePage = z.infer<typeof api.zoneList>;

const LIST = 'zones';

interface StoredZone {
  zone: string;
  name: string | null;
  by: string | null;
  devices: number;
  exposure: string | null;
  severity: number;
  address: string;
  found: number;
}

/** A page of zones with devices in use, in the order of their addresses' text. */
export async function listZones(
  tx: Tenant,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<ZonePage> {
  const [after = ''] = query.cursor === undefined ? [] : readCursor(LIST, 1, query.cursor);
  const { rows } = await sql<StoredZone>`
    with held as materialized (
      select zone, count(*)::integer as devices, (array_agg(exposure order by exposure_rank desc))[1] as exposure,
        max(severity) as severity, min(addresses[1]) as address
      from devices where tenant_id = ${tx.id} and not retired and zone is not null group by zone)
    select held.*, named.name, named.by_whom as by, (select count(*)::integer from held) as found
    from held left join zone_names named on named.tenant_id = ${tx.id} and named.zone = held.zone
    where held.zone > ${after} order by held.zone limit ${query.limit + 1}`.execute(tx.db);
  const site = await readSite(tx);
  const items = rows.slice(0, query.limit).map(({ zone, name, by, devices, exposure, severity, address }): ZoneRow => {
    const tag = / VLAN (\d+)$/.exec(zone)?.[1];
    const because = site.zoneOf(address, tag === undefined ? [] : [{ tag: Number(tag), fact: '' }])?.because ?? [];
    return {
      id: zone,
      name,
      namedBy: by,
      devices,
      exposure,
      severity: SEVERITY_ORDER[severity] ?? 'none',
      because: because.map(({ text }) => zoneWords(text, address)),
    };
  });
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return {
    items,
    next: last ? writeCursor(LIST, last.id) : null,
    total: { value: rows[0]?.found ?? 0, relation: 'eq' },
  };
}

/** A reason said of one device, said of the zone. */
function zoneWords(text: string, address: string): string {
  return text
    .replace(`${address} lies in`, 'Its addresses lie in')
    .replace('this device carries', 'its devices carry')
    .replace(
      /this device was seen without one|this device was seen with several of them/,
      'its devices carry none, or several',
    );
}

/** Names a zone, or takes its name away. */
export async function nameZone(tx: Tenant, zone: string, name: string | null, actor: Actor): Promise<void> {
  if (name === null) {
    await tx.db.deleteFrom('zoneNames').where('tenantId', '=', tx.id).where('zone', '=', zone).execute();
    return;
  }
  const known = await sql`select 1 from devices where tenant_id = ${tx.id} and zone = ${zone} limit 1`.execute(tx.db);
  if (known.rows.length === 0) throw new NotFound('There is no such zone. Look for it in the list of zones.');
  const values = { name: inertText(name, 60), byWhom: actor.by, at: actor.clock.now().toISOString() };
  await tx.db
    .insertInto('zoneNames')
    .values({ tenantId: tx.id, zone, ...values })
    .onConflict((conflict) => conflict.columns(['tenantId', 'zone']).doUpdateSet(values))
    .execute();
}
