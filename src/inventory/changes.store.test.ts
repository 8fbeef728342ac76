import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, documents } from '#contracts/index.ts';
import { recordFacts } from '#evidence/index.ts';
import { type AttributeInput, type AttributeName, makeFact, type SubjectRef } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, type Store, type Tenant, testStores } from '#store/index.ts';
import { openArchive } from '#support/sample-devices.ts';
import {
  type DeviceSnapshot,
  deviceDetail,
  listDevices,
  mergeDevices,
  networkMap,
  patchDevice,
  recordEndpoints,
  retireDevice,
  snapshots,
  splitDevice,
  undoDecision,
  updateInventory,
} from './index.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const anna = { by: 'anna', clock };
const scan = { scan: 's1', vantage: 'here', by: 'anna', observedAt: '2026-11-23T09:00:00.000Z', clock };
const everything = api.deviceQuery.parse({ sort: 'name', order: 'asc' });

function attested<A extends AttributeName>(
  key: string,
  attribute: A,
  value: AttributeInput<A>,
  at = '2026-11-20T00:00:00Z',
) {
  const subject: SubjectRef = { kind: 'asset', key };
  const source = { sensor: 'inventory-csv', run: 'r1', detail: null };
  return makeFact(
    { subject, attribute, value, basis: 'attested', confidence: 0.8, source, observedAt: at, by: 'bob' },
    clock,
  );
}

/** A scanned host that a list knows as CT 1, and another row of that list. */
async function site(tx: Tenant) {
  await recordEndpoints(
    tx,
    [openArchive({ exposure: 'E6' }), openArchive({ port: 80, protocol: 'http', exposure: null, web: 'W3' })],
    scan,
  );
  const { subjects } = await recordFacts(tx, [
    attested('list/1', 'device.name', 'CT 1'),
    attested('list/1', 'device.address', '10.0.0.5'),
    attested('list/1', 'os.name', 'Win 7 SP1'),
    attested('list/2', 'device.name', 'Old workstation'),
    attested('list/2', 'device.assetTag', 'TAG2'),
  ]);
  await updateInventory(tx, subjects, clock);
  const { items } = await listDevices(tx, everything);
  const [ct, old] = items;
  if (!ct || !old || items.length !== 2) throw new Error('The site has two devices.');
  return { ct, old };
}

/** Device ids with their subjects, as they are now. */
async function census(tx: Tenant): Promise<Record<string, string[]>> {
  const { items } = await listDevices(tx, everything);
  const entries = await Promise.all(
    items.map(
      async ({ id }) =>
        [id, (await deviceDetail(tx, id)).subjects.map(({ kind, key }) => `${kind} ${key}`).sort()] as const,
    ),
  );
  return Object.fromEntries(entries);
}

async function snapshotOf(tx: Tenant, id: string): Promise<DeviceSnapshot> {
  for await (const snapshot of snapshots(tx, [id])) return snapshot;
  throw new Error(`No snapshot of ${id}.`);
}

