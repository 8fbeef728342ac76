// Cuts a byte stream from a stranger into PDUs, whatever the chunking. Memory is bounded by what has arrived and by
// `maxPduLength`, never by a declared length: fragments of P-DATA longer than the bound are passed on in pieces.
import { ByteQueue, ByteReader, latin1, Malformed } from '#kit/index.ts';
import { decodePdu, PDU_HEADER, type Pdu } from './pdu.ts';

export type PduEvent =
  | { readonly kind: 'pdu'; readonly pdu: Pdu; readonly warnings: readonly string[]; readonly length: number }
  | {
      /** A piece of a P-DATA PDU that is too long to hold; `last` only on the final piece of a last fragment. */
      readonly kind: 'fragment';
      readonly contextId: number;
      readonly command: boolean;
      readonly last: boolean;
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'malformed';
      /** Bytes from the start of the PDU. */
      readonly offset: number;
      readonly field: string;
      readonly message: string;
      /** The first byte, when one came. */
      readonly type: number | null;
    };

interface OpenPdv {
  contextId: number;
  command: boolean;
  last: boolean;
  left: number;
}

export interface PduStreamOptions {
  /** Longest PDU held whole, in bytes after the header. */
  readonly maxPduLength?: number;
}

/** The longest association PDU that we believe: 128 contexts with all their syntaxes stay far below. */
const MAX_ASSOCIATE = 131072;
const DEFAULT_MAX_PDU = 131072 + 64;

/** Turns chunks into PDU events. After a malformed PDU the stream is dead: a later boundary cannot be known. */
export class PduStream {
  readonly #max: number;
  #held = new ByteQueue();
  #dead = false;
  /** Bytes of the over-long P-DATA PDU still to come, 0 when none is open. */
  #longLeft = 0;
  #pdv: OpenPdv | undefined;

  constructor(options: PduStreamOptions = {}) {
    this.#max = options.maxPduLength ?? DEFAULT_MAX_PDU;
  }

  /** True after a malformed PDU; further bytes are ignored. */
  get dead(): boolean {
    return this.#dead;
  }

  /** Bytes held back because their PDU is not complete yet. */
  get pending(): number {
    return this.#held.length;
  }

  push(chunk: Uint8Array): PduEvent[] {
    const events: PduEvent[] = [];
    if (this.#dead || chunk.length === 0) return events;
    this.#held.push(chunk);
    while (!this.#dead && this.#step(events));
    return events;
  }

  #fail(events: PduEvent[], field: string, offset: number, message: string): false {
    const type = this.#longLeft === 0 ? (this.#held.peek(1)[0] ?? null) : null;
    events.push({ kind: 'malformed', offset, field, message, type });
    this.#dead = true;
    this.#held = new ByteQueue();
    return false;
  }

  /** One PDU or piece; false when more bytes are needed or the stream died. */
  #step(events: PduEvent[]): boolean {
    if (this.#longLeft > 0) return this.#longPiece(events);
    if (this.#held.length === 0) return false;
    const type = this.#held.peek(1)[0] ?? 0;
    if (type < 1 || type > 7) {
      const start = latin1(this.#held.peek(Math.min(8, this.#held.length)));
      return this.#fail(events, 'PDU type', 0, `${type} is none of 1 to 7 (starts with ${JSON.stringify(start)})`);
    }
    if (this.#held.length < PDU_HEADER) return false;
    const length = new ByteReader(this.#held.peek(PDU_HEADER).subarray(2)).u32('PDU length');
    const problem = impossibleLength(type, length);
    if (problem) return this.#fail(events, 'PDU length', 2, problem);
    if (type === 4 && length > this.#max) {
      this.#held.drop(PDU_HEADER);
      this.#longLeft = length;
      return true;
    }
    const total = PDU_HEADER + length;
    if (this.#held.length < total) return false;
    try {
      // A copy, so that what the caller keeps does not move under it.
      const decoded = decodePdu(this.#held.peek(total).slice());
      this.#held.drop(total);
      events.push({ kind: 'pdu', ...decoded, length: total });
      return true;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return this.#fail(events, error.field, error.offset, error.message);
    }
  }

  #longPiece(events: PduEvent[]): boolean {
    const pdv = this.#pdv;
    if (!pdv) {
      if (this.#longLeft < 6) return this.#fail(events, 'PDV length', 0, `${this.#longLeft} bytes are left over`);
      if (this.#held.length < 6) return false;
      const header = new ByteReader(this.#held.peek(6));
      const length = header.u32('PDV length');
      if (length < 2 || length > this.#longLeft - 4)
        return this.#fail(events, 'PDV length', 0, `${length} does not fit`);
      const contextId = header.u8('context ID');
      const control = header.u8('message control header');
      this.#pdv = {
        contextId,
        command: (control & 1) === 1,
        last: (control & 2) === 2,
        left: length - 2,
      };
      this.#held.drop(6);
      this.#longLeft -= 6;
      if (this.#pdv.left > 0) return true;
      return this.#passOn(events, this.#pdv, 0);
    }
    if (this.#held.length === 0) return false;
    return this.#passOn(events, pdv, Math.min(pdv.left, this.#held.length));
  }

  #passOn(events: PduEvent[], pdv: OpenPdv, size: number): boolean {
    const data = this.#held.take(size);
    this.#longLeft -= size;
    pdv.left -= size;
    const { contextId, command, last, left } = pdv;
    events.push({ kind: 'fragment', contextId, command, last: last && left === 0, data });
    if (left === 0) this.#pdv = undefined;
    return true;
  }
}

/** Why a PDU of this type cannot have this length, or undefined. */
function impossibleLength(type: number, length: number): string | undefined {
  if (type === 3 || type >= 5) return length === 4 ? undefined : `is ${length}, must be 4`;
  if (type <= 2) {
    if (length < 68) return `is ${length}, an association PDU has at least 68`;
    return length > MAX_ASSOCIATE ? `is ${length}, too long for an association PDU` : undefined;
  }
  return length !== 0 && length < 6 ? `is ${length}, too short for one PDV` : undefined;
}
