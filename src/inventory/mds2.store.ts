// MDS2 documents at rest: each once, under a hash of what it says, with its answers in the order of the form.
import { sql } from 'kysely';
import { z } from 'zod';
import { canonicalJson, sha256 } from '#kit/index.ts';
import { answeredMds2, type Mds2Answer, type Mds2Form } from '#knowledge/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Mds2Head } from './mds2-link.ts';

/** A document in a list. */
export interface Mds2Row extends Mds2Head {
  readonly questions: number;
  readonly answered: number;
  readonly problems: readonly string[];
  readonly addedAt: string;
  readonly addedBy: string;
}

const HEAD = ['id', 'edition', 'manufacturer', 'model', 'version', 'documentId', 'day'] as const;
const ROW = [...HEAD, 'questions', 'answered', 'problems', 'addedAt', 'addedBy'] as const;
const ANSWERS = ['document', 'id', 'capability', 'sameAs', 'kind', 'answer', 'note', 'question'] as const;
const editions = z.enum(['2019', '2013']);
const kinds = z.enum(['yes', 'no', 'n/a', 'see note', 'text', 'none']);
const texts = z.array(z.string());

/** The id of what a form says; how it came here does not count. */
export function mds2Id(form: Mds2Form): string {
  const { edition, manufacturer, model, version, documentId, day } = form;
  const answers = form.answers.map(({ id, kind, answer, note }) => ({ id, kind, answer, note }));
  const said = { edition, manufacturer, model, version, documentId, day, answers };
  return sha256(canonicalJson(said)).slice(0, 24);
}

/** Keeps a form; what is here already stays as it is. */
export async function keepMds2(
  tx: Tenant,
  form: Mds2Form,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const id = mds2Id(form);
  const { edition, manufacturer, model, version, documentId, day, answers, problems } = form;
  const added = await tx.db
    .insertInto('mds2Documents')
    .values({
      tenantId: tx.id,
      id,
      edition,
      manufacturer,
      model,
      version,
      documentId,
      day,
      questions: answers.length,
      answered: answeredMds2(form),
      problems: JSON.stringify(problems),
      addedAt: at,
      addedBy: by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return { id, isNew: false };
  const rows = answers.map((answer, place) => ({ place, ...answer }));
  await sql`
    insert into mds2_answers (tenant_id, document, place, id, capability, same_as, kind, answer, note, question)
    select ${tx.id}, ${id}, place, row.id, capability, "sameAs", kind, answer, note, question
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (place integer, id text, capability text, "sameAs" text,
      kind text, answer text, note text, question text)`.execute(tx.db);
  return { id, isNew: true };
}

/** Every document without its answers, the last taken in first: a site has a few for each product and release. */
export async function mds2Heads(tx: Tenant): Promise<Mds2Head[]> {
  const rows = await tx.db
    .selectFrom('mds2Documents')
    .select(HEAD)
    .where('tenantId', '=', tx.id)
    .orderBy('addedAt', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, edition: editions.parse(row.edition) }));
}

/** Documents by maker, model and day, after the one with the id `after`. */
export async function mds2Rows(tx: Tenant, { offset, limit }: { offset: number; limit: number }): Promise<Mds2Row[]> {
  const rows = await tx.db
    .selectFrom('mds2Documents')
    .select(ROW)
    .where('tenantId', '=', tx.id)
    .orderBy(sql`lower(coalesce(manufacturer, '')), lower(coalesce(model, '')), day desc nulls last, id`)
    .offset(offset)
    .limit(limit)
    .execute();
  return rows.map((row) => rowFrom(row));
}

