import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addTestTenant, openMemoryStore } from '../test-store.ts';
import { Housekeeping } from './housekeeping.ts';

test('a checkpoint and tidy tables come due by what was written, one statement a step, and not while nothing is', async () => {
  const said: string[] = [];
  let written = 1_000;
  let now = 0;
  const run = async (statement: string) => {
    if (statement.includes('pg_database_size')) return [{ written, size: 20_000_000 }];
    if (statement.includes('pg_class')) return [{ name: 'devices' }, { name: 'facts' }];
    said.push(statement);
    return [];
  };
  const housekeeping = new Housekeeping(run, () => now);
  const all = async () => {
    now += 1_000;
    do await housekeeping.step();
    while (housekeeping.hasMore);
    return said.splice(0);
  };
  expect(housekeeping.isDue).toBe(true);
  expect(await all()).toEqual([]);
  expect(housekeeping.isDue).toBe(false);
  written += 10_000_000;
  expect(await all()).toEqual([]);
  written += 20_000_000;
  expect(await all()).toEqual(['vacuum (analyze) devices', 'vacuum (analyze) facts']);
  written += 25_000_000;
  expect(await all()).toEqual(['checkpoint', 'vacuum (analyze) devices', 'vacuum (analyze) facts']);
  expect(await all()).toEqual([]);
});

test('a failed step is left for the next time', async () => {
  const housekeeping = new Housekeeping(() => Promise.reject(new Error('the disk is full')));
  await expect(housekeeping.step()).resolves.toBeUndefined();
  expect(housekeeping.hasMore).toBe(false);
});

test('the planner of the embedded database learns how large its tables are', async () => {
  await using store = await openMemoryStore();
  const tenant = await addTestTenant(store);
  const tuples = () =>
    store.system(async ({ db }) => {
      const { rows } = await sql<{
        n: number;
      }>`select reltuples::integer as n from pg_class where relname = 'devices'`.execute(db);
      return rows[0]?.n ?? -1;
    });
  expect(await tuples()).toBe(-1);
  await store.tenant(tenant, (tx) =>
    sql`insert into devices (tenant_id, id, name, search, updated_at)
      select ${tenant}, 'd' || n, 'd', repeat('x', 1000), now() from generate_series(1, 20000) n`.execute(tx.db),
  );
  await expect.poll(tuples, { timeout: 20_000, interval: 300 }).toBe(20_000);
});
