// Policies as they stood at a moment of the past: by their versions, and by when each was retired in the log of decisions.
import type { Tenant } from '#store/index.ts';
import { headAt } from './policies/head-at.ts';
import { type KeptText, type PolicyHead, policyText, versionsBy } from './policy-texts.store.ts';

/** Heads of policies with the texts that they name, the newest last. */
export interface PoliciesAt {
  readonly heads: readonly PolicyHead[];
  readonly texts: ReadonlyMap<string, readonly KeptText[]>;
}

/** Every policy that the site had begun by then, by id. */
export async function policiesAt(tx: Tenant, moment: Date): Promise<PoliciesAt> {
  const retired = await retirements(tx, moment);
  const heads: PolicyHead[] = [];
  const texts = new Map<string, KeptText[]>();
  for (const [id, versions] of [...(await versionsBy(tx, moment))].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const ended = retired.get(id) ?? [];
    const found = headAt(versions, ended, moment.toISOString());
    if (!found) continue;
    const { latest, approved, isRetired, state } = found;
    const last = isRetired ? ended.at(-1) : undefined;
    heads.push({
      id,
      latest,
      approved,
      ownClauses: 0,
      retired: last === undefined ? null : { at: last, by: '', why: '' },
    });
    const { body, version } = await policyText(tx, id, latest);
    const newest = { body, version: { ...version, state } };
    const isNewest = approved === null || approved === latest;
    texts.set(id, isNewest ? [newest] : [await policyText(tx, id, approved), newest]);
  }
  return { heads, texts };
}

/** When each policy was retired, the oldest first. */
async function retirements(tx: Tenant, moment: Date): Promise<Map<string, string[]>> {
  const rows = await tx.db
    .selectFrom('decisionLog')
    .select(['subject', 'at'])
    .where('tenantId', '=', tx.id)
    .where('kind', '=', 'policy')
    .where('decision', '=', 'retired')
    .where('at', '<=', moment)
    .orderBy('seq')
    .execute();
  const times = rows.map(({ subject, at }) => ({ policy: subject.replace(/^policy /, ''), at: at.toISOString() }));
  return new Map([...Map.groupBy(times, ({ policy }) => policy)].map(([id, all]) => [id, all.map(({ at }) => at)]));
}
