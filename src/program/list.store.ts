// Reading the register: by page in the order of work, one finding, the top of the list, counts.
import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import {
  type api,
  type DecisionPolicy,
  documents,
  type Finding,
  SEVERITY_ORDER,
  type Severity,
  type Standing,
} from '#contracts/index.ts';
import { Invalid, NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { decisionPolicy } from './decision-policy.store.ts';
import { accepted, isOverdue, standingsOf, standsAs } from './decisions-standing.store.ts';
import { urgency } from './register.store.ts';

/** What may be asked of the register. Open findings, unless the state asked for is `fixed`. */
export type FindingQuery = z.infer<typeof api.findingQuery>;

export interface FindingPage {
  readonly items: Finding[];
  readonly next: string | null;
  readonly total: { readonly value: number; readonly relation: 'eq' | 'gte' };
}

/** A finding with its history, and where it stands at `now`. */
export interface RegisteredFinding {
  readonly finding: Finding;
  readonly standing: Standing;
  readonly firstSeenAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
}

/** Lists are counted up to here; beyond it the total says "at least". */
const COUNTED = 10_000;

/** Findings after a place in the order of work, with what their page shows. */
function inOrderOfWork(
  tx: Tenant,
  asked: Parameters<typeof matching>[1],
  { after, limit }: { readonly after: FindingPlace | null; readonly limit: number },
) {
  return matching(tx, asked)
    .leftJoin('devices as device', (join) =>
      join.onRef('device.tenantId', '=', 'finding.tenantId').onRef('device.id', '=', 'finding.deviceId'),
    )
    .innerJoin('findingBodies as whole', (join) =>
      join.onRef('whole.tenantId', '=', 'finding.tenantId').onRef('whole.findingId', '=', 'finding.id'),
    )
    .select([...PLACE, 'finding.priority', 'whole.body', 'device.name as deviceName'])
    .$if(after !== null, (each) => (after === null ? each : each.where(comesAfter(after))))
    .orderBy('finding.priority', 'desc')
    .orderBy('finding.id')
    .limit(limit)
    .execute();
}

/** A page of the register in the order of work, each finding with where it stands at `now`. */
export async function listFindings(tx: Tenant, query: FindingQuery, now: Date): Promise<FindingPage> {
  const { policy } = await decisionPolicy(tx);
  const asked = { ...query, policy, now };
  const after: FindingPlace | null = query.cursor === undefined ? null : readCursor(query.cursor);
  const rows = await inOrderOfWork(tx, asked, { after, limit: query.limit + 1 });
  const counted = await tx.db
    .selectFrom(
      matching(tx, asked)
        .select('finding.id')
        .limit(COUNTED + 1)
        .as('found'),
    )
    .select((each) => each.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const count = Number(counted.count);
  return {
    items: await placed(tx, shown, now),
    next: rows.length > query.limit && last ? writeCursor(last.priority, last.id) : null,
    total: count > COUNTED ? { value: COUNTED, relation: 'gte' } : { value: count, relation: 'eq' },
  };
}

/** What says where a finding stands. */
const PLACE = [
  'finding.id',
  'finding.state',
  'finding.severity',
  'finding.outcome',
  'finding.ssvcLowest',
  'finding.ssvcHighest',
  'finding.firstSeenAt',
  'finding.closedAt',
] as const;

/** A place in the order of work. */
export interface FindingPlace {
  readonly priority: number;
  readonly id: string;
}

/** What follows a place in the order of work; the first half is what the index is read by. */
function comesAfter(place: FindingPlace) {
  const { priority, id } = place;
  return sql<SqlBool>`finding.priority <= ${priority} and (finding.priority < ${priority} or finding.id > ${id})`;
}

/** What is asked, with what a due date is worked out from. */
export interface Asked extends Omit<FindingQuery, 'limit' | 'cursor'> {
  readonly policy?: DecisionPolicy;
  readonly now?: Date;
}

/** The findings that fit a question. */
export function matching(tx: Tenant, query: Asked) {
  const words = query.q?.trim();
  const { decision, policy, now } = query;
  return tx.db
    .selectFrom('findings as finding')
    .where('finding.tenantId', '=', tx.id)
    .where('finding.closedAt', query.state === 'fixed' ? 'is not' : 'is', null)
    .$if(query.kind !== undefined, (each) => each.where('finding.kind', '=', query.kind ?? ''))
    .$if(query.severity !== undefined, (each) =>
      each.where('finding.severity', '=', SEVERITY_ORDER.indexOf(query.severity ?? 'none')),
    )
    .$if(query.state !== undefined, (each) => each.where('finding.state', '=', query.state ?? ''))
    .$if(query.device !== undefined, (each) => each.where('finding.deviceId', '=', query.device ?? ''))
    .$if(decision === 'accepted', (each) => each.where(standsAs('finding', 'accepted')))
    .$if(decision === 'asked', (each) => each.where(standsAs('finding', 'asked')))
    .$if(decision === 'waiting', (each) => each.where(standsAs('finding', 'waiting')))
    .$if(decision === 'open', (each) =>
      each.where(sql<SqlBool>`not ${standsAs('finding', 'accepted')} and not ${standsAs('finding', 'waiting')}`),
    )
    .$if(decision === 'overdue', (each) => (policy && now ? each.where(isOverdue(policy, now)) : each))
    .$if(query.rule !== undefined, (each) => each.where('finding.rule', '=', query.rule ?? ''))
    .$if(query.cve !== undefined, (each) => each.where('finding.cve', '=', query.cve ?? ''))
    .$if(query.advisory !== undefined, (each) =>
      each.where(sql<SqlBool>`finding.advisories <> '{}' and finding.advisories @> array[${query.advisory ?? ''}]`),
    )
    .$if(query.kev !== undefined, (each) => each.where('finding.kev', '=', query.kev === 'true'))
    .$if(query.ssvc !== undefined, (each) => {
      const wanted = urgency(query.ssvc ?? 'defer');
      return each.where('finding.ssvcLowest', '<=', wanted).where('finding.ssvcHighest', '>=', wanted);
    })
    .$if(query.action !== undefined, (each) => each.where('finding.action', '=', query.action ?? ''))
    .$if(query.sbom !== undefined || query.component !== undefined, (each) =>
      each.where('finding.rule', '=', 'known-flaw').where(
        sql<SqlBool>`exists (select from finding_bodies listed where listed.tenant_id = finding.tenant_id
          and listed.finding_id = finding.id
          and (${query.sbom ?? null}::text is null or listed.body->'component'->>'sbom' = ${query.sbom ?? null})
          and (${query.component ?? null}::text is null or listed.body->'component'->>'name' = ${query.component ?? null}))`,
      ),
    )
    .$if(query.recall !== undefined || query.unit !== undefined, (each) =>
      each.where('finding.rule', '=', 'recall').where(
        sql<SqlBool>`exists (select from finding_bodies recalled where recalled.tenant_id = finding.tenant_id
          and recalled.finding_id = finding.id
          and (${query.recall ?? null}::text is null or recalled.body->'recall'->>'id' = ${query.recall ?? null})
          and (${query.unit ?? null}::text is null or recalled.body->'recall'->>'unit' = ${query.unit ?? null}))`,
      ),
    )
    .$if(query.maker !== undefined, (each) =>
      each.where(
        sql<SqlBool>`exists (select from devices made where made.tenant_id = finding.tenant_id and made.id = finding.device_id
          and made.vendor = ${query.maker ?? ''})`,
      ),
    )
    .$if(words !== undefined && words !== '', (each) => {
      const like = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`;
      return each.where(
        sql<SqlBool>`(finding.title ilike ${like} or exists (select from devices named
          where named.tenant_id = finding.tenant_id and named.id = finding.device_id and named.name ilike ${like}))`,
      );
    });
}

/** One finding with its history, and where it stands at `now`. Throws NotFound. */
export async function getFinding(tx: Tenant, id: string, now: Date): Promise<RegisteredFinding> {
  const row = await tx.db
    .selectFrom('findings as finding')
    .leftJoin('devices as device', (join) =>
      join.onRef('device.tenantId', '=', 'finding.tenantId').onRef('device.id', '=', 'finding.deviceId'),
    )
    .innerJoin('findingBodies as whole', (join) =>
      join.onRef('whole.tenantId', '=', 'finding.tenantId').onRef('whole.findingId', '=', 'finding.id'),
    )
    .select([...PLACE, 'whole.body', 'finding.updatedAt', 'device.name as deviceName'])
    .where('finding.tenantId', '=', tx.id)
    .where('finding.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('There is no such finding. It may belong to a system that was merged with another.');
  const standing = (await standingsOf(tx, [row], now)).get(row.id);
  if (!standing) throw new Error('a finding stands nowhere');
  return {
    finding: findingFrom(row),
    standing,
    firstSeenAt: row.firstSeenAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

/** The open findings that ask for something, most urgent first; what was accepted asks for nothing. */
export async function topFindings(tx: Tenant, count: number, now: Date): Promise<Finding[]> {
  const rows = await matching(tx, {})
    .leftJoin('devices as device', (join) =>
      join.onRef('device.tenantId', '=', 'finding.tenantId').onRef('device.id', '=', 'finding.deviceId'),
    )
    .innerJoin('findingBodies as whole', (join) =>
      join.onRef('whole.tenantId', '=', 'finding.tenantId').onRef('whole.findingId', '=', 'finding.id'),
    )
    .select([...PLACE, 'whole.body', 'device.name as deviceName'])
    .where(sql<SqlBool>`not ${accepted('finding')}`)
    .where('finding.state', 'in', ['confirmed', 'potential'])
    .where('finding.severity', '>', 0)
    .orderBy('finding.priority', 'desc')
    .orderBy('finding.id')
    .limit(count)
    .execute();
  return placed(tx, rows, now);
}

/** Open findings that are confirmed or potential, by severity, the worst first. */
export async function severityCounts(tx: Tenant): Promise<{ severity: Severity; findings: number }[]> {
  const rows = await tx.db
    .selectFrom('findings')
    .select((each) => ['severity', each.fn.countAll<number>().as('count')])
    .where('tenantId', '=', tx.id)
    .where('closedAt', 'is', null)
    .where('state', 'in', ['confirmed', 'potential'])
    .groupBy('severity')
    .execute();
  const counts = new Map(rows.map((row) => [row.severity, Number(row.count)]));
  return [...SEVERITY_ORDER].map((severity, rank) => ({ severity, findings: counts.get(rank) ?? 0 })).reverse();
}

const PAGE = 1_000;

/** Every open finding in the order of work, or those that fit a query; a page in memory at a time. */
export async function* allFindings(
  tx: Tenant,
  now: Date,
  query: Omit<FindingQuery, 'limit' | 'cursor'> = {},
): AsyncGenerator<Finding> {
  for (let after: FindingPlace | null = null; ; ) {
    const { items, next }: FindingsOnPage = await findingsAfter(tx, now, { query, after });
    yield* items;
    if (next === null) return;
    after = next;
  }
}

export interface FindingsOnPage {
  readonly items: Finding[];
  /** Where the next page begins; null after the last. */
  readonly next: FindingPlace | null;
}

/** A page of what `allFindings` gives, for whoever lets others in between. */
export async function findingsAfter(
  tx: Tenant,
  now: Date,
  asked: { readonly query?: Omit<FindingQuery, 'limit' | 'cursor'>; readonly after: FindingPlace | null },
): Promise<FindingsOnPage> {
  const { query, after } = asked;
  const { policy } = await decisionPolicy(tx);
  const rows = await inOrderOfWork(tx, { ...query, policy, now }, { after, limit: PAGE });
  const last = rows.at(-1);
  const next = last && rows.length === PAGE ? { priority: last.priority, id: last.id } : null;
  return { items: await placed(tx, rows, now), next };
}

interface PlacedRow extends FindingRow {
  readonly id: string;
  readonly severity: number;
  readonly outcome: string;
  readonly ssvcLowest: number | null;
  readonly ssvcHighest: number | null;
  readonly firstSeenAt: Date;
  readonly closedAt: Date | null;
}

async function placed(tx: Tenant, rows: readonly PlacedRow[], now: Date): Promise<Finding[]> {
  const standings = await standingsOf(tx, rows, now);
  return rows.map((row) => {
    const standing = standings.get(row.id);
    return { ...findingFrom(row), ...(standing ? { standing } : {}) };
  });
}

interface FindingRow {
  readonly body: unknown;
  readonly state: string;
  readonly deviceName: string | null;
}

/** The finding as it was judged, with the state of now (it may be fixed) and the name that the device has now. */
function findingFrom({ body, state, deviceName }: FindingRow): Finding {
  const finding = documents.finding.parse(body);
  return { ...finding, state: documents.findingState.parse(state), deviceName: deviceName ?? finding.deviceName };
}

const Cursor = z.tuple([z.number(), z.string()]);

function writeCursor(priority: number, id: string): string {
  return Buffer.from(JSON.stringify([priority, id])).toString('base64url');
}

function readCursor(text: string): FindingPlace {
  try {
    const [priority, id] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { priority, id };
  } catch (error) {
    throw new Invalid('This cursor is not one that a list gave. Start again from the first page.', {}, error);
  }
}
