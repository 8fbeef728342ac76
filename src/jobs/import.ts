// An import from file to register: rows become facts and devices in batches, what changed is judged, and each file gets its report.
import { randomBytes, randomUUID } from 'node:crypto';
import type { ImportDocument } from '#contracts/index.ts';
import { recordSource } from '#evidence/index.ts';
import { type Clock, Invalid } from '#kit/index.ts';
import { openImport, rememberedMapping, rememberMapping } from '#sensors/intake/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { takeFacts } from './take-facts.ts';

export interface ImportRun {
  readonly tenantId: TenantId;
  readonly by: string;
  readonly signal: AbortSignal;
  progress(fraction: number, message: string): void;
}

/** What an import needs of the house. */
export interface ImportDeps {
  readonly store: Store;
  readonly clock: Clock;
}

export interface ImportInput {
  readonly source: AsyncIterable<Uint8Array>;
  /** The name that a person knows the file by; never stored, only its keyed hash. */
  readonly fileName: string;
  readonly bytes: number | null;
  readonly mapping?: Readonly<Record<string, string | null>>;
  /** The device that a bill of materials is about, when a person says so. */
  readonly device?: string;
  /** Forces a kind of file. */
  readonly as?: string;
}

type FileReport = ImportDocument['files'][number];

/** Takes in a file of any kind; stopping keeps what was taken so far. Throws Invalid when the kind is not known. */
export async function performImport(deps: ImportDeps, run: ImportRun, input: ImportInput): Promise<FileReport> {
  const { store, clock } = deps;
  let read = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of input.source) {
      read += chunk.length;
      yield chunk;
    }
  };
  const { fileName, mapping, as } = input;
  const context = {
    run: randomUUID(),
    by: run.by,
    clock,
    nameKey: await nameKey(store),
    remembered: (source: string) => store.tenant(run.tenantId, (tx) => rememberedMapping(tx, source)),
  };
  const list = await openImport(
    counted(),
    { fileName, ...(mapping ? { mapping } : {}), ...(as === undefined ? {} : { as }) },
    context,
  );
  const { source } = list;
  if (source === null && Object.keys(mapping ?? {}).length > 0) {
    throw new Invalid('Only the columns of a list can be named, and this file is no list.');
  }
  let facts = 0;
  const changed = new Set<string>();
  for await (const batch of list) {
    if (run.signal.aborted) break;
    const taken = await takeFacts(deps, run.tenantId, batch.facts);
    facts += taken.added;
    for (const id of taken.devices) changed.add(id);
    run.progress(input.bytes ? Math.min(0.98, read / input.bytes) : 0.5, `${batch.rows} rows read`);
  }
  const report = list.report();
  const at = clock.now().toISOString();
  if (mapping && source !== null) {
    await store.tenant(run.tenantId, (tx) => rememberMapping(tx, source, report.mapping, at));
  }
  await store.tenant(run.tenantId, (tx) =>
    recordSource(tx, {
      sensor: report.kind,
      run: context.run,
      kind: 'import',
      name: list.label,
      at: clock.now(),
      by: run.by,
      facts,
      summary: { rows: report.rows, rejected: report.rejectedTotal, devices: changed.size },
      problems: report.problems,
    }),
  );
  return { ...report, facts, changed: changed.size };
}

/** The secret under which file names are hashed, made once for an installation. */
function nameKey(store: Store): Promise<string> {
  return store.system(async ({ db }) => {
    const key = 'file-name-key';
    await db
      .insertInto('meta')
      .values({ key, value: randomBytes(32).toString('hex') })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirstOrThrow();
    return row.value;
  });
}
