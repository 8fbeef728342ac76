// The site as a whole, from facts to lists: zones, listed and seen, titles, what crosses its border, what people name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#contracts/index.ts';
import { recordFacts } from '#evidence/index.ts';
import {
  type AttributeInput,
  type AttributeName,
  flowSubject,
  makeFact,
  type SubjectRef,
  serviceSubject,
} from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, type Store, type Tenant, testStores } from '#store/index.ts';
import {
  aeTitles,
  deviceCoverage,
  deviceDetail,
  internetFlows,
  listDevices,
  listSoftware,
  listZones,
  nameSoftware,
  nameZone,
  relations,
  renumbering,
  snapshots,
  touchInventory,
  unnameSoftware,
  updateInventory,
} from './index.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const anna = { by: 'anna', clock };
const PRIVATE_UID = '1.2.3.4.5';

type Values = { [A in AttributeName]?: AttributeInput<A> };
interface Said {
  readonly about: SubjectRef;
  readonly values: Values;
  readonly list?: boolean;
  readonly confidence?: number;
}

const at = (key: string, values: Values): Said => ({ about: { kind: 'address', key }, values });
const listed = (key: string, values: Values): Said => ({
  about: { kind: 'asset', key: `list/${key}` },
  values,
  list: true,
});
const flow = (client: string, server: string, port: number, values: Values): Said => ({
  about: flowSubject({ transport: 'tcp', client, server, port }),
  values: { 'flow.protocol': 'dicom', ...values },
});

/** Records what was said and takes it into the inventory, as the jobs do. */
async function take(tx: Tenant, said: readonly Said[]) {
  const facts = said.flatMap(({ about, values, list = false, confidence = 0.9 }) =>
    Object.entries(values).map(([attribute, value]) =>
      makeFact(
        {
          subject: about,
          attribute: attribute as AttributeName, // the parameter's type has no other keys
          value,
          basis: list ? 'attested' : attribute === 'device.hint' ? 'inferred' : 'observed',
          confidence,
          source: { sensor: list ? 'inventory-csv' : 'capture', run: 'r1', detail: null },
          observedAt: '2026-11-22T00:00:00Z',
          by: 'anna',
        },
        clock,
      ),
    ),
  );
  const recorded = await recordFacts(tx, facts);
  await touchInventory(tx, recorded.seen);
  return updateInventory(tx, recorded.subjects, clock);
}

const devices = async (tx: Tenant, change: Record<string, unknown> = {}) =>
  (await listDevices(tx, api.deviceQuery.parse({ sort: 'name', order: 'asc', ...change }))).items;
const page = { limit: 100 };
const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1);

