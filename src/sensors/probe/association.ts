// One DICOM association as the requesting side (PS3.8 7, 9.2; PS3.7 9.1): request, echo, find, release. What comes back is
// put into words; nothing of a data set is ever looked at.
import { inertText } from '#kit/index.ts';
import {
  type Abort,
  APPLICATION_CONTEXT,
  type AssociateAc,
  type AssociateRj,
  abortMeaning,
  COMMAND,
  type Command,
  decodeCommand,
  EMPTY_USER_INFORMATION,
  encodePdu,
  invalidAssociateAc,
  messageToPdus,
  type PduEvent,
  PduStream,
  type Pdv,
  rejectMeaning,
  SOP_CLASS,
  statusCategory,
  statusMeaning,
  TRANSFER_SYNTAX,
} from '#wire/dicom/index.ts';
import type { Conversation } from './conversation.ts';
import { CONTEXTS, OUR_CLASS_UID, OUR_VERSION_NAME, servicesInWords } from './proposal.ts';
import type { Patience } from './scan-plan.ts';
import type { Transcript } from './transcript.ts';

/** How a conversation ended that did not get to an answer. */
export type Ending = 'silence' | 'closed' | 'reset' | 'stopped';

/** What came back to the request for an association. */
export type AssociationAnswer =
  | { readonly kind: 'accepted'; readonly association: Association }
  | { readonly kind: 'rejected'; readonly rj: AssociateRj }
  | { readonly kind: 'aborted'; readonly abort: Abort }
  | { readonly kind: 'ended'; readonly how: Ending; readonly code: string | null }
  /** Bytes that are no answer to our request; `problem` says why. */
  | { readonly kind: 'strange'; readonly bytes: Uint8Array; readonly problem: string };

/** What came back to an operation. */
export type OperationAnswer =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'pending' }
  | { readonly kind: 'aborted'; readonly abort: Abort }
  | { readonly kind: 'ended'; readonly how: Ending | 'released' }
  | { readonly kind: 'strange'; readonly problem: string };

export interface Titles {
  readonly calling: string;
  readonly called: string;
}

/** How we talk: to whom we say we speak, how long we wait, where it is written down. */
export interface Manner {
  readonly patience: Patience;
  readonly transcript: Transcript;
}

/** Bytes of P-DATA that we take at once. */
const OUR_MAX_PDU = 16384;
/** Longest wait for the answer to a release: some stacks never give one. */
const RELEASE_MS = 1500;
/** What of a strange answer is kept to recognize it. */
const KEPT_BYTES = 512;

