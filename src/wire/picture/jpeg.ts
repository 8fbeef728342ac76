// JPEG (ITU-T T.81, annex B): the segments that draw the picture, without those that only tell of it.
import { ByteReader, concat, Malformed } from '#kit/index.ts';

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
/** Huffman-coded frames: baseline, extended, progressive. Others (arithmetic, lossless, by steps) few programs draw. */
const FRAMES = [0xc0, 0xc1, 0xc2];
const OTHER_FRAMES = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
/** Tables, restart interval. */
const KEPT = [0xc4, 0xdb, 0xdd];
const JFIF = { code: 0xe0, name: 'JFIF\0', bytes: 14 };
const ADOBE = { code: 0xee, name: 'Adobe', bytes: 12 };

/** The picture without what only tells of it. Throws Malformed. */
export function strippedJpeg(
  bytes: Uint8Array,
  longestSide: number,
): { readonly width: number; readonly height: number; readonly bytes: Uint8Array } {
  const reader = new ByteReader(bytes);
  const kept: Uint8Array[] = [];
  let size: { width: number; height: number } | null = null;
  let scans = 0;
  const heads = new Map<number, Uint8Array>();
  const markerAt = () => {
    if (reader.u8('marker') !== 0xff) throw new Malformed('marker', reader.offset - 1, 'no marker stands here');
    let code = 0xff;
    while (code === 0xff) code = reader.u8('marker');
    return code;
  };
  if (markerAt() !== START) throw new Malformed('start', 0, 'no JPEG');
  for (;;) {
    const code = markerAt();
    if (code === END) break;
    const length = reader.u16('segment length');
    const segment = reader.bytes(length - 2, 'segment');
    if (OTHER_FRAMES.includes(code))
      throw new Malformed('frame', reader.offset, 'a kind of JPEG that few programs draw');
    if (FRAMES.includes(code)) {
      if (size !== null) throw new Malformed('frame', reader.offset, 'more than one picture');
      size = frameSize(segment, longestSide);
    }
    if (code !== SCAN) {
      if (FRAMES.includes(code) || KEPT.includes(code)) kept.push(segmentOf(code, segment));
      const head = headOf(code, segment);
      if (head !== null && !heads.has(code)) heads.set(code, segmentOf(code, head));
      continue;
    }
    if (size === null) throw new Malformed('scan', reader.offset, 'comes before the frame');
    scans += 1;
    const from = reader.position;
    const to = endOfScan(bytes, from);
    kept.push(segmentOf(code, segment), reader.bytes(to - from, 'scan'));
  }
  if (size === null || scans === 0) throw new Malformed('scan', reader.offset, 'there is no picture in it');
  return { ...size, bytes: concat([Uint8Array.of(0xff, START), ...heads.values(), ...kept, Uint8Array.of(0xff, END)]) };
}

/**
 * What a decoder needs of an application segment: the head of JFIF without its thumbnail (T.871, 10.1), and how Adobe's colors are coded (T.872,
 * 6.5.3). Null for all others, as JFXX, which is a thumbnail.
 */
function headOf(code: number, segment: Uint8Array): Uint8Array | null {
  const head = [JFIF, ADOBE].find((each) => each.code === code);
  if (head === undefined || segment.length < head.bytes || !startsWith(segment, head.name)) return null;
  const kept = segment.slice(0, head.bytes);
  // The last two of JFIF are the width and height of the thumbnail.
  return head === JFIF ? kept.fill(0, head.bytes - 2) : kept;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(text, 'latin1').equals(bytes.subarray(0, text.length));
}

function frameSize(segment: Uint8Array, longestSide: number): { width: number; height: number } {
  const frame = new ByteReader(segment);
  if (frame.u8('precision') !== 8) throw new Malformed('precision', 0, 'not 8 bits for each color');
  const height = frame.u16('height');
  const width = frame.u16('width');
  const colors = frame.u8('colors');
  if (width === 0 || height === 0) throw new Malformed('size', 0, 'it has no size');
  if (Math.max(width, height) > longestSide)
    throw new Malformed('size', 0, `${width} by ${height} pixels, more than ${longestSide} on a side`);
  if (colors !== 1 && colors !== 3) throw new Malformed('colors', 0, 'colors for print; save it as RGB');
  return { width, height };
}

function segmentOf(code: number, segment: Uint8Array): Uint8Array {
  const length = segment.length + 2;
  return concat([Uint8Array.of(0xff, code, length >> 8, length & 0xff), segment]);
}

/** The next marker that ends the coded data: neither a stuffed byte nor a restart (T.81 B.1.1.5). */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new Malformed('scan', from, 'it is cut off');
}
