// Devices labelled by other eyes after the rules of matching were mended, from advisories and CVEs that no other labelled device uses. No
// rule was mended for them. Where a record names a version that an update repairs without a new number, the label is "cannot be told".
import { type LabelledDevice, labelled, no, open, yes } from './labelled-device.ts';

const os = (name: string, version?: string, build?: string) => ({ os: { name, version, build } });
const program = (name: string, version: string, cpe?: string) => ({
  software: [{ name, version, cpe: cpe && `cpe:2.3:a:${cpe}:${version}:*:*:*:*:*:*:*` }],
});

const hospital: readonly LabelledDevice[] = [
  ...labelled('ICSMA-17-009-01A', 'CVE-2017-5149', [
    ['St. Jude Medical', 'Merlin@home EX1150', '8.0.1', yes, 'before 8.2.2, trade name before the model'],
    ['Abbott', 'Merlin@home EX1150', '8.2.2', no, 'the repaired version, new owner of the maker'],
    ['St. Jude Medical', 'EX1100', '8.2.1', yes, 'before 8.2.2, model alone'],
    ['St. Jude Medical', 'EX1150', null, open, 'only before 8.2.2, version not known'],
  ]),
  ...labelled('ICSMA-17-017-02', 'CVE-2016-9355', [
    ['BD', 'Alaris 8015 PC Unit', '9.33', yes, 'a version that is named'],
    ['CareFusion', 'Alaris PCU 8015', '9.7', yes, 'a version that is named, maker of the label'],
    ['BD', 'Alaris 8015 PC Unit', '12.1.0', no, 'past all that are named'],
    ['BD', 'Alaris 8000 PC Unit', null, no, 'this flaw is of the 8015'],
  ]),
  ...labelled('ICSMA-17-017-01', 'CVE-2016-8375', [['BD', 'Alaris 8000', null, yes, 'all versions, short name']]),
  ...labelled('ICSMA-17-241-01', 'CVE-2017-12716', [
    ['Abbott', 'Accent MRI', null, open, 'only those made before a day, and the day is not known'],
    ['Abbott', 'Ellipse', null, no, 'a defibrillator; this flaw is of pacemakers'],
  ]),
  ...labelled('ICSMA-18-107-01', 'CVE-2017-12714', [
    ['Abbott', 'Fortify Assura', null, open, 'only those distributed before a day, and the day is not known'],
    ['Abbott', 'Gallant', null, no, 'model that is not named'],
  ]),
  ...labelled('ICSMA-18-128-01', 'CVE-2018-6021', [
    ['Silex Technology', 'SD-320AN', '2.01', yes, 'last affected'],
    ['Silex', 'SD-320AN', '2.02', no, 'past the last affected'],
    ['Silex Technology', 'SX-510', null, no, 'model that is not named'],
    ['GE Healthcare', 'MobileLink GEH-SD-320AN', 'GEH-1.1', yes, 'last affected, letters before the version'],
  ]),
  ...labelled('ICSMA-18-128-01', 'CVE-2018-6020', [['GE Healthcare', 'GEH-500', '1.52', yes, 'below 1.54']]),
  ...labelled('ICSMA-18-137-01', 'CVE-2018-8849', [
    ['Medtronic', "N'Vision 8840", null, yes, 'all versions, number after the name'],
    ['Medtronic', 'CareLink Encore 29901', null, no, 'other programmer'],
  ]),
  ...labelled('ICSMA-18-144-01', 'CVE-2018-7518', [
    ['BeaconMedaes', 'TotalAlert Scroll Medical Air System', '4107600010.22', yes, 'below, singular'],
    ['BeaconMedaes', 'TotalAlert Scroll Medical Air System', '4107600010.24', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-18-156-01', 'CVE-2018-10597', [
    ['Philips', 'IntelliVue MX450', 'L.00.42', yes, 'of the line MX400-550, revision between J and M'],
    ['Philips', 'IntelliVue MX450', 'N.00.10', no, 'revision past M'],
    ['Philips Medical Systems', 'IntelliVue MP30', 'H.15.52', yes, 'revision between B and M'],
    ['Philips', 'IntelliVue MX450', null, open, 'only revisions J to M, revision not known'],
    ['Philips', 'IntelliVue MX40', 'B.06.18', no, 'other line'],
    ['Philips', 'Avalon FM30', 'J.3', yes, 'a version that is named, model of a list with slashes'],
    ['Philips', 'Avalon CL', 'A.00', no, 'model that is not named'],
  ]),
  ...labelled('ICSMA-18-219-01', 'CVE-2018-10626', [
    ['Medtronic', 'MyCareLink Monitor 24950', null, yes, 'all versions, number after the name'],
    ['Medtronic', 'MyCareLink Relay 24960', null, no, 'other model'],
  ]),
  ...labelled('ICSMA-20-345-01', 'CVE-2020-25183', [
    ['Medtronic', 'MyCareLink Smart 25000', null, yes, 'all versions, trade name before the number'],
  ]),
  ...labelled('ICSMA-19-029-02', 'CVE-2019-6517', [
    ['BD', 'FACSLyric', null, open, 'only some releases of it on this system', os('Windows 10 Pro')],
    ['BD', 'FACSLyric', null, no, 'only on Windows 10', os('Windows 7 Professional', 'SP1')],
    ['BD', 'FACSCanto II', null, no, 'other cytometer', os('Windows 10 Pro')],
  ]),
  ...labelled('ICSMA-19-164-01 and NVD', 'CVE-2019-10962', [
    ['BD', 'Alaris Gateway Workstation', '1.1.5', yes, 'a version that is named'],
    ['BD', 'Alaris Gateway Workstation', '1.6.1', no, 'past all that are named'],
  ]),
  ...labelled('ICSMA-19-164-01 and NVD', 'CVE-2019-10959', [
    ['BD', 'Alaris Gateway Workstation', '1.3.1 Build 13', yes, 'the build that is named'],
    ['BD', 'Alaris TIVA', '2.3.5', yes, 'below 2.3.6, written in words'],
    ['BD', 'Alaris TIVA', '2.4.0', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-19-248-01', 'CVE-2019-13517', [
    ['BD', 'Pyxis ES', '1.5.2', yes, 'inside'],
    ['BD', 'Pyxis ES', '1.3.3', no, 'before the first affected'],
    ['BD', 'Pyxis Enterprise Server', '4.12', yes, 'last affected', os('Windows Server 2012 R2 Standard')],
    ['BD', 'Pyxis Enterprise Server', '4.13', no, 'past the last affected', os('Windows Server 2016 Standard')],
  ]),
  ...labelled('ICSMA-20-091-01', 'CVE-2020-10598', [
    ['BD', 'Pyxis MedStation ES', '1.6.1', yes, 'the version named'],
    ['BD', 'Pyxis MedStation ES', null, open, 'only 1.6.1, version not known'],
    ['BD', 'Pyxis MedStation 4000', '1.6.1', no, 'other edition'],
  ]),
  ...labelled('ICSMA-20-170-05', 'CVE-2019-18246', [
    ['BIOTRONIK', 'CardioMessenger II-S GSM', '2.2', yes, 'the version named, without T4APP'],
    ['BIOTRONIK', 'CardioMessenger Smart 3G', '2.2', no, 'other model'],
  ]),
  ...labelled('ICSMA-20-170-06', 'CVE-2019-11479', [
    ['BD', 'Alaris PC Unit', '9.33', yes, 'one of a list of versions'],
    ['BD', 'Alaris PC Unit', '12.3', no, 'not in the list'],
  ]),
  ...labelled('ICSMA-20-296-01', 'CVE-2020-25172', [
    ['B. Braun', 'OnlineSuite AP', '3.0', yes, 'last affected; the document puts the name into its title'],
    ['B. Braun', 'OnlineSuite AP', '3.1', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-20-296-02', 'CVE-2020-25158', [
    ['B. Braun Melsungen AG', 'SpaceCom', 'L81', yes, 'last affected of the letter L'],
    ['B. Braun', 'SpaceCom', 'L82', no, 'past the last affected of the letter L'],
    ['B. Braun', 'Data module compactplus', 'A11', yes, 'one of two versions'],
    ['B. Braun', 'Data module compactplus', 'A12', no, 'not one of the two'],
  ]),
  ...labelled('ICSMA-21-294-01', 'CVE-2021-33886', [
    ['B. Braun', 'SpaceStation with SpaceCom 2', '012U000061', yes, 'last affected of the United States'],
    ['B. Braun', 'SpaceStation with SpaceCom 2', '012U000093', no, 'past the last affected'],
  ]),
  ...labelled('ICSMA-23-103-01', 'CVE-2023-0888', [
    ['B. Braun', 'Battery Pack SP with Wi-Fi', '053L000092', yes, 'one of the four versions'],
    ['B. Braun', 'Battery Pack SP with Wi-Fi', '053L000093', no, 'the repaired version'],
  ]),
  ...labelled('ICSMA-21-273-01', 'CVE-2021-38400', [
    ['Boston Scientific', 'ZOOM LATITUDE 3120', null, yes, 'the number stands where versions do'],
    ['Boston Scientific', 'LATITUDE NXT 6290', null, no, 'other product of the name'],
  ]),
  ...labelled('ICSMA-22-151-01', 'CVE-2022-22767', [
    ['BD', 'Pyxis CIISafe', null, yes, 'all versions, maker not said twice'],
    ['CareFusion', 'Pyxis SupplyStation', null, yes, 'all versions, maker of the label'],
    ['BD', 'Rowa Vmax', null, no, 'other product of the name'],
  ]),
  ...labelled('ICSMA-22-244-01', 'CVE-2022-36385', [
    ['Contec', 'CMS8000', null, open, 'only up to some firmware, and it is not known'],
    ['Contec', 'CMS8000', 'CMS7.820.120.01/0.930.95', yes, 'last affected'],
    ['Contec', 'CMS6000', null, no, 'other model'],
  ]),
  ...labelled('ICSMA-20-079-01', 'CVE-2020-10627', [
    ['Insulet', 'Omnipod Insulin Management System 19191', null, yes, 'the number stands where versions do'],
    ['Insulet', 'Omnipod DASH', null, no, 'other product'],
  ]),
  ...labelled('ICSA-24-025-01', 'CVE-2023-6221', [['MachineSense', 'FeverWarn', null, yes, 'all editions are named']]),
  ...labelled('CVE Program, CVE-2023-39227', 'CVE-2023-39227', [
    ['Softneta', 'MedDream PACS', '7.2.8.810', yes, 'last affected, v before it in the record'],
    ['Softneta', 'MedDream PACS', 'v7.2.9.820', no, 'past the last affected'],
  ]),
  ...labelled('CVE Program, CVE-2023-6522', 'CVE-2023-6522', [
    ['ExtremePacs', 'Extreme XDS', '3913', yes, 'before 3914'],
    ['ExtremePacs', 'Extreme XDS', '3914', no, 'repaired'],
  ]),
  ...labelled('CVE Program, CVE-2023-32135', 'CVE-2023-32135', [
    ['Sante', 'DICOM Viewer Pro', '12.1.5.0', yes, 'the version that the finder names'],
    ['Sante', 'DICOM Editor', '8.2.8', no, 'other product'],
  ]),
];

const systems: readonly LabelledDevice[] = [
  ...labelled('NVD, CVE-2018-8120', 'CVE-2018-8120', [
    ['GE Healthcare', 'Optima CT660', null, open, 'named, unless patched', os('Windows 7 Professional', 'SP1')],
    ['Fujifilm', 'FCR Prima Console', null, no, 'not named', os('Windows 8.1 Pro')],
  ]),
  ...labelled('NVD, CVE-2021-31166', 'CVE-2021-31166', [
    ['Carestream', 'ImageView', null, open, 'named, unless patched', os('Windows 10 Pro', '20H2')],
    ['Carestream', 'ImageView', null, no, 'not named', os('Windows 10 Enterprise LTSC 2019', '1809')],
  ]),
  ...labelled('NVD, CVE-2024-38080', 'CVE-2024-38080', [
    ['Agfa', 'MUSICA', null, yes, 'below the build', os('Windows 11 Pro', '22H2', '10.0.22621.3737')],
    ['Agfa', 'MUSICA', null, no, 'the repaired build', os('Windows 11 Pro', '22H2', '10.0.22621.3880')],
    ['Sectra', 'PACS', null, yes, 'below the build', os('Windows Server 2022 Standard', '21H2', '10.0.20348.2527')],
  ]),
  ...labelled('NVD, CVE-2018-13379', 'CVE-2018-13379', [
    ['Fortinet', 'FortiGate 60E', null, yes, 'last affected of 6.0', os('FortiOS', '6.0.4')],
    ['Fortinet', 'FortiGate 60E', null, no, 'past the last affected of 6.0', os('FortiOS', '6.0.5')],
  ]),
  ...labelled('NVD, CVE-2024-4577', 'CVE-2024-4577', [
    [
      'Agfa',
      'XERO',
      null,
      yes,
      'below, on Windows',
      { ...program('PHP', '8.1.28', 'php:php'), ...os('Windows Server 2019 Standard') },
    ],
    ['Agfa', 'XERO', null, no, 'only on Windows', { ...program('PHP', '8.1.28', 'php:php'), ...os('Ubuntu', '22.04') }],
    ['Agfa', 'XERO', null, open, 'only on Windows, system not known', program('PHP', '8.1.28', 'php:php')],
  ]),
  ...labelled('NVD, CVE-2019-18988', 'CVE-2019-18988', [
    ['Hologic', 'Affirm', null, yes, 'last affected, name alone', program('TeamViewer', '14.7.1965')],
    ['Hologic', 'Affirm', null, no, 'past the last affected, name alone', program('TeamViewer', '15.0.8397')],
  ]),
  ...labelled('NVD, CVE-2024-4761', 'CVE-2024-4761', [
    ['Canon', 'Vitrea', null, yes, 'below', program('Google Chrome', '124.0.6367.118')],
    ['Canon', 'Vitrea', null, no, 'the repaired version', program('Google Chrome', '124.0.6367.207')],
  ]),
  ...labelled('NVD, CVE-2019-7609', 'CVE-2019-7609', [
    ['Visage', 'Visage 7', null, yes, 'below 6.6.1', program('Kibana', '6.6.0', 'elastic:kibana')],
    ['Visage', 'Visage 7', null, no, 'in the gap: 5.6.15 is repaired', program('Kibana', '5.6.15', 'elastic:kibana')],
  ]),
  ...labelled('NVD, CVE-2025-3928', 'CVE-2025-3928', [
    ['Fujifilm', 'Synapse', null, yes, 'below', program('Commvault', '11.32.88', 'commvault:commvault')],
    ['Fujifilm', 'Synapse', null, no, 'the repaired version', program('Commvault', '11.32.89', 'commvault:commvault')],
  ]),
  ...labelled('NVD, CVE-2023-34048', 'CVE-2023-34048', [
    ['Dell', 'PowerEdge R740', null, yes, 'before update 3o', program('VMware vCenter Server', '7.0 U3n')],
    ['Dell', 'PowerEdge R740', null, no, 'the repaired update', program('VMware vCenter Server', '8.0 U2')],
  ]),
  ...labelled('NVD, CVE-2019-2725', 'CVE-2019-2725', [
    [
      'Oracle',
      'WebLogic host',
      null,
      open,
      'named, unless patched',
      program('Oracle WebLogic Server', '10.3.6.0.0', 'oracle:weblogic_server'),
    ],
  ]),
];

export const heldOutDevices: readonly LabelledDevice[] = [...hospital, ...systems];
