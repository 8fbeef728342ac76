// Who speaks to whom in a made-up organization: device by device in a small one, by zone in a larger one, as the server does.

import type { z } from 'zod';
import type { api, NetworkMap } from '#contracts/index.ts';
import { daysAgo, type FakeDevice } from './fake-devices.ts';
import { fakeRandom } from './fake-random.ts';
import type { FakeTenant } from './fake-tenant.ts';

type FlowList = z.infer<typeof api.flowList>;

interface FakeFlow {
  readonly client: FakeDevice;
  /** Null: an address of the internet. */
  readonly server: FakeDevice | null;
  readonly protocol: string;
  readonly port: number;
}

const MOST_WHOLE = 150;
const NOWHERE = 'No zone';
const INTERNET = 'internet';

const known = new WeakMap<FakeDevice[], FakeFlow[]>();

/** The flows of an organization; the same at every call. */
function flowsOf({ devices }: FakeTenant): FakeFlow[] {
  const made = known.get(devices) ?? makeFlows(devices);
  known.set(devices, made);
  return made;
}

function makeFlows(devices: FakeDevice[]): FakeFlow[] {
  const random = fakeRandom(11);
  const servers = devices.filter(({ kind }) => kind === 'archive' || kind === 'worklist').slice(0, 40);
  const [first] = servers;
  if (!first) return [];
  return devices.flatMap((client, index): FakeFlow[] => {
    if (servers.includes(client)) return [];
    const server = servers[random.below(servers.length)] ?? first;
    const other = devices[random.below(devices.length)] ?? first;
    return [
      { client, server, protocol: 'dicom', port: 11112 },
      { client, server: servers[index % 3] ?? first, protocol: 'hl7', port: 2575 },
      ...(other === client ? [] : [{ client, server: other, protocol: 'smb', port: 445 }]),
      ...(index % 60 === 9 ? [{ client, server: null, protocol: 'tls', port: 443 }] : []),
    ];
  });
}

/** The map of the organization, or of a part of it. */
export function networkOf(tenant: FakeTenant, query = new URLSearchParams()): NetworkMap {
  const zone = query.get('zone');
  const words = query.get('q')?.toLowerCase();
  const protocol = query.get('protocol');
  const { devices } = tenant;
  const isWhole = devices.length <= MOST_WHOLE && zone === null;
  const isPart = !isWhole && (zone !== null || words !== undefined);
  const drawn = new Set(
    devices
      .filter((device) => isWhole || (isPart && (zone === null || zoneOf(device) === zone)))
      .filter(({ name }) => isWhole || words === undefined || name.toLowerCase().includes(words))
      .slice(0, 300),
  );
  const place = (device: FakeDevice | null) =>
    device === null ? INTERNET : drawn.has(device) ? device.id : `zone:${zoneOf(device)}`;
  const edges = new Map<string, NetworkMap['edges'][number]>();
  const flows = flowsOf(tenant);
  for (const flow of flows) {
    if (protocol !== null && flow.protocol !== protocol) continue;
    if (isPart && !drawn.has(flow.client) && !(flow.server && drawn.has(flow.server))) continue;
    const [from, to] = [place(flow.client), place(flow.server)];
    if (from === to) continue;
    const isSingle = drawn.has(flow.client) || (flow.server !== null && drawn.has(flow.server));
    const key = [from, to, flow.protocol].join('\n');
    const edge = edges.get(key) ?? { from, to, protocol: flow.protocol, port: isSingle ? flow.port : null, flows: 0 };
    edges.set(key, { basis: 'observed', rung: null, ...edge, flows: edge.flows + 1 });
  }
  const touched = new Set([...edges.values()].flatMap(({ from, to }) => [from, to]));
  const byZone = Map.groupBy(devices, zoneOf);
  const zoneNodes = [...byZone].map(([name, members]) => ({
    id: `zone:${name}`,
    name,
    kind: 'zone',
    modality: null,
    zone: name,
    exposure: members[0]?.exposure ?? null,
    severity: members[0]?.severity ?? ('none' as const),
    devices: members.filter((each) => !drawn.has(each)).length,
  }));
  const internet = { id: INTERNET, name: 'Internet', kind: INTERNET, modality: null, zone: INTERNET, exposure: null };
  return {
    nodes: [
      ...(touched.has(INTERNET) ? [{ ...internet, severity: 'none' as const, devices: 0 }] : []),
      ...[...drawn].filter(({ id }) => protocol === null || touched.has(id)).map(nodeOf),
      ...zoneNodes.filter(({ id, devices: rest }) => rest > 0 && ((!isPart && protocol === null) || touched.has(id))),
    ],
    edges: [...edges.values()].sort((a, b) => b.flows - a.flows),
    zones: [...byZone].map(([id, members]) => ({ id, name: id, devices: members.length })),
    protocols: [...Map.groupBy(flows, (flow) => flow.protocol)].map(([name, of]) => ({
      protocol: name,
      flows: of.length,
    })),
    truncated: byZone.size > 300,
  };
}

