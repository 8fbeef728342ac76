// Takes a hand-over (dosimeter.hand-over/1) into a new site, whole or not at all. The archive is foreign: every name, size, hash, table, column
// and row in it is checked, and what does not fit is said.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type HandOver,
  type HandOverPerson,
  type HandOverTable,
  handOvers,
  type TakeOver,
  whatIsWrong,
} from '#contracts/index.ts';
import { type Clock, Conflict, Invalid, inertText, ZipArchive } from '#kit/index.ts';
import { addTenant, allTenants, audit } from '#people/index.ts';
import {
  asTenant,
  fillingsAfter,
  HANDED_OVER,
  handedColumns,
  handedTable,
  MIGRATIONS,
  type Migration,
  SAID_OF_ANEW,
  STAYING,
  type Store,
  type System,
  type Tenant,
  type TenantTable,
  takeRows,
} from '#store/index.ts';
import { sumsOf } from './hand-over.ts';

const LIMITS = { mostFiles: 20_000, mostBytes: 2 ** 36, mostRatio: 400 };
const MOST_SMALL_FILE = 2 ** 26;
/** A row may hold a whole assessment of risk; PostgreSQL takes no value over 256 MB. */
const MOST_LINE = 2 ** 27;
const BATCH_CHARS = 1 << 20;
const BATCH_ROWS = 1000;
const MANIFEST = 'manifest.json';
const SUMS = 'SHA256SUMS';
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

const madeBy = z.looseObject({
  schema: z.string(),
  version: z.string(),
  migration: z.looseObject({ id: z.number().int(), name: z.string() }),
});
const row = z.record(z.string(), z.unknown());

export interface TakeOverRun {
  /** The archive. */
  readonly file: string;
  /** What the new site is called; by itself as it was called. */
  readonly name?: string | undefined;
  readonly by: string;
  readonly signal?: AbortSignal | undefined;
  readonly progress: (done: number, of: number, rows: number) => void;
  /** Those of this program; for tests. */
  readonly migrations?: readonly Migration[];
}

/** Makes the new site. Throws Invalid for an archive that cannot be taken, Conflict for a name that is in use; then nothing was made. */
export async function takeOver(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  run: TakeOverRun,
): Promise<TakeOver> {
  await using archive = await ZipArchive.open(run.file, LIMITS);
  const migrations = run.migrations ?? MIGRATIONS;
  const manifest = await manifestOf(archive, migrations);
  const people = await checkSmallFiles(archive, manifest);
  const at = clock.now();
  const name = inertText(run.name ?? manifest.site.name, 100).trim();
  if (name === '') throw new Invalid('Write a name for the new site, as in: --name "Lakeside Imaging"');
  return await store.system(
    async (tx) => {
      const plan = await planOf(tx, manifest, migrations);
      const id = await addTenant(tx, { name, demo: false, at, ...(await idOf(tx, manifest, name)) });
      const tenant = await asTenant(tx, id);
      let rows = 0;
      for (const [index, { table, said }] of plan.entries()) {
        run.progress(index, plan.length, rows);
        run.signal?.throwIfAborted();
        rows += await takeTable(tenant, { archive, table, said, manifest, signal: run.signal });
      }
      run.progress(plan.length, plan.length, rows);
      const { site, version, madeAt } = manifest;
      const detail = `of ${madeAt}, where it was '${site.name}' (${site.id})`;
      await audit(tenant, { who: run.by, action: 'site taken over', subject: name, detail }, at);
      return {
        schema: 'dosimeter.take-over/1' as const,
        site: { id, name },
        from: { ...site, version, madeAt },
        tables: plan.length,
        rows,
        people,
        changed: plan.flatMap(({ table, said }) => (said.rows > 0 ? (SAID_OF_ANEW[table] ?? []) : [])),
      };
    },
    { priority: 'background' },
  );
}

/** The id is kept where nobody has it, so that what was written about the site elsewhere still names it. Throws Conflict for a name in use. */
async function idOf(tx: System, { site }: HandOver, name: string): Promise<{ id?: string }> {
  const tenants = await allTenants(tx);
  if (tenants.some((tenant) => tenant.name === name)) {
    throw new Conflict(`There is a site '${name}' here. Give the new one another name, as in: --name "${name} 2"`);
  }
  const isFree = UUID.test(site.id) && tenants.every(({ id }) => id !== site.id);
  return isFree ? { id: site.id } : {};
}

