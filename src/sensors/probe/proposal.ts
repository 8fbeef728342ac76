// What we propose in an association: one of each service that tells what a stranger may do or what the device is
// (PS3.4 annexes A, B, F, H, J, C, K; PS3.6 annex A), and one that nobody can know.

/** Our implementation class UID, a UUID under 2.25 (PS3.5 B.2), and version name: we say who we are. */
export const OUR_CLASS_UID = '2.25.161992227577024163595799464044780212787';
export const OUR_VERSION_NAME = 'DOSIMETER_010';

/** An abstract syntax that exists nowhere: who accepts it accepts anything. */
export const NONSENSE = '2.25.131567026601710372838700581385529700867';

export const VERIFICATION = '1.2.840.10008.1.1';
export const STUDY_FIND = '1.2.840.10008.5.1.4.1.2.2.1';
export const PATIENT_FIND = '1.2.840.10008.5.1.4.1.2.1.1';
export const WORKLIST_FIND = '1.2.840.10008.5.1.4.31';

export type ServiceRole =
  | 'echo'
  | 'query'
  | 'worklist'
  | 'read'
  | 'store'
  | 'print'
  | 'procedure step'
  | 'commitment'
  | 'nonsense';

export interface ProposedService {
  readonly sopClass: string;
  readonly name: string;
  readonly role: ServiceRole;
  /** For storage: the modality whose images these are, null when any device makes them. */
  readonly modality: string | null;
}

/** Every service that we propose, in order. */
export const PROPOSED: readonly ProposedService[] = [
  service(VERIFICATION, 'Verification', 'echo'),
  service(STUDY_FIND, 'Study Root Find', 'query'),
  service(PATIENT_FIND, 'Patient Root Find', 'query'),
  service(WORKLIST_FIND, 'Modality Worklist Find', 'worklist'),
  service('1.2.840.10008.5.1.4.1.2.2.3', 'Study Root Get', 'read'),
  service('1.2.840.10008.5.1.4.1.2.1.3', 'Patient Root Get', 'read'),
  service('1.2.840.10008.5.1.4.1.2.2.2', 'Study Root Move', 'read'),
  service('1.2.840.10008.5.1.4.1.2.1.2', 'Patient Root Move', 'read'),
  service('1.2.840.10008.5.1.4.1.1.2', 'CT Image Storage', 'store', 'CT'),
  service('1.2.840.10008.5.1.4.1.1.4', 'MR Image Storage', 'store', 'MR'),
  service('1.2.840.10008.5.1.4.1.1.6.1', 'Ultrasound Image Storage', 'store', 'US'),
  service('1.2.840.10008.5.1.4.1.1.1', 'Computed Radiography Image Storage', 'store', 'CR'),
  service('1.2.840.10008.5.1.4.1.1.1.1', 'Digital X-Ray Image Storage', 'store', 'DX'),
  service('1.2.840.10008.5.1.4.1.1.1.2', 'Digital Mammography Image Storage', 'store', 'MG'),
  service('1.2.840.10008.5.1.4.1.1.12.1', 'X-Ray Angiographic Image Storage', 'store', 'XA'),
  service('1.2.840.10008.5.1.4.1.1.20', 'Nuclear Medicine Image Storage', 'store', 'NM'),
  service('1.2.840.10008.5.1.4.1.1.128', 'PET Image Storage', 'store', 'PT'),
  service('1.2.840.10008.5.1.4.1.1.481.5', 'RT Plan Storage', 'store', 'RTPLAN'),
  service('1.2.840.10008.5.1.4.1.1.7', 'Secondary Capture Image Storage', 'store'),
  service('1.2.840.10008.5.1.4.1.1.88.33', 'Comprehensive SR Storage', 'store'),
  service('1.2.840.10008.5.1.4.1.1.104.1', 'Encapsulated PDF Storage', 'store'),
  service('1.2.840.10008.5.1.1.9', 'Basic Grayscale Print', 'print'),
  service('1.2.840.10008.3.1.2.3.3', 'Modality Performed Procedure Step', 'procedure step'),
  service('1.2.840.10008.1.20.1', 'Storage Commitment', 'commitment'),
  service(NONSENSE, 'an invented service', 'nonsense'),
];

const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** The presentation contexts of our request. Queries are offered in the default encoding alone, in which we write them. */
export const CONTEXTS = PROPOSED.map(({ sopClass, role }, index) => ({
  id: 2 * index + 1,
  abstractSyntax: sopClass,
  transferSyntaxes: role === 'store' ? [EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN] : [IMPLICIT_LITTLE_ENDIAN],
}));

function service(sopClass: string, name: string, role: ServiceRole, modality: string | null = null): ProposedService {
  return { sopClass, name, role, modality };
}