function zoneOf({ zone }: FakeDevice): string {
  return zone ?? NOWHERE;
}

function nodeOf(device: FakeDevice): NetworkMap['nodes'][number] {
  const { id, name, kind, modality, exposure, severity } = device;
  return { id, name, kind, modality, zone: zoneOf(device), exposure, severity, devices: 1 };
}

/** The flows between two nodes, or at one, with their proof. */
export function flowListOf(tenant: FakeTenant, query: URLSearchParams): FlowList {
  const is = (device: FakeDevice | null, node: string | null) =>
    node === null || (device === null ? node === INTERNET : node === device.id || node === `zone:${zoneOf(device)}`);
  const node = query.get('node');
  const protocol = query.get('protocol');
  const found = flowsOf(tenant).filter(
    (flow) =>
      is(flow.client, query.get('from')) &&
      is(flow.server, query.get('to')) &&
      (node === null || is(flow.client, node) || is(flow.server, node)) &&
      (protocol === null || protocol === flow.protocol),
  );
  const at = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  return {
    items: found.slice(at, at + limit).map(rowOf),
    next: found.length > at + limit ? String(at + limit) : null,
    total: { value: found.length, relation: 'eq' },
  };
}

function rowOf({ client, server, protocol, port }: FakeFlow): FlowList['items'][number] {
  const end = (device: FakeDevice | null) => (device === null ? null : { id: device.id, name: device.name });
  const address = server?.addresses[0] ?? '203.0.113.9';
  const key = `tcp/${client.addresses[0] ?? '10.0.0.1'}>${address}:${port}`;
  const source = { sensor: 'capture', run: 'r1', detail: null };
  const [calling = null, called = null] = [client.aeTitles[0], server?.aeTitles[0]];
  return {
    key,
    transport: 'tcp',
    client: client.addresses[0] ?? '10.0.0.1',
    server: address,
    port,
    clientDevice: end(client),
    serverDevice: end(server),
    protocols: [protocol],
    operations: protocol === 'dicom' ? ['C-ECHO', 'C-STORE'] : [],
    titles: protocol === 'dicom' ? [{ calling, called, outcome: 'accepted' }] : [],
    firstSeenAt: daysAgo(3),
    lastSeenAt: daysAgo(0.2),
    facts: [
      {
        id: `fact-${key}`,
        subject: { kind: 'flow', key },
        attribute: 'flow.protocol',
        value: protocol,
        basis: 'observed',
        confidence: 0.95,
        source,
        observedAt: daysAgo(0.2),
        recordedAt: daysAgo(0.2),
        by: 'Kim',
      },
    ],
    sources: [{ sensor: 'capture', run: 'r1', name: 'Network capture', at: daysAgo(0.2), by: 'Kim' }],
  };
}
