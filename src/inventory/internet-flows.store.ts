// Flows between ours and the internet, the newest first, each with the facts that show it.
import { type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import type { api, InternetFlow } from '#contracts/index.ts';
import { factsOf } from '#evidence/index.ts';
import { subjectId } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import type { DeviceSnapshot } from './device-snapshot.ts';
import { devicesAt } from './identity.store.ts';
import { readCursor, writeCursor } from './list-cursor.ts';

/** What may be asked of the list. */
export type InternetFlowQuery = z.infer<typeof api.internetFlowQuery>;
/** A page of flows. */
export type InternetFlowPage = z.infer<typeof api.internetFlowList>;

/** Facts shown of one flow. */
const MOST_FACTS = 20;
const MOST_COUNTED = 10_000;
/** Flows of one device that a judgement rests on. */
const MOST_JUDGED = 50;
const LIST = 'internet';

interface FlowRow {
  key: string;
  transport: string;
  client: string;
  server: string;
  port: number;
  protocols: string[];
  internet: 'out' | 'in';
  first: Date;
  last: Date;
  lastText: string;
}

/** A page of flows that cross the border of the site. */
export async function internetFlows(tx: Tenant, query: InternetFlowQuery): Promise<InternetFlowPage> {
  const where = sql<SqlBool>`tenant_id = ${tx.id} and internet is not null
    and ${query.direction === undefined ? sql`true` : sql`internet = ${query.direction}`}`;
  const start = query.cursor === undefined ? null : readCursor(LIST, 2, query.cursor);
  const beyond = start
    ? sql<SqlBool>`(last_seen_at < ${start[0]}::timestamptz or (last_seen_at = ${start[0]}::timestamptz and key > ${start[1]}))`
    : sql<SqlBool>`true`;
  const { rows } = await sql<FlowRow>`
    select key, transport, client, server, port, protocols, internet, first_seen_at as first, last_seen_at as last,
      last_seen_at::text as last_text
    from flows where ${where} and ${beyond} order by last_seen_at desc, key limit ${query.limit + 1}`.execute(tx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::integer as count from (select 1 from flows where ${where} limit ${MOST_COUNTED + 1}) bounded`.execute(
    tx.db,
  );
  const count = counted.rows[0]?.count ?? 0;
  const page = rows.slice(0, query.limit);
  const devices = await devicesAt(tx, [...new Set(page.map(ownEnd))]);
  const facts = Map.groupBy(
    await factsOf(
      tx,
      page.map(({ key }) => ({ kind: 'flow', key })),
    ),
    ({ subject }) => subjectId(subject),
  );
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.map(
      (row): InternetFlow => ({
        key: row.key,
        direction: row.internet,
        address: ownEnd(row),
        device: devices.get(ownEnd(row)) ?? null,
        publicAddress: row.internet === 'out' ? row.server : row.client,
        transport: row.transport,
        port: row.port,
        protocols: row.protocols,
        firstSeenAt: row.first.toISOString(),
        lastSeenAt: row.last.toISOString(),
        facts: (facts.get(subjectId({ kind: 'flow', key: row.key })) ?? []).slice(0, MOST_FACTS),
      }),
    ),
    next: last ? writeCursor(LIST, last.lastText, last.key) : null,
    total: count > MOST_COUNTED ? { value: MOST_COUNTED, relation: 'gte' } : { value: count, relation: 'eq' },
  };
}

function ownEnd({ internet, client, server }: Pick<FlowRow, 'internet' | 'client' | 'server'>): string {
  return internet === 'out' ? client : server;
}

type Crossed = DeviceSnapshot['internet'];

/** The flows with the internet of some addresses, by address, with the ids of their facts. */
export async function crossingsOf(tx: Tenant, addresses: readonly string[]): Promise<Map<string, Crossed>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await sql<{
    address: string;
    direction: 'out' | 'in';
    other: string;
    port: number;
    protocol: string | null;
    last: Date;
    facts: string[] | null;
  }>`
    select wanted.address, known.direction, known.other, known.port, known.protocol, known.last, (
      select array_agg(fact_id order by fact_id) from fact_current
      where tenant_id = ${tx.id} and subject_kind = 'flow' and subject_key = known.key) as facts
    from unnest(${addresses}::text[]) as wanted (address)
    cross join lateral (
      (select key, 'out' as direction, server as other, port, protocols[1] as protocol, last_seen_at as last from flows
        where tenant_id = ${tx.id} and client = wanted.address and internet = 'out'
        order by last_seen_at desc, key limit ${MOST_JUDGED})
      union all
      (select key, 'in', client, port, protocols[1], last_seen_at from flows
        where tenant_id = ${tx.id} and server = wanted.address and internet = 'in'
        order by last_seen_at desc, key limit ${MOST_JUDGED})) known
    order by wanted.address, known.direction, known.last desc, known.key`.execute(tx.db);
  const crossed = new Map<string, Crossed[number][]>();
  for (const { address, direction, other, port, protocol, last, facts } of rows) {
    const flow = {
      direction,
      address,
      publicAddress: other,
      port,
      protocol,
      observedAt: last.toISOString(),
      facts: facts ?? [],
    };
    const known = crossed.get(address);
    if (known) known.push(flow);
    else crossed.set(address, [flow]);
  }
  return crossed;
}
