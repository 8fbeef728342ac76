// The policy of a site, stored when the site makes its own.
import { api, type DecisionPolicy } from '#contracts/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { DEFAULT_POLICY } from './decision-policy.ts';

const NAME = 'decisions';

export interface KnownPolicy {
  readonly policy: DecisionPolicy;
  readonly isDefault: boolean;
  readonly by: string | null;
}

/** The policy in force. */
export async function decisionPolicy(tx: Tenant): Promise<KnownPolicy> {
  const row = await tx.db
    .selectFrom('policies')
    .select(['body', 'byWhom'])
    .where('tenantId', '=', tx.id)
    .where('name', '=', NAME)
    .executeTakeFirst();
  if (!row) return { policy: DEFAULT_POLICY, isDefault: true, by: null };
  return { policy: api.decisionPolicy.parse(row.body), isDefault: false, by: row.byWhom };
}

/** Makes a policy the one in force; it counts for every finding at once. Null goes back to the one that ships. */
export async function setDecisionPolicy(
  tx: Tenant,
  policy: DecisionPolicy | null,
  actor: { readonly by: string; readonly now: Date },
): Promise<KnownPolicy> {
  if (policy === null) {
    await tx.db.deleteFrom('policies').where('tenantId', '=', tx.id).where('name', '=', NAME).execute();
  } else {
    const body = JSON.stringify(policy);
    const row = { tenantId: tx.id, name: NAME, body, byWhom: actor.by, at: actor.now };
    await tx.db
      .insertInto('policies')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['tenantId', 'name']).doUpdateSet({ body, byWhom: actor.by, at: actor.now }),
      )
      .execute();
  }
  const detail = policy === null ? 'back to the default' : JSON.stringify(policy);
  await audit(tx, { who: actor.by, action: 'policy of decisions changed', subject: 'days to act', detail }, actor.now);
  return decisionPolicy(tx);
}
