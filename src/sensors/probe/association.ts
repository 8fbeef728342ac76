// One DICOM association as the requesting side (PS3.8 7; PS3.7 9.1): echo, find, store, release. What comes back is put into
// words; nothing of a data set is ever looked at here.
import { inertText } from '#kit/index.ts';
import {
  type Abort,
  type AssociateAc,
  abortMeaning,
  COMMAND,
  type Command,
  encodePdu,
  messageToPdus,
  type Pdv,
  SOP_CLASS,
  statusCategory,
  statusMeaning,
  TRANSFER_SYNTAX,
} from '#wire/dicom/index.ts';
import type { Conversation } from './conversation.ts';
import { CommandReader, type Ear, type Ending } from './ear.ts';
import type { ProposedContext } from './proposal.ts';
import type { Patience } from './scan-plan.ts';
import type { Transcript } from './transcript.ts';

/** What came instead of an answer. */
export type Broken =
  | { readonly kind: 'aborted'; readonly abort: Abort }
  | { readonly kind: 'ended'; readonly how: Ending | 'released' }
  | { readonly kind: 'strange'; readonly problem: string };

/** What came back to an operation. */
export type OperationAnswer =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'pending' }
  | Broken;

/** How we talk: to whom we say we speak, how long we wait, where it is written down. */
export interface Manner {
  readonly patience: Patience;
  readonly transcript: Transcript;
}

/** Longest wait for the answer to a release: some stacks never give one. */
const RELEASE_MS = 1500;
/** How often somebody who wants to stop is looked for while we wait. */
const SLICE_MS = 200;

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

  constructor(
    conversation: Conversation,
    ear: Ear,
    agreed: { readonly ac: AssociateAc; readonly proposed: readonly ProposedContext[] },
    manner: Manner,
  ) {
    const { ac, proposed } = agreed;
    this.ac = ac;
    this.#conversation = conversation;
    this.#ear = ear;
    this.#manner = manner;
    const results = new Map(ac.contexts.map((context) => [context.id, context.result]));
    this.accepted = new Map(
      proposed.filter(({ id }) => results.get(id) === 0).map(({ abstractSyntax, id }) => [abstractSyntax, id]),
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
    this.send(contextId, command, null);
    this.#manner.transcript.sent('Test message (C-ECHO)');
    return this.#answer(contextId, COMMAND.cEcho, this.#manner.patience.firstByteMs);
  }

  /** C-FIND (PS3.7 9.1.2) for one class: its final status, or 'pending' at the first match, which is not looked at. */
  async find(sopClass: string, identifier: Uint8Array, says: string): Promise<OperationAnswer | null> {
    const contextId = this.accepted.get(sopClass);
    if (contextId === undefined) return null;
    const command = { commandField: COMMAND.cFind, hasDataSet: true, affectedSopClassUid: sopClass, priority: 0 };
    this.send(contextId, command, identifier);
    this.#manner.transcript.sent(says);
    const answer = await this.#answer(contextId, COMMAND.cFind, this.#manner.patience.wholeMs);
    if (answer.kind === 'pending') {
      this.cancel(contextId, this.#message, 'Search canceled at the first match (C-CANCEL); the match was not read');
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
    this.send(contextId, command, object.encode(context.transferSyntax ?? TRANSFER_SYNTAX.implicitLittle));
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

  /** Sends a request and returns its message ID. */
  send(contextId: number, command: Command, dataSet: Uint8Array | null): number {
    this.#message++;
    this.#write(contextId, { ...command, messageId: this.#message }, dataSet);
    return this.#message;
  }

  /** C-CANCEL (PS3.7 9.3.2.3): no more matches are wanted. */
  cancel(contextId: number, messageId: number, says: string): void {
    this.#write(contextId, { commandField: COMMAND.cCancel, hasDataSet: false, respondedMessageId: messageId }, null);
    this.#manner.transcript.sent(says);
  }

  #write(contextId: number, command: Command, dataSet: Uint8Array | null): void {
    const pdus = messageToPdus({ contextId, command, dataSet }, this.ac.user.maxPduLength);
    for (const pdu of pdus) this.#conversation.say(encodePdu(pdu));
  }

  /** The fragments of the next P-DATA, or what came instead; 'stopping' as soon as `stop` says so. */
  async fragments(until: number, stop?: AbortSignal): Promise<readonly Pdv[] | 'stopping' | Broken> {
    const { transcript } = this.#manner;
    for (;;) {
      if (stop?.aborted) return 'stopping';
      const left = until - performance.now();
      const event = await this.#ear.next(stop ? Math.min(left, SLICE_MS) : left);
      if (event.kind === 'ended') {
        if (event.how === 'silence' && performance.now() < until) continue;
        return this.#lost(event.how);
      }
      if (event.kind === 'malformed') return this.strange(event.message);
      if (event.kind === 'fragment') return this.strange('it sent more at once than we said we take');
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
      if (pdu.kind !== 'p-data') return this.strange(`${pdu.kind} has no place in a conversation`);
      return pdu.pdvs;
    }
  }

  /** Reads on until the response to our last request. */
  async #answer(contextId: number, commandField: number, withinMs: number): Promise<OperationAnswer> {
    const until = performance.now() + withinMs;
    const commands = new CommandReader(contextId);
    for (;;) {
      const pdvs = await this.fragments(until);
      // Nobody was named who could want to stop.
      if (pdvs === 'stopping') return this.#lost('stopped');
      if ('kind' in pdvs) return pdvs;
      for (const pdv of pdvs) {
        const command = commands.push(pdv);
        if (command === 'broken') return this.strange('a command that cannot be read');
        const ours = command?.commandField === (commandField | 0x8000) && command.respondedMessageId === this.#message;
        if (!command || !ours || command.status === undefined) continue;
        this.#manner.transcript.received(answerInWords(commandField, command.status));
        if (statusCategory(command.status) === 'pending') return { kind: 'pending' };
        return { kind: 'status', status: command.status };
      }
    }
  }

  #lost(how: Ending): Broken {
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

  /** Gives up on a side that says what cannot be. */
  strange(problem: string): Broken {
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