/** Requests an association with every context and reads the answer. */
export async function requestAssociation(
  conversation: Conversation,
  titles: Titles,
  manner: Manner,
): Promise<AssociationAnswer> {
  const { transcript, patience } = manner;
  conversation.say(
    encodePdu({
      kind: 'associate-rq',
      protocolVersion: 1,
      calledAeTitle: titles.called,
      callingAeTitle: titles.calling,
      applicationContext: APPLICATION_CONTEXT,
      contexts: CONTEXTS,
      user: {
        ...EMPTY_USER_INFORMATION,
        maxPduLength: OUR_MAX_PDU,
        implementationClassUid: OUR_CLASS_UID,
        implementationVersionName: OUR_VERSION_NAME,
      },
    }),
  );
  transcript.sent(
    `Connection request (A-ASSOCIATE-RQ) as ${titles.calling} to called title ${titles.called}, ${CONTEXTS.length} services proposed`,
  );
  const ear = new Ear(conversation, patience.firstByteMs);
  const event = await ear.next(patience.wholeMs);
  if (event.kind === 'ended') return { kind: 'ended', how: event.how, code: conversation.failure };
  if (event.kind !== 'pdu') {
    return { kind: 'strange', bytes: ear.first, problem: event.kind === 'malformed' ? event.message : 'data unasked' };
  }
  const { pdu } = event;
  if (pdu.kind === 'associate-rj') {
    transcript.received(
      `Connection refused (A-ASSOCIATE-RJ ${pdu.result}/${pdu.source}/${pdu.reason}): ${rejectMeaning(pdu)}`,
    );
    return { kind: 'rejected', rj: pdu };
  }
  if (pdu.kind === 'abort') {
    transcript.received(`Connection aborted (A-ABORT ${pdu.source}/${pdu.reason}) ${abortMeaning(pdu)}`);
    return { kind: 'aborted', abort: pdu };
  }
  if (pdu.kind !== 'associate-ac') {
    const mirrored = pdu.kind === 'associate-rq';
    return {
      kind: 'strange',
      bytes: ear.first,
      problem: mirrored ? 'it sent our own request back' : `it answered a request with ${pdu.kind}`,
    };
  }
  const problems = invalidAssociateAc(
    pdu,
    CONTEXTS.map(({ id }) => id),
  );
  if (problems.length > 0) return { kind: 'strange', bytes: ear.first, problem: problems.join('; ') };
  const association = new Association(conversation, ear, pdu, manner);
  transcript.received(
    `Connection accepted (A-ASSOCIATE-AC): ${association.accepted.size} of ${CONTEXTS.length} services accepted${
      association.accepted.size > 0 ? ` (${servicesInWords(association.accepted.keys())})` : ''
    }`,
  );
  return { kind: 'accepted', association };
}

/** An association that is up. End it with `release` or `abort`. */
export class Association {
  readonly ac: AssociateAc;
  /** SOP class to presentation context, for what was accepted. */
  readonly accepted: ReadonlyMap<string, number>;
  readonly #conversation: Conversation;
  readonly #ear: Ear;
  readonly #manner: Manner;
  #message = 0;
  #over = false;

  constructor(conversation: Conversation, ear: Ear, ac: AssociateAc, manner: Manner) {
    this.ac = ac;
    this.#conversation = conversation;
    this.#ear = ear;
    this.#manner = manner;
    const results = new Map(ac.contexts.map((context) => [context.id, context.result]));
    this.accepted = new Map(
      CONTEXTS.filter(({ id }) => results.get(id) === 0).map(({ abstractSyntax, id }) => [abstractSyntax, id]),
    );
  }

  /** False once either side has ended it. */
  get up(): boolean {
    return !this.#over;
  }

  /** C-ECHO (PS3.7 9.1.5): the test message. Null when it was not accepted. */
  async echo(): Promise<OperationAnswer | null> {
    const contextId = this.accepted.get(SOP_CLASS.verification);
    if (contextId === undefined) return null;
    const command = { commandField: COMMAND.cEcho, hasDataSet: false, affectedSopClassUid: SOP_CLASS.verification };
    this.#send(contextId, command, null);
    this.#manner.transcript.sent('Test message (C-ECHO)');
    return this.#answer(contextId, COMMAND.cEcho, this.#manner.patience.firstByteMs);
  }

