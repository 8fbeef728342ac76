// Data sets as a whole (PS3.5 section 7): bytes to a tree of elements and back.
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { ByteWriter, concat } from '#kit/index.ts';
import { DataSetReader, type DataSetReaderOptions } from './data-set-reader.ts';
import type { Encoding } from './transfer-syntax.ts';
import { hasShortLength, paddingOf, swapped, unitOf } from './vr.ts';

/** The elements of a data set in the order in which they were written. */
export type DataSet = readonly DataElement[];

export interface DataElement {
  readonly tag: number;
  /** Two capital letters; UN where nothing says what it is. */
  readonly vr: string;
  readonly value: ElementValue;
}

export type ElementValue =
  /** Numbers in little endian, whatever the transfer syntax. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'items'; readonly items: readonly DataSet[] }
  /** A compressed image: the offset table first, then the fragments (PS3.5 A.4). */
  | { readonly kind: 'fragments'; readonly fragments: readonly Uint8Array[] };

export interface ReadProblem {
  /** Bytes from the start of the data set; of what was inflated, when it was deflated. */
  readonly offset: number;
  readonly field: string;
  readonly message: string;
}

export interface DecodedDataSet {
  /** All that could be read, also before a malformed element. */
  readonly dataSet: DataSet;
  readonly warnings: readonly ReadProblem[];
  readonly malformed: ReadProblem | null;
}

export interface DecodeOptions extends Pick<DataSetReaderOptions, 'maxDepth' | 'offset'> {
  /** Most bytes that a deflated data set may grow to; default 64 MiB. */
  readonly maxInflated?: number;
}

interface OpenSequence {
  readonly tag: number;
  readonly vr: string;
  readonly items: DataElement[][];
  readonly fragments: Uint8Array[] | null;
}

/** Decodes a whole data set. Never throws: what cannot be read is said in `malformed`, what came before it is kept. */
export function decodeDataSet(bytes: Uint8Array, encoding: Encoding, options: DecodeOptions = {}): DecodedDataSet {
  let plain = bytes;
  let inflateProblem: ReadProblem | null = null;
  if (encoding.deflated) {
    const inflated = inflate(bytes, options.maxInflated ?? 67_108_864);
    plain = inflated.bytes;
    inflateProblem = inflated.problem;
  }
  // The value is in memory already, so that holding it costs no more than what came.
  const reader = new DataSetReader(encoding, { ...options, maxValueLength: plain.length });
  const root: DataElement[] = [];
  const sequences: OpenSequence[] = [];
  const warnings: ReadProblem[] = [];
  let malformed: ReadProblem | null = null;
  const here = () => sequences.at(-1)?.items.at(-1) ?? root;
  const close = () => {
    const open = sequences.pop();
    if (!open) return;
    const { tag, vr, items, fragments } = open;
    here().push({ tag, vr, value: fragments ? { kind: 'fragments', fragments } : { kind: 'items', items } });
  };
  for (const event of [...reader.push(plain), ...reader.end()]) {
    if (event.kind === 'element') {
      here().push({ tag: event.tag, vr: event.vr, value: { kind: 'bytes', bytes: event.value } });
    } else if (event.kind === 'sequence') {
      sequences.push({ tag: event.tag, vr: event.vr, items: [], fragments: event.fragments ? [] : null });
    } else if (event.kind === 'item') {
      sequences.at(-1)?.items.push([]);
    } else if (event.kind === 'fragment') {
      sequences.at(-1)?.fragments?.push(event.data);
    } else if (event.kind === 'sequence-end') {
      close();
    } else if (event.kind === 'warning') {
      warnings.push({ offset: event.offset, field: 'element', message: event.message });
    } else if (event.kind === 'malformed') {
      malformed = { offset: event.offset, field: event.field, message: event.message };
    }
  }
  while (sequences.length > 0) close();
  return { dataSet: root, warnings, malformed: inflateProblem ?? malformed };
}

