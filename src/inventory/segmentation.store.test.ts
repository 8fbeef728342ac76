// What a segmentation reads of the inventory, on each database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordFacts } from '#evidence/index.ts';
import { type AttributeInput, type AttributeName, flowSubject, makeFact, type SubjectRef } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { addTestTenant, type Store, testStores } from '#store/index.ts';
import { allFlows, nameZone, openServices, placedDevices, placedZones, tableLines, updateInventory } from './index.ts';

const clock = fixedClock('2026-11-23T10:00:00Z');
const CT = '10.0.1.5';
const PACS = '10.0.2.10';
const to = (port: number) => flowSubject({ transport: 'tcp', client: CT, server: PACS, port });

const SAID: readonly (readonly [about: SubjectRef, attribute: AttributeName, value: unknown])[] = [
  [{ kind: 'address', key: CT }, 'device.hostName', 'ct'],
  [{ kind: 'address', key: PACS }, 'device.hostName', 'pacs'],
  [{ kind: 'address', key: CT }, 'device.peer', { title: 'PACS1', address: PACS, port: 104 }],
  [to(104), 'flow.protocol', 'dicom'],
  [to(104), 'flow.titles', { calling: 'CT1', called: 'PACS1', outcome: 'accepted' }],
  [to(104), 'flow.titles', { calling: 'CT1', called: 'OTHER', outcome: 'rejected' }],
  [to(105), 'flow.titles', { calling: 'CT1', called: 'PACS1', outcome: 'rejected' }],
  [to(445), 'flow.protocol', 'smb'],
];

describe.each(testStores())('what is read on $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  test('devices, zones, tables and flows, with those that were only turned away', async () => {
    await store.tenant(await addTestTenant(store), async (tx) => {
      const facts = SAID.map(([subject, attribute, value]) =>
        makeFact(
          {
            subject,
            attribute,
            value: value as AttributeInput<AttributeName>, // as the table above has them
            basis: attribute === 'device.peer' ? 'attested' : 'observed',
            confidence: 0.9,
            source: { sensor: 'test', run: 'r1', detail: null },
            observedAt: '2026-11-20T00:00:00.000Z',
            by: 'anna',
          },
          clock,
        ),
      );
      await updateInventory(tx, (await recordFacts(tx, facts)).subjects, clock);
      await nameZone(tx, '10.0.1.0/24', 'Scanners', { by: 'anna', clock });
      const devices = await placedDevices(tx);
      expect(
        devices
          .map(({ name, zone, addresses }) => [name, zone, addresses])
          .toSorted(([a = ''], [b = '']) => (String(a) < String(b) ? -1 : 1)),
      ).toEqual([
        ['ct', '10.0.1.0/24', [CT]],
        ['pacs', '10.0.2.0/24', [PACS]],
      ]);
      expect(await placedZones(tx)).toEqual([
        { id: '10.0.1.0/24', name: 'Scanners' },
        { id: '10.0.2.0/24', name: null },
      ]);
      const ct = devices.find(({ name }) => name === 'ct')?.id;
      expect(await tableLines(tx)).toEqual([
        { device: ct, title: 'PACS1', address: PACS, port: 104, fact: expect.any(String) },
      ]);
      expect(await openServices(tx)).toEqual([]);
      const flows = (await Array.fromAsync(allFlows(tx))).flat();
      expect(
        flows.map(({ port, protocols, turnedAway, last }) => [port, protocols, turnedAway, last.toISOString()]),
      ).toEqual([
        [104, ['dicom'], false, '2026-11-20T00:00:00.000Z'],
        [105, [], true, '2026-11-20T00:00:00.000Z'],
        [445, ['smb'], false, '2026-11-20T00:00:00.000Z'],
      ]);
    });
  });
});
