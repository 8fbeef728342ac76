// A picture by its bytes and never by its name: PNG (ISO/IEC 15948) or JPEG (ITU-T T.81). What is kept of it draws it and says nothing else:
// remarks, places, cameras and dates are left out.
import { Malformed } from '#kit/index.ts';
import { strippedJpeg } from './jpeg.ts';
import { strippedPng } from './png.ts';

export interface Picture {
  readonly mime: 'image/png' | 'image/jpeg';
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Reads one whose sides are at most `longestSide` pixels. Throws Malformed with what is wrong. */
export function readPicture(bytes: Uint8Array, longestSide: number): Picture {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return { mime: 'image/png', ...strippedPng(bytes, longestSide) };
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { mime: 'image/jpeg', ...strippedJpeg(bytes, longestSide) };
  throw new Malformed('picture', 0, 'neither PNG nor JPEG');
}
