// From the file of a collector, and from a person's answers, to the device, its findings and its page.
import { describe, expect, test } from 'vitest';
import { deviceDetail, listDevices } from '#inventory/index.ts';
import { fixedClock } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { listFindings } from '#program/index.ts';
import { type Store, type TenantId, testStores } from '#store/index.ts';
import { performImport } from './import.ts';

const clock = fixedClock('2026-11-23T10:00:00.000Z');
const LIST =
  'Name;Modality;Serial number;IP address\nCT 1;CT;SN-77;10.0.0.11\nMR 1;MR;SN-78;10.0.0.12\nUS 1;US;SN-79;10.0.0.13\n';

function collected(machine: object, items: readonly object[]): string {
  return JSON.stringify({
    schema: 'dosimeter.collector/1',
    collector: { name: 'linux', version: '1' },
    collectedAt: '2026-11-20T09:00:00Z',
    consent: { maker: 'yes' },
    machine: { hostName: null, serial: null, addresses: [], macs: [], ...machine },
    items,
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function take(store: Store, tenantId: TenantId, text: string) {
  const run = { tenantId, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const bytes = Buffer.from(text);
  return performImport({ store, clock }, run, { source: once(bytes), fileName: 'x', bytes: bytes.length });
}

describe.each(testStores())('$name', ({ open }) => {
  test('a firewall that a collector saw to be off becomes a finding of the listed device, whatever names it', async () => {
    await using store = await open();
    const tenant = await new People(store, { clock, box: openSecretBox(null) }).addTenant({
      name: 'Ours',
      demo: false,
    });
    await take(store, tenant, LIST);
    const off = [{ item: 'firewall', value: 'off', read: 'netsh' }];
    // By the serial number on the label, by the address alone.
    await take(store, tenant, collected({ hostName: 'ct1', serial: 'SN-77', addresses: ['10.0.0.11'] }, off));
    await take(store, tenant, collected({ hostName: 'mr1', addresses: ['10.0.0.12'] }, off));
    await store.tenant(tenant, async (tx) => {
      const query = { sort: 'name', order: 'asc', limit: 50, retired: 'false' } as const;
      const devices = (await listDevices(tx, query)).items;
      expect(devices.map(({ name }) => name)).toEqual(['CT 1', 'MR 1', 'US 1']);
      const found = async (id: string) =>
        (await listFindings(tx, { device: id, limit: 50 }, clock.now())).items.filter(({ rule }) =>
          rule.startsWith('hardening-'),
        );
      const [ct, mr, us] = devices;
      for (const device of [ct, mr]) {
        const [finding, ...others] = await found(device?.id ?? '');
        expect(others).toEqual([]);
        expect(finding).toMatchObject({ rule: 'hardening-firewall', state: 'confirmed', confidence: 0.95 });
        const { hardening } = await deviceDetail(tx, device?.id ?? '');
        expect(hardening.rows).toMatchObject([
          { topic: 'firewall', good: false, source: 'hardening-collector', by: 'anna' },
        ]);
        expect(hardening.facts.map(({ id }) => id)).toEqual(finding?.reasons[0]?.facts);
      }
      expect(await found(us?.id ?? '')).toMatchObject([{ rule: 'hardening-not-looked-at', state: 'unknown' }]);
    });
    // The same file again changes nothing; switched on, the finding goes.
    const again = await take(store, tenant, collected({ hostName: 'mr1', addresses: ['10.0.0.12'] }, off));
    expect(again.changed).toBe(0);
    const on = collected({ hostName: 'mr1', addresses: ['10.0.0.12'] }, [
      { item: 'firewall', value: 'on', read: 'netsh' },
    ]);
    await take(store, tenant, on.replace('11-20T', '11-21T'));
    await store.tenant(tenant, async (tx) => {
      const { items } = await listFindings(
        tx,
        { rule: 'hardening-firewall', state: 'confirmed', limit: 50 },
        clock.now(),
      );
      expect(items.map(({ deviceName }) => deviceName)).toEqual(['CT 1']);
    });
  });
});
