// DICOM files (PS3.10 7.1): 128 bytes of preamble, DICM, the File Meta Information, and the data set.
import { ByteWriter, latin1 } from '#kit/index.ts';
import { type DataSet, type DecodeOptions, decodeDataSet, encodeDataSet, type ReadProblem } from './data-set.ts';
import { textOf } from './element-values.ts';
import { EXPLICIT_LITTLE, encodingOf } from './transfer-syntax.ts';
import { TRANSFER_SYNTAX } from './uids.data.ts';

export interface Part10 {
  /** 128 bytes of anything, or null where the file starts without. */
  readonly preamble: Uint8Array | null;
  /** Group 0002, group length left out. */
  readonly meta: DataSet;
  readonly transferSyntaxUid: string;
  readonly dataSet: DataSet;
}

export interface DecodedPart10 extends Part10 {
  readonly warnings: readonly ReadProblem[];
  readonly malformed: ReadProblem | null;
}

const PREAMBLE = 128;
const GROUP_LENGTH = 0x00020000;
const TRANSFER_SYNTAX_UID = 0x00020010;

/**
 * Decodes a file. Never throws: what cannot be read is said in `malformed`, what came before it is kept. Files without
 * preamble or without File Meta Information are read when their first element makes sense.
 */
export function decodePart10(bytes: Uint8Array, options: DecodeOptions = {}): DecodedPart10 {
  const warnings: ReadProblem[] = [];
  const warn = (offset: number, message: string) => warnings.push({ offset, field: 'file', message });
  const marked = latin1(bytes.subarray(PREAMBLE, PREAMBLE + 4)) === 'DICM';
  const preamble = marked ? bytes.slice(0, PREAMBLE) : null;
  let at = marked ? PREAMBLE + 4 : 0;
  if (!marked) {
    if (latin1(bytes.subarray(0, 4)) === 'DICM') at = 4;
    else if (!startsWithElement(bytes)) {
      const malformed = { offset: 0, field: 'preamble', message: 'this is no DICOM file: DICM is not at byte 128' };
      return { preamble, meta: [], transferSyntaxUid: '', dataSet: [], warnings, malformed };
    }
    warn(0, 'the file has no preamble');
  }
  const metaEnd = endOfMeta(bytes, at);
  if (metaEnd === at) {
    warn(at, 'the file has no File Meta Information');
  }
  const decodedMeta = decodeDataSet(bytes.subarray(at, metaEnd), EXPLICIT_LITTLE, { offset: at });
  warnings.push(...decodedMeta.warnings);
  const meta = decodedMeta.dataSet.filter(({ tag }) => tag !== GROUP_LENGTH);
  const declared = textOf(meta, TRANSFER_SYNTAX_UID);
  const transferSyntaxUid = declared ?? guess(bytes, metaEnd);
  if (declared === undefined && metaEnd > at) warn(at, 'the file names no transfer syntax');
  if (decodedMeta.malformed) {
    return { preamble, meta, transferSyntaxUid, dataSet: [], warnings, malformed: decodedMeta.malformed };
  }
  const encoding = encodingOf(transferSyntaxUid);
  const offset = encoding.deflated ? 0 : metaEnd;
  const decoded = decodeDataSet(bytes.subarray(metaEnd), encoding, { ...options, offset });
  warnings.push(...decoded.warnings);
  return { preamble, meta, transferSyntaxUid, dataSet: decoded.dataSet, warnings, malformed: decoded.malformed };
}

/** What stands before the data set of a file. */
export interface Part10Head {
  readonly hasPreamble: boolean;
  /** Where group 0002 begins, and where the data set does. */
  readonly metaStart: number;
  readonly dataStart: number;
}

/** Where the parts of a file begin, from its first bytes; null when it is no DICOM file. */
export function part10Head(bytes: Uint8Array): Part10Head | null {
  const isMarked = (at: number) =>
    bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;
  const hasPreamble = isMarked(PREAMBLE);
  const metaStart = hasPreamble ? PREAMBLE + 4 : isMarked(0) ? 4 : 0;
  if (metaStart === 0 && !startsWithElement(bytes)) return null;
  return { hasPreamble, metaStart, dataStart: endOfMeta(bytes, metaStart) };
}

/** The transfer syntax of a data set without File Meta Information, from how its first element looks. */
export function guessedSyntax(bytes: Uint8Array, at: number): string {
  return guess(bytes, at);
}

/** Encodes a file; the group length is computed, and a missing preamble is written as zeros. */
export function encodePart10(file: Part10): Uint8Array {
  const meta = encodeDataSet(file.meta, EXPLICIT_LITTLE);
  const writer = new ByteWriter(1024);
  writer.bytes((file.preamble ?? new Uint8Array(PREAMBLE)).subarray(0, PREAMBLE)).zeros(PREAMBLE - writer.length);
  writer.latin1('DICM');
  writer.u16(0x0002, true).u16(0, true).latin1('UL').u16(4, true).u32(meta.length, true).bytes(meta);
  return writer.bytes(encodeDataSet(file.dataSet, encodingOf(file.transferSyntaxUid))).finish();
}

/**
 * The offset behind the last element of group 0002. The declared group length is not believed: it is wrong in enough
 * files that a reader that trusts it loses the data set.
 */
function endOfMeta(bytes: Uint8Array, start: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  while (at + 8 <= bytes.length && view.getUint16(at, true) === 0x0002) {
    const vr = latin1(bytes.subarray(at + 4, at + 6));
    const long = /^(OB|OW|UN|UT|UC|UR|SQ)$/.test(vr);
    if (long && at + 12 > bytes.length) return bytes.length;
    const length = long ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    const next = at + (long ? 12 : 8) + length;
    if (next > bytes.length) return bytes.length;
    at = next;
  }
  return at;
}

/** Whether the bytes could be the first element of a data set: group 0002 or 0008, and a known way to go on. */
function startsWithElement(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const group = view.getUint16(0, true);
  if (namesVr(bytes, 0)) return group === 0x0002 || group === 0x0008 || group === 0x0800;
  return (group === 0x0002 || group === 0x0008) && view.getUint32(4, true) <= bytes.length;
}

/** What a data set without File Meta Information most likely is: implicit little endian unless it names representations. */
function guess(bytes: Uint8Array, at: number): string {
  if (!namesVr(bytes, at)) return TRANSFER_SYNTAX.implicitLittle;
  // In big endian the first byte of every group that a data set may start with is zero.
  return bytes[at] === 0 ? TRANSFER_SYNTAX.explicitBig : TRANSFER_SYNTAX.explicitLittle;
}

function namesVr(bytes: Uint8Array, at: number): boolean {
  return /^[A-Z]{2}$/.test(latin1(bytes.subarray(at + 4, at + 6)));
}
