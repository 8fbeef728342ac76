// What we propose in an association: one of each service that tells what a stranger may do or what the device is
// (PS3.4; PS3.6 annex A), and one that nobody can know.
import { SOP_CLASS, type SopClass, sopClass, TRANSFER_SYNTAX } from '#wire/dicom/index.ts';

/** Our implementation class UID, a UUID under 2.25 (PS3.5 B.2): we say who we are. */
export const OUR_CLASS_UID = '2.25.161992227577024163595799464044780212787';

/** Our implementation version name. */
export const OUR_VERSION_NAME = 'DOSIMETER_010';

/** An abstract syntax that exists nowhere: who accepts it accepts anything. */
const NONSENSE = '2.25.131567026601710372838700581385529700867';

/** What a proposed service is for. */
export type ServiceKind = SopClass['kind'] | 'nonsense';

export interface ProposedService {
  readonly uid: string;
  readonly kind: ServiceKind;
  /** For storage: the modality whose images these are, null when any device makes them. */
  readonly modality: string | null;
}

const STORAGE = '1.2.840.10008.5.1.4.1.1.';

const UIDS: readonly string[] = [
  SOP_CLASS.verification,
  SOP_CLASS.studyRootFind,
  SOP_CLASS.patientRootFind,
  SOP_CLASS.modalityWorklist,
  SOP_CLASS.studyRootGet,
  SOP_CLASS.patientRootGet,
  SOP_CLASS.studyRootMove,
  SOP_CLASS.patientRootMove,
  // CT, MR, ultrasound, CR, X-ray, mammography, angiography, nuclear medicine, PET, RT plan
  ...['2', '4', '6.1', '1', '1.1', '1.2', '12.1', '20', '128', '481.5'].map((part) => STORAGE + part),
  // secondary capture, structured report, PDF
  ...['7', '88.33', '104.1'].map((part) => STORAGE + part),
  SOP_CLASS.grayscalePrint,
  SOP_CLASS.mpps,
  SOP_CLASS.storageCommitment,
  NONSENSE,
];

/** Every service that we propose, in order. */
export const PROPOSED: readonly ProposedService[] = UIDS.map((uid) => {
  const known = sopClass(uid);
  return { uid, kind: known?.kind ?? 'nonsense', modality: known?.modality ?? null };
});

/** A presentation context as we propose it. */
export interface ProposedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/** The presentation contexts of our request. Queries are offered in the default encoding alone, in which we write them. */
export const CONTEXTS: readonly ProposedContext[] = PROPOSED.map(({ uid, kind }, index) => ({
  id: 2 * index + 1,
  abstractSyntax: uid,
  transferSyntaxes:
    kind === 'storage'
      ? [TRANSFER_SYNTAX.explicitLittle, TRANSFER_SYNTAX.implicitLittle]
      : [TRANSFER_SYNTAX.implicitLittle],
}));

const WORDS: Readonly<Record<ServiceKind, string>> = {
  verification: 'test message',
  query: 'search',
  worklist: 'worklist',
  retrieve: 'reading images',
  storage: 'storing images',
  print: 'printing',
  mpps: 'exam progress',
  commitment: 'storage commitment',
  other: 'others',
  nonsense: 'a made-up service',
};

/** Services in plain words, each kind once. */
export function servicesInWords(uids: Iterable<string>): string {
  const accepted = new Set(uids);
  return [...new Set(PROPOSED.filter(({ uid }) => accepted.has(uid)).map(({ kind }) => WORDS[kind]))].join(', ');
}
