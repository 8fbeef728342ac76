// What was known of the use of machines before: a look at some days adds to what other looks found, and takes nothing away.
import { z } from 'zod';
import { currentFacts } from '#evidence/index.ts';
import { equipmentKey, type ImageInventory, type KnownUse } from '#sensors/images/index.ts';
import type { Store, TenantId } from '#store/index.ts';

const days = z.record(z.string(), z.number());

/** The use that a sensor stated before of the machines of an inventory, by their subjects. */
export async function knownUse(
  store: Store,
  tenantId: TenantId,
  { inventory, sensor }: { readonly inventory: ImageInventory; readonly sensor: string },
): Promise<ReadonlyMap<string, KnownUse>> {
  const subjects = inventory
    .machines()
    .map(({ equipment }) => ({ kind: 'asset', key: equipmentKey(equipment) }) as const);
  const facts = await store.tenant(tenantId, (tx) => currentFacts(tx, subjects), { priority: 'background' });
  const known = new Map<string, KnownUse>();
  for (const { subject, attribute, value, sensor: by } of facts) {
    if (by !== sensor) continue;
    const use = known.get(subject.key) ?? { firstUse: null, lastUse: null, examsByDay: {} };
    if (attribute === 'device.firstUse' && typeof value === 'string')
      known.set(subject.key, { ...use, firstUse: value });
    if (attribute === 'device.lastUse' && typeof value === 'string') known.set(subject.key, { ...use, lastUse: value });
    if (attribute === 'device.examsByDay') known.set(subject.key, { ...use, examsByDay: days.parse(value) });
  }
  return known;
}
