// Who is configured to speak with whom, held against who really does, a page at a time. A table of one end is enough to tell that a
// conversation is not foreseen; where neither end's table is known, or the address of the table's owner is not, nothing can be told. The database compares all that is known,
// so that no line is called unused because a bound cut off its use.
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { api, Relation, RelationList } from '#contracts/index.ts';
import { factsByIds } from '#evidence/index.ts';
import type { Tenant } from '#store/index.ts';
import { devicesAt } from './identity.store.ts';
import { readCursor, writeCursor } from './list-cursor.ts';

/** What may be asked. */
export type RelationQuery = z.infer<typeof api.relationQuery>;

/** Conversations cited for a line of a table, the newest. */
const MOST_CITED = 5;
const LIST = 'relations';
/** The owner of the table, or who calls; title, address, port and fact: each relation once, in this order. */
const KEY_PARTS = 6;

interface StoredRelation {
  readonly key: string[];
  /** The device whose table it is; null for a conversation that no line foresees. */
  readonly owner: Relation['from']['device'];
  readonly calling: string | null;
  readonly client: string | null;
  readonly title: string | null;
  readonly address: string | null;
  readonly port: number | null;
  /** Where the partner of the owner was seen. */
  readonly partner: string | null;
  readonly outcome: Relation['outcome'];
  readonly last: string | null;
  readonly facts: string[];
}

/** A page of relations in one state, with the counts of all. */
export async function relations(tx: Tenant, query: RelationQuery): Promise<RelationList> {
  const after = query.cursor === undefined ? null : readCursor(LIST, KEY_PARTS, query.cursor);
  const start = after === null ? sql`true` : sql`key > ${after}::text[]`;
  const { rows: answers } = await sql<{
    counts: Partial<RelationList['counts']> | null;
    rows: StoredRelation[] | null;
  }>`
    with ${comparison(tx)},
    page as (select * from compared where state = ${query.state} and ${start} order by key limit ${query.limit + 1}),
    cited as (select line, (array_agg(talk order by last desc, talk))[1:${sql.lit(MOST_CITED)}] as talks
      from used where line in (select line from page) group by line)
    select (select jsonb_object_agg(state, found) from (
        select state, count(*)::integer as found from compared group by state) counted) as counts,
      (select jsonb_agg(jsonb_build_object('key', key, 'calling', calling, 'client', client, 'title', title, 'address', address,
          'port', port, 'partner', partner, 'outcome', outcome, 'last', last,
          'owner', case when page.line is not null then jsonb_build_object('id', key[2], 'name', key[1]) end,
          'facts', array_remove(array[page.line, talk], null) || array_remove(coalesce(talks, '{}'), talk))
        order by key) from page left join cited on cited.line = page.line) as rows`.execute(tx.db);
  const counts = { used: 0, unused: 0, unlisted: 0, untold: 0, ...answers[0]?.counts };
  const rows = answers[0]?.rows ?? [];
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const facts = await factsByIds(
    tx,
    page.flatMap((row) => row.facts),
  );
  const ends = await devicesAt(tx, [
    ...new Set(page.flatMap(({ client, address, partner }) => [client, address, partner]).filter((at) => at !== null)),
  ]);
  const at = (address: string | null) => {
    const device = address === null ? undefined : ends.get(address);
    return device ? { id: device.id, name: device.name } : null;
  };
  return {
    items: page.map(
      (row): Relation => ({
        state: query.state,
        from: { device: row.owner ?? at(row.client), title: row.calling, address: row.client },
        to: { device: at(row.address ?? row.partner), title: row.title, address: row.address },
        port: row.port,
        outcome: row.outcome,
        lastSeenAt: row.last === null ? null : new Date(row.last).toISOString(),
        facts: row.facts.flatMap((id) => facts.get(id) ?? []),
      }),
    ),
    next: last ? writeCursor(LIST, ...last.key) : null,
    total: { value: counts[query.state], relation: 'eq' },
    counts,
  };
}

/** Every relation, configured or seen, as the query `compared`; which conversation is foreseen by which line, as `used`. */
function comparison(tx: Tenant): RawBuilder<unknown> {
  return sql`
    lines as materialized (
      select distinct on (1, 4, 5, 6) device.id as device, device.name, device.addresses, known.value->>'title' as title,
        known.value->>'address' as address, (known.value->>'port')::integer as port, known.fact_id as fact
      from fact_current known
      join device_subjects member on member.tenant_id = ${tx.id} and member.subject_kind = known.subject_kind
        and member.subject_key = known.subject_key
      join devices device on device.tenant_id = ${tx.id} and device.id = member.device_id and not device.retired
      where known.tenant_id = ${tx.id} and known.attribute = 'device.peer'
      order by 1, 4, 5, 6, known.fact_id),
    told as materialized (select distinct device, own from lines, unnest(addresses) as own),
    talks as materialized (
      select distinct on (flow.key, known.slot) flow.client, flow.server, flow.port, known.value->>'calling' as calling,
        known.value->>'called' as called, known.value->>'outcome' as outcome, known.last_observed_at as last,
        known.fact_id as fact
      from flows flow join fact_current known on known.tenant_id = ${tx.id} and known.subject_kind = 'flow'
        and known.subject_key = flow.key and known.attribute = 'flow.titles'
      where flow.tenant_id = ${tx.id} and flow.titles <> '[]'::jsonb
      order by flow.key, known.slot, known.last_observed_at desc, known.fact_id),
    used as materialized (${foreseen()}),
    compared as materialized (
      select * from (
        select distinct on (lines.fact) case when used.outcome <> 'rejected' then 'used'
            when cardinality(lines.addresses) = 0 then 'untold' else 'unused' end as state,
          array[lines.name, lines.device, lines.title, coalesce(lines.address, ''), coalesce(lines.port::text, ''), lines.fact]
            as key,
          null as calling, null as client, lines.title, lines.address, lines.port, used.partner, used.outcome, used.last,
          lines.fact as line, used.talk
        from lines left join used on used.line = lines.fact
        order by lines.fact, used.outcome = 'rejected', used.last desc, used.talk) configured
      union all
      select case when client in (select own from told) or server in (select own from told) then 'unlisted' else 'untold' end,
        array[client, coalesce(calling, ''), coalesce(called, ''), server, port::text, fact],
        calling, client, called, server, port, null, outcome, last, null, fact
      from talks where not exists (select 1 from used where used.talk = talks.fact))`;
}

/**
 * Conversations that lines foresee: by title, and by address where the line gives one; a title that was not seen counts by its
 * address. Four joins, so that each is one of equal keys.
 */
function foreseen(): RawBuilder<unknown> {
  const columns = sql`lines.fact as line, talks.fact as talk, talks.outcome, talks.last`;
  const from = sql`from lines join told on told.device = lines.device`;
  const isPort = sql`(lines.port is null or lines.port = talks.port)`;
  return sql`
    select ${columns}, talks.server as partner ${from} join talks on talks.client = told.own and talks.server = lines.address
    where ${isPort} and (talks.called is null or talks.called = lines.title)
    union
    select ${columns}, talks.server ${from} join talks on talks.client = told.own and talks.called = lines.title
    where lines.address is null and ${isPort}
    union
    select ${columns}, talks.client ${from} join talks on talks.server = told.own and talks.client = lines.address
    where talks.calling is null or talks.calling = lines.title
    union
    select ${columns}, talks.client ${from} join talks on talks.server = told.own and talks.calling = lines.title
    where lines.address is null`;
}
