// The rows of one tenant out of the database and into another, as lines of JSON that PostgreSQL itself writes and reads, so that no value
// changes on the way. Rows carry no tenant: they get that of the transaction.
import { sql } from 'kysely';
import { Invalid, inertText } from '#kit/index.ts';
import { COLUMNS_STAY, HANDED_OVER, SET_ANEW, type TenantTable } from './hand-over-tables.ts';
import { APP_ROLE, type Migration } from './migrate.ts';
import type { Store } from './store.ts';
import type { System, Tenant, TenantId } from './tenant.ts';

/** Rows of a batch together, about; some rows hold megabytes. */
const BATCH_CHARS = 1 << 20;
const BATCH_ROWS = 1000;

export interface TenantPerson {
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

/** A column of a table that goes with its tenant. */
export interface HandedColumn {
  readonly name: string;
  /** What stands in it when nothing is said: null, a default, or nothing that would be honest. */
  readonly without: 'null' | 'default' | 'nothing';
}

/** Narrows what is left of a transaction to one tenant; row-level security refuses everything else. */
export async function asTenant(tx: System, id: TenantId): Promise<Tenant> {
  await sql`select set_config('app.tenant', ${id}, true), set_config('role', ${APP_ROLE}, true)`.execute(tx.db);
  return { id, db: tx.db };
}

/** Runs `work` over one moment of a tenant, with its people as they were then. Nothing can be written. */
export function tenantAtOneMoment<T>(
  store: Store,
  id: TenantId,
  work: (tx: Tenant, people: readonly TenantPerson[]) => Promise<T>,
): Promise<T> {
  return store.system(
    async (tx) => {
      await sql`set transaction isolation level repeatable read, read only`.execute(tx.db);
      await sql`set local time zone 'UTC'`.execute(tx.db);
      const people = await tx.db
        .selectFrom('memberships')
        .innerJoin('users', 'users.id', 'memberships.userId')
        .select(['users.name', 'users.email', 'memberships.role'])
        .where('memberships.tenantId', '=', id)
        .orderBy('users.email')
        .execute();
      return work(await asTenant(tx, id), people);
    },
    { priority: 'background' },
  );
}

/** The columns of a table that go with its tenant, in order. */
export async function handedColumns(tx: { readonly db: Tenant['db'] }, table: TenantTable): Promise<HandedColumn[]> {
  const { rows } = await sql<HandedColumn>`
    select attname as name, case when atthasdef or attidentity <> '' then 'default' when attnotnull then 'nothing' else 'null' end as without
    from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attname <> 'tenant_id'
    order by attnum`.execute(tx.db);
  const stays = COLUMNS_STAY[table] ?? {};
  return rows.filter(({ name }) => !(name in stays));
}

/** Every row of a table of the tenant as a line of JSON, by primary key; a batch in memory at a time. Needs `tenantAtOneMoment`. */
export async function* handedRows(tx: Tenant, table: TenantTable, signal?: AbortSignal): AsyncGenerator<string[]> {
  const stays = ['tenant_id', ...Object.keys(COLUMNS_STAY[table] ?? {})];
  const key = await sql<{ name: string }>`
    select attname as name from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
    where indrelid = ${table}::regclass and indisprimary order by array_position(indkey::int2[], attnum)`.execute(
    tx.db,
  );
  const order = sql.join(key.rows.map(({ name }) => sql.ref(name)));
  // A cursor takes no parameters.
  await sql`declare handed_rows no scroll cursor for
    select (to_jsonb(t) - ${sql.lit(`{${stays.join(',')}}`)}::text[])::text as line
    from ${sql.table(table)} t where tenant_id = ${sql.lit(tx.id)} order by ${order}`.execute(tx.db);
  for (let count = 1; ; ) {
    signal?.throwIfAborted();
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(count)} from handed_rows`.execute(tx.db);
    if (rows.length === 0) break;
    const lines = rows.map(({ line }) => line);
    yield lines;
    const average = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
    // From one row on, so that a table of large ones never fills the memory.
    count = Math.max(1, Math.min(BATCH_ROWS, 4 * count, Math.floor(BATCH_CHARS / average)));
  }
  await sql`close handed_rows`.execute(tx.db);
}

/**
 * Puts lines of JSON into a table of the tenant. `columns`: those that each line has; the others get their defaults. Throws Invalid where
 * the database refuses a row.
 */
export async function takeRows(
  tx: Tenant,
  { table, columns }: { readonly table: TenantTable; readonly columns: readonly string[] },
  lines: readonly string[],
): Promise<void> {
  const anew = SET_ANEW[table] ?? {};
  const names = [...new Set([...columns, ...Object.keys(anew)])];
  const values = names.map((name) => {
    const set = anew[name];
    return set === undefined ? sql`r.${sql.ref(name)}` : sql.raw(set);
  });
  try {
    await sql`
      insert into ${sql.table(table)} (tenant_id, ${sql.join(names.map((name) => sql.ref(name)))})
      select ${tx.id}, ${sql.join(values)} from jsonb_populate_recordset(null::${sql.table(table)}, ${`[${lines.join(',')}]`}::jsonb) r`.execute(
      tx.db,
    );
  } catch (error) {
    // Classes 22 and 23 of SQLSTATE: a value or a row that the table does not take.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^2[23]/.test(code)) throw error;
    const why = inertText(error instanceof Error ? error.message : '', 200);
    throw new Invalid(`A row of ${table} does not fit (${why}). The hand-over was changed; fetch it again.`, {}, error);
  }
}

/** The name of a table that goes with its tenant; undefined for every other. */
export function handedTable(name: string): TenantTable | undefined {
  return HANDED_OVER.find((table) => table === name);
}

/** The names of migrations after this one that filled rows, so that a default would not stand for what they did. */
export function fillingsAfter(id: number, migrations: readonly Migration[]): string[] {
  return migrations
    .filter((migration) => migration.id > id && /^(?:update|insert|delete)\b/im.test(migration.sql))
    .map(({ name }) => name);
}
