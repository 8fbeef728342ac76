// Devices that changed are judged against today's knowledge, and the register takes the difference.
import { setImmediate } from 'node:timers/promises';
import type { Finding } from '#contracts/index.ts';
import { judge } from '#findings/index.ts';
import { recordMatches, snapshots } from '#inventory/index.ts';
import { type Clock, inertText } from '#kit/index.ts';
import { dueDevices, judged, recordFindings, remoteAccessOf } from '#program/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { knowledgeOf } from './knowledge.ts';

/** Devices in one transaction: who asks meanwhile waits for no more of them. */
const BATCH = 50;

export interface ChangedDevices {
  readonly devices: readonly string[];
  /** Devices that went into others: their findings are closed. */
  readonly gone: readonly string[];
}

/** Judges the devices and writes what is new, changed or gone. */
export async function judgeDevices(
  deps: { readonly store: Store; readonly clock: Clock },
  tenantId: TenantId,
  change: ChangedDevices,
): Promise<void> {
  const ids = [...new Set([...change.devices, ...change.gone])];
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    const now = deps.clock.now();
    const knowledge = knowledgeOf(deps.store);
    await deps.store.tenant(
      tenantId,
      async (tx) => {
        const found = new Map<string, readonly Finding[]>(batch.map((id) => [id, []]));
        const matched: { sbom: string; device: string }[] = [];
        const access = Map.groupBy(await remoteAccessOf(tx, batch, now), ({ device }) => device);
        for await (const known of snapshots(tx, batch)) {
          const remoteAccess = access.get(known.id);
          const snapshot = remoteAccess ? { ...known, remoteAccess } : known;
          const findings = judgedOrWarned(snapshot, { now: now.toISOString(), knowledge });
          // A device with many findings takes a while: the server answers in between.
          await setImmediate();
          // In the register "fixed" means that it was there before: a repair that came with the version is no entry of it.
          if (findings)
            found.set(
              snapshot.id,
              findings.filter(({ state }) => state !== 'fixed'),
            );
          else found.delete(snapshot.id);
          for (const { id, how } of snapshot.sboms ?? []) {
            if (how === 'matched') matched.push({ sbom: id, device: snapshot.id });
          }
        }
        await recordMatches(tx, batch, matched, now);
        await recordFindings(tx, found, now);
        await judged(tx, batch);
      },
      { priority: 'background' },
    );
  }
}

/** The findings of one device; null, with a warning in the log, where a rule broke: it keeps what it had, and the others get theirs. */
function judgedOrWarned(...[snapshot, context]: Parameters<typeof judge>): Finding[] | null {
  try {
    return judge(snapshot, context);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.emitWarning(
      `The findings of device ${snapshot.id} could not be renewed: ${inertText(why, 200)}`,
      'NotJudged',
    );
    return null;
  }
}

/** Judges what changed in a process that ended before it could. */
export async function judgeDue(
  deps: { readonly store: Store; readonly clock: Clock },
  tenantId: TenantId,
): Promise<void> {
  for (;;) {
    const devices = await deps.store.tenant(tenantId, (tx) => dueDevices(tx, BATCH));
    if (devices.length === 0) return;
    await judgeDevices(deps, tenantId, { devices, gone: [] });
  }
}