/** How many documents there are. */
export async function countMds2(tx: Tenant): Promise<number> {
  const row = await tx.db
    .selectFrom('mds2Documents')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('tenantId', '=', tx.id)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** One document without its answers, or undefined. */
export async function mds2Row(tx: Tenant, id: string): Promise<Mds2Row | undefined> {
  const row = await tx.db
    .selectFrom('mds2Documents')
    .select(ROW)
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && rowFrom(row);
}

/** The answers of some documents, each in the order of its form. */
export async function mds2AnswersOf(tx: Tenant, documents: readonly string[]): Promise<Map<string, Mds2Answer[]>> {
  const found = new Map<string, Mds2Answer[]>();
  if (documents.length === 0) return found;
  const rows = await tx.db
    .selectFrom('mds2Answers')
    .select(ANSWERS)
    .where('tenantId', '=', tx.id)
    .where(sql<boolean>`document = any(${[...documents]}::text[])`)
    .orderBy('document')
    .orderBy('place')
    .execute();
  for (const { document, ...answer } of rows) {
    const read = { ...answer, kind: kinds.parse(answer.kind) };
    const known = found.get(document);
    if (known) known.push(read);
    else found.set(document, [read]);
  }
  return found;
}

/** Removes a document; choices of it go, too. */
export async function removeMds2(tx: Tenant, id: string): Promise<boolean> {
  for (const table of ['mds2Answers', 'mds2Choices'] as const) {
    await tx.db.deleteFrom(table).where('tenantId', '=', tx.id).where('document', '=', id).execute();
  }
  const gone = await tx.db
    .deleteFrom('mds2Documents')
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** What people chose, by device; all of a tenant when no devices are named. */
export async function mds2Choices(
  tx: Tenant,
  devices: readonly string[],
): Promise<Map<string, { readonly document: string | null; readonly by: string }>> {
  const rows = await tx.db
    .selectFrom('mds2Choices')
    .select(['deviceId', 'document', 'byWhom'])
    .where('tenantId', '=', tx.id)
    .where(sql<boolean>`device_id = any(${[...devices]}::text[])`)
    .execute();
  return new Map(rows.map(({ deviceId, document, byWhom }) => [deviceId, { document, by: byWhom }]));
}

/** Devices for which people chose a document. */
export async function devicesThatChose(tx: Tenant, document: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('mds2Choices')
    .select('deviceId')
    .where('tenantId', '=', tx.id)
    .where('document', '=', document)
    .execute();
  return rows.map(({ deviceId }) => deviceId);
}

/** Chooses a document for a device, or none (null), or lets maker and model decide again (undefined). */
export async function chooseMds2(
  tx: Tenant,
  device: string,
  document: string | null | undefined,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<void> {
  if (document === undefined) {
    await tx.db.deleteFrom('mds2Choices').where('tenantId', '=', tx.id).where('deviceId', '=', device).execute();
    return;
  }
  await tx.db
    .insertInto('mds2Choices')
    .values({ tenantId: tx.id, deviceId: device, document, byWhom: by, at })
    .onConflict((conflict) => conflict.columns(['tenantId', 'deviceId']).doUpdateSet({ document, byWhom: by, at }))
    .execute();
}

/** The makers and models of devices in use. */
export async function modelsInUse(tx: Tenant): Promise<{ vendor: string | null; model: string }[]> {
  const rows = await sql<{ vendor: string | null; model: string }>`
    select distinct vendor, model from devices where tenant_id = ${tx.id} and model is not null and not retired`.execute(
    tx.db,
  );
  return rows.rows;
}

/** Devices in use of these makers and models, at most `limit`. */
export async function devicesOfModels(
  tx: Tenant,
  models: readonly { readonly vendor: string | null; readonly model: string }[],
  limit: number,
): Promise<string[]> {
  if (models.length === 0) return [];
  const rows = await sql<{ id: string }>`
    select device.id from devices device
    join jsonb_to_recordset(${JSON.stringify(models)}::jsonb) as wanted (vendor text, model text)
      on device.model = wanted.model and device.vendor is not distinct from wanted.vendor
    where device.tenant_id = ${tx.id} and not device.retired order by device.id limit ${limit}`.execute(tx.db);
  return rows.rows.map(({ id }) => id);
}

function rowFrom(row: {
  readonly id: string;
  readonly edition: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly documentId: string | null;
  readonly day: string | null;
  readonly questions: number;
  readonly answered: number;
  readonly problems: unknown;
  readonly addedAt: Date;
  readonly addedBy: string;
}): Mds2Row {
  return {
    ...row,
    edition: editions.parse(row.edition),
    problems: texts.parse(row.problems),
    addedAt: row.addedAt.toISOString(),
  };
}
