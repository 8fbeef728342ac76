// The copy of a site that the embedded database makes for a hand-over: how long one statement takes, and what is left of it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { addTestTenant, openStore, type Store, type TenantId, tenantAtOneMoment } from './index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-copies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function addDevices(store: Store, site: TenantId, count: number): Promise<unknown> {
  return store.system(({ db }) =>
    sql`
      insert into devices (tenant_id, id, name, criticality_reasons, exposure_rank, severity, findings, retired, search, addresses, ae_titles, macs, updated_at)
      select ${site}, lpad(n::text, 6, '0'), case when n % 500 = 250 then 'slow' else 'quick' end, '[]', -1, 0, 0, false, '', '{}', '{}', '{}', now()
      from generate_series(${sql.lit(count)}::integer, 1, -1) n`.execute(db),
  );
}

async function copiedIds(store: Store, site: TenantId): Promise<string[]> {
  const ids: string[] = [];
  await tenantAtOneMoment(
    store,
    site,
    async (moment) => {
      for await (const lines of moment.rows('devices')) for (const line of lines) ids.push(JSON.parse(line).id);
    },
    ['devices'],
  );
  return ids;
}

test('a site is copied whole, in the order of its keys, though that takes longer than a statement may', async () => {
  await using store = await openStore({ dataDir: null, statementTimeoutMs: 5_000 });
  const [site, other] = [await addTestTenant(store), await addTestTenant(store)];
  await addDevices(store, site, 5_000);
  await addDevices(store, other, 700);
  await store.system(({ db }) =>
    sql`create policy slow on devices as restrictive to dosimeter_app using (name <> 'slow' or pg_sleep(0.7) is not null)`.execute(
      db,
    ),
  );
  const all = Array.from({ length: 5_000 }, (_, n) => String(n + 1).padStart(6, '0'));
  expect(await copiedIds(store, site)).toEqual(all);
});

test('rows of many lengths are copied once each, in the order of their keys', async () => {
  await using store = await openStore({ dataDir: null });
  const site = await addTestTenant(store);
  await addDevices(store, site, 9_000);
  // The database puts a short row where an earlier page has room, and a long one at the end.
  await store.system(({ db }) =>
    sql`update devices set search = (select string_agg(md5(id || part), '') from generate_series(0, (id::int * 7919) % 60) part)`.execute(
      db,
    ),
  );
  const all = Array.from({ length: 9_000 }, (_, n) => String(n + 1).padStart(6, '0'));
  expect(await copiedIds(store, site)).toEqual(all);
});

test('what a hand-over copied is gone from the disk after the next start, however the one before ended', async () => {
  const dataDir = path.join(folder, 'store');
  const copies = () =>
    readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => /^t\d+_\d+/.test(path.basename(name)));
  const before = await openStore({ dataDir });
  const site = await addTestTenant(before);
  await addDevices(before, site, 600);
  const cutOff = tenantAtOneMoment(
    before,
    site,
    () =>
      before.system(async ({ db }) => {
        // Another copy is being made when the program ends.
        await sql`create temp table half as select * from devices`.execute(db);
        await before.close();
      }),
    ['devices'],
  );
  await expect(cutOff).rejects.toThrow(/The database (?:is closed|started again)/);
  expect(copies().length).toBeGreaterThan(2);
  await using after = await openStore({ dataDir });
  expect(copies()).toEqual([]);
  const left = await after.system(({ db }) => sql`select relname from pg_class where relpersistence = 't'`.execute(db));
  expect(left.rows).toEqual([]);
  expect(await copiedIds(after, site)).toHaveLength(600);
});
