// Assessments of risk at rest, and the figures that a site states.
import { sql } from 'kysely';
import { type RiskDocument, type RiskSettingsInput, risk } from '#contracts/index.ts';
import { Conflict, canonicalJson, Invalid, NotFound, sha256 } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { logDecision } from './governance/decision-log.store.ts';

const POLICY = 'risk';
const NONE_YET = 'The risk of this site was not worked out yet. Work it out first.';

interface Known {
  readonly settings: RiskSettingsInput;
  readonly by: string | null;
  readonly at: string | null;
  /** Of what is stated: another one once anything of it changed. */
  readonly version: string;
}

/** What the site stated; nothing until it did. */
export async function riskSettings(tx: Tenant): Promise<Known> {
  const row = await tx.db
    .selectFrom('policies')
    .select(['body', 'byWhom', 'at'])
    .where('tenantId', '=', tx.id)
    .where('name', '=', POLICY)
    .executeTakeFirst();
  if (!row) return { settings: {}, by: null, at: null, version: versionOf({}) };
  const settings = risk.riskSettingsInput.parse(row.body);
  return { settings, by: row.byWhom, at: row.at.toISOString(), version: versionOf(settings) };
}

function versionOf(settings: RiskSettingsInput): string {
  return sha256(canonicalJson(settings)).slice(0, 16);
}

/**
 * States the figures anew; what is left out goes back to its default. `version`: that of the figures that the actor changed. Throws Conflict where others
 * are stated by now.
 */
export async function setRiskSettings(
  tx: Tenant,
  settings: RiskSettingsInput,
  actor: { readonly by: string; readonly now: Date; readonly detail?: string; readonly version?: string | undefined },
): Promise<Known> {
  if (actor.version !== undefined) await holdVersion(tx, actor.version, actor);
  const body = JSON.stringify(settings);
  const before = (await riskSettings(tx)).settings.tolerance ?? [];
  await tx.db
    .insertInto('policies')
    .values({ tenantId: tx.id, name: POLICY, body, byWhom: actor.by, at: actor.now })
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'name']).doUpdateSet({ body, byWhom: actor.by, at: actor.now }),
    )
    .execute();
  const detail = actor.detail ?? (Object.keys(settings).join(', ') || 'back to the defaults');
  await audit(tx, { who: actor.by, action: 'figures of risk stated', subject: 'risk', detail }, actor.now);
  const line = settings.tolerance ?? [];
  if (JSON.stringify(line) !== JSON.stringify(before)) {
    const decision = line.map(({ loss, probability }) => `${loss} in at most ${probability} of the years`).join('; ');
    const appetite = { kind: 'appetite', subject: 'losses that are tolerated', because: '' } as const;
    await logDecision(tx, { ...appetite, decision: decision || 'No line of tolerance' }, actor);
  }
  return riskSettings(tx);
}

/** Who comes second waits here, and is then told what the first left. */
async function holdVersion(tx: Tenant, version: string, { by, now }: { readonly by: string; readonly now: Date }) {
  // A row to wait at, where nobody has stated anything yet.
  await tx.db
    .insertInto('policies')
    .values({ tenantId: tx.id, name: POLICY, body: '{}', byWhom: by, at: now })
    .onConflict((conflict) => conflict.columns(['tenantId', 'name']).doNothing())
    .execute();
  await locked(tx);
  const known = await riskSettings(tx);
  if (known.version !== version)
    throw new Conflict(
      `version: ${known.by ?? 'Somebody'} has stated other figures meanwhile. Nothing was changed. Load them, and state yours anew.`,
    );
}

async function locked(tx: Tenant): Promise<void> {
  await tx.db
    .selectFrom('policies')
    .select('name')
    .where('tenantId', '=', tx.id)
    .where('name', '=', POLICY)
    .forUpdate()
    .execute();
}

/**
 * Changes some of what is stated and leaves the rest, so that two people may state different things at once. Throws Invalid where there is
 * more than is held.
 */
export async function changeRiskSettings(
  tx: Tenant,
  change: (settings: RiskSettingsInput) => RiskSettingsInput,
  actor: { readonly by: string; readonly now: Date; readonly detail: string },
): Promise<void> {
  // Who comes second waits here, and then reads what the first left.
  await locked(tx);
  const { settings } = await riskSettings(tx);
  const changed = risk.riskSettingsInput.safeParse(change(settings));
  if (!changed.success) {
    const [issue] = changed.error.issues;
    throw new Invalid(`${issue?.path.join('.') ?? 'settings'}: ${issue?.message ?? 'This cannot be.'}`);
  }
  await setRiskSettings(tx, changed.data, actor);
}

