// Unique identifiers of PS3.6 annex A that say what a service is: transfer syntaxes and SOP classes by purpose.

export type SopClassKind =
  | 'verification'
  | 'query'
  | 'retrieve'
  | 'worklist'
  | 'storage'
  | 'print'
  | 'mpps'
  | 'commitment'
  | 'other';

export interface SopClass {
  readonly uid: string;
  readonly name: string;
  readonly kind: SopClassKind;
  /** Modality code of PS3.3 C.7.3.1.1.1 that makes such objects, when it says something about the maker. */
  readonly modality: string | null;
}

export const TRANSFER_SYNTAX = {
  implicitLittle: '1.2.840.10008.1.2',
  explicitLittle: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  explicitBig: '1.2.840.10008.1.2.2',
} as const;

export const SOP_CLASS = {
  verification: '1.2.840.10008.1.1',
  patientRootFind: '1.2.840.10008.5.1.4.1.2.1.1',
  patientRootMove: '1.2.840.10008.5.1.4.1.2.1.2',
  patientRootGet: '1.2.840.10008.5.1.4.1.2.1.3',
  studyRootFind: '1.2.840.10008.5.1.4.1.2.2.1',
  studyRootMove: '1.2.840.10008.5.1.4.1.2.2.2',
  studyRootGet: '1.2.840.10008.5.1.4.1.2.2.3',
  modalityWorklist: '1.2.840.10008.5.1.4.31',
  mpps: '1.2.840.10008.3.1.2.3.3',
  storageCommitment: '1.2.840.10008.1.20.1',
  grayscalePrint: '1.2.840.10008.5.1.1.9',
  colorPrint: '1.2.840.10008.5.1.1.18',
  secondaryCapture: '1.2.840.10008.5.1.4.1.1.7',
  ctImage: '1.2.840.10008.5.1.4.1.1.2',
  mrImage: '1.2.840.10008.5.1.4.1.1.4',
} as const;

const STORAGE = '1.2.840.10008.5.1.4.1.1.';

function storage(suffix: string, name: string, modality: string | null): SopClass {
  return { uid: STORAGE + suffix, name, kind: 'storage', modality };
}

function service(uid: string, name: string, kind: SopClassKind): SopClass {
  return { uid, name, kind, modality: null };
}

