// An association as facts: names, parts and software of both ends, what flows between them, and the machines whose objects it
// carried. Names of protocols and doses describe machines, never exams.
import { createHash } from 'node:crypto';
import { vendorKey } from '#inventory/model.ts';
import { fingerprint } from '#sensors/probe/index.ts';
import { sopClass } from '#wire/dicom/index.ts';
import type { Conversation } from '../conversation.ts';
import { OBSERVED, type Seen, type Sureness } from '../seen.ts';
import type { DicomAssociation, Operation } from './association.ts';
import type { CarriedEquipment } from './dicom-dissector.ts';
import type { Equipment } from './equipment-reader.ts';

const INFERRED: Sureness = { basis: 'inferred', confidence: 0.7 };
const DATA_SET: Sureness = { basis: 'observed', confidence: 0.85 };

const WORDS: Readonly<Record<Operation, string>> = {
  echo: 'C-ECHO',
  store: 'C-STORE',
  find: 'C-FIND',
  move: 'C-MOVE',
  get: 'C-GET',
};

/** Modalities of machines that take images of patients; others (SR, PR, KO) are made at any desk. */
const ACQUIRE = new Set([
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

/** States what an association showed. */
export function stateAssociation(
  association: DicomAssociation,
  conversation: Conversation,
  carried: readonly CarriedEquipment[],
  seen: Seen,
): void {
  seen.nowMs = association.lastMs;
  const { client, server } = conversation;
  const { calling, called, outcome, partial } = association;
  seen.flow(conversation, 'flow.protocol', 'dicom');
  if (calling !== null || called !== null) seen.flow(conversation, 'flow.titles', { calling, called, outcome });
  for (const [operation, count] of entriesOf(association))
    if (count > 0) seen.flow(conversation, 'flow.operation', operation);
  seen.service(conversation, 'service.port', conversation.serverPort);
  seen.service(conversation, 'service.protocol', 'dicom');
  seen.address(server, 'device.role', 'DICOM service (SCP)');
  seen.address(client, 'device.role', 'DICOM caller (SCU)');
  // A title that was turned away says nothing of who lives there; one that was cut may be the beginning of another.
  if (outcome === 'accepted' && !partial) {
    seen.address(client, 'device.aeTitle', calling, { basis: 'observed', confidence: 0.9 });
    seen.address(server, 'device.aeTitle', called, { basis: 'observed', confidence: 0.8 });
  }
  const { serverImplementation, clientImplementation, userIdentity } = association;
  if (serverImplementation) {
    const known = fingerprint(serverImplementation.classUid, serverImplementation.versionName);
    seen.service(
      conversation,
      'service.implementation',
      {
        ...serverImplementation,
        product: known?.product ?? null,
        vendor: known?.vendor ?? null,
        toolkit: known?.toolkit ?? null,
      },
      INFERRED,
    );
  }
  if (clientImplementation) {
    const known = fingerprint(clientImplementation.classUid, clientImplementation.versionName);
    const name = known?.product ?? known?.toolkit ?? null;
    const sign = [clientImplementation.classUid, clientImplementation.versionName]
      .filter((part) => part !== null)
      .join(' ');
    seen.hint(client, 'DICOM implementation', sign, name);
  }
  if (userIdentity !== null && !association.tls)
    seen.service(conversation, 'service.weakness', 'dicom-identity-in-clear');
  const services = Object.keys(association.sopClasses).flatMap((uid) => sopClass(uid)?.kind ?? []);
  if (services.includes('worklist')) seen.address(server, 'device.role', 'Worklist server');
  if (services.includes('query')) seen.address(server, 'device.role', 'Answers image queries');
  if (association.operations.store > 0) seen.address(server, 'device.role', 'Receives images');
  for (const { equipment } of carried) stateEquipment(equipment, seen);
  if (association.operations.store > 0) seen.carried(client, server, carried);
}

function entriesOf(association: DicomAssociation): (readonly [string, number])[] {
  const known = Object.entries(association.operations).map(
    ([name, count]) => [isOperation(name) ? WORDS[name] : name, count] as const,
  );
  return [...known, ...Object.entries(association.otherOperations)];
}

function isOperation(name: string): name is Operation {
  return Object.hasOwn(WORDS, name);
}

/** The subject of a machine that objects speak of, by maker and serial number, or by what else tells it apart. */
export function equipmentKey({ vendor, model, serial, station }: Equipment): string {
  const identity = serial !== '' ? serial : `${model}|${station}`;
  return `dicom/${createHash('sha256')
    .update(`${vendorKey(vendor)}|${identity.toUpperCase()}`)
    .digest('hex')
    .slice(0, 20)}`;
}

/** States what objects say of the machine that made them. */
export function stateEquipment(equipment: Equipment, seen: Seen): void {
  const { vendor, model, serial, station, software, modality, department } = equipment;
  if (serial === '' && station === '') return;
  const subject = { kind: 'asset', key: equipmentKey(equipment) } as const;
  const at = { ...DATA_SET, atMs: seen.nowMs };
  const { observations } = seen;
  observations.state(subject, 'device.vendor', vendor, at);
  observations.state(subject, 'device.model', model, at);
  observations.state(subject, 'device.serial', serial, at);
  observations.state(subject, 'device.name', station, { ...at, confidence: 0.6 });
  observations.state(subject, 'device.department', department, { ...at, confidence: 0.6 });
  if (ACQUIRE.has(modality) && !equipment.derived) observations.state(subject, 'device.modality', modality, at);
  for (const version of software.split('\\').map((part) => part.trim())) {
    if (version !== '') observations.state(subject, 'software', { name: model || vendor, version }, at);
  }
}

/** Whether this machine takes images itself, so that who sends them first may be it. */
export function isScanner(equipment: Equipment): boolean {
  return ACQUIRE.has(equipment.modality) && !equipment.derived && equipment.serial !== '';
}

/** States that an address is the machine behind the objects that it sends. */
export function stateSender(address: string, equipment: Equipment, seen: Seen): void {
  const sure: Sureness = { ...OBSERVED, basis: 'inferred', confidence: 0.6 };
  seen.address(address, 'device.vendor', equipment.vendor, sure);
  seen.address(address, 'device.model', equipment.model, sure);
  seen.address(address, 'device.serial', equipment.serial, sure);
  seen.address(address, 'device.modality', equipment.modality, sure);
}
