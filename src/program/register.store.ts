// The register of findings: what is wrong now, since when, and what has been repaired. A judgement is compared with what stands
// here in one statement for all its devices; nothing is written twice.
import { sql } from 'kysely';
import { documents, type Finding, SEVERITY_ORDER } from '#contracts/index.ts';
import { firstSentence } from '#findings/index.ts';
import type { Tenant } from '#store/index.ts';
import { outcomeOf } from './decision-policy.ts';
import { settleDecisions } from './decisions-settle.store.ts';

/** All findings of some devices as judged now; a device without any has an empty list. */
export type Judgements = ReadonlyMap<string, readonly Finding[]>;

/** What a judgement changed. */
export interface RegisterChange {
  readonly opened: number;
  /** Were closed before, and are back. */
  readonly reopened: number;
  /** Changed in severity, state, certainty, order or title. */
  readonly changed: number;
  readonly closed: number;
  readonly unchanged: number;
}

interface Row {
  readonly id: string;
  readonly device_id: string;
  readonly rule: string;
  readonly kind: string;
  readonly severity: number;
  readonly state: string;
  readonly confidence: number;
  readonly priority: number;
  readonly title: string;
  readonly who: string;
  readonly action: string;
  readonly cve: string | null;
  readonly advisories: readonly string[];
  readonly outcome: string;
  readonly kev: boolean;
  readonly ssvc_lowest: number | null;
  readonly ssvc_highest: number | null;
  readonly body: Finding;
}

/** Findings in one statement; a device is never split. */
const BATCH = 2_000;

/**
 * Brings the register and the device rows up to a judgement made at `now`. What is new begins now; what is known keeps the day
 * it was first seen; what is gone is closed as fixed (or just closed, when its device was retired). Accepted risks that got worse
 * come back.
 */
export async function recordFindings(tx: Tenant, judgements: Judgements, now: Date): Promise<RegisterChange> {
  const total = { opened: 0, reopened: 0, changed: 0, closed: 0, unchanged: 0 };
  for (const batch of batches(judgements)) {
    const change = await recordBatch(tx, batch, now);
    total.opened += change.opened;
    total.reopened += change.reopened;
    total.changed += change.changed;
    total.closed += change.closed;
    total.unchanged += change.unchanged;
    await settleDecisions(tx, now, batch.devices);
  }
  return total;
}

interface Batch {
  readonly devices: string[];
  readonly rows: Row[];
}

function* batches(judgements: Judgements): Generator<Batch> {
  let batch: Batch = { devices: [], rows: [] };
  for (const [device, findings] of judgements) {
    if (batch.rows.length + findings.length > BATCH || batch.devices.length >= BATCH) {
      if (batch.devices.length > 0) yield batch;
      batch = { devices: [], rows: [] };
    }
    batch.devices.push(device);
    batch.rows.push(...findings.map(rowOf));
  }
  if (batch.devices.length > 0) yield batch;
}

function rowOf(finding: Finding): Row {
  return {
    id: finding.id,
    device_id: finding.device,
    rule: finding.rule,
    kind: finding.kind,
    severity: SEVERITY_ORDER.indexOf(finding.severity),
    state: finding.state,
    confidence: finding.confidence,
    priority: finding.priority.score,
    title: finding.title,
    who: finding.fix.who,
    action: firstSentence(finding.fix.text),
    cve: finding.cve,
    advisories: finding.advisories,
    outcome: outcomeOf(finding),
    kev: finding.kev,
    ssvc_lowest: finding.ssvc ? urgency(finding.ssvc.lowest) : null,
    ssvc_highest: finding.ssvc ? urgency(finding.ssvc.highest) : null,
    body: finding,
  };
}

/** The place of a decision, from the least urgent. */
export function urgency(decision: NonNullable<Finding['ssvc']>['lowest']): number {
  return documents.ssvcDecision.options.indexOf(decision);
}