  /** C-FIND (PS3.7 9.1.2) for one class: its final status, or 'pending' at the first match, which is not looked at. */
  async find(sopClass: string, identifier: Uint8Array, says: string): Promise<OperationAnswer | null> {
    const contextId = this.accepted.get(sopClass);
    if (contextId === undefined) return null;
    const command = { commandField: COMMAND.cFind, hasDataSet: true, affectedSopClassUid: sopClass, priority: 0 };
    this.#send(contextId, command, identifier);
    this.#manner.transcript.sent(says);
    const answer = await this.#answer(contextId, COMMAND.cFind, this.#manner.patience.wholeMs);
    if (answer.kind === 'pending') {
      const cancel = { commandField: COMMAND.cCancel, hasDataSet: false, respondedMessageId: this.#message };
      this.#write(contextId, cancel, null);
      this.#manner.transcript.sent('Search canceled at the first match (C-CANCEL); the match was not read');
      this.abort();
    }
    return answer;
  }

  /** C-STORE (PS3.7 9.1.1) of one object in the transfer syntax that was agreed for its class. */
  async store(
    object: { readonly sopClass: string; readonly instance: string; encode(transferSyntaxUid: string): Uint8Array },
    says: string,
  ): Promise<OperationAnswer | null> {
    const contextId = this.accepted.get(object.sopClass);
    const context = this.ac.contexts.find(({ id }) => id === contextId);
    if (contextId === undefined || !context) return null;
    const command = {
      commandField: COMMAND.cStore,
      hasDataSet: true,
      affectedSopClassUid: object.sopClass,
      affectedSopInstanceUid: object.instance,
      priority: 0,
    };
    this.#send(contextId, command, object.encode(context.transferSyntax ?? TRANSFER_SYNTAX.implicitLittle));
    this.#manner.transcript.sent(says);
    return this.#answer(contextId, COMMAND.cStore, this.#manner.patience.wholeMs);
  }

  /** Orderly end (PS3.8 7.2): A-RELEASE-RQ, a short wait for the answer, then the connection is closed. */
  async release(): Promise<void> {
    if (this.#over) return this.#conversation.hangUp();
    this.#over = true;
    this.#conversation.say(encodePdu({ kind: 'release-rq' }));
    this.#manner.transcript.sent('Goodbye (A-RELEASE-RQ)');
    const until = performance.now() + RELEASE_MS;
    for (;;) {
      const event = await this.#ear.next(until - performance.now());
      if (event.kind === 'pdu' && event.pdu.kind === 'release-rp') {
        this.#manner.transcript.received('Goodbye (A-RELEASE-RP)');
        break;
      }
      if (event.kind === 'pdu' && event.pdu.kind === 'release-rq') {
        // Both at once (PS3.8 7.2.2.6): the requestor answers first.
        this.#conversation.say(encodePdu({ kind: 'release-rp' }));
        continue;
      }
      if (event.kind === 'ended' || event.kind === 'malformed') {
        if (event.kind === 'ended' && event.how === 'silence') {
          this.#manner.transcript.note('No answer to the goodbye; the connection was closed');
        }
        break;
      }
      if (event.kind === 'pdu' && event.pdu.kind === 'abort') break;
    }
    await this.#conversation.hangUp();
  }

  /** Ends it at once (PS3.8 7.3). */
  abort(): void {
    if (this.#over) return;
    this.#over = true;
    this.#conversation.say(encodePdu({ kind: 'abort', source: 0, reason: 0 }));
    this.#manner.transcript.sent('Connection aborted by us (A-ABORT)');
  }

  #send(contextId: number, command: Command, dataSet: Uint8Array | null): void {
    this.#message++;
    this.#write(contextId, { ...command, messageId: this.#message }, dataSet);
  }

  #write(contextId: number, command: Command, dataSet: Uint8Array | null): void {
    const pdus = messageToPdus({ contextId, command, dataSet }, this.ac.user.maxPduLength);
    for (const pdu of pdus) this.#conversation.say(encodePdu(pdu));
  }

  /** Reads on until the response to our last request. */
  async #answer(contextId: number, commandField: number, withinMs: number): Promise<OperationAnswer> {
    const until = performance.now() + withinMs;
    const { transcript } = this.#manner;
    const commands = new CommandReader(contextId);
    for (;;) {
      const event = await this.#ear.next(until - performance.now());
      if (event.kind === 'ended') return this.#lost(event.how);
      if (event.kind === 'malformed') return this.#strange(event.message);
      if (event.kind === 'fragment') return this.#strange('it sent more at once than we said we take');
      const { pdu } = event;
      if (pdu.kind === 'abort') {
        this.#over = true;
        transcript.received(`Connection aborted (A-ABORT ${pdu.source}/${pdu.reason}) ${abortMeaning(pdu)}`);
        return { kind: 'aborted', abort: pdu };
      }
      if (pdu.kind === 'release-rq') {
        this.#over = true;
        this.#conversation.say(encodePdu({ kind: 'release-rp' }));
        transcript.received('Goodbye in the middle (A-RELEASE-RQ), which we answered');
        return { kind: 'ended', how: 'released' };
      }
      if (pdu.kind !== 'p-data') return this.#strange(`${pdu.kind} has no place in a conversation`);
      for (const pdv of pdu.pdvs) {
        const command = commands.push(pdv);
        if (command === 'broken') return this.#strange('a command that cannot be read');
        const ours = command?.commandField === (commandField | 0x8000) && command.respondedMessageId === this.#message;
        if (!command || !ours || command.status === undefined) continue;
        transcript.received(answerInWords(commandField, command.status));
        if (statusCategory(command.status) === 'pending') return { kind: 'pending' };
        return { kind: 'status', status: command.status };
      }
    }
  }

