// What the bytes of an element say: texts in their character set, numbers by their representation (PS3.5 6.2).
import { decodeText, encodeText } from './character-sets.ts';
import { type DataElement, type DataSet, elementOf } from './data-set.ts';
import { trimPadding } from './items.ts';
import { implicitVr, isOneValue, isText, tagText, usesCharacterSet } from './vr.ts';

const SPECIFIC_CHARACTER_SET = 0x00080005;

/** The terms of Specific Character Set, empty for the default repertoire. Items inherit those of what holds them. */
export function characterSetOf(dataSet: DataSet): readonly string[] {
  const element = elementOf(dataSet, SPECIFIC_CHARACTER_SET);
  return element ? textsOf(element) : [];
}

/** The texts of an element, padding cut; none when it holds no text. */
export function textsOf(element: DataElement, characterSet: readonly string[] = []): readonly string[] {
  const { value } = element;
  const vr = knownVr(element);
  if (value.kind !== 'bytes' || !isText(vr) || value.bytes.length === 0) return [];
  const terms = usesCharacterSet(vr) ? characterSet : [];
  const text = decodeText(value.bytes, terms, vr === 'PN' ? '\\^=' : '\\');
  return isOneValue(vr) ? [text.replace(/[ \0]+$/, '')] : text.split('\\').map(trimPadding);
}

/** What an element marked UN really is, when the standard knows its tag (PS3.5 6.2.2). */
function knownVr({ tag, vr }: DataElement): string {
  return vr === 'UN' ? implicitVr(tag) : vr;
}

/** The first text of an attribute at the top level, or undefined. */
export function textOf(dataSet: DataSet, tag: number, characterSet = characterSetOf(dataSet)): string | undefined {
  const element = elementOf(dataSet, tag);
  return element ? textsOf(element, characterSet)[0] : undefined;
}

/** The numbers of an element: binary ones, or the decimal texts of DS and IS; those that are none are NaN. */
export function numbersOf(element: DataElement): readonly number[] {
  const { value } = element;
  const vr = knownVr(element);
  if (value.kind !== 'bytes') return [];
  if (vr === 'DS' || vr === 'IS') return textsOf(element).map((text) => (text === '' ? Number.NaN : Number(text)));
  const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength);
  const read = READERS[vr];
  if (!read) return [];
  return Array.from({ length: Math.floor(view.byteLength / read.width) }, (_, n) => read.get(view, n * read.width));
}

interface NumberReader {
  readonly width: number;
  get(view: DataView, at: number): number;
}

const READERS: Readonly<Record<string, NumberReader>> = {
  US: { width: 2, get: (view, at) => view.getUint16(at, true) },
  SS: { width: 2, get: (view, at) => view.getInt16(at, true) },
  UL: { width: 4, get: (view, at) => view.getUint32(at, true) },
  SL: { width: 4, get: (view, at) => view.getInt32(at, true) },
  FL: { width: 4, get: (view, at) => view.getFloat32(at, true) },
  FD: { width: 8, get: (view, at) => view.getFloat64(at, true) },
};

/** A text element. Throws a RangeError for a representation that holds no text. */
export function textElement(
  tag: number,
  vr: string,
  texts: string | readonly string[],
  characterSet: readonly string[] = [],
): DataElement {
  if (!isText(vr)) throw new RangeError(`${tagText(tag)} ${vr} holds no text`);
  const text = typeof texts === 'string' ? texts : texts.join('\\');
  const bytes = encodeText(text, usesCharacterSet(vr) ? characterSet : [], vr === 'PN' ? '\\^=' : '\\');
  return { tag, vr, value: { kind: 'bytes', bytes } };
}