async function recordBatch(tx: Tenant, batch: Batch, now: Date): Promise<RegisterChange> {
  const at = now.toISOString();
  const result = await sql<RegisterChange>`
    with judged as materialized (
      select * from jsonb_array_elements_text(${JSON.stringify(batch.devices)}::jsonb) as judged (device_id)
    ), incoming as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(batch.rows)}::jsonb) as row (
        id text, device_id text, rule text, kind text, severity integer, state text, confidence double precision,
        priority double precision, title text, who text, action text, cve text, advisories text[], outcome text, kev boolean,
        ssvc_lowest smallint, ssvc_highest smallint, body jsonb)
    ), compared as materialized (
      select incoming.*, case
          when known.id is null then 'opened'
          when known.closed_at is not null then 'reopened'
          when known.severity <> incoming.severity or known.state <> incoming.state or known.confidence <> incoming.confidence
            or known.priority <> incoming.priority or known.title <> incoming.title or known.advisories <> incoming.advisories
            or (known.outcome, known.kev, known.ssvc_lowest, known.ssvc_highest)
              is distinct from (incoming.outcome, incoming.kev, incoming.ssvc_lowest, incoming.ssvc_highest)
            then 'changed'
          when whole.body is distinct from incoming.body then 'reworded'
          else 'same' end as change
      from incoming left join findings known on known.tenant_id = ${tx.id} and known.id = incoming.id
      left join finding_bodies whole on whole.tenant_id = ${tx.id} and whole.finding_id = incoming.id
    ), written as (
      insert into finding_bodies (tenant_id, finding_id, body) select ${tx.id}, id, body from compared where change <> 'same'
      on conflict (tenant_id, finding_id) do update set body = excluded.body
    ), opened as (
      insert into findings (tenant_id, id, device_id, rule, kind, severity, state, confidence, priority, title, who, action, cve, advisories,
        outcome, kev, ssvc_lowest, ssvc_highest, first_seen_at, updated_at)
      select ${tx.id}, id, device_id, rule, kind, severity, state, confidence, priority, title, who, action, cve, advisories,
        outcome, kev, ssvc_lowest, ssvc_highest, ${at}::timestamptz, ${at}::timestamptz
      from compared where change = 'opened'
    ), moved as (
      update findings known set rule = compared.rule, kind = compared.kind, severity = compared.severity,
        state = compared.state, confidence = compared.confidence, priority = compared.priority, title = compared.title,
        who = compared.who, action = compared.action, advisories = compared.advisories, outcome = compared.outcome,
        kev = compared.kev, ssvc_lowest = compared.ssvc_lowest, ssvc_highest = compared.ssvc_highest, closed_at = null,
        updated_at = ${at}::timestamptz
      from compared where known.tenant_id = ${tx.id} and known.id = compared.id
        and change in ('reopened', 'changed')
    ), gone as materialized (
      select known.id, device.id is null as orphaned, coalesce(device.retired, false) as retired
      from judged join findings known on known.tenant_id = ${tx.id} and known.device_id = judged.device_id
      left join devices device on device.tenant_id = ${tx.id} and device.id = known.device_id
      where known.closed_at is null and not exists (select from incoming where incoming.id = known.id)
    ), closed as (
      update findings known set closed_at = ${at}::timestamptz, updated_at = ${at}::timestamptz,
        state = case when gone.retired then known.state else 'fixed' end
      from gone where known.tenant_id = ${tx.id} and known.id = gone.id and not gone.orphaned
    ), dropped as (
      delete from findings known using gone where known.tenant_id = ${tx.id} and known.id = gone.id and gone.orphaned
    ), dropped_bodies as (
      delete from finding_bodies whole using gone
      where whole.tenant_id = ${tx.id} and whole.finding_id = gone.id and gone.orphaned
    ), standing as (
      select judged.device_id, count(incoming.id)::integer as findings, coalesce(max(incoming.severity), 0) as severity
      from judged left join incoming on incoming.device_id = judged.device_id and incoming.severity > 0
        and incoming.state in ('confirmed', 'potential')
      group by judged.device_id
    ), shown as (
      update devices device set findings = standing.findings, severity = standing.severity
      from standing where device.tenant_id = ${tx.id} and device.id = standing.device_id
        and (device.findings, device.severity) is distinct from (standing.findings, standing.severity)
    )
    select count(*) filter (where change = 'opened')::integer as opened,
      count(*) filter (where change = 'reopened')::integer as reopened,
      count(*) filter (where change = 'changed')::integer as changed,
      (select count(*)::integer from gone) as closed,
      count(*) filter (where change in ('same', 'reworded'))::integer as unchanged
    from compared`.execute(tx.db);
  return result.rows[0] ?? { opened: 0, reopened: 0, changed: 0, closed: 0, unchanged: 0 };
}
