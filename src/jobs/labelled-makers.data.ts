// Devices of other makers, labelled by reading the product tree, the status and the remedies of the advisory named with each group.
import { type LabelledDevice, labelled, no, open, yes } from './labelled-device.ts';

const XP = { os: { name: 'Windows XP Professional', version: 'SP3' } };
const SEVEN = { os: { name: 'Windows 7 Professional', version: 'SP1' } };

export const labelledMakers: readonly LabelledDevice[] = [
  ...labelled('ICSMA-17-215-01', 'CVE-2008-4250', [
    ['Siemens', 'Symbia.net', null, yes, 'all that run Windows XP', XP],
    ['Siemens Healthineers', 'Symbia.net', null, no, 'the system is not Windows XP', SEVEN],
    ['Siemens', 'Symbia.net', null, open, 'only on Windows XP, and the system is not known'],
  ]),
  ...labelled('ICSMA-17-215-02', 'CVE-2015-7861', [
    ['SIEMENS', 'Symbia.net', null, yes, 'all that run Windows 7', SEVEN],
    ['SIEMENS', 'Biograph mCT', null, yes, 'a PET/CT system that runs Windows 7', { ...SEVEN, modality: 'PT' }],
    ['Siemens', 'MAGNETOM Aera', null, no, 'no system of molecular imaging', { ...SEVEN, modality: 'MR' }],
  ]),
  ...labelled('ICSA-21-350-16', 'CVE-2021-40367', [
    ['Siemens', 'syngo fastView', 'VX57G27', yes, 'all versions'],
    ['Siemens Healthineers', 'syngo.fastView', null, yes, 'all versions, with a dot'],
    ['Siemens Healthineers', 'syngo.via', 'VB40A', no, 'other product of the family'],
    ['Siemens Healthineers', 'syngo.plaza', 'VB30A', no, 'other product of the family'],
  ]),
  ...labelled('ICSMA-19-113-01', 'CVE-2019-10948', [
    ['Fujifilm', 'FCR Capsula X', 'CR-IR 357', yes, 'named with this type'],
    ['FUJI PHOTO FILM Co., ltd.', 'FCR Capsula X', 'CR-IR 357', yes, 'maker as the images write it'],
    ['FUJIFILM Corporation', 'FCR XC-2', 'CR-IR 357', yes, 'named with this type'],
    ['Fujifilm', 'FCR Carbon X', null, open, 'the type is not known'],
    ['Fujifilm', 'FCR Prima T2', 'CR-IR 392', no, 'other reader'],
    ['Konica Minolta', 'REGIUS 110', null, no, 'reader of another maker'],
  ]),
  ...labelled('ICSMA-18-277-01', 'CVE-2018-17891', [
    ['Carestream', 'Vue RIS', '11.2', yes, 'last affected, on the system named', { os: { name: 'Windows 8.1 Pro' } }],
    ['Carestream Health', 'Vue RIS', '11.3', no, 'past the last affected', { os: { name: 'Windows 8.1 Pro' } }],
    [
      'Carestream',
      'Vue RIS',
      '11.2',
      no,
      'other system than the one named',
      { os: { name: 'Windows 10 Pro', version: '21H2' } },
    ],
    ['Carestream', 'Vue RIS', '11.1', open, 'only on Windows 8.1, and the system is not known'],
    ['Carestream', 'Vue PACS', '11.2', no, 'other product', { os: { name: 'Windows 8.1 Pro' } }],
  ]),
  ...labelled('ICSMA-18-277-02', 'CVE-2018-10624', [
    ['Change Healthcare', 'PeerVue Web Server', '7.6.1', yes, 'before 7.6.2'],
    ['Change Healthcare', 'PeerVue Web Server', '7.6.2', no, 'first repaired version'],
  ]),
  ...labelled('ICSMA-19-241-01', 'CVE-2018-18630', [
    ['Change Healthcare', 'Change Healthcare Cardiology', '14.1.2', yes, '14.1.x'],
    ['McKesson', 'McKesson Cardiology', '13.2', yes, '13.x, under the maker of that time'],
    ['Change Healthcare', 'Horizon Cardiology', '12.2', yes, '12.x'],
    ['Change Healthcare', 'Horizon Cardiology', '10.0', yes, '11.x and earlier'],
    ['Change Healthcare', 'Horizon Cardiology', '13.0', no, 'past 12.x'],
    ['Change Healthcare', 'Change Healthcare Cardiology', '15.0', no, 'later release'],
  ]),
  ...labelled('ICSMA-23-285-01', 'CVE-2023-39431', [
    ['Santesoft', 'Sante DICOM Viewer Pro', '12.2.4', yes, 'last affected'],
    ['Santesoft', 'Sante DICOM Viewer Pro', '12.2.5', open, 'past the last affected, before the repair in 12.2.6'],
    ['Santesoft', 'Sante DICOM Viewer Pro', '12.2.6', no, 'repaired'],
  ]),
  ...labelled('ICSMA-24-058-01', 'CVE-2024-1453', [
    ['Santesoft', 'Sante DICOM Viewer Pro', '14.0.3', yes, 'last affected'],
    ['Santesoft LTD', 'DICOM Viewer Pro', '12.2.4', yes, 'below, without the maker in the name'],
    ['Santesoft', 'Sante DICOM Viewer Pro', '14.0.4', no, 'repaired'],
    ['Santesoft', 'Sante DICOM Viewer Pro', null, open, 'no version'],
    ['Santesoft', 'Sante DICOM Editor', '8.2.0', no, 'other product'],
  ]),
  ...labelled('ICSMA-23-285-02', 'CVE-2023-5059', [
    ['Santesoft', 'Sante FFT Imaging', '1.4.0', yes, 'last affected'],
    ['Santesoft', 'Sante FFT Imaging', '1.4.1', no, 'repaired'],
  ]),
  ...labelled('ICSMA-24-065-01', 'CVE-2024-1696', [
    ['Santesoft', 'Sante FFT Imaging', '1.4.1', yes, 'repaired of the older flaw, last affected by this one'],
    ['Santesoft', 'Sante FFT Imaging', '1.4.2', no, 'repaired'],
  ]),
  ...labelled('CVE Program, CVE-2023-51637', 'CVE-2023-51637', [
    ['Sante', 'Sante PACS Server PG', '3.3.3', yes, 'version named'],
    ['Sante', 'PACS Server PG', '3.3.7', no, 'the record ends before 3.3.7'],
  ]),
  ...labelled('ICSMA-24-060-01', 'CVE-2024-22100', [
    ['MicroDicom', 'MicroDicom DICOM Viewer', '2023.3 (Build 9342)', yes, 'last affected, build in brackets'],
    ['MicroDicom', 'DICOM Viewer', '2022.1', yes, 'below, without the maker in the name'],
    ['MicroDicom', 'MicroDicom DICOM Viewer', '2024.1', no, 'repaired'],
  ]),
  ...labelled('ICSMA-24-163-01', 'CVE-2024-33606', [
    ['MicroDicom', 'DICOM Viewer', '2024.1', yes, 'before 2024.2'],
    ['MicroDicom', 'DICOM Viewer', '2024.2', no, 'repaired'],
    ['MicroDicom', 'DICOM Viewer', null, open, 'no version'],
    ['Santesoft', 'DICOM Viewer', '2024.1', no, 'other maker, same words'],
  ]),
  ...labelled('ICSMA-22-174-01', 'CVE-2022-2119', [
    ['OFFIS', 'DCMTK', '3.6.6', yes, 'before 3.6.7'],
    ['OFFIS', 'DCMTK', '3.6.7', no, 'repaired'],
    ['Agfa', 'IMPAX', null, yes, 'the toolkit is on it', { software: [{ name: 'DCMTK', version: '3.6.0' }] }],
    [
      'Agfa',
      'IMPAX',
      null,
      no,
      'the toolkit on it is repaired',
      { software: [{ name: 'OFFIS DCMTK', version: '3.6.8' }] },
    ],
    [
      'Lakeside',
      'Gateway',
      null,
      open,
      'a package that its distribution may have patched',
      { software: [{ name: 'dcmtk', version: '3.6.4-2.1', purl: 'pkg:deb/debian/dcmtk@3.6.4-2.1' }] },
    ],
  ]),
  ...labelled('NVD, CVE-2019-1010228', 'CVE-2019-1010228', [
    ['OFFIS', 'DCMTK', '3.6.3', yes, 'last affected'],
    ['OFFIS', 'DCMTK', '3.6.4', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-24-023-01', 'CVE-2023-7238', [
    ['Orthanc', 'Osimis WebViewer', '1.4.2.0-9d9eff4', yes, 'version named'],
    ['Orthanc', 'Stone Web Viewer', '2.5', no, 'other viewer'],
  ]),
  ...labelled('ICSMA-23-248-01', 'CVE-2023-40150', [
    ['Softneta', 'MedDream PACS', '7.2.8.810', yes, 'last affected'],
    ['Softneta', 'MedDream PACS Premium', 'v7.2.8.800', yes, 'below, name of the title, version with a letter'],
    ['Softneta', 'MedDream PACS', '7.2.9.820', no, 'repaired'],
    ['Softneta', 'MedDream PACS', null, open, 'no version'],
  ]),
  ...labelled('CVE Program, CVE-2023-3892', 'CVE-2023-3892', [
    ['MIM Software', 'MIM Assistant', '7.2.10', yes, 'version named'],
    ['MIM Software', 'MIM Client', '7.3.3', yes, 'version named'],
    ['MIM Software', 'MIM Client', '7.3.4', no, 'all but those named are not affected'],
  ]),
  ...labelled('ICSMA-18-179-01', 'CVE-2018-8870', [
    ['Medtronic', 'MyCareLink Monitor 24950', null, yes, 'all versions, number behind the name'],
    ['Medtronic', '24952 MyCareLink Monitor', null, yes, 'all versions'],
    ['Medtronic', 'MyCareLink Smart 25000', null, no, 'other reader of the family'],
  ]),
  ...labelled('ICSMA-19-178-01', 'CVE-2019-10964', [
    ['Medtronic', 'MiniMed 508', null, yes, 'all versions'],
    ['Medtronic MiniMed', 'MiniMed Paradigm 523', '2.4A', yes, 'last affected'],
    ['Medtronic', 'MiniMed Paradigm 523', '2.5A', no, 'past the last affected'],
    ['Medtronic', 'MiniMed 670G', null, no, 'other pump'],
  ]),
  ...labelled('ICSMA-23-180-01', 'CVE-2023-31222', [
    ['Medtronic', 'Paceart Optima', '1.11', yes, 'last affected'],
    ['Medtronic', 'Paceart Optima', '1.12', no, 'repaired'],
  ]),
  ...labelled('ICSMA-19-311-01', 'CVE-2019-13531', [
    ['Medtronic', 'Valleylab LS10', '1.20.2', yes, 'last affected, without the order number'],
    ['Medtronic', 'Valleylab LS10', '1.20.3', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-23-047-01', 'CVE-2022-47376', [
    ['BD', 'Alaris Infusion Central', '1.1', yes, 'first affected'],
    ['Becton Dickinson', 'Alaris Infusion Central', '1.3.2', yes, 'last affected, maker spelled out'],
    ['BD', 'Alaris Infusion Central', '1.0', no, 'before the first affected'],
    ['BD', 'Alaris Infusion Central', '1.3.3', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-20-170-01', 'CVE-2020-12016', [
    ['Baxter', 'ExactaMix EM2400', '1.13', yes, 'version named'],
    ['Baxter', 'ExactaMix EM2400', '1.12', no, 'version between those named'],
    ['Baxter', 'ExactaMix EM 1200', '1.4', yes, 'version named, model with a space'],
  ]),
  ...labelled('ICSMA-22-277-01', 'CVE-2022-40263', [
    ['BD', 'Totalys MultiProcessor', '1.70', yes, 'last affected'],
    ['BD', 'Totalys MultiProcessor', '1.71', no, 'the release with the repair'],
  ]),
  ...labelled('ICSMA-19-022-01', 'CVE-2018-19010', [
    ['Draeger', 'Infinity Delta', null, yes, 'all versions, maker without the umlaut'],
    ['Dräger', 'Infinity Acute Care System', null, no, 'other monitor'],
  ]),
  ...labelled('ICSA-22-067-01', 'CVE-2022-25246', [
    ['Elekta', 'Versa HD', null, yes, 'the agent is on it', { software: [{ name: 'Axeda agent', version: '6.8.0' }] }],
    ['PTC', 'Axeda Connected Product Management', null, no, 'other product of the family'],
  ]),
];