  #lost(how: Ending): OperationAnswer {
    const words = {
      silence: 'No answer in time',
      closed: 'It hung up',
      reset: 'It broke off',
      stopped: 'Scan stopped',
    };
    this.#manner.transcript.note(words[how]);
    if (how === 'closed' || how === 'reset') this.#over = true;
    else if (how === 'silence') this.abort();
    return { kind: 'ended', how };
  }

  #strange(problem: string): OperationAnswer {
    this.#manner.transcript.note(`Broken answer: ${inertText(problem)}`);
    this.abort();
    return { kind: 'strange', problem };
  }
}

const ANSWERED: ReadonlyMap<number, string> = new Map([
  [COMMAND.cEcho, 'Test message answered (C-ECHO)'],
  [COMMAND.cFind, 'Search answered (C-FIND)'],
  [COMMAND.cStore, 'Storing answered (C-STORE)'],
]);

function answerInWords(commandField: number, status: number): string {
  return `${ANSWERED.get(commandField) ?? 'Answered'}: ${statusMeaning(status)}`;
}

/** Puts the command fragments of one context together; data set fragments pass unread. */
class CommandReader {
  readonly #contextId: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(contextId: number) {
    this.#contextId = contextId;
  }

  push(pdv: Pdv): Command | 'broken' | undefined {
    if (!pdv.command || pdv.contextId !== this.#contextId) return undefined;
    this.#parts.push(pdv.data);
    this.#length += pdv.data.length;
    if (this.#length > OUR_MAX_PDU) return 'broken';
    if (!pdv.last) return undefined;
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    try {
      return decodeCommand(bytes);
    } catch {
      return 'broken';
    }
  }
}

type EarEvent = PduEvent | { readonly kind: 'ended'; readonly how: Ending };

/** Hears PDUs in what comes. */
class Ear {
  /** The first bytes that came. */
  first: Uint8Array = new Uint8Array(0);
  readonly #conversation: Conversation;
  readonly #firstByteMs: number;
  readonly #stream = new PduStream();
  readonly #events: PduEvent[] = [];

  constructor(conversation: Conversation, firstByteMs: number) {
    this.#conversation = conversation;
    this.#firstByteMs = firstByteMs;
  }

  async next(withinMs: number): Promise<EarEvent> {
    const until = performance.now() + withinMs;
    for (;;) {
      const event = this.#events.shift();
      if (event) return event;
      const left = until - performance.now();
      const heard = await this.#conversation.hear(this.first.length === 0 ? Math.min(left, this.#firstByteMs) : left);
      if (heard.kind !== 'bytes') return { kind: 'ended', how: heard.kind };
      if (this.first.length < KEPT_BYTES) {
        this.first = Buffer.concat([this.first, heard.bytes]).subarray(0, KEPT_BYTES);
      }
      this.#events.push(...this.#stream.push(heard.bytes));
    }
  }
}
