// What depends on the addresses and titles of a device: whose address tables name it, which partners it names itself, and who was
// seen to speak with it. All of these have to be changed, or at least asked, when it gets another address or title.
import { sql } from 'kysely';
import type { Renumbering } from '#contracts/index.ts';
import { factsByIds } from '#evidence/index.ts';
import { NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { deviceRowOf } from './device-list.store.ts';
import { devicesAt } from './identity.store.ts';

const MOST_SHOWN = 500;

interface PeerRow {
  device: string;
  name: string;
  title: string;
  address: string | null;
  port: number | null;
  fact: string;
}

interface FlowRow {
  direction: 'calls it' | 'called by it';
  own: string;
  address: string;
  transport: string;
  port: number;
  protocols: string[];
  titles: string[] | null;
  last: Date;
}

/** What would have to change with a device's addresses and titles; throws NotFound. */
export async function renumbering(tx: Tenant, id: string): Promise<Renumbering> {
  const device = await deviceRowOf(tx, id);
  if (!device) {
    throw new NotFound('There is no such device; it may have been joined with another. Look for it in the list.');
  }
  const { addresses, aeTitles: titles } = device;
  const configured = await peersNaming(tx, id, addresses, titles);
  const partners = await peersOf(tx, id);
  const flows = await flowsOf(tx, addresses);
  const known = await factsByIds(
    tx,
    [...configured, ...partners].map(({ fact }) => fact),
  );
  const proof = (fact: string) => [known.get(fact)].filter((each) => each !== undefined);
  const ends = await devicesAt(tx, [...new Set(flows.map(({ address }) => address))]);
  return {
    addresses,
    titles,
    configured: configured.map(({ fact, ...peer }) => ({
      ...peer,
      by: [
        ...(peer.address !== null && addresses.includes(peer.address) ? ['address' as const] : []),
        ...(titles.includes(peer.title) ? ['title' as const] : []),
      ],
      facts: proof(fact),
    })),
    partners: partners.map(({ fact, title, address, port }) => ({ title, address, port, facts: proof(fact) })),
    flows: flows.map(({ last, titles: used, ...flow }) => {
      const end = ends.get(flow.address);
      return {
        ...flow,
        titles: used ?? [],
        device: end ? { id: end.id, name: end.name } : null,
        lastSeenAt: last.toISOString(),
      };
    }),
    truncated: [configured, partners, flows].some(({ length }) => length === MOST_SHOWN),
  };
}

/** Lines of other devices' tables that name one of the addresses, or one of the titles without another address. */
async function peersNaming(
  tx: Tenant,
  id: string,
  addresses: readonly string[],
  titles: readonly string[],
): Promise<PeerRow[]> {
  const { rows } = await sql<PeerRow>`
    select distinct on (device.name, device.id, 3, 4, 5) device.id as device, device.name, known.value->>'title' as title,
      known.value->>'address' as address, (known.value->>'port')::integer as port, known.fact_id as fact
    from fact_current known
    join device_subjects subject on subject.tenant_id = ${tx.id} and subject.subject_kind = known.subject_kind
      and subject.subject_key = known.subject_key
    join devices device on device.tenant_id = ${tx.id} and device.id = subject.device_id and not device.retired
    where known.tenant_id = ${tx.id} and known.attribute = 'device.peer' and device.id <> ${id} and (
      known.value->>'address' = any(${addresses}::text[])
      or (known.value->>'address' is null and known.value->>'title' = any(${titles}::text[])))
    order by device.name, device.id, 3, 4, 5, known.fact_id limit ${MOST_SHOWN}`.execute(tx.db);
  return rows;
}

async function peersOf(tx: Tenant, id: string): Promise<PeerRow[]> {
  const { rows } = await sql<PeerRow>`
    select distinct on (3, 4, 5) member.device_id as device, '' as name, known.value->>'title' as title,
      known.value->>'address' as address, (known.value->>'port')::integer as port, known.fact_id as fact
    from device_subjects member join fact_current known on known.tenant_id = ${tx.id}
      and known.subject_kind = member.subject_kind and known.subject_key = member.subject_key and known.attribute = 'device.peer'
    where member.tenant_id = ${tx.id} and member.device_id = ${id}
    order by 3, 4, 5, known.fact_id limit ${MOST_SHOWN}`.execute(tx.db);
  return rows;
}

async function flowsOf(tx: Tenant, addresses: readonly string[]): Promise<FlowRow[]> {
  const { rows } = await sql<FlowRow>`
    select known.direction, known.own, known.address, known.transport, known.port, known.protocols, known.last, (
      select array_agg(distinct title order by title) from jsonb_array_elements(known.titles) as used (entry),
        unnest(array[entry->>'calling', entry->>'called']) as title where title is not null) as titles
    from (
      select 'calls it' as direction, server as own, client as address, transport, port, protocols, titles, last_seen_at as last from flows
      where tenant_id = ${tx.id} and server = any(${addresses}::text[])
      union all
      select 'called by it', client, server, transport, port, protocols, titles, last_seen_at from flows
      where tenant_id = ${tx.id} and client = any(${addresses}::text[])) known
    order by known.last desc, known.direction, known.own, known.address, known.transport, known.port limit ${MOST_SHOWN}`.execute(
    tx.db,
  );
  return rows;
}
