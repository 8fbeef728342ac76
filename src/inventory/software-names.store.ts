// What people named for the site: a code of software that nobody could name, with the product behind it. The name is stated as a
// fact of every sighting of the code, those to come included; taken back, it no longer holds anywhere.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { currentFacts, recordFacts } from '#evidence/index.ts';
import { isSubjectKind, type SubjectRef } from '#evidence/model.ts';
import type { Clock } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { namedFacts, type SoftwareName } from './named-facts.ts';
import { CALLER_SIGN, NAMES_SENSOR } from './software-code.ts';

const BATCH = 2000;

/** The names that stand, by code. */
export async function standingNames(tx: Tenant): Promise<Map<string, SoftwareName>> {
  const rows = await tx.db
    .selectFrom('softwareNames')
    .select(['id', 'code', 'product', 'vendor', 'byWhom', 'at'])
    .where('tenantId', '=', tx.id)
    .where('undoneAt', 'is', null)
    .execute();
  return new Map(rows.map(({ byWhom, at, ...row }) => [row.code, { ...row, by: byWhom, at: at.toISOString() }]));
}

/** States of some subjects what people named of the codes that they carry. */
export async function stateNames(tx: Tenant, subjects: readonly SubjectRef[], clock: Clock): Promise<void> {
  if (subjects.length === 0) return;
  const names = await standingNames(tx);
  if (names.size === 0) return;
  for (let at = 0; at < subjects.length; at += BATCH) {
    const facts = namedFacts(await currentFacts(tx, subjects.slice(at, at + BATCH)), names, clock);
    if (facts.length > 0) await recordFacts(tx, facts);
  }
}

/** Subjects of whom a sensor stated a code. */
export async function carriersOf(tx: Tenant, code: string): Promise<SubjectRef[]> {
  const { rows } = await sql<{ kind: string; key: string }>`
    select distinct subject_kind as kind, subject_key as key from fact_current
    where tenant_id = ${tx.id} and sensor <> ${NAMES_SENSOR} and (
      (attribute = 'service.implementation' and coalesce(value->>'classUid', value->>'versionName') = ${code})
      or (attribute = 'device.privateClass' and value #>> '{}' = ${code})
      or (attribute = 'device.hint' and value->>'sign' = ${CALLER_SIGN}
        and (value->>'value' = ${code} or starts_with(value->>'value', ${`${code} `}))))
    order by 1, 2`.execute(tx.db);
  return rows.flatMap(({ kind, key }) => (isSubjectKind(kind) ? [{ kind, key }] : []));
}

/** Forgets what names made of some subjects; the record of facts keeps it. */
export async function forgetNames(tx: Tenant, subjects: readonly SubjectRef[]): Promise<void> {
  if (subjects.length === 0) return;
  await sql`
    delete from fact_current using unnest(${subjects.map(({ kind }) => kind)}::text[], ${subjects.map(({ key }) => key)}::text[])
      as wanted (kind, key)
    where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key and sensor = ${NAMES_SENSOR}`.execute(
    tx.db,
  );
}

/** Writes a name; the one that stood for the code stands no more. */
export async function writeName(
  tx: Tenant,
  name: { readonly code: string; readonly product: string; readonly vendor: string | null },
  { by, at }: { readonly by: string; readonly at: string },
): Promise<string> {
  await tx.db
    .updateTable('softwareNames')
    .set({ undoneAt: at, undoneBy: by })
    .where('tenantId', '=', tx.id)
    .where('code', '=', name.code)
    .where('undoneAt', 'is', null)
    .execute();
  const id = randomUUID();
  await tx.db
    .insertInto('softwareNames')
    .values({ tenantId: tx.id, id, ...name, byWhom: by, at })
    .execute();
  return id;
}

/** Marks a name as taken back; gives its code, or null when there is none that stands. */
export async function withdrawName(tx: Tenant, id: string, by: string, at: string): Promise<string | null> {
  const row = await tx.db
    .updateTable('softwareNames')
    .set({ undoneAt: at, undoneBy: by })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .where('undoneAt', 'is', null)
    .returning('code')
    .executeTakeFirst();
  return row?.code ?? null;
}