function inflate(bytes: Uint8Array, most: number): { bytes: Uint8Array; problem: ReadProblem | null } {
  try {
    // Z_SYNC_FLUSH gives what there is of a stream that was cut off.
    const finishFlush = constants.Z_SYNC_FLUSH;
    return { bytes: inflateRawSync(bytes, { maxOutputLength: most, finishFlush }), problem: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `the compressed data cannot be opened within ${most} bytes: ${why}`;
    return { bytes: new Uint8Array(0), problem: { offset: 0, field: 'deflated data set', message } };
  }
}

export interface EncodeOptions {
  /** Ends sequences and items with delimiters instead of giving their length. */
  readonly undefinedLengths?: boolean;
}

/** Encodes a data set; values are padded to an even length. A value too long for its 16-bit length goes as UN (PS3.5 6.2.2). */
export function encodeDataSet(dataSet: DataSet, encoding: Encoding, options: EncodeOptions = {}): Uint8Array {
  const writer = new ByteWriter();
  write(writer, dataSet, { ...encoding, undefinedLengths: options.undefinedLengths ?? false });
  if (!encoding.deflated) return writer.finish();
  const deflated = deflateRawSync(writer.finish());
  // PS3.5 A.5: a null byte makes the length even.
  return deflated.length % 2 === 0 ? deflated : concat([deflated, new Uint8Array(1)]);
}

type Style = Encoding & Required<EncodeOptions>;

function write(writer: ByteWriter, dataSet: DataSet, style: Style): void {
  for (const { tag, vr, value } of dataSet) {
    if (value.kind === 'bytes') writeBytes(writer, { tag, vr, bytes: value.bytes }, style);
    else if (value.kind === 'items') writeItems(writer, { tag, vr, items: value.items }, style);
    else {
      writeHeader(writer, { tag, vr, length: 0xffffffff }, style);
      for (const fragment of value.fragments) {
        const even = fragment.length + (fragment.length % 2);
        writeTag(writer, ITEM, style)
          .u32(even, style.littleEndian)
          .bytes(fragment)
          .zeros(even - fragment.length);
      }
      writeTag(writer, SEQUENCE_END, style).u32(0, style.littleEndian);
    }
  }
}

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;

function writeTag(writer: ByteWriter, tag: number, { littleEndian }: Style): ByteWriter {
  return writer.u16(tag >>> 16, littleEndian).u16(tag & 0xffff, littleEndian);
}

function writeHeader(writer: ByteWriter, part: { tag: number; vr: string; length: number }, style: Style): void {
  const { tag, vr, length } = part;
  writeTag(writer, tag, style);
  if (!style.explicit) writer.u32(length, style.littleEndian);
  else if (hasShortLength(vr)) writer.latin1(vr).u16(length, style.littleEndian);
  else writer.latin1(vr).u16(0).u32(length, style.littleEndian);
}

function writeBytes(writer: ByteWriter, part: { tag: number; vr: string; bytes: Uint8Array }, style: Style): void {
  const { tag, bytes } = part;
  const length = bytes.length + (bytes.length % 2);
  const vr = style.explicit && hasShortLength(part.vr) && length > 0xffff ? 'UN' : part.vr;
  writeHeader(writer, { tag, vr, length }, style);
  writer.bytes(style.littleEndian ? bytes : swapped(bytes, unitOf(vr)));
  if (length > bytes.length) writer.u8(paddingOf(vr));
}

function writeItems(
  writer: ByteWriter,
  part: { tag: number; vr: string; items: readonly DataSet[] },
  style: Style,
): void {
  const { tag, vr, items } = part;
  const { littleEndian, undefinedLengths } = style;
  const endless = undefinedLengths || vr !== 'SQ';
  // Items under UN are implicit little endian (PS3.5 6.2.2, note 2).
  const inner = vr === 'UN' ? { ...style, explicit: false, littleEndian: true } : style;
  writeHeader(writer, { tag, vr, length: 0xffffffff }, style);
  const start = writer.length;
  for (const item of items) {
    writeTag(writer, ITEM, inner).u32(0xffffffff, inner.littleEndian);
    const at = writer.length;
    write(writer, item, inner);
    if (undefinedLengths) writeTag(writer, ITEM_END, inner).u32(0, inner.littleEndian);
    else writer.setU32(at - 4, writer.length - at, inner.littleEndian);
  }
  if (endless) writeTag(writer, SEQUENCE_END, inner).u32(0, inner.littleEndian);
  else writer.setU32(start - 4, writer.length - start, littleEndian);
}

/** The first element with this tag at the top level. */
export function elementOf(dataSet: DataSet, tag: number): DataElement | undefined {
  return dataSet.find((element) => element.tag === tag);
}
