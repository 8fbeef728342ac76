// Answers kept for writes that may be sent again.
import type { System } from '#store/index.ts';

export interface KeptAnswer {
  readonly request: string;
  readonly status: number;
  readonly body: string;
}

export function findAnswer(
  tx: System,
  asked: { readonly principal: string; readonly key: string; readonly since: Date },
): Promise<KeptAnswer | undefined> {
  return tx.db
    .selectFrom('idempotency')
    .select(['request', 'status', 'body'])
    .where('principal', '=', asked.principal)
    .where('key', '=', asked.key)
    .where('at', '>', asked.since)
    .executeTakeFirst();
}

/** Keeps the first answer; the same key again changes nothing. Old answers go. */
export async function keepAnswer(
  tx: System,
  answer: KeptAnswer & { readonly principal: string; readonly key: string; readonly at: Date },
): Promise<void> {
  await tx.db
    .deleteFrom('idempotency')
    .where('at', '<', new Date(answer.at.getTime() - 24 * 3_600_000))
    .execute();
  await tx.db
    .insertInto('idempotency')
    .values(answer)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
