import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#contracts/index.ts';
import { recordFacts } from '#evidence/index.ts';
import { type AttributeInput, type AttributeName, makeFact, type SubjectRef } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, type Store, type Tenant, testStores } from '#store/index.ts';
import { openArchive } from '#support/sample-devices.ts';
import { deviceFacets, listDevices, recordEndpoints, recordSilence, updateInventory } from './index.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const scanOf = (scan: string, observedAt = '2026-11-23T09:00:00.000Z') => ({
  scan,
  vantage: 'here',
  by: 'anna',
  observedAt,
  clock,
});

function asked(change: Record<string, unknown> = {}) {
  return api.deviceQuery.parse({ sort: 'name', order: 'asc', ...change });
}

/** A row of a list with some attributes, recorded and taken into the inventory. */
async function listed(tx: Tenant, key: string, values: { [A in AttributeName]?: AttributeInput<A> }, source = 'list') {
  const subject: SubjectRef = { kind: 'asset', key: `${source}/${key}` };
  const facts = Object.entries(values).map(([attribute, value]) =>
    makeFact(
      {
        subject,
        attribute: attribute as AttributeName, // the parameter's type has no other keys
        value,
        basis: 'attested',
        confidence: 0.8,
        source: { sensor: 'inventory-csv', run: 'r1', detail: null },
        observedAt: '2026-11-22T00:00:00Z',
        by: 'anna',
      },
      clock,
    ),
  );
  const { subjects } = await recordFacts(tx, facts);
  return updateInventory(tx, subjects, clock);
}

