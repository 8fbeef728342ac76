// The lines of the map: flows and answered services between the nodes that are drawn, counted in the database.
import { sql } from 'kysely';
import type { NetworkMap } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { deviceZone, INTERNET, isPublic, ownAddresses, SPOKEN } from './places.store.ts';

/** Lines that are drawn at most: the busiest. */
export const MOST_EDGES = 5000;

/** Which nodes there are, and what is asked of them. */
export interface EdgeQuery {
  /** Devices that are nodes of their own; the others stand in the node of their zone. */
  readonly devices: readonly string[];
  /** Only lines that touch one of these devices. */
  readonly isPart: boolean;
  readonly protocol?: string | undefined;
}

type Edge = NetworkMap['edges'][number];

interface FlowRow {
  from: string;
  to: string;
  protocol: string;
  port: number | null;
  flows: number;
}

/** Flows between nodes, once for each protocol (and port, between devices); a node with itself counts what stays inside. */
export async function flowEdges(tx: Tenant, query: EdgeQuery): Promise<Edge[]> {
  const { devices, isPart, protocol } = query;
  const node = (end: 'client' | 'server') => sql`
    case when ${sql.ref(end)}.address is null then case when ${isPublic(sql`flow.${sql.ref(end)}`)} then ${INTERNET} end
      when ${sql.ref(end)}.is_drawn then ${sql.ref(end)}.device_id else 'zone:' || ${sql.ref(end)}.zone end`;
  const rows = await sql<FlowRow>`
    with ${ownAddresses(tx)}, drawn as materialized (
      select own.*, device_id = any(${devices}::text[]) as is_drawn from own
    ), ended as (
      select ${node('client')} as from, ${node('server')} as to, spoken.protocol,
        case when client.is_drawn or server.is_drawn then flow.port end as port
      from flows flow
      left join drawn client on client.address = flow.client
      left join drawn server on server.address = flow.server
      cross join lateral unnest(${SPOKEN}) as spoken (protocol)
      where flow.tenant_id = ${tx.id}
        and ${protocol === undefined ? sql`true` : sql`${protocol} = any(${SPOKEN})`}
        and ${isPart ? sql`(client.is_drawn or server.is_drawn)` : sql`true`})
    select "from", "to", protocol, port, count(*)::integer as flows from ended
    where "from" is not null and "to" is not null
      and ${protocol === undefined ? sql`true` : sql`protocol = ${protocol}`}
    group by 1, 2, 3, 4 order by flows desc, 1, 2, 3, 4 limit ${MOST_EDGES + 1}`.execute(tx.db);
  return rows.rows.map((row) => ({ ...row, basis: 'observed', rung: null }));
}

interface ServiceRow extends FlowRow {
  vantage: string;
  rung: string | null;
}

/** What the scanner got answers from. */
export async function serviceEdges(tx: Tenant, query: EdgeQuery): Promise<Edge[]> {
  const { devices, isPart, protocol } = query;
  const isDrawn = sql`device.id = any(${devices}::text[])`;
  const rows = await sql<ServiceRow>`
    select service.vantage, case when ${isDrawn} then device.id else 'zone:' || ${deviceZone('device')} end as to,
      service.endpoint->>'protocol' as protocol, case when ${isDrawn} then service.port end as port,
      (array_agg(service.exposure order by service.exposure_rank desc))[1] as rung, count(*)::integer as flows
    from services service join devices device on device.tenant_id = ${tx.id} and device.id = service.device_id
    where service.tenant_id = ${tx.id} and not device.retired
      and ${isPart ? isDrawn : sql`true`}
      and ${protocol === undefined ? sql`true` : sql`service.endpoint->>'protocol' = ${protocol}`}
    group by 1, 2, 3, 4 order by 2, 4, 3, 1 limit ${MOST_EDGES + 1}`.execute(tx.db);
  return rows.rows.map(({ vantage, ...row }) => ({ ...row, from: `vantage:${vantage}`, basis: 'observed' }));
}

/** Every protocol that flows or services speak, with how many do. */
export async function protocolsSpoken(tx: Tenant): Promise<NetworkMap['protocols']> {
  const rows = await sql<{ protocol: string; flows: number }>`
    select protocol, count(*)::integer as flows from (
      select unnest(${SPOKEN}) as protocol from flows flow where tenant_id = ${tx.id}
      union all select endpoint->>'protocol' from services where tenant_id = ${tx.id}) spoken
    where protocol is not null group by 1 order by 1 limit 200`.execute(tx.db);
  return rows.rows;
}
