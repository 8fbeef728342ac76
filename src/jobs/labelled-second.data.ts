// Devices labelled after the faults that the others showed were mended, from documents and records that the others do not use: how well
// those mends hold where nobody looked before.
import { type LabelledDevice, labelled, no, open, yes } from './labelled-device.ts';

const os = (name: string, build?: string) => ({ os: { name, build } });
const program = (name: string, version: string, cpe: string) => ({
  software: [{ name, version, cpe: `cpe:2.3:a:${cpe}:${version}:*:*:*:*:*:*:*` }],
});

export const labelledSecond: readonly LabelledDevice[] = [
  ...labelled('ICSMA-17-250-01', 'CVE-2017-13993', [
    ['i-SENS', 'SmartLog Diabetes Management Software', '2.3.9', yes, 'before 2.4.0'],
    ['i-SENS', 'SmartLog Diabetes Management Software', '2.4.1', no, 'repaired'],
  ]),
  ...labelled('ICSMA-17-292-01', 'CVE-2017-14014', [
    ['Boston Scientific', 'ZOOM LATITUDE PRM 3120', null, yes, 'all of this model, short name'],
    ['Boston Scientific', 'LATITUDE Programming System 3300', null, no, 'the successor'],
  ]),
  ...labelled('ICSMA-18-037-01', 'CVE-2018-5457', [
    ['Vyaire Medical', 'CareFusion Upgrade Utility', '2.0.2.2', yes, 'last affected', os('Windows XP Professional')],
    ['Vyaire Medical', 'Vyaire Upgrade Utility', '2.0.3.0', no, 'the successor', os('Windows 10 Pro')],
  ]),
  ...labelled('ICSMA-18-142-01', 'CVE-2018-10593', [
    ['BD', 'PerformA', '3.0.0.0', yes, 'last affected'],
    ['BD', 'PerformA', '3.0.1.0', no, 'past the last affected'],
    ['BD', 'ReadA Overview', '1.1.0.1', yes, 'below'],
  ]),
  ...labelled('ICSMA-18-235-01', 'CVE-2018-14786', [
    ['BD', 'Alaris GS', '2.3.6', yes, 'last affected'],
    ['BD', 'Alaris GS', '2.3.7', no, 'past the last affected'],
    ['BD', 'Alaris PCU', '2.3.6', no, 'other pump of the family'],
  ]),
  ...labelled('ICSMA-18-310-01', 'CVE-2018-18561', [
    ['Roche', 'Accu-Chek Inform II', null, yes, 'model named where versions stand; maker without Diagnostics'],
    ['Roche Diagnostics', 'Accu-Chek Guide', null, no, 'other meter'],
  ]),
  ...labelled('ICSMA-18-347-01', 'CVE-2018-18984', [
    ['Medtronic', 'CareLink 2090 Programmer', null, yes, 'all versions'],
    ['Medtronic', 'CareLink 2090', null, yes, 'all versions, short name'],
    ['Medtronic', 'CareLink SmartSync', null, no, 'the successor'],
  ]),
  ...labelled('ICSMA-19-080-01', 'CVE-2019-6538', [
    ['Medtronic', 'Evera ICD', null, yes, 'all versions'],
    ['Medtronic', 'Evera XT', null, yes, 'of the line Evera'],
    ['Medtronic', 'Maximo II', null, yes, 'named as CRT-D and ICD'],
    ['Medtronic', 'Micra', null, no, 'pacemaker without this radio'],
  ]),
  ...labelled('ICSMA-20-170-02', 'CVE-2020-12036', [
    ['Baxter', 'PrisMax', '2.1', yes, 'before 3.x'],
    ['Baxter', 'PrisMax', '3.1', no, 'of 3.x'],
    ['Baxter', 'Prismaflex', '8.1', yes, 'all versions'],
  ]),
  ...labelled('ICSMA-20-170-03', 'CVE-2020-12048', [
    ['Baxter', 'Phoenix Hemodialysis Delivery System', '3.40', yes, 'version named'],
    ['Baxter', 'Phoenix', '3.36', yes, 'version named, short name'],
    ['Baxter', 'Phoenix Hemodialysis Delivery System', '3.38', no, 'version between those named'],
  ]),
  ...labelled('ICSMA-20-196-01', 'CVE-2019-5024', [
    ['Capsule Technologies', 'SmartLinx Neuron 2', '9.0.3', yes, 'last affected'],
    ['Capsule', 'SmartLinx Neuron 2', '8.6', yes, 'below, short maker'],
    ['Capsule Technologies', 'SmartLinx Neuron 3', '9.0.3', no, 'next model'],
  ]),
  ...labelled('ICSMA-21-007-01', 'CVE-2020-27262', [
    ['Innokas', 'VC150', '1.7.14', yes, 'before 1.7.15, short maker; the document garbles it'],
    ['Innokas', 'VC150', '1.7.15b', no, 'repaired'],
  ]),
  ...labelled('ICSMA-21-047-01', 'CVE-2020-27278', [
    ['Hamilton Medical', 'HAMILTON-T1', '2.2.3', yes, 'last affected; the document says T1 Ventilator'],
    ['Hamilton Medical', 'T1', '2.2.4', no, 'past the last affected'],
    ['Hamilton Medical', 'HAMILTON-C1', '2.2.3', no, 'other ventilator'],
  ]),
  ...labelled('ICSMA-21-161-01', 'CVE-2021-27489', [
    ['ZOLL', 'Defibrillator Dashboard', '2.1', yes, 'before 2.2'],
    ['ZOLL Medical', 'Defibrillator Dashboard', '2.2', no, 'repaired'],
  ]),
  ...labelled('ICSMA-21-215-01', 'CVE-2021-37163', [
    ['Swisslog Healthcare', 'Nexus Control Panel', '7.2.5.6', yes, 'before 7.2.5.7'],
    ['Swisslog Healthcare', 'Nexus Control Panel', '7.2.5.7', no, 'repaired'],
  ]),
  ...labelled('ICSMA-21-215-01', 'CVE-2021-37160', [
    [
      'Swisslog Healthcare',
      'Nexus Control Panel',
      '7.2.5.7',
      yes,
      'the text says that this version repairs all but this flaw',
    ],
  ]),
  ...labelled('ICSMA-21-355-01', 'CVE-2021-23236', [
    ['Fresenius Kabi', 'Agilia Link+', '3.0 D15', yes, 'last affected'],
    ['Fresenius Kabi', 'Agilia Link+', '3.0 D16', no, 'repaired'],
    ['Fresenius Kabi', 'Agilia Partner', '3.2.0', yes, 'below, short name'],
  ]),
  ...labelled('ICSMA-22-062-01', 'CVE-2022-22766', [
    ['BD', 'Pyxis MedStation ES', '1.6.1', yes, 'all versions'],
    ['CareFusion', 'Pyxis SupplyStation', null, yes, 'all versions, under the maker of that time'],
    ['BD', 'Rowa Vmax', null, no, 'other machine of the family'],
  ]),
  ...labelled('ICSMA-22-167-01', 'CVE-2022-26388', [
    ['Hillrom', 'Welch Allyn ELI 380', '2.6.0', yes, 'last affected'],
    ['Welch Allyn', 'ELI 380', '2.5.0', yes, 'below, under the brand'],
    ['Hillrom', 'ELI 280', '2.3.2', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-22-263-01', 'CVE-2022-32537', [
    ['Medtronic', 'MiniMed 670G', 'MMT-1780', yes, 'number named'],
    ['Medtronic', 'MiniMed 780G', 'MMT-1885', no, 'other pump'],
    ['Medtronic', 'MiniMed 640G', null, open, 'the number is not known'],
  ]),
  ...labelled('ICSMA-22-298-01', 'CVE-2022-41627', [
    ['AliveCor', 'KardiaMobile', null, yes, 'all versions'],
    ['AliveCor', 'KardiaStation', null, no, 'other product'],
  ]),
  ...labelled('ICSMA-23-194-01', 'CVE-2023-30559', [
    ['BD', 'Alaris Point-of-Care Unit (PCU) Model 8015', '12.1.3', yes, 'last affected'],
    ['BD', 'Alaris PCU 8015', '12.3.1', yes, 'the text says that this flaw is still there'],
    ['BD', 'Alaris Systems Manager', '12.5.1', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-23-331-01', 'CVE-2023-29060', [
    ['BD', 'FACSChorus', '5.1', yes, 'version named'],
    ['BD', 'FACSChorus', '5.2', no, 'version that is not named'],
    ['BD', 'FACSChorus', '3.0', yes, 'version named, for the other workstation'],
  ]),
  ...labelled('ICSA-17-194-01', 'CVE-2017-9939', [
    ['Siemens', 'SiPass integrated', '2.65', yes, 'before 2.70'],
    ['Siemens', 'SiPass integrated', 'V2.70', no, 'repaired'],
  ]),
  ...labelled('ICSA-25-051-04', 'CVE-2024-48510', [
    ['Siemens', 'SiPass integrated', 'V2.90.3.18', yes, 'before the repair of its line'],
    ['Siemens', 'SiPass integrated', 'V2.95.3.15', no, 'repaired in its line'],
  ]),
  ...labelled('ICSA-21-147-03', 'CVE-2021-27447', [
    ['Mesa Labs', 'AmegaView', '3.0', yes, 'last affected'],
    ['Mesa Laboratories', 'ViewPoint', '3.0', no, 'other product'],
  ]),
  ...labelled('ICSA-22-102-05', 'CVE-2022-1066', [
    ['Aethon', 'TUG Home Base Server', '23', yes, 'before 24'],
    ['Aethon', 'TUG Home Base Server', '24', no, 'repaired'],
  ]),
  ...labelled('ICSA-22-153-02', 'CVE-2022-1517', [
    ['Illumina', 'MiSeq Instrument LRM', '3.1', yes, 'last affected'],
    ['Illumina', 'MiSeq Instrument LRM', '1.2', no, 'before the first affected'],
    ['Illumina', 'NovaSeq 6000', '3.1', no, 'other instrument'],
  ]),
  ...labelled('ICSA-24-326-05', 'CVE-2024-10575', [
    ['Schneider Electric', 'EcoStruxure IT Gateway', '1.22.1.5', yes, 'version named'],
    ['Schneider Electric', 'EcoStruxure IT Gateway', '1.23.1.10', no, 'version said to be repaired'],
  ]),
  ...labelled('CVE Program (Microsoft), CVE-2023-21674', 'CVE-2023-21674', [
    ['Canon', 'Aquilion Prime SP', null, yes, 'before the build', os('Windows 10 Enterprise LTSC 2019', '17763.3650')],
    ['Canon', 'Aquilion Prime SP', null, no, 'the build', os('Windows 10 Enterprise LTSC 2019', '17763.3887')],
    ['Hitachi', 'ARIETTA 850', null, yes, 'before the build', os('Windows 10 Enterprise LTSC 2021', '19044.2364')],
    ['Hitachi', 'ARIETTA 850', null, no, 'the build', os('Windows 10 Enterprise LTSC 2021', '10.0.19044.2486')],
    ['Esaote', 'MyLab X8', null, yes, 'before the build', os('Windows 8.1 Pro', '9600.20671')],
    ['Esaote', 'MyLab X8', null, no, 'the build', os('Windows 8.1 Pro', '6.3.9600.20778')],
  ]),
  ...labelled('CVE Program (Microsoft), CVE-2023-29336', 'CVE-2023-29336', [
    ['Planmeca', 'Viso G7', null, yes, 'before the build', os('Windows 10 Enterprise LTSB 2016', '14393.5850')],
    ['Planmeca', 'Viso G7', null, no, 'the build', os('Windows 10 Enterprise LTSB 2016', '14393.5921')],
    ['Planmeca', 'Viso G7', null, no, 'not named', os('Windows 10 Enterprise LTSC 2019', '17763.4252')],
  ]),
  ...labelled('NVD, CVE-2024-9680', 'CVE-2024-9680', [
    ['Sectra', 'Workstation', null, yes, 'before 131.0.2', program('Firefox', '131.0', 'mozilla:firefox')],
    ['Sectra', 'Workstation', null, no, 'repaired', program('Firefox', '131.0.2', 'mozilla:firefox')],
    ['Sectra', 'Workstation', null, yes, 'before 115.16.1', program('Firefox ESR', '115.16.0', 'mozilla:firefox_esr')],
    ['Sectra', 'Workstation', null, no, 'repaired', program('Firefox ESR', '128.3.1', 'mozilla:firefox_esr')],
  ]),
  ...labelled('NVD, CVE-2021-22204', 'CVE-2021-22204', [
    ['Lakeside', 'Archive', null, yes, 'inside', program('ExifTool', '12.16', 'exiftool_project:exiftool')],
    ['Lakeside', 'Archive', null, no, 'before the first', program('ExifTool', '7.30', 'exiftool_project:exiftool')],
    ['Lakeside', 'Archive', null, no, 'repaired', program('ExifTool', '12.24', 'exiftool_project:exiftool')],
  ]),
  ...labelled('NVD, CVE-2024-38475', 'CVE-2024-38475', [
    ['Visage', 'Web server', null, yes, 'last affected', program('Apache HTTP Server', '2.4.59', 'apache:http_server')],
    ['Visage', 'Web server', null, no, 'older line', program('Apache HTTP Server', '2.2.34', 'apache:http_server')],
  ]),
];
