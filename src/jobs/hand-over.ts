// Everything of a site as one ZIP archive (dosimeter.hand-over/1), from one moment of the database and in bounded memory: its tables, what people
// read without the program, and a list of it all with hashes.
import { type DeviceRow, type HandOver, type HandOverTable, handOvers } from '#contracts/index.ts';
import { latestScan } from '#evidence/index.ts';
import { listDevices } from '#inventory/index.ts';
import { type Clock, canonicalJson, type ZippedFile, ZipWriter } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import { allFindings, exportDecisionLog, settleDecisions } from '#program/index.ts';
import { devicesCsvParts, findingsCsvParts, htmlReport } from '#report/index.ts';
import {
  COLUMNS_STAY,
  HANDED_OVER,
  handedColumns,
  handedRows,
  MIGRATIONS,
  STAYING,
  type Store,
  type Tenant,
  type TenantId,
  type TenantPerson,
  type TenantTable,
  tenantAtOneMoment,
} from '#store/index.ts';
import { settledAssessmentOf } from './assess.ts';
import { handOverReadme } from './hand-over-readme.ts';
import { scanDocumentOf } from './scan.ts';

/** A page of every system stands in memory while it is made; above this many there are the tables alone. */
const MOST_FOR_PAGE = 20_000;
/** A longer table goes in several files: one of a ZIP archive stays below 4 GiB. */
const PART_BYTES = 2 ** 29;
const PAGE = 1000;

export interface HandOverRun {
  readonly site: { readonly id: TenantId; readonly name: string };
  readonly by: string;
  /** Version of this program. */
  readonly version: string;
  readonly signal?: AbortSignal | undefined;
  /** Takes the bytes of the archive, and waits until there is room for more. */
  readonly write: (chunk: Uint8Array) => Promise<void>;
  /** Told how many of the tables are done, and how many rows that makes. */
  readonly progress: (done: number, of: number, rows: number) => void;
}

/** Writes the archive and gives the list of what is in it; an entry in the audit trail says so. Throws what `write` throws. */
export async function writeHandOver(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  run: HandOverRun,
): Promise<HandOver> {
  const now = clock.now();
  await store.tenant(run.site.id, async (tx) => {
    await settleDecisions(tx, now);
    await audit(tx, { who: run.by, action: 'site handed over', subject: run.site.name }, now);
  });
  return tenantAtOneMoment(store, run.site.id, (tx, people) => writeAll(tx, { run, people, now }));
}

interface Writing {
  readonly run: HandOverRun;
  readonly people: readonly TenantPerson[];
  readonly now: Date;
}

async function writeAll(tx: Tenant, { run, people, now }: Writing): Promise<HandOver> {
  const { site, version, write } = run;
  const zip = new ZipWriter(write, now);
  const files: ZippedFile[] = [];
  const add = async (path: string, content: Parameters<ZipWriter['add']>[1]) => {
    run.signal?.throwIfAborted();
    files.push(await zip.add(path, content));
  };
  const tables: HandOverTable[] = [];
  let rows = 0;
  for (const [index, table] of HANDED_OVER.entries()) {
    run.progress(index, HANDED_OVER.length, rows);
    const written = await writeTable(tx, table, { add, signal: run.signal });
    tables.push(written);
    rows += written.rows;
  }
  run.progress(HANDED_OVER.length, HANDED_OVER.length, rows);
  const last = MIGRATIONS.at(-1);
  if (!last) throw new Error('a database without migrations');
  const about = {
    version,
    migration: { id: last.id, name: last.name },
    // Whoever asks may know more of it than goes.
    site: { id: site.id, name: site.name },
    madeAt: now.toISOString(),
    day: now.toISOString().slice(0, 10),
    tables,
    leftOut: STAYING.map(({ table, because }) => ({ table, because })),
  };
  await add('people.json', [`${canonicalJson(handOvers.handOverPeople.parse(people))}\n`]);
  const devices = tables.find(({ table }) => table === 'devices')?.rows ?? 0;
  const hasPage = devices <= MOST_FOR_PAGE;
  if (hasPage) await add('reports/report.html', [await pageOf(tx, site.name, now)]);
  await add('reports/devices.csv', devicesCsvParts(devicePages(tx)));
  await add('reports/findings.csv', findingsCsvParts(allFindings(tx, now)));
  await add('reports/decision-log.json', [`${canonicalJson(await exportDecisionLog(tx, site.name, now))}\n`]);
  const readme = handOverReadme({ ...about, people: people.length, mostForPage: hasPage ? null : MOST_FOR_PAGE });
  await add('README.txt', [readme]);
  const document: HandOver = { schema: 'dosimeter.hand-over/1', ...about, files: [...files] };
  await add('manifest.json', [`${canonicalJson(document)}\n`]);
  await zip.add('SHA256SUMS', [sumsOf(files)]);
  await zip.end();
  return document;
}

/** As sha256sum reads it: hash, two spaces, name. */
export function sumsOf(files: readonly Pick<ZippedFile, 'path' | 'sha256'>[]): string {
  return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}

async function writeTable(
  tx: Tenant,
  table: TenantTable,
  {
    add,
    signal,
  }: {
    readonly add: (path: string, lines: AsyncIterable<string>) => Promise<void>;
    readonly signal: AbortSignal | undefined;
  },
): Promise<HandOverTable> {
  const columns = await handedColumns(tx, table);
  const without = Object.entries(COLUMNS_STAY[table] ?? {}).map(([column, because]) => ({ column, because }));
  const batches = handedRows(tx, table, signal);
  const files: string[] = [];
  let rows = 0;
  let next = await batches.next();
  while (!next.done) {
    const path = `tables/${table}${files.length === 0 ? '' : `.${files.length + 1}`}.jsonl`;
    await add(
      path,
      (async function* part() {
        for (let bytes = 0; !next.done && bytes < PART_BYTES; next = await batches.next()) {
          rows += next.value.length;
          const text = `${next.value.join('\n')}\n`;
          bytes += text.length;
          yield text;
        }
      })(),
    );
    files.push(path);
  }
  return { table, rows, columns: columns.map(({ name }) => name), files, without };
}

async function pageOf(tx: Tenant, site: string, now: Date): Promise<string> {
  const scan = await latestScan(tx);
  const input = { site, scan: scan && (await scanDocumentOf(tx, scan.id)), imports: null };
  return htmlReport(await settledAssessmentOf(tx, now, input));
}

/** Those in use by name, then those that are not. */
async function* devicePages(tx: Tenant): AsyncGenerator<DeviceRow[]> {
  for (const retired of ['false', 'true'] as const) {
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await listDevices(tx, { sort: 'name', order: 'asc', limit: PAGE, retired, cursor });
      yield items;
      if (next === null) break;
      cursor = next;
    }
  }
}
