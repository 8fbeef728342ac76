import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#contracts/index.ts';
import { recordFacts, recordSource } from '#evidence/index.ts';
import { type AttributeInput, type AttributeName, makeFact, type SubjectRef } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, type Store, type Tenant, type TenantId, testStores } from '#store/index.ts';
import { listFlows, networkMap, updateInventory } from './index.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const asked = (change: Record<string, unknown> = {}) => api.flowQuery.parse(change);

function stated<A extends AttributeName>(subject: SubjectRef, attribute: A, value: AttributeInput<A>) {
  const source = { sensor: 'capture', run: 'r1', detail: null };
  const rest = { basis: 'observed', confidence: 0.9, source, observedAt: '2026-11-22T00:00:00Z', by: 'anna' } as const;
  return makeFact({ subject, attribute, value, ...rest }, clock);
}

/** Devices by address, and conversations between addresses, each `client>server:port` with what it speaks. */
async function site(tx: Tenant, addresses: readonly string[], flows: Readonly<Record<string, string | null>>) {
  const devices = addresses.map((key) => stated({ kind: 'address', key }, 'device.name', `Device ${key}`));
  const spoken = Object.entries(flows).flatMap(([ends, protocol]) => {
    const subject = { kind: 'flow', key: `tcp/${ends}` } as const;
    const titles = { calling: 'CT1', called: 'PACS', outcome: 'accepted' } as const;
    if (protocol === null) return [stated(subject, 'flow.operation', 'other')];
    const facts = [stated(subject, 'flow.protocol', protocol)];
    return protocol === 'dicom' ? [...facts, stated(subject, 'flow.titles', titles)] : facts;
  });
  const { subjects } = await recordFacts(tx, [...devices, ...spoken]);
  await updateInventory(tx, subjects, clock);
  await recordSource(tx, {
    sensor: 'capture',
    run: 'r1',
    kind: 'capture',
    name: 'Mirror port',
    at: clock.now(),
    by: 'anna',
    facts: spoken.length,
    summary: {},
    problems: [],
  });
}

/** Four zones of 50 devices; each device of the first three speaks to the first of the fourth. */
async function largeSite(tx: Tenant) {
  const address = (index: number) => `10.0.${Math.floor(index / 50)}.${1 + (index % 50)}`;
  const addresses = Array.from({ length: 200 }, (_, index) => address(index));
  const flows = addresses.slice(0, 150).map((client) => [`${client}>10.0.3.1:104`, 'dicom'] as const);
  await site(tx, addresses, {
    ...Object.fromEntries(flows),
    '10.0.0.1>10.0.0.2:445': 'smb',
    '10.0.0.1>10.0.1.1:445': 'smb',
    '10.0.2.7>93.184.216.34:443': null,
    '10.0.2.7>192.168.9.9:443': 'tls',
  });
}

const ZONES = [0, 1, 2, 3].map((zone) => `10.0.${zone}.0/24`);
const lines = ({ edges }: Awaited<ReturnType<typeof networkMap>>) =>
  edges.map(({ from, to, protocol, flows }) => `${from} > ${to} ${protocol} ${flows}`);

