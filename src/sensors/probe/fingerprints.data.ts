// Implementation class UIDs seen in live associations and files, with what they stand for and where that is known from.
// A row without a checked source is left out. Confidence is that of the software named, not of the device around it.

export interface Fingerprint {
  /** The UID, or the root of a family of UIDs. */
  readonly uid: string;
  /** Only this very UID. */
  readonly exact?: boolean;
  /** The version name must look like this. */
  readonly named?: RegExp;
  readonly toolkit?: string;
  readonly product?: string;
  readonly vendor?: string;
  /** The version as people write it, out of the version name. */
  readonly version?: (versionName: string) => string | null;
  readonly confidence: number;
  readonly source: string;
}

const DCMTK = 'DCMTK source, dcuid.h; a toolkit: many products are built on it';
const GDCM = 'GDCM source and conformance samples';
const TAGS = 'headers of sample files of toolkits and makers';

/** Most of it from the sources of open toolkits; the makers' rows from headers of public sample files. */
export const FINGERPRINTS: readonly Fingerprint[] = [
  {
    uid: '1.2.276.0.7230010.3.0.3',
    toolkit: 'DCMTK',
    version: (name) => /^OFFIS_(?:DCMTK|DCMBP)_(\d)(\d)(\d)$/.exec(name)?.slice(1).join('.') ?? null,
    confidence: 0.9,
    source: DCMTK,
  },
  {
    uid: '1.2.826.0.1.3680043.9.3811',
    toolkit: 'pynetdicom',
    version: (name) => /^PYNETDICOM_(\d)(\d)(\d)$/.exec(name)?.slice(1).join('.') ?? null,
    confidence: 0.9,
    source: 'pynetdicom source, _version.py and pdu_primitives.py',
  },
  {
    uid: '1.2.826.0.1.3680043.8.498.1',
    toolkit: 'pydicom',
    version: (name) => /^PYDICOM (\d+\.\d+\.\d+)/.exec(name)?.[1] ?? null,
    confidence: 0.9,
    source: 'pydicom source, uid.py',
  },
  {
    uid: '1.2.40.0.13.1.3',
    toolkit: 'dcm4che',
    version: (name) => /^dcm4che-(\d[\d.]*)/.exec(name)?.[1] ?? null,
    confidence: 0.9,
    source: 'dcm4che source, Implementation.java',
  },
  {
    uid: '1.2.40.0.13.1.1.1',
    toolkit: 'dcm4che',
    version: (name) => /^dcm4che-(1[\d.]*)/.exec(name)?.[1] ?? null,
    confidence: 0.9,
    source: TAGS,
  },
  {
    uid: '1.3.6.1.4.1.30071.8',
    toolkit: 'fo-dicom',
    version: (name) => /^fo-dicom (\d[\d.]*)/.exec(name)?.[1] ?? null,
    confidence: 0.9,
    source: 'fo-dicom source, DicomImplementation.cs',
  },
  {
    uid: '1.3.6.1.4.1.25403.1.1.1',
    toolkit: 'ClearCanvas',
    confidence: 0.8,
    source: 'ClearCanvas source, DicomImplementation.cs',
  },
  {
    uid: '1.2.826.0.1.3680043.2.135.1066.101',
    product: 'Conquest DICOM server',
    version: (name) => /^(\d+\.\d+\.\d+)\//.exec(name)?.[1] ?? null,
    confidence: 0.85,
    source: 'associations published by its users',
  },
  {
    uid: '1.2.826.0.1.3680043.2.1143.107.104.103.115',
    toolkit: 'GDCM',
    version: (name) => /^GDCM (\d+\.\d+\.\d+)/.exec(name)?.[1] ?? null,
    confidence: 0.9,
    source: GDCM,
  },
  {
    uid: '2.25.175220362680028036156011002668768058626',
    exact: true,
    toolkit: 'DICOM-rs',
    version: (name) => /^DICOM-rs (\d[\d.]*)/.exec(name)?.[1] ?? null,
    confidence: 0.9,
    source: 'DICOM-rs source',
  },
  { uid: '2.16.840.1.113669.2.1.1', toolkit: 'MergeCOM-3', confidence: 0.8, source: TAGS },
  {
    uid: '1.2.246.352.70.2.1.120.1',
    exact: true,
    named: /^MergeCOM3_/,
    toolkit: 'MergeCOM-3',
    confidence: 0.6,
    source: TAGS,
  },
  { uid: '1.2.826.0.1.3680043.1.1.4', toolkit: 'DicomObjects', confidence: 0.8, source: TAGS },
  { uid: '1.3.6.1.4.1.5962.99.2', toolkit: 'PixelMed Java toolkit', confidence: 0.9, source: TAGS },
  { uid: '1.3.6.1.4.1.5962.2', toolkit: 'dicom3tools', confidence: 0.9, source: TAGS },
  { uid: '1.2.276.0.7238010.5.0.3.5.4', product: 'OsiriX or Horos', confidence: 0.8, source: TAGS },
  { uid: '1.3.6.1.4.1.9590.100.1', toolkit: 'MATLAB Image Processing Toolbox', confidence: 0.9, source: TAGS },
  {
    uid: '1.2.826.0.1.3680043.9.6676.1.0.0.1',
    product: 'Osimis worklist tool',
    vendor: 'Osimis',
    confidence: 0.8,
    source: TAGS,
  },
  { uid: '1.3.12.2.1107.5.2', product: 'MAGNETOM MR', vendor: 'Siemens Healthineers', confidence: 0.85, source: TAGS },
  { uid: '1.3.12.2.1107.5.1.4', product: 'SOMATOM CT', vendor: 'Siemens Healthineers', confidence: 0.85, source: TAGS },
  { uid: '1.3.46.670589.11.0.0.51.4', product: 'Philips MR', vendor: 'Philips', confidence: 0.85, source: TAGS },
  { uid: '1.3.46.670589.50.1.8.0', vendor: 'Philips', confidence: 0.7, source: TAGS },
  {
    uid: '1.3.51.0.42.1.1',
    product: 'Agfa Enterprise Imaging',
    vendor: 'Agfa HealthCare',
    confidence: 0.7,
    source: 'associations published by its users',
  },
  {
    uid: '1.2.840.113845.1.1',
    named: /^Syn\d/,
    product: 'Synapse PACS',
    vendor: 'Fujifilm',
    version: (name) => /^Syn(\d+),(\d+),(\d+)/.exec(name)?.slice(1).join('.') ?? null,
    confidence: 0.75,
    source: `${TAGS}; maker inferred from the version name`,
  },
  {
    uid: '1.2.392.200036.9116',
    vendor: 'Canon (formerly Toshiba)',
    confidence: 0.7,
    source: `${GDCM}: maker's UID root`,
  },
  { uid: '1.2.392.200036.9125', vendor: 'Fujifilm', confidence: 0.7, source: `${GDCM}: maker's UID root` },
  { uid: '1.2.840.113654.2.3.1995', toolkit: 'CTN', confidence: 0.9, source: 'CTN 3.2.0 observed' },
  {
    uid: '1.2.826.0.1.3680043.10.854',
    toolkit: 'dcmjs-dimse',
    confidence: 0.9,
    source: 'dcmjs-dimse source, Implementation.js',
  },
  {
    uid: '2.25.161992227577024163595799464044780212787',
    exact: true,
    product: 'Dosimeter',
    confidence: 0.95,
    source: 'this program',
  },
];
