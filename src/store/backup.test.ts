import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { addTestTenant, backup, deleteTenant, restore, type Store, testStores } from './index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = new Date('2026-11-23T10:00:00Z');

async function fill(store: Store) {
  const tenant = await addTestTenant(store, "O'Brien Imaging");
  await store.tenant(tenant, async ({ db }) => {
    const own = { tenantId: tenant };
    await db
      .insertInto('audit')
      .values({ ...own, id: 'a', at, who: 'ü "quoted"\n', action: 'x', subject: 's', detail: '' })
      .execute();
    await db
      .insertInto('devices')
      .values({
        ...own,
        id: 'ct',
        name: 'CT',
        addresses: ['10.0.0.1'],
        aeTitles: [],
        macs: [],
        criticalityReasons: '["why"]',
        exposureRank: 3,
        severity: 2,
        findings: 1,
        retired: false,
        search: 'ct',
        updatedAt: at,
      })
      .execute();
    await db
      .insertInto('probeLog')
      .values({
        ...own,
        scanId: 's',
        target: '10.0.0.1',
        ports: '[104]',
        connections: 1,
        bytesSent: 9,
        clearance: 'query',
        authority: null,
        allowedBy: 'me',
        at,
      })
      .execute();
  });
  return tenant;
}

const everything = (store: Store, tenant: Parameters<Store['tenant']>[0]) =>
  store.tenant(tenant, async ({ db }) => [
    await db.selectFrom('audit').selectAll().execute(),
    await db.selectFrom('devices').selectAll().execute(),
    await db.selectFrom('probeLog').selectAll().execute(),
  ]);

const stores = testStores();
const ways = stores.flatMap((from) =>
  stores.map((to) => ({ name: `${from.name} to ${to.name}`, from: from.open, to: to.open })),
);

describe.each(ways)('backup from $name', ({ from, to }) => {
  test('everything comes back, in a file that only the owner reads', async () => {
    await using source = await from();
    await using target = await to();
    const tenant = await fill(source);
    const file = path.join(folder, 'all.backup');
    const written = await backup(source, file, at);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await restore(target, file)).toEqual(written);
    expect(await everything(target, tenant)).toEqual(await everything(source, tenant));
    await expect(restore(target, file)).rejects.toThrow(/has data already/);
    // The counter of the log goes on after the rows that came back.
    await target.tenant(tenant, async ({ db }) => {
      const row = {
        tenantId: tenant,
        scanId: 's',
        target: 'x',
        ports: '[]',
        connections: 0,
        bytesSent: 0,
        clearance: 'query',
        authority: null,
        allowedBy: 'me',
        at,
      };
      await db.insertInto('probeLog').values(row).execute();
    });
  });
});

describe.each(stores)('$name', ({ open }) => {
  test('a damaged, cut or foreign file restores nothing', async () => {
    await using store = await open();
    await fill(store);
    const file = path.join(folder, 'good.backup');
    await backup(store, file, at);
    await using empty = await open();
    const text = gunzipSync(readFileSync(file)).toString();
    const cases = {
      cut: gzipSync(text.slice(0, text.lastIndexOf('{"end"'))),
      changed: gzipSync(text.replace('"CT"', '"MR"')),
      foreign: gzipSync('{"hello":1}\n'),
      torn: readFileSync(file).subarray(0, 60),
      plain: Buffer.from('not a backup'),
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const bad = path.join(folder, name);
      writeFileSync(bad, bytes);
      await expect(restore(empty, bad), name).rejects.toThrow(/no complete Dosimeter backup/);
    }
    await expect(restore(empty, path.join(folder, 'absent'))).rejects.toThrow(/ENOENT/);
    const left = await empty.system(({ db }) => db.selectFrom('tenants').select('id').execute());
    expect(left).toEqual([]);
  });

  test('a removed tenant leaves nothing, and others keep all', async () => {
    await using store = await open();
    const [gone, stays] = [await fill(store), await fill(store)];
    await deleteTenant(store, gone);
    const left = await store.system(async ({ db }) => {
      const owners = new Set<string>();
      for (const table of ['audit', 'devices', 'probeLog'] as const) {
        for (const row of await db.selectFrom(table).select('tenantId').execute()) owners.add(row.tenantId);
      }
      return [...owners];
    });
    expect(left).toEqual([stays]);
  });
});
