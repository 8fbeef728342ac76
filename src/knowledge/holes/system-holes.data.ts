// Holes of operating systems that worms used, or that many attackers use, against machines like those in imaging: facts from the records
// named in each row. A row lists the systems that its source names; `supposed` are systems that are commonly said to have it, too, but that
// the source does not name, so that they never make a finding certain. Builds are given only where the maker's record gives them, and only
// from Windows 10 on, where the revision of the build tells the patch level. Systems released after the repair are left out.

/** Product, generation and release as the table of life cycles names them, with the first repaired revision of the build. */
export type AffectedRow = readonly [
  product: string,
  generation: string,
  release: string | null,
  repaired: string | null,
];

/** What must be reachable for the hole to be used: service names as scans give them, and ports. */
export interface HoleDoor {
  readonly ports: readonly number[];
  readonly name: string;
}

export interface HoleRow {
  readonly cves: readonly [first: string, ...others: string[]];
  /** What people call it. */
  readonly name: string;
  readonly bulletin: string | null;
  /** Day on which it became public. */
  readonly published: string;
  /** Vector as published, of the first CVE; null where none was read. */
  readonly vector: string | null;
  /** Worms have used it; or one could, because nobody has to sign in or open anything. */
  readonly worm: 'used' | 'possible' | null;
  readonly door: HoleDoor | null;
  /** A setting by which it comes in. */
  readonly needs?: 'smb1';
  /** A part that must run for the hole to matter. */
  readonly onlyWith: string | null;
  readonly affects: readonly AffectedRow[];
  readonly supposed: readonly AffectedRow[];
  readonly source: readonly [name: string, asOf: string];
}

const SMB: HoleDoor = { ports: [445, 139], name: 'file sharing (SMB)' };
const RDP: HoleDoor = { ports: [3389], name: 'Remote Desktop' };
const RPC: HoleDoor = { ports: [135, 445], name: 'remote procedure calls (RPC)' };
const HTTP: HoleDoor = { ports: [80, 443], name: 'a web server' };

const windows = (...generations: string[]): AffectedRow[] =>
  generations.map((generation) => ['windows', generation, null, null]);
const server = (...generations: string[]): AffectedRow[] =>
  generations.map((generation) => ['windows-server', generation, null, null]);
const ten = (...releases: string[]): AffectedRow[] => releases.map((release) => ['windows', '10', release, null]);

