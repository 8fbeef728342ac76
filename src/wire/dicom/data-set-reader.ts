// Reads the elements of a data set (PS3.5 section 7) from a byte stream, whatever the chunking. Holds no more than one
// value of at most `maxValueLength` bytes; longer ones are passed on in pieces, and no declared length is believed.
import { ByteQueue, ByteReader } from '#kit/index.ts';
import type { Encoding } from './transfer-syntax.ts';
import { hasShortLength, implicitVr, swapped, tagText, unitOf } from './vr.ts';

interface At {
  readonly tag: number;
  /** Bytes from the start of the stream to the tag. */
  readonly offset: number;
}

export type DataSetEvent =
  /** An element with its whole value, numbers in little endian whatever the stream has. */
  | (At & { readonly kind: 'element'; readonly vr: string; readonly value: Uint8Array })
  /** A piece of a value that is too long to hold; `last` on the final one. Bytes as in the stream. */
  | (At & { readonly kind: 'piece'; readonly vr: string; readonly data: Uint8Array; readonly last: boolean })
  /** A sequence of items, or of the fragments of a compressed image. */
  | (At & { readonly kind: 'sequence'; readonly vr: string; readonly fragments: boolean })
  | { readonly kind: 'item'; readonly offset: number }
  | { readonly kind: 'fragment'; readonly offset: number; readonly data: Uint8Array; readonly last: boolean }
  | { readonly kind: 'item-end' | 'sequence-end' }
  /** Something that the standard forbids and that can be read all the same. */
  | { readonly kind: 'warning'; readonly offset: number; readonly message: string }
  /** Nothing after this offset can be understood. */
  | { readonly kind: 'malformed'; readonly offset: number; readonly field: string; readonly message: string };

export interface DataSetReaderOptions {
  /** Longest value held whole, in bytes; default 65536. */
  readonly maxValueLength?: number;
  /** Deepest nesting of sequences that is followed; default 256. */
  readonly maxDepth?: number;
  /** Offset of the first byte in the stream that it was cut from. */
  readonly offset?: number;
}

interface Frame {
  readonly kind: 'sequence' | 'item' | 'fragments';
  /** Offset behind the last byte; null when a delimiter ends it. */
  readonly end: number | null;
  readonly encoding: Encoding;
}

interface LongValue extends At {
  readonly vr: string;
  readonly fragment: boolean;
  left: number;
}

const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const PIXEL_DATA = 0x7fe00010;

/** Turns chunks of an uncompressed data set into events. After a malformed one it takes nothing more. */
export class DataSetReader {
  readonly #encoding: Encoding;
  readonly #maxValue: number;
  readonly #maxDepth: number;
  readonly #held = new ByteQueue();
  readonly #frames: Frame[] = [];
  #offset: number;
  #long: LongValue | undefined;
  #events: DataSetEvent[] = [];
  #dead = false;

  constructor(encoding: Encoding, options: DataSetReaderOptions = {}) {
    this.#encoding = encoding;
    this.#maxValue = options.maxValueLength ?? 65536;
    this.#maxDepth = options.maxDepth ?? 256;
    this.#offset = options.offset ?? 0;
  }

  /** True once the stream stopped making sense. */
  get dead(): boolean {
    return this.#dead;
  }

  /** Bytes held back because what they belong to is not complete. */
  get pending(): number {
    return this.#held.length;
  }

  push(chunk: Uint8Array): DataSetEvent[] {
    if (this.#dead) return [];
    this.#held.push(chunk);
    while (!this.#dead && this.#step());
    return this.#flush();
  }

  /** Says that no byte follows: what is open then is cut off. */
  end(): DataSetEvent[] {
    if (this.#dead) return [];
    const open = this.#frames.at(-1);
    if (this.#long || this.#held.length > 0) {
      const of = this.#long ? `the value of ${tagText(this.#long.tag)}` : 'an element';
      this.#fail('end of data', this.#offset, `the data end inside ${of}`);
    } else if (open) {
      this.#fail('end of data', this.#offset, `the data end inside ${open.kind === 'item' ? 'an item' : 'a sequence'}`);
    }
    this.#dead = true;
    return this.#flush();
  }

  #flush(): DataSetEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #fail(field: string, offset: number, message: string): false {
    this.#events.push({ kind: 'malformed', offset, field, message });
    this.#dead = true;
    this.#held.drop(this.#held.length);
    return false;
  }

  #drop(length: number): void {
    this.#held.drop(length);
    this.#offset += length;
  }

  #take(length: number): Uint8Array {
    this.#offset += length;
    return this.#held.take(length);
  }

  /** One header, value, piece or end; false when more bytes are needed or nothing can follow. */
  #step(): boolean {
    if (this.#long) return this.#piece(this.#long);
    const frame = this.#frames.at(-1);
    if (frame && frame.end === this.#offset) {
      this.#leave();
      return true;
    }
    if (this.#held.length < 8) {
      const left = frame?.end == null ? 8 : frame.end - this.#offset;
      return left < 8 ? this.#fail('element', this.#offset, `${left} bytes are left, fewer than a header has`) : false;
    }
    return frame && frame.kind !== 'item' ? this.#inSequence(frame) : this.#element(frame);
  }

