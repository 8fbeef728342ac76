// What was only seen again: the time of the last sighting moves, nothing else changes.
import type { SubjectRef } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import { touchDevices } from './devices.store.ts';
import { updateFlows } from './flows.store.ts';

/** Moves the last sighting of the devices and flows behind some subjects. */
export async function touchInventory(tx: Tenant, subjects: readonly SubjectRef[]): Promise<void> {
  await updateFlows(
    tx,
    subjects.filter(({ kind }) => kind === 'flow'),
  );
  await touchDevices(tx, subjects);
}
