// The query that cannot match: it proves that strangers' searches are run and moves no patient data (the ladder, rung E6).
// It names no patient key and asks for nothing but the key that it brings (PS3.4 C.4.1, K.4.1).
import { ByteWriter } from '#kit/index.ts';

/** Study Root or Patient Root: one study that does not exist. Implicit VR little endian. */
export function nullStudyQuery(studyUid: string): Uint8Array {
  const writer = new ByteWriter(128);
  element(writer, [0x0008, 0x0052], 'STUDY ');
  element(writer, [0x0020, 0x000d], studyUid.length % 2 === 0 ? studyUid : `${studyUid}\0`);
  return writer.finish();
}

/** Modality Worklist: the list of a station that does not exist, on 1 January 1900. Implicit VR little endian. */
export function nullWorklistQuery(stationTitle: string): Uint8Array {
  const step = new ByteWriter(64);
  element(step, [0x0040, 0x0001], stationTitle.length % 2 === 0 ? stationTitle : `${stationTitle} `);
  element(step, [0x0040, 0x0002], '19000101');
  const item = step.finish();
  const writer = new ByteWriter(128);
  writer
    .u16(0x0040, true)
    .u16(0x0100, true)
    .u32(item.length + 8, true);
  writer.u16(0xfffe, true).u16(0xe000, true).u32(item.length, true).bytes(item);
  return writer.finish();
}

function element(writer: ByteWriter, [group, number]: readonly [number, number], value: string): void {
  writer.u16(group, true).u16(number, true).u32(value.length, true).latin1(value);
}
