// What could come of it when a device does the wrong thing, or nothing: the harm to people in the words of IEC 61508, as SSVC (Safety Impact
// 2.0.1) and CVSS 4.0 (4.2.1) use them, and what its data are to the department. By kind of device, never by a patient's condition. The rows
// were written for this product; docs/scoring.md prints them and says who has not looked at them.
import { lookup } from '#kit/index.ts';
import type { Review } from './review.ts';

export type Safety = 'negligible' | 'marginal' | 'critical';
export type Need = 'H' | 'M' | 'L';

export interface Harm {
  readonly safety: Safety;
  /** It acts on a patient itself, so that an injury is a direct consequence. */
  readonly actsOnPatient: boolean;
  readonly because: string;
  /** Whether somebody's word, or the kind of device, stands behind it; otherwise the worst reasonable value is taken. */
  readonly isKnown: boolean;
}

type HarmRow = Pick<Harm, 'safety' | 'actsOnPatient' | 'because'>;

/** By DICOM modality (PS3.3 C.7.3.1.1.1). */
export const HARM_BY_MODALITY: Readonly<Record<string, HarmRow>> = lookup({
  RTIMAGE: row('critical', true, 'a wrong dose of radiotherapy can kill'),
  LINAC: row('critical', true, 'a wrong dose of radiotherapy can kill'),
  XA: row('critical', true, 'the patient lies on the table with a catheter in a vessel, and the image guides it'),
  CT: row('marginal', true, 'wrong settings of the tube can injure, and emergencies wait for it'),
  RF: row('marginal', true, 'long fluoroscopy can injure the skin'),
  MR: row('marginal', true, 'heating by the fields can burn'),
  NM: row('marginal', true, 'heavy motorized heads move close to the patient'),
  PT: row('marginal', true, 'most have a CT in the same gantry'),
  DX: row('negligible', true, 'a wrong exposure is small, and is repeated'),
  CR: row('negligible', true, 'a wrong exposure is small, and is repeated'),
  MG: row('negligible', true, 'a wrong exposure is small, and compression can be released by hand'),
  US: row('negligible', true, 'its energy is limited, and it works without a network'),
});

/** By kind of device, for what acts on no patient. */
export const HARM_BY_KIND: Readonly<Record<string, HarmRow>> = lookup({
  archive: row('marginal', false, 'a wrong or missing image can lead to a wrong treatment'),
  worklist: row('marginal', false, 'a wrong name on the list leads to an examination of the wrong patient'),
  gateway: row('marginal', false, 'a wrong or missing image or order can lead to a wrong treatment'),
  viewer: row('marginal', false, 'doctors decide by what it shows'),
  workstation: row('marginal', false, 'doctors decide by what it shows'),
  printer: row('negligible', false, 'films can be printed again'),
});

const NOBODY_SAID: HarmRow = row('critical', false, 'nobody has said what it is: it may be one that acts on a patient');
const ANY_MODALITY: HarmRow = row('critical', true, 'nobody has said which modality it is');
const OTHER: HarmRow = row('marginal', false, 'nobody has said what depends on it; SSVC advises to assume this');

function row(safety: Safety, actsOnPatient: boolean, because: string): HarmRow {
  return { safety, actsOnPatient, because };
}

/** The harm that a device can do. */
export function harmOf({ device, role }: Pick<Review, 'device' | 'role'>): Harm {
  const modality = modalityOf(device);
  const isModality = device.kind === null || device.kind === 'modality' || role === 'imaging';
  const known = (isModality ? HARM_BY_MODALITY[modality ?? ''] : undefined) ?? HARM_BY_KIND[device.kind ?? ''];
  if (known) return { ...known, isKnown: true };
  const assumed = role === 'server' ? OTHER : role === 'imaging' ? ANY_MODALITY : NOBODY_SAID;
  return { ...assumed, isKnown: false };
}

function modalityOf(device: Review['device']): string | null {
  const named = device.modality?.toUpperCase().split(/[\\,/; ]+/) ?? [];
  return named.find((each) => each in HARM_BY_MODALITY) ?? device.modality;
}

/** What a department needs of the data on a kind of device; null where it is not said. */
export interface DataNeeds {
  readonly confidentiality: Need;
  readonly integrity: Need;
  /** Which class of data of MITRE's rubric for medical devices it is. */
  readonly what: string;
}

/** Needs by kind of device: High is a catastrophic, Medium a serious, Low a limited effect (CVSS 3.1 and 4.0, 4.1). */
export const DATA_NEEDS: Readonly<Record<string, DataNeeds>> = lookup({
  archive: { confidentiality: 'H', integrity: 'H', what: 'all images and reports of all patients' },
  worklist: { confidentiality: 'H', integrity: 'H', what: 'who is examined when, of all patients' },
  viewer: { confidentiality: 'H', integrity: 'M', what: 'access to the images of all patients' },
  gateway: { confidentiality: 'M', integrity: 'M', what: 'images and orders that pass through' },
  workstation: { confidentiality: 'M', integrity: 'M', what: 'images that are read on it' },
  modality: { confidentiality: 'M', integrity: 'M', what: 'the last examinations, and the settings of the next' },
  printer: { confidentiality: 'L', integrity: 'L', what: 'the films of the day' },
});
