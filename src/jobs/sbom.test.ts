// Bills of materials from file to finding: kept once, linked by maker and model or by a person, and held against what is known.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkSbom, snapshots } from '#inventory/index.ts';
import { fixedClock } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { allFindings } from '#program/index.ts';
import { type Store, type TenantId, testStores } from '#store/index.ts';
import { judgeDevices } from './judge.ts';
import { previewOf, takeIn } from './take-in.ts';

const clock = fixedClock('2026-11-23T10:00:00.000Z');
const SAMPLES = path.resolve(import.meta.dirname, '../../../shared/samples/sbom-vex');

const LIST = `Name;Manufacturer;Model;Serial number;IP address;Software
CT 1;Aurora Medical;Beam 9;SN-1;10.0.0.1;Beam 9 4.2
CT 2;Aurora Medical;Beam 9;SN-2;10.0.0.2;Beam 9 5.0
CT 3;AURORA MEDICAL Inc.;Beam 9;SN-3;10.0.0.3;
US 1;Fjord;Sono;SN-4;10.0.0.4;
`;

function bill(change: Record<string, unknown> = {}): string {
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:1',
    metadata: {
      timestamp: '2026-01-02T03:04:05Z',
      component: { type: 'device', name: 'Beam 9', version: '4.2', supplier: { name: 'Aurora Medical' } },
    },
    components: [
      { 'bom-ref': 'a', type: 'library', name: 'DCMTK', version: '3.6.7', purl: 'pkg:generic/dcmtk@3.6.7' },
      { 'bom-ref': 'b', type: 'library', name: 'zlib', version: '1.2.11' },
      { 'bom-ref': 'c', type: 'library', name: 'zlib', version: '1.2.11' },
    ],
    ...change,
  });
}