/** The same transaction, with a count of the statements that it is asked for. */
function counting(tx: Tenant): { readonly tx: Tenant; readonly queries: () => number } {
  let queries = 0;
  const db = tx.db.withPlugin({
    transformQuery: ({ node }) => {
      queries++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { tx: { ...tx, db }, queries: () => queries };
}

describe.each(testStores())('the site on $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const inNewTenant = async <T>(work: (tx: Tenant) => Promise<T>): Promise<T> =>
    store.tenant(await addTestTenant(store), work);

  test('a wider network that is learned later moves the devices that are there already, in any order of facts', async () => {
    const said = [
      at('10.0.0.5', { 'device.hostName': 'ct-1', 'device.vlan': 20 }),
      at('10.0.1.7', { 'device.hostName': 'mr-1', 'device.vlan': 30 }),
      at('10.0.0.9', { 'device.hostName': 'us-1' }),
      at('10.0.1.8', { 'device.network': '10.0.0.0/23' }),
    ];
    for (const order of [said, said.toReversed()]) {
      await inNewTenant(async (tx) => {
        for (const each of order) await take(tx, [each]);
        const zones = (await devices(tx)).map(({ addresses, zone }) => [addresses[0], zone]);
        expect(zones.toSorted(byText)).toEqual([
          ['10.0.0.5', '10.0.0.0/23 VLAN 20'],
          ['10.0.0.9', '10.0.0.0/23'],
          ['10.0.1.7', '10.0.0.0/23 VLAN 30'],
          ['10.0.1.8', '10.0.0.0/23'],
        ]);
      });
    }
  });

  test('a zone shows why it is one, and bears the name that a person gives it until it is taken away', async () => {
    await inNewTenant(async (tx) => {
      await take(tx, [at('10.0.0.5', { 'device.network': '10.0.0.0/25' }), at('10.0.9.1', { 'device.hostName': 'x' })]);
      await nameZone(tx, '10.0.0.0/25', 'CT floor', anna);
      const zones = await listZones(tx, page);
      expect(zones.items).toMatchObject(
        [
          {
            id: '10.0.0.0/25',
            name: 'CT floor',
            namedBy: 'anna',
            devices: 1,
            because: [/as its address server tells/],
          },
          { id: '10.0.9.0/24', name: null, because: [/no wider or narrower/] },
        ].map((row) => ({ ...row, because: row.because.map((words) => expect.stringMatching(words)) })),
      );
      const [first] = await devices(tx, { q: '10.0.0.5' });
      expect(first).toMatchObject({ zone: '10.0.0.0/25', zoneName: 'CT floor' });
      const { because } = await deviceDetail(tx, first?.id ?? '');
      expect(because.zone[0]?.facts).toMatchObject([{ attribute: 'device.network', value: '10.0.0.0/25' }]);
      await nameZone(tx, '10.0.0.0/25', null, anna);
      expect((await devices(tx))[0]?.zoneName).toBeNull();
      await expect(nameZone(tx, '10.9.9.0/24', 'Nowhere', anna)).rejects.toThrow(/no such zone/);
      const start = await listZones(tx, { limit: 1 });
      expect(start).toMatchObject({ total: { value: 2 }, items: [{ id: '10.0.0.0/25' }] });
      expect((await listZones(tx, { limit: 1, cursor: start.next ?? '' })).items).toMatchObject([
        { id: '10.0.9.0/24' },
      ]);
    });
  });

  test('what is seen and on no list, and what is listed and never seen, are counted and found', async () => {
    await inNewTenant(async (tx) => {
      await take(tx, [
        listed('1', { 'device.name': 'CT', 'device.address': '10.0.0.5' }),
        listed('2', { 'device.name': 'Forgotten', 'device.assetTag': 'T-1000' }),
        at('10.0.0.5', { 'device.hostName': 'ct-1' }),
        at('10.0.0.6', { 'device.hostName': 'stranger' }),
      ]);
      expect(await deviceCoverage(tx)).toEqual({ listed: 2, notListed: 1, notSeen: 1 });
      expect((await devices(tx, { seen: 'not-listed' })).map(({ name }) => name)).toEqual(['stranger']);
      expect((await devices(tx, { seen: 'not-seen' })).map(({ name }) => name)).toEqual(['Forgotten']);
      // An address table that names an address is a list: nobody saw it.
      await take(tx, [{ ...at('10.0.0.7', { 'device.aeTitle': 'PEER7' }), list: true }]);
      expect(await deviceCoverage(tx)).toEqual({ listed: 3, notListed: 1, notSeen: 2 });
    });
  });

  test('a kind is shown with the facts behind it', async () => {
    await inNewTenant(async (tx) => {
      const roles = ['Receives images', 'Answers image queries'];
      await take(
        tx,
        roles.map((role) => at('10.0.0.5', { 'device.role': role })),
      );
      const [archive] = await devices(tx);
      expect(archive?.kind).toBe('archive');
      const { because } = await deviceDetail(tx, archive?.id ?? '');
      expect(because.kind.flatMap(({ facts }) => facts.map(({ value }) => value)).toSorted(byText)).toEqual(
        roles.toSorted(byText),
      );
    });
  });

  test('titles on several devices and titles that software ships with are found, page by page', async () => {
    await inNewTenant(async (tx) => {
      await take(tx, [
        at('10.0.0.5', { 'device.aeTitle': 'CT1' }),
        at('10.0.0.6', { 'device.aeTitle': 'ORTHANC' }),
        at('10.0.0.7', { 'device.aeTitle': 'ORTHANC' }),
        at('10.0.0.8', { 'device.aeTitle': 'storescp' }),
      ]);
      const ask = (change: Record<string, unknown> = {}) => aeTitles(tx, api.aeTitleQuery.parse(change));
      expect((await ask({ only: 'shared' })).items).toMatchObject([{ title: 'ORTHANC', holders: 2 }]);
      expect(
        (await ask({ only: 'default' })).items
          .map(({ title, shippedWith }) => [title, shippedWith?.product])
          .toSorted(byText),
      ).toEqual([
        ['ORTHANC', 'Orthanc'],
        ['storescp', 'DCMTK'],
      ]);
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const found = await ask({ limit: 1, ...(cursor ? { cursor } : {}) });
        expect(found.total.value).toBe(3);
        seen.push(...found.items.map(({ title }) => title));
        cursor = found.next;
      }
      expect(seen.sort()).toEqual(['CT1', 'ORTHANC', 'storescp']);
      await expect(ask({ cursor: 'nonsense' })).rejects.toThrow(/first page/);
    });
  });

  const titles = (calling: string, called: string) => ({ calling, called, outcome: 'accepted' as const });
  const talking: Said[] = [
    listed('ct', {
      'device.name': 'CT',
      'device.address': '10.0.0.5',
      'device.aeTitle': 'CT1',
      'device.peer': { title: 'PACS1', address: '10.0.0.10', port: 104 },
    }),
    listed('us', {
      'device.name': 'US',
      'device.address': '10.0.0.6',
      'device.peer': { title: 'PACS1', address: '10.0.0.10', port: 104 },
    }),
    at('10.0.0.10', { 'device.hostName': 'pacs', 'device.aeTitle': 'PACS1' }),
    flow('10.0.0.5', '10.0.0.10', 104, { 'flow.titles': titles('CT1', 'PACS1') }),
    flow('10.0.0.6', '10.0.0.11', 104, { 'flow.titles': titles('US1', 'OTHER') }),
    flow('10.0.0.12', '10.0.0.10', 104, { 'flow.titles': titles('X', 'PACS1') }),
  ];

  test('configured and used, configured and never seen, used and not configured, each with its proof', async () => {
    await inNewTenant(async (tx) => {
      await take(tx, talking);
      const ask = (state: string) => relations(tx, api.relationQuery.parse({ state }));
      const used = await ask('used');
      expect(used.counts).toEqual({ used: 1, unused: 1, unlisted: 1, untold: 1 });
      expect(used.items).toMatchObject([
        { from: { device: { name: 'CT' } }, to: { title: 'PACS1', device: { name: 'pacs' } }, outcome: 'accepted' },
      ]);
      expect(used.items[0]?.facts.map(({ attribute }) => attribute)).toEqual(['device.peer', 'flow.titles']);
      expect((await ask('unused')).items).toMatchObject([{ from: { device: { name: 'US' } }, lastSeenAt: null }]);
      expect((await ask('unlisted')).items).toMatchObject([
        { from: { device: { name: 'US' } }, to: { title: 'OTHER' } },
      ]);
      expect((await ask('untold')).items).toMatchObject([{ from: { device: null, address: '10.0.0.12' } }]);
    });
  });

  test('renumbering names everyone who is configured to speak with a device, and everyone who does', async () => {
    await inNewTenant(async (tx) => {
      await take(tx, talking);
      const [pacs] = await devices(tx, { q: 'pacs 10.0.0.10' });
      const found = await renumbering(tx, pacs?.id ?? '');
      expect(found).toMatchObject({ addresses: ['10.0.0.10'], titles: ['PACS1'], partners: [], truncated: false });
      expect(found.configured).toMatchObject([
        { name: 'CT', by: ['address', 'title'], facts: [{ attribute: 'device.peer' }] },
        { name: 'US', by: ['address', 'title'] },
      ]);
      expect(found.flows).toMatchObject([
        { direction: 'calls it', address: '10.0.0.12', device: null, titles: ['PACS1', 'X'] },
        { direction: 'calls it', own: '10.0.0.10', address: '10.0.0.5', device: { name: 'CT' } },
      ]);
      await expect(renumbering(tx, 'nobody')).rejects.toThrow(/no such device/);
    });
  });

  test('flows with the internet are listed with their facts, and their devices are judged again', async () => {
    await inNewTenant(async (tx) => {
      await take(tx, [at('10.0.0.5', { 'device.modality': 'CT' })]);
      const said = [
        flow('10.0.0.5', '203.0.113.9', 443, {}),
        flow('198.51.100.7', '10.0.0.5', 104, {}),
        flow('10.0.0.5', '10.0.0.6', 104, {}),
        flow('10.0.0.5', '239.255.255.250', 1900, {}),
      ];
      const [ct] = await devices(tx);
      expect((await take(tx, said)).devices).toEqual([ct?.id]);
      const all = await internetFlows(tx, api.internetFlowQuery.parse({}));
      expect(all.total).toEqual({ value: 2, relation: 'eq' });
      expect(all.items.every(({ facts }) => facts.length === 1)).toBe(true);
      const inward = await internetFlows(tx, api.internetFlowQuery.parse({ direction: 'in' }));
      expect(inward.items).toMatchObject([{ publicAddress: '198.51.100.7', device: { id: ct?.id }, port: 104 }]);
      const first = await internetFlows(tx, api.internetFlowQuery.parse({ limit: 1 }));
      const second = await internetFlows(tx, api.internetFlowQuery.parse({ limit: 1, cursor: first.next ?? '' }));
      expect([first, second].flatMap(({ items }) => items.map(({ key }) => key))).toEqual(
        all.items.map(({ key }) => key),
      );
      const [snapshot] = await Array.fromAsync(snapshots(tx, [ct?.id ?? '']));
      expect(snapshot?.internet.map(({ direction }) => direction).sort()).toEqual(['in', 'out']);
      // Said again, nothing is new.
      expect(await take(tx, said)).toEqual({ devices: [], gone: [] });
    });
  });

  const service = serviceSubject({ address: '10.0.0.5', port: 104, vantage: 'wire' });
  const unnamed: Said[] = [
    { about: service, values: { 'service.implementation': { classUid: PRIVATE_UID, versionName: 'ACME_1' } } },
    at('10.0.0.6', { 'device.hint': { sign: 'DICOM implementation', value: `${PRIVATE_UID} ACME_2` } }),
    at('10.0.0.6', { 'device.privateClass': '1.2.9.9' }),
    at('10.0.0.7', { 'device.hint': { sign: 'DICOM implementation', value: 'KNOWN_1', means: 'Known' } }),
  ];

  test('a person names unknown software once; devices there and to come show it, and it can be taken back', async () => {
    await inNewTenant(async (tx) => {
      await take(tx, unnamed);
      const unknown = await listSoftware(tx, api.softwareQuery.parse({}));
      expect(unknown.items).toMatchObject(
        [
          {
            code: PRIVATE_UID,
            carriers: 2,
            kinds: ['caller', 'service'],
            versionNames: ['ACME_1', 'ACME_2'],
            name: null,
          },
          { code: '1.2.9.9', kinds: ['private service'] },
        ].sort((a, b) => (a.code < b.code ? -1 : 1)),
      );
      const before = await devices(tx);
      const named = await nameSoftware(tx, { code: PRIVATE_UID, product: 'Scanner-5', vendor: 'Acme' }, anna);
      expect(named.devices).toHaveLength(2);
      await take(tx, [
        at('10.0.0.8', { 'device.hint': { sign: 'DICOM implementation', value: `${PRIVATE_UID} ACME_3` } }),
      ]);
      const found = await devices(tx, { q: 'scanner-5' });
      expect(found.map(({ addresses }) => addresses[0]).toSorted(byText)).toEqual(['10.0.0.5', '10.0.0.6', '10.0.0.8']);
      expect((await devices(tx)).filter(({ vendor }) => vendor === 'Acme')).toHaveLength(3);
      const [caller] = await devices(tx, { q: '10.0.0.6' });
      const detail = await deviceDetail(tx, caller?.id ?? '');
      expect(detail.attributes.find(({ attribute }) => attribute === 'software')?.facts).toMatchObject([
        { basis: 'attested', by: 'anna', value: { name: 'Acme Scanner-5' } },
      ]);
      // A name is no sighting and no list.
      expect((await devices(tx))[0]?.lastSeenAt).toBe('2026-11-22T00:00:00.000Z');
      expect((await deviceCoverage(tx)).listed).toBe(0);
      const list = await listSoftware(tx, api.softwareQuery.parse({ state: 'named' }));
      expect(list.items).toMatchObject([
        { code: PRIVATE_UID, carriers: 3, name: { product: 'Scanner-5', by: 'anna' } },
      ]);
      expect(await take(tx, unnamed)).toEqual({ devices: [], gone: [] });

      const again = await nameSoftware(tx, { code: PRIVATE_UID, product: 'Scanner-6', vendor: null }, anna);
      expect((await devices(tx, { q: 'scanner-5' })).concat(await devices(tx, { q: 'acme scanner' }))).toEqual([]);
      await unnameSoftware(tx, again.name, anna);
      await expect(unnameSoftware(tx, again.name, anna)).rejects.toThrow(/taken back already/);
      const after = (await devices(tx)).filter(({ addresses }) => addresses[0] !== '10.0.0.8');
      expect(after).toEqual(before);
      await expect(nameSoftware(tx, { code: '9.9', product: 'x', vendor: null }, anna)).rejects.toThrow(/No device/);
    });
  });

  test('every list asks the database the same number of questions, however long its page is', async () => {
    await inNewTenant(async (tx) => {
      const hosts = Array.from({ length: 60 }, (_, n) => `10.0.${n}.5`);
      await take(
        tx,
        hosts.flatMap((host, n) => [
          at(host, {
            'device.aeTitle': `T${n}`,
            'device.hint': { sign: 'DICOM implementation', value: `${PRIVATE_UID}.${n} V` },
            'device.peer': { title: `P${n}`, address: '10.9.0.1', port: 104 },
          }),
          flow(host, '203.0.113.9', 443, {}),
          flow(host, '10.9.0.1', 104, { 'flow.titles': titles(`T${n}`, `P${n}`) }),
        ]),
      );
      const lists: readonly (readonly [
        string,
        (on: Tenant, limit: number) => Promise<{ readonly items: readonly unknown[] }>,
      ])[] = [
        ['devices', (on, limit) => listDevices(on, api.deviceQuery.parse({ limit }))],
        ['zones', (on, limit) => listZones(on, { limit })],
        ['titles', (on, limit) => aeTitles(on, api.aeTitleQuery.parse({ limit }))],
        ['relations', (on, limit) => relations(on, api.relationQuery.parse({ state: 'used', limit }))],
        ['internet', (on, limit) => internetFlows(on, api.internetFlowQuery.parse({ limit }))],
        ['software', (on, limit) => listSoftware(on, api.softwareQuery.parse({ limit }))],
      ];
      for (const [name, list] of lists) {
        const counts: number[] = [];
        for (const limit of [2, 50]) {
          const counted = counting(tx);
          expect((await list(counted.tx, limit)).items, name).toHaveLength(limit);
          counts.push(counted.queries());
        }
        expect(counts[1], name).toBe(counts[0]);
        expect(counts[1], name).toBeLessThanOrEqual(5);
      }
    });
  });
});
