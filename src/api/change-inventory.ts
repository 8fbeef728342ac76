// A change of the inventory by a person: done with its line in the audit trail, then what changed is judged.
import type { FastifyRequest } from 'fastify';
import type { InventoryChange } from '#inventory/index.ts';
import { judgeDevices } from '#jobs/index.ts';
import { audit } from '#people/index.ts';
import { judgementsDue } from '#program/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ApiContext, inTenant, memberOf } from './context.ts';

/** Does a change in the tenant of the request. */
export async function changeInventory<T extends InventoryChange>(
  context: ApiContext,
  request: FastifyRequest,
  entry: { readonly action: string; readonly subject: string; readonly detail: string },
  work: (tx: Tenant) => Promise<T>,
): Promise<T> {
  const { tenantId, who } = memberOf(request);
  const outcome = await inTenant(context, request, async (tx) => {
    const done = await work(tx);
    await judgementsDue(tx, done);
    await audit(tx, { who, ...entry }, context.clock.now());
    return done;
  });
  await judgeDevices(context, tenantId, outcome);
  return outcome;
}
