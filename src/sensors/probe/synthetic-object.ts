// The object that proves that strangers may store (rung E8p): a Secondary Capture image (PS3.3 A.8.1) of 8 by 8 pixels that
// belongs to nobody and says what it is, so that the site finds it and deletes it.
import { type DataElement, type DataSet, encodeDataSet, encodingOf, textElement } from '#wire/dicom/index.ts';

/** Secondary Capture Image Storage (PS3.4 B.5). */
export const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

const SIDE = 8;

export interface ObjectIds {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

/** The object in the transfer syntax that was agreed. */
export function syntheticObject(ids: ObjectIds, transferSyntaxUid: string): Uint8Array {
  const number = (tag: number, value: number): DataElement => ({
    tag,
    vr: 'US',
    value: { kind: 'bytes', bytes: Uint8Array.of(value & 0xff, value >> 8) },
  });
  const pixels = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => ((at + (at >> 3)) % 2) * 255);
  const dataSet: DataSet = [
    textElement(0x0008_0008, 'CS', ['DERIVED', 'SECONDARY']),
    textElement(0x0008_0016, 'UI', SECONDARY_CAPTURE),
    textElement(0x0008_0018, 'UI', ids.instance),
    textElement(0x0008_0020, 'DA', ''),
    textElement(0x0008_0030, 'TM', ''),
    textElement(0x0008_0050, 'SH', ''),
    textElement(0x0008_0060, 'CS', 'OT'),
    textElement(0x0008_0064, 'CS', 'SYN'),
    textElement(0x0008_0090, 'PN', ''),
    textElement(0x0008_1030, 'LO', 'Dosimeter test object: please delete'),
    textElement(0x0010_0010, 'PN', 'DOSIMETER^SYNTHETIC'),
    textElement(0x0010_0020, 'LO', 'DOSIMETER-TEST'),
    textElement(0x0010_0030, 'DA', ''),
    textElement(0x0010_0040, 'CS', ''),
    textElement(0x0020_000d, 'UI', ids.study),
    textElement(0x0020_000e, 'UI', ids.series),
    textElement(0x0020_0010, 'SH', ''),
    textElement(0x0020_0011, 'IS', ''),
    textElement(0x0020_0013, 'IS', '1'),
    number(0x0028_0002, 1),
    textElement(0x0028_0004, 'CS', 'MONOCHROME2'),
    number(0x0028_0010, SIDE),
    number(0x0028_0011, SIDE),
    number(0x0028_0100, 8),
    number(0x0028_0101, 8),
    number(0x0028_0102, 7),
    number(0x0028_0103, 0),
    { tag: 0x7fe0_0010, vr: 'OW', value: { kind: 'bytes', bytes: pixels } },
  ];
  return encodeDataSet(dataSet, encodingOf(transferSyntaxUid));
}
