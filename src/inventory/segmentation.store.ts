// What a segmentation is worked out from, read in a few statements whatever the size of the site: devices, zones, open ports, AE tables,
// and flows in the order of their keys, a batch at a time.
import { sql } from 'kysely';
import type { Tenant } from '#store/index.ts';

const BATCH = 50_000;

/** A device in use with its addresses. */
export interface PlacedDevice {
  readonly id: string;
  readonly name: string;
  readonly kind: string | null;
  readonly modality: string | null;
  readonly zone: string | null;
  readonly addresses: string[];
  readonly aeTitles: string[];
}

/** Devices in use, by id. */
export async function placedDevices(tx: Tenant): Promise<PlacedDevice[]> {
  const { rows } = await sql<PlacedDevice>`
    select id, name, kind, modality, zone, addresses, ae_titles from devices
    where tenant_id = ${tx.id} and not retired order by id`.execute(tx.db);
  return rows;
}

/** Zones in which devices are, with the names that people gave them. */
export async function placedZones(tx: Tenant): Promise<{ id: string; name: string | null }[]> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    select held.zone as id, named.name from (
      select distinct zone from devices where tenant_id = ${tx.id} and not retired and zone is not null) held
    left join zone_names named on named.tenant_id = ${tx.id} and named.zone = held.zone order by held.zone`.execute(
    tx.db,
  );
  return rows;
}

/** Ports that answered a scan, or were seen to answer. */
export async function openServices(tx: Tenant): Promise<{ address: string; port: number; protocol: string | null }[]> {
  const { rows } = await sql<{ address: string; port: number; protocol: string | null }>`
    select distinct on (service.address, service.port) service.address, service.port,
      service.endpoint->>'protocol' as protocol
    from services service join devices device on device.tenant_id = ${tx.id} and device.id = service.device_id
    where service.tenant_id = ${tx.id} and not device.retired
    order by service.address, service.port, service.exposure_rank desc, service.vantage`.execute(tx.db);
  return rows;
}

/** A line of the AE table of a device. */
export interface TableLine {
  readonly fact: string;
  readonly device: string;
  readonly title: string;
  readonly address: string | null;
  readonly port: number | null;
}

/** The lines of all AE tables. */
export async function tableLines(tx: Tenant): Promise<TableLine[]> {
  const { rows } = await sql<TableLine>`
    select distinct on (1, 3, 4, 5) device.id as device, known.fact_id as fact, known.value->>'title' as title,
      known.value->>'address' as address, (known.value->>'port')::integer as port
    from fact_current known
    join device_subjects member on member.tenant_id = ${tx.id} and member.subject_kind = known.subject_kind
      and member.subject_key = known.subject_key
    join devices device on device.tenant_id = ${tx.id} and device.id = member.device_id and not device.retired
    where known.tenant_id = ${tx.id} and known.attribute = 'device.peer'
    order by 1, 3, 4, 5, known.fact_id`.execute(tx.db);
  return rows;
}

/** A flow as far as rules need it. */
export interface PlainFlow {
  readonly transport: string;
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly protocols: string[];
  readonly operations: string[];
  readonly turnedAway: boolean;
  readonly first: Date;
  readonly last: Date;
}

/** All flows in the order of their keys, in batches. */
export async function* allFlows(tx: Tenant): AsyncGenerator<PlainFlow[]> {
  let after = '';
  for (;;) {
    const { rows } = await sql<PlainFlow & { key: string }>`
      select key, transport, client, server, port, protocols, operations, first_seen_at as first, last_seen_at as last,
        titles <> '[]'::jsonb and not exists (
          select 1 from jsonb_array_elements(titles) as used where used->>'outcome' <> 'rejected') as turned_away
      from flows where tenant_id = ${tx.id} and key > ${after} order by key limit ${BATCH}`.execute(tx.db);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.key;
  }
}
