// Opens the database, embedded or PostgreSQL by URL, and hands out transactions.
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { Unavailable } from '#kit/index.ts';
import { embeddedDialect, type Priority, priorityOfWork } from './embedded/dialect.ts';
import { EmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { APP_ROLE, migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import type { System, Tenant, TenantId } from './tenant.ts';

export interface StoreOptions {
  /** Folder of the embedded database; made with mode 0700. Null keeps it in memory. */
  readonly dataDir: string | null;
  /** PostgreSQL instead of the embedded database. */
  readonly databaseUrl?: string | undefined;
  /** Longest time of one statement. */
  readonly statementTimeoutMs?: number;
  /** A dumped database to begin with; for tests in memory. */
  readonly template?: Uint8Array;
  /** Stops at this migration; for tests of migrations. */
  readonly migrateUpTo?: number;
}

export interface WorkOptions {
  /** Background work waits for interactive work on the embedded database's one session. */
  readonly priority?: Priority;
}

export interface Store {
  readonly kind: 'embedded' | 'postgresql';
  readonly dataDir: string | null;
  /** Runs `work` in one transaction of one tenant. */
  tenant<T>(id: TenantId, work: (tx: Tenant) => Promise<T>, options?: WorkOptions): Promise<T>;
  /** Runs `work` in one transaction that crosses tenants. */
  system<T>(work: (tx: System) => Promise<T>, options?: WorkOptions): Promise<T>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens the store and brings its schema up to date. Throws Conflict or Unavailable with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.databaseUrl ? openPostgres(options, options.databaseUrl) : openEmbedded(options);
}

async function openEmbedded(options: StoreOptions): Promise<Store> {
  const timeout = options.statementTimeoutMs;
  const database = new EmbeddedPostgres({
    folder: options.dataDir,
    ...(timeout === undefined ? {} : { statementTimeoutMs: timeout }),
    template: options.template,
  });
  await database.open();
  const db = kysely(embeddedDialect(database));
  return ready('embedded', options, db, () => database.close());
}

async function openPostgres(options: StoreOptions, url: string): Promise<Store> {
  // Counts come as numbers from both databases.
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === 20 ? Number : pg.types.getTypeParser(oid, format),
  };
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 10_000,
    statement_timeout: options.statementTimeoutMs ?? 60_000,
    types: types as pg.CustomTypesConfig, // pg's own type lists overloads that a plain function cannot have
  });
  pool.on('error', () => undefined);
  try {
    const found = await pool.query<{ version: string; encoding: string }>(
      "select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding",
    );
    const { version, encoding } = found.rows[0] ?? { version: '0', encoding: '' };
    if (Number(version) < 150000) {
      throw new Unavailable('PostgreSQL 15 or later is needed. Upgrade the server, or leave out the database URL.');
    }
    if (encoding !== 'UTF8') {
      throw new Unavailable(
        `This database keeps text as ${encoding}, which cannot hold every name. Make one for Dosimeter that keeps UTF-8: createdb -E UTF8 -T template0 NAME.`,
      );
    }
  } catch (error) {
    await pool.end();
    if (error instanceof Unavailable) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Unavailable(
      `PostgreSQL does not answer at the database URL: ${why}. Check the URL and the server.`,
      undefined,
      error,
    );
  }
  return ready('postgresql', options, kysely(new PostgresDialect({ pool })), async () => undefined);
}

/** The schema's tables over a connection. */
export function kysely(dialect: ConstructorParameters<typeof Kysely<Schema>>[0]['dialect']): Kysely<Schema> {
  return new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] });
}

async function ready(
  kind: Store['kind'],
  options: StoreOptions,
  db: Kysely<Schema>,
  closeDatabase: () => Promise<void>,
): Promise<Store> {
  const close = async () => {
    await db.destroy();
    await closeDatabase();
  };
  try {
    await migrate(db, options.migrateUpTo);
  } catch (error) {
    await close();
    throw error;
  }
  const run = <T>(work: () => Promise<T>, priority: Priority | undefined) =>
    priorityOfWork.run(priority ?? priorityOfWork.getStore() ?? 'interactive', work);
  return {
    kind,
    dataDir: options.dataDir,
    tenant: (id, work, { priority } = {}) =>
      run(
        () =>
          db.transaction().execute(async (tx) => {
            await sql`select set_config('app.tenant', ${id}, true), set_config('role', ${APP_ROLE}, true)`.execute(tx);
            return work({ id, db: tx });
          }),
        priority,
      ),
    system: (work, { priority } = {}) => run(() => db.transaction().execute((tx) => work({ db: tx })), priority),
    close,
    [Symbol.asyncDispose]: close,
  };
}
