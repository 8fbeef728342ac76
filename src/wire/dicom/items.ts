// Items and sub-items of the upper layer (PS3.8 9.3.1): type, reserved byte, 16-bit length, body.
import { type ByteReader, type ByteWriter, latin1 } from '#kit/index.ts';

/** Writes an item or sub-item: type, reserved, 16-bit length of what `body` writes. */
export function item(writer: ByteWriter, type: number, body: () => void): void {
  writer.u8(type).u8(0).u16(0);
  const start = writer.length;
  body();
  if (writer.length - start > 0xffff) throw new RangeError(`item ${type.toString(16)} is longer than 65535 bytes`);
  writer.setU16(start - 2, writer.length - start);
}

/** How an item is called in errors. */
export function itemName(type: number): string {
  return `item 0x${type.toString(16).padStart(2, '0')}`;
}

/** Cuts leading spaces and trailing spaces and NULs, which are not significant (PS3.5 6.2). */
export function trimPadding(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === 0x20) start++;
  while (end > start && (text.charCodeAt(end - 1) === 0x20 || text.charCodeAt(end - 1) === 0)) end--;
  return text.slice(start, end);
}

/** A UID that fills the rest of an item; padding NULs (not allowed, often seen) are cut. */
export function uid(reader: ByteReader, field: string): string {
  return trimPadding(latin1(reader.bytes(reader.remaining, field)));
}
