// VEX of a site: what was found and decided about published flaws, with the devices as their makers know them.
import { productsOf } from '#findings/index.ts';
import { snapshots } from '#inventory/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import type { Clock } from '#kit/index.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import { settleDecisions, vexStatements } from '#program/index.ts';
import { type VexDevice, type VexFormat, vexCsaf, vexCycloneDx, vexOpenVex } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';

const WRITERS = { 'vex-csaf': vexCsaf, 'vex-openvex': vexOpenVex, 'vex-cyclonedx': vexCycloneDx } as const;

/** One of the forms, as text, with the number of statements. Throws Invalid when there is nothing to say. */
export async function vexOf(
  tx: Tenant,
  clock: Clock,
  asked: { readonly site: string; readonly format: VexFormat },
): Promise<{ readonly text: string; readonly rows: number }> {
  await settleDecisions(tx, clock.now());
  const statements = await vexStatements(tx);
  const ids = [...new Set(statements.map(({ device }) => device))];
  const devices = (await Array.fromAsync(snapshots(tx, ids))).map(asMade);
  const text = WRITERS[asked.format]({ site: { id: tx.id, name: asked.site }, statements, devices });
  return { text, rows: statements.length };
}

/** A device by maker, model, version and serial number. */
export function asMade(device: DeviceSnapshot): VexDevice {
  const { id, vendor, model, serial, kind } = device;
  const version =
    productsOf(device, builtInKnowledge.lifecycles).find(({ what }) => what === 'device')?.version ?? null;
  return { id, vendor, model, serial, kind, version };
}