describe.each(testStores())('changes to devices on $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  async function inNewTenant<T>(work: (tx: Tenant) => Promise<T>): Promise<T> {
    return store.tenant(await addTestTenant(store), work);
  }

  test('a page shows every fact with its source, the services with their proof, and how the device was put together', async () => {
    await inNewTenant(async (tx) => {
      const { ct } = await site(tx);
      const view = await deviceDetail(tx, ct.id);
      expect(api.deviceDetail.omit({ findings: true, cited: true }).parse(view)).toEqual(view);
      const os = view.attributes.find(({ attribute }) => attribute === 'os.name');
      expect(os).toMatchObject({ label: 'Operating system', value: 'Win 7 SP1', conflict: false, confidence: 0.8 });
      expect(os?.facts).toMatchObject([{ basis: 'attested', by: 'bob', source: { sensor: 'inventory-csv' } }]);
      expect(view.services.map(({ port, endpoint }) => [port, endpoint.exposure ?? endpoint.web])).toEqual([
        [80, 'W3'],
        [104, 'E6'],
      ]);
      expect(view.subjects.map(({ kind, because }) => [kind, because])).toEqual([
        ['asset', 'listed with address 10.0.0.5'],
        ['service', 'same address 10.0.0.5'],
        ['service', 'same address 10.0.0.5'],
      ]);
      expect(view.criticality).toEqual({
        level: 5,
        reasons: [expect.stringMatching(/^inferred from its kind \(CT\)/)],
      });
      expect(view.history.map(({ what }) => what)).toContain('Rung proven at 10.0.0.5 port 104, seen from here: E6');
      await expect(deviceDetail(tx, 'dev-none')).rejects.toThrow(/no such device/);
    });
  });

  test('what a person says of the circumstances moves the level that its kind gives', async () => {
    await inNewTenant(async (tx) => {
      const { ct } = await site(tx);
      await patchDevice(tx, ct.id, { circumstances: { onlyOne: false, emergency: false, substituteHours: 2 } }, anna);
      const view = await deviceDetail(tx, ct.id);
      expect(view.criticality?.level).toBe(3);
      expect(view.criticality?.reasons).toContain('another device does its work, too (-0.5)');
      await patchDevice(tx, ct.id, { circumstances: { onlyOne: true } }, anna);
      expect((await deviceDetail(tx, ct.id)).criticality?.level).toBe(5);
      const wrong = { circumstances: { patientsPerDay: -3 } };
      await expect(patchDevice(tx, ct.id, wrong, anna)).rejects.toThrow(/patients a day/);
    });
  });

  test('what a person states comes first, is shown as a conflict with the list, and survives the next import', async () => {
    await inNewTenant(async (tx) => {
      const { ct } = await site(tx);
      await patchDevice(tx, ct.id, { name: 'CT emergency', os: 'Windows 10 IoT LTSC 2019', criticality: 2 }, anna);
      const again = await recordFacts(tx, [attested('list/1', 'device.name', 'CT one', '2026-11-22T00:00:00Z')]);
      await updateInventory(tx, again.subjects, clock);
      const view = await deviceDetail(tx, ct.id);
      expect(view.device).toMatchObject({
        name: 'CT emergency',
        criticality: 2,
        os: 'Windows 10 IoT Enterprise LTSC 2019',
      });
      const name = view.attributes.find(({ attribute }) => attribute === 'device.name');
      expect(name).toMatchObject({ value: 'CT emergency', conflict: true });
      expect(name?.confidence).toBeLessThan(0.95);
      expect(name?.facts.map((fact) => fact.value).sort()).toEqual(['CT emergency', 'CT one']);
      expect(view.history.map(({ what }) => what)).toContain('Name: CT 1 became CT one');
      await expect(patchDevice(tx, ct.id, { name: '  ' }, anna)).rejects.toThrow(/Write something/);
      await expect(patchDevice(tx, 'dev-none', { name: 'x' }, anna)).rejects.toThrow(/no such device/);
    });
  });

  test('a merge is kept with its author, holds against new evidence, and taking it back restores both devices', async () => {
    await inNewTenant(async (tx) => {
      const { ct, old } = await site(tx);
      await patchDevice(tx, old.id, { location: 'Cellar' }, anna);
      const before = await census(tx);
      const merged = await mergeDevices(tx, [ct.id, old.id], anna);
      expect(Object.keys(await census(tx))).toEqual(merged.devices);
      expect(merged.gone).toHaveLength(1);
      const [device = ''] = merged.devices;
      const view = await deviceDetail(tx, device);
      expect(view.device.location).toBe('Cellar');
      expect(view.history).toContainEqual(
        expect.objectContaining({ what: 'Joined into one device: CT 1, Old workstation', by: 'anna', undoable: true }),
      );
      await recordEndpoints(tx, [openArchive({ port: 22, protocol: 'other', exposure: null })], scan);
      expect(Object.keys(await census(tx))).toEqual([device]);
      const undone = await undoDecision(tx, merged.decision, { by: 'carl', clock });
      expect([...undone.devices].sort()).toEqual([ct.id, old.id].sort());
      const after = await census(tx);
      expect(after[ct.id]).toEqual([...(before[ct.id] ?? []), 'service tcp/10.0.0.5:22@here'].sort());
      expect(after[old.id]).toEqual(before[old.id]);
      expect((await deviceDetail(tx, old.id)).device.location).toBe('Cellar');
      expect((await deviceDetail(tx, old.id)).history.map(({ by }) => by)).toContain('carl');
      await expect(undoDecision(tx, merged.decision, anna)).rejects.toThrow(/taken back already/);
    });
  });

  test('a split stands against the evidence until it is taken back', async () => {
    await inNewTenant(async (tx) => {
      const { ct } = await site(tx);
      const before = await census(tx);
      const split = await splitDevice(tx, ct.id, [{ kind: 'asset', key: 'list/1' }], anna);
      expect(split.devices).toHaveLength(2);
      const apart = await census(tx);
      expect(apart[ct.id]).toEqual(['service tcp/10.0.0.5:104@here', 'service tcp/10.0.0.5:80@here']);
      await recordEndpoints(tx, [openArchive({ exposure: 'E2', refusal: 'calling' })], {
        ...scan,
        observedAt: '2026-11-23T09:30:00.000Z',
      });
      expect(Object.keys(await census(tx))).toHaveLength(3);
      await undoDecision(tx, split.decision, anna);
      expect(await census(tx)).toEqual(before);
      await expect(splitDevice(tx, ct.id, [{ kind: 'asset', key: 'list/2' }], anna)).rejects.toThrow(/do not belong/);
      const all = (await deviceDetail(tx, ct.id)).subjects;
      await expect(splitDevice(tx, ct.id, all, anna)).rejects.toThrow(/at least one/);
    });
  });

  test('a retired device leaves the list and the map, and can come back', async () => {
    await inNewTenant(async (tx) => {
      const { ct } = await site(tx);
      const { decision } = await retireDevice(tx, ct.id, true, anna);
      expect((await listDevices(tx, everything)).items.map(({ id }) => id)).not.toContain(ct.id);
      expect((await networkMap(tx)).nodes.map(({ id }) => id)).not.toContain(ct.id);
      expect((await listDevices(tx, { ...everything, retired: 'true' })).items.map(({ id }) => id)).toEqual([ct.id]);
      await expect(retireDevice(tx, ct.id, true, anna)).rejects.toThrow(/already/);
      await undoDecision(tx, decision, anna);
      expect((await listDevices(tx, everything)).items.map(({ id }) => id)).toContain(ct.id);
    });
  });

  test('snapshots carry services with the facts that prove them, one of each device', async () => {
    await inNewTenant(async (tx) => {
      const { ct } = await site(tx);
      const snapshot = await snapshotOf(tx, ct.id);
      expect(snapshot).toMatchObject({
        name: 'CT 1',
        modality: 'CT',
        kind: 'modality',
        zone: '10.0.0.0/24',
        retired: false,
      });
      expect(snapshot.os).toMatchObject({ name: 'Windows 7', version: 'SP1', basis: 'attested', confidence: 0.8 });
      expect(snapshot.os?.facts).toHaveLength(1);
      expect(snapshot.services.map(({ endpoint }) => endpoint.port)).toEqual([80, 104]);
      for (const service of snapshot.services) {
        expect(service.facts.length).toBeGreaterThan(3);
        documents.scanEndpoint.parse(service.endpoint);
      }
      const ids: string[] = [];
      for await (const each of snapshots(tx)) ids.push(each.id);
      expect(ids).toEqual([...ids].sort());
      expect(ids).toHaveLength(2);
    });
  });

  test('the map draws what the scanner saw and nothing else', async () => {
    await inNewTenant(async (tx) => {
      const { ct, old } = await site(tx);
      const map = await networkMap(tx);
      expect(api.network.parse(map)).toEqual(map);
      expect(map.nodes.map(({ id }) => id).sort()).toEqual(['vantage:here', ct.id, old.id].sort());
      expect(map.edges).toEqual([
        { from: 'vantage:here', to: ct.id, protocol: 'http', port: 80, basis: 'observed', rung: 'W3', flows: 1 },
        { from: 'vantage:here', to: ct.id, protocol: 'dicom', port: 104, basis: 'observed', rung: 'E6', flows: 1 },
      ]);
      expect(map.zones).toEqual([
        { id: '10.0.0.0/24', name: '10.0.0.0/24', devices: 1 },
        { id: 'no address', name: 'no address', devices: 1 },
      ]);
    });
  });
});
