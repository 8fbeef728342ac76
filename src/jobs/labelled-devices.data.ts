// Devices whose label was read in the advisory itself, before anything here judged them.
// Source: product tree and product status of the CISA medical advisory that each row names.

/** What the document says of a device: affected, not affected, or nothing that settles it. */
export type Label = 'affected' | 'not affected' | 'cannot be told';

/** Document, CVE, maker, model, version (null: not known), label, reason. */
export type LabelledDevice = readonly [
  document: string,
  cve: string,
  vendor: string,
  model: string,
  version: string | null,
  label: Label,
  reason: string,
];

export const labelledDevices: readonly LabelledDevice[] = [
  ['ICSMA-17-229-01', 'CVE-2017-9656', 'Philips', 'DoseWise Portal', '1.1.7.333', 'affected', 'version named'],
  ['ICSMA-17-229-01', 'CVE-2017-9656', 'Philips', 'DoseWise Portal', '2.1.1.3069', 'affected', 'version named'],
  ['ICSMA-17-229-01', 'CVE-2017-9656', 'Philips', 'Xcelera', '1.1.7.333', 'not affected', 'other model'],
  ['ICSMA-17-229-01', 'CVE-2017-9656', 'Philips', 'DoseWise Portal', null, 'cannot be told', 'no version'],
  ['ICSMA-17-318-01', 'CVE-2017-14111', 'Philips', 'IntelliSpace Cardiovascular', '2.3.0', 'affected', 'last affected'],
  ['ICSMA-17-318-01', 'CVE-2017-14111', 'Philips', 'IntelliSpace Cardiovascular', '2.2.0', 'affected', 'below'],
  [
    'ICSMA-17-318-01',
    'CVE-2017-14111',
    'Philips',
    'IntelliSpace Cardiovascular',
    '2.3.1',
    'not affected',
    'next version',
  ],
  ['ICSMA-17-318-01', 'CVE-2017-14111', 'Philips', 'IntelliSpace Cardiovascular', null, 'cannot be told', 'no version'],
  ['ICSMA-17-318-01', 'CVE-2017-14111', 'Philips', 'Xcelera', 'R4.1L1', 'affected', 'last affected'],
  ['ICSMA-17-318-01', 'CVE-2017-14111', 'Philips', 'IntelliSpace Perinatal', '2.2.0', 'not affected', 'other model'],
  ['ICSMA-17-318-01', 'CVE-2017-14111', 'Siemens', 'Cardiovascular', '2.2.0', 'not affected', 'other maker'],
  ['ICSMA-18-123-01', 'CVE-2018-8853', 'Philips', 'Brilliance 64', '2.6.2', 'affected', 'last affected'],
  ['ICSMA-18-123-01', 'CVE-2018-8853', 'Philips', 'Brilliance 64', '2.6.3', 'not affected', 'next version'],
  ['ICSMA-18-123-01', 'CVE-2018-8853', 'Philips', 'Brilliance CT Big Bore', '2.3.5', 'affected', 'last affected'],
  ['ICSMA-18-123-01', 'CVE-2018-8853', 'Philips', 'Brilliance CT Big Bore', '2.3.6', 'not affected', 'next version'],
  ['ICSMA-18-123-01', 'CVE-2018-8853', 'Philips', 'Brilliance 64', null, 'cannot be told', 'no version'],
  ['ICSMA-18-123-01', 'CVE-2018-8853', 'GE Healthcare', 'Brilliance 64', '2.6.2', 'not affected', 'other maker'],
  ['ICSMA-19-297-01', 'CVE-2019-13546', 'Philips', 'IntelliSpace Perinatal', 'K', 'affected', 'last affected'],
  ['ICSMA-19-318-01', 'CVE-2019-18241', 'Philips', 'IntelliBridge EC80 Hub', '1.0', 'affected', 'all versions'],
  ['ICSMA-19-318-01', 'CVE-2019-18241', 'Philips', 'IntelliBridge EC40 Hub', null, 'affected', 'all versions'],
  ['ICSMA-20-212-01', 'CVE-2020-14518', 'Philips', 'DreamMapper', '2.24', 'affected', 'last affected'],
  ['ICSMA-20-212-01', 'CVE-2020-14518', 'Philips', 'DreamMapper', '2.25', 'not affected', 'next version'],
  [
    'ICSMA-20-261-01',
    'CVE-2020-14506',
    'Philips',
    'Clinical Collaboration Platform',
    '12.2.1',
    'affected',
    'last affected',
  ],
  [
    'ICSMA-20-261-01',
    'CVE-2020-14506',
    'Philips',
    'Clinical Collaboration Platform',
    '12.2.2',
    'not affected',
    'next version',
  ],
  [
    'ICSMA-20-261-01',
    'CVE-2020-14506',
    'Philips',
    'Clinical Collaboration Platform',
    null,
    'cannot be told',
    'no version',
  ],
  [
    'ICSMA-20-261-01',
    'CVE-2020-14506',
    'Philips',
    'IntelliSpace Cardiovascular',
    '12.2.1',
    'not affected',
    'other model',
  ],
];
