// Who was seen to speak with whom: the scanner with the services that answered it. Flows between devices are not invented;
// they come with captures. Above a bound of devices the map shows zones.
import { sql } from 'kysely';
import { type NetworkMap, SEVERITY_ORDER } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';

/** More devices than this are drawn as zones. */
const MOST_NODES = 2000;
const MOST_EDGES = 10_000;
/** The zone of devices that have no address. */
const NOWHERE = 'no address';

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
  const edges = isTruncated ? await zoneEdges(tx) : await deviceEdges(tx);
  const vantages = [...new Set(edges.map(({ from }) => from))].sort();
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
      ...nodes,
    ],
    edges,
    zones: zones.rows.map(({ zone, devices }) => ({ id: zone, name: zone, devices })),
    truncated: isTruncated,
  };
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
