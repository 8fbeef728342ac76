// DICOM seen from beside: associations of both ends, what was agreed and done, and which machines made what passed. Also in
// captures that begin in the middle, lose packets or keep only the first bytes of each.

import { inertText, Malformed } from '#kit/index.ts';
import type { Equipment } from '#sensors/images/index.ts';
import {
  type AssociateAc,
  type AssociateRq,
  COMMAND,
  type Command,
  decodePdu,
  type Encoding,
  encodingOf,
  rejectMeaning,
} from '#wire/dicom/index.ts';
import type { Conversation } from '../conversation.ts';
import type { Dissector, Ending, FirstBytes, Side, StreamProtocol } from '../dissector.ts';
import type { Seen } from '../seen.ts';
import { type DicomAssociation, newAssociation, type Operation } from './association.ts';
import { type CarriedObject, EquipmentReader } from './equipment-reader.ts';
import { MessageReader, type MessageReceiver } from './message-reader.ts';
import { looksLikePdu, PduWalker } from './pdu-walker.ts';
import { stateAssociation } from './state-association.ts';

/** DICOM over TCP (PS3.8). */
export const dicom: StreamProtocol = {
  name: 'dicom',
  recognizes({ bytes, start, end, begun }: FirstBytes) {
    const type = bytes[start] ?? 0;
    if (type < 1 || type > 7 || (end - start > 1 && bytes[start + 1] !== 0)) return 'no';
    if (end - start < 12) return type >= 3 && type !== 4 && end - start >= 10 ? 'no' : 'more';
    if (!looksLikePdu(bytes, start)) return 'no';
    // A release or an abort alone is ten bytes that others may send, too.
    return type === 4 || type <= 2 || !begun ? 'yes' : 'no';
  },
  dissect: (conversation, seen) => new DicomDissector(conversation, seen),
};

const KINDS: ReadonlyMap<number, Operation> = new Map([
  [COMMAND.cEcho, 'echo'],
  [COMMAND.cStore, 'store'],
  [COMMAND.cFind, 'find'],
  [COMMAND.cMove, 'move'],
  [COMMAND.cGet, 'get'],
]);
const OTHERS: ReadonlyMap<number, string> = new Map([
  [COMMAND.nEventReport, 'N-EVENT-REPORT'],
  [COMMAND.nGet, 'N-GET'],
  [COMMAND.nSet, 'N-SET'],
  [COMMAND.nAction, 'N-ACTION'],
  [COMMAND.nCreate, 'N-CREATE'],
  [COMMAND.nDelete, 'N-DELETE'],
]);
const RESPONSE = 0x8000;
/** Different machines that one association is believed to carry objects of. */
const MOST_EQUIPMENT = 200;

/** What an association takes in memory, and one counted message of it. */
const OWN = 5000;
const COUNTED = 100;

interface Counted {
  requests: number;
  responses: number;
}

/** What one association carried of one machine. */
export interface CarriedEquipment {
  readonly equipment: Equipment;
  count: number;
}

class DicomDissector implements Dissector {
  readonly #conversation: Conversation;
  readonly #seen: Seen;
  readonly #messages: [MessageReader, MessageReader];
  readonly #walkers: [PduWalker, PduWalker];
  #association: DicomAssociation;
  #contexts = new Map<number, { abstractSyntax: string; transferSyntax: string | null; proposed: readonly string[] }>();
  /** Messages by side, operation and message ID: requests and final responses, of which either may be missing. */
  #counted = new Map<string, Counted>();
  #equipment = new Map<string, CarriedEquipment>();
  #over = false;

