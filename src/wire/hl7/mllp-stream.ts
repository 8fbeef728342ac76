// Minimal lower layer protocol (HL7 implementation guide, MLLP release 1): frames between 0x0B and 0x1C 0x0D, whatever the
// chunking. Of a long message only the beginning is kept; bytes outside frames are counted and dropped.
import { Gathered } from '#wire/gather/index.ts';

/** A frame: the message, or its beginning. */
export interface MllpFrame {
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
}

const START = 0x0b;
const END = 0x1c;
const CR = 0x0d;

/** Cuts a stream into frames. */
export class MllpStream {
  readonly #most: number;
  readonly #message = new Gathered();
  #isCut = false;
  #open = false;
  #afterEnd = false;
  /** Bytes that stood outside of any frame. */
  stray = 0;

  /** `most`: bytes kept of one message. */
  constructor(most = 65_536) {
    this.#most = most;
  }

  /** True while a frame is open. */
  get open(): boolean {
    return this.#open;
  }

  /** Bytes of a message that is not whole yet. */
  get held(): number {
    return this.#message.held;
  }

  push(bytes: Uint8Array, start = 0, end = bytes.length): MllpFrame[] {
    const frames: MllpFrame[] = [];
    let from = start;
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      if (this.#afterEnd) {
        this.#afterEnd = false;
        if (byte === CR) {
          frames.push(this.#finish());
          from = at + 1;
          continue;
        }
        // The end character alone ends the frame for many a sender.
        frames.push(this.#finish());
        from = at;
      }
      if (!this.#open) {
        if (byte === START) this.#begin();
        else if (byte !== CR && byte !== 0x0a) this.stray++;
        from = at + 1;
      } else if (byte === END) {
        this.#keep(bytes, from, at);
        this.#afterEnd = true;
        from = at + 1;
      } else if (byte === START) {
        // A frame that was never closed: what it held is given out, and the next begins.
        this.#keep(bytes, from, at);
        if (this.#message.length > 0) frames.push(this.#finish());
        this.#begin();
        from = at + 1;
      }
    }
    if (this.#open && !this.#afterEnd) this.#keep(bytes, from, end);
    return frames;
  }

  /** Bytes were lost: an open frame is cut there. */
  gap(): void {
    if (this.#open) this.#isCut = true;
  }

  /** Nothing more comes; an unfinished frame is given out as it is. */
  finish(): MllpFrame[] {
    if (this.#open && !this.#afterEnd) this.#isCut = true;
    return this.#open && this.#message.length > 0 ? [this.#finish()] : [];
  }

  #begin(): void {
    this.#open = true;
    this.#isCut = false;
    this.#message.clear();
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    const room = this.#most - this.#message.length;
    if (to - from > room) this.#isCut = true;
    this.#message.add(bytes, from, Math.min(to, from + room));
  }

  #finish(): MllpFrame {
    this.#open = false;
    this.#afterEnd = false;
    return { bytes: this.#message.take(), isCut: this.#isCut };
  }
}
