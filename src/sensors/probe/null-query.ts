// The query that cannot match: it proves that strangers' searches are run and moves no patient data (the ladder, rung E6).
// It names no patient key and asks for nothing but the key that it brings (PS3.4 C.4.1, K.4.1).
import { type DataElement, encodeDataSet, IMPLICIT_LITTLE, textElement } from '#wire/dicom/index.ts';

/** Study Root or Patient Root: one study that does not exist. Implicit VR little endian. */
export function nullStudyQuery(studyUid: string): Uint8Array {
  const level = textElement(0x0008_0052, 'CS', 'STUDY');
  return encodeDataSet([level, textElement(0x0020_000d, 'UI', studyUid)], IMPLICIT_LITTLE);
}

/** Modality Worklist: the list of a station that does not exist, on 1 January 1900. Implicit VR little endian. */
export function nullWorklistQuery(stationTitle: string): Uint8Array {
  const step = [textElement(0x0040_0001, 'AE', stationTitle), textElement(0x0040_0002, 'DA', '19000101')];
  const steps: DataElement = { tag: 0x0040_0100, vr: 'SQ', value: { kind: 'items', items: [step] } };
  return encodeDataSet([steps], IMPLICIT_LITTLE);
}
