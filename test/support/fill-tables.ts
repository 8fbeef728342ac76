// A row in every table of a site, made up: for tests of what holds for tables of all kinds.
import { sql } from 'kysely';
import { type Store, TENANT_TABLES, type TenantId } from '#store/index.ts';

export interface Filling {
  readonly tenant: TenantId;
  /** Stands in every text. */
  readonly mark: string;
  readonly at: Date;
  /** What stands in columns of text or JSON whose shape matters to the test, by 'table.column'. */
  readonly values?: Readonly<Record<string, unknown>>;
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly filled: boolean;
}

/** Takes the bounds off every table: a made-up row need not be a right one. */
export async function dropBounds(store: Store): Promise<void> {
  await store.system(async (tx) => {
    const bounds = await sql<{ of: string; name: string }>`
      select conrelid::regclass::text as of, conname as name from pg_constraint where contype in ('c', 'f') and connamespace = 'public'::regnamespace and conrelid <> 0`.execute(
      tx.db,
    );
    for (const { of, name } of bounds.rows)
      await sql`alter table ${sql.table(of)} drop constraint if exists ${sql.ref(name)} cascade`.execute(tx.db);
  });
}

/** Puts a row into every table of the tenant. Needs `dropBounds`. */
export async function fillTables(store: Store, filling: Filling): Promise<void> {
  const columns = await store.system((tx) =>
    sql<Column>`
      select table_name as "table", column_name as "column", udt_name as type,
        column_default is not null or is_identity = 'YES' or is_generated = 'ALWAYS' as filled
      from information_schema.columns where table_schema = current_schema() order by table_name, ordinal_position`.execute(
      tx.db,
    ),
  );
  for (const table of TENANT_TABLES) {
    const asked = columns.rows.filter((each) => each.table === table && !each.filled);
    const values = asked.map((column) => fillingOf(column, filling));
    await store.system((tx) =>
      sql`insert into ${sql.table(table)} (${sql.join(asked.map(({ column }) => sql.ref(column)))}) values (${sql.join(values)})`.execute(
        tx.db,
      ),
    );
  }
}

/** Something that a column takes, with the mark in it where it is text. */
function fillingOf({ table, column, type }: Column, { tenant, mark, at, values = {} }: Filling) {
  const name = `${table}.${column}`;
  if (column === 'tenant_id') return sql`${tenant}`;
  switch (type) {
    case 'text':
      return sql`${name in values ? values[name] : `${mark}-${table}-${column}`}`;
    case 'jsonb':
      return sql`${JSON.stringify(name in values ? values[name] : { [mark]: table })}::jsonb`;
    case '_text':
      return sql`array[${`${mark}-${table}-${column}`}]::text[]`;
    case 'timestamptz':
      return sql`${at.toISOString()}::timestamptz`;
    case 'date':
      return sql`${at.toISOString().slice(0, 10)}::date`;
    case 'bool':
      return sql`false`;
    default:
      return sql`1`;
  }
}

/** Every row of every table of the tenant, by table, as text that PostgreSQL writes. */
export async function rowsOf(store: Store, tenant: TenantId): Promise<Map<string, string[]>> {
  const rows = new Map<string, string[]>();
  for (const table of TENANT_TABLES) {
    const found = await store.system((tx) =>
      sql<{ row: string }>`
        select (to_jsonb(t) - 'tenant_id')::text as row from ${sql.table(table)} t where tenant_id = ${tenant} order by 1`.execute(
        tx.db,
      ),
    );
    rows.set(
      table,
      found.rows.map(({ row }) => row),
    );
  }
  return rows;
}
