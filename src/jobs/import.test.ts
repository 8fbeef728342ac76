// What a person agreed on about the columns of a list holds for every later list with these columns, whatever form it comes in.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import { rememberedMapping } from '#sensors/intake/index.ts';
import { type Store, type TenantId, testStores } from '#store/index.ts';
import { performImport } from './import.ts';
import { previewOf } from './take-in.ts';

const clock = fixedClock('2026-11-23T10:00:00.000Z');
const workbook = readFileSync(path.join(import.meta.dirname, '../sensors/intake/samples/devices.xlsx'));
/** The columns of the workbook, in another order and in capitals. */
const LIST = Buffer.from(
  'LOCATION;Installed;Asset tag;Manufacturer;Model;Serial number;IP address;Operating system\nBasement;2020;A-9;Aurora;Beam 9;SN-99;10.0.0.99;Windows 10\n',
);

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function taking(store: Store) {
  return (tenantId: TenantId, bytes: Uint8Array, mapping?: Record<string, string | null>) => {
    const run = { tenantId, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
    const input = { source: once(bytes), fileName: 'x', bytes: bytes.length, ...(mapping ? { mapping } : {}) };
    return performImport({ store, clock }, run, input);
  };
}

describe.each(testStores())('$name', ({ open }) => {
  test('a workbook and a list with the same columns need no second look, and other houses know nothing of it', async () => {
    await using store = await open();
    const people = new People(store, { clock, box: openSecretBox(null) });
    const ours = await people.addTenant({ name: 'Ours', demo: false });
    const theirs = await people.addTenant({ name: 'Theirs', demo: false });
    const take = taking(store);
    const guessed = await take(theirs, workbook);
    expect(guessed.mapping).toMatchObject({ Location: 'location' });
    // This clinic writes the department into 'Location'.
    const chosen = await take(ours, workbook, { Location: 'department' });
    expect(chosen.mapping).toMatchObject({ Location: 'department', 'Asset tag': 'assetTag' });

    expect((await take(ours, workbook)).mapping).toEqual(chosen.mapping);
    expect((await take(ours, LIST)).mapping).toMatchObject({ LOCATION: 'department', 'Serial number': 'serial' });
    expect((await take(theirs, workbook)).mapping).toEqual(guessed.mapping);

    for (const bytes of [workbook, LIST]) {
      const { columns, problems } = await previewOf(once(bytes), 'x', (source) =>
        store.tenant(ours, (tx) => rememberedMapping(tx, source)),
      );
      expect(columns.find(({ name }) => /location/i.test(name))?.guess).toBe('department');
      expect(problems.join()).toContain('agreed on the last time');
    }

    // Who speaks of one column leaves the others as they were agreed on.
    await take(ours, workbook, { 'Operating system': null });
    expect((await take(ours, LIST)).mapping).toMatchObject({ LOCATION: 'department', 'Operating system': null });
    await take(ours, workbook, { Location: null });
    expect((await take(ours, LIST)).mapping['LOCATION']).toBeNull();
    const neighbors = Buffer.from('10.0.0.1 dev eth0 lladdr 00:11:22:33:44:55 REACHABLE\n');
    await expect(take(ours, neighbors, { Location: 'location' })).rejects.toThrow(/no list/);
  });
});
