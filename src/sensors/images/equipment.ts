// The machine that made an object (PS3.3 C.7.5.1 General Equipment), whoever showed the object: a file, an archive, the wire.
import { createHash } from 'node:crypto';
import type { Observations } from '#evidence/model.ts';
import { vendorKey } from '#knowledge/index.ts';

/** What an object says of the machine that made it; '' where it says nothing. */
export interface Equipment {
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly station: string;
  /** Versions, separated by backslashes as in the data set. */
  readonly software: string;
  readonly modality: string;
  readonly department: string;
  /** Made by software from other objects, so its equipment is not a scanner. */
  readonly derived: boolean;
}

/** Modalities of machines that take images of patients; others (SR, PR, KO, OT) are made at any desk (PS3.3 C.7.3.1.1.1). */
export const MODALITIES: ReadonlySet<string> = new Set([
  'BMD',
  'CR',
  'CT',
  'DX',
  'ES',
  'IO',
  'IVUS',
  'MG',
  'MR',
  'NM',
  'OP',
  'OPT',
  'PT',
  'PX',
  'RF',
  'US',
  'XA',
]);

/** Whether the machine takes images of patients itself. */
export function acquires({ modality, derived }: Equipment): boolean {
  return MODALITIES.has(modality) && !derived;
}

/** Whether a machine can be told apart from others. */
export function isNamed({ serial, station }: Equipment): boolean {
  return serial !== '' || station !== '';
}

/** The subject of a machine, by maker and serial number, or by what else tells it apart. */
export function equipmentKey({ vendor, model, serial, station }: Equipment): string {
  const identity = serial !== '' ? serial : `${model}|${station}`;
  return `dicom/${createHash('sha256')
    .update(`${vendorKey(vendor)}|${identity.toUpperCase()}`)
    .digest('hex')
    .slice(0, 20)}`;
}

/** States what an object says of its machine; nothing when it names neither serial number nor station. */
export function stateEquipment(equipment: Equipment, observations: Observations, atMs: number): void {
  const { vendor, model, serial, station, software, modality, department } = equipment;
  if (!isNamed(equipment)) return;
  const subject = { kind: 'asset', key: equipmentKey(equipment) } as const;
  const at = { basis: 'observed', confidence: 0.85, atMs } as const;
  observations.state(subject, 'device.vendor', vendor, at);
  observations.state(subject, 'device.model', model, at);
  observations.state(subject, 'device.serial', serial, at);
  observations.state(subject, 'device.name', station, { ...at, confidence: 0.6 });
  observations.state(subject, 'device.department', department, { ...at, confidence: 0.6 });
  if (acquires(equipment)) observations.state(subject, 'device.modality', modality, at);
  for (const version of software.split('\\').map((part) => part.trim())) {
    if (version !== '') observations.state(subject, 'software', { name: model || vendor || station, version }, at);
  }
}