  #leave(): void {
    const frame = this.#frames.pop();
    this.#events.push({ kind: frame?.kind === 'item' ? 'item-end' : 'sequence-end' });
  }

  /** The offset behind a part of `length` bytes, if what holds it reaches that far. */
  #endOf(length: number, header: number, name: string): number | undefined {
    const end = this.#offset + header + length;
    const limit = this.#frames.findLast((frame) => frame.end !== null)?.end ?? Number.POSITIVE_INFINITY;
    if (end <= limit) return end;
    this.#fail(
      `${name} length`,
      this.#offset,
      `${length} is more than the ${limit - this.#offset - header} bytes around it`,
    );
    return undefined;
  }

  #inSequence(frame: Frame): boolean {
    const { littleEndian } = frame.encoding;
    const header = new ByteReader(this.#held.peek(8));
    const tag = ((header.u16('group', littleEndian) << 16) | header.u16('element', littleEndian)) >>> 0;
    const length = header.u32('length', littleEndian);
    if (tag === SEQUENCE_END) {
      if (frame.end !== null) this.#warn('a delimiter ends a sequence of defined length');
      this.#drop(8);
      this.#leave();
      return true;
    }
    if (tag !== ITEM) return this.#fail('item', this.#offset, `${tagText(tag)} stands where an item must`);
    const offset = this.#offset;
    if (frame.kind === 'fragments') {
      if (length === UNDEFINED_LENGTH) return this.#fail('fragment length', offset, 'a fragment has no length');
      if (this.#endOf(length, 8, 'fragment') === undefined) return false;
      this.#drop(8);
      this.#long = { tag: PIXEL_DATA, vr: 'OB', offset, fragment: true, left: length };
      return true;
    }
    const end = length === UNDEFINED_LENGTH ? null : this.#endOf(length, 8, 'item');
    if (end === undefined) return false;
    this.#drop(8);
    this.#frames.push({ kind: 'item', end, encoding: frame.encoding });
    this.#events.push({ kind: 'item', offset });
    return true;
  }

  #warn(message: string): void {
    this.#events.push({ kind: 'warning', offset: this.#offset, message });
  }

  #element(frame: Frame | undefined): boolean {
    const encoding = frame?.encoding ?? this.#encoding;
    const { littleEndian } = encoding;
    const header = new ByteReader(this.#held.peek(Math.min(12, this.#held.length)));
    const tag = ((header.u16('group', littleEndian) << 16) | header.u16('element', littleEndian)) >>> 0;
    if (tag === ITEM_END && frame) {
      if (frame.end !== null) this.#warn('a delimiter ends an item of defined length');
      this.#drop(8);
      this.#leave();
      return true;
    }
    const name = tagText(tag);
    if (tag === SEQUENCE_END && frame) {
      // The sequence's end closes the item that somebody forgot to close.
      this.#warn('a sequence ends inside an item');
      this.#leave();
      return true;
    }
    if (tag === ITEM_END || tag === SEQUENCE_END) {
      this.#warn(`${name} stands outside of a sequence`);
      this.#drop(8);
      return true;
    }
    if (tag >>> 16 === 0xfffe) return this.#fail('element', this.#offset, `${name} stands outside of a sequence`);
    let vr: string | undefined;
    if (encoding.explicit) {
      const word = header.latin1(2, 'VR');
      if (/^[A-Z]{2}$/.test(word)) vr = word;
      else this.#warn(`${name} names no representation and is read as implicit`);
    }
    let size = 8;
    let length: number;
    if (vr === undefined) {
      length = new ByteReader(this.#held.peek(8).subarray(4)).u32('length', littleEndian);
      vr = implicitVr(tag);
    } else if (hasShortLength(vr)) {
      length = header.u16('length', littleEndian);
    } else {
      size = 12;
      if (this.#held.length < size) return false;
      header.skip(2, 'reserved');
      length = header.u32('length', littleEndian);
    }
    return this.#open({ tag, vr, size, length, encoding });
  }

  #open(part: { tag: number; vr: string; size: number; length: number; encoding: Encoding }): boolean {
    const { tag, vr, size, length, encoding } = part;
    const offset = this.#offset;
    const endless = length === UNDEFINED_LENGTH;
    const end = endless ? null : this.#endOf(length, size, tagText(tag));
    if (end === undefined) return false;
    if (length % 2 === 1 && !endless) this.#warn(`${tagText(tag)} has an odd length of ${length}`);
    if (!endless && vr !== 'SQ') {
      if (length > this.#maxValue) {
        this.#drop(size);
        this.#long = { tag, vr, offset, fragment: false, left: length };
        return true;
      }
      if (this.#held.length < size + length) return false;
      this.#drop(size);
      const value = this.#take(length);
      const unit = encoding.littleEndian ? 1 : unitOf(vr);
      this.#events.push({ kind: 'element', tag, offset, vr, value: unit > 1 ? swapped(value, unit) : value });
      return true;
    }
    if (this.#frames.length >= this.#maxDepth * 2) {
      return this.#fail(tagText(tag), offset, `sequences are nested deeper than ${this.#maxDepth}`);
    }
    const fragments = endless && (vr === 'OB' || vr === 'OW' || (tag === PIXEL_DATA && vr === 'UN'));
    // What was unknown to who wrote it keeps the implicit little endian in which it came (PS3.5 6.2.2, note 2).
    const inner = vr === 'UN' ? { ...encoding, explicit: false, littleEndian: true } : encoding;
    this.#drop(size);
    this.#frames.push({ kind: fragments ? 'fragments' : 'sequence', end, encoding: inner });
    this.#events.push({ kind: 'sequence', tag, offset, vr, fragments });
    return true;
  }

  #piece(long: LongValue): boolean {
    if (this.#held.length === 0 && long.left > 0) return false;
    // A fragment that may be held comes in one piece, like any other value.
    if (long.fragment && long.left <= this.#maxValue && this.#held.length < long.left) return false;
    const data = this.#take(Math.min(long.left, this.#held.length));
    long.left -= data.length;
    const last = long.left === 0;
    const { tag, vr, offset } = long;
    this.#events.push(
      long.fragment ? { kind: 'fragment', offset, data, last } : { kind: 'piece', tag, vr, offset, data, last },
    );
    if (last) this.#long = undefined;
    return true;
  }
}