async function* once(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function house(store: Store, tenantId: TenantId) {
  const run = { tenantId, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const deps = { store, clock };
  const devices = () => store.tenant(tenantId, (tx) => Array.fromAsync(snapshots(tx)));
  return {
    take: (text: string | Uint8Array, device?: string) =>
      takeIn(deps, run, {
        source: once(text),
        fileName: 'x',
        bytes: null,
        ...(device === undefined ? {} : { device }),
      }),
    devices,
    idOf: async (name: string) => (await devices()).find((device) => device.name === name)?.id ?? '',
    listed: async () =>
      Object.fromEntries(
        (await devices()).map(({ name, software }) => [
          name,
          software.flatMap((each) => (each.origin ? [`${each.name} of ${each.origin.name}`] : [])),
        ]),
      ),
    link: async (sbom: string, device: string, linked: boolean) => {
      await store.tenant(tenantId, (tx) => linkSbom(tx, { sbom, device, linked }, { at: clock.now(), by: 'anna' }));
      await judgeDevices(deps, tenantId, { devices: [device], gone: [] });
    },
    findings: async () => {
      const all = await store.tenant(tenantId, (tx) => Array.fromAsync(allFindings(tx, clock.now())));
      return all.filter(({ rule }) => rule === 'known-flaw');
    },
  };
}

describe.each(testStores())('$name', ({ open }) => {
  let store: Store;
  let people: People;
  beforeAll(async () => {
    store = await open();
    people = new People(store, { clock, box: openSecretBox(null) });
  });
  afterAll(() => store.close());

  test('a bill is kept once, speaks for the devices of its model and version, and people have the last word', async () => {
    const { take, listed, link, idOf, findings } = house(store, await people.addTenant({ name: 'Ours', demo: false }));
    await take(LIST);
    const first = await take(bill());
    expect(first).toMatchObject({
      kind: 'cyclonedx',
      accepted: 2,
      facts: 0,
      changed: 3,
      sbom: { vendor: 'Aurora Medical', product: 'Beam 9', version: '4.2', components: 2, relations: 0 },
    });
    expect(first.problems.join()).toContain('1 components stand there more than once');
    // CT 2 runs another version; nobody knows which one CT 3 runs.
    const both = ['DCMTK of Aurora Medical Beam 9 4.2', 'zlib of Aurora Medical Beam 9 4.2'];
    expect(await listed()).toEqual({ 'CT 1': both, 'CT 2': [], 'CT 3': both, 'US 1': [] });

    const found = await findings();
    const dcmtk = found.filter(({ component }) => component?.name === 'DCMTK');
    expect(new Set(dcmtk.map(({ deviceName }) => deviceName))).toEqual(new Set(['CT 1', 'CT 3']));
    for (const { state, reasons, component } of dcmtk) {
      expect(state).not.toBe('confirmed');
      expect(reasons[0]?.because).toContain(
        'DCMTK 3.6.7 is listed in the bill of materials of Aurora Medical Beam 9 4.2.',
      );
      expect(component).toMatchObject({ version: '3.6.7', purl: 'pkg:generic/dcmtk@3.6.7', sbom: first.sbom?.id });
    }
    expect(dcmtk.some(({ state }) => state === 'potential')).toBe(true);

    const again = await take(bill());
    expect(again).toMatchObject({ changed: 0, accepted: 2, sbom: { id: first.sbom?.id } });
    expect(again.problems.join()).toContain('here already');
    expect(await findings()).toEqual(found);

    const id = first.sbom?.id ?? '';
    await link(id, await idOf('US 1'), true);
    await link(id, await idOf('CT 1'), false);
    expect(await listed()).toEqual({ 'CT 1': [], 'CT 2': [], 'CT 3': both, 'US 1': both });
    const names = (await findings()).filter(({ component, state }) => component && state === 'potential');
    expect(new Set(names.map(({ deviceName }) => deviceName))).toEqual(new Set(['CT 3', 'US 1']));
    await link(id, await idOf('CT 1'), true);
    expect((await listed())['CT 1']).toEqual(both);

    // A device that turns up later finds its bill by itself.
    await take('Name;Manufacturer;Model;Serial number;IP address\nCT 9;Aurora Medical;Beam 9;SN-9;10.0.0.9\n');
    expect((await listed())['CT 9']).toEqual(both);
  });

  test('a bill without a maker is linked by a person only', async () => {
    const { take, listed, idOf } = house(store, await people.addTenant({ name: 'Ours', demo: false }));
    await take(LIST);
    const nameless = bill({ metadata: { component: { type: 'device', name: 'Beam 9' } } });
    expect((await take(nameless)).changed).toBe(0);
    expect((await listed())['CT 1']).toEqual([]);
    const device = await idOf('CT 1');
    expect((await take(nameless, device)).changed).toBe(1);
    expect((await listed())['CT 1']).toEqual(['DCMTK of Beam 9', 'zlib of Beam 9']);
    await expect(take(nameless, 'no-such-device')).rejects.toThrow(/There is no device/);
    await expect(take(LIST, device)).rejects.toThrow(/for a bill of materials only/);
  });

  test('what breaks in the middle leaves nothing behind', async () => {
    const tenantId = await people.addTenant({ name: 'Ours', demo: false });
    const { take } = house(store, tenantId);
    await expect(take(bill().slice(0, -20))).rejects.toThrow(/ends in the middle/);
    await expect(take(bill({ specVersion: '1.1' }))).rejects.toThrow(/CycloneDX 1\.1/);
    const left = await store.tenant(tenantId, async ({ db }) => [
      ...(await db.selectFrom('sboms').select('id').execute()),
      ...(await db.selectFrom('sbomComponents').select('seq').execute()),
    ]);
    expect(left).toEqual([]);
    expect(await previewOf(once(bill()), 'bom.json')).toMatchObject({
      kind: 'cyclonedx',
      label: 'Bill of materials (CycloneDX)',
      columns: [],
    });
  });

  test('the same product in both formats has the same components', async () => {
    const tenantId = await people.addTenant({ name: 'Ours', demo: false });
    const { take } = house(store, tenantId);
    const read = (name: string) => readFileSync(path.join(SAMPLES, 'npm-sbom-medical', name));
    const one = await take(read('hl7-gateway-old-deps.cdx.json'));
    const other = await take(read('hl7-gateway-old-deps.spdx.json'));
    expect([one.kind, other.kind]).toEqual(['cyclonedx', 'spdx']);
    const purlsOf = (id = '') =>
      store.tenant(tenantId, async ({ db }) => {
        const rows = await db.selectFrom('sbomComponents').select('purl').where('sbomId', '=', id).execute();
        return rows.map(({ purl }) => purl ?? '').toSorted();
      });
    expect(await purlsOf(one.sbom?.id)).toEqual(await purlsOf(other.sbom?.id));
    expect(await purlsOf(one.sbom?.id)).toHaveLength(59);
  });
});
