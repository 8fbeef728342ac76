// Who is configured to speak with whom against who really does, a page at a time: address tables and flows are read whole, up to a
// bound, and compared; the facts behind are read for the page alone.
import { sql } from 'kysely';
import type { z } from 'zod';
import type { api, Relation, RelationList } from '#contracts/index.ts';
import { factsByIds } from '#evidence/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ComparedRelation, compareRelations, type Peer, type Talk } from './compare-relations.ts';
import { devicesAt } from './identity.store.ts';
import { readCursor, writeCursor } from './list-cursor.ts';

/** What may be asked. */
export type RelationQuery = z.infer<typeof api.relationQuery>;

/** Lines and conversations compared at once. */
const MOST_COMPARED = 20_000;
const LIST = 'relations';

/** A page of relations in one state, with the counts of all. */
export async function relations(tx: Tenant, query: RelationQuery): Promise<RelationList> {
  const [peers, talks] = [await readPeers(tx), await readTalks(tx)];
  const all = compareRelations(peers, talks);
  const counts: RelationList['counts'] = { used: 0, unused: 0, unlisted: 0, untold: 0 };
  for (const { state } of all) counts[state]++;
  const [after = ''] = query.cursor === undefined ? [] : readCursor(LIST, 1, query.cursor);
  const rest = all.filter(({ state, key }) => state === query.state && (query.cursor === undefined || key > after));
  const page = rest.slice(0, query.limit);
  const last = rest.length > query.limit ? page.at(-1) : undefined;
  const facts = await factsByIds(
    tx,
    page.flatMap((relation) => relation.facts),
  );
  return {
    items: page.map((relation) => ({ ...shown(relation), facts: relation.facts.flatMap((id) => facts.get(id) ?? []) })),
    next: last ? writeCursor(LIST, last.key) : null,
    total: { value: counts[query.state], relation: 'eq' },
    counts,
    truncated: peers.length === MOST_COMPARED || talks.length === MOST_COMPARED,
  };
}

function shown({ state, from, to, port, outcome, lastSeenAt }: ComparedRelation): Omit<Relation, 'facts'> {
  return { state, from, to, port, outcome, lastSeenAt };
}

/** Every line of an address table, with the device whose table it is. */
async function readPeers(tx: Tenant): Promise<Peer[]> {
  const { rows } = await sql<Omit<Peer, 'device'> & { id: string; name: string }>`
    select distinct on (device.name, device.id, 3, 4, 5) device.id, device.name, known.value->>'title' as title,
      known.value->>'address' as address, (known.value->>'port')::integer as port, known.fact_id as fact
    from fact_current known
    join device_subjects subject on subject.tenant_id = ${tx.id} and subject.subject_kind = known.subject_kind
      and subject.subject_key = known.subject_key
    join devices device on device.tenant_id = ${tx.id} and device.id = subject.device_id and not device.retired
    where known.tenant_id = ${tx.id} and known.attribute = 'device.peer'
    order by device.name, device.id, 3, 4, 5, known.fact_id limit ${MOST_COMPARED}`.execute(tx.db);
  return rows.map(({ id, name, ...peer }) => ({ ...peer, device: { id, name } }));
}

interface TalkRow {
  calling: string | null;
  called: string | null;
  outcome: string;
  client: string;
  server: string;
  port: number;
  last: Date;
  fact: string;
}

/** Every use of titles in a flow, with the devices at both ends. */
async function readTalks(tx: Tenant): Promise<Talk[]> {
  const { rows } = await sql<TalkRow>`
    select distinct on (flow.key, known.slot) known.value->>'calling' as calling, known.value->>'called' as called,
      known.value->>'outcome' as outcome, flow.client, flow.server, flow.port, known.last_observed_at as last, known.fact_id as fact
    from flows flow join fact_current known on known.tenant_id = ${tx.id} and known.subject_kind = 'flow'
      and known.subject_key = flow.key and known.attribute = 'flow.titles'
    where flow.tenant_id = ${tx.id} and flow.titles <> '[]'::jsonb
    order by flow.key, known.slot, known.last_observed_at desc limit ${MOST_COMPARED}`.execute(tx.db);
  const devices = await devicesAt(tx, [...new Set(rows.flatMap(({ client, server }) => [client, server]))]);
  const at = (address: string) => {
    const device = devices.get(address);
    return device ? { id: device.id, name: device.name } : null;
  };
  return rows.map(({ last, outcome, ...row }) => ({
    ...row,
    outcome: outcome === 'accepted' || outcome === 'rejected' ? outcome : 'unseen',
    clientDevice: at(row.client),
    serverDevice: at(row.server),
    lastSeenAt: last.toISOString(),
  }));
}
