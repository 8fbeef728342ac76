// Cuts a byte stream from a stranger into PDUs, whatever the chunking. Memory is bounded by what has arrived and by
// `maxPduLength`, never by a declared length: fragments of P-DATA longer than the bound are passed on in pieces.
import { latin1, Malformed } from '#kit/index.ts';
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
  #held: Uint8Array = new Uint8Array(0);
  #heldLength = 0;
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
    return this.#heldLength;
  }

  push(chunk: Uint8Array): PduEvent[] {
    const events: PduEvent[] = [];
    if (this.#dead || chunk.length === 0) return events;
    this.#hold(chunk);
    while (!this.#dead && this.#step(events));
    return events;
  }

  #hold(chunk: Uint8Array): void {
    const length = this.#heldLength + chunk.length;
    if (length > this.#held.length) {
      const grown = new Uint8Array(Math.max(length, Math.min(this.#held.length * 2, this.#max + PDU_HEADER)));
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(chunk, this.#heldLength);
    this.#heldLength = length;
  }

  #drop(count: number): void {
    this.#held.copyWithin(0, count, this.#heldLength);
    this.#heldLength -= count;
    if (this.#heldLength === 0 && this.#held.length > 65536) this.#held = new Uint8Array(0);
  }

  #fail(events: PduEvent[], field: string, offset: number, message: string): false {
    const type = this.#heldLength > 0 && this.#longLeft === 0 ? (this.#held[0] ?? null) : null;
    events.push({ kind: 'malformed', offset, field, message, type });
    this.#dead = true;
    this.#held = new Uint8Array(0);
    this.#heldLength = 0;
    return false;
  }

  /** One PDU or piece; false when more bytes are needed or the stream died. */
  #step(events: PduEvent[]): boolean {
    if (this.#longLeft > 0) return this.#longPiece(events);
    if (this.#heldLength === 0) return false;
    const type = this.#held[0] ?? 0;
    if (type < 1 || type > 7) {
      const start = latin1(this.#held.subarray(0, Math.min(8, this.#heldLength)));
      return this.#fail(events, 'PDU type', 0, `${type} is none of 1 to 7 (starts with ${JSON.stringify(start)})`);
    }
    if (this.#heldLength < PDU_HEADER) return false;
    const length = new DataView(this.#held.buffer, this.#held.byteOffset).getUint32(2);
    const problem = impossibleLength(type, length);
    if (problem) return this.#fail(events, 'PDU length', 2, problem);
    if (type === 4 && length > this.#max) {
      this.#drop(PDU_HEADER);
      this.#longLeft = length;
      return true;
    }
    const total = PDU_HEADER + length;
    if (this.#heldLength < total) return false;
    try {
      // A copy, so that what the caller keeps does not move under it.
      const decoded = decodePdu(this.#held.slice(0, total));
      this.#drop(total);
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
      if (this.#heldLength < 6) return false;
      const view = new DataView(this.#held.buffer, this.#held.byteOffset);
      const length = view.getUint32(0);
      if (length < 2 || length > this.#longLeft - 4)
        return this.#fail(events, 'PDV length', 0, `${length} does not fit`);
      const control = view.getUint8(5);
      this.#pdv = {
        contextId: view.getUint8(4),
        command: (control & 1) === 1,
        last: (control & 2) === 2,
        left: length - 2,
      };
      this.#drop(6);
      this.#longLeft -= 6;
      if (this.#pdv.left > 0) return true;
      return this.#passOn(events, this.#pdv, 0);
    }
    if (this.#heldLength === 0) return false;
    return this.#passOn(events, pdv, Math.min(pdv.left, this.#heldLength));
  }

  #passOn(events: PduEvent[], pdv: OpenPdv, size: number): boolean {
    const data = this.#held.slice(0, size);
    this.#drop(size);
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
