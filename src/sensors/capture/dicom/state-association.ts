// An association as facts: names, parts and software of both ends, what flows between them, and the machines whose objects it
// carried. Doses become distributions elsewhere.
import { acquires, stateEquipment } from '#sensors/images/index.ts';
import { fingerprint } from '#sensors/probe/index.ts';
import { sopClass } from '#wire/dicom/index.ts';
import type { Conversation } from '../conversation.ts';
import type { Seen, Sureness } from '../seen.ts';
import type { DicomAssociation, Operation } from './association.ts';
import type { CarriedEquipment } from './dicom-dissector.ts';

const INFERRED: Sureness = { basis: 'inferred', confidence: 0.7 };

const WORDS: Readonly<Record<Operation, string>> = {
  echo: 'C-ECHO',
  store: 'C-STORE',
  find: 'C-FIND',
  move: 'C-MOVE',
  get: 'C-GET',
};

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
  statePrivateClasses(association, conversation, seen);
  if (userIdentity !== null && !association.tls)
    seen.service(conversation, 'service.weakness', 'dicom-identity-in-clear');
  const services = Object.keys(association.sopClasses).flatMap((uid) => sopClass(uid)?.kind ?? []);
  if (services.includes('worklist')) seen.address(server, 'device.role', 'Worklist server');
  if (services.includes('query')) seen.address(server, 'device.role', 'Answers image queries');
  if (association.operations.store > 0) seen.address(server, 'device.role', 'Receives images');
  for (const { equipment } of carried) {
    // Reports and derived images are made at any desk: what they name is no scanner.
    if (acquires(equipment)) stateEquipment(equipment, seen.observations, seen.nowMs);
  }
  if (association.operations.store > 0) seen.carried(client, server, carried);
}

const STANDARD = '1.2.840.10008.';
const MOST_PRIVATE = 20;

/** Services of a maker's own: who proposes one knows it, who takes it does too. */
function statePrivateClasses(association: DicomAssociation, { client, server }: Conversation, seen: Seen): void {
  const own = association.contexts.filter(({ abstractSyntax }) => !abstractSyntax.startsWith(STANDARD));
  for (const { abstractSyntax, result } of own.slice(0, MOST_PRIVATE)) {
    seen.address(client, 'device.privateClass', abstractSyntax);
    if (result === 0) seen.address(server, 'device.privateClass', abstractSyntax);
  }
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