async function manifestOf(archive: ZipArchive, migrations: readonly Migration[]): Promise<HandOver> {
  const value = parsed(await textOf(archive, MANIFEST), MANIFEST);
  const made = madeBy.safeParse(value);
  const newest = migrations.at(-1)?.id ?? 0;
  if (made.success && made.data.schema.startsWith('dosimeter.hand-over/')) {
    const { schema, version, migration } = made.data;
    if (migration.id > newest || schema !== 'dosimeter.hand-over/1') {
      throw new Invalid(
        `This hand-over was made by a newer Dosimeter (${inertText(version, 40)}, schema ${migration.id}; this one knows ${newest}). Update this one first.`,
      );
    }
  }
  const manifest = handOvers.handOver.safeParse(value);
  if (!manifest.success) {
    const { field, message } = whatIsWrong(manifest.error);
    throw new Invalid(`This is no hand-over of Dosimeter: manifest.json, ${inertText(`${field}: ${message}`, 200)}`);
  }
  const { migration } = manifest.data;
  if (!migrations.some(({ id, name }) => id === migration.id && name === migration.name)) {
    throw new Invalid(
      `No Dosimeter has a schema ${migration.id} '${inertText(migration.name, 60)}'. The hand-over was changed.`,
    );
  }
  checkFiles(archive, manifest.data);
  return manifest.data;
}

/** The archive holds what the list says, no more and no less. */
function checkFiles(archive: ZipArchive, { files, tables }: HandOver): void {
  const there = new Map(archive.members.map(({ path, bytes }) => [path, bytes]));
  for (const { path, bytes } of files) {
    if (there.get(path) !== bytes) {
      const how = there.has(path) ? 'is not as long as manifest.json says' : 'is missing';
      throw new Invalid(`${inertText(path, 120)} ${how}. The hand-over was cut or changed; fetch it again.`);
    }
  }
  const listed = new Set([...files.map(({ path }) => path), MANIFEST, SUMS]);
  const more = [...there.keys()].find((path) => !listed.has(path));
  if (more !== undefined || listed.size !== files.length + 2) {
    throw new Invalid(`${more ?? 'A file'} is in the archive and not once in its list. It was changed; do not use it.`);
  }
  const ofTables = tables.flatMap((table) => table.files);
  const inFolder = files.map(({ path }) => path).filter((path) => path.startsWith('tables/'));
  if (ofTables.length !== inFolder.length || inFolder.some((path) => !ofTables.includes(path))) {
    throw new Invalid('manifest.json does not say of each file which table it holds. It was changed; do not use it.');
  }
}

/** Files that are no tables, each against its hash; gives the people. */
async function checkSmallFiles(archive: ZipArchive, manifest: HandOver): Promise<HandOverPerson[]> {
  for (const { path, sha256 } of manifest.files) {
    if (path.startsWith('tables/')) continue;
    const digest = createHash('sha256');
    for await (const chunk of archive.read(path)) digest.update(chunk);
    if (digest.digest('hex') !== sha256) throw otherHash(path);
  }
  const sums = await textOf(archive, SUMS);
  const own = createHash('sha256')
    .update(await textOf(archive, MANIFEST))
    .digest('hex');
  const files = [...manifest.files, { path: MANIFEST, sha256: own }];
  if (sums !== sumsOf(files)) throw otherHash(SUMS);
  const people = handOvers.handOverPeople.safeParse(parsed(await textOf(archive, 'people.json'), 'people.json'));
  if (!people.success) throw new Invalid('people.json is no list of people. The hand-over was changed; do not use it.');
  return people.data;
}

interface Planned {
  readonly table: TenantTable;
  readonly said: HandOverTable;
}

/** Which table of the archive goes into which of ours. Throws Invalid for what this program does not know, or cannot fill honestly. */
async function planOf(
  tx: System,
  { tables, leftOut, migration, version }: HandOver,
  migrations: readonly Migration[],
): Promise<Planned[]> {
  const isOlder = migration.id < (migrations.at(-1)?.id ?? 0);
  const update = `Update the Dosimeter that made it (${inertText(version, 40)}) to the version of this one, and export again.`;
  const fillings = fillingsAfter(migration.id, migrations);
  if (fillings.length > 0) {
    throw new Invalid(
      `This hand-over is older than a change of the database that worked out new values (${fillings.join(', ')}). ${update}`,
    );
  }
  const plan: Planned[] = [];
  for (const said of tables) {
    const table = handedTable(said.table);
    if (table === undefined || plan.some((planned) => planned.table === table)) {
      const stays = STAYING.some((each) => each.table === said.table);
      const why = stays
        ? 'which never goes with a site'
        : table
          ? 'which stands there already'
          : 'which this Dosimeter does not know';
      throw new Invalid(`The hand-over holds a table '${said.table}', ${why}. Nothing was taken over.`);
    }
    const columns = await handedColumns(tx, table);
    const unknown = said.columns.find((column) => !columns.some(({ name }) => name === column));
    if (unknown !== undefined) {
      const why =
        unknown === 'tenant_id'
          ? 'which says whose a row is: a hand-over holds one site'
          : 'which this Dosimeter does not know';
      throw new Invalid(
        `The table '${table}' of the hand-over has a column '${unknown}', ${why}. Nothing was taken over.`,
      );
    }
    const missing = columns.filter(({ name }) => !said.columns.includes(name));
    const unfillable = missing.find((column) => !isOlder || column.without === 'nothing');
    if (unfillable !== undefined) {
      throw new Invalid(
        `The table '${table}' of the hand-over has no column '${unfillable.name}', and nothing honest can stand in its place. ${update}`,
      );
    }
    plan.push({ table, said });
  }
  const named = new Set([...tables, ...leftOut].map(({ table }) => table));
  const absent = HANDED_OVER.find((table) => !named.has(table));
  if (absent !== undefined && !isOlder) {
    throw new Invalid(`The hand-over does not say what became of the table '${absent}'. It was cut; fetch it again.`);
  }
  return plan;
}

