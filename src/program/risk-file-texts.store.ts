// What the organization says in its risk-management file (intended use, owners, responsibility agreement, ...), each text by the key under which the
// file asks for it.
import { z } from 'zod';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';

const NAME = 'risk file texts';

const said = z.object({ text: z.string(), by: z.string(), at: z.iso.datetime() });
/** A text, who wrote it, and when. */
export type SaidText = z.infer<typeof said>;
const texts = z.record(z.string(), said);

/** What was said, by key. */
export async function riskFileTexts(tx: Tenant): Promise<Readonly<Record<string, SaidText>>> {
  const row = await tx.db
    .selectFrom('policies')
    .select('body')
    .where('tenantId', '=', tx.id)
    .where('name', '=', NAME)
    .executeTakeFirst();
  return row ? texts.parse(row.body) : {};
}

/** Keeps some texts, or takes back those that are null; the others stay as they are. */
export async function keepRiskFileTexts(
  tx: Tenant,
  given: Readonly<Record<string, string | null>>,
  actor: { readonly by: string; readonly now: Date },
): Promise<void> {
  // Who comes second waits here, and then reads what the first left.
  await tx.db
    .selectFrom('policies')
    .select('name')
    .where('tenantId', '=', tx.id)
    .where('name', '=', NAME)
    .forUpdate()
    .execute();
  const before = await riskFileTexts(tx);
  const changed = Object.entries(given).filter(([key, text]) => (before[key]?.text ?? null) !== text);
  if (changed.length === 0) return;
  const kept = new Map(Object.entries(before));
  for (const [key, text] of changed) {
    if (text === null) kept.delete(key);
    else kept.set(key, { text, by: actor.by, at: actor.now.toISOString() });
  }
  const row = { body: JSON.stringify(Object.fromEntries(kept)), byWhom: actor.by, at: actor.now };
  await tx.db
    .insertInto('policies')
    .values({ tenantId: tx.id, name: NAME, ...row })
    .onConflict((conflict) => conflict.columns(['tenantId', 'name']).doUpdateSet(row))
    .execute();
  for (const [key, text] of changed) {
    const detail = text ?? 'taken back';
    await audit(tx, { who: actor.by, action: 'risk file written', subject: key, detail }, actor.now);
  }
}
