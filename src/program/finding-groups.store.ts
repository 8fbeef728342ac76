// The register seen by what its findings share: the device, the maker, the flaw, or what they ask for.
import { sql } from 'kysely';
import type { z } from 'zod';
import { type FindingGroup, type flaws, SEVERITY_ORDER } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { decisionPolicy } from './decision-policy.store.ts';
import { type FindingQuery, matching } from './list.store.ts';

type GroupedBy = z.infer<typeof flaws.groupedBy>;

/** Groups are counted up to here; beyond it the total says "at least". */
const COUNTED = 10_000;

/** A page of groups, that of the most urgent finding first. */
export async function findingGroups(
  tx: Tenant,
  by: GroupedBy,
  query: FindingQuery,
  now: Date,
): Promise<{
  items: FindingGroup[];
  next: string | null;
  total: { value: number; relation: 'eq' | 'gte' };
}> {
  const { cursor, limit, ...asked } = query;
  const filter = { ...asked, now, policy: (await decisionPolicy(tx)).policy };
  const after = cursor === undefined ? null : readCursor(cursor);
  const grouped = groupsOf(tx, by, filter);
  const rows = await grouped
    .select((each) => [
      keyOf(by).as('key'),
      labelOf(by).as('label'),
      each.fn.countAll<number>().as('findings'),
      each.fn.count<number>('finding.deviceId').distinct().as('devices'),
      each.fn.max('finding.severity').as('severity'),
      each.fn.max('finding.priority').as('priority'),
    ])
    .$if(after !== null, (each) =>
      after === null
        ? each
        : each.having(
            sql<boolean>`(max(finding.priority) < ${after.priority} or (max(finding.priority) = ${after.priority} and ${keyOf(by)} > ${after.key}))`,
          ),
    )
    .orderBy(sql`max(finding.priority)`, 'desc')
    .orderBy(keyOf(by))
    .limit(limit + 1)
    .execute();
  const counted = await tx.db
    .selectFrom(
      groupsOf(tx, by, filter)
        .select(keyOf(by).as('key'))
        .limit(COUNTED + 1)
        .as('found'),
    )
    .select((each) => each.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const count = Number(counted.count);
  return {
    items: shown.map((row) => ({
      key: row.key,
      label: row.label,
      findings: Number(row.findings),
      devices: Number(row.devices),
      severity: SEVERITY_ORDER[row.severity] ?? 'none',
      priority: row.priority,
    })),
    next: rows.length > limit && last ? writeCursor(last.priority, last.key) : null,
    total: count > COUNTED ? { value: COUNTED, relation: 'gte' } : { value: count, relation: 'eq' },
  };
}

function groupsOf(tx: Tenant, by: GroupedBy, filter: Parameters<typeof matching>[1]) {
  return matching(tx, filter)
    .leftJoin('devices as device', (join) =>
      join.onRef('device.tenantId', '=', 'finding.tenantId').onRef('device.id', '=', 'finding.deviceId'),
    )
    .$if(by === 'cve', (each) => each.where('finding.cve', 'is not', null))
    .groupBy(keyOf(by));
}

function keyOf(by: GroupedBy) {
  switch (by) {
    case 'device':
      return sql<string>`finding.device_id`;
    case 'maker':
      return sql<string>`coalesce(device.vendor, '')`;
    case 'cve':
      return sql<string>`finding.cve`;
    case 'action':
      return sql<string>`finding.action`;
  }
}

function labelOf(by: GroupedBy) {
  switch (by) {
    case 'device':
      return sql<string | null>`max(device.name)`;
    case 'maker':
      return sql<string | null>`max(device.vendor)`;
    case 'cve':
      return sql<string | null>`max(finding.cve)`;
    case 'action':
      return sql<string | null>`max(finding.action)`;
  }
}

function writeCursor(priority: number, key: string): string {
  return Buffer.from(JSON.stringify([priority, key])).toString('base64url');
}

function readCursor(cursor: string): { priority: number; key: string } {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && typeof read[0] === 'number' && typeof read[1] === 'string')
      return { priority: read[0], key: read[1] };
  } catch {
    // Said below.
  }
  throw new Invalid('This cursor is not one that a list gave. Start again from the first page.');
}

/** Open findings by what they say of one flaw or advisory, and the devices that have it. */
export async function countedAbout(
  tx: Tenant,
  about: { readonly cve: string } | { readonly advisory: string },
): Promise<{ findings: number; devices: number }> {
  const row = await matching(tx, about)
    .select((each) => [
      each.fn.countAll<number>().as('findings'),
      sql<number>`count(distinct finding.device_id) filter (where finding.state in ('confirmed', 'potential'))`.as(
        'devices',
      ),
    ])
    .executeTakeFirstOrThrow();
  return { findings: Number(row.findings), devices: Number(row.devices) };
}

/** Advisories that open findings name, with how many do. */
export async function advisoriesHere(tx: Tenant): Promise<Map<string, number>> {
  const { rows } = await sql<{ advisory: string; findings: number }>`
    select advisory, count(*)::integer as findings
    from findings finding cross join lateral unnest(finding.advisories) as named (advisory)
    where finding.tenant_id = ${tx.id} and finding.closed_at is null and finding.advisories <> '{}'
      and finding.state in ('confirmed', 'potential', 'unknown')
    group by advisory`.execute(tx.db);
  return new Map(rows.map(({ advisory, findings }) => [advisory, findings]));
}
