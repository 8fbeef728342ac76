// Facts from any sensor, on their way through the house: recorded, made into devices and flows, judged.
import type { Fact } from '#contracts/index.ts';
import { recordFacts } from '#evidence/index.ts';
import { touchInventory, updateInventory } from '#inventory/index.ts';
import type { Clock } from '#kit/index.ts';
import { judgementsDue } from '#program/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { judgeDevices, judgeDue } from './judge.ts';

/** What facts changed. */
export interface Taken {
  /** Facts that said something new. */
  readonly added: number;
  /** Devices that are believed to be otherwise than before. */
  readonly devices: readonly string[];
}

/** Facts in one transaction: enough to be quick, few enough that others get their turn. */
const BATCH = 2000;

/** Takes in facts in batches; what was recorded stays when a later batch fails. */
export async function takeFacts(
  deps: { readonly store: Store; readonly clock: Clock },
  tenantId: TenantId,
  facts: readonly Fact[],
): Promise<Taken> {
  const { store, clock } = deps;
  let added = 0;
  const devices = new Set<string>();
  for (let at = 0; at < facts.length; at += BATCH) {
    const change = await store.tenant(
      tenantId,
      async (tx) => {
        const recorded = await recordFacts(tx, facts.slice(at, at + BATCH));
        added += recorded.added;
        await touchInventory(tx, recorded.seen);
        const updated = await updateInventory(tx, recorded.subjects, clock);
        await judgementsDue(tx, updated);
        return updated;
      },
      { priority: 'background' },
    );
    for (const id of change.devices) devices.add(id);
    await judgeDevices(deps, tenantId, change);
  }
  await judgeDue(deps, tenantId);
  return { added, devices: [...devices] };
}
