import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import {
  addTestTenant,
  bareDevice,
  MIGRATIONS,
  openStore,
  type Store,
  TENANT_TABLES,
  type Tenant,
  testStores,
} from './index.ts';
import { makeTestDatabase } from './test-store.ts';

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-store-'));
  folders.push(made);
  return made;
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

function addDevice(tenant: Tenant, id: string) {
  return tenant.db.insertInto('devices').values(bareDevice(tenant, { id })).execute();
}

const deviceIds = async (tenant: Tenant) =>
  (await tenant.db.selectFrom('devices').select('id').orderBy('id').execute()).map((row) => row.id);

describe.each(testStores())('$name', ({ open }) => {
  test('one tenant neither sees nor writes another, and rows without a tenant are refused', async () => {
    await using store = await open();
    const [a, b] = [await addTestTenant(store), await addTestTenant(store)];
    await store.tenant(a, (tx) => addDevice(tx, 'ct'));
    await store.tenant(b, (tx) => addDevice(tx, 'mr'));
    expect(await store.tenant(a, deviceIds)).toEqual(['ct']);
    const other = store.tenant(a, (tx) =>
      tx.db
        .insertInto('devices')
        .values(bareDevice(tx, { id: 'x', tenantId: b }))
        .execute(),
    );
    await expect(other).rejects.toThrow(/row-level security/);
    await store.tenant(a, (tx) =>
      tx.db.updateTable('devices').set({ name: 'taken' }).where('tenantId', '=', b).execute(),
    );
    await store.tenant(a, (tx) => tx.db.deleteFrom('devices').where('tenantId', '=', b).execute());
    expect(await store.tenant(b, (tx) => tx.db.selectFrom('devices').select('name').execute())).toEqual([
      { name: 'mr' },
    ]);
    const all = await store.system(({ db }) => db.selectFrom('devices').select('id').orderBy('id').execute());
    expect(all).toEqual([{ id: 'ct' }, { id: 'mr' }]);
  });

  test('every table with a tenant has forced row-level security and a policy', async () => {
    await using store = await open();
    const walls = await store.system(({ db }) =>
      sql<{ name: string; forced: boolean; policies: number }>`
        select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
          (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relkind = 'r' and c.relname <> 'memberships' order by 1`.execute(db),
    );
    expect(walls.rows.map((row) => row.name)).toEqual([...TENANT_TABLES].sort());
    expect(walls.rows.filter((row) => !row.forced || row.policies !== 2)).toEqual([]);
  });

  test('a tenant cannot change or remove a fact, a probe or an audit entry', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    for (const table of ['facts', 'probe_log', 'audit']) {
      for (const statement of [`delete from ${table}`, `update ${table} set tenant_id = tenant_id`]) {
        await expect(store.tenant(tenant, (tx) => sql.raw(statement).execute(tx.db))).rejects.toThrow(
          /permission denied/,
        );
      }
    }
  });

  test('a failed transaction leaves nothing behind, and the next one works', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    const failing = store.tenant(tenant, async (tx) => {
      await addDevice(tx, 'ct');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await store.tenant(tenant, deviceIds)).toEqual([]);
  });

  test('concurrent transactions lose no update', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    await store.tenant(tenant, (tx) => addDevice(tx, 'ct'));
    await Promise.all(
      Array.from({ length: 12 }, () =>
        store.tenant(tenant, async (tx) => {
          const row = await tx.db.selectFrom('devices').select('findings').forUpdate().executeTakeFirstOrThrow();
          await tx.db
            .updateTable('devices')
            .set({ findings: row.findings + 1 })
            .execute();
        }),
      ),
    );
    const rows = await store.tenant(tenant, (tx) => tx.db.selectFrom('devices').select('findings').execute());
    expect(rows).toEqual([{ findings: 12 }]);
  });

  test('counts are numbers', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    const total = await store.tenant(tenant, async (tx) => {
      const made = sql`insert into devices (tenant_id, id, name, updated_at) select ${tenant}, 'd' || n, 'd', now() from generate_series(1, 2500) n`;
      await made.execute(tx.db);
      const row = tx.db.selectFrom('devices').select((e) => e.fn.countAll<number>().as('total'));
      return (await row.executeTakeFirstOrThrow()).total;
    });
    expect(total).toBe(2500);
  });
});

