// Logos as people hand them in: what draws them is kept and nothing else, and what is not what it says is refused.
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Malformed } from '#kit/index.ts';
import { PICTURES } from '#support/pictures.ts';
import { opaquePng, readPicture } from './index.ts';

const bytesOf = (name: keyof typeof PICTURES) => new Uint8Array(Buffer.from(PICTURES[name].base64, 'base64'));

test.each([
  ['rgba', 'image/png', 7, 5],
  ['palette', 'image/png', 7, 5],
  ['bits', 'image/png', 9, 3],
  ['jpeg', 'image/jpeg', 16, 9],
  ['progressive', 'image/jpeg', 16, 9],
] as const)('%s is read by its bytes', (name, mime, width, height) => {
  const picture = readPicture(bytesOf(name), 100);
  expect(picture).toMatchObject({ mime, width, height });
  // What was taken apart once comes out the same.
  expect(Buffer.from(readPicture(picture.bytes, 100).bytes).equals(Buffer.from(picture.bytes))).toBe(true);
});

test.each(['rgba', 'jpeg'] as const)('remarks in a picture are not kept: %s', (name) => {
  expect(Buffer.from(bytesOf(name)).includes('CANARY')).toBe(true);
  expect(Buffer.from(readPicture(bytesOf(name), 100).bytes).includes('CANARY')).toBe(false);
});

describe('of what programs write beside a JPEG only what a decoder needs is kept', () => {
  const whole = Buffer.from(bytesOf('jpeg'));
  const rest = whole.subarray(4 + whole.readUInt16BE(4));
  const segment = (code: number, ...parts: readonly (string | readonly number[])[]) => {
    const content = Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    );
    return Buffer.concat([Buffer.from([0xff, code, (content.length + 2) >> 8, (content.length + 2) & 255]), content]);
  };
  const JFIF = ['JFIF\0', [1, 1, 1, 0, 72, 0, 72]] as const;
  const ADOBE = ['Adobe', [0, 100, 0, 0, 0, 0, 1]] as const;
  const plainJfif = segment(0xe0, ...JFIF, [0, 0]);
  test.each([
    ['the head of JFIF', [plainJfif], [plainJfif]],
    ['a thumbnail', [segment(0xe0, ...JFIF, [1, 2], 'CANARY')], [plainJfif]],
    ['words behind the head', [segment(0xe0, ...JFIF, [0, 0], 'CANARY^JANE')], [plainJfif]],
    ['a second head', [plainJfif, segment(0xe0, 'JFIF\0', 'CANARYS', [0, 0])], [plainJfif]],
    ['a thumbnail of its own (JFXX)', [plainJfif, segment(0xe0, 'JFXX\0', [0x10], 'CANARY')], [plainJfif]],
    ['what another program keeps there', [segment(0xe0, 'CANARY^JANE^Q')], []],
    ['how colors are coded', [segment(0xee, ...ADOBE, 'CANARY')], [segment(0xee, ...ADOBE)]],
    ['a segment that only looks like it', [segment(0xee, 'CANARY^JANE')], []],
    ['one that is too short', [segment(0xee, 'Adobe', [0, 100])], []],
  ])('%s', (_what, heads, kept) => {
    const picture = readPicture(new Uint8Array(Buffer.concat([whole.subarray(0, 2), ...heads, rest])), 100);
    const bare = Buffer.from(readPicture(new Uint8Array(Buffer.concat([whole.subarray(0, 2), rest])), 100).bytes);
    const expected = Buffer.concat([bare.subarray(0, 2), ...kept, bare.subarray(2)]);
    expect(Buffer.from(picture.bytes).equals(expected)).toBe(true);
    expect(Buffer.from(picture.bytes).includes('CANARY')).toBe(false);
  });
});

test.each(['rgba', 'grayAlpha', 'palette', 'gray', 'bits', 'filters', 'deep'] as const)(
  'on white %s is what Pillow makes of it',
  (name) => {
    const { width, height } = readPicture(bytesOf(name), 100);
    const opaque = Buffer.from(opaquePng(bytesOf(name), 100));
    const at = opaque.indexOf('IDAT');
    const lines = inflateSync(opaque.subarray(at + 4, at + 4 + opaque.readUInt32BE(at - 4)));
    const line = 1 + width * 3;
    const above = new Uint8Array(width * 3);
    const pixels = Array.from({ length: height }, (_, y) => {
      expect(lines[y * line]).toBe(2);
      for (let x = 0; x < width * 3; x += 1) above[x] = (above[x] ?? 0) + (lines[y * line + 1 + x] ?? 0);
      return Buffer.from(above);
    });
    // Pillow rounds in another place.
    const expected = Buffer.from(PICTURES[name].onWhite ?? '', 'hex');
    const differences = Array.from(Buffer.concat(pixels), (value, place) => Math.abs(value - (expected[place] ?? 999)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  },
);

test('a picture that covers what is under it stays as it is', () => {
  expect(opaquePng(bytesOf('rgb'), 100)).toEqual(bytesOf('rgb'));
});

describe('is refused', () => {
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  test.each([
    ['a drawing that may hold a script', svg, /neither PNG nor JPEG/],
    ['nothing', new Uint8Array(), /neither/],
    ['more lines than the head promises', bytesOf('bomb'), /unpacked/],
    ['an interlaced picture', bytesOf('interlaced'), /interlaced/],
    ['colors for print', bytesOf('cmyk'), /RGB/],
    ['half a PNG', bytesOf('rgba').subarray(0, 90), /needs/],
    ['half a JPEG', bytesOf('jpeg').subarray(0, -3), /cut off/],
    ['a changed byte', bytesOf('rgba').with(30, 9), /check sum/],
  ])('%s', (_what, bytes, why) => {
    expect(() => readPicture(bytes, 100)).toThrow(Malformed);
    expect(() => readPicture(bytes, 100)).toThrow(why);
  });
  test.each(['rgb', 'jpeg'] as const)('more pixels than are asked for: %s', (name) => {
    expect(() => readPicture(bytesOf(name), 12)).toThrow(/16 by 9 pixels, more than 12/);
    expect(readPicture(bytesOf(name), 16).width).toBe(16);
  });
});

test('any bytes are a picture or Malformed', () => {
  const [png, jpeg] = [bytesOf('rgba'), bytesOf('jpeg')];
  const changed = fc
    .tuple(fc.constantFrom(png, jpeg), fc.nat(), fc.nat(255))
    .map(([of, at, value]) => of.with(at % of.length, value));
  fc.assert(
    fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      try {
        readPicture(bytes, 100);
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
      }
    }),
    { numRuns: 500 },
  );
});
