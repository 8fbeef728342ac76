// Flaws of the toolkits, viewers and components that imaging software is built of, as the records of the CVE Program and NVD state them: one
// row each, so that the first start is useful without any feed. Versions stand in the words that readVersions reads. A record that names one
// tested version says nothing about older ones: `notSaid` are those, and they stay unknown. Remedies in our own words. Nothing was found in a
// source for dcm4che, pydicom, pynetdicom and fo-dicom.

export interface ToolkitFlawRow {
  readonly cve: string;
  readonly vendor: string;
  /** Names under which the product is known; the first is its usual one. */
  readonly names: readonly [string, ...string[]];
  readonly versions: string;
  readonly notSaid: string | null;
  readonly cwe: string | null;
  readonly vector: string | null;
  /** First repaired version; null when the record names none. */
  readonly repaired: string | null;
  /** Days of the record: published, last changed. */
  readonly days: readonly [published: string, revised: string];
  readonly source: 'CVE List' | 'NVD';
}

type Rest = Pick<ToolkitFlawRow, 'cve' | 'versions' | 'days'> &
  Partial<Pick<ToolkitFlawRow, 'notSaid' | 'cwe' | 'vector' | 'repaired' | 'source'>>;

const of =
  (vendor: string, ...names: [string, ...string[]]) =>
  (row: Rest): ToolkitFlawRow => ({
    vendor,
    names,
    notSaid: null,
    cwe: null,
    vector: null,
    repaired: null,
    source: 'CVE List',
    ...row,
  });

const dcmtk = of('OFFIS', 'DCMTK');
const gdcm = of('Grassroots DICOM', 'GDCM', 'Grassroots DICOM');
const microDicom = of('MicroDicom', 'MicroDicom DICOM Viewer');
const santeViewer = of('Santesoft', 'Sante DICOM Viewer Pro');
const santePacs = of('Santesoft', 'Sante PACS Server', 'Sante PACS Server PG');
const leadtools = of('LEADTOOLS', 'LEADTOOLS');
const mirth = of('NextGen Healthcare', 'Mirth Connect');
const mim = of('MIM Software', 'MIM Assistant', 'MIM Client');

const OUT_OF_REACH = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H';
const EVERYTHING = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const EVERYTHING_OF_V3 = 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const OPENED_FILE = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H';
const LEADTOOLS_TESTED = '20.0.2019.3.15';

