// A person names the software behind a code once; every device that carries the code, now or later, shows the name.
import { Invalid, NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import type { Actor } from './change-devices.ts';
import { carriersOf, forgetNames, withdrawName, writeName } from './software-names.store.ts';
import { type InventoryChange, updateInventory } from './update-inventory.ts';

/** A name given or taken back, with the devices that it changed. */
export interface NameOutcome extends InventoryChange {
  readonly name: string;
}

/** Names the software behind a code; a name given before stands no more. */
export async function nameSoftware(
  tx: Tenant,
  input: { readonly code: string; readonly product: string; readonly vendor: string | null },
  actor: Actor,
): Promise<NameOutcome> {
  const [code, product, vendor] = [input.code.trim(), input.product.trim(), input.vendor?.trim() || null];
  if (product === '') throw new Invalid('Write what the software is called.');
  const carriers = await carriersOf(tx, code);
  if (carriers.length === 0) throw new NotFound('No device carries this code. Look for it in the list of software.');
  const name = await writeName(tx, { code, product, vendor }, { by: actor.by, at: actor.clock.now().toISOString() });
  await forgetNames(tx, carriers);
  return { name, ...(await updateInventory(tx, carriers, actor.clock)) };
}

/** Takes a name back; what it made known is not known any more. */
export async function unnameSoftware(tx: Tenant, id: string, actor: Actor): Promise<NameOutcome> {
  const code = await withdrawName(tx, id, actor.by, actor.clock.now().toISOString());
  if (code === null) throw new NotFound('There is no such name, or it was taken back already.');
  const carriers = await carriersOf(tx, code);
  await forgetNames(tx, carriers);
  return { name: id, ...(await updateInventory(tx, carriers, actor.clock)) };
}
