// The registry of AE titles: who answers to which title, who calls with it, who is configured to speak with whom and who really does.
// A title on several devices, or one that software ships with, is said so.
import { sql } from 'kysely';
import type { AeTitleList } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { isDefaultTitle } from './marks.ts';

const MOST_TITLES = 5000;

interface TitleRow {
  title: string;
  devices: { id: string; name: string; addresses: string[] }[] | null;
  last: Date | null;
}

interface TalkRow {
  calling: string | null;
  called: string | null;
  outcome: string;
  client: string;
  server: string;
  port: number;
  last: Date;
}

interface PeerRow {
  device: string;
  name: string;
  title: string;
  address: string | null;
  port: number | null;
}

/** Every title known, with its holders and its conversations. */
export async function aeTitles(tx: Tenant): Promise<AeTitleList> {
  const held = await sql<TitleRow>`
    select title, jsonb_agg(jsonb_build_object('id', device.id, 'name', device.name, 'addresses', device.addresses)
      order by device.name, device.id) as devices, max(device.last_seen_at) as last
    from devices device cross join lateral unnest(device.ae_titles) as title
    where device.tenant_id = ${tx.id} and not device.retired
    group by title order by title limit ${MOST_TITLES}`.execute(tx.db);
  const talks = await sql<TalkRow>`
    select entry.used->>'calling' as calling, entry.used->>'called' as called, entry.used->>'outcome' as outcome, client, server, port,
      last_seen_at as last
    from flows cross join lateral jsonb_array_elements(titles) as entry (used)
    where tenant_id = ${tx.id} order by client, server, port limit ${MOST_TITLES}`.execute(tx.db);
  const peers = await sql<PeerRow>`
    select device.id as device, device.name, known.value->>'title' as title, known.value->>'address' as address,
      (known.value->>'port')::integer as port
    from fact_current known
    join device_subjects subject on subject.tenant_id = ${tx.id} and subject.subject_kind = known.subject_kind
      and subject.subject_key = known.subject_key
    join devices device on device.tenant_id = ${tx.id} and device.id = subject.device_id and not device.retired
    where known.tenant_id = ${tx.id} and known.attribute = 'device.peer'
    order by device.name, 3 limit ${MOST_TITLES}`.execute(tx.db);
  const titles = held.rows.map(({ title, devices, last }) => ({
    title,
    devices: devices ?? [],
    isDefault: isDefaultTitle(title),
    isShared: (devices ?? []).length > 1,
    lastSeenAt: last?.toISOString() ?? null,
  }));
  const spoken = new Set(
    talks.rows.flatMap(({ called, outcome }) => (called !== null && outcome === 'accepted' ? called : [])),
  );
  return {
    titles,
    conversations: talks.rows.map(({ last, outcome, ...row }) => ({
      ...row,
      outcome: outcomeOf(outcome),
      lastSeenAt: last.toISOString(),
    })),
    configured: peers.rows.map((row) => ({ ...row, isUsed: spoken.has(row.title) })),
  };
}

function outcomeOf(word: string): 'accepted' | 'rejected' | 'unseen' {
  return word === 'accepted' || word === 'rejected' ? word : 'unseen';
}
