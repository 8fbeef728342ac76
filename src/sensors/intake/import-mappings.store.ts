// Remembers how a person mapped the columns of a list, so that the same list needs no second look.
import { z } from 'zod';
import type { Tenant } from '#store/index.ts';

const mapping = z.record(z.string(), z.string().nullable());

/** The mapping that a person chose for lists with these columns, or null. */
export async function rememberedMapping(tx: Tenant, source: string): Promise<Record<string, string | null> | null> {
  const row = await tx.db
    .selectFrom('importMappings')
    .select('mapping')
    .where('tenantId', '=', tx.id)
    .where('source', '=', source)
    .executeTakeFirst();
  return row ? mapping.parse(row.mapping) : null;
}

/** Keeps a mapping for lists with these columns. */
export async function rememberMapping(
  tx: Tenant,
  source: string,
  chosen: Readonly<Record<string, string | null>>,
  at: string,
): Promise<void> {
  const values = { tenantId: tx.id, source, mapping: JSON.stringify(chosen), updatedAt: at };
  await tx.db
    .insertInto('importMappings')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'source']).doUpdateSet({ mapping: values.mapping, updatedAt: at }),
    )
    .execute();
}
