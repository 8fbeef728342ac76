// Walks the PDUs of one side (PS3.8 9.3) without holding their data: lengths are counted down over what passes, pixels are never
// copied. After a hole that hides a boundary, or in a capture that begins in the middle, it looks for the next PDU that can be one.
import { Gathered } from '#wire/gather/index.ts';

/** Takes what a side sent. Bytes are valid only during the call. */
export interface PduReceiver {
  /** A PDU that is not P-DATA, whole (header included), or as far as it was captured. */
  pdu(type: number, bytes: Uint8Array, whole: boolean): void;
  /** A fragment begins. */
  pdvStart(contextId: number, command: boolean, last: boolean, length: number): void;
  pdvData(bytes: Uint8Array, start: number, end: number): void;
  /** Bytes of the fragment that were not captured. */
  pdvGap(length: number): void;
  pdvEnd(): void;
  /** A boundary was lost: whatever was open is over. */
  lost(): void;
}

const HEADER = 6;
const PDV_HEADER = 6;
/** Association PDUs longer than this are not believed. */
const MAX_ASSOCIATE = 131_072;
/** P-DATA longer than this is not believed when a boundary is looked for. */
const MAX_DATA = 64 << 20;
/** Bytes in which a boundary is recognized. */
const LOOK = 12;

const MODE = { header: 0, body: 1, pdvHeader: 2, pdv: 3, lost: 4 } as const;

/** Whether a P-DATA PDU with one fragment, or another PDU with its fixed length, begins here; needs 12 bytes. */
export function looksLikePdu(bytes: Uint8Array, at: number): boolean {
  const type = bytes[at] ?? 0;
  if (type < 1 || type > 7 || bytes[at + 1] !== 0) return false;
  const length = u32(bytes, at + 2);
  if (type === 4) {
    const context = bytes[at + 10] ?? 0;
    return (
      length > 6 &&
      length <= MAX_DATA &&
      u32(bytes, at + 6) === length - 4 &&
      (context & 1) === 1 &&
      (bytes[at + 11] ?? 4) < 4
    );
  }
  if (type <= 2) return length >= 68 && length <= MAX_ASSOCIATE && (bytes[at + 7] ?? 0) === 1 && bytes[at + 6] === 0;
  return length === 4 && (bytes[at + 6] ?? 1) === 0;
}

function u32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  );
}

/** The state of one side. */
export class PduWalker {
  readonly #receiver: PduReceiver;
  #mode: number = MODE.header;
  readonly #small = new Uint8Array(LOOK);
  #smallLength = 0;
  #type = 0;
  /** Bytes of the PDU still to come. */
  #left = 0;
  #pdvLeft = 0;
  readonly #body = new Gathered();

  /** `begun`: the first byte is the first of a PDU. */
  constructor(receiver: PduReceiver, begun: boolean) {
    this.#receiver = receiver;
    if (!begun) this.#mode = MODE.lost;
  }