describe.each(testStores())('the inventory on $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  async function inNewTenant<T>(work: (tx: Tenant) => Promise<T>): Promise<T> {
    return store.tenant(await addTestTenant(store), work);
  }

  test('a scanned endpoint becomes a device with its rung, and a second look adds nothing', async () => {
    await inNewTenant(async (tx) => {
      const endpoints = [
        openArchive({ exposure: 'E6', query: 'executed', deviceClass: 'archive' }),
        openArchive({ port: 80, protocol: 'http', exposure: null, web: 'W3' }),
        openArchive({ address: '10.0.0.6', exposure: 'E2', refusal: 'calling' }),
      ];
      const first = await recordEndpoints(tx, endpoints, scanOf('s1'));
      expect(first.devices).toHaveLength(2);
      const page = await listDevices(tx, asked({ sort: 'exposure', order: 'desc' }));
      expect(page.total).toEqual({ value: 2, relation: 'eq' });
      expect(page.items).toMatchObject([
        {
          name: 'Image archive 10.0.0.5',
          kind: 'archive',
          exposure: 'E6',
          zone: '10.0.0.0/24',
          criticality: 5,
          lastSeenAt: '2026-11-23T09:00:00.000Z',
        },
        { name: 'Device 10.0.0.6', kind: null, exposure: 'E2', criticality: null },
      ]);
      const again = await recordEndpoints(tx, endpoints, scanOf('s2', '2026-11-23T09:30:00.000Z'));
      expect(again).toMatchObject({ facts: 0, devices: [], gone: [] });
      const later = await listDevices(tx, asked());
      expect(later.items.map((item) => [item.id, item.lastSeenAt])).toEqual(
        [...page.items].reverse().map((item) => [item.id, '2026-11-23T09:30:00.000Z']),
      );
    });
  });

  test('a service that no longer answers falls to the bottom rung', async () => {
    await inNewTenant(async (tx) => {
      const other = openArchive({ address: '10.0.0.9', exposure: 'E6' });
      await recordEndpoints(tx, [openArchive(), openArchive({ port: 11112, exposure: 'E6' }), other], scanOf('s1'));
      const next = scanOf('s2', '2026-11-23T09:30:00.000Z');
      await recordEndpoints(tx, [openArchive()], next);
      const looked = {
        targets: ['10.0.0.0/24'],
        ports: [104, 11112],
        refused: ['10.0.0.9'],
        startedAt: '2026-11-23T09:20:00.000Z',
      };
      const narrow = { ...looked, targets: ['10.0.0.5:104'], refused: [] };
      expect((await recordSilence(tx, narrow, next)).devices).toHaveLength(0);
      expect((await recordSilence(tx, looked, next)).devices).toHaveLength(1);
      const items = (await listDevices(tx, asked())).items.map((item) => [item.addresses[0], item.exposure]);
      expect(items).toEqual([
        ['10.0.0.5', 'E4'],
        ['10.0.0.9', 'E6'],
      ]);
    });
  });

  test('a row of a list joins the host that was scanned, before or after', async () => {
    for (const isListFirst of [true, false]) {
      await inNewTenant(async (tx) => {
        const row = {
          'device.name': 'CT room 1',
          'device.address': '10.0.0.5',
          'device.modality': 'CT',
          'os.name': 'Win 7 SP1',
        };
        if (isListFirst) await listed(tx, '1', row);
        await recordEndpoints(tx, [openArchive()], scanOf('s1'));
        if (!isListFirst) await listed(tx, '1', row);
        expect((await listDevices(tx, asked())).items).toMatchObject([
          { name: 'CT room 1', modality: 'CT', kind: 'modality', exposure: 'E4', os: 'Windows 7 SP1', criticality: 5 },
        ]);
      });
    }
  });

  test('devices that turn out to be one keep the oldest id, and the other is gone', async () => {
    await inNewTenant(async (tx) => {
      const one = await listed(tx, '1', { 'device.vendor': 'GE', 'device.serial': 'S-4711', 'device.name': 'A' });
      const other = await listed(tx, '2', { 'device.name': 'B', 'device.assetTag': 'T-100' });
      const joined = await listed(tx, '2', { 'device.vendor': 'GE Medical Systems', 'device.serial': 's4711' });
      expect(one.devices).toHaveLength(1);
      expect(joined).toEqual({ devices: one.devices, gone: other.devices });
      expect((await listDevices(tx, asked())).total.value).toBe(1);
    });
  });

  test('every order pages through all devices once, and filters and search narrow', async () => {
    await inNewTenant(async (tx) => {
      for (let at = 0; at < 25; at++) {
        await listed(tx, String(at), {
          'device.name': `Unit ${String(at % 7)}`,
          'device.assetTag': `TAG${at}`,
          'device.vendor': at % 2 === 0 ? 'Siemens' : 'GE',
          'device.modality': at % 3 === 0 ? 'CT' : 'US',
        });
      }
      for (const sort of api.deviceSort.options) {
        for (const order of ['asc', 'desc']) {
          const seen: string[] = [];
          for (let cursor: string | null | undefined; cursor !== null; ) {
            const page = await listDevices(tx, asked({ sort, order, limit: 4, ...(cursor ? { cursor } : {}) }));
            seen.push(...page.items.map((item) => item.id));
            cursor = page.next;
          }
          expect(seen).toHaveLength(25);
          expect(new Set(seen).size).toBe(25);
        }
      }
      expect((await listDevices(tx, asked({ vendor: 'GE HealthCare' }))).total.value).toBe(12);
      expect((await listDevices(tx, asked({ q: 'unit siemens' }))).total.value).toBe(13);
      expect((await listDevices(tx, asked({ q: '100%' }))).total.value).toBe(0);
      expect((await listDevices(tx, asked({ exposure: '-' }))).total.value).toBe(25);
      const facets = await deviceFacets(tx);
      expect(facets.modalities).toEqual([
        { value: 'US', count: 16 },
        { value: 'CT', count: 9 },
      ]);
      expect(facets.exposures).toEqual([{ value: '-', count: 25 }]);
      await expect(listDevices(tx, asked({ cursor: 'nonsense' }))).rejects.toThrow(/first page/);
    });
  });
});
