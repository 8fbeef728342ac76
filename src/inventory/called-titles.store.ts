// The AE titles that the inventory knows for an address, so that a scan may name the right one. Never guessed.
import type { Tenant } from '#store/index.ts';

/** Address to AE title, for devices with exactly one title. Devices with several leave the choice open. */
export async function calledTitles(tx: Tenant): Promise<Map<string, string>> {
  const rows = await tx.db
    .selectFrom('devices')
    .select(['addresses', 'aeTitles'])
    .where('tenantId', '=', tx.id)
    .where('retired', '=', false)
    .where((where) => where(where.fn<number>('cardinality', ['aeTitles']), '=', 1))
    .execute();
  const titles = new Map<string, string>();
  for (const { addresses, aeTitles } of rows) {
    const [title] = aeTitles;
    if (title !== undefined) for (const address of addresses) titles.set(address, title);
  }
  return titles;
}
