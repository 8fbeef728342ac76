// What a provider sees of one of its sites beside the others: counts that the database has at hand, and figures that were taken before. Nothing
// is judged for it.
import { type RawBuilder, sql } from 'kysely';
import { type ClientRow, risk } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { accepted, standsAs } from './decisions-standing.store.ts';
import { siteDay } from './governance/calendar.store.ts';
import { nextDuty } from './governance/calendar-items.store.ts';
import { policyLibrary } from './program-library.ts';

/** Severities of the findings that ask to be dealt with now, from here on (`SEVERITY_ORDER`): high. */
const FROM_HIGH = 3;

export type SiteFigures = Pick<ClientRow, 'devices' | 'urgent' | 'loss' | 'policies' | 'figures'>;

interface Row {
  readonly devices?: number;
  readonly urgent?: number;
  readonly at?: Date | null;
  readonly mean?: number | null;
  readonly ranges?: unknown;
  readonly said?: string | null;
  readonly approved?: number;
  readonly retired?: string[];
  readonly own?: string[];
  readonly day?: string | null;
  readonly enforced?: number | null;
  readonly enforcedOf?: number | null;
  readonly trained?: number | null;
  readonly trainedOf?: number | null;
}

/** What a figure is read by: columns, and where they come from besides. */
function partsOf(
  tx: Tenant,
  today: string | null,
): Record<keyof SiteFigures, { columns: RawBuilder<unknown>; from?: RawBuilder<unknown> }> {
  return {
    devices: {
      columns: sql`(select count(*)::int from devices where tenant_id = ${tx.id} and not retired) as devices`,
    },
    urgent: {
      columns: sql`(select count(*)::int from findings where tenant_id = ${tx.id} and closed_at is null and state in ('confirmed', 'potential')
        and (severity >= ${FROM_HIGH} or outcome = 'immediate') and not ${accepted('findings')} and not ${standsAs('findings', 'waiting')}) as urgent`,
    },
    loss: {
      columns: sql`newest.at, newest.mean, newest.ranges, newest.said`,
      from: sql`(select at, mean, ranges,
          case when jsonb_typeof(ranges->'currency') = 'string' then null else substring(document from '"currency":"([A-Z]{3})"') end as said
        from risk_assessments where tenant_id = ${tx.id} order by at desc, id limit 1) newest`,
    },
    policies: {
      columns: sql`(select count(*)::int from site_policies head join policy_texts kept on kept.tenant_id = head.tenant_id and kept.policy = head.id
          and kept.version = head.approved
        where head.tenant_id = ${tx.id} and head.retired_at is null and (kept.review_on is null or kept.review_on >= ${today})) as approved,
      (select coalesce(array_agg(id), '{}') from site_policies where tenant_id = ${tx.id} and retired_at is not null) as retired,
      (select coalesce(array_agg(id), '{}') from site_policies where tenant_id = ${tx.id} and retired_at is null) as own`,
    },
    figures: {
      columns: sql`taken.*`,
      from: sql`(select min(day) as day,
          max(value) filter (where name = 'policies-enforced') as enforced, max(of_all) filter (where name = 'policies-enforced') as enforced_of,
          max(value) filter (where name = 'staff-trained') as trained, max(of_all) filter (where name = 'staff-trained') as trained_of
        from program_metrics where tenant_id = ${tx.id}
          and day = (select max(day) from program_metrics where tenant_id = ${tx.id})) taken`,
    },
  };
}

/** The figures of a site in one statement. */
export async function siteFigures(tx: Tenant, now: Date): Promise<SiteFigures> {
  return figuresIn(await read(tx, now, ['devices', 'urgent', 'loss', 'policies', 'figures']));
}

/** One of them alone, for whoever holds a thousand sites against each other; the others are empty. */
export async function siteFigure(tx: Tenant, now: Date, figure: keyof SiteFigures): Promise<SiteFigures> {
  return figuresIn(await read(tx, now, [figure]));
}

async function read(tx: Tenant, now: Date, figures: readonly (keyof SiteFigures)[]): Promise<Row> {
  // Policies alone ask for the day that it is at the site.
  const { today } = figures.includes('policies') ? await siteDay(tx, now) : { today: null };
  const all = partsOf(tx, today);
  const parts = figures.map((figure) => all[figure]);
  const joined = parts.flatMap(({ from }) => (from ? [sql`left join ${from} on true`] : []));
  const columns = sql.join(parts.map((part) => part.columns));
  const { rows } = await sql<Row>`select ${columns} from (select 1) one ${sql.join(joined, sql` `)}`.execute(tx.db);
  const [row] = rows;
  if (!row) throw new Error('a statement without a table gives a row');
  return row;
}

async function figuresIn(row: Row): Promise<SiteFigures> {
  const { policies } = await policyLibrary();
  const gone = new Set(row.retired);
  const could = new Set([...policies.items.map(({ id }) => id).filter((id) => !gone.has(id)), ...(row.own ?? [])]);
  const ranges = risk.riskRanges.safeParse(row.ranges).data;
  return {
    devices: row.devices ?? 0,
    urgent: row.urgent ?? 0,
    loss:
      row.at && typeof row.mean === 'number'
        ? {
            mean: row.mean,
            interval: ranges?.today ?? null,
            currency: ranges?.currency ?? row.said ?? null,
            at: row.at.toISOString(),
          }
        : null,
    policies: { value: row.approved ?? 0, of: could.size },
    figures: row.day
      ? {
          day: row.day,
          enforced: partOf(row.enforced, row.enforcedOf),
          trained: partOf(row.trained, row.trainedOf),
        }
      : null,
  };
}

function partOf(value: number | null = null, of: number | null = null): { value: number; of: number } | null {
  return value === null || of === null ? null : { value, of };
}

/** The duty of the site that is due next, or was due first of those that are overdue. */
export async function nextDutyOf(tx: Tenant, now: Date): Promise<ClientRow['nextDuty']> {
  const duty = await nextDuty(tx, now);
  return duty?.due ? { title: duty.title, due: duty.due, state: duty.state } : null;
}