export const SYSTEM_HOLES: readonly HoleRow[] = [
  {
    cves: ['CVE-2003-0352'],
    name: 'Blaster',
    bulletin: 'MS03-026',
    published: '2003-07-16',
    vector: null,
    worm: 'used',
    door: RPC,
    onlyWith: null,
    affects: [...windows('nt4', '2000', 'xp'), ...server('nt4', '2000', '2003')],
    supposed: [],
    source: ['CVE List, CVE-2003-0352', '2024-08-08'],
  },
  {
    cves: ['CVE-2003-0533'],
    name: 'Sasser',
    bulletin: 'MS04-011',
    published: '2004-04-13',
    vector: null,
    worm: 'used',
    door: SMB,
    onlyWith: null,
    affects: [...windows('nt4', '2000', 'xp'), ...server('nt4', '2000', '2003')],
    supposed: [],
    source: ['CVE List, CVE-2003-0533', '2024-08-08'],
  },
  {
    cves: ['CVE-2006-3439'],
    name: 'the hole in the Server service of 2006',
    bulletin: 'MS06-040',
    published: '2006-08-08',
    vector: null,
    worm: 'used',
    door: SMB,
    onlyWith: null,
    affects: [...windows('2000', 'xp'), ...server('2000', '2003')],
    supposed: [],
    source: ['CVE List, CVE-2006-3439', '2024-08-07'],
  },
  {
    cves: ['CVE-2008-4250'],
    name: 'Conficker',
    bulletin: 'MS08-067',
    published: '2008-10-23',
    vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    worm: 'used',
    door: SMB,
    onlyWith: null,
    affects: [...windows('2000', 'xp', 'vista'), ...server('2000', '2003', '2008')],
    supposed: [],
    source: ['CVE List, CVE-2008-4250; vector: CISA, ICSMA-17-215-01', '2024-08-07'],
  },
  {
    cves: ['CVE-2010-2568'],
    name: 'the shortcut hole that Stuxnet used',
    bulletin: 'MS10-046',
    published: '2010-07-22',
    vector: 'AV:N/AC:M/Au:N/C:C/I:C/A:C',
    worm: null,
    door: null,
    onlyWith: null,
    affects: [...windows('xp', 'vista', '7'), ...server('2003', '2008', '2008-r2')],
    supposed: [],
    source: ['NVD, CVE-2010-2568', '2019-02-26'],
  },
  {
    cves: ['CVE-2012-0002'],
    name: 'the Remote Desktop hole of 2012',
    bulletin: 'MS12-020',
    published: '2012-03-13',
    vector: null,
    worm: 'possible',
    door: RDP,
    onlyWith: null,
    affects: [...windows('xp', 'vista', '7'), ...server('2003', '2008', '2008-r2')],
    supposed: [],
    source: ['CVE List, CVE-2012-0002', '2024-08-06'],
  },
  {
    cves: ['CVE-2014-0160'],
    name: 'Heartbleed',
    bulletin: null,
    published: '2014-04-07',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N',
    worm: null,
    door: HTTP,
    onlyWith: 'OpenSSL 1.0.1 to 1.0.1f',
    affects: [
      ['rhel', '6', null, null],
      ['debian', '7', null, null],
      ['ubuntu', '12.04', null, null],
    ],
    supposed: [['centos', '6', null, null]],
    source: ['NVD, CVE-2014-0160', '2020-10-15'],
  },
  {
    cves: ['CVE-2015-1635'],
    name: 'the hole in the web server HTTP.sys',
    bulletin: 'MS15-034',
    published: '2015-04-14',
    vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C',
    worm: 'possible',
    door: HTTP,
    onlyWith: 'the web server of Windows (HTTP.sys)',
    affects: [...windows('7', '8', '8.1'), ...server('2008-r2', '2012', '2012-r2')],
    supposed: [],
    source: ['NVD, CVE-2015-1635', '2019-05-14'],
  },
  {
    cves: ['CVE-2017-0144', 'CVE-2017-0143', 'CVE-2017-0145', 'CVE-2017-0146', 'CVE-2017-0147', 'CVE-2017-0148'],
    name: 'EternalBlue (WannaCry, NotPetya)',
    bulletin: 'MS17-010',
    published: '2017-03-17',
    vector: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    worm: 'used',
    door: SMB,
    needs: 'smb1',
    onlyWith: null,
    affects: [
      ...windows('vista', '7', '8.1'),
      ...ten('1507', '1511', '1607'),
      ...server('2008', '2008-r2', '2012', '2012-r2', '2016'),
    ],
    supposed: [...windows('xp', '8'), ...server('2003')],
    source: ['NVD, CVE-2017-0144', '2018-06-21'],
  },
  {
    cves: ['CVE-2017-7269'],
    name: 'the hole in the web server IIS 6.0',
    bulletin: null,
    published: '2017-03-27',
    vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    worm: 'possible',
    door: HTTP,
    onlyWith: 'IIS 6.0 with WebDAV',
    affects: [...server('2003')],
    supposed: [],
    source: ['NVD, CVE-2017-7269', '2019-07-03'],
  },
  {
    cves: ['CVE-2019-0708'],
    name: 'BlueKeep',
    bulletin: null,
    published: '2019-05-16',
    vector: null,
    worm: 'possible',
    door: RDP,
    onlyWith: null,
    affects: [...windows('7'), ...server('2008', '2008-r2')],
    supposed: [...windows('xp', 'vista'), ...server('2003')],
    source: ['CVE List, CVE-2019-0708', '2021-06-03'],
  },
  {
    cves: ['CVE-2019-1181', 'CVE-2019-1182'],
    name: 'DejaBlue',
    bulletin: null,
    published: '2019-08-14',
    vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    worm: 'possible',
    door: RDP,
    onlyWith: null,
    affects: [
      ...windows('7', '8.1'),
      ...ten('1507', '1607', '1703', '1709', '1803', '1809', '1903'),
      ...server('2008', '2012', '2012-r2', '2016', '1803', '1903', '2019'),
    ],
    supposed: [...server('2008-r2')],
    source: ['NVD, CVE-2019-1181', '2020-02-10'],
  },
  {
    cves: ['CVE-2020-0796'],
    name: 'SMBGhost',
    bulletin: null,
    published: '2020-03-12',
    vector: null,
    worm: 'possible',
    door: SMB,
    onlyWith: null,
    affects: [...ten('1903', '1909'), ...server('1903', '1909')],
    supposed: [],
    source: ['CVE List, CVE-2020-0796', '2024-08-04'],
  },
  {
    cves: ['CVE-2020-1350'],
    name: 'SIGRed',
    bulletin: null,
    published: '2020-07-14',
    vector: null,
    worm: 'possible',
    door: { ports: [53], name: 'name service (DNS)' },
    onlyWith: 'the DNS server role',
    affects: [...server('2008', '2008-r2', '2012', '2012-r2', '2016', '2019', '1903', '1909', '2004')],
    supposed: [...server('2003')],
    source: ['CVE List, CVE-2020-1350', '2024-08-04'],
  },
  {
    cves: ['CVE-2020-1472'],
    name: 'Zerologon',
    bulletin: null,
    published: '2020-08-11',
    vector: null,
    worm: null,
    door: RPC,
    onlyWith: 'the domain controller role',
    affects: [...server('2008-r2', '2012', '2012-r2', '2016', '2019', '1903', '1909', '2004', '20h2')],
    supposed: [],
    source: ['CVE List, CVE-2020-1472', '2024-05-28'],
  },
  {
    cves: ['CVE-2021-34527', 'CVE-2021-1675'],
    name: 'PrintNightmare',
    bulletin: null,
    published: '2021-07-01',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
    worm: null,
    door: null,
    onlyWith: 'the print spooler, which runs unless somebody switched it off',
    affects: [
      ...windows('7', '8.1'),
      ['windows', '10', '1507', '10240.18969'],
      ['windows', '10', '1607', '14393.4470'],
      ['windows', '10', '1809', '17763.2029'],
      ...ten('1909', '2004'),
      ['windows', '10', '20h2', '19042.1083'],
      ...ten('21h1'),
      ...server('2008', '2008-r2', '2012', '2012-r2', '2004'),
      ['windows-server', '2016', null, '14393.4470'],
      ['windows-server', '2019', null, '17763.2029'],
      ['windows-server', '20h2', null, '19042.1083'],
    ],
    supposed: [],
    source: ['CVE List (Microsoft) and NVD, CVE-2021-34527', '2024-06-10'],
  },
  {
    cves: ['CVE-2022-26809'],
    name: 'the hole in remote procedure calls of 2022',
    bulletin: null,
    published: '2022-04-12',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    worm: 'possible',
    door: RPC,
    onlyWith: null,
    affects: [
      ...windows('7', '8.1'),
      ['windows', '10', '1507', '10240.19265'],
      ['windows', '10', '1607', '14393.5066'],
      ['windows', '10', '1809', '17763.2803'],
      ['windows', '10', '1909', '18363.2212'],
      ['windows', '10', '20h2', '19042.1645'],
      ['windows', '10', '21h1', '19043.1645'],
      ['windows', '10', '21h2', '19044.1645'],
      ['windows', '11', '21h2', '22000.613'],
      ...server('2008', '2008-r2', '2012', '2012-r2'),
      ['windows-server', '2016', null, '14393.5066'],
      ['windows-server', '2019', null, '17763.2803'],
      ['windows-server', '2022', null, '20348.643'],
      ['windows-server', '20h2', null, '19042.1645'],
    ],
    supposed: [],
    source: ['CVE List (Microsoft), CVE-2022-26809', '2023-06-29'],
  },
  {
    cves: ['CVE-2007-0882'],
    name: 'sign-in without a password by telnet',
    bulletin: null,
    published: '2007-02-11',
    vector: null,
    worm: 'used',
    door: { ports: [23], name: 'telnet' },
    onlyWith: null,
    affects: [
      ['oracle-solaris', '10', null, null],
      ['oracle-solaris', '11', null, null],
    ],
    supposed: [],
    source: ['CVE List, CVE-2007-0882', '2024-08-07'],
  },
];

/** Systems that the table of life cycles does not have, with versions in the words of the source. */
export interface DeviceSystemHole {
  readonly cves: readonly [first: string, ...others: string[]];
  readonly name: string;
  readonly system: string;
  readonly versions: string;
  readonly vector: string;
  readonly source: readonly [name: string, asOf: string];
}

export const DEVICE_SYSTEM_HOLES: readonly DeviceSystemHole[] = [
  {
    cves: [
      'CVE-2019-12255',
      'CVE-2019-12256',
      'CVE-2019-12257',
      'CVE-2019-12258',
      'CVE-2019-12260',
      'CVE-2019-12261',
      'CVE-2019-12263',
    ],
    name: 'URGENT/11',
    system: 'vxworks',
    versions: '>= 6.6 | < 6.9.4.12 | 7',
    vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    source: ['NVD, CVE-2019-12255 to 12263; CISA, ICSMA-19-274-01', '2020-02-10'],
  },
  {
    cves: ['CVE-2021-22156'],
    name: 'BadAlloc',
    system: 'qnx',
    versions: '<= 6.5.0',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    source: ['NVD, CVE-2021-22156', '2021-08-30'],
  },
];
