// The rows of one tenant out of the database and into another, as lines of JSON that PostgreSQL itself writes and reads, so that no value
// changes on the way. Rows carry no tenant: they get that of the transaction.
import { type RawBuilder, sql } from 'kysely';
import { Invalid, inertText } from '#kit/index.ts';
import { COLUMNS_STAY, HANDED_OVER, SET_ANEW, STAYING, type TenantTable } from './hand-over-tables.ts';
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

/** Runs one reading of a tenant. */
export type ReadTenant = <T>(work: (tx: Tenant) => Promise<T>) => Promise<T>;

/** One moment of a tenant, read bit by bit. */
export interface OneMoment {
  /** Its people as they were then. */
  readonly people: readonly TenantPerson[];
  /** Every row of a table as it was then, as lines of JSON by primary key; a batch in memory at a time. */
  rows(table: TenantTable, signal?: AbortSignal): AsyncGenerator<string[]>;
  /** Reads what else is asked: on PostgreSQL as it was then, on the embedded database as it is by now. */
  readonly read: ReadTenant;
}

/**
 * Runs `work` over one moment of a tenant. PostgreSQL holds the moment in a transaction beside which others work. The embedded database has one
 * session: there the rows are copied first, and others take turns with whoever reads the copy.
 */
export function tenantAtOneMoment<T>(
  store: Store,
  id: TenantId,
  work: (moment: OneMoment) => Promise<T>,
  tables: readonly TenantTable[] = HANDED_OVER,
): Promise<T> {
  if (store.kind === 'embedded') return overCopies(store, id, work, tables);
  return store.system(
    async (tx) => {
      await sql`set transaction isolation level repeatable read, read only`.execute(tx.db);
      await sql`set local time zone 'UTC'`.execute(tx.db);
      const people = await peopleOf(tx, id);
      const tenant = await asTenant(tx, id);
      return work({ people, rows: (table, signal) => cursorRows(tenant, table, signal), read: (each) => each(tenant) });
    },
    { priority: 'background' },
  );
}

let copied = 0;

async function overCopies<T>(
  store: Store,
  id: TenantId,
  work: (moment: OneMoment) => Promise<T>,
  tables: readonly TenantTable[],
): Promise<T> {
  const number = ++copied;
  const copyOf = (table: TenantTable) => sql.table(`handed_${number}_${table}`);
  const read: ReadTenant = (each) => store.tenant(id, each, { priority: 'background' });
  const { people, filled } = await store.system(
    async (tx) => {
      const found = await peopleOf(tx, id);
      const tenant = await asTenant(tx, id);
      const names = await filledOf(tenant, tables);
      for (const table of names) await copyRows(tenant, table, copyOf(table));
      return { people: found, filled: names };
    },
    { priority: 'background' },
  );
  try {
    return await work({
      people,
      rows: async function* rows(table, signal) {
        if (filled.includes(table)) yield* copiedRows(read, { table, copy: copyOf(table), signal });
      },
      read,
    });
  } finally {
    // Where the session has ended, the next one began with removing them.
    if (filled.length > 0)
      await read((tx) => sql`drop table ${sql.join(filled.map(copyOf))}`.execute(tx.db)).catch(() => undefined);
  }
}

/** Rows of a table that are copied in one statement: from few on, so that none comes near the time that a statement may take. */
const COPIED_ROWS = { first: 500, most: 20_000 };
const COPY_MS = 1_000;

