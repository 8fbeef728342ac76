// Answers kept for writes that may be sent again.
import type { System } from '#store/index.ts';

/** Status of a write that is still being done. */
export const UNDER_WAY = 0;
const KEPT_FOR_MS = 24 * 3_600_000;
/** A write that takes longer was lost with its process. */
const LOST_AFTER_MS = 120_000;

export interface KeptAnswer {
  readonly request: string;
  /** UNDER_WAY as long as there is no answer. */
  readonly status: number;
  readonly body: string;
}

interface Place {
  readonly principal: string;
  readonly key: string;
}

/** Takes a key for a write that begins; returns undefined when it is ours now, else what is known under it. */
export async function takeKey(
  tx: System,
  { principal, key, request, at }: Place & { readonly request: string; readonly at: Date },
): Promise<KeptAnswer | undefined> {
  const before = (ms: number) => new Date(at.getTime() - ms);
  await tx.db
    .deleteFrom('idempotency')
    .where((is) =>
      is.or([
        is('at', '<', before(KEPT_FOR_MS)),
        is.and([is('status', '=', UNDER_WAY), is('at', '<', before(LOST_AFTER_MS))]),
      ]),
    )
    .execute();
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('idempotency')
    .values({ principal, key, request, status: UNDER_WAY, body: '', at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return undefined;
  return tx.db
    .selectFrom('idempotency')
    .select(['request', 'status', 'body'])
    .where('principal', '=', principal)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Keeps the answer of a write that was done. */
export async function keepAnswer(
  tx: System,
  { principal, key, status, body }: Place & { readonly status: number; readonly body: string },
): Promise<void> {
  await tx.db
    .updateTable('idempotency')
    .set({ status, body })
    .where('principal', '=', principal)
    .where('key', '=', key)
    .execute();
}

/** Gives the key of a write that failed back: it may be tried again. */
export async function giveKeyBack(tx: System, { principal, key }: Place): Promise<void> {
  await tx.db
    .deleteFrom('idempotency')
    .where('principal', '=', principal)
    .where('key', '=', key)
    .where('status', '=', UNDER_WAY)
    .execute();
}
