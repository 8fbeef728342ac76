// One sentence that a practice manager can repeat: how many systems give patient data to strangers, how many may, and how
// many nobody could judge.
import type { RuleId } from './rule-table.ts';

/** Strangers are proven to get, or to search in, patient data. */
export const GIVES_PATIENT_DATA: readonly RuleId[] = [
  'dicom-gives-data',
  'dicom-open-query',
  'dicom-open-worklist',
  'web-gives-data',
  'web-open-search',
];

/** It was offered to strangers; whether they would get it was not proven. */
export const MAY_GIVE_PATIENT_DATA: readonly RuleId[] = [
  'dicom-offers-query',
  'dicom-read-offered',
  'web-open-identity',
];

/** Less sure than this (a possible decoy, say) is not said as a fact. */
export const SURE_ENOUGH = 0.5;

/** Systems, each counted once. */
export interface HeadlineCounts {
  readonly systems: number;
  /** A confirmed finding says that strangers get patient data, or search in it. */
  readonly giving: number;
  /** They may; not counting those that do. */
  readonly offering: number;
  /** Strangers get in (E3 or W3 and above). */
  readonly open: number;
  /** Could not be judged. */
  readonly unknown: number;
}

/** The headline of an assessment. */
export function headline(counts: HeadlineCounts): string {
  if (counts.systems === 0) return 'Nothing is known yet: no system has been found or listed.';
  if (counts.unknown === counts.systems) {
    const many = counts.systems === 1 ? 'The one system' : `None of the ${counts.systems} systems`;
    const could = counts.systems === 1 ? 'could not be judged' : 'could be judged';
    return `${many} ${could}, so how exposed ${counts.systems === 1 ? 'it is' : 'they are'} is not known.`;
  }
  const rest = counts.unknown > 0 ? ` ${counts.unknown} could not be judged.` : '';
  return `${judged(counts)}${rest}`;
}

function judged({ systems, giving, offering, open }: HeadlineCounts): string {
  const of = `of ${systems} ${systems === 1 ? 'system' : 'systems'}`;
  const lets = giving === 1 ? 'lets' : 'let';
  if (giving > 0 && offering > 0)
    return `${giving} ${of} ${lets} strangers look for patients, and ${offering} more may.`;
  if (giving > 0) return `${giving} ${of} ${lets} strangers look for patients.`;
  if (offering > 0) return `${offering} ${of} may give patient data to strangers.`;
  if (open > 0) {
    return `No system was seen to give patient data to strangers, but ${open} ${of} ${open === 1 ? 'talks' : 'talk'} to them.`;
  }
  return 'No system was seen to give patient data to strangers.';
}