describe.each(testStores())('the map of the network on $name', ({ open }) => {
  let store: Store;
  let small: TenantId;
  let large: TenantId;
  beforeAll(async () => {
    store = await open();
    small = await addTestTenant(store);
    large = await addTestTenant(store);
    await store.tenant(small, (tx) =>
      site(tx, ['10.0.0.1', '10.0.0.2', '10.0.1.1'], {
        '10.0.0.1>10.0.1.1:104': 'dicom',
        '10.0.0.1>10.0.1.1:445': 'smb',
        '10.0.0.2>10.0.1.1:104': 'dicom',
        '10.0.0.2>8.8.8.8:443': 'tls',
        '10.0.0.2>10.9.9.9:443': 'tls',
      }),
    );
    await store.tenant(large, largeSite);
  });
  afterAll(() => store.close());

  test('a small site is drawn device by device; public addresses are one place, unknown private ones are none', async () => {
    const map = await store.tenant(small, (tx) => networkMap(tx));
    expect(api.network.parse(map)).toEqual(map);
    expect(map.nodes.map(({ name }) => name).sort()).toEqual([
      'Device 10.0.0.1',
      'Device 10.0.0.2',
      'Device 10.0.1.1',
      'Internet',
    ]);
    const names = new Map(map.nodes.map(({ id, name }) => [id, name.replace('Device ', '')]));
    expect(map.edges.map(({ from, to, protocol, port }) => [names.get(from), names.get(to), protocol, port])).toEqual(
      expect.arrayContaining([
        ['10.0.0.1', '10.0.1.1', 'dicom', 104],
        ['10.0.0.1', '10.0.1.1', 'smb', 445],
        ['10.0.0.2', '10.0.1.1', 'dicom', 104],
        ['10.0.0.2', 'Internet', 'tls', 443],
      ]),
    );
    expect(map.edges).toHaveLength(4);
    expect(map.protocols).toEqual([
      { protocol: 'dicom', flows: 2 },
      { protocol: 'smb', flows: 1 },
      { protocol: 'tls', flows: 2 },
    ]);
  });

  test('a large site is drawn by zone, with how many flows each line stands for', async () => {
    const map = await store.tenant(large, (tx) => networkMap(tx));
    expect(map.nodes.map(({ id, devices }) => [id, devices])).toEqual([
      ['internet', 0],
      ...ZONES.map((zone) => [`zone:${zone}`, 50]),
    ]);
    expect(lines(map)).toEqual([
      'zone:10.0.0.0/24 > zone:10.0.3.0/24 dicom 50',
      'zone:10.0.1.0/24 > zone:10.0.3.0/24 dicom 50',
      'zone:10.0.2.0/24 > zone:10.0.3.0/24 dicom 50',
      'zone:10.0.0.0/24 > zone:10.0.1.0/24 smb 1',
      'zone:10.0.2.0/24 > internet unknown 1',
    ]);
    expect(map.truncated).toBe(false);
  });

  test('one zone is drawn by device, and only what has to do with it stays around it', async () => {
    const map = await store.tenant(large, (tx) => networkMap(tx, { zone: '10.0.1.0/24' }));
    const kinds = map.nodes.filter(({ kind }) => kind === 'zone').map(({ id }) => id);
    expect(kinds.sort()).toEqual(['zone:10.0.0.0/24', 'zone:10.0.3.0/24']);
    expect(map.nodes).toHaveLength(52);
    expect(map.edges).toHaveLength(51);
    expect(map.edges.every(({ port }) => port !== null)).toBe(true);
  });

  test('a filter by protocol and a search leave what they ask for', async () => {
    const smb = await store.tenant(large, (tx) => networkMap(tx, { protocol: 'smb' }));
    expect(lines(smb)).toEqual(['zone:10.0.0.0/24 > zone:10.0.1.0/24 smb 1']);
    expect(smb.nodes).toHaveLength(2);
    const unknown = await store.tenant(large, (tx) => networkMap(tx, { protocol: 'unknown' }));
    expect(lines(unknown)).toEqual(['zone:10.0.2.0/24 > internet unknown 1']);
    const found = await store.tenant(large, (tx) => networkMap(tx, { q: 'DEVICE 10.0.2.7' }));
    expect(found.nodes.map(({ name }) => name).sort()).toEqual(['10.0.3.0/24', 'Device 10.0.2.7', 'Internet']);
    const nothing = await store.tenant(large, (tx) => networkMap(tx, { q: '100%' }));
    expect([nothing.nodes, nothing.edges]).toEqual([[], []]);
  });

  test('behind each line stand its flows, with what was seen and which source says so', async () => {
    const query = { from: 'zone:10.0.0.0/24', to: 'zone:10.0.3.0/24' };
    const first = await store.tenant(large, (tx) => listFlows(tx, asked({ ...query, limit: 30 })));
    expect(api.flowList.parse(first)).toEqual(first);
    expect(first.total).toEqual({ value: 50, relation: 'eq' });
    const rest = await store.tenant(large, (tx) => listFlows(tx, asked({ ...query, cursor: first.next })));
    const all = [...first.items, ...rest.items];
    expect(new Set(all.map(({ key }) => key)).size).toBe(50);
    expect([all.length, rest.next]).toEqual([50, null]);
    const one = all.find(({ key }) => key === 'tcp/10.0.0.1>10.0.3.1:104');
    expect(one).toMatchObject({
      clientDevice: { name: 'Device 10.0.0.1' },
      serverDevice: { name: 'Device 10.0.3.1' },
      protocols: ['dicom'],
      titles: [{ calling: 'CT1', called: 'PACS', outcome: 'accepted' }],
      sources: [{ sensor: 'capture', run: 'r1', name: 'Mirror port', by: 'anna' }],
    });
    expect(one?.facts.map(({ attribute }) => attribute).sort()).toEqual(['flow.protocol', 'flow.titles']);
  });

  test.each([
    [{ node: 'internet' }, ['tcp/10.0.2.7>93.184.216.34:443']],
    [{ node: 'zone:10.0.0.0/24', protocol: 'smb' }, ['tcp/10.0.0.1>10.0.0.2:445', 'tcp/10.0.0.1>10.0.1.1:445']],
    [{ from: 'zone:10.0.2.0/24', protocol: 'unknown' }, ['tcp/10.0.2.7>93.184.216.34:443']],
    [{ from: 'internet' }, []],
    [{ node: "zone:' or true --" }, []],
  ])('flows at %j', async (query, keys) => {
    const { items } = await store.tenant(large, (tx) => listFlows(tx, asked(query)));
    expect(items.map(({ key }) => key).sort()).toEqual(keys);
  });

  test('the number of statements does not grow with the network', async () => {
    const counts = await Promise.all([small, large].map((id) => statementsOf(id)));
    expect(counts[0]).toEqual(counts[1]);
  });

  async function statementsOf(id: TenantId): Promise<number[]> {
    return store.tenant(id, async (tx) => {
      let executed = 0;
      const db = tx.db.withPlugin({
        transformQuery: ({ node }) => {
          executed++;
          return node;
        },
        transformResult: async ({ result }) => result,
      });
      const counted: Tenant = { ...tx, db };
      await networkMap(counted, { zone: '10.0.0.0/24' });
      const afterMap = executed;
      await listFlows(counted, asked({ node: 'zone:10.0.0.0/24' }));
      return [afterMap, executed - afterMap];
    });
  }
});
