// Facts at rest: append-only, with the latest of each sensor beside them. What says again what is known only moves the time
// of the last sighting, so that importing twice changes nothing.
import { sql } from 'kysely';
import { z } from 'zod';
import { type Basis, basis as basisWord, type Fact } from '#contracts/index.ts';
import { canonicalJson, sha256 } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import type { CurrentFact } from './current-fact.ts';
import { isSubjectKind, type SubjectRef, subjectId } from './subject.ts';
import { type AttributeName, attributeNamed, SERIES } from './vocabulary.ts';

/** What became of recorded facts. */
export interface Recorded {
  /** Facts that said something new. */
  readonly added: number;
  /** Facts that said what was known, or came late. */
  readonly unchanged: number;
  /** Subjects of which something is believed that was not before. */
  readonly subjects: readonly SubjectRef[];
  /** Subjects that were only seen again. */
  readonly seen: readonly SubjectRef[];
}

/** Facts in one statement; more take more memory, fewer more round trips. */
const BATCH = 2000;

/** Records facts in batches, none twice; a fact that is older than what is known goes to the record only. */
export async function recordFacts(tx: Tenant, facts: readonly Fact[]): Promise<Recorded> {
  let added = 0;
  const changed = new Map<string, SubjectRef>();
  const seen = new Map<string, SubjectRef>();
  for (let at = 0; at < facts.length; at += BATCH) {
    for (const round of rounds(facts.slice(at, at + BATCH))) {
      const outcome = await recordRound(tx, round);
      added += outcome.added;
      for (const subject of outcome.changed) changed.set(subjectId(subject), subject);
      for (const subject of outcome.seen) seen.set(subjectId(subject), subject);
    }
  }
  for (const id of changed.keys()) seen.delete(id);
  return {
    added,
    unchanged: facts.length - added,
    subjects: [...changed.values()],
    seen: [...seen.values()],
  };
}

interface Row {
  readonly id: string;
  readonly subject_kind: string;
  readonly subject_key: string;
  readonly attribute: string;
  readonly slot: string;
  readonly value: Fact['value'];
  readonly basis: Basis;
  readonly confidence: number;
  readonly sensor: string;
  readonly run: string;
  readonly detail: string | null;
  readonly observed_at: string;
  readonly recorded_at: string;
  readonly by_whom: string;
}

/** '' for an attribute with one value; for one with several, a hash of the value. */
function slotOf(fact: Fact): string {
  const values = attributeNamed(fact.attribute)?.values;
  return values === 'multi' || values === 'series' ? sha256(canonicalJson(fact.value)).slice(0, 16) : '';
}

/** One statement touches each slot once; what states a slot again waits for the next round, in order of observation. */
function rounds(facts: readonly Fact[]): Row[][] {
  const found: Row[][] = [];
  const times = new Map<string, number>();
  const ordered = [...facts].sort((a, b) => (a.observedAt < b.observedAt ? -1 : a.observedAt > b.observedAt ? 1 : 0));
  for (const fact of ordered) {
    const slot = slotOf(fact);
    const key = [fact.subject.kind, fact.subject.key, fact.attribute, slot, fact.source.sensor].join('\n');
    const round = times.get(key) ?? 0;
    times.set(key, round + 1);
    const row: Row = {
      id: fact.id,
      subject_kind: fact.subject.kind,
      subject_key: fact.subject.key,
      attribute: fact.attribute,
      slot,
      value: fact.value,
      basis: fact.basis,
      confidence: fact.confidence,
      sensor: fact.source.sensor,
      run: fact.source.run,
      detail: fact.source.detail,
      observed_at: fact.observedAt,
      recorded_at: fact.recordedAt,
      by_whom: fact.by,
    };
    const rows = found[round];
    if (rows) rows.push(row);
    else found.push([row]);
  }
  return found;
}

interface RoundOutcome {
  readonly added: number;
  readonly changed: readonly SubjectRef[];
  readonly seen: readonly SubjectRef[];
}