const server = process.env['TEST_DATABASE_URL'];
test.runIf(server !== undefined)('a database that does not keep UTF-8 is refused, with what to do', async () => {
  const made = await makeTestDatabase(server ?? '', 'SQL_ASCII');
  const opening = openStore({ dataDir: null, databaseUrl: made.url });
  await expect(opening).rejects.toThrow('createdb -E UTF8');
  await made.drop();
});

describe('the embedded database in a folder', () => {
  test('has mode 0700, and a second owner is refused with the folder and what to do', async () => {
    const dataDir = path.join(folder(), 'data');
    await using store = await openStore({ dataDir });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(dataDir, 'database', 'base')).mode & 0o077).toBe(0);
    await expect(openStore({ dataDir })).rejects.toThrow(
      `Another Dosimeter already uses the data folder ${dataDir}. Stop it, or choose another folder with --data.`,
    );
    expect(await store.system(({ db }) => db.selectFrom('tenants').selectAll().execute())).toEqual([]);
  });

  test('what somebody took down of the wall between tenants stands again after the next start', async () => {
    const dataDir = folder();
    const held = (store: Store) =>
      store.system(({ db }) =>
        sql`select c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relacl::text,
            (select string_agg(p.polname || pg_get_expr(p.polqual, c.oid), ' ' order by p.polname) from pg_policy p
              where p.polrelid = c.oid) as policies
          from pg_class c where c.relname in ('devices', 'facts', 'audit') and c.relkind = 'r' order by 1`.execute(db),
      );
    const before = await openStore({ dataDir });
    const stood = await held(before);
    for (const damage of [
      'alter table devices no force row level security',
      'drop policy of_tenant on facts',
      'grant delete on audit to dosimeter_app',
    ])
      await before.system(({ db }) => sql.raw(damage).execute(db));
    expect((await held(before)).rows).not.toEqual(stood.rows);
    await before.close();
    await using after = await openStore({ dataDir });
    expect((await held(after)).rows).toEqual(stood.rows);
  });

  test('data of the first schema is there under the current one', async () => {
    const dataDir = folder();
    const before: Store = await openStore({ dataDir, migrateUpTo: 1 });
    const tenant = await addTestTenant(before);
    await before.tenant(tenant, (tx) => addDevice(tx, 'ct'));
    await before.close();
    await using store = await openStore({ dataDir });
    expect(await store.tenant(tenant, deviceIds)).toEqual(['ct']);
    const applied = await store.system(({ db }) =>
      sql<{ id: number }>`select id from migrations order by id`.execute(db),
    );
    expect(applied.rows.map((row) => row.id)).toEqual(MIGRATIONS.map((migration) => migration.id));
  });

  test('who was reminded under an address with capitals is known in small letters, once each', async () => {
    const dataDir = folder();
    const before: Store = await openStore({ dataDir, migrateUpTo: 42 });
    const tenant = await addTestTenant(before);
    const at = new Date('2026-11-01T08:00:00Z');
    const row = (item: string, email: string, became: { sentAt?: Date; refused?: string } = {}) => ({
      tenantId: tenant,
      item,
      dueOn: '2026-12-01',
      email,
      triedAt: at,
      sentAt: became.sentAt ?? null,
      refused: became.refused ?? null,
    });
    const rows = [
      row('alone', 'Ann@Clinic.example', { sentAt: at }),
      row('sent', 'Ann@Clinic.example', { sentAt: at }),
      { ...row('sent', 'ann@clinic.example'), triedAt: new Date(at.getTime() + 1) },
      row('refused', 'ANN@clinic.example', { refused: '550 gone' }),
      row('refused', 'ann@clinic.example'),
      row('twice', 'ANN@clinic.example', { sentAt: at }),
      row('twice', 'Ann@clinic.example', { sentAt: at }),
      row('twice', 'bo@clinic.example'),
    ];
    await before.tenant(tenant, (tx) => tx.db.insertInto('dueReminders').values(rows).execute());
    await before.close();
    await using store = await openStore({ dataDir });
    const kept = await store.tenant(tenant, (tx) =>
      tx.db.selectFrom('dueReminders').selectAll().orderBy('item').orderBy('email').execute(),
    );
    expect(kept.map(({ item, email, sentAt, refused }) => [item, email, sentAt, refused])).toEqual([
      ['alone', 'ann@clinic.example', at, null],
      ['refused', 'ann@clinic.example', null, '550 gone'],
      ['sent', 'ann@clinic.example', at, null],
      ['twice', 'ann@clinic.example', at, null],
      ['twice', 'bo@clinic.example', null, null],
    ]);
  });

  test('a database of a newer program is refused in words', async () => {
    const dataDir = folder();
    const store = await openStore({ dataDir });
    await store.system(({ db }) =>
      sql`insert into migrations (id, name, sha256) values (999, 'later', 'x')`.execute(db),
    );
    await store.close();
    await expect(openStore({ dataDir })).rejects.toThrow(/made by a newer Dosimeter \(schema 999, 'later'\)/);
  });

  test('a runaway statement is stopped; what was committed stays and work goes on', async () => {
    await using store = await openStore({ dataDir: folder(), statementTimeoutMs: 4_000 });
    const tenant = await addTestTenant(store);
    await store.tenant(tenant, (tx) => addDevice(tx, 'ct'));
    const runaway = store.tenant(tenant, async (tx) => {
      await addDevice(tx, 'mr');
      await sql`select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b`.execute(tx.db);
    });
    await expect(runaway).rejects.toThrow(/took longer than 4 s and was stopped/);
    expect(await store.tenant(tenant, deviceIds)).toEqual(['ct']);
  });

  test('interactive work goes before waiting background work', async () => {
    await using store = await openStore({ dataDir: null });
    const tenant = await addTestTenant(store);
    const order: string[] = [];
    let release = () => {};
    const held = store.tenant(tenant, () => new Promise<void>((resolve) => (release = resolve)));
    const work = (name: string, priority: 'interactive' | 'background') =>
      store.tenant(tenant, async () => void order.push(name), { priority });
    const rest = [work('b1', 'background'), work('b2', 'background'), work('i1', 'interactive')];
    await new Promise((resolve) => setTimeout(resolve, 50));
    release();
    await Promise.all([held, ...rest]);
    expect(order).toEqual(['i1', 'b1', 'b2']);
  });

  test('kill -9 loses no acknowledged row', async () => {
    const dataDir = folder();
    const script = `
      import { openStore } from ${JSON.stringify(path.resolve(import.meta.dirname, 'index.ts'))};
      const store = await openStore({ dataDir: ${JSON.stringify(dataDir)} });
      for (let n = Number(process.argv[1]); ; n++) {
        await store.system(({ db }) => db.insertInto('meta').values({ key: 'k' + n, value: '' }).execute());
        process.stdout.write(n + '\\n');
      }`;
    let acknowledged = 0;
    for (let round = 0; round < 3; round++) {
      const start = acknowledged;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, String(start + 1000 * round)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (out.split('\n').length > 40) child.kill('SIGKILL');
      });
      await new Promise((resolve) => child.on('close', resolve));
      const numbers = out.split('\n').slice(0, -1).map(Number);
      expect(numbers.length).toBeGreaterThanOrEqual(40);
      await using store = await openStore({ dataDir });
      const keys = await store.system(({ db }) => db.selectFrom('meta').select('key').execute());
      const there = new Set(keys.map((row) => row.key));
      expect(numbers.filter((n) => !there.has(`k${n}`))).toEqual([]);
      acknowledged += numbers.length;
    }
  });
});
