// Marks, assignments and decisions of identity at rest, read and written for many subjects at once.
import { sql } from 'kysely';
import { isSubjectKind, type SubjectRef, subjectId } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import { type Decision, type DecisionPayload, decisionPayload } from './decisions.ts';
import type { Mark } from './marks.ts';
import type { Sighting } from './resolve.ts';

/** A mark that more listed things hold than this leads nowhere. */
const MOST_HOLDERS = 64;

function table(subjects: readonly SubjectRef[]) {
  const kinds = subjects.map(({ kind }) => kind);
  const keys = subjects.map(({ key }) => key);
  return sql`unnest(${kinds}::text[], ${keys}::text[]) as wanted (kind, key)`;
}

function refOf(row: { readonly kind: string; readonly key: string }): SubjectRef[] {
  const { kind, key } = row;
  return isSubjectKind(kind) ? [{ kind, key }] : [];
}

/** Replaces the marks of some subjects. */
export async function writeMarks(tx: Tenant, sightings: readonly Sighting[]): Promise<void> {
  const before = await readMarks(
    tx,
    sightings.map(({ ref }) => ref),
  );
  const gone = sightings.flatMap(({ ref, marks }) =>
    (before.get(subjectId(ref)) ?? []).filter((mark) => !marks.includes(mark)).map((mark) => ({ ...ref, mark })),
  );
  if (gone.length > 0) {
    await sql`
      delete from subject_marks using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb)
        as gone (kind text, key text, mark text)
      where tenant_id = ${tx.id} and subject_kind = gone.kind and subject_key = gone.key
        and subject_marks.mark = gone.mark`.execute(tx.db);
  }
  const rows = sightings.flatMap(({ ref, marks }) =>
    marks.filter((mark) => !before.get(subjectId(ref))?.includes(mark)).map((mark) => ({ ...ref, mark })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into subject_marks (tenant_id, subject_kind, subject_key, mark)
    select ${tx.id}, kind, key, mark
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (kind text, key text, mark text)
    on conflict do nothing`.execute(tx.db);
}

/** The marks of some subjects. */
export async function readMarks(tx: Tenant, subjects: readonly SubjectRef[]): Promise<Map<string, Mark[]>> {
  const found = new Map<string, Mark[]>(subjects.map((subject) => [subjectId(subject), []]));
  const rows = await sql<{ kind: string; key: string; marks: Mark[] }>`
    select wanted.kind, wanted.key, array(
      select mark from subject_marks
      where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key order by mark) as marks
    from ${table(subjects)}`.execute(tx.db);
  for (const row of rows.rows) found.set(subjectId(row), row.marks);
  return found;
}

/** Who holds some marks; a mark with too many holders is reported as common, without them. */
export async function holdersOf(
  tx: Tenant,
  marks: readonly Mark[],
): Promise<{ holders: SubjectRef[]; common: Set<Mark> }> {
  const holders: SubjectRef[] = [];
  const common = new Set<Mark>();
  // Any number of services may answer at one address.
  const rows = await sql<{ mark: Mark; kind: string; key: string; count: number }>`
    select wanted.mark, held.kind, held.key, count(*) over (partition by wanted.mark)::integer as count
    from unnest(${marks}::text[]) as wanted (mark)
    cross join lateral (
      select subject_kind as kind, subject_key as key from subject_marks
      where tenant_id = ${tx.id} and subject_marks.mark = wanted.mark
      limit case when wanted.mark like 'host:%' then 200000 else ${MOST_HOLDERS + 1} end) held`.execute(tx.db);
  for (const row of rows.rows) {
    if (row.count > MOST_HOLDERS && !row.mark.startsWith('host:')) common.add(row.mark);
    else holders.push(...refOf(row));
  }
  return { holders, common };
}

/** Device of each subject that has one, by subject id. */
export async function readAssignments(
  tx: Tenant,
  subjects: readonly SubjectRef[],
): Promise<Map<string, { device: string; because: string }>> {
  const rows = await sql<{ kind: string; key: string; device: string; because: string }>`
    select wanted.kind, wanted.key, assigned.device, assigned.because from ${table(subjects)}
    cross join lateral (
      select device_id as device, because from device_subjects
      where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key limit 1) assigned`.execute(
    tx.db,
  );
  return new Map(rows.rows.map((row) => [subjectId(row), { device: row.device, because: row.because }]));
}

/** A device as a line names it. */
export interface NamedDevice {
  readonly id: string;
  readonly name: string;
  readonly kind: string | null;
}

/** The devices at some addresses, by address, whether they answer there or a list gives the address; retired ones are left out. */
export async function devicesAt(tx: Tenant, addresses: readonly string[]): Promise<Map<string, NamedDevice>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await sql<NamedDevice & { address: string }>`
    select distinct on (wanted.address) wanted.address, device.id, device.name, device.kind
    from unnest(${addresses}::text[]) as wanted (address)
    cross join lateral (
      select subject_kind as kind, subject_key as key from subject_marks
      where tenant_id = ${tx.id} and mark in ('host:' || wanted.address, 'addr:' || wanted.address) offset 0) held
    cross join lateral (
      select device_id from device_subjects
      where tenant_id = ${tx.id} and subject_kind = held.kind and subject_key = held.key limit 1) assigned
    cross join lateral (
      select id, name, kind from devices
      where tenant_id = ${tx.id} and id = assigned.device_id and not retired limit 1) device
    order by wanted.address, device.id`.execute(tx.db);
  return new Map(rows.map(({ address, ...device }) => [address, device]));
}

/** The subjects of some devices, with the reasons. */
export async function subjectsOfDevices(
  tx: Tenant,
  devices: readonly string[],
): Promise<{ ref: SubjectRef; device: string; because: string }[]> {
  const rows = await sql<{ kind: string; key: string; device: string; because: string }>`
    select member.kind, member.key, wanted.device, member.because from unnest(${devices}::text[]) as wanted (device)
    cross join lateral (
      select subject_kind as kind, subject_key as key, because from device_subjects
      where tenant_id = ${tx.id} and device_id = wanted.device offset 0) member
    order by wanted.device, member.kind, member.key`.execute(tx.db);
  return rows.rows.flatMap((row) => refOf(row).map((ref) => ({ ref, device: row.device, because: row.because })));
}

/** Writes which device some subjects are, and why. */
export async function writeAssignments(
  tx: Tenant,
  rows: readonly { readonly ref: SubjectRef; readonly device: string; readonly because: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const flat = rows.map(({ ref, device, because }) => ({ ...ref, device, because }));
  await sql`
    insert into device_subjects (tenant_id, subject_kind, subject_key, device_id, because)
    select ${tx.id}, kind, key, device, because
    from jsonb_to_recordset(${JSON.stringify(flat)}::jsonb) as row (kind text, key text, device text, because text)
    on conflict (tenant_id, subject_kind, subject_key)
      do update set device_id = excluded.device_id, because = excluded.because`.execute(tx.db);
}

/** Every decision of the tenant, oldest first, those taken back included. */
export async function readDecisions(tx: Tenant): Promise<Decision[]> {
  const rows = await tx.db
    .selectFrom('identityDecisions')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    payload: decisionPayload.parse(row.payload),
    by: row.byWhom,
    at: row.at.toISOString(),
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoneBy: row.undoneBy,
  }));
}

/** Adds a decision to the record. */
export async function writeDecision(
  tx: Tenant,
  decision: { readonly id: string; readonly payload: DecisionPayload; readonly by: string; readonly at: string },
): Promise<void> {
  await tx.db
    .insertInto('identityDecisions')
    .values({
      tenantId: tx.id,
      id: decision.id,
      kind: decision.payload.kind,
      payload: JSON.stringify(decision.payload),
      byWhom: decision.by,
      at: decision.at,
    })
    .execute();
}

/** Marks a decision as taken back; false when there is none that stands. */
export async function undoStanding(tx: Tenant, id: string, by: string, at: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('identityDecisions')
    .set({ undoneAt: at, undoneBy: by })
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .where('undoneAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
