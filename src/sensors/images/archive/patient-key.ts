// Who was examined, for counting alone (PS3.3 C.7.1.1): the Patient ID and who issued it, as bytes that are handed on and let go. No name,
// no birth date, nothing else of group 0010 is asked for or read.
import { IMPLICIT_LITTLE, type JsonObject, walkHeader } from '#wire/dicom/index.ts';
import { dayOf } from '../day-of.ts';
import type { Days, TakePatient } from './archive.ts';
import { KEY } from './match.ts';

export const PATIENT_KEY = { id: 0x00100020, issuer: 0x00100021 } as const;

/** Attributes that are read of an answer in JSON. */
export const PATIENT_TAGS: ReadonlySet<number> = new Set([KEY.date, KEY.study, PATIENT_KEY.id, PATIENT_KEY.issuer]);

/** What became of an exam. */
export type Handed = 'named' | 'unnamed' | 'outside';

/** Between the two parts: never in a value of one (PS3.5 6.2). */
const BETWEEN = 0x5c;
const NOTHING: Uint8Array = new Uint8Array(0);

/** Hands on the patient of a C-FIND response; null when it cannot be read. */
export function handPatient(bytes: Uint8Array, days: Days, take: TakePatient): Handed | null {
  let [id, issuer, date] = [NOTHING, NOTHING, NOTHING];
  const end = walkHeader(bytes, 0, IMPLICIT_LITTLE, (tag, start, length, depth) => {
    if (depth > 0) return;
    const value = bytes.subarray(start, start + length);
    if (tag === PATIENT_KEY.id) id = value;
    else if (tag === PATIENT_KEY.issuer) issuer = value;
    else if (tag === KEY.date) date = value;
  });
  if (end.problem !== null || !end.complete) return null;
  return hand({ id, issuer, day: dayOf(Buffer.from(date).toString('latin1').trim()) }, days, take);
}

/** Hands on the patient of an object of a QIDO-RS answer. */
export function handPatientOfJson(object: JsonObject, days: Days, take: TakePatient): Handed {
  const bytes = (tag: number) => Buffer.from(object.get(tag)?.[0] ?? '');
  const day = dayOf((object.get(KEY.date)?.[0] ?? '').trim());
  return hand({ id: bytes(PATIENT_KEY.id), issuer: bytes(PATIENT_KEY.issuer), day }, days, take);
}

interface Named {
  readonly id: Uint8Array;
  readonly issuer: Uint8Array;
  readonly day: string;
}

function hand(named: Named, days: Days, take: TakePatient): Handed {
  // What lies outside of the days was not asked for; what names no day is of the only day that was.
  const day = named.day === '' && days.from === days.to ? days.from : named.day;
  if (day < days.from || day > days.to) return 'outside';
  const [id, issuer] = [trimmed(named.id), trimmed(named.issuer)];
  if (id.length === 0) return 'unnamed';
  const patient = new Uint8Array(id.length + 1 + issuer.length);
  patient.set(id);
  patient[id.length] = BETWEEN;
  patient.set(issuer, id.length + 1);
  take(patient);
  patient.fill(0);
  return 'named';
}

/** Without the spaces and zeros around it, which mean nothing (PS3.5 6.2). */
function trimmed(bytes: Uint8Array): Uint8Array {
  const isPadding = (byte: number | undefined) => byte === 0x20 || byte === 0;
  let [start, end] = [0, bytes.length];
  while (start < end && isPadding(bytes[start])) start++;
  while (end > start && isPadding(bytes[end - 1])) end--;
  return bytes.subarray(start, end);
}
