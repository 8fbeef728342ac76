// Steps of the plan that people say are done, at rest; and when anybody last looked at what they were about.
import { sql } from 'kysely';
import { type DoneKept, type RiskDoneInput, riskDone } from '#contracts/index.ts';
import { NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';

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
  const devices = steps.flatMap((step) => step.devices);
  // The facts of the first reason that cites any are those that the finding rests on.
  const seen = await sql<{ finding: string; at: Date }>`
    select finding.id as finding, max(known.last_observed_at) as at
    from findings finding
    join finding_bodies whole on whole.tenant_id = finding.tenant_id and whole.finding_id = finding.id
    cross join lateral (
      select reason.value->'facts' as facts from jsonb_array_elements(whole.body->'reasons') with ordinality reason (value, place)
      where jsonb_array_length(reason.value->'facts') > 0 order by reason.place limit 1) cited
    cross join lateral jsonb_array_elements_text(cited.facts) fact (id)
    join fact_current known on known.tenant_id = finding.tenant_id and known.fact_id = fact.id
    where finding.tenant_id = ${tx.id} and finding.closed_at is null and finding.id = any(${[...new Set(findings)]}::text[])
    group by finding.id`.execute(tx.db);
  const looked = await sql<{ device: string; at: Date }>`
    select assigned.device_id as device, max(known.last_observed_at) as at
    from device_subjects assigned
    join fact_current known on known.tenant_id = assigned.tenant_id and known.subject_kind = assigned.subject_kind
      and known.subject_key = assigned.subject_key
    where assigned.tenant_id = ${tx.id} and assigned.device_id = any(${[...new Set(devices)]}::text[])
    group by assigned.device_id`.execute(tx.db);
  const seenAt = new Map(seen.rows.map(({ finding, at }) => [finding, at.toISOString()]));
  const lookedAt = new Map(looked.rows.map(({ device, at }) => [device, at.toISOString()]));
  return steps.map((step) => ({
    ...step,
    seen: step.findings.flatMap(({ id }) => {
      const at = seenAt.get(id);
      return at === undefined ? [] : [{ finding: id, at }];
    }),
    lookedAt:
      step.devices
        .flatMap((device) => lookedAt.get(device) ?? [])
        .sort()
        .at(-1) ?? null,
  }));
}
