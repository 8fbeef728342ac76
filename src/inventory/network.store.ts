// Who was seen to speak with whom: the scanner with the services that answered it, and devices with each other as captures and logs
// show it. A small site is drawn device by device. A larger one is drawn by zone, and one zone (or what a search finds) by device,
// so that the picture can be read at any size. Addresses of the internet are one node.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type NetworkMap, SEVERITY_ORDER } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { flowEdges, MOST_EDGES, protocolsSpoken, serviceEdges } from './network-edges.store.ts';
import { deviceZone, INTERNET, joiningTables, zoneNode } from './places.store.ts';

/** More devices than this are drawn as zones. */
const MOST_WHOLE = 150;
/** Devices that are drawn of a part: the most exposed; the others stay in the node of their zone. */
const MOST_PICKED = 300;
/** Zones that are drawn: the largest. */
const MOST_ZONES = 300;

/** What part of the network is asked for. */
export interface NetworkQuery {
  /** A zone to draw device by device. */
  readonly zone?: string | undefined;
  /** Words by which to find devices, where there are too many to draw all. */
  readonly q?: string | undefined;
  readonly protocol?: string | undefined;
}

type Node = NetworkMap['nodes'][number];

/** The map of the network, or of a part of it. */
export async function networkMap(tx: Tenant, query: NetworkQuery = {}): Promise<NetworkMap> {
  const zones = await zoneRows(tx);
  const total = zones.reduce((sum, { devices }) => sum + devices, 0);
  const isWhole = total <= MOST_WHOLE && query.zone === undefined;
  const isPart = !isWhole && (query.zone !== undefined || query.q !== undefined);
  const picked = isWhole || isPart ? await deviceNodes(tx, query, isWhole) : [];
  const devices = picked.slice(0, MOST_PICKED);
  const asked = { devices: devices.map(({ id }) => id), isPart, protocol: query.protocol };
  const seen = await joiningTables(tx, () => flowEdges(tx, asked));
  const scanned = await serviceEdges(tx, asked);
  const lines = [...scanned, ...seen.filter(({ from, to }) => from !== to)];
  const edges = lines.slice(0, MOST_EDGES);
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const others = zoneNodes(zones, devices).slice(0, MOST_ZONES);
  return {
    nodes: [
      ...placesOn(edges),
      ...devices.filter(({ id }) => query.protocol === undefined || touched.has(id)),
      // A part of the network leaves out what has nothing to do with it.
      ...others.filter(({ id }) => (!isPart && query.protocol === undefined) || touched.has(id)),
    ],
    edges,
    zones: zones.map(({ zone, zoneName, devices: amount }) => ({ id: zone, name: zoneName, devices: amount })),
    protocols: await protocolsSpoken(tx),
    truncated: picked.length > MOST_PICKED || lines.length > MOST_EDGES || zones.length > MOST_ZONES,
  };
}

interface ZoneRow {
  zone: string;
  /** As people call it, else as it is. */
  zoneName: string;
  devices: number;
  exposure: string | null;
  severity: number;
}

async function zoneRows(tx: Tenant): Promise<ZoneRow[]> {
  const rows = await sql<ZoneRow>`
    select held.*, coalesce(named.name, held.zone) as "zoneName" from (
      select ${deviceZone('devices')} as zone, count(*)::integer as devices,
        (array_agg(exposure order by exposure_rank desc))[1] as exposure, max(severity) as severity
      from devices where tenant_id = ${tx.id} and not retired group by 1) held
    left join zone_names named on named.tenant_id = ${tx.id} and named.zone = held.zone order by held.zone`.execute(
    tx.db,
  );
  return rows.rows;
}

/** A node for each zone that has devices beside those that are drawn, the largest first. */
function zoneNodes(zones: readonly ZoneRow[], devices: readonly Node[]): Node[] {
  const drawn = Map.groupBy(devices, ({ zone }) => zone);
  return zones
    .map((row) => ({ ...row, devices: row.devices - (drawn.get(row.zone)?.length ?? 0) }))
    .filter(({ devices: amount }) => amount > 0)
    .sort((a, b) => b.devices - a.devices)
    .map(({ zone, zoneName, devices: amount, exposure, severity }) => ({
      ...node(zoneNode(zone), zoneName, 'zone'),
      zone,
      devices: amount,
      exposure,
      severity: SEVERITY_ORDER[severity] ?? 'none',
    }));
}

async function deviceNodes(tx: Tenant, { zone, q }: NetworkQuery, isWhole: boolean): Promise<Node[]> {
  const parts = [sql<SqlBool>`tenant_id = ${tx.id} and not retired`];
  if (zone !== undefined) parts.push(sql`${deviceZone('devices')} = ${zone}`);
  if (!isWhole) parts.push(...wordsIn(q));
  const rows = await sql<Omit<Node, 'severity' | 'devices'> & { severity: number }>`
    select id, name, kind, modality, ${deviceZone('devices')} as zone, exposure, severity from devices
    where ${sql.join(parts, sql` and `)} order by exposure_rank desc, severity desc, id limit ${MOST_PICKED + 1}`.execute(
    tx.db,
  );
  return rows.rows.map((row) => ({ ...row, devices: 1, severity: SEVERITY_ORDER[row.severity] ?? 'none' }));
}

/** Every word must occur in what the list of devices searches. */
function wordsIn(q = ''): RawBuilder<SqlBool>[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  return words.map((word) => sql`search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
}

/** Places that are neither devices nor zones: where was scanned from, and the internet. */
function placesOn(edges: NetworkMap['edges']): Node[] {
  const ids = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const vantages = [...ids].filter((id) => id.startsWith('vantage:')).sort();
  return [
    ...vantages.map((id) => ({ ...node(id, `Scanner at ${id.slice('vantage:'.length)}`, 'vantage'), zone: 'scanner' })),
    ...(ids.has(INTERNET) ? [{ ...node(INTERNET, 'Internet', INTERNET), zone: INTERNET }] : []),
  ];
}

function node(id: string, name: string, kind: string) {
  return { id, name, kind, modality: null, exposure: null, severity: 'none' as const, devices: 0 };
}
