// What the other side of an association says: PDUs out of bytes (PS3.8 9.3), commands out of fragments (PS3.7 6.3), both bounded.
import { type Command, decodeCommand, type PduEvent, PduStream, type Pdv } from '#wire/dicom/index.ts';
import type { Conversation } from './conversation.ts';

/** How a conversation ended that did not get to an answer. */
export type Ending = 'silence' | 'closed' | 'reset' | 'stopped';

/** What was heard, or why nothing was. */
export type EarEvent = PduEvent | { readonly kind: 'ended'; readonly how: Ending };

/** What of a strange answer is kept to recognize it. */
const KEPT_BYTES = 512;
const MOST_COMMAND_BYTES = 16_384;

/** Hears PDUs in what comes. */
export class Ear {
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

/** Puts the command fragments of one context together; data set fragments pass unread. */
export class CommandReader {
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
    if (this.#length > MOST_COMMAND_BYTES) return 'broken';
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
