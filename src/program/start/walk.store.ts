// The guided start at rest: each field that was said, with its version, and what was stated when it was last finished.

import { z } from 'zod';
import type { RiskSettingsInput, StartLeft, StartSaved } from '#contracts/index.ts';
import { risk, startWalk } from '#contracts/index.ts';
import { Conflict, canonicalJson, inertText } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { noPatientData } from '../own-words.ts';

/** Every field that was said, by its name. */
export async function startFields(tx: Tenant): Promise<StartSaved[]> {
  const rows = await tx.db
    .selectFrom('startFields')
    .select(['field', 'value', 'version', 'at', 'byWhom'])
    .where('tenantId', '=', tx.id)
    .orderBy('field')
    .execute();
  return rows.map(({ field, value, version, at, byWhom }) =>
    startWalk.startSaved.parse({ field, value, version, at: at.toISOString(), by: byWhom }),
  );
}

/**
 * Keeps a field. `version` is the one that the person saw; null puts the value in place whatever stands there. Throws Conflict, and keeps
 * what is there, where somebody said something else in between. The same value again changes nothing.
 */
export async function keepStartField(
  tx: Tenant,
  {
    field,
    value,
    version,
  }: { readonly field: string; readonly value: StartSaved['value']; readonly version: number | null },
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<void> {
  noPatientData(value);
  const text = canonicalJson(value);
  const added = await tx.db
    .insertInto('startFields')
    .values({ tenantId: tx.id, field, value: text, version: 1, at: now, byWhom: by })
    // Of two at once the second waits here for the first.
    .onConflict((conflict) => conflict.columns(['tenantId', 'field']).doNothing())
    .returning('field')
    .execute();
  if (added.length > 0) return;
  const known = await tx.db
    .selectFrom('startFields')
    .select(['value', 'version', 'byWhom'])
    .where('tenantId', '=', tx.id)
    .where('field', '=', field)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (canonicalJson(known.value) === text) return;
  if (version !== null && known.version !== version) {
    throw new Conflict(
      `${inertText(known.byWhom, 80)} has answered this in the meantime. Look at that answer, and then choose which one stays.`,
    );
  }
  await tx.db
    .updateTable('startFields')
    .set({ value: text, version: known.version + 1, at: now, byWhom: by })
    .where('tenantId', '=', tx.id)
    .where('field', '=', field)
    .execute();
}

const stated = z.object({
  settings: risk.riskSettingsInput,
  attested: z.array(z.object({ question: z.string(), answer: z.string() })),
  facts: z.array(z.object({ device: z.string(), attribute: z.string() })),
  left: z.array(startWalk.startLeft),
});

/** What the guided start stated when it was last finished. */
export interface StartStated {
  readonly settings: RiskSettingsInput;
  /** Answers to questions of checks, for the whole site. */
  readonly attested: readonly { readonly question: string; readonly answer: string }[];
  readonly facts: readonly { readonly device: string; readonly attribute: string }[];
  readonly left: readonly StartLeft[];
}

/** What was stated last, with when and by whom; null before it was finished once. */
export async function startStated(tx: Tenant): Promise<(StartStated & { at: string; by: string }) | null> {
  const row = await tx.db
    .selectFrom('startStated')
    .select(['at', 'byWhom', 'body'])
    .where('tenantId', '=', tx.id)
    .executeTakeFirst();
  return row ? { ...stated.parse(row.body), at: row.at.toISOString(), by: row.byWhom } : null;
}

/** Keeps what was stated, in place of what was kept before. */
export async function keepStartStated(
  tx: Tenant,
  what: StartStated,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<void> {
  const row = { at: now, byWhom: by, body: JSON.stringify(what) };
  await tx.db
    .insertInto('startStated')
    .values({ tenantId: tx.id, ...row })
    .onConflict((conflict) => conflict.columns(['tenantId']).doUpdateSet(row))
    .execute();
  await audit(tx, { who: by, action: 'guided start finished', subject: 'start', detail: '' }, now);
}
