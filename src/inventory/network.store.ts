// Who was seen to speak with whom: the scanner with the services that answered it, and devices with each other as captures and logs
// show it. Addresses of the internet are one node. Above a bound of devices the map shows zones.
import { sql } from 'kysely';
import { type NetworkMap, SEVERITY_ORDER } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';

/** More devices than this are drawn as zones. */
const MOST_NODES = 2000;
const MOST_EDGES = 10_000;
/** The zone of devices that have no address. */
const NOWHERE = 'no address';
/** Everything beyond our own addresses. */
const INTERNET = 'internet';

/** The map of the network. */
export async function networkMap(tx: Tenant): Promise<NetworkMap> {
  const zones = await sql<{ zone: string; devices: number; rank: number; exposure: string | null; severity: number }>`
    select coalesce(zone, ${NOWHERE}) as zone, count(*)::integer as devices, max(exposure_rank) as rank,
      (array_agg(exposure order by exposure_rank desc))[1] as exposure, max(severity) as severity
    from devices where tenant_id = ${tx.id} and not retired group by 1 order by 1`.execute(tx.db);
  const total = zones.rows.reduce((sum, { devices }) => sum + devices, 0);
  const isTruncated = total > MOST_NODES;
  const nodes = isTruncated
    ? zones.rows.slice(0, MOST_NODES).map(({ zone, devices, exposure, severity }) => ({
        id: `zone:${zone}`,
        name: `${zone} (${devices})`,
        kind: 'zone',
        modality: null,
        zone,
        exposure,
        severity: SEVERITY_ORDER[severity] ?? ('none' as const),
      }))
    : await deviceNodes(tx);
  const scanned = isTruncated ? await zoneEdges(tx) : await deviceEdges(tx);
  const vantages = [...new Set(scanned.map(({ from }) => from))].sort();
  const seen = await flowEdges(tx, isTruncated);
  const edges = [...scanned, ...seen];
  const reachesOut = seen.some(({ from, to }) => from === INTERNET || to === INTERNET);
  return {
    nodes: [
      ...vantages.map((id) => ({
        id,
        name: `Scanner at ${id.slice('vantage:'.length)}`,
        kind: 'vantage',
        modality: null,
        zone: 'scanner',
        exposure: null,
        severity: 'none' as const,
      })),
      ...(reachesOut ? [internetNode] : []),
      ...nodes,
    ],
    edges,
    zones: zones.rows.map(({ zone, devices }) => ({ id: zone, name: zone, devices })),
    truncated: isTruncated,
  };
}

const internetNode: NetworkMap['nodes'][number] = {
  id: INTERNET,
  name: 'Internet',
  kind: INTERNET,
  modality: null,
  zone: INTERNET,
  exposure: null,
  severity: 'none',
};

interface FlowRow {
  from: string;
  to: string;
  protocol: string;
  port: number | null;
}

/** Flows between devices (or their zones), once for each protocol and port; one end may be the internet. */
async function flowEdges(tx: Tenant, byZone: boolean): Promise<NetworkMap['edges']> {
  const place = byZone ? sql`'zone:' || coalesce(device.zone, ${NOWHERE})` : sql`device.id`;
  const end = (column: 'client' | 'server') => sql`
    cross join lateral (
      select coalesce((
        select ${place} from device_subjects subject
        join devices device on device.tenant_id = ${tx.id} and device.id = subject.device_id and not device.retired
        where subject.tenant_id = ${tx.id} and subject.subject_kind = 'address' and subject.subject_key = flow.${sql.ref(column)}
        limit 1), case when ${isPublic(column)} then ${INTERNET} end) as node offset 0) ${sql.ref(`${column}_end`)}`;
  const rows = await sql<FlowRow>`
    select client_end.node as from, server_end.node as to, flow.protocols[1] as protocol,
      ${byZone ? sql`null::integer` : sql`flow.port`} as port
    from flows flow ${end('client')} ${end('server')}
    where flow.tenant_id = ${tx.id} and client_end.node is not null and server_end.node is not null
      and client_end.node <> server_end.node
    group by 1, 2, 3, 4 order by 1, 2, 3, 4 limit ${MOST_EDGES}`.execute(tx.db);
  return rows.rows.map((row) => ({ ...row, basis: 'observed', rung: null }));
}

/** Addresses that no private range holds (RFC 1918, 6598, 3927, 4193, 4291), nor groups of receivers. */
function isPublic(column: 'client' | 'server') {
  const address = sql`flow.${sql.ref(column)}::inet`;
  const own = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8'];
  const others = [
    '224.0.0.0/4',
    '255.255.255.255/32',
    '0.0.0.0/32',
    '::1/128',
    'fc00::/7',
    'fe80::/10',
    'ff00::/8',
    '::/128',
  ];
  return sql`not (${sql.join(
    [...own, ...others].map((range) => sql`${address} <<= ${range}::inet`),
    sql` or `,
  )})`;
}

async function deviceNodes(tx: Tenant): Promise<NetworkMap['nodes']> {
  const rows = await sql<{
    id: string;
    name: string;
    kind: string | null;
    modality: string | null;
    zone: string;
    exposure: string | null;
    severity: number;
  }>`
    select id, name, kind, modality, coalesce(zone, ${NOWHERE}) as zone, exposure, severity from devices
    where tenant_id = ${tx.id} and not retired order by id limit ${MOST_NODES}`.execute(tx.db);
  return rows.rows.map((row) => ({ ...row, severity: SEVERITY_ORDER[row.severity] ?? 'none' }));
}

interface EdgeRow {
  vantage: string;
  to: string;
  protocol: string;
  port: number | null;
  rung: string | null;
}

async function deviceEdges(tx: Tenant): Promise<NetworkMap['edges']> {
  const rows = await sql<EdgeRow>`
    select service.vantage, service.device_id as to, service.endpoint->>'protocol' as protocol, service.port,
      service.exposure as rung
    from services service join devices device on device.tenant_id = ${tx.id} and device.id = service.device_id
    where service.tenant_id = ${tx.id} and not device.retired
    order by service.device_id, service.port, service.vantage limit ${MOST_EDGES}`.execute(tx.db);
  return rows.rows.map(edgeFrom);
}

async function zoneEdges(tx: Tenant): Promise<NetworkMap['edges']> {
  const rows = await sql<EdgeRow>`
    select service.vantage, 'zone:' || coalesce(device.zone, ${NOWHERE}) as to, service.endpoint->>'protocol' as protocol,
      null::integer as port, (array_agg(service.exposure order by service.exposure_rank desc))[1] as rung
    from services service join devices device on device.tenant_id = ${tx.id} and device.id = service.device_id
    where service.tenant_id = ${tx.id} and not device.retired
    group by 1, 2, 3 order by 2, 3, 1 limit ${MOST_EDGES}`.execute(tx.db);
  return rows.rows.map(edgeFrom);
}

function edgeFrom({ vantage, to, protocol, port, rung }: EdgeRow): NetworkMap['edges'][number] {
  return { from: `vantage:${vantage}`, to, protocol, port, basis: 'observed', rung };
}
