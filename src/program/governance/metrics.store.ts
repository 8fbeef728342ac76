// Figures of the program over time: taken once a day, so that it shows whether it gets better. What is not known is a gap and no zero.
import { type RawBuilder, sql } from 'kysely';
import {
  FIX_METRIC,
  FIX_WINDOW_DAYS,
  METRICS,
  type Metric,
  type MetricDetail,
  type Metrics,
  trainingRecord,
} from '#contracts/index.ts';
import { NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { type AskedOfPolicies, listPolicies } from '../policy-answers.store.ts';
import { burdenDetail, burdenFigures } from './burden-metrics.store.ts';
import { siteDay } from './calendar.store.ts';
import { addDays } from './calendar-days.ts';

const DAY_MS = 86_400_000;
/** Rows that unfold with a figure. */
const MOST_COUNTED = 200;
/** Days that the dates of two time zones may lie apart: the first is 26 hours ahead of the last. */
const ZONES_APART = 2;
/** Days of the past that are shown: two years and a bit. */
const MOST_DAYS = 800;

interface Figure {
  readonly value: number | null;
  readonly of: number;
}

/** A device is known when its kind, maker, model and operating system are. */
const IS_KNOWN = sql<boolean>`(kind is not null and vendor is not null and model is not null and os is not null)`;

/** The figures as they stand at `now`, by name. */
async function figuresNow(tx: Tenant, as: AskedOfPolicies): Promise<Map<string, Figure>> {
  const { now } = as;
  const devices = await sql<{ known: number; all: number }>`
    select count(*) filter (where ${IS_KNOWN})::int as known, count(*)::int as "all"
    from devices where tenant_id = ${tx.id} and not retired`.execute(tx.db);
  const { known = 0, all = 0 } = devices.rows[0] ?? {};
  const policies = await inForce(tx, as);
  const told = policies.filter(({ enforced }) => enforced !== 'unknown');
  const enforced = told.filter((policy) => policy.enforced === 'yes').length;
  const { trained, asked } = await trainedPeople(tx, now);
  const fixes = await sql<{ who: string; days: number; findings: number }>`
    select who, avg(extract(epoch from closed_at - first_seen_at) / 86400)::double precision as days, count(*)::int as findings
    from findings where ${wasFixed(tx, now)} group by who`.execute(tx.db);
  return new Map<string, Figure>([
    ['devices-known', { value: all === 0 ? null : known, of: all }],
    ['policies-enforced', { value: told.length === 0 ? null : enforced, of: policies.length }],
    ['staff-trained', { value: asked === 0 ? null : trained, of: asked }],
    ...(await burdenFigures(tx)),
    ...fixes.rows.map(({ who, days, findings }): [string, Figure] => [
      `${FIX_METRIC}${who}`,
      { value: Math.round(days * 100) / 100, of: findings },
    ]),
  ]);
}

/** How many people who are active have lessons, and how many of them passed each of theirs within a year. */
export async function trainedPeople(tx: Tenant, now: Date): Promise<{ trained: number; asked: number }> {
  const { rows } = await sql<{ trained: number; asked: number }>`
    select count(*) filter (where trained)::int as trained, count(*)::int as asked
    from (${trainees(tx, now)}) person`.execute(tx.db);
  return rows[0] ?? { trained: 0, asked: 0 };
}

/** Findings that were mended in the last 90 days; those of devices that left are not. */
function wasFixed(tx: Tenant, now: Date): RawBuilder<boolean> {
  const from = new Date(now.getTime() - FIX_WINDOW_DAYS * DAY_MS);
  return sql<boolean>`tenant_id = ${tx.id} and closed_at is not null and closed_at > ${from} and closed_at <= ${now}
    and state = 'fixed' and severity > 0 and who <> ''`;
}

/** People who are active and have lessons, and whether they passed each of them within a year. */
function trainees(tx: Tenant, now: Date) {
  const passedAfter = new Date(now.getTime() - trainingRecord.PASSED_DAYS * DAY_MS);
  return sql<{ id: string; name: string; lessons: number; passed: number; trained: boolean }>`
    select id, name, lessons, passed, passed = lessons as trained from (
      select staff.id, staff.name, count(*)::int as lessons, count(*) filter (where exists (
        select from lesson_completions done where done.tenant_id = asked.tenant_id and done.staff_id = asked.staff_id
          and done.lesson = asked.lesson and done.passed and done.at > ${passedAfter}))::int as passed
      from staff join lesson_assignments asked on asked.tenant_id = staff.tenant_id and asked.staff_id = staff.id
      where staff.tenant_id = ${tx.id} and staff.active group by staff.id, staff.name) each_person`;
}

async function inForce(tx: Tenant, asked: AskedOfPolicies) {
  const rows = await listPolicies(tx, asked);
  return rows.flatMap(({ id, title, approved, state, status }) =>
    approved === null || state === 'retired' || status === null
      ? []
      : [{ id, title, enforced: status.enforced.answer, why: status.enforced.why }],
  );
}

/** True until today's figures were taken. A zone that was changed to the west begins no day anew; figures further ahead are of a wrong clock. */
export async function metricsDue(tx: Tenant, now: Date): Promise<boolean> {
  const { today } = await siteDay(tx, now);
  const taken = await tx.db
    .selectFrom('programMetrics')
    .select('day')
    .where('tenantId', '=', tx.id)
    .where('day', '>=', today)
    .where('day', '<=', addDays(today, ZONES_APART))
    .limit(1)
    .executeTakeFirst();
  return !taken;
}

/** Takes today's figures, unless they were taken; gives whether it did. */
export async function takeMetrics(tx: Tenant, asked: AskedOfPolicies): Promise<boolean> {
  const { today } = await siteDay(tx, asked.now);
  if (!(await metricsDue(tx, asked.now))) return false;
  const figures = await figuresNow(tx, asked);
  const rows = [...figures].map(([name, { value, of }]) => ({ tenantId: tx.id, day: today, name, value, ofAll: of }));
  const written = await tx.db
    .insertInto('programMetrics')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['tenantId', 'day', 'name']).doNothing())
    .returning('name')
    .execute();
  return written.length > 0;
}

