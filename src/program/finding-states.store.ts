// Findings by their ids, open or closed: whether each still asks for something, and whether somebody asked to accept it.
import { sql } from 'kysely';
import type { Tenant } from '#store/index.ts';

export interface FindingState {
  readonly title: string;
  readonly isOpen: boolean;
  /** Its risk is accepted, or somebody asked that it be. */
  readonly isAsked: boolean;
}

/** Those of the ids that are findings of the site. */
export async function findingStates(tx: Tenant, ids: readonly string[]): Promise<ReadonlyMap<string, FindingState>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('findings')
    .select(['id', 'title', 'state', 'closedAt'])
    .where('tenantId', '=', tx.id)
    .where(sql<boolean>`id = any(${[...new Set(ids)]}::text[])`)
    .execute();
  const asked = await tx.db
    .selectFrom('decisions')
    .select('findingId')
    .where('tenantId', '=', tx.id)
    .where('kind', '=', 'acceptance')
    .where('state', 'in', ['asked', 'accepted'])
    .execute();
  const waiting = new Set(asked.map(({ findingId }) => findingId));
  return new Map(
    rows.map(({ id, title, state, closedAt }) => [
      id,
      {
        title,
        isOpen: closedAt === null && ['confirmed', 'potential', 'unknown'].includes(state),
        isAsked: waiting.has(id),
      },
    ]),
  );
}
