// Flows: who opens conversations with which service, in which part, from the facts about them.
import { sql } from 'kysely';
import { currentFacts } from '#evidence/index.ts';
import { type CurrentFact, parseFlowKey, type SubjectRef, subjectId } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import { crossingOf } from './internet.ts';

const BATCH = 2000;

/** Brings the rows of some flows up to date with what holds about them; gives our own ends of those with the internet. */
export async function updateFlows(tx: Tenant, subjects: readonly SubjectRef[]): Promise<ReadonlySet<string>> {
  const bordering = new Set<string>();
  for (let at = 0; at < subjects.length; at += BATCH) {
    const batch = subjects.slice(at, at + BATCH);
    const facts = Map.groupBy(await currentFacts(tx, batch), (fact) => subjectId(fact.subject));
    const rows = batch.flatMap((subject) => {
      const own = facts.get(subjectId(subject)) ?? [];
      return own.length === 0 ? [] : [rowOf(subject, own)];
    });
    await sql`
      insert into flows (tenant_id, key, transport, client, server, port, protocols, operations, titles, internet,
        first_seen_at, last_seen_at)
      select ${tx.id}, key, transport, client, server, port, protocols, operations, titles, internet, first, last
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
        key text, transport text, client text, server text, port integer, protocols text[], operations text[], titles jsonb,
        internet text, first timestamptz, last timestamptz)
      on conflict (tenant_id, key) do update set protocols = excluded.protocols, operations = excluded.operations,
        titles = excluded.titles, internet = excluded.internet, first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at`.execute(
      tx.db,
    );
    for (const { client, server, internet } of rows) {
      if (internet !== null) bordering.add(internet === 'out' ? client : server);
    }
  }
  return bordering;
}

function rowOf(subject: SubjectRef, facts: readonly CurrentFact[]) {
  const texts = (attribute: string) =>
    [...new Set(facts.flatMap((fact) => (fact.attribute === attribute ? [String(fact.value)] : [])))].sort();
  const times = facts.map((fact) => fact.firstObservedAt).sort();
  const ends = facts.map((fact) => fact.lastObservedAt).sort();
  const flow = parseFlowKey(subject.key);
  return {
    key: subject.key,
    ...flow,
    internet: crossingOf(flow.client, flow.server),
    protocols: texts('flow.protocol'),
    operations: texts('flow.operation'),
    titles: facts.filter(({ attribute }) => attribute === 'flow.titles').map(({ value }) => value),
    first: times[0],
    last: ends.at(-1),
  };
}
