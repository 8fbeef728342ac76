// Where an address of a flow stands on the map: at a device of ours, at its zone, or beyond our addresses.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Tenant } from '#store/index.ts';

/** The zone of devices that have no address. */
const NOWHERE = 'no address';
/** Everything beyond our own addresses, as one node. */
export const INTERNET = 'internet';
const ZONE = 'zone:';

/** The zone that a device stands in, of a table or alias; every statement of the map asks here. */
export function deviceZone(devices: string): RawBuilder<string> {
  return sql<string>`coalesce(${sql.ref(`${devices}.zone`)}, ${NOWHERE})`;
}

/** The node that stands for the devices of a zone. */
export function zoneNode(zone: string): string {
  return `${ZONE}${zone}`;
}

/** The addresses of devices in use, as a common table `own (address, device_id, zone)`. */
export function ownAddresses(tx: Tenant): RawBuilder<unknown> {
  return sql`own as materialized (
    select subject.subject_key as address, device.id as device_id, ${deviceZone('device')} as zone
    from device_subjects subject
    join devices device on device.tenant_id = ${tx.id} and device.id = subject.device_id and not device.retired
    where subject.tenant_id = ${tx.id} and subject.subject_kind = 'address')`;
}

/**
 * Runs statements that bring whole tables together. Without statistics, as in a fresh embedded database, the planner takes tables for
 * tiny and compares each row with each; this keeps it from that.
 */
export async function joiningTables<T>(tx: Tenant, work: () => Promise<T>): Promise<T> {
  await sql`select set_config('enable_nestloop', 'off', true)`.execute(tx.db);
  const done = await work();
  await sql`select set_config('enable_nestloop', 'on', true)`.execute(tx.db);
  return done;
}

/** Whether one end of `flow` is a node: a device, a zone or the internet. Needs `own`. */
export function standsAt(end: 'client' | 'server', node: string): RawBuilder<SqlBool> {
  const address = sql`flow.${sql.ref(end)}`;
  if (node === INTERNET) return sql`(${address} not in (select address from own) and ${isPublic(address)})`;
  const which = node.startsWith(ZONE) ? sql`zone = ${node.slice(ZONE.length)}` : sql`device_id = ${node}`;
  return sql`${address} in (select address from own where ${which})`;
}

/** What a flow speaks; one of which no protocol was recognized speaks `unknown`. */
export const SPOKEN: RawBuilder<string[]> = sql<string[]>`
  case when flow.protocols = '{}' then array['unknown'] else flow.protocols end`;

/** Ranges that are nobody's public address (RFC 1918, 6598, 3927, 4193, 4291), or groups of receivers. */
const NOT_PUBLIC = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '224.0.0.0/4',
  '255.255.255.255/32',
  '0.0.0.0/32',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
  '::/128',
];

/** Whether an address, given as text, is of the internet. */
export function isPublic(address: RawBuilder<unknown>): RawBuilder<SqlBool> {
  const inside = NOT_PUBLIC.map((range) => sql`${address}::inet <<= ${range}::inet`);
  return sql`not (${sql.join(inside, sql` or `)})`;
}