  constructor(conversation: Conversation, seen: Seen) {
    this.#conversation = conversation;
    this.#seen = seen;
    this.#messages = [new MessageReader(this.#receiver(0)), new MessageReader(this.#receiver(1))];
    const walker = (side: Side) => new PduWalker(this.#messages[side], conversation.begun);
    this.#association = newAssociation(conversation.clientEnd, conversation.serverEnd, conversation.lastMs);
    if (!conversation.begun) this.#association.partial = true;
    this.#walkers = [walker(0), walker(1)];
  }

  get held(): number {
    const [first, second] = this.#walkers;
    const open = first.held + second.held + this.#messages[0].held + this.#messages[1].held;
    return OWN + this.#counted.size * COUNTED + open;
  }

  data(side: Side, bytes: Uint8Array, start: number, end: number): void {
    this.#walkers[side].push(bytes, start, end);
  }

  gap(side: Side, length: number): void {
    this.#association.partial = true;
    this.#walkers[side].gap(length);
  }

  end(how: Ending): void {
    for (const walker of this.#walkers) walker.end();
    this.#finish(how);
  }

  #finish(how: Ending): void {
    if (this.#over) return;
    const association = this.#association;
    association.lastMs = this.#conversation.lastMs;
    if (association.ended === 'open' && how !== 'open') association.ended = how === 'reset' ? 'reset' : 'closed';
    for (const [key, { requests, responses }] of this.#counted) {
      const kind = key.split(' ')[1] ?? '';
      const times = Math.max(requests, responses);
      if (isOperation(kind)) association.operations[kind] += times;
      else association.otherOperations[kind] = (association.otherOperations[kind] ?? 0) + times;
    }
    association.objects = association.operations.store;
    this.#over = true;
    this.#seen.record(this.#seen.associations, association);
    stateAssociation(association, this.#conversation, [...this.#equipment.values()], this.#seen);
  }

  /** A second association on the same connection begins. */
  #again(): void {
    this.#finish('open');
    this.#over = false;
    this.#association = newAssociation(
      this.#conversation.clientEnd,
      this.#conversation.serverEnd,
      this.#conversation.lastMs,
    );
    this.#contexts = new Map();
    this.#counted = new Map();
    this.#equipment = new Map();
  }

  #receiver(side: Side): MessageReceiver {
    let reader: EquipmentReader | null = null;
    let storing = false;
    const closeObject = () => {
      const found = reader?.finish() ?? null;
      reader = null;
      if (found) this.#carry(found);
    };
    return {
      pdu: (type, bytes, whole) => this.#pdu(type, bytes, whole),
      command: (contextId, command) => {
        storing = command.commandField === COMMAND.cStore;
        this.#command(side, contextId, command);
      },
      dataSetStart: (contextId) => {
        if (!storing) return false;
        reader = new EquipmentReader(this.#encodingOf(contextId));
        return true;
      },
      dataSetBytes: (bytes, start, end) => {
        if (!reader) return false;
        if (reader.push(bytes, start, end)) return true;
        closeObject();
        return false;
      },
      dataSetEnd: (_contextId, length) => {
        if (storing) this.#association.bytes += length;
        storing = false;
        closeObject();
      },
      hole: () => {
        this.#association.partial = true;
        reader = null;
        storing = false;
      },
    };
  }

  #encodingOf(contextId: number): Encoding | null {
    const context = this.#contexts.get(contextId);
    if (!context) return null;
    if (context.transferSyntax !== null) return encodingOf(context.transferSyntax);
    // The answer was not captured: what was proposed alone is what was agreed.
    const [only] = context.proposed;
    return context.proposed.length === 1 && only !== undefined ? encodingOf(only) : null;
  }

  #carry(object: CarriedObject): void {
    this.#seen.dosed(object, this.#conversation.lastMs);
    const { protocol: _, date: __, study: ___, dose: ____, ...equipment } = object;
    const key = [equipment.vendor, equipment.model, equipment.serial, equipment.station, equipment.software].join('|');
    const known = this.#equipment.get(key);
    if (known) {
      known.count++;
      return;
    }
    if (this.#equipment.size >= MOST_EQUIPMENT) return;
    this.#equipment.set(key, { equipment, count: 1 });
  }

  #pdu(type: number, bytes: Uint8Array, whole: boolean): void {
    if (type === 1 && this.#association.calling !== null) this.#again();
    if (!whole) this.#association.partial = true;
    try {
      if (whole) this.#wholePdu(bytes);
      else if (type <= 2) this.#cutAssociate(type, bytes);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#association.partial = true;
    }
  }

