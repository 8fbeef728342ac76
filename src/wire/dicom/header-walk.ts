// The elements before the pixels of a data set (PS3.5 7.1, 7.5), walked in place: nothing is copied and nothing allocated, because an
// archive has millions of files. Nested items are walked, too.
import { inflateRawSync } from 'node:zlib';
import type { Encoding } from './transfer-syntax.ts';
import { implicitVr } from './vr.ts';

/** Told of each element; `length` is what is there, never more than the bytes hold. Depth 0 is the top level. */
export type VisitElement = (tag: number, start: number, length: number, depth: number) => void;

/** How a walk ended. */
export interface WalkEnd {
  /** Everything before the pixels was seen. */
  readonly complete: boolean;
  /** Bytes from the start to where it ended. */
  readonly offset: number;
  /** What cannot be: null when the bytes merely ended, or nothing was wrong. */
  readonly problem: string | null;
}

const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const FIRST_PIXELS = 0x7fe00008;
const MAX_DEPTH = 60;

const SQ = 0x5351;
const UN = 0x554e;
/** Representations with two reserved bytes and a length of four (PS3.5 7.1.2). */
const LONG = new Set(
  ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'].map(
    (vr) => (vr.charCodeAt(0) << 8) | vr.charCodeAt(1),
  ),
);

/** Walks the elements of a data set that begins at `start`. */
export function walkHeader(bytes: Uint8Array, start: number, encoding: Encoding, visit: VisitElement): WalkEnd {
  const walk = new Walk(bytes, encoding, visit);
  return walk.run(start);
}

/** The bytes of a deflated data set as far as they are there, at most `most` of them (PS3.5 A.5); null when they are broken. */
export function inflated(bytes: Uint8Array, most: number): Uint8Array | null {
  try {
    return inflateRawSync(bytes, { finishFlush: 2, maxOutputLength: most });
  } catch {
    return null;
  }
}

class Walk {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #visit: VisitElement;
  readonly #explicit: boolean;
  readonly #little: boolean;
  #problem: string | null = null;
  #pixels = false;

  constructor(bytes: Uint8Array, encoding: Encoding, visit: VisitElement) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#visit = visit;
    this.#explicit = encoding.explicit;
    this.#little = encoding.littleEndian;
  }

  run(start: number): WalkEnd {
    const offset = this.#elements(start, this.#bytes.length, 0, this.#explicit);
    return {
      complete: this.#pixels || (this.#problem === null && offset === this.#bytes.length),
      offset,
      problem: this.#problem,
    };
  }

  /** Elements up to `end`, or to a delimiter; gives the offset behind them. */
  #elements(start: number, end: number, depth: number, explicit: boolean): number {
    const view = this.#view;
    const little = this.#little;
    const visit = this.#visit;
    let at = start;
    while (at + 8 <= end) {
      const group = view.getUint16(at, little);
      const tag = ((group << 16) | view.getUint16(at + 2, little)) >>> 0;
      if (tag >= FIRST_PIXELS && depth === 0 && tag < ITEM) {
        this.#pixels = true;
        return at;
      }
      if (tag === ITEM_END || tag === SEQUENCE_END) return at + 8;
      let length: number;
      let value: number;
      let isSequence = false;
      let isUnknown = false;
      if (explicit && tag !== ITEM) {
        const vr = view.getUint16(at + 4);
        if (LONG.has(vr)) {
          if (at + 12 > end) return at;
          length = view.getUint32(at + 8, little);
          value = at + 12;
        } else {
          if (!isLetters(vr)) {
            this.#problem ??= `An element at byte ${at} names no representation.`;
            return at;
          }
          length = view.getUint16(at + 6, little);
          value = at + 8;
        }
        isSequence = vr === SQ;
        isUnknown = vr === UN;
      } else {
        length = view.getUint32(at + 4, little);
        value = at + 8;
        isSequence = length === UNDEFINED_LENGTH || implicitVr(tag) === 'SQ';
      }
      if (length === UNDEFINED_LENGTH || isSequence) {
        if (depth >= MAX_DEPTH) {
          this.#problem ??= `Sequences at byte ${at} are nested too deeply.`;
          return at;
        }
        visit(tag, value, 0, depth);
        // An unknown value of undefined length holds implicit elements (PS3.5 6.2.2, note 2).
        const after = this.#items(
          value,
          length === UNDEFINED_LENGTH ? end : Math.min(end, value + length),
          depth + 1,
          explicit && !isUnknown,
        );
        if (this.#problem !== null || (length !== UNDEFINED_LENGTH && value + length > end)) return after;
        at = length === UNDEFINED_LENGTH ? after : value + length;
        continue;
      }
      const stop = value + length;
      if (stop > end) {
        if (depth > 0 || length > 0x7fffffff) this.#problem ??= `An element at byte ${at} claims ${length} bytes.`;
        return at;
      }
      visit(tag, value, length, depth);
      at = stop;
    }
    return at;
  }

  #items(start: number, end: number, depth: number, explicit: boolean): number {
    const view = this.#view;
    let at = start;
    while (at + 8 <= end) {
      const tag = ((view.getUint16(at, this.#little) << 16) | view.getUint16(at + 2, this.#little)) >>> 0;
      const length = view.getUint32(at + 4, this.#little);
      at += 8;
      if (tag === SEQUENCE_END) return at;
      if (tag !== ITEM) {
        this.#problem ??= `A sequence at byte ${at - 8} holds something that is no item.`;
        return at;
      }
      const stop = length === UNDEFINED_LENGTH ? end : at + length;
      if (stop > end) return end;
      const after = this.#elements(at, stop, depth, explicit);
      if (this.#problem !== null) return after;
      at = length === UNDEFINED_LENGTH ? after : stop;
    }
    return at;
  }
}

function isLetters(vr: number): boolean {
  const high = vr >> 8;
  const low = vr & 255;
  return high >= 65 && high <= 90 && low >= 65 && low <= 90;
}