async function recordRound(tx: Tenant, rows: readonly Row[]): Promise<RoundOutcome> {
  const result = await sql<{ kind: string; key: string; change: string; added: number }>`
    with incoming as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
        id text, subject_kind text, subject_key text, attribute text, slot text, value jsonb, basis text,
        confidence double precision, sensor text, run text, detail text, observed_at timestamptz, recorded_at timestamptz,
        by_whom text)
    ), compared as materialized (
      select incoming.*, case
          when known.fact_id is null then 'new'
          when known.value = incoming.value and known.basis = incoming.basis and known.confidence = incoming.confidence
            then case when incoming.observed_at > known.last_observed_at then 'seen' else 'same' end
          when incoming.observed_at >= known.last_observed_at then 'changed'
          else 'late' end as change
      from incoming left join lateral (
        select fact_id, value, basis, confidence, last_observed_at from fact_current
        where tenant_id = ${tx.id} and subject_kind = incoming.subject_kind and subject_key = incoming.subject_key
          and attribute = incoming.attribute and slot = incoming.slot and sensor = incoming.sensor
        limit 1) known on true
    ), added as (
      insert into facts (tenant_id, id, subject_kind, subject_key, attribute, value, basis, confidence, sensor, run, detail,
        observed_at, recorded_at, by_whom)
      select ${tx.id}, id, subject_kind, subject_key, attribute, value, basis, confidence, sensor, run, detail, observed_at,
        recorded_at, by_whom
      from compared where change in ('new', 'changed', 'late')
      on conflict do nothing returning id
    ), begun as (
      insert into fact_current (tenant_id, subject_kind, subject_key, attribute, slot, sensor, fact_id, value, basis,
        confidence, first_observed_at, last_observed_at)
      select ${tx.id}, subject_kind, subject_key, attribute, slot, sensor, id, value, basis, confidence, observed_at, observed_at
      from compared where change = 'new'
    ), moved as (
      update fact_current known set
        last_observed_at = compared.observed_at,
        first_observed_at = case when change = 'seen' then known.first_observed_at else compared.observed_at end,
        fact_id = case when change = 'seen' then known.fact_id else compared.id end,
        value = compared.value, basis = compared.basis, confidence = compared.confidence
      from compared where known.tenant_id = ${tx.id}
        and known.subject_kind = compared.subject_kind and known.subject_key = compared.subject_key
        and known.attribute = compared.attribute and known.slot = compared.slot and known.sensor = compared.sensor
        and change in ('seen', 'changed')
    )
    select subject_kind as kind, subject_key as key, change, (select count(*) from added)::integer as added
    from compared group by subject_kind, subject_key, change`.execute(tx.db);
  const of = (...changes: string[]) =>
    result.rows.filter((row) => changes.includes(row.change)).flatMap(({ kind, key }) => subjectFrom(kind, key));
  return { added: result.rows[0]?.added ?? 0, changed: of('new', 'changed'), seen: of('seen') };
}

function subjectFrom(kind: string, key: string): SubjectRef[] {
  return isSubjectKind(kind) ? [{ kind, key }] : [];
}

// One row a subject and one JSON text a row: a tenth of the cost of one row a fact.
const storedFacts = z.array(
  z.tuple([z.string(), z.string(), z.string(), z.json(), basisWord, z.number(), z.string(), z.string()]),
);

/** What holds now about some subjects, but for series. */
export async function currentFacts(tx: Tenant, subjects: readonly SubjectRef[]): Promise<CurrentFact[]> {
  const found: CurrentFact[] = [];
  // Facts of one run share their time.
  const times = new Map<string, string>();
  const isoTime = (text: string): string => {
    const known = times.get(text) ?? new Date(text).toISOString();
    if (times.size < 1000) times.set(text, known);
    return known;
  };
  for (let at = 0; at < subjects.length; at += BATCH) {
    const rows = await sql<{ kind: string; key: string; facts: string }>`
      select wanted.kind, wanted.key, known.facts from ${subjectTable(subjects.slice(at, at + BATCH))}
      cross join lateral (
        select json_agg(json_build_array(attribute, sensor, fact_id, value, basis, confidence, first_observed_at,
          last_observed_at))::text as facts
        from fact_current where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key
          and attribute <> all(${SERIES}::text[])) known
      where known.facts is not null`.execute(tx.db);
    for (const row of rows.rows) {
      const [subject] = subjectFrom(row.kind, row.key);
      if (!subject) continue;
      for (const stored of storedFacts.parse(JSON.parse(row.facts))) {
        const [attribute, sensor, factId, value, basis, confidence, first, last] = stored;
        const observed = { firstObservedAt: isoTime(first), lastObservedAt: isoTime(last) };
        found.push({ factId, subject, attribute, value, basis, confidence, sensor, ...observed });
      }
    }
  }
  return found;
}

/**
 * Subjects as a table expression `wanted (kind, key)`. What is looked up for each stands in a lateral subquery with a limit or
 * offset: a fresh embedded database has no statistics, and a plain join would read whole tables.
 */
export function subjectTable(subjects: readonly { readonly kind: string; readonly key: string }[]) {
  const kinds = subjects.map((subject) => subject.kind);
  const keys = subjects.map((subject) => subject.key);
  return sql`unnest(${kinds}::text[], ${keys}::text[]) as wanted (kind, key)`;
}

interface FactRow {
  id: string;
  subjectKind: string;
  subjectKey: string;
  attribute: string;
  value: Fact['value'];
  basis: Basis;
  confidence: number;
  sensor: string;
  run: string;
  detail: string | null;
  observedAt: Date;
  recordedAt: Date;
  byWhom: string;
}

/** The facts that hold now about some subjects, but for series, in full, newest first. */
export async function factsOf(tx: Tenant, subjects: readonly SubjectRef[]): Promise<Fact[]> {
  const rows = await sql<FactRow>`
    select fact.* from ${subjectTable(subjects)}
    cross join lateral (
      select fact_id from fact_current
      where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key
        and attribute <> all(${SERIES}::text[]) offset 0) known
    cross join lateral (select * from facts where tenant_id = ${tx.id} and id = known.fact_id limit 1) fact
    order by fact.observed_at desc, fact.id`.execute(tx.db);
  return rows.rows.map(factFrom);
}

