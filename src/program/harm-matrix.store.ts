// The matrix that the site judges harm by, stored when the site makes its own.
import { DEFAULT_HARM_MATRIX, type HarmMatrix, type HarmMatrixAnswer } from '#contracts/index.ts';
import { audit } from '#people/index.ts';
import { readHarmMatrix } from '#risk/index.ts';
import type { Tenant } from '#store/index.ts';
import { logDecision } from './governance/decision-log.store.ts';

const NAME = 'harm matrix';

/** The matrix in force. */
export async function harmMatrix(tx: Tenant): Promise<HarmMatrixAnswer> {
  const row = await tx.db
    .selectFrom('policies')
    .select(['body', 'byWhom', 'at'])
    .where('tenantId', '=', tx.id)
    .where('name', '=', NAME)
    .executeTakeFirst();
  if (!row) return { matrix: DEFAULT_HARM_MATRIX, isDefault: true, by: null, at: null };
  return { matrix: readHarmMatrix(row.body), isDefault: false, by: row.byWhom, at: row.at.toISOString() };
}

/** Makes a matrix the one in force. Null goes back to the default. */
export async function setHarmMatrix(
  tx: Tenant,
  matrix: HarmMatrix | null,
  actor: { readonly by: string; readonly now: Date },
): Promise<HarmMatrixAnswer> {
  if (matrix === null) {
    await tx.db.deleteFrom('policies').where('tenantId', '=', tx.id).where('name', '=', NAME).execute();
  } else {
    const kept = { body: JSON.stringify(matrix), byWhom: actor.by, at: actor.now };
    await tx.db
      .insertInto('policies')
      .values({ tenantId: tx.id, name: NAME, ...kept })
      .onConflict((conflict) => conflict.columns(['tenantId', 'name']).doUpdateSet(kept))
      .execute();
  }
  const detail = matrix === null ? 'back to the default' : JSON.stringify(matrix);
  await audit(tx, { who: actor.by, action: 'harm matrix changed', subject: 'acceptable harm', detail }, actor.now);
  const decision = matrix === null ? 'Judge harm by the matrix that ships' : 'Judge harm by a matrix of our own';
  await logDecision(
    tx,
    { kind: 'harm matrix', subject: 'acceptable harm', decision, because: matrix?.basis ?? '' },
    actor,
  );
  return harmMatrix(tx);
}
