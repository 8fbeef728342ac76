// Steps of the plan that people say are done, at rest; and when anybody last looked at what they were about.
import { sql } from 'kysely';
import { type DoneKept, type RiskDoneInput, riskDone } from '#contracts/index.ts';
import { NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';

/** The sensor of what people type in. */
const BY_HAND = 'person';

const body = riskDone.doneKept.omit({ action: true, at: true, by: true, note: true, assessment: true });

/** Every step that is said to be done, the newest first. */
export async function doneSteps(tx: Tenant): Promise<DoneKept[]> {
  const rows = await tx.db
    .selectFrom('doneActions')
    .select(['action', 'at', 'byWhom', 'note', 'assessment', 'body'])
    .where('tenantId', '=', tx.id)
    .orderBy('at', 'desc')
    .orderBy('action')
    .execute();
  return rows.map(({ action, at, byWhom, note, assessment, body: kept }) => ({
    ...body.parse(kept),
    action,
    at: at.toISOString(),
    by: byWhom,
    note,
    assessment,
  }));
}

/**
 * Keeps that a step is done, in place of what was said of it before. Said again of the same assessment the day stays; only the note may change.
 */
export async function keepDone(tx: Tenant, step: DoneKept, now: Date): Promise<void> {
  const { action, at, by, note, assessment, ...kept } = step;
  const known = await tx.db
    .selectFrom('doneActions')
    .select(['assessment', 'note'])
    .where('tenantId', '=', tx.id)
    .where('action', '=', action)
    .executeTakeFirst();
  if (known?.assessment === assessment && known.note === note) return;
  const row = { at: new Date(at), byWhom: by, note, assessment, body: JSON.stringify(kept) };
  await tx.db
    .insertInto('doneActions')
    .values({ tenantId: tx.id, action, ...row })
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'action']).doUpdateSet(known?.assessment === assessment ? { note } : row),
    )
    .execute();
  const detail = note === '' ? step.name : `${step.name}: ${note}`;
  await audit(tx, { who: by, action: 'step said to be done', subject: action, detail }, now);
}

/** Takes back that a step is done. Throws NotFound where nobody said so. */
export async function dropDone(
  tx: Tenant,
  action: string,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<void> {
  const gone = await tx.db
    .deleteFrom('doneActions')
    .where('tenantId', '=', tx.id)
    .where('action', '=', action)
    .returning('action')
    .execute();
  if (gone.length === 0) throw new NotFound('Nobody has said that this step is done.');
  await audit(tx, { who: by, action: 'step taken back: not done', subject: action, detail: '' }, now);
}

/** The steps with what is known of them now: when what proves their findings was last seen, and when anybody last looked at their devices. */
export async function doneInputs(tx: Tenant): Promise<RiskDoneInput[]> {
  const steps = await doneSteps(tx);
  if (steps.length === 0) return [];
  const findings = steps.flatMap((step) => step.findings.map(({ id }) => id));
  // The facts of the first reason that cites any are those that the finding rests on.
  const cited = sql`
    select finding.id as finding, finding.device_id as device, fact.id as fact
    from findings finding
    join finding_bodies whole on whole.tenant_id = finding.tenant_id and whole.finding_id = finding.id
    cross join lateral (
      select reason.value->'facts' as facts from jsonb_array_elements(whole.body->'reasons') with ordinality reason (value, place)
      where jsonb_array_length(reason.value->'facts') > 0 order by reason.place limit 1) first
    cross join lateral jsonb_array_elements_text(first.facts) fact (id)
    where finding.tenant_id = ${tx.id} and finding.id = any(${[...new Set(findings)]}::text[])`;
  const seen = await sql<{ finding: string; at: Date }>`
    select cited.finding, max(known.last_observed_at) as at
    from (${cited}) cited
    join findings finding on finding.tenant_id = ${tx.id} and finding.id = cited.finding and finding.closed_at is null
    join fact_current known on known.tenant_id = ${tx.id} and known.fact_id = cited.fact
    group by cited.finding`.execute(tx.db);
  // Who looks for it again is the sensor that found it, or another that says the same of the device. What a person types elsewhere is no look.
  const looked = await sql<{ finding: string; at: Date }>`
    select cited.finding, max(known.last_observed_at) as at
    from (${cited}) cited
    join facts fact on fact.tenant_id = ${tx.id} and fact.id = cited.fact
    join device_subjects assigned on assigned.tenant_id = ${tx.id} and assigned.device_id = cited.device
    join fact_current known on known.tenant_id = ${tx.id} and known.subject_kind = assigned.subject_kind
      and known.subject_key = assigned.subject_key
      and (known.attribute = fact.attribute and known.sensor in (fact.sensor, nullif(known.sensor, ${BY_HAND}))
        or known.sensor = fact.sensor and known.sensor <> ${BY_HAND})
    group by cited.finding`.execute(tx.db);
  const untold = await tx.db
    .selectFrom('findings')
    .select('id')
    .where('tenantId', '=', tx.id)
    .where('id', 'in', findings.length > 0 ? [...new Set(findings)] : [''])
    .where('state', '=', 'unknown')
    .where('closedAt', 'is', null)
    .execute();
  const seenAt = new Map(seen.rows.map(({ finding, at }) => [finding, at.toISOString()]));
  const lookedAt = new Map(looked.rows.map(({ finding, at }) => [finding, at.toISOString()]));
  const unknown = new Set(untold.map(({ id }) => id));
  return steps.map((step) => ({
    ...step,
    seen: step.findings.flatMap(({ id }) => {
      const at = seenAt.get(id);
      return at === undefined ? [] : [{ finding: id, at }];
    }),
    // Each was looked for since the oldest of these times.
    lookedAt: step.findings.some(({ id }) => !lookedAt.has(id))
      ? null
      : (step.findings
          .flatMap(({ id }) => lookedAt.get(id) ?? [])
          .sort()
          .at(0) ?? null),
    unknown: step.findings.flatMap(({ id }) => (unknown.has(id) ? [id] : [])),
  }));
}
