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
import { attestations } from './migrations/0022-attestations.ts';
import { policyTexts } from './migrations/0023-policy-texts.ts';
import { training } from './migrations/0024-training.ts';
import { start } from './migrations/0025-start.ts';
import { assess } from './migrations/0026-assess.ts';
import { governance } from './migrations/0027-governance.ts';
import { signInWays } from './migrations/0029-sign-in-ways.ts';
import { calendar } from './migrations/0030-calendar.ts';
import { clientBranding } from './migrations/0031-client-branding.ts';
import { engagements } from './migrations/0032-engagements.ts';
import { logNames } from './migrations/0033-log-names.ts';
import { benchmark } from './migrations/0034-benchmark.ts';
import { removedPeople } from './migrations/0037-removed-people.ts';
import { checkStandings } from './migrations/0038-check-standings.ts';
import { removedAddresses } from './migrations/0039-removed-addresses.ts';
import { answersInTurn } from './migrations/0040-answers-in-turn.ts';
import { daysKeptAnew } from './migrations/0041-days-kept-anew.ts';
import { mailedLinks } from './migrations/0042-mailed-links.ts';
import { remindersInSmallLetters } from './migrations/0043-reminders-in-small-letters.ts';
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
  attestations,
  policyTexts,
  training,
  start,
  assess,
  governance,
  signInWays,
  calendar,
  clientBranding,
  engagements,
  logNames,
  benchmark,
  removedPeople,
  checkStandings,
  removedAddresses,
  answersInTurn,
  daysKeptAnew,
  mailedLinks,
  remindersInSmallLetters,
];

/** The role that tenant transactions run as: it owns nothing and cannot leave its tenant. */
export const APP_ROLE = 'dosimeter_app';

/** Tables in which nothing is ever changed. */
const APPENDED: readonly string[] = [
  'facts',
  'probe_log',
  'audit',
  'decision_events',
  'decision_log',
  'attestations',
  'day_standings',
];

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

/**
 * Row-level security on every table with a tenant, and the rights of the app role, so that no table is forgotten. Every start looks
 * whether all of it stands as it was left, and sets it up anew when anything differs: some 300 statements take a second or more.
 */
async function wall(tx: Transaction<Schema>): Promise<void> {
  const existing = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'memberships'
    order by 1`.execute(tx);
  const tables = existing.rows.map(({ name }) => name);
  const owner = await sql<{ name: string }>`select quote_ident(current_user) as name`.execute(tx);
  const rules = rulesOf(tables, owner.rows[0]?.name ?? 'current_user');
  const left = await sql<{ mark: string | null }>`
    select obj_description('migrations'::regclass, 'pg_class') as mark`.execute(tx);
  if (left.rows[0]?.mark !== (await markOf(tx, rules))) {
    for (const rule of rules) await sql.raw(rule).execute(tx);
    await sql`comment on table migrations is ${sql.lit(await markOf(tx, rules))}`.execute(tx);
  }
  const missing = TENANT_TABLES.filter((table) => !tables.includes(table));
  if (missing.length > 0 && tables.length >= TENANT_TABLES.length) {
    throw new Conflict(`Tables are missing from the database: ${missing.join(', ')}. Restore a backup.`);
  }
}

function rulesOf(tables: readonly string[], owner: string): string[] {
  const own = `tenant_id = current_setting('app.tenant', true)`;
  return [
    `grant usage on schema public to ${APP_ROLE}`,
    ...tables.flatMap((name) => [
      `alter table ${name} enable row level security`,
      `alter table ${name} force row level security`,
      `drop policy if exists of_tenant on ${name}`,
      `create policy of_tenant on ${name} to ${APP_ROLE} using (${own}) with check (${own})`,
      `drop policy if exists of_system on ${name}`,
      `create policy of_system on ${name} to ${owner} using (true) with check (true)`,
      `revoke all on ${name} from ${APP_ROLE}`,
      `grant ${APPENDED.includes(name) ? 'select, insert' : 'select, insert, update, delete'} on ${name} to ${APP_ROLE}`,
    ]),
    `grant usage on all sequences in schema public to ${APP_ROLE}`,
  ];
}

/** A mark of the rules and of what the database now holds of them: security, policies and rights of everything in the schema. */
async function markOf(tx: Transaction<Schema>, rules: readonly string[]): Promise<string> {
  const relations = await sql<Record<string, string>>`
    select c.relname::text as name, concat_ws(' ', c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl,
      (select string_agg(a.attname || a.attacl::text, ' ' order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attacl is not null)) as held
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
    order by 1`.execute(tx);
  const policies = await sql<Record<string, string>>`
    select concat_ws(' ', p.polrelid::regclass, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[],
      pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as held
    from pg_policy p order by 1`.execute(tx);
  const schema = await sql<Record<string, string>>`
    select n.nspacl::text as held from pg_namespace n where n.nspname = 'public'`.execute(tx);
  return `wall ${sha256(JSON.stringify([rules, relations.rows, policies.rows, schema.rows]))}`;
}
