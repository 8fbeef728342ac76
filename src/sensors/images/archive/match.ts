// What one match says (PS3.4 C.6.2.1, C.3.4): the attributes below and no other. Group 0010 is stepped over, whoever sends it.
import { looksLikePatientData } from '#evidence/model.ts';
import { decodeText, IMPLICIT_LITTLE, type JsonObject, walkHeader } from '#wire/dicom/index.ts';
import { dayOf } from '../day-of.ts';
import type { Match } from './archive.ts';

export const KEY = {
  imageType: 0x00080008,
  instance: 0x00080018,
  date: 0x00080020,
  level: 0x00080052,
  modality: 0x00080060,
  modalities: 0x00080061,
  vendor: 0x00080070,
  station: 0x00081010,
  department: 0x00081040,
  model: 0x00081090,
  serial: 0x00181000,
  software: 0x00181020,
  study: 0x0020000d,
  series: 0x0020000e,
  objects: 0x00201209,
} as const;

const CHARACTER_SET = 0x00080005;
const READ: ReadonlySet<number> = new Set(Object.values(KEY));

/** Attributes that are read of an answer in JSON. */
export const READ_TAGS: ReadonlySet<number> = READ;

/** Reads the identifier of a C-FIND response; null when it cannot be read. */
export function matchIn(bytes: Uint8Array): Match | null {
  const raw = new Map<number, Uint8Array>();
  let terms: string[] = [];
  const end = walkHeader(bytes, 0, IMPLICIT_LITTLE, (tag, start, length, depth) => {
    if (depth > 0) return;
    const value = () => bytes.subarray(start, start + length);
    if (tag === CHARACTER_SET) terms = latin(value()).split('\\').map(trimmed);
    else if (READ.has(tag)) raw.set(tag, value());
  });
  if (end.problem !== null || !end.complete) return null;
  return matchOf((tag) => {
    const value = raw.get(tag);
    return value === undefined ? [] : decodeText(value, terms, '\\').split('\\').map(trimmed);
  });
}

/** Reads an object of a QIDO-RS answer. */
export function matchInJson(object: JsonObject): Match {
  return matchOf((tag) => (object.get(tag) ?? []).map(trimmed));
}

function matchOf(values: (tag: number) => readonly string[]): Match {
  // A station that is called like a person stays unnamed.
  const inert = (value: string) => (looksLikePatientData(value) ? '' : value.slice(0, 200));
  const text = (tag: number) => inert(values(tag)[0] ?? '');
  const objects = text(KEY.objects);
  return {
    equipment: {
      vendor: text(KEY.vendor),
      model: text(KEY.model),
      serial: text(KEY.serial),
      station: text(KEY.station),
      software: inert(values(KEY.software).join('\\')),
      modality: text(KEY.modality),
      department: text(KEY.department),
      derived: /DERIVED|SECONDARY/.test(values(KEY.imageType).join('\\')),
    },
    day: dayOf(text(KEY.date)),
    study: uid(text(KEY.study)),
    series: uid(text(KEY.series)),
    modalities: values(KEY.modalities).slice(0, 50),
    objects: /^\d{1,7}$/.test(objects) ? Number(objects) : null,
  };
}

/** What is asked for again must be what it should be (PS3.5 9.1). */
function uid(text: string): string {
  return text.length <= 64 && /^\d+(?:\.\d+)*$/.test(text) ? text : '';
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function trimmed(text: string): string {
  return text.replace(/[\s\0]+$/, '').trim();
}
