// Backup and restore as one portable file (dosimeter.backup/1): gzipped JSON lines, the same from both databases, so that a backup of
// the embedded database is also the way to PostgreSQL.
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, Invalid, sha256 } from '#kit/index.ts';
import { MIGRATIONS } from './migrate.ts';
import { SYSTEM_TABLES, TENANT_TABLES } from './schema.ts';
import type { Store } from './store.ts';
import type { System, TenantId } from './tenant.ts';

const FORMAT = 'dosimeter.backup/1';
const BATCH = 500;
/** Sessions end with a restore; answers kept for repeated requests are not worth keeping. */
const TABLES = [...SYSTEM_TABLES.filter((table) => table !== 'sessions'), ...TENANT_TABLES];

const header = z.object({ format: z.literal(FORMAT), schema: z.number().int(), madeAt: z.string() });
const tableLine = z.object({ table: z.enum(TABLES), rows: z.array(z.record(z.string(), z.json())) });
const footer = z.object({ end: z.literal(true), rows: z.number().int(), sha256: z.string() });

export interface BackupReport {
  readonly rows: number;
  readonly tables: number;
}

/** Writes everything into `file` (mode 0600), whole or not at all. */
export async function backup(store: Store, file: string, at: Date): Promise<BackupReport> {
  const partial = `${file}.part`;
  try {
    const report = await store.system(
      async (tx) => {
        await sql`set transaction isolation level repeatable read, read only`.execute(tx.db);
        const result = { rows: 0, tables: TABLES.length };
        const lines = linesOf(tx, at, result);
        await pipeline(Readable.from(lines), createGzip(), createWriteStream(partial, { mode: 0o600, flags: 'w' }));
        return result;
      },
      { priority: 'background' },
    );
    const handle = await open(partial, 'r');
    await handle.sync();
    await handle.close();
    await rename(partial, file);
    return report;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function* linesOf(tx: System, at: Date, report: { rows: number }): AsyncGenerator<string> {
  let digest = '';
  const line = (value: unknown) => {
    const text = JSON.stringify(value);
    digest = sha256(digest + text);
    return `${text}\n`;
  };
  yield line({ format: FORMAT, schema: MIGRATIONS.at(-1)?.id ?? 0, madeAt: at.toISOString() });
  for (const table of TABLES) {
    await sql`declare backup_rows no scroll cursor for select to_jsonb(t) as row from ${sql.table(table)} t`.execute(
      tx.db,
    );
    for (;;) {
      const { rows } = await sql<{ row: object }>`fetch ${sql.lit(BATCH)} from backup_rows`.execute(tx.db);
      if (rows.length === 0) break;
      report.rows += rows.length;
      yield line({ table, rows: rows.map(({ row }) => row) });
    }
    await sql`close backup_rows`.execute(tx.db);
  }
  yield `${JSON.stringify({ end: true, rows: report.rows, sha256: digest })}\n`;
}

/** Reads a backup into an empty store, whole or not at all. Throws Invalid for a damaged file, Conflict for a store in use. */
export async function restore(store: Store, file: string): Promise<BackupReport> {
  return store.system(async (tx) => {
    for (const table of ['users', 'devices', 'facts'] as const) {
      const used = await tx.db.selectFrom(table).select(sql`1`.as('one')).limit(1).execute();
      if (used.length > 0) {
        throw new Conflict('This database has data already. Restore into a new, empty data folder or database.');
      }
    }
    for (const table of [...TABLES].reverse()) await sql`delete from ${sql.table(table)}`.execute(tx.db);
    const report = { rows: 0, tables: TABLES.length };
    for await (const line of checkedLines(file)) {
      const { table, rows } = line;
      report.rows += rows.length;
      await sql`insert into ${sql.table(table)} select * from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
        tx.db,
      );
    }
    await sql`select setval(pg_get_serial_sequence('probe_log', 'seq'), (select coalesce(max(seq), 0) + 1 from probe_log), false)`.execute(
      tx.db,
    );
    return report;
  });
}

async function* checkedLines(file: string): AsyncGenerator<z.infer<typeof tableLine>> {
  const damaged = (why: string) =>
    new Invalid(`${file} is no complete Dosimeter backup (${why}). Nothing was restored; use another backup.`);
  let digest = '';
  let rows = 0;
  let number = 0;
  let ended = false;
  const unzipped = createReadStream(file)
    .on('error', (error) => unzipped.destroy(error))
    .pipe(createGunzip());
  try {
    for await (const text of createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      const value: unknown = JSON.parse(text);
      if (number === 1) {
        const parsed = header.safeParse(value);
        if (!parsed.success) throw damaged('its first line is not ours');
        if (parsed.data.schema > (MIGRATIONS.at(-1)?.id ?? 0))
          throw damaged('it was made by a newer program; update first');
      } else if (footer.safeParse(value).success) {
        const end = footer.parse(value);
        if (end.sha256 !== digest || end.rows !== rows) throw damaged('its check sum does not fit');
        ended = true;
        continue;
      } else {
        const parsed = tableLine.safeParse(value);
        if (!parsed.success || ended) throw damaged(`line ${number}`);
        rows += parsed.data.rows.length;
        yield parsed.data;
      }
      digest = sha256(digest + text);
    }
  } catch (error) {
    if (error instanceof Invalid) throw error;
    throw damaged(error instanceof Error ? error.message : 'it cannot be read');
  }
  if (!ended) throw damaged('it ends too early');
}

/** Removes everything of a tenant, and the tenant. */
export async function deleteTenant(store: Store, id: TenantId): Promise<void> {
  await store.system(async ({ db }) => {
    for (const table of [...TENANT_TABLES].reverse()) {
      await sql`delete from ${sql.table(table)} where tenant_id = ${id}`.execute(db);
    }
    await db.deleteFrom('tenants').where('id', '=', id).execute();
  });
}