/** What is kept of an assessment. */
export interface KeptRisk {
  readonly document: RiskDocument;
  /** Both as canonical JSON. */
  readonly inputs: string;
  readonly text: string;
  readonly by: string;
}

/** Keeps an assessment. The same one again changes nothing. */
export async function keepRisk(tx: Tenant, { document, inputs, text, by }: KeptRisk): Promise<void> {
  const row = {
    tenantId: tx.id,
    id: document.id,
    at: document.at,
    byWhom: by,
    mean: document.expected.today.mean,
    after: document.expected.after.mean,
    worstHarm: worstOf(document),
    ranges: JSON.stringify({
      today: document.expected.today.interval,
      after: document.expected.after.interval,
      currency: document.currency,
    }),
    inputs,
    document: text,
  };
  await tx.db
    .insertInto('riskAssessments')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .execute();
}

function worstOf({ harm: [first] }: RiskDocument): string | null {
  return first?.today.reachesPerson ? `${first.today.severity}, ${first.today.band ?? 'not known'}` : null;
}

/** Assessments, the newest first. */
export async function listRisk(
  tx: Tenant,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const after = cursor === undefined ? null : placeOf(cursor);
  const rows = await tx.db
    .selectFrom('riskAssessments')
    .select(['id', 'at', 'byWhom', 'mean', 'after', 'worstHarm', 'ranges'])
    // Where the money was not kept beside the ranges, the document says it.
    .select(
      sql<string | null>`case when jsonb_typeof(ranges->'currency') = 'string' then null
        else substring(document from '"currency":"([A-Z]{3})"') end`.as('said'),
    )
    .where('tenantId', '=', tx.id)
    .$if(after !== null, (query) =>
      query.where((is) =>
        is.or([
          is('at', '<', new Date(after?.at ?? 0)),
          is.and([is('at', '=', new Date(after?.at ?? 0)), is('id', '>', after?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const { count } = await tx.db
    .selectFrom('riskAssessments')
    .select((is) => is.fn.countAll<string>().as('count'))
    .where('tenantId', '=', tx.id)
    .executeTakeFirstOrThrow();
  const items = rows.slice(0, limit).map(({ byWhom, at, ranges, said, ...row }) => {
    const read = risk.riskRanges.safeParse(ranges);
    return {
      ...row,
      at: at.toISOString(),
      by: byWhom,
      interval: read.data?.today ?? null,
      afterInterval: read.data?.after ?? null,
      currency: read.data?.currency ?? said,
    };
  });
  const last = rows.length > limit ? items.at(-1) : undefined;
  return {
    items,
    next: last ? Buffer.from(JSON.stringify({ at: last.at, id: last.id })).toString('base64url') : null,
    total: { value: Number(count), relation: 'eq' as const },
  };
}

function placeOf(cursor: string): { at: string; id: string } {
  try {
    const given: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (given !== null && typeof given === 'object' && 'at' in given && 'id' in given) {
      const at = new Date(String(given.at));
      if (!Number.isNaN(at.getTime())) return { at: at.toISOString(), id: String(given.id) };
    }
  } catch {
    // Told below.
  }
  throw new Invalid('The cursor is not one of this list. Start again at its first page.');
}

/** An assessment; the newest without an id, or null where there is none yet. */
export async function riskOf(tx: Tenant, id?: string): Promise<RiskDocument | null> {
  const row = await tx.db
    .selectFrom('riskAssessments')
    .select('document')
    .where('tenantId', '=', tx.id)
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!row) {
    if (id === undefined) return null;
    throw new NotFound('There is no such assessment. Look for it in the list of assessments.');
  }
  return risk.riskDocument.parse(JSON.parse(row.document));
}

/** What an assessment was worked out from, and what came out, both as they were kept. */
export async function riskInputsOf(tx: Tenant, id?: string): Promise<{ id: string; inputs: string; text: string }> {
  const row = await tx.db
    .selectFrom('riskAssessments')
    .select(['id', 'inputs', 'document'])
    .where('tenantId', '=', tx.id)
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!row)
    throw new NotFound(
      id === undefined ? NONE_YET : 'There is no such assessment. Look for it in the list of assessments.',
    );
  return { id: row.id, inputs: row.inputs, text: row.document };
}

/** The id of the newest assessment. */
export async function newestRisk(tx: Tenant): Promise<string> {
  const row = await tx.db
    .selectFrom('riskAssessments')
    .select('id')
    .where('tenantId', '=', tx.id)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new NotFound(NONE_YET);
  return row.id;
}