  #wholePdu(bytes: Uint8Array): void {
    const { pdu } = decodePdu(bytes);
    const association = this.#association;
    switch (pdu.kind) {
      case 'associate-rq':
        this.#request(pdu);
        break;
      case 'associate-ac':
        this.#accept(pdu);
        break;
      case 'associate-rj': {
        const { result, source, reason } = pdu;
        association.outcome = 'rejected';
        association.reject = { result, source, reason, meaning: rejectMeaning({ result, source, reason }) };
        break;
      }
      case 'release-rp':
        association.ended = 'released';
        break;
      case 'abort':
        association.ended = 'aborted';
        break;
      default:
    }
  }

  /** The titles stand in the first bytes (PS3.8 table 9-11): a short snap length leaves them, or their beginning. */
  #cutAssociate(type: number, bytes: Uint8Array): void {
    const association = this.#association;
    const title = (from: number) => cleanTitle(Buffer.from(bytes.subarray(from, from + 16)).toString('latin1'));
    if (type === 2) association.outcome = 'accepted';
    association.called ??= bytes.length > 10 ? title(10) : null;
    association.calling ??= bytes.length > 26 ? title(26) : null;
  }

  #request(pdu: AssociateRq): void {
    const association = this.#association;
    association.calling = cleanTitle(pdu.callingAeTitle);
    association.called = cleanTitle(pdu.calledAeTitle);
    association.userIdentity = pdu.user.userIdentityRq?.type ?? null;
    association.clientImplementation = implementationOf(pdu);
    for (const { id, abstractSyntax, transferSyntaxes } of pdu.contexts) {
      const known = this.#contexts.get(id);
      this.#contexts.set(id, {
        abstractSyntax,
        transferSyntax: known?.transferSyntax ?? null,
        proposed: transferSyntaxes,
      });
      const answered = association.contexts.find((context) => context.id === id);
      if (answered) answered.abstractSyntax = abstractSyntax;
      else association.contexts.push({ id, abstractSyntax, result: null, transferSyntax: null });
    }
  }

  #accept(pdu: AssociateAc): void {
    const association = this.#association;
    association.outcome = 'accepted';
    association.called ??= cleanTitle(pdu.calledAeTitle);
    association.calling ??= cleanTitle(pdu.callingAeTitle);
    association.serverImplementation = implementationOf(pdu);
    for (const { id, result, transferSyntax } of pdu.contexts) {
      const known = this.#contexts.get(id);
      const agreed = result === 0 ? transferSyntax : null;
      this.#contexts.set(id, {
        abstractSyntax: known?.abstractSyntax ?? '',
        transferSyntax: agreed,
        proposed: known?.proposed ?? [],
      });
      const asked = association.contexts.find((context) => context.id === id);
      if (asked) Object.assign(asked, { result, transferSyntax: agreed });
      else association.contexts.push({ id, abstractSyntax: '', result, transferSyntax: agreed });
    }
  }

  #command(side: Side, contextId: number, command: Command): void {
    const association = this.#association;
    const { commandField, status } = command;
    const isResponse = (commandField & RESPONSE) !== 0;
    const kind = KINDS.get(commandField & ~RESPONSE) ?? OTHERS.get(commandField & ~RESPONSE);
    if (kind === undefined) return;
    const messageId = isResponse ? command.respondedMessageId : command.messageId;
    const isFinal = !isResponse || status === undefined || (status & 0xff00) !== 0xff00;
    if (isFinal) {
      // A message belongs to who asked, whoever of the two was captured.
      const asking = isResponse ? 1 - side : side;
      const key = `${asking} ${kind} ${messageId ?? ''}`;
      const counted = this.#counted.get(key) ?? { requests: 0, responses: 0 };
      if (isResponse) counted.responses++;
      else counted.requests++;
      this.#counted.set(key, counted);
    }
    if (isResponse && status !== undefined) {
      const text = status.toString(16).toUpperCase().padStart(4, '0');
      association.statuses[text] = (association.statuses[text] ?? 0) + 1;
    }
    const uid =
      command.affectedSopClassUid ?? command.requestedSopClassUid ?? this.#contexts.get(contextId)?.abstractSyntax;
    if (!isResponse && uid !== undefined && /^[0-9.]{1,64}$/.test(uid)) {
      association.sopClasses[uid] = (association.sopClasses[uid] ?? 0) + 1;
    }
    // Somebody whose association was not captured is understood all the same.
    if (association.outcome === 'unseen' && !isResponse) association.partial = true;
  }
}

function isOperation(kind: string): kind is Operation {
  return ['echo', 'store', 'find', 'move', 'get'].includes(kind);
}

/** A title as it may be shown; null when it is blank. */
function cleanTitle(raw: string): string | null {
  const title = inertText(raw.split('\0')[0]?.trim() ?? '', 16);
  return title === '' ? null : title;
}

function implementationOf({ user }: AssociateRq | AssociateAc) {
  const { implementationClassUid, implementationVersionName } = user;
  if (implementationClassUid === null && implementationVersionName === null) return null;
  const uid =
    implementationClassUid !== null && /^[0-9.]{1,64}$/.test(implementationClassUid) ? implementationClassUid : null;
  return {
    classUid: uid,
    versionName: implementationVersionName === null ? null : inertText(implementationVersionName, 32),
  };
}