  /** Bytes of a PDU that is not whole yet. */
  get held(): number {
    return this.#body.held;
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end) {
      switch (this.#mode) {
        case MODE.pdv: {
          const take = Math.min(this.#pdvLeft, end - at);
          this.#receiver.pdvData(bytes, at, at + take);
          at += take;
          this.#pdvLeft -= take;
          this.#left -= take;
          if (this.#pdvLeft === 0) this.#endPdv();
          break;
        }
        case MODE.header:
          at = this.#fill(bytes, at, end, HEADER);
          if (this.#smallLength === HEADER) this.#header();
          break;
        case MODE.pdvHeader:
          at = this.#fill(bytes, at, end, PDV_HEADER);
          if (this.#smallLength === PDV_HEADER) this.#pdvHeader();
          break;
        case MODE.body: {
          const take = Math.min(this.#left, end - at);
          this.#body.add(bytes, at, at + take);
          this.#left -= take;
          at += take;
          if (this.#left === 0) this.#endBody(true);
          break;
        }
        default:
          at = this.#search(bytes, at, end);
      }
    }
  }

  /** Bytes that are not in the capture. */
  gap(length: number): void {
    if (this.#mode === MODE.pdv && length <= this.#pdvLeft) {
      this.#receiver.pdvGap(length);
      this.#pdvLeft -= length;
      this.#left -= length;
      if (this.#pdvLeft === 0) this.#endPdv();
      return;
    }
    if (this.#mode === MODE.body) {
      const rest = this.#left;
      this.#endBody(false);
      // What comes behind this PDU is where it would have been.
      if (length === rest) return;
    }
    this.#lose();
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#mode === MODE.body) this.#endBody(false);
  }

  #lose(): void {
    if (this.#mode !== MODE.lost) this.#receiver.lost();
    this.#mode = MODE.lost;
    this.#smallLength = 0;
  }

  #fill(bytes: Uint8Array, at: number, end: number, length: number): number {
    let next = at;
    while (this.#smallLength < length && next < end) this.#small[this.#smallLength++] = bytes[next++] ?? 0;
    return next;
  }

  #header(): void {
    const type = this.#small[0] ?? 0;
    const length = u32(this.#small, 2);
    const fits =
      type === 4 ? length === 0 || length >= 6 : type <= 2 ? length >= 68 && length <= MAX_ASSOCIATE : length === 4;
    if (type < 1 || type > 7 || !fits) {
      this.#lose();
      return;
    }
    this.#type = type;
    this.#left = length;
    this.#smallLength = 0;
    if (type === 4) {
      this.#mode = length === 0 ? MODE.header : MODE.pdvHeader;
      return;
    }
    this.#body.clear();
    this.#body.add(this.#small, 0, HEADER);
    this.#mode = MODE.body;
  }

  #pdvHeader(): void {
    const length = u32(this.#small, 0);
    this.#smallLength = 0;
    if (length < 2 || length > this.#left - 4) {
      this.#lose();
      return;
    }
    const control = this.#small[5] ?? 0;
    this.#left -= PDV_HEADER;
    this.#pdvLeft = length - 2;
    this.#receiver.pdvStart(this.#small[4] ?? 0, (control & 1) === 1, (control & 2) === 2, this.#pdvLeft);
    this.#mode = MODE.pdv;
    if (this.#pdvLeft === 0) this.#endPdv();
  }

  #endPdv(): void {
    this.#receiver.pdvEnd();
    this.#mode = this.#left === 0 ? MODE.header : MODE.pdvHeader;
    if (this.#left > 0 && this.#left < PDV_HEADER) this.#lose();
  }

  #endBody(whole: boolean): void {
    this.#mode = MODE.header;
    this.#smallLength = 0;
    this.#receiver.pdu(this.#type, this.#body.take(), whole);
  }

  /** Looks for a boundary; what may be the beginning of one is kept for the next bytes. */
  #search(bytes: Uint8Array, start: number, end: number): number {
    if (this.#smallLength > 0) {
      const kept = this.#smallLength;
      const joined = new Uint8Array(kept + Math.min(LOOK, end - start));
      joined.set(this.#small.subarray(0, kept));
      joined.set(bytes.subarray(start, start + joined.length - kept), kept);
      for (let at = 0; at < kept && at + LOOK <= joined.length; at++) {
        if (!looksLikePdu(joined, at)) continue;
        this.#smallLength = 0;
        this.#mode = MODE.header;
        this.push(joined, at, kept);
        return start;
      }
      if (joined.length < LOOK + kept - 1 && end - start < LOOK) {
        const tail = joined.subarray(Math.max(0, joined.length - (LOOK - 1)));
        this.#small.set(tail);
        this.#smallLength = tail.length;
        return end;
      }
      this.#smallLength = 0;
    }
    for (let at = start; at + LOOK <= end; at++) {
      const type = bytes[at] ?? 0;
      if (type === 0 || type > 7 || !looksLikePdu(bytes, at)) continue;
      this.#mode = MODE.header;
      return at;
    }
    const tail = bytes.subarray(Math.max(start, end - (LOOK - 1)), end);
    this.#small.set(tail);
    this.#smallLength = tail.length;
    return end;
  }
}
