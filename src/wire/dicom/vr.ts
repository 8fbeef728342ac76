// Value representations (PS3.5 6.2): how long their length field is, how their bytes swap, what pads them.
import { standardVr } from './vr-table.data.ts';

const SHORT_LENGTH = new Set('AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));
const UNIT: Readonly<Record<string, number>> = {
  AT: 2,
  OW: 2,
  SS: 2,
  US: 2,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};
const TEXT = new Set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' '));
const CHARACTER_SET = new Set('LO LT PN SH ST UC UT'.split(' '));
const ONE_VALUE = new Set('LT ST UT UR'.split(' '));

/** Whether explicit encodings give the representation a length of 16 bits (PS3.5 7.1.2); unknown ones have 32. */
export function hasShortLength(vr: string): boolean {
  return SHORT_LENGTH.has(vr);
}

/** Bytes of one number, which change their order with the transfer syntax; 1 for text and bytes. */
export function unitOf(vr: string): number {
  return UNIT[vr] ?? 1;
}

/** Whether the value is text. */
export function isText(vr: string): boolean {
  return TEXT.has(vr);
}

/** Whether Specific Character Set (0008,0005) governs the text (PS3.5 6.1.2.3). */
export function usesCharacterSet(vr: string): boolean {
  return CHARACTER_SET.has(vr);
}

/** Whether a backslash is part of the value and no separator. */
export function isOneValue(vr: string): boolean {
  return ONE_VALUE.has(vr);
}

/** The byte that makes the length of a value even (PS3.5 6.2). */
export function paddingOf(vr: string): number {
  return TEXT.has(vr) && vr !== 'UI' ? 0x20 : 0;
}

/** What an element of implicit encoding is: from the standard, from the private creator's rule, else unknown. */
export function implicitVr(tag: number): string {
  const element = tag & 0xffff;
  if (element === 0) return 'UL';
  if (isPrivate(tag)) return element >= 0x10 && element <= 0xff ? 'LO' : 'UN';
  return standardVr(tag) ?? 'UN';
}

/** Whether the tag belongs to a maker and not to the standard (PS3.5 7.8). */
export function isPrivate(tag: number): boolean {
  return ((tag >>> 16) & 1) === 1;
}

/** A tag as the standard writes it: (0010,0020). */
export function tagText(tag: number): string {
  const hex = (tag >>> 0).toString(16).padStart(8, '0').toUpperCase();
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** A copy of `value` with the bytes of each unit reversed; a rest shorter than a unit stays as it is. */
export function swapped(value: Uint8Array, unit: number): Uint8Array {
  const copy = value.slice();
  if (unit > 1) {
    for (let at = 0; at + unit <= copy.length; at += unit) copy.subarray(at, at + unit).reverse();
  }
  return copy;
}
