// Stores for tests: the embedded database in memory, and PostgreSQL when TEST_DATABASE_URL names a server.
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Insertable } from 'kysely';
import pg from 'pg';
import { sha256 } from '#kit/index.ts';
import { embeddedDialect } from './embedded/dialect.ts';
import { EmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { MIGRATIONS, migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { kysely, openStore, type Store } from './store.ts';
import { type Tenant, type TenantId, tenantIdOf } from './tenant.ts';

export interface TestStore {
  readonly name: string;
  /** A new, empty store with the current schema. */
  readonly open: () => Promise<Store>;
}

/** The stores that every test of stored data runs on. */
export function testStores(): TestStore[] {
  const url = process.env['TEST_DATABASE_URL'];
  const embedded: TestStore = { name: 'embedded', open: openMemoryStore };
  return url ? [embedded, { name: 'postgresql', open: () => openTestDatabase(url) }] : [embedded];
}

/** An embedded database in memory, migrated; begins with a template, because making and migrating one takes seconds. */
export async function openMemoryStore(): Promise<Store> {
  return openStore({ dataDir: null, template: await memoryTemplate() });
}

/** What a template depends on. */
const SCHEMA = sha256(MIGRATIONS.map((migration) => migration.sql).join()).slice(0, 16);

async function memoryTemplate(): Promise<Uint8Array> {
  const file = path.join(os.tmpdir(), `dosimeter-test-migrated-${process.getuid?.() ?? 0}-${SCHEMA}.tar`);
  const made = await readFile(file).catch(() => undefined);
  if (made) return made;
  const database = new EmbeddedPostgres({ folder: null });
  await database.open();
  await migrate(kysely(embeddedDialect(database)));
  const archive = await database.dump();
  await database.close();
  const own = `${file}.${process.pid}`;
  await writeFile(own, archive, { mode: 0o600 });
  await rename(own, file);
  return archive;
}

/** Adds a tenant and returns its id. */
export async function addTestTenant(store: Store, name = 'Test site'): Promise<TenantId> {
  const id = tenantIdOf(`tenant-${randomBytes(6).toString('hex')}`);
  await store.system(({ db }) =>
    db.insertInto('tenants').values({ id, name, demo: false, createdAt: new Date() }).execute(),
  );
  return id;
}

/** The row of a device of which nothing is known but its name, with what `over` says of it. */
export function bareDevice(
  tenant: Pick<Tenant, 'id'>,
  over: Partial<Insertable<Schema['devices']>> & { readonly id: string },
) {
  return {
    tenantId: tenant.id,
    name: over.id,
    criticalityReasons: '[]',
    exposureRank: -1,
    severity: 0,
    findings: 0,
    retired: false,
    search: '',
    addresses: [],
    aeTitles: [],
    macs: [],
    updatedAt: new Date(),
    ...over,
  };
}

/** A new, empty database on the server at `url`, whatever the encoding of its others. */
export function makeTestDatabase(url: string, encoding: 'UTF8' | 'SQL_ASCII') {
  return makeDatabase(url, `template template0 encoding '${encoding}'`);
}

async function openTestDatabase(url: string): Promise<Store> {
  const made = await makeDatabase(url, `template ${await serverTemplate(url)}`);
  const store = await openStore({ dataDir: null, databaseUrl: made.url });
  const close = async () => {
    await store.close();
    await made.drop();
  };
  return { ...store, close, [Symbol.asyncDispose]: close };
}

/** The name of a migrated database on the server, made when it is missing. */
async function serverTemplate(url: string): Promise<string> {
  const name = `dosimeter_test_migrated_${SCHEMA}`;
  await administer(url, async (client) => {
    // Whoever tests beside us waits until it is whole.
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rows } = await client.query('select from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    const made = await makeTestDatabase(url, 'UTF8');
    try {
      await (await openStore({ dataDir: null, databaseUrl: made.url })).close();
    } catch (error) {
      await made.drop();
      throw error;
    }
    await client.query(`alter database ${made.name} rename to ${name}`);
  });
  return name;
}

async function makeDatabase(url: string, how: string) {
  const name = `dosimeter_test_${randomBytes(6).toString('hex')}`;
  await administer(url, (client) => client.query(`create database ${name} ${how}`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  const drop = () => administer(url, (client) => client.query(`drop database if exists ${name} with (force)`));
  return { name, url: own.href, drop };
}

async function administer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
