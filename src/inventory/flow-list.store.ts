// Flows one by one, with what proves them: who called which service, in which part, by which titles, and which capture or log says so.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { api, type Fact } from '#contracts/index.ts';
import { factsOf, sourcesBehind } from '#evidence/index.ts';
import type { Tenant } from '#store/index.ts';
import { joiningTables, ownAddresses, SPOKEN, standsAt } from './places.store.ts';

/** What may be asked of the list; see the API's flow query. */
export type FlowQuery = z.infer<typeof api.flowQuery>;
/** A page of flows. */
export type FlowList = z.infer<typeof api.flowList>;

/** Counting stops here; beyond it the total says "at least". */
const MOST_COUNTED = 10_000;

interface FlowEntry {
  key: string;
  transport: string;
  client: string;
  server: string;
  port: number;
  protocols: string[];
  operations: string[];
  titles: unknown;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

const titlesUsed = z.array(api.titlesUsed);

/** A page of flows between two nodes of the map, or at one. */
export async function listFlows(tx: Tenant, query: FlowQuery): Promise<FlowList> {
  const where = filterOf(tx, query);
  const { page, counted } = await joiningTables(tx, async () => ({
    page: await sql<FlowEntry>`
      with ${ownAddresses(tx)}
      select key, transport, client, server, port, protocols, operations, titles, first_seen_at, last_seen_at
      from flows flow where ${where} and key > ${query.cursor ?? ''} order by key limit ${query.limit + 1}`.execute(
      tx.db,
    ),
    counted: await sql<{ count: number }>`
      with ${ownAddresses(tx)} select count(*)::integer as count
      from (select 1 from flows flow where ${where} limit ${MOST_COUNTED + 1}) bounded`.execute(tx.db),
  }));
  const rows = page.rows.slice(0, query.limit);
  const flows = rows.map(({ key }) => ({ kind: 'flow' as const, key }));
  const facts = await factsOf(tx, flows);
  const sources = await sourcesBehind(tx, facts);
  const devices = await devicesAt(tx, [...new Set(rows.flatMap(({ client, server }) => [client, server]))]);
  const said = Map.groupBy(facts, ({ subject }) => subject.key);
  const count = counted.rows[0]?.count ?? 0;
  return {
    items: rows.map((row) => {
      const own = said.get(row.key) ?? [];
      return {
        ...row,
        clientDevice: devices.get(row.client) ?? null,
        serverDevice: devices.get(row.server) ?? null,
        titles: titlesUsed.parse(row.titles),
        firstSeenAt: row.firstSeenAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        facts: own,
        sources: sources.filter((source) => own.some((fact) => isFrom(fact, source))),
      };
    }),
    next: page.rows.length > query.limit ? (rows.at(-1)?.key ?? null) : null,
    total: count > MOST_COUNTED ? { value: MOST_COUNTED, relation: 'gte' } : { value: count, relation: 'eq' },
  };
}

function isFrom({ source }: Fact, { sensor, run }: { readonly sensor: string; readonly run: string }): boolean {
  return source.sensor === sensor && source.run === run;
}

/** The devices in use at some addresses. */
async function devicesAt(tx: Tenant, addresses: readonly string[]): Promise<Map<string, { id: string; name: string }>> {
  const rows = await sql<{ address: string; id: string; name: string }>`
    select wanted.address, device.id, device.name from unnest(${addresses}::text[]) as wanted (address)
    cross join lateral (
      select device_id from device_subjects
      where tenant_id = ${tx.id} and subject_kind = 'address' and subject_key = wanted.address limit 1) subject
    cross join lateral (
      select id, name from devices where tenant_id = ${tx.id} and id = subject.device_id and not retired limit 1) device`.execute(
    tx.db,
  );
  return new Map(rows.rows.map(({ address, ...device }) => [address, device]));
}

function filterOf(tx: Tenant, { node, from, to, protocol }: FlowQuery): RawBuilder<SqlBool> {
  const parts = [sql<SqlBool>`flow.tenant_id = ${tx.id}`];
  if (node !== undefined) parts.push(sql`(${standsAt('client', node)} or ${standsAt('server', node)})`);
  if (from !== undefined) parts.push(standsAt('client', from));
  if (to !== undefined) parts.push(standsAt('server', to));
  if (protocol !== undefined) parts.push(sql`${protocol} = any(${SPOKEN})`);
  return sql.join<SqlBool>(parts, sql` and `);
}