export const TOOLKIT_FLAWS: readonly ToolkitFlawRow[] = [
  dcmtk({
    cve: 'CVE-2019-1010228',
    versions: '<= 3.6.3',
    cwe: 'CWE-119',
    vector: EVERYTHING_OF_V3,
    repaired: '3.6.4',
    days: ['2019-07-22', '2019-09-27'],
    source: 'NVD',
  }),
  dcmtk({ cve: 'CVE-2021-41687', versions: '<= 3.6.6', repaired: '3.6.7', days: ['2022-06-28', '2022-06-28'] }),
  dcmtk({ cve: 'CVE-2021-41688', versions: '<= 3.6.6', repaired: '3.6.7', days: ['2022-06-28', '2024-06-28'] }),
  dcmtk({ cve: 'CVE-2021-41689', versions: '<= 3.6.6', repaired: '3.6.7', days: ['2022-06-28', '2024-06-28'] }),
  dcmtk({ cve: 'CVE-2021-41690', versions: '<= 3.6.6', repaired: '3.6.7', days: ['2022-06-28', '2022-06-28'] }),
  dcmtk({
    cve: 'CVE-2022-43272',
    versions: '3.6.7',
    notSaid: '< 3.6.7',
    vector: OUT_OF_REACH,
    days: ['2022-12-02', '2024-08-03'],
  }),
  dcmtk({ cve: 'CVE-2024-34508', versions: '< 3.6.9', repaired: '3.6.9', days: ['2024-05-05', '2024-06-28'] }),
  dcmtk({ cve: 'CVE-2024-34509', versions: '< 3.6.9', repaired: '3.6.9', days: ['2024-05-05', '2024-06-28'] }),
  dcmtk({
    cve: 'CVE-2024-27628',
    versions: '3.6.8',
    notSaid: '< 3.6.8',
    cwe: 'CWE-120',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N',
    days: ['2024-06-28', '2024-07-09'],
  }),
  dcmtk({
    cve: 'CVE-2024-47796',
    versions: '3.6.8',
    notSaid: '< 3.6.8',
    cwe: 'CWE-119',
    vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    repaired: '3.6.9',
    days: ['2025-01-13', '2025-01-13'],
  }),
  dcmtk({
    cve: 'CVE-2024-52333',
    versions: '3.6.8',
    notSaid: '< 3.6.8',
    cwe: 'CWE-119',
    vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    days: ['2025-01-13', '2025-01-13'],
  }),
  dcmtk({
    cve: 'CVE-2025-2357',
    versions: '3.6.9',
    notSaid: '< 3.6.9',
    cwe: 'CWE-119',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:L',
    days: ['2025-03-17', '2025-03-17'],
  }),
  dcmtk({
    cve: 'CVE-2025-9732',
    versions: '>= 3.6.0 | <= 3.6.9',
    cwe: 'CWE-119',
    vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:L',
    days: ['2025-08-31', '2025-08-31'],
  }),
  gdcm({ cve: 'CVE-2015-8396', versions: '< 2.6.2', repaired: '2.6.2', days: ['2016-01-12', '2024-08-06'] }),
  gdcm({
    cve: 'CVE-2024-22373',
    versions: '3.0.23',
    notSaid: '< 3.0.23',
    cwe: 'CWE-119',
    vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    days: ['2024-04-25', '2024-04-25'],
  }),
  gdcm({
    cve: 'CVE-2024-22391',
    versions: '3.0.23',
    notSaid: '< 3.0.23',
    cwe: 'CWE-119',
    vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:H/A:H',
    days: ['2024-04-25', '2024-04-25'],
  }),
  gdcm({
    cve: 'CVE-2024-25569',
    versions: '3.0.23',
    notSaid: '< 3.0.23',
    cwe: 'CWE-125',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:L',
    days: ['2024-04-25', '2025-02-13'],
  }),
  microDicom({
    cve: 'CVE-2025-1002',
    versions: '2024.03',
    notSaid: '< 2024.03',
    cwe: 'CWE-295',
    vector: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:N',
    repaired: '2025.1',
    days: ['2025-02-10', '2025-02-10'],
  }),
  microDicom({
    cve: 'CVE-2025-35975',
    versions: '<= 2025.1',
    cwe: 'CWE-787',
    vector: OPENED_FILE,
    repaired: '2025.2',
    days: ['2025-05-01', '2025-05-01'],
  }),
  microDicom({
    cve: 'CVE-2025-36521',
    versions: '< 2025.2',
    repaired: '2025.2',
    days: ['2025-05-01', '2025-05-01'],
    source: 'NVD',
  }),
  santeViewer({
    cve: 'CVE-2025-5307',
    versions: '< 14.2.2',
    repaired: '14.2.2',
    days: ['2025-05-29', '2025-05-29'],
    source: 'NVD',
  }),
  santePacs({
    cve: 'CVE-2023-51637',
    versions: '>= 3.3.3 | < 3.3.7',
    notSaid: '< 3.3.3',
    cwe: 'CWE-89',
    vector: EVERYTHING_OF_V3,
    repaired: '3.3.7',
    days: ['2024-05-22', '2024-08-08'],
  }),
  santePacs({
    cve: 'CVE-2025-0572',
    versions: '< 4.0.10',
    cwe: 'CWE-22',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:L/A:N',
    repaired: '4.0.10',
    days: ['2025-01-30', '2025-02-19'],
    source: 'NVD',
  }),
  ...(['CVE-2025-54156', 'CVE-2025-54759', 'CVE-2025-54862'] as const).map((cve) =>
    santePacs({ cve, versions: '< 4.2.3', repaired: '4.2.3', days: ['2025-08-18', '2025-08-18'], source: 'NVD' }),
  ),
  ...(
    [
      ['CVE-2019-5085', 'CWE-190', EVERYTHING],
      ['CVE-2019-5090', 'CWE-125', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'],
      ['CVE-2019-5091', 'CWE-835', OUT_OF_REACH],
      ['CVE-2019-5092', 'CWE-787', OPENED_FILE],
      ['CVE-2019-5093', 'CWE-190', EVERYTHING],
    ] as const
  ).map(([cve, cwe, vector]) =>
    leadtools({
      cve,
      versions: LEADTOOLS_TESTED,
      notSaid: `< ${LEADTOOLS_TESTED}`,
      cwe,
      vector,
      days: ['2019-12-12', '2019-12-17'],
      source: 'NVD',
    }),
  ),
  mirth({
    cve: 'CVE-2023-37679',
    versions: '4.3.0',
    notSaid: '< 4.3.0',
    repaired: '4.4.1',
    days: ['2023-08-03', '2023-08-03'],
  }),
  mirth({
    cve: 'CVE-2023-43208',
    versions: '< 4.4.1',
    vector: EVERYTHING,
    repaired: '4.4.1',
    days: ['2023-10-26', '2024-08-02'],
  }),
  mim({
    cve: 'CVE-2023-3892',
    versions: '7.2.10 | 7.3.3',
    cwe: 'CWE-611',
    vector: 'CVSS:3.1/AV:A/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:H',
    days: ['2023-09-19', '2024-09-25'],
  }),
  of(
    'Apache',
    'Apache Tomcat',
    'Tomcat',
  )({
    cve: 'CVE-2020-1938',
    versions: '>= 7.0.0 | <= 7.0.99 | >= 8.5.0 | <= 8.5.50 | >= 9.0.0 | <= 9.0.30',
    repaired: '7.0.100, 8.5.51 or 9.0.31',
    days: ['2020-02-24', '2020-02-24'],
  }),
  of(
    'Apache',
    'Log4j',
    'Apache Log4j',
    'log4j-core',
  )({
    cve: 'CVE-2021-44228',
    versions: '>= 2.0 | < 2.3.1 | >= 2.4 | < 2.12.2 | >= 2.13.0 | <= 2.15.0',
    repaired: '2.16.0 (2.12.2 or 2.3.1 with older Java)',
    days: ['2021-12-10', '2021-12-10'],
  }),
  of(
    'OpenSSL',
    'OpenSSL',
  )({
    cve: 'CVE-2014-0160',
    versions: 'vers:openssl/>=1.0.1|<1.0.1g',
    cwe: 'CWE-119',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    repaired: '1.0.1g',
    days: ['2014-04-07', '2020-10-15'],
    source: 'NVD',
  }),
  of(
    'GNU',
    'Bash',
    'GNU Bash',
  )({
    cve: 'CVE-2014-6271',
    versions: '<= 4.3',
    cwe: 'CWE-78',
    vector: EVERYTHING,
    days: ['2014-09-24', '2021-02-01'],
    source: 'NVD',
  }),
  of(
    'Samba',
    'Samba',
  )({
    cve: 'CVE-2017-7494',
    versions: '>= 3.5.0 | < 4.4.14 | >= 4.5.0 | < 4.5.10 | >= 4.6.0 | < 4.6.4',
    cwe: 'CWE-94',
    vector: EVERYTHING_OF_V3,
    repaired: '4.4.14, 4.5.10 or 4.6.4',
    days: ['2017-05-30', '2018-10-21'],
    source: 'NVD',
  }),
];
