// Where each feed is published, as its publisher or several programs that read it write the address. None of these was asked when this list
// was written: docs/feeds.md says so beside each. Data only; nothing here fetches.
import type { FeedId } from './feed-kinds.ts';

/** One published file of a feed. */
export interface FeedAddress {
  readonly feed: FeedId;
  readonly url: string;
  /** The name of the file on a mirror, in a folder named after the feed. */
  readonly name: string;
  /** What the publisher lays beside the file to prove it: for NVD a `.meta` file with the SHA-256 of the unpacked JSON. */
  readonly proof: 'nvd-meta' | null;
  /** So large that it is fetched only when its feed is named. */
  readonly isLarge: boolean;
}

const NVD = 'https://nvd.nist.gov/feeds/json/cve/2.0/';
const FIRST_NVD_YEAR = 2002;
const GITHUB_ZIP = 'archive/refs/heads';
const CTI = 'https://raw.githubusercontent.com/mitre/cti/master';
const IEEE = 'https://standards-oui.ieee.org';

/** Products of endoflife.date that run in imaging devices and the servers around them. */
const LIFE_CYCLES = [
  'almalinux',
  'apache-http-server',
  'centos',
  'debian',
  'dotnet',
  'dotnetfx',
  'esxi',
  'freebsd',
  'internet-explorer',
  'linux',
  'log4j',
  'macos',
  'mssqlserver',
  'mysql',
  'nginx',
  'openssl',
  'opensuse',
  'oracle-database',
  'oracle-jdk',
  'postgresql',
  'rhel',
  'rocky-linux',
  'sles',
  'tomcat',
  'ubuntu',
  'windows',
  'windows-embedded',
  'windows-server',
] as const;

/** Every official address; NVD publishes a file a year, up to the year given. */
export function feedAddresses(year: number): FeedAddress[] {
  const years = Array.from({ length: Math.max(0, year - FIRST_NVD_YEAR + 1) }, (_, n) => String(FIRST_NVD_YEAR + n));
  return [
    file('cisa-kev', 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json'),
    file('epss', 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz'),
    ...[...years, 'modified'].map((part) => ({
      ...file('nvd', `${NVD}nvdcve-2.0-${part}.json.gz`),
      proof: 'nvd-meta' as const,
    })),
    {
      ...file('cve', `https://github.com/cisagov/vulnrichment/${GITHUB_ZIP}/develop.zip`, 'vulnrichment.zip'),
      isLarge: true,
    },
    {
      ...file('cve', `https://github.com/CVEProject/cvelistV5/${GITHUB_ZIP}/main.zip`, 'cvelistV5.zip'),
      isLarge: true,
    },
    file('csaf', `https://github.com/cisagov/CSAF/${GITHUB_ZIP}/develop.zip`, 'cisa-csaf.zip'),
    ...LIFE_CYCLES.map((product) => file('endoflife', `https://endoflife.date/api/${product}.json`)),
    file('openfda-recall', 'https://download.open.fda.gov/device/recall/device-recall-0001-of-0001.json.zip'),
    file(
      'openfda-enforcement',
      'https://download.open.fda.gov/device/enforcement/device-enforcement-0001-of-0001.json.zip',
    ),
    file('fda-classes', 'https://www.accessdata.fda.gov/premarket/ftparea/foiclass.zip'),
    ...['oui/oui.csv', 'oui28/mam.csv', 'oui36/oui36.csv', 'iab/iab.csv'].map((place) =>
      file('oui', `${IEEE}/${place}`),
    ),
    file('capec', `${CTI}/capec/2.1/stix-capec.json`),
    file('attack-ics', `${CTI}/ics-attack/ics-attack.json`),
  ];
}

function file(feed: FeedId, url: string, name = url.slice(url.lastIndexOf('/') + 1)): FeedAddress {
  return { feed, url, name, proof: null, isLarge: false };
}