interface Taking extends Planned {
  readonly archive: ZipArchive;
  readonly manifest: HandOver;
  readonly signal: AbortSignal | undefined;
}

async function takeTable(tx: Tenant, { archive, table, said, manifest, signal }: Taking): Promise<number> {
  let rows = 0;
  const { columns } = said;
  for (const path of said.files) {
    const expected = manifest.files.find((file) => file.path === path)?.sha256;
    const digest = createHash('sha256');
    let batch: string[] = [];
    let chars = 0;
    for await (const line of linesOf(archive.read(path), digest, path)) {
      checkRow(line, columns, { path, number: rows + batch.length + 1 });
      batch.push(line);
      chars += line.length;
      if (batch.length < BATCH_ROWS && chars < BATCH_CHARS) continue;
      signal?.throwIfAborted();
      await takeRows(tx, { table, columns }, batch);
      rows += batch.length;
      [batch, chars] = [[], 0];
    }
    if (batch.length > 0) await takeRows(tx, { table, columns }, batch);
    rows += batch.length;
    if (digest.digest('hex') !== expected) throw otherHash(path);
  }
  if (rows !== said.rows) {
    throw new Invalid(
      `The table '${table}' has ${rows} rows, and manifest.json says ${said.rows}. Fetch the hand-over again.`,
    );
  }
  return rows;
}

/** A row has the columns that the list names, each once, and no other. */
function checkRow(
  line: string,
  columns: readonly string[],
  at: { readonly path: string; readonly number: number },
): void {
  const value = row.safeParse(parsed(line, `${at.path}, row ${at.number}`));
  if (!value.success) throw new Invalid(`${at.path}, row ${at.number}: this is no row. The hand-over was changed.`);
  if ('tenant_id' in value.data) {
    throw new Invalid(
      `${at.path}, row ${at.number} says whose it is. A hand-over holds the rows of one site; do not use it.`,
    );
  }
  const names = Object.keys(value.data);
  const odd = names.find((name) => !columns.includes(name)) ?? columns.find((name) => !names.includes(name));
  if (odd !== undefined) {
    throw new Invalid(`${at.path}, row ${at.number}: the column '${inertText(odd, 60)}' is not as manifest.json says.`);
  }
}

async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  digest: { update(chunk: Buffer): unknown },
  path: string,
): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    digest.update(chunk);
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield textIn(Buffer.concat([...begun, chunk.subarray(from, end)]), path);
      [begun, length, from] = [[], 0, end + 1];
    }
    if (from < chunk.length) begun.push(Buffer.from(chunk.subarray(from)));
    length += chunk.length - from;
    if (length > MOST_LINE) throw new Invalid(`${path} has a line of more than ${MOST_LINE} bytes. Do not use it.`);
  }
  if (length > 0) throw new Invalid(`${path} ends in the middle of a line. Fetch the hand-over again.`);
}

async function textOf(archive: ZipArchive, path: string): Promise<string> {
  const member = archive.members.find((each) => each.path === path);
  if (!member)
    throw new Invalid(`This is no hand-over of Dosimeter: it holds no ${path}. Choose the file that was exported.`);
  if (member.bytes > MOST_SMALL_FILE) throw new Invalid(`${path} is far too long. Do not use this archive.`);
  return textIn(Buffer.concat(await Array.fromAsync(archive.read(path))), path);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textIn(bytes: Buffer, path: string): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new Invalid(`${path} is no UTF-8 text. The hand-over was changed; fetch it again.`, {}, cause);
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Invalid(`${where}: this is no JSON. The hand-over was changed; fetch it again.`, {}, cause);
  }
}

function otherHash(path: string): Invalid {
  return new Invalid(`${path} has another SHA-256 than the list says. The hand-over was changed; fetch it again.`);
}