/** What was ever stated of one attribute about addresses of which something holds now, whatever sensor stated it; the newest first. */
export async function everStatedOfAddresses(
  tx: Tenant,
  attribute: AttributeName,
): Promise<{ readonly address: string; readonly value: unknown; readonly at: string }[]> {
  const rows = await sql<{ key: string; value: unknown; observedAt: Date }>`
    select fact.subject_key as key, fact.value, fact.observed_at from (
      select distinct subject_key from fact_current
      where tenant_id = ${tx.id} and subject_kind = 'address' and attribute = ${attribute}) known
    join facts fact on fact.tenant_id = ${tx.id} and fact.subject_kind = 'address' and fact.subject_key = known.subject_key
      and fact.attribute = ${attribute}
    order by fact.observed_at desc, fact.subject_key collate "C", fact.id`.execute(tx.db);
  return rows.rows.map(({ key, value, observedAt }) => ({
    address: key,
    value,
    at: new Date(observedAt).toISOString(),
  }));
}

/** The values of a series about some subjects, the newest first, at most `limit` of each. */
export async function seriesOf(
  tx: Tenant,
  subjects: readonly SubjectRef[],
  { attribute, limit }: { readonly attribute: string; readonly limit: number },
): Promise<unknown[]> {
  const rows = await sql<{ value: unknown }>`
    select known.value from ${subjectTable(subjects)}
    cross join lateral (
      select value, last_observed_at from fact_current
      where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key and attribute = ${attribute}
      order by last_observed_at desc limit ${limit}) known
    order by known.last_observed_at desc`.execute(tx.db);
  return rows.rows.map(({ value }) => value);
}

/** Facts by their ids, in full; what is not there is left out. */
export async function factsByIds(tx: Tenant, ids: readonly string[]): Promise<Map<string, Fact>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<FactRow>`
    select fact.* from unnest(${[...new Set(ids)]}::text[]) as wanted (id)
    cross join lateral (select * from facts where tenant_id = ${tx.id} and id = wanted.id limit 1) fact`.execute(tx.db);
  return new Map(rows.rows.map((row) => [row.id, factFrom(row)]));
}

/** What was ever stated about some subjects in some attributes, newest first, at most `limit`. */
export async function factHistory(
  tx: Tenant,
  subjects: readonly SubjectRef[],
  { attributes, limit }: { readonly attributes: readonly string[]; readonly limit: number },
): Promise<Fact[]> {
  const rows = await sql<FactRow>`
    select fact.* from ${subjectTable(subjects)}
    cross join lateral (
      select * from facts where tenant_id = ${tx.id} and subject_kind = wanted.kind and subject_key = wanted.key
        and attribute = any(${attributes}::text[]) order by observed_at desc limit ${limit}) fact
    order by fact.observed_at desc, fact.recorded_at desc, fact.id limit ${limit}`.execute(tx.db);
  return rows.rows.map(factFrom);
}

/** Lets nothing hold about a subject any more; the record keeps what was stated. */
export async function forgetSubject(tx: Tenant, { kind, key }: SubjectRef): Promise<void> {
  await sql`
    delete from fact_current where tenant_id = ${tx.id} and subject_kind = ${kind} and subject_key = ${key}`.execute(
    tx.db,
  );
}

/** Every fact of the tenant, by id, in bounded memory. */
export async function* exportFacts(tx: Tenant): AsyncGenerator<Fact> {
  for (let after = ''; ; ) {
    const page = await sql<FactRow>`
      select * from facts where tenant_id = ${tx.id} and id > ${after} order by id limit ${BATCH}`.execute(tx.db);
    for (const row of page.rows) yield factFrom(row);
    const last = page.rows.at(-1);
    if (!last || page.rows.length < BATCH) return;
    after = last.id;
  }
}

/** How many facts there are, and from when to when devices were seen; how old documents are does not count. */
export async function factSpan(tx: Tenant): Promise<{ facts: number; oldest: string | null; newest: string | null }> {
  const rows = await sql<{ facts: number; oldest: Date | null; newest: Date | null }>`
    select (select count(*) from facts where tenant_id = ${tx.id})::integer as facts,
      min(first_observed_at) as oldest, max(last_observed_at) as newest
    from fact_current where tenant_id = ${tx.id} and subject_kind <> 'document'`.execute(tx.db);
  const [row] = rows.rows;
  return {
    facts: row?.facts ?? 0,
    oldest: row?.oldest?.toISOString() ?? null,
    newest: row?.newest?.toISOString() ?? null,
  };
}

function factFrom(row: FactRow): Fact {
  return {
    id: row.id,
    subject: { kind: row.subjectKind, key: row.subjectKey },
    attribute: row.attribute,
    value: row.value,
    basis: row.basis,
    confidence: row.confidence,
    source: { sensor: row.sensor, run: row.run, detail: row.detail },
    observedAt: row.observedAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    by: row.byWhom,
  };
}
