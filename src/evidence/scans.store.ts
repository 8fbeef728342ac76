// Scans at rest: what was asked for, who allowed it, what was seen, and whether it came to its end.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { type api, clearanceLevel, documents, RUNG_ORDER, type ScanEndpoint, type ScanRow } from '#contracts/index.ts';
import { Invalid, NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';

/** A scan that begins. */
export interface ScanStart {
  readonly targets: readonly string[];
  readonly ports: readonly number[];
  readonly clearance: ScanRow['clearance'];
  readonly authority: string | null;
  readonly vantage: string;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly job: string | null;
}

/** How a scan ended. */
export interface ScanEnd {
  readonly state: 'finished' | 'cancelled' | 'cut' | 'failed';
  readonly endedAt: string;
  readonly totals: ScanRow['totals'];
  readonly refused: readonly { readonly target: string; readonly reason: string }[];
}

/** What a scan saw, with the scan. */
export type ScanDetail = z.infer<typeof api.scanDetail>;
/** A page of scans. */
export type ScanList = z.infer<typeof api.scanList>;

/** Refusals kept of one scan; a scan of a whole network may be refused address by address. */
const MOST_REFUSALS = 10_000;
/** Endpoints in one statement. */
const BATCH = 500;
const MOST_COUNTED = 10_000;

/** Begins a scan and returns its id. */
export async function startScan(tx: Tenant, start: ScanStart): Promise<string> {
  const id = randomUUID();
  await tx.db
    .insertInto('scans')
    .values({
      tenantId: tx.id,
      id,
      state: 'running',
      targets: JSON.stringify(start.targets),
      ports: JSON.stringify(start.ports),
      clearance: start.clearance,
      authority: start.authority,
      vantage: start.vantage,
      startedAt: start.startedAt,
      startedBy: start.startedBy,
      totals: null,
      refused: '[]',
      open: 0,
      jobId: start.job,
    })
    .execute();
  return id;
}

/** Adds what a scan saw; the same endpoint again replaces what was seen before. */
export async function addScanEndpoints(tx: Tenant, scan: string, endpoints: readonly ScanEndpoint[]): Promise<void> {
  for (let at = 0; at < endpoints.length; at += BATCH) {
    const byKey = new Map(endpoints.slice(at, at + BATCH).map((each) => [`${each.address} ${each.port}`, each]));
    const rows = [...byKey.values()].map((endpoint) => ({ address: endpoint.address, port: endpoint.port, endpoint }));
    await sql`
      insert into scan_endpoints (tenant_id, scan_id, address, port, endpoint)
      select ${tx.id}, ${scan}, address, port, endpoint
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (address text, port integer, endpoint jsonb)
      on conflict (tenant_id, scan_id, address, port) do update set endpoint = excluded.endpoint`.execute(tx.db);
  }
}

// Open to strangers: an association is accepted (E3) or a web service tells what it is (W3), or more.
const OPEN: readonly string[] = RUNG_ORDER.slice(RUNG_ORDER.indexOf('W3'));

/** Ends a running scan, however it ended; what was seen stays. */
export async function finishScan(tx: Tenant, scan: string, end: ScanEnd): Promise<void> {
  await sql`
    update scans set state = ${end.state}, ended_at = ${end.endedAt}::timestamptz,
      totals = ${end.totals === null ? null : JSON.stringify(end.totals)}::jsonb,
      refused = ${JSON.stringify(end.refused.slice(0, MOST_REFUSALS))}::jsonb,
      open = (${countOpen(tx, scan)})
    where tenant_id = ${tx.id} and id = ${scan} and state = 'running'`.execute(tx.db);
}

function countOpen(tx: Tenant, scan: string) {
  return sql`select count(*)::integer from scan_endpoints seen
    where seen.tenant_id = ${tx.id} and seen.scan_id = ${scan}
      and (seen.endpoint->>'exposure' = any(${OPEN}::text[]) or seen.endpoint->>'web' = any(${OPEN}::text[]))`;
}

/** Marks scans that a dead process left running as cut; returns their ids. Those in `alive` are left alone. */
export async function markCutScans(tx: Tenant, at: string, alive: readonly string[] = []): Promise<string[]> {
  const running = await tx.db
    .selectFrom('scans')
    .select('id')
    .where('tenantId', '=', tx.id)
    .where('state', '=', 'running')
    .execute();
  const cut = running.map(({ id }) => id).filter((id) => !alive.includes(id));
  for (const id of cut) await finishScan(tx, id, { state: 'cut', endedAt: at, totals: null, refused: [] });
  return cut;
}

const SCAN_COLUMNS = sql`id, state, targets, ports, clearance, authority, vantage, started_at, ended_at, started_by, totals,
  refused, open, job_id`;

const storedScan = z.object({
  id: z.string(),
  state: documents.scanState,
  targets: z.array(z.string()),
  ports: z.array(z.number()),
  clearance: clearanceLevel,
  authority: z.string().nullable(),
  vantage: z.string(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
  startedBy: z.string(),
  totals: documents.scanTotals.nullable(),
  refused: z.array(z.object({ target: z.string(), reason: z.string() })),
  open: z.number(),
  jobId: z.string().nullable(),
});
type StoredScan = z.infer<typeof storedScan>;

/** A scan with all that is stored of it but the endpoints. */
export interface ScanRecord {
  readonly row: ScanRow;
  readonly ports: readonly number[];
  readonly refused: readonly { readonly target: string; readonly reason: string }[];
}

function recordFrom(stored: StoredScan): ScanRecord {
  const { ports, refused, startedAt, endedAt, jobId, ...rest } = stored;
  return {
    row: { ...rest, startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null, job: jobId },
    ports,
    refused,
  };
}

/** Scans, newest first. */
export async function listScans(
  tx: Tenant,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<ScanList> {
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const page = await sql`
    select ${SCAN_COLUMNS} from scans where tenant_id = ${tx.id}
      and ${after ? sql`(started_at, id) < (${after.at}::timestamptz, ${after.id})` : sql`true`}
    order by started_at desc, id desc limit ${query.limit + 1}`.execute(tx.db);
  const counted = await sql<{ count: number }>`
    select count(*)::integer as count
    from (select 1 from scans where tenant_id = ${tx.id} limit ${MOST_COUNTED + 1}) bounded`.execute(tx.db);
  const rows = page.rows.map((row) => recordFrom(storedScan.parse(row)).row);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const count = counted.rows[0]?.count ?? 0;
  return {
    items,
    next: last ? Buffer.from(JSON.stringify([last.startedAt, last.id])).toString('base64url') : null,
    total: count > MOST_COUNTED ? { value: MOST_COUNTED, relation: 'gte' } : { value: count, relation: 'eq' },
  };
}

const cursorParts = z.tuple([z.iso.datetime(), z.string().max(80)]);

function readCursor(cursor: string): { at: string; id: string } {
  try {
    const [at, id] = cursorParts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch (cause) {
    throw new Invalid('This page link does not belong to this list. Start again at the first page.', undefined, cause);
  }
}

/** A scan without its endpoints; throws NotFound. */
export async function scanRecord(tx: Tenant, id: string): Promise<ScanRecord> {
  const rows = await sql`select ${SCAN_COLUMNS} from scans where tenant_id = ${tx.id} and id = ${id}`.execute(tx.db);
  const [row] = rows.rows;
  if (!row) throw new NotFound('There is no such scan. Open the list of scans.');
  return recordFrom(storedScan.parse(row));
}

/** A scan with what it saw, by address and port, at most `limit` endpoints. */
export async function scanDetail(tx: Tenant, id: string, limit = 100_000): Promise<ScanDetail> {
  const { row, ports, refused } = await scanRecord(tx, id);
  return { scan: row, ports: [...ports], refused: [...refused], endpoints: await scanEndpoints(tx, id, limit) };
}

/** What a scan saw, by address and port. */
export async function scanEndpoints(tx: Tenant, id: string, limit = 100_000): Promise<ScanEndpoint[]> {
  const rows = await sql<{ endpoint: unknown }>`
    select endpoint from scan_endpoints where tenant_id = ${tx.id} and scan_id = ${id}
    order by address, port limit ${limit}`.execute(tx.db);
  return rows.rows.map((row) => documents.scanEndpoint.parse(row.endpoint));
}

/** The newest scan, or the newest before another with the same vantage point; null when there is none. */
export async function latestScan(tx: Tenant, before?: ScanRow): Promise<ScanRow | null> {
  const earlier = before
    ? sql`started_at < ${before.startedAt}::timestamptz and vantage = ${before.vantage} and id <> ${before.id}`
    : sql`true`;
  const rows = await sql`
    select ${SCAN_COLUMNS} from scans where tenant_id = ${tx.id} and ${earlier}
    order by started_at desc, id desc limit 1`.execute(tx.db);
  const [row] = rows.rows;
  return row ? recordFrom(storedScan.parse(row)).row : null;
}
