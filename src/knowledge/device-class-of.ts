// Which FDA product codes equipment of a modality is filed under (21 CFR 892): the codes are FDA's, which modality each is for is our reading
// of their names.
import { lookup } from '#kit/index.ts';

/** Codes by modality (DICOM PS3.3 C.7.3.1.1.1); the names of a newer file may differ. */
const CODES: Readonly<Record<string, readonly string[]>> = lookup({
  BMD: ['KGI'],
  CR: ['KPR', 'IZL', 'MQB', 'LLZ'],
  CT: ['JAK', 'OAS'],
  DX: ['KPR', 'IZL', 'MQB'],
  IO: ['EHD', 'MUH'],
  MG: ['IZH', 'MUE', 'OLQ'],
  MR: ['LNH', 'LNI', 'MOS'],
  NM: ['IYX', 'KPS'],
  PT: ['KPS', 'JAK', 'OUO'],
  PX: ['EHD', 'MUH', 'OAS'],
  RF: ['JAA', 'JAB', 'OWB'],
  RTIMAGE: ['IYE'],
  US: ['IYN', 'IYO', 'ITX', 'JAF'],
  XA: ['IZI', 'JAA', 'OWB', 'OXO', 'RCC'],
});

/** The codes that equipment of this modality may be filed under; none when the modality is not known here. */
export function deviceCodesOf(modality: string): readonly string[] {
  return modality.split(/[\\,/; ]+/).flatMap((each) => CODES[each.trim().toUpperCase()] ?? []);
}
