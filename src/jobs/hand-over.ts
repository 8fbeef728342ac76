// Everything of a site as one ZIP archive (dosimeter.hand-over/1), from one moment of the database and in bounded memory: its tables, what people
// read without the program, and a list of it all with hashes.
import { type DeviceRow, type Finding, type HandOver, type HandOverTable, handOvers } from '#contracts/index.ts';
import { latestScan } from '#evidence/index.ts';
import { listDevices } from '#inventory/index.ts';
import { type Clock, canonicalJson, type ZippedFile, ZipWriter } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import { exportDecisionLog, settleDecisions } from '#program/index.ts';
import { devicesCsvParts, findingsCsvParts, htmlReport } from '#report/index.ts';
import {
  COLUMNS_STAY,
  HANDED_OVER,
  handedColumns,
  MIGRATIONS,
  type OneMoment,
  type ReadTenant,
  STAYING,
  type Store,
  type TenantId,
  type TenantTable,
  tenantAtOneMoment,
} from '#store/index.ts';
import { openFindings, settledAssessmentOf } from './assess.ts';
import { handOverReadme } from './hand-over-readme.ts';
import { scanDocumentOf } from './scan.ts';

/** A page of every system and finding stands in memory while it is made; above this many there are the tables alone. */
const MOST_FOR_PAGE = { systems: 20_000, findings: 200_000 };
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
  return tenantAtOneMoment(store, run.site.id, (moment) => writeAll(moment, run, now));
}

async function writeAll(moment: OneMoment, run: HandOverRun, now: Date): Promise<HandOver> {
  const { site, version, write } = run;
  const { people, read } = moment;
  const zip = new ZipWriter(async (chunk) => {
    run.signal?.throwIfAborted();
    await write(chunk);
  }, now);
  const files: ZippedFile[] = [];
  const add = async (path: string, content: Parameters<ZipWriter['add']>[1]) => {
    run.signal?.throwIfAborted();
    files.push(await zip.add(path, content));
  };
  const tables: HandOverTable[] = [];
  const columns = await read(async (tx) => {
    const names = new Map<TenantTable, string[]>();
    for (const table of HANDED_OVER)
      names.set(
        table,
        (await handedColumns(tx, table)).map(({ name }) => name),
      );
    return names;
  });
  let rows = 0;
  for (const [index, table] of HANDED_OVER.entries()) {
    run.progress(index, HANDED_OVER.length, rows);
    const batches = moment.rows(table, run.signal);
    const written = await writeTable(table, { add, batches, columns: columns.get(table) ?? [] });
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
  const rowsOf = (name: TenantTable) => tables.find(({ table }) => table === name)?.rows ?? 0;
  const hasPage = rowsOf('devices') <= MOST_FOR_PAGE.systems && rowsOf('findings') <= MOST_FOR_PAGE.findings;
  let findings: AsyncIterable<Finding> | Iterable<Finding> = each(openFindings(read, now));
  if (hasPage) {
    const inMemory = await Array.fromAsync(findings);
    await add('reports/report.html', [await pageOf(read, { site: site.name, findings: inMemory, now })]);
    findings = inMemory;
  }
  await add('reports/devices.csv', devicesCsvParts(devicePages(read)));
  await add('reports/findings.csv', findingsCsvParts(findings));
  const log = await read((tx) => exportDecisionLog(tx, site.name, now));
  await add('reports/decision-log.json', [`${canonicalJson(log)}\n`]);
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

interface Writing {
  readonly add: (path: string, lines: AsyncIterable<string>) => Promise<void>;
  readonly batches: AsyncGenerator<string[]>;
  readonly columns: string[];
}

async function writeTable(table: TenantTable, { add, batches, columns }: Writing): Promise<HandOverTable> {
  const without = Object.entries(COLUMNS_STAY[table] ?? {}).map(([column, because]) => ({ column, because }));
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
  return { table, rows, columns, files, without };
}

interface Page {
  readonly site: string;
  readonly findings: readonly Finding[];
  readonly now: Date;
}

async function pageOf(read: ReadTenant, { site, findings, now }: Page): Promise<string> {
  const scan = await read(async (tx) => {
    const latest = await latestScan(tx);
    return latest && (await scanDocumentOf(tx, latest.id));
  });
  return htmlReport(await settledAssessmentOf(read, now, { site, scan, imports: null, findings }));
}

async function* each<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

/** Those in use by name, then those that are not. */
async function* devicePages(read: ReadTenant): AsyncGenerator<DeviceRow[]> {
  for (const retired of ['false', 'true'] as const) {
    for (let cursor: string | undefined; ; ) {
      const query = { sort: 'name', order: 'asc', limit: PAGE, retired, cursor } as const;
      const { items, next } = await read((tx) => listDevices(tx, query));
      yield items;
      if (next === null) break;
      cursor = next;
    }
  }
}
