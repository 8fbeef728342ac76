// PNG (ISO/IEC 15948, W3C PNG third edition): the chunks that draw the picture, and the same picture on white for programs that want no
// transparency.
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { ByteReader, concat, Malformed } from '#kit/index.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Channels by color type (11.2.1), and the depths that each may have. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

interface Png {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
  readonly palette: Uint8Array | null;
  readonly transparency: Uint8Array | null;
  /** Lines as stored, each after the number of its filter. */
  readonly lines: Uint8Array;
  /** Chunks that draw it, as they stand. */
  readonly kept: readonly Uint8Array[];
}

/** The picture without what only tells of it. Throws Malformed. */
export function strippedPng(
  bytes: Uint8Array,
  longestSide: number,
): { readonly width: number; readonly height: number; readonly bytes: Uint8Array } {
  const { width, height, kept } = readPng(bytes, longestSide);
  return { width, height, bytes: concat([SIGNATURE, ...kept]) };
}

/**
 * The same picture on white as red, green and blue of 8 bits. One that covers what is under it anyway comes back as it is. Throws Malformed.
 */
export function opaquePng(bytes: Uint8Array, longestSide: number): Uint8Array {
  const png = readPng(bytes, longestSide);
  if (png.colorType !== 4 && png.colorType !== 6 && png.transparency === null) return bytes;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(png.width, 0);
  head.writeUInt32BE(png.height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(onWhite(png), { level: 9 });
  return concat([SIGNATURE, chunkOf('IHDR', head), chunkOf('IDAT', data), chunkOf('IEND', new Uint8Array())]);
}

function readPng(bytes: Uint8Array, longestSide: number): Png {
  const reader = new ByteReader(bytes);
  if (!Buffer.from(reader.bytes(8, 'signature')).equals(SIGNATURE)) throw new Malformed('signature', 0, 'no PNG');
  const kept: Uint8Array[] = [];
  const data: Uint8Array[] = [];
  let head: ReturnType<typeof headOf> | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  for (let type = ''; type !== 'IEND'; ) {
    const from = reader.position;
    const length = reader.u32('chunk length');
    type = Buffer.from(reader.bytes(4, 'chunk type')).toString('latin1');
    const body = reader.bytes(length, type);
    if (reader.u32('check sum') !== crc32(bytes.subarray(from + 4, from + 8 + length)))
      throw new Malformed(type, from, 'the check sum does not fit');
    if (head === null && type !== 'IHDR') throw new Malformed(type, from, 'comes before the head');
    switch (type) {
      case 'IHDR':
        if (head !== null) throw new Malformed(type, from, 'more than one picture');
        head = headOf(body, longestSide);
        break;
      case 'PLTE':
        palette = body;
        break;
      case 'tRNS':
        transparency = body;
        break;
      case 'IDAT':
        data.push(body);
        break;
      case 'IEND':
        break;
      default:
        // Chunks with a small first letter need not be understood (5.4).
        if (/^[A-Z]/.test(type)) throw new Malformed('chunk', from, 'a kind of chunk that is not known');
        continue;
    }
    kept.push(bytes.subarray(from, from + 12 + length));
  }
  if (head === null || data.length === 0) throw new Malformed('IDAT', reader.offset, 'there is no picture in it');
  if (head.colorType === 3 && (palette === null || palette.length === 0 || palette.length % 3 !== 0))
    throw new Malformed('PLTE', reader.offset, 'the palette is missing');
  return { ...head, palette, transparency, lines: linesOf(concat(data), head), kept };
}

function headOf(body: Uint8Array, longestSide: number) {
  const head = new ByteReader(body);
  const width = head.u32('width');
  const height = head.u32('height');
  const [depth, colorType] = [head.u8('depth'), head.u8('color type')];
  const [compression, filter, interlace] = [head.u8('compression'), head.u8('filter'), head.u8('interlace')];
  if (width === 0 || height === 0) throw new Malformed('size', 0, 'it has no size');
  if (Math.max(width, height) > longestSide)
    throw new Malformed('size', 0, `${width} by ${height} pixels, more than ${longestSide} on a side`);
  if (DEPTHS[colorType]?.includes(depth) !== true || compression !== 0 || filter !== 0)
    throw new Malformed('IHDR', 0, 'colors of a kind that PNG does not have');
  if (interlace !== 0) throw new Malformed('interlace', 0, 'interlaced; save it without');
  return { width, height, depth, colorType };
}

/** Inflates to exactly what the head promises, and no byte more. */
function linesOf(data: Uint8Array, { width, height, depth, colorType }: ReturnType<typeof headOf>): Uint8Array {
  const line = 1 + Math.ceil((width * depth * (CHANNELS[colorType] ?? 0)) / 8);
  try {
    const lines = inflateSync(data, { maxOutputLength: line * height });
    if (lines.length === line * height) return lines;
  } catch (error) {
    throw new Malformed('IDAT', 0, `the picture cannot be unpacked (${error instanceof Error ? error.message : ''})`);
  }
  throw new Malformed('IDAT', 0, 'it is cut off');
}

/** Lines of red, green and blue on white, each as what differs from the line above (filter 2). */
function onWhite({ width, height, depth, colorType, palette, transparency, lines }: Png): Uint8Array {
  const channels = CHANNELS[colorType] ?? 1;
  const stride = Math.ceil((width * depth * channels) / 8);
  const raw = unfiltered(lines, { stride, height, back: Math.max(1, (depth * channels) / 8) });
  const most = 2 ** depth - 1;
  /** A value of a line as it is stored. */
  const stored = (y: number, at: number): number => {
    if (depth === 8) return raw[y * stride + at] ?? 0;
    if (depth === 16) return ((raw[y * stride + at * 2] ?? 0) << 8) | (raw[y * stride + at * 2 + 1] ?? 0);
    const bit = at * depth;
    return ((raw[y * stride + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & most;
  };
  const clear = (channel: number) => ((transparency?.[channel * 2] ?? 0) << 8) | (transparency?.[channel * 2 + 1] ?? 0);
  /** How much of a pixel covers what is under it. */
  const cover = (y: number, at: number): number => {
    if (colorType === 3) return (transparency?.[stored(y, at)] ?? 255) / 255;
    if (colorType >= 4) return stored(y, at + channels - 1) / most;
    for (let channel = 0; channel < channels; channel += 1) if (stored(y, at + channel) !== clear(channel)) return 1;
    return 0;
  };
  const line = 1 + width * 3;
  const out = new Uint8Array(height * line);
  const above = new Uint8Array(width * 3);
  for (let y = 0; y < height; y += 1) {
    out[y * line] = 2;
    for (let x = 0; x < width; x += 1) {
      const at = x * channels;
      const covers = cover(y, at);
      for (let color = 0; color < 3; color += 1) {
        const value =
          colorType === 3
            ? (palette?.[stored(y, at) * 3 + color] ?? 0)
            : (stored(y, channels >= 3 ? at + color : at) * 255) / most;
        const mixed = Math.round(255 + (value - 255) * covers);
        out[y * line + 1 + x * 3 + color] = mixed - (above[x * 3 + color] ?? 0);
        above[x * 3 + color] = mixed;
      }
    }
  }
  return out;
}

/** Takes the filters off (9.2). `back`: bytes to the pixel on the left. */
function unfiltered(
  lines: Uint8Array,
  { stride, height, back }: { readonly stride: number; readonly height: number; readonly back: number },
): Uint8Array {
  const raw = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * (stride + 1)] ?? 0;
    for (let at = 0; at < stride; at += 1) {
      const place = y * stride + at;
      const left = at >= back ? (raw[place - back] ?? 0) : 0;
      const up = y > 0 ? (raw[place - stride] ?? 0) : 0;
      const corner = at >= back && y > 0 ? (raw[place - stride - back] ?? 0) : 0;
      raw[place] = (lines[y * (stride + 1) + 1 + at] ?? 0) + added(filter, { left, up, corner });
    }
  }
  return raw;
}

function added(
  filter: number,
  { left, up, corner }: { readonly left: number; readonly up: number; readonly corner: number },
): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
}

function chunkOf(type: string, body: Uint8Array): Uint8Array {
  const named = concat([Buffer.from(type, 'latin1'), body]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return concat([frame, named, check]);
}
