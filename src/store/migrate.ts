// Brings a database to the schema of this program: each migration once, in order, in a transaction, recorded with its hash.
import { type Kysely, sql, type Transaction } from 'kysely';
import { Conflict, sha256, Unavailable } from '#kit/index.ts';
import { first } from './migrations/0001-first.ts';
import { lists } from './migrations/0002-lists.ts';
import { identityMarks } from './migrations/0003-identity-marks.ts';
import { findingsWork } from './migrations/0004-findings-work.ts';
import { flows } from './migrations/0005-flows.ts';
import { sensors } from './migrations/0006-sensors.ts';
import { inventory } from './migrations/0007-inventory.ts';
import { decisions } from './migrations/0008-decisions.ts';
import { sboms } from './migrations/0009-sboms.ts';
import { mds2 } from './migrations/0010-mds2.ts';
import { checklists } from './migrations/0011-checklists.ts';
import { flaws } from './migrations/0013-flaws.ts';
import { howSoon } from './migrations/0014-how-soon.ts';
import { risk } from './migrations/0016-risk.ts';
import { ratings } from './migrations/0017-ratings.ts';
import { done } from './migrations/0018-done.ts';
import { riskRanges } from './migrations/0020-risk-ranges.ts';
import { training } from './migrations/0024-training.ts';
import { governance } from './migrations/0027-governance.ts';
import { type Schema, TENANT_TABLES } from './schema.ts';

export interface Migration {
  readonly id: number;
  readonly name: string;
  /** Statements separated by semicolons at line ends. */
  readonly sql: string;
}

/** Every migration, oldest first. One that was released is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  first,
  lists,
  identityMarks,
  findingsWork,
  flows,
  sensors,
  inventory,
  decisions,
  sboms,
  mds2,
  checklists,
  flaws,
  howSoon,
  risk,
  ratings,
  done,
  riskRanges,
  training,
  governance,
];

/** The role that tenant transactions run as: it owns nothing and cannot leave its tenant. */
export const APP_ROLE = 'dosimeter_app';

/** Tables in which nothing is ever changed. */
const APPENDED: readonly string[] = ['facts', 'probe_log', 'audit', 'decision_events', 'decision_log'];

// 'dosimeter' as a number: one migration at a time, whichever process comes first.
const LOCK = 7_233_114;

/** Applies what is missing, up to `upTo`; returns the names applied. Refuses a database of a newer program. */
export async function migrate(
  db: Kysely<Schema>,
  upTo = MIGRATIONS.at(-1)?.id ?? 0,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<string[]> {
  const applied: string[] = [];
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(tx);
    await sql`create table if not exists migrations (id integer primary key, name text not null, sha256 text not null, at timestamptz not null default now())`.execute(
      tx,
    );
    const done = await sql<{
      id: number;
      name: string;
      sha256: string;
    }>`select id, name, sha256 from migrations`.execute(tx);
    for (const row of done.rows) checkKnown(row, migrations);
    await createRole(tx);
    for (const migration of migrations) {
      if (migration.id > upTo || done.rows.some((row) => row.id === migration.id)) continue;
      for (const statement of statements(migration.sql)) await sql.raw(statement).execute(tx);
      await sql`insert into migrations (id, name, sha256) values (${migration.id}, ${migration.name}, ${sha256(migration.sql)})`.execute(
        tx,
      );
      applied.push(migration.name);
    }
    await wall(tx);
  });
  return applied;
}

function checkKnown(row: { id: number; name: string; sha256: string }, migrations: readonly Migration[]): void {
  const known = migrations.find((migration) => migration.id === row.id);
  if (!known) {
    throw new Conflict(
      `This database was made by a newer Dosimeter (schema ${row.id}, '${row.name}'). Update the program, or restore a backup made with this version.`,
    );
  }
  if (sha256(known.sql) !== row.sha256) {
    throw new Conflict(
      `Schema ${row.id} ('${row.name}') of this database is not the one this program knows. Restore a backup.`,
    );
  }
}

function statements(text: string): string[] {
  return text
    .split(/;\s*\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

async function createRole(tx: Transaction<Schema>): Promise<void> {
  const role = await sql`select 1 from pg_roles where rolname = ${APP_ROLE}`.execute(tx);
  try {
    // Roles belong to the whole server: another database of it may be made at the same moment.
    if (role.rows.length === 0) {
      await sql
        .raw(
          `do $$ begin create role ${APP_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$`,
        )
        .execute(tx);
    }
    const member = await sql<{ ok: boolean }>`select pg_has_role(current_user, ${APP_ROLE}, 'member') as ok`.execute(
      tx,
    );
    if (member.rows[0]?.ok !== true) await sql.raw(`grant ${APP_ROLE} to current_user`).execute(tx);
  } catch (cause) {
    throw new Unavailable(
      `The database user may not create the role '${APP_ROLE}', which keeps tenants apart. As a PostgreSQL administrator run: create role ${APP_ROLE} nologin; grant ${APP_ROLE} to <the user of the URL>;`,
      undefined,
      cause,
    );
  }
}

/** Row-level security on every table with a tenant, and the rights of the app role; repeated at every start, so that no table is forgotten. */
async function wall(tx: Transaction<Schema>): Promise<void> {
  const existing = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
    where c.table_schema = current_schema() and c.column_name = 'tenant_id' and c.table_name <> 'memberships'`.execute(
    tx,
  );
  const owner = await sql<{ name: string }>`select quote_ident(current_user) as name`.execute(tx);
  await sql.raw(`grant usage on schema public to ${APP_ROLE}`).execute(tx);
  for (const { name } of existing.rows) {
    await sql.raw(`alter table ${name} enable row level security`).execute(tx);
    await sql.raw(`alter table ${name} force row level security`).execute(tx);
    await sql.raw(`drop policy if exists of_tenant on ${name}`).execute(tx);
    await sql
      .raw(
        `create policy of_tenant on ${name} to ${APP_ROLE} using (tenant_id = current_setting('app.tenant', true)) with check (tenant_id = current_setting('app.tenant', true))`,
      )
      .execute(tx);
    await sql.raw(`drop policy if exists of_system on ${name}`).execute(tx);
    await sql
      .raw(`create policy of_system on ${name} to ${owner.rows[0]?.name} using (true) with check (true)`)
      .execute(tx);
    const rights = APPENDED.includes(name) ? 'select, insert' : 'select, insert, update, delete';
    await sql.raw(`revoke all on ${name} from ${APP_ROLE}`).execute(tx);
    await sql.raw(`grant ${rights} on ${name} to ${APP_ROLE}`).execute(tx);
  }
  await sql.raw(`grant usage on all sequences in schema public to ${APP_ROLE}`).execute(tx);
  const missing = TENANT_TABLES.filter((table) => !existing.rows.some((row) => row.name === table));
  if (missing.length > 0 && existing.rows.length >= TENANT_TABLES.length) {
    throw new Conflict(`Tables are missing from the database: ${missing.join(', ')}. Restore a backup.`);
  }
}
