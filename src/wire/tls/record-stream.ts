// The records of one side of TLS (RFC 8446 5.1, RFC 5246 6.2): handshake messages put together while they are in clear, the
// rest counted and stepped over. With a NULL cipher the application data are in clear, and are passed on.
import { Gathered } from '#wire/gather/index.ts';

/** Takes what one side sent in clear. */
export interface RecordReceiver {
  /** A whole handshake message with its type (RFC 8446 4). */
  handshake(type: number, body: Uint8Array): void;
  alert(level: number, description: number): void;
  /** Keys are in use from here on. */
  changeCipher(): void;
  /** The beginning of an application record; answers the bytes of the MAC when its content is in clear, else null. */
  applicationStart(length: number): number | null;
  clear(bytes: Uint8Array): void;
}

const HANDSHAKE = 22;
const CHANGE_CIPHER = 20;
const ALERT = 21;
const APPLICATION = 23;
/** Longest handshake message kept; certificate chains stay below. */
const MAX_HANDSHAKE = 131_072;
/** Longest record: 2^14 and what ciphers add (RFC 5246 6.2.3). */
const MAX_RECORD = 18_432;

/** Walks the records of one side. */
export class RecordStream {
  readonly #to: RecordReceiver;
  readonly #header = new Uint8Array(5);
  #headerLength = 0;
  #left = 0;
  #type = 0;
  #keeps = false;
  readonly #record = new Gathered();
  readonly #handshake = new Gathered();
  #encrypted = false;
  #mac: number | null = null;
  #dead = false;

  constructor(to: RecordReceiver) {
    this.#to = to;
  }

  /** Bytes that wait for the rest of their message. */
  get held(): number {
    return this.#record.held + this.#handshake.held;
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end && !this.#dead) {
      if (this.#left === 0 && this.#headerLength < 5) {
        this.#header[this.#headerLength++] = bytes[at++] ?? 0;
        if (this.#headerLength === 5) this.#begin();
        continue;
      }
      const take = Math.min(this.#left, end - at);
      if (this.#keeps) this.#record.add(bytes, at, at + take);
      this.#left -= take;
      at += take;
      if (this.#left === 0) this.#endRecord();
    }
  }

  /** Bytes that were not captured: inside a record that is stepped over they do not matter. */
  gap(length: number): void {
    if (this.#left > length && !this.#keeps) this.#left -= length;
    else if (this.#left === length && !this.#keeps) {
      this.#left = 0;
      this.#headerLength = 0;
    } else this.#die();
  }

  #die(): void {
    this.#dead = true;
    this.#record.clear();
    this.#handshake.clear();
  }

  #begin(): void {
    this.#type = this.#header[0] ?? 0;
    this.#left = ((this.#header[3] ?? 0) << 8) | (this.#header[4] ?? 0);
    if (this.#type < CHANGE_CIPHER || this.#type > 24 || this.#header[1] !== 3 || this.#left > MAX_RECORD) {
      this.#die();
      return;
    }
    this.#mac = this.#type === APPLICATION ? this.#to.applicationStart(this.#left) : null;
    this.#keeps = this.#type === APPLICATION ? this.#mac !== null : !this.#encrypted || this.#type === CHANGE_CIPHER;
    if (this.#left === 0) this.#endRecord();
  }

  #endRecord(): void {
    this.#headerLength = 0;
    if (!this.#keeps) return;
    this.#keeps = false;
    const body = this.#record.take();
    if (this.#type === HANDSHAKE) this.#messages(body);
    else if (this.#type === CHANGE_CIPHER) {
      this.#encrypted = true;
      this.#to.changeCipher();
    } else if (this.#type === ALERT && body.length >= 2) this.#to.alert(body[0] ?? 0, body[1] ?? 0);
    else if (this.#type === APPLICATION && this.#mac !== null && body.length >= this.#mac) {
      this.#to.clear(body.subarray(0, body.length - this.#mac));
    }
  }

  #messages(body: Uint8Array): void {
    this.#handshake.add(body, 0, body.length);
    const whole = this.#handshake.bytes;
    let at = 0;
    while (at + 4 <= whole.length) {
      const length = ((whole[at + 1] ?? 0) << 16) | ((whole[at + 2] ?? 0) << 8) | (whole[at + 3] ?? 0);
      if (length > MAX_HANDSHAKE) {
        this.#die();
        return;
      }
      if (at + 4 + length > whole.length) break;
      this.#to.handshake(whole[at] ?? 0, whole.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    if (at > 0) this.#handshake.drop(at);
  }
}