/** SOP classes known by name, purpose and modality. */
export const SOP_CLASSES: readonly SopClass[] = [
  service(SOP_CLASS.verification, 'Verification', 'verification'),
  service(SOP_CLASS.patientRootFind, 'Patient Root Query/Retrieve - FIND', 'query'),
  service(SOP_CLASS.patientRootMove, 'Patient Root Query/Retrieve - MOVE', 'retrieve'),
  service(SOP_CLASS.patientRootGet, 'Patient Root Query/Retrieve - GET', 'retrieve'),
  service(SOP_CLASS.studyRootFind, 'Study Root Query/Retrieve - FIND', 'query'),
  service(SOP_CLASS.studyRootMove, 'Study Root Query/Retrieve - MOVE', 'retrieve'),
  service(SOP_CLASS.studyRootGet, 'Study Root Query/Retrieve - GET', 'retrieve'),
  service('1.2.840.10008.5.1.4.1.2.3.1', 'Patient/Study Only Query/Retrieve - FIND (retired)', 'query'),
  service('1.2.840.10008.5.1.4.1.2.3.2', 'Patient/Study Only Query/Retrieve - MOVE (retired)', 'retrieve'),
  service('1.2.840.10008.5.1.4.1.2.3.3', 'Patient/Study Only Query/Retrieve - GET (retired)', 'retrieve'),
  service(SOP_CLASS.modalityWorklist, 'Modality Worklist - FIND', 'worklist'),
  service('1.2.840.10008.5.1.4.32.1', 'General Purpose Worklist - FIND (retired)', 'worklist'),
  service(SOP_CLASS.mpps, 'Modality Performed Procedure Step', 'mpps'),
  service(SOP_CLASS.storageCommitment, 'Storage Commitment Push Model', 'commitment'),
  service(SOP_CLASS.grayscalePrint, 'Basic Grayscale Print Management', 'print'),
  service(SOP_CLASS.colorPrint, 'Basic Color Print Management', 'print'),
  service('1.2.840.10008.5.1.4.34.6.1', 'Unified Procedure Step - Push', 'worklist'),
  service('1.2.840.10008.5.1.4.34.6.3', 'Unified Procedure Step - Pull', 'worklist'),
  service('1.2.840.10008.1.40', 'Procedural Event Logging', 'other'),
  service('1.2.840.10008.5.1.4.33', 'Instance Availability Notification', 'other'),
  storage('1', 'Computed Radiography Image', 'CR'),
  storage('1.1', 'Digital X-Ray Image - Presentation', 'DX'),
  storage('1.1.1', 'Digital X-Ray Image - Processing', 'DX'),
  storage('1.2', 'Digital Mammography Image - Presentation', 'MG'),
  storage('1.2.1', 'Digital Mammography Image - Processing', 'MG'),
  storage('1.3', 'Digital Intra-Oral X-Ray Image - Presentation', 'IO'),
  storage('2', 'CT Image', 'CT'),
  storage('2.1', 'Enhanced CT Image', 'CT'),
  storage('3', 'Ultrasound Multi-frame Image (retired)', 'US'),
  storage('3.1', 'Ultrasound Multi-frame Image', 'US'),
  storage('4', 'MR Image', 'MR'),
  storage('4.1', 'Enhanced MR Image', 'MR'),
  storage('4.2', 'MR Spectroscopy', 'MR'),
  storage('6', 'Ultrasound Image (retired)', 'US'),
  storage('6.1', 'Ultrasound Image', 'US'),
  storage('6.2', 'Enhanced Ultrasound Volume', 'US'),
  storage('7', 'Secondary Capture Image', null),
  storage('7.2', 'Multi-frame Grayscale Byte Secondary Capture Image', null),
  storage('7.4', 'Multi-frame True Color Secondary Capture Image', null),
  storage('9.1.1', '12-lead ECG Waveform', 'ECG'),
  storage('11.1', 'Grayscale Softcopy Presentation State', null),
  storage('12.1', 'X-Ray Angiographic Image', 'XA'),
  storage('12.1.1', 'Enhanced X-Ray Angiographic Image', 'XA'),
  storage('12.2', 'X-Ray Radiofluoroscopic Image', 'RF'),
  storage('13.1.3', 'Breast Tomosynthesis Image', 'MG'),
  storage('20', 'Nuclear Medicine Image', 'NM'),
  storage('66', 'Raw Data', null),
  storage('66.4', 'Segmentation', null),
  storage('77.1.1', 'Visible Light Endoscopic Image', 'ES'),
  storage('77.1.4', 'Visible Light Photographic Image', 'XC'),
  storage('77.1.5.1', 'Ophthalmic Photography 8 Bit Image', 'OP'),
  storage('77.1.5.4', 'Ophthalmic Tomography Image', 'OPT'),
  storage('77.1.6', 'Whole Slide Microscopy Image', 'SM'),
  storage('88.11', 'Basic Text Structured Report', 'SR'),
  storage('88.22', 'Enhanced Structured Report', 'SR'),
  storage('88.33', 'Comprehensive Structured Report', 'SR'),
  storage('88.59', 'Key Object Selection', 'KO'),
  storage('88.67', 'X-Ray Radiation Dose Structured Report', 'SR'),
  storage('104.1', 'Encapsulated PDF', 'DOC'),
  storage('128', 'Positron Emission Tomography Image', 'PT'),
  storage('128.1', 'Enhanced PET Image', 'PT'),
  storage('481.1', 'RT Image', 'RTIMAGE'),
  storage('481.2', 'RT Dose', 'RTDOSE'),
  storage('481.3', 'RT Structure Set', 'RTSTRUCT'),
  storage('481.5', 'RT Plan', 'RTPLAN'),
];

const BY_UID = new Map(SOP_CLASSES.map((entry) => [entry.uid, entry]));

/** The SOP class behind a UID, or undefined when it is none that we know. */
export function sopClass(uid: string): SopClass | undefined {
  return BY_UID.get(uid);
}
