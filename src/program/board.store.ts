// The state of a day as history keeps it: the assessment of risk of that day, what was decided up to it, and the exceptions that held on it.
import { sql } from 'kysely';
import {
  type BoardDocument,
  type BoardException,
  governance,
  type RiskDocument,
  type RiskInputs,
  risk,
} from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { dayIn } from './governance/calendar-days.ts';
import { leftStanding } from './policies/left-standing.ts';
import { policyLibrary } from './program-library.ts';

/** An assessment with what it was worked out from. */
export interface RiskOfDay {
  readonly document: RiskDocument;
  readonly inputs: RiskInputs;
}

/** The newest assessment at or before a moment; null where there is none. */
export async function riskAt(tx: Tenant, until: Date): Promise<RiskOfDay | null> {
  const row = await tx.db
    .selectFrom('riskAssessments')
    .select(['document', 'inputs'])
    .where('tenantId', '=', tx.id)
    .where('at', '<=', until)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  return {
    document: risk.riskDocument.parse(JSON.parse(row.document)),
    inputs: risk.riskInputs.parse(JSON.parse(row.inputs)),
  };
}

/** When the first assessment was made; null before it. */
export async function firstRiskAt(tx: Tenant): Promise<string | null> {
  const row = await tx.db
    .selectFrom('riskAssessments')
    .select('at')
    .where('tenantId', '=', tx.id)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row?.at.toISOString() ?? null;
}

/** When the management reviewed last before a moment, by the log of decisions; null where no review stands in it. */
export async function reviewBefore(tx: Tenant, moment: Date): Promise<string | null> {
  const row = await tx.db
    .selectFrom('decisionLog')
    .select('at')
    .where('tenantId', '=', tx.id)
    .where('kind', '=', 'review')
    .where('at', '<', moment)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at.toISOString() ?? null;
}

/** What was decided up to a moment, and after `since` (all without it): the newest `most` of it, with its day in the site's zone. */
export async function decidedUntil(
  tx: Tenant,
  {
    since,
    until,
    most,
    timeZone,
  }: { readonly since: Date | null; readonly until: Date; readonly most: number; readonly timeZone: string },
): Promise<BoardDocument['decisions']> {
  const own = () =>
    tx.db.selectFrom('decisionLog').where('tenantId', '=', tx.id).where('at', '<=', until).orderBy('seq', 'desc');
  const head = await own().select(['seq', 'hash']).limit(1).executeTakeFirst();
  const from = since ?? new Date(0);
  const rows = await own()
    .select(['seq', 'at', 'byWhom', 'kind', 'subject', 'decision', 'because', 'hash'])
    .where('at', '>', from)
    .limit(most)
    .execute();
  const { count } = await tx.db
    .selectFrom('decisionLog')
    .select((is) => is.fn.countAll<string>().as('count'))
    .where('tenantId', '=', tx.id)
    .where('at', '<=', until)
    .where('at', '>', from)
    .executeTakeFirstOrThrow();
  return {
    count: Number(count),
    // Entries are numbered without a gap.
    total: head?.seq ?? 0,
    items: rows.map(({ byWhom, at, kind, ...row }) => ({
      ...row,
      at: at.toISOString(),
      on: dayIn(at, timeZone),
      by: byWhom,
      kind: governance.decisionKind.parse(kind),
    })),
    head: head ?? null,
  };
}

/** Exceptions that waited, held or had run out on a day that ended at `end`, with what they leave standing by the assessment of that day. */
export async function exceptionsOn(
  tx: Tenant,
  { day, end }: { readonly day: string; readonly end: Date },
  document: RiskDocument | null,
): Promise<BoardException[]> {
  const all = await tx.db
    .selectFrom('policyExceptions')
    .selectAll()
    .where('tenantId', '=', tx.id)
    .where('askedAt', '<=', end)
    .where((is) => is.or([is('endedAt', 'is', null), is('endedAt', '>', end)]))
    .orderBy('until')
    .orderBy('id')
    .execute();
  const rows = all.flatMap((row) => {
    const isDecided = row.decidedAt !== null && row.decidedAt <= end;
    if (isDecided && row.state === 'refused') return [];
    const state = isDecided ? (row.until < day ? ('expired' as const) : ('approved' as const)) : ('asked' as const);
    return [{ ...row, state }];
  });
  if (rows.length === 0) return [];
  const { checks } = await policyLibrary();
  const rules = new Map(checks.map(({ id, breaks }) => [id, breaks.map(({ rule }) => rule)]));
  const titles = new Map(checks.map(({ id, title }) => [id, title]));
  const devices = [...new Set(rows.flatMap((row) => row.devices))];
  const named = [...new Set(rows.flatMap((row) => row.checks.flatMap((check) => rules.get(check) ?? [])))];
  const { rows: names } = await sql<{ id: string; name: string }>`
    select id, name from devices where tenant_id = ${tx.id} and id = any(${devices}::text[])`.execute(tx.db);
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const { rows: found } = await sql<{ id: string; device: string; rule: string }>`
    select id, device_id as device, rule from findings
    where tenant_id = ${tx.id} and device_id = any(${devices}::text[]) and rule = any(${named}::text[])
      and first_seen_at <= ${end.toISOString()}::timestamptz
      and ((closed_at is null and state in ('confirmed', 'potential')) or closed_at > ${end.toISOString()}::timestamptz)`.execute(
    tx.db,
  );
  return rows.map((row) => {
    const own = new Set(row.checks.flatMap((check) => rules.get(check) ?? []));
    const on = new Set(row.devices);
    const ids = new Set(found.filter(({ device, rule }) => on.has(device) && own.has(rule)).map(({ id }) => id));
    const left = document && row.checks.length > 0 ? leftStanding(document, ids) : null;
    return {
      id: row.id,
      about:
        row.checks.map((check) => titles.get(check) ?? check).join('; ') || `${row.policy ?? ''}, ${row.clause ?? ''}`,
      devices: row.devices.map((device) => nameOf.get(device) ?? device),
      instead: row.instead,
      owner: row.owner,
      until: row.until,
      state: row.state,
      left: left && {
        scenarios: left.scenarios,
        loss: left.loss,
        harm: left.harm ? `${left.harm.severity}: ${left.harm.scenario}` : null,
      },
    };
  });
}
