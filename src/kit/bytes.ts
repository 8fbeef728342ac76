// Bounds-checked reading and growing writing of binary formats. Codecs build on these two and on nothing else.
import { Malformed } from './fault.ts';

/** Reads numbers and slices from a byte array; every read is checked and names its field when it fails. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #base: number;
  #at = 0;

  /** `base` is added to offsets in errors, for readers of a part of a larger unit. */
  constructor(bytes: Uint8Array, base = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#base = base;
  }

  /** Bytes from the start of this reader to the next read. */
  get position(): number {
    return this.#at;
  }

  /** Offset of the next read in the larger unit, for errors. */
  get offset(): number {
    return this.#base + this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  #take(length: number, field: string): number {
    if (length < 0 || length > this.remaining) {
      throw new Malformed(field, this.offset, `needs ${length} bytes, ${this.remaining} left`);
    }
    const at = this.#at;
    this.#at += length;
    return at;
  }

  u8(field: string): number {
    return this.#view.getUint8(this.#take(1, field));
  }

  u16(field: string, littleEndian = false): number {
    return this.#view.getUint16(this.#take(2, field), littleEndian);
  }

  u32(field: string, littleEndian = false): number {
    return this.#view.getUint32(this.#take(4, field), littleEndian);
  }

  /** A view on the next `length` bytes (not a copy). */
  bytes(length: number, field: string): Uint8Array {
    const at = this.#take(length, field);
    return this.#bytes.subarray(at, at + length);
  }

  skip(length: number, field: string): void {
    this.#take(length, field);
  }

  /** A reader of the next `length` bytes that reports offsets in this reader's unit. */
  sub(length: number, field: string): ByteReader {
    const base = this.offset;
    return new ByteReader(this.bytes(length, field), base);
  }

  /** The next `length` bytes as Latin-1 text, nothing trimmed. */
  latin1(length: number, field: string): string {
    return latin1(this.bytes(length, field));
  }
}

/** Builds a byte array; grows by doubling. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  #room(length: number): number {
    const at = this.#length;
    if (at + length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, at + length));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#length = at + length;
    return at;
  }

  u8(value: number): this {
    const at = this.#room(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number, littleEndian = false): this {
    const at = this.#room(2);
    this.#view.setUint16(at, value, littleEndian);
    return this;
  }

  u32(value: number, littleEndian = false): this {
    const at = this.#room(4);
    this.#view.setUint32(at, value, littleEndian);
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#room(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  zeros(length: number): this {
    this.#room(length);
    return this;
  }

  /** Latin-1 text; `length` pads with `pad` (space) or cuts to exactly that many bytes. */
  latin1(value: string, length = value.length, pad = 0x20): this {
    const at = this.#room(length);
    for (let i = 0; i < length; i++) this.#bytes[at + i] = i < value.length ? value.charCodeAt(i) & 0xff : pad;
    return this;
  }

  /** Overwrites four bytes written earlier, for lengths known afterwards. */
  setU32(at: number, value: number, littleEndian = false): void {
    this.#view.setUint32(at, value, littleEndian);
  }

  setU16(at: number, value: number, littleEndian = false): void {
    this.#view.setUint16(at, value, littleEndian);
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/** Bytes as Latin-1 text, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Joins byte arrays into a new one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const out = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Bytes of a stream that wait to be understood: chunks go in at the end, whole units come out at the front. */
export class ByteQueue {
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds a copy of `chunk`; memory stays below twice what waits, and falls back once nothing does. */
  push(chunk: Uint8Array): void {
    const length = this.length + chunk.length;
    if (this.#end + chunk.length > this.#bytes.length) {
      const room = length > this.#bytes.length ? Math.max(length, Math.min(this.#bytes.length * 2, length + 65536)) : 0;
      const target = room > 0 ? new Uint8Array(room) : this.#bytes;
      target.set(this.#bytes.subarray(this.#start, this.#end));
      this.#bytes = target;
      this.#end -= this.#start;
      this.#start = 0;
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** A view on the first `length` bytes, valid until the next call; `length` must not be more than what waits. */
  peek(length: number): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#start + length);
  }

  /** Removes the first `length` bytes. */
  drop(length: number): void {
    this.#start += length;
    if (this.#start < this.#end) return;
    this.#start = 0;
    this.#end = 0;
    if (this.#bytes.length > 65536) this.#bytes = new Uint8Array(0);
  }

  /** Removes the first `length` bytes and returns a copy of them. */
  take(length: number): Uint8Array {
    const taken = this.peek(length).slice();
    this.drop(length);
    return taken;
  }
}
