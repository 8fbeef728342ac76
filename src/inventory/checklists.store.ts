// How far the walk-round is: a line for each device, kept through merges, and the list of devices with it.
import { type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import { type api, HARDENING_TOPICS, type RoundList } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { readCursor, writeCursor } from './list-cursor.ts';

type RoundQuery = z.infer<typeof api.roundQuery>;

const LIST = 'round';
/** A round is walked every year. */
const ROUND_DAYS = 366;

/** How far one device is. */
export interface RoundLine {
  readonly answered: number;
  readonly doneAt: string | null;
  readonly doneBy: string | null;
}

/** Keeps how far a device is; `done` undefined leaves that as it is. */
export async function keepProgress(
  tx: Tenant,
  line: {
    readonly device: string;
    readonly answered: number;
    readonly by: string;
    readonly at: string;
    readonly done?: boolean | undefined;
  },
): Promise<void> {
  const { device: deviceId, answered, by: byWhom, at, done } = line;
  const ended = done === undefined ? {} : done ? { doneAt: at, doneBy: byWhom } : { doneAt: null, doneBy: null };
  const kept = { answered, at, byWhom, ...ended };
  await tx.db
    .insertInto('checklists')
    .values({ tenantId: tx.id, deviceId, ...kept })
    .onConflict((conflict) => conflict.columns(['tenantId', 'deviceId']).doUpdateSet(kept))
    .execute();
}

/** Lines by the device that each belongs to now: answers move along when devices are joined. */
const LINES = (tx: Tenant) => sql`
  select coalesce(member.device_id, line.device_id) as device_id, max(line.answered) as answered, max(line.at) as at,
    max(line.done_at) as done_at, (array_agg(line.by_whom order by line.at desc))[1] as by_whom,
    (array_agg(line.done_by order by line.done_at desc nulls last))[1] as done_by
  from checklists line left join device_subjects member on member.tenant_id = line.tenant_id
    and member.subject_kind = 'device' and member.subject_key = line.device_id
  where line.tenant_id = ${tx.id} group by 1`;

/** How far one device is. */
export async function progressOf(tx: Tenant, device: string): Promise<RoundLine> {
  const { rows } = await sql<{ answered: number; doneAt: Date | null; doneBy: string | null }>`
    select answered, done_at, done_by from (${LINES(tx)}) line where device_id = ${device}`.execute(tx.db);
  const [line] = rows;
  return { answered: line?.answered ?? 0, doneAt: line?.doneAt?.toISOString() ?? null, doneBy: line?.doneBy ?? null };
}

interface StoredRow {
  id: string;
  name: string;
  sortName: string;
  kind: string | null;
  zone: string | null;
  location: string | null;
  answered: number;
  at: Date | null;
  by: string | null;
  state: 'open' | 'begun' | 'done';
}

/** A page of devices in use by name, each with how far it is. */
export async function listRound(tx: Tenant, query: RoundQuery, now: Date): Promise<RoundList> {
  const since = new Date(now.getTime() - ROUND_DAYS * 86_400_000);
  const parts = [sql<SqlBool>`true`];
  if (query.zone !== undefined) parts.push(sql`zone = ${query.zone}`);
  if (query.state !== undefined) parts.push(sql`state = ${query.state}`);
  // Every word must occur.
  for (const word of (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)) {
    parts.push(sql`search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
  }
  const where = sql.join<SqlBool>(parts, sql` and `);
  const walked = sql`
    select device.id, device.name, lower(device.name) as sort_name, device.kind, device.zone, device.location, device.search,
      coalesce(line.answered, 0) as answered, line.at, line.by_whom as by,
      case when line.done_at > ${since} then 'done' when line.at > ${since} then 'begun' else 'open' end as state
    from devices device left join (${LINES(tx)}) line on line.device_id = device.id
    where device.tenant_id = ${tx.id} and not device.retired`;
  const [name = '', id = ''] = query.cursor === undefined ? [] : readCursor(LIST, 2, query.cursor);
  const page = await sql<StoredRow>`
    select id, name, sort_name, kind, zone, location, answered, at, by, state from (${walked}) walked
    where ${where} and (sort_name, id) > (${name}, ${id}) order by sort_name, id limit ${query.limit + 1}`.execute(
    tx.db,
  );
  const counted = await sql<{ found: number; devices: number; begun: number; done: number }>`
    select count(*) filter (where ${where})::integer as found, count(*)::integer as devices,
      count(*) filter (where state = 'begun')::integer as begun, count(*) filter (where state = 'done')::integer as done
    from (${walked}) walked`.execute(tx.db);
  const { found = 0, devices = 0, begun = 0, done = 0 } = counted.rows[0] ?? {};
  const rows = page.rows.slice(0, query.limit);
  const last = page.rows.length > query.limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(({ id: device, name: shown, kind, zone, location, state, answered, at, by }) => ({
      device,
      name: shown,
      kind,
      zone,
      location,
      state,
      answered,
      at: at?.toISOString() ?? null,
      by,
    })),
    next: last ? writeCursor(LIST, last.sortName, last.id) : null,
    total: { value: found, relation: 'eq' },
    of: HARDENING_TOPICS.length,
    counts: { devices, begun, done },
  };
}
