// Figures of what weighs on the devices of a site: systems without support, open findings, and the loss of a mean year.
import { sql } from 'kysely';
import { type MetricDetail, risk } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';

/** The rule of a device whose operating system gets no updates any more. */
const ENDED = 'os-past-support';
/** The rule of one of which nobody can say until when it is supported. */
const UNTOLD = 'os-unknown';
/** Money of different kinds cannot be compared. */
const CURRENCY = 'USD';

/** Whether a device has an open finding of a rule. */
function has(rule: string) {
  return sql<boolean>`exists (select from findings f where f.tenant_id = devices.tenant_id and f.device_id = devices.id
    and f.rule = ${rule} and f.closed_at is null)`;
}
const TOLD = sql<boolean>`os is not null and not ${has(UNTOLD)}`;

const OPEN = sql<boolean>`closed_at is null and state in ('confirmed', 'potential') and severity > 0`;

/** The figures as they stand, by name; what is not known is null. */
export async function burdenFigures(
  tx: Tenant,
): Promise<[name: string, figure: { readonly value: number | null; readonly of: number }][]> {
  const { rows } = await sql<{ all: number; told: number; ended: number; open: number }>`
    select count(*)::int as "all", count(*) filter (where ${TOLD})::int as told,
      count(*) filter (where ${TOLD} and ${has(ENDED)})::int as ended,
      (select count(*)::int from findings f where f.tenant_id = ${tx.id} and ${OPEN}) as open
    from devices where tenant_id = ${tx.id} and not retired`.execute(tx.db);
  const { all = 0, told = 0, ended = 0, open = 0 } = rows[0] ?? {};
  const loss = all === 0 ? null : await newestLoss(tx);
  return [
    ['support-ended', { value: told === 0 ? null : ended, of: told }],
    ['open-findings', { value: all === 0 ? null : open, of: all }],
    ['loss-per-device', { value: loss && Math.round(loss.mean), of: all }],
  ];
}

/** The mean year of the newest assessment of risk, if it is in US dollars. */
async function newestLoss(tx: Tenant): Promise<{ readonly mean: number; readonly on: string } | null> {
  const row = await tx.db
    .selectFrom('riskAssessments')
    .select(['mean', 'ranges', 'at'])
    .where('tenantId', '=', tx.id)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const ranges = risk.riskRanges.safeParse(row.ranges);
  if (!ranges.success || ranges.data.currency !== CURRENCY) return null;
  return { mean: row.mean, on: row.at.toISOString().slice(0, 10) };
}

/** What one of these figures counts, at most `most` rows and one more. */
export async function burdenDetail(tx: Tenant, name: string, most: number): Promise<MetricDetail['counted'] | null> {
  switch (name) {
    case 'support-ended': {
      const { rows } = await sql<{ id: string; name: string; os: string; ended: boolean }>`
        select id, name, os, ${has(ENDED)} as ended
        from devices where tenant_id = ${tx.id} and not retired and ${TOLD}
        order by ended desc, lower(name), id limit ${most + 1}`.execute(tx.db);
      return rows.map(({ ended, os, ...device }) => row(device, os, ended));
    }
    case 'open-findings': {
      const { rows } = await sql<{ id: string; name: string; open: number }>`
        select id, name, (select count(*)::int from findings f where f.tenant_id = devices.tenant_id and f.device_id = devices.id and ${OPEN}) as open
        from devices where tenant_id = ${tx.id} and not retired
        order by open desc, lower(name), id limit ${most + 1}`.execute(tx.db);
      return rows.map(({ open, ...device }) => row(device, `${open} open`, open > 0));
    }
    case 'loss-per-device': {
      const loss = await newestLoss(tx);
      if (!loss) return [];
      const label = `Assessment of risk of ${loss.on}`;
      return [{ key: loss.on, label, detail: 'mean year, all devices', counts: true, href: '/risk' }];
    }
    default:
      return null;
  }
}

function row(device: { readonly id: string; readonly name: string }, detail: string, counts: boolean) {
  const { id, name } = device;
  return { key: id, label: name, detail, counts, href: `/devices/${encodeURIComponent(id)}` };
}
