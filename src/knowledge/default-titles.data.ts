// AE titles that software ships with, or that manuals use as an example: many machines of a site answer to them, and every stranger
// knows them. Facts with where each is known from.

export interface DefaultTitle {
  readonly title: string;
  readonly product: string;
  readonly source: string;
}

const DCMTK = 'manual pages of DCMTK (options --aetitle and --call)';
const PYNETDICOM = 'documentation of pynetdicom (AE, and its applications)';
const OWN_NAME = 'the name of the product itself, which identifies no machine';
const EXAMPLE = 'a word that manuals and forms use as an example';

function rows(titles: string, product: string, source: string): DefaultTitle[] {
  return titles.split(' ').map((title) => ({ title, product, source }));
}

/** Every default title, in capitals. */
export const DEFAULT_TITLES: readonly DefaultTitle[] = [
  ...rows('ORTHANC', 'Orthanc', 'Orthanc, Configuration.json ("DicomAet")'),
  ...rows('DCM4CHEE', 'dcm4chee', 'dcm4chee-arc, default configuration of the archive device'),
  ...rows('WORKLIST', 'dcm4chee', 'dcm4chee-arc, default configuration of the archive device'),
  ...rows('STORESCP STORESCU ECHOSCU FINDSCU MOVESCU GETSCU TERMSCU DCMQRSCP', 'DCMTK', DCMTK),
  ...rows('ECHOSCP QRSCP PYNETDICOM', 'pynetdicom', PYNETDICOM),
  ...rows('ANY-SCP', 'DCMTK and pynetdicom', DCMTK),
  ...rows('CONQUESTSRV1', 'Conquest DICOM server', 'Conquest DICOM server, dicom.ini ("MyACRNema")'),
  ...rows('DICOOGLE-STORAGE', 'Dicoogle', 'documentation of Dicoogle, config.xml ("AETitle")'),
  ...rows('CLEARCANVAS', 'ClearCanvas', OWN_NAME),
  ...rows('HOROS', 'Horos', OWN_NAME),
  ...rows('OSIRIX', 'OsiriX', OWN_NAME),
  ...rows('RADIANT', 'RadiAnt', OWN_NAME),
  ...rows('ANYSCP ANY AE_TITLE AETITLE MY_AE_TITLE PACS MWL DICOM UNKNOWN', 'examples in manuals', EXAMPLE),
];
