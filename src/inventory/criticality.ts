// How much depends on a device: 1 (can wait) to 5 (patients depend on it now). What a person stated holds; otherwise a rule
// by what the device is gives a starting value that is marked as inferred. Never a patient's condition.

import type { Criticality } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';

interface Rule {
  readonly level: number;
  readonly because: string;
}

const BY_MODALITY: Readonly<Record<string, Rule>> = lookup({
  CT: { level: 5, because: 'emergency care for stroke and injury waits for CT' },
  XA: { level: 5, because: 'a patient lies on the table during the procedure' },
  RTIMAGE: { level: 5, because: 'radiotherapy must not be interrupted' },
  MR: { level: 4, because: 'few units, long queues, high income' },
  DX: { level: 4, because: 'most examinations of a department are X-rays' },
  CR: { level: 4, because: 'most examinations of a department are X-rays' },
  RF: { level: 4, because: 'used while the patient is on the table' },
  PT: { level: 4, because: 'the tracer decays while the unit stands' },
  NM: { level: 3, because: 'the tracer decays while the unit stands, few patients a day' },
  US: { level: 3, because: 'several units usually stand in for each other' },
  MG: { level: 3, because: 'examinations can be moved by days' },
});

const BY_KIND: Readonly<Record<string, Rule>> = lookup({
  archive: { level: 5, because: 'all reading and all earlier images depend on it' },
  worklist: { level: 4, because: 'every scanner takes its patients from it' },
  gateway: { level: 3, because: 'others reach the department, or the maker the scanners, through it' },
  modality: { level: 4, because: 'patients are examined on it' },
  viewer: { level: 3, because: 'doctors outside the department see images through it' },
  workstation: { level: 2, because: 'another workstation can stand in' },
  printer: { level: 1, because: 'films can wait' },
});

/** What was stated of a device's criticality. */
export interface StatedCriticality {
  readonly level: number;
  readonly reasons: readonly string[];
}

/** The criticality of a device with its reasons, or null when nobody stated it and its kind is not known. */
export function criticalityOf(
  stated: StatedCriticality | null,
  device: { readonly kind: string | null; readonly modality: string | null },
): Criticality | null {
  if (stated) return { level: stated.level, reasons: stated.reasons.length > 0 ? [...stated.reasons] : ['as stated'] };
  const byModality =
    device.kind === 'modality' || device.kind === null ? BY_MODALITY[device.modality ?? ''] : undefined;
  const rule = byModality ?? BY_KIND[device.kind ?? ''];
  if (!rule) return null;
  const what = byModality ? device.modality : device.kind;
  return { level: rule.level, reasons: [`inferred from its kind (${what}): ${rule.because}`] };
}