/** The figures as they stand now, each with its past. */
export async function metricsOf(tx: Tenant, asked: AskedOfPolicies): Promise<Metrics> {
  const { today, timeZone } = await siteDay(tx, asked.now);
  const figures = await figuresNow(tx, asked);
  const from = addDays(today, -MOST_DAYS);
  const rows = await tx.db
    .selectFrom('programMetrics')
    .select(['day', 'name', 'value', 'ofAll'])
    .where('tenantId', '=', tx.id)
    .where('day', '>=', from)
    .orderBy('day')
    .orderBy('name')
    .execute();
  const past = Map.groupBy(rows, ({ name }) => name);
  const days = [...new Set(rows.map(({ day }) => day))];
  const fixes = [...new Set([...figures.keys(), ...past.keys()])].filter((name) => name.startsWith(FIX_METRIC)).sort();
  const items = [...METRICS, ...fixes].map((name): Metric => {
    const { value, of } = figures.get(name) ?? { value: null, of: 0 };
    return { name, value, of, history: historyOf(past.get(name) ?? [], days) };
  });
  return { schema: 'dosimeter.metrics/1', today, timeZone, items };
}

/** A figure by the days on which figures were taken, since its first: a day on which nothing was known of it is a gap. */
function historyOf(
  rows: readonly { readonly day: string; readonly value: number | null; readonly ofAll: number }[],
  days: readonly string[],
): Metric['history'] {
  const known = new Map(rows.map((row) => [row.day, row]));
  const first = rows[0]?.day ?? '9999-12-31';
  return days
    .filter((day) => day >= first)
    .map((day) => ({ day, value: known.get(day)?.value ?? null, of: known.get(day)?.ofAll ?? 0 }));
}

/** What a figure counts, those that do not count yet first. Throws NotFound for a name that is none. */
export async function metricDetail(tx: Tenant, name: string, asked: AskedOfPolicies): Promise<MetricDetail> {
  const counted = await countedOf(tx, name, asked);
  return { name, counted: counted.slice(0, MOST_COUNTED), more: counted.length > MOST_COUNTED };
}

async function countedOf(tx: Tenant, name: string, asked: AskedOfPolicies): Promise<MetricDetail['counted']> {
  const { now } = asked;
  switch (name) {
    case 'devices-known':
      return devicesOf(tx);
    case 'policies-enforced': {
      const policies = await inForce(tx, asked);
      return policies
        .map(({ id, title, enforced, why }) => ({
          key: id,
          label: title,
          detail: why,
          counts: enforced === 'yes',
          href: `/program/policies/${id}`,
        }))
        .sort((a, b) => Number(a.counts) - Number(b.counts));
    }
    case 'staff-trained': {
      const { rows } = await sql<{ id: string; name: string; lessons: number; passed: number; trained: boolean }>`
        select * from (${trainees(tx, now)}) person order by trained, lower(name), id limit ${MOST_COUNTED + 1}`.execute(
        tx.db,
      );
      return rows.map((row) => ({
        key: row.id,
        label: row.name,
        detail: `${row.passed} of ${row.lessons} lessons passed`,
        counts: row.trained,
        href: null,
      }));
    }
    default: {
      if (name.startsWith(FIX_METRIC)) return fixesOf(tx, name.slice(FIX_METRIC.length), now);
      const counted = await burdenDetail(tx, name, MOST_COUNTED);
      if (!counted) throw new NotFound('There is no figure of this name.');
      return counted;
    }
  }
}

async function devicesOf(tx: Tenant): Promise<MetricDetail['counted']> {
  const { rows } = await sql<{ id: string; name: string; missing: string[]; known: boolean }>`
    select id, name, ${IS_KNOWN} as known, array_remove(array[case when kind is null then 'kind' end, case when vendor is null then 'maker' end,
      case when model is null then 'model' end, case when os is null then 'operating system' end], null) as missing
    from devices where tenant_id = ${tx.id} and not retired order by known, lower(name), id limit ${MOST_COUNTED + 1}`.execute(
    tx.db,
  );
  return rows.map(({ id, name, missing, known }) => ({
    key: id,
    label: name,
    detail: known ? 'known' : `not known: ${missing.join(', ')}`,
    counts: known,
    href: `/devices/${encodeURIComponent(id)}`,
  }));
}

async function fixesOf(tx: Tenant, who: string, now: Date): Promise<MetricDetail['counted']> {
  const { rows } = await sql<{ id: string; title: string; device: string; days: number; on: string }>`
    select fixed.id, fixed.title, fixed.device_id as device, to_char(fixed.closed_at at time zone 'UTC', 'YYYY-MM-DD') as "on",
      (extract(epoch from fixed.closed_at - fixed.first_seen_at) / 86400)::double precision as days
    from (select * from findings where ${wasFixed(tx, now)} and who = ${who}) fixed
    order by days desc, fixed.id limit ${MOST_COUNTED + 1}`.execute(tx.db);
  return rows.map(({ id, title, device, days, on }) => ({
    key: id,
    label: title,
    detail: `${Math.round(days * 10) / 10} days, closed on ${on}`,
    counts: true,
    href: `/devices/${encodeURIComponent(device)}`,
  }));
}