/** Copies what a tenant has in a table, in the order of its primary key, statement by statement. */
async function copyRows(tx: Tenant, table: TenantTable, copy: RawBuilder<unknown>): Promise<void> {
  const keys = await keysOf(tx, table);
  const key = sql.join(keys);
  await sql`create temp table ${copy} on commit preserve rows as select * from ${sql.table(table)} limit 0`.execute(
    tx.db,
  );
  await sql`alter table ${copy} add primary key (${key})`.execute(tx.db);
  // Nothing but the order of the key stops at the end of a batch; anything else reads the whole table for each.
  await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
    set_config('enable_sort', 'off', true)`.execute(tx.db);
  // A batch goes on after the last key. Where a row lies tells nothing: a short one may fill an earlier page.
  let after = sql``;
  for (let limit = COPIED_ROWS.first; ; ) {
    const began = performance.now();
    const { numAffectedRows: copiedNow = 0n } = await sql`
      insert into ${copy} select * from ${sql.table(table)}
        where tenant_id = ${sql.lit(tx.id)} ${after} order by ${key} limit ${sql.lit(limit)}`.execute(tx.db);
    if (copiedNow < limit) return;
    after = sql`and (${key}) > (select ${key} from ${copy} order by ${lastOf(keys)} limit 1)`;
    const isSlow = performance.now() - began > COPY_MS;
    limit = isSlow ? Math.max(1, Math.floor(limit / 2)) : Math.min(2 * limit, COPIED_ROWS.most);
  }
}

/** Those of the tables in which the tenant has rows. */
async function filledOf(tx: Tenant, tables: readonly TenantTable[]): Promise<TenantTable[]> {
  const each = tables.map(
    (table) =>
      sql`select ${sql.lit(table)} as name where exists (select from ${sql.table(table)} where tenant_id = ${sql.lit(tx.id)})`,
  );
  const { rows } = await sql<{ name: TenantTable }>`${sql.join(each, sql` union all `)}`.execute(tx.db);
  return rows.map(({ name }) => name);
}

function peopleOf(tx: System, id: TenantId): Promise<TenantPerson[]> {
  return tx.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .select(['users.name', 'users.email', 'memberships.role'])
    .where('memberships.tenantId', '=', id)
    .orderBy('users.email')
    .execute();
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

async function* cursorRows(tx: Tenant, table: TenantTable, signal?: AbortSignal): AsyncGenerator<string[]> {
  // A cursor takes no parameters.
  await sql`declare handed_rows no scroll cursor for
    select ${lineOf(table)} from ${sql.table(table)} t where tenant_id = ${sql.lit(tx.id)} order by ${await keyOf(tx, table)}`.execute(
    tx.db,
  );
  for (const batch = new BatchSize(); ; ) {
    signal?.throwIfAborted();
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(batch.rows)} from handed_rows`.execute(tx.db);
    if (rows.length === 0) break;
    yield batch.seen(rows.map(({ line }) => line));
  }
  await sql`close handed_rows`.execute(tx.db);
}

interface Copied {
  readonly table: TenantTable;
  readonly copy: RawBuilder<unknown>;
  readonly signal: AbortSignal | undefined;
}

async function* copiedRows(read: ReadTenant, { table, copy, signal }: Copied): AsyncGenerator<string[]> {
  // Nothing is ever changed in a copy, so that the place of a row stays what it is.
  let after: string | null = null;
  for (const batch = new BatchSize(); ; ) {
    signal?.throwIfAborted();
    const from: string | null = after;
    const rows: readonly { at: string; line: string }[] = await read(async (tx) => {
      await sql`select set_config('TimeZone', 'UTC', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)`.execute(tx.db);
      const key = await keyOf(tx, table);
      const beyond =
        from === null ? sql`` : sql`where (${key}) > (select ${key} from ${copy} where ctid = ${sql.lit(from)}::tid)`;
      const found = await sql<{ at: string; line: string }>`
        select ctid::text as at, ${lineOf(table)} from ${copy} t ${beyond} order by ${key} limit ${sql.lit(batch.rows)}`.execute(
        tx.db,
      );
      return found.rows;
    });
    const last = rows.at(-1);
    if (!last) return;
    after = last.at;
    yield batch.seen(rows.map(({ line }) => line));
  }
}

/** How many rows are read next: from one on, so that a table of large ones never fills the memory. */
class BatchSize {
  rows = 1;

  seen(lines: string[]): string[] {
    const average = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
    this.rows = Math.max(1, Math.min(BATCH_ROWS, 4 * this.rows, Math.floor(BATCH_CHARS / average)));
    return lines;
  }
}

/** A row as it goes. */
function lineOf(table: TenantTable) {
  const stays = ['tenant_id', ...Object.keys(COLUMNS_STAY[table] ?? {})];
  return sql`(to_jsonb(t) - ${sql.lit(`{${stays.join(',')}}`)}::text[])::text as line`;
}

/** The columns of its primary key, in order. */
async function keysOf(tx: Tenant, table: TenantTable): Promise<RawBuilder<unknown>[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
    where indrelid = ${table}::regclass and indisprimary order by array_position(indkey::int2[], attnum)`.execute(
    tx.db,
  );
  return rows.map(({ name }) => sql`${sql.ref(name)}`);
}

async function keyOf(tx: Tenant, table: TenantTable) {
  return sql.join(await keysOf(tx, table));
}

function lastOf(keys: readonly RawBuilder<unknown>[]) {
  return sql.join(keys.map((key) => sql`${key} desc`));
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

/** A statement that fills rows, with its table. */
const FILLING = /^(?:update|insert into|delete from)\s+(\w+)/gim;

/** The names of migrations after this one that filled rows that go, so that a default would not stand for what they did. */
export function fillingsAfter(id: number, migrations: readonly Migration[]): string[] {
  return migrations
    .filter((migration) => {
      const filled = [...migration.sql.matchAll(FILLING)];
      // What stays here at a hand-over is not in it, whatever filled it.
      return migration.id > id && filled.some(([, table = '']) => !STAYING.some((each) => each.table === table));
    })
    .map(({ name }) => name);
}
