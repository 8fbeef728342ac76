// The table of life cycles that ships with the product. Every row names its source and the day the source was read
// (docs/lifecycle-sources.md). Rows that nobody could read in a source say so themselves.
import { type AdvisorySource, indexAdvisories } from './advisories/advisory-index.ts';
import { builtInAdvisories } from './advisories/built-in-advisories.ts';
import { builtInToolkitFlaws } from './advisories/built-in-toolkits.ts';
import { type AttackPatternSource, attackPatternSource } from './attack-pattern-source.ts';
import { type CveRecordSource, noCveRecords } from './cve-record-source.ts';
import { type CveSource, noCves } from './cve-source.ts';
import type { DeviceClass } from './feeds/read-device-class.ts';
import type { AttackPattern } from './feeds/read-stix.ts';
import { type Exploited, type FlawSource, nothingKnown } from './flaw-source.ts';
import { type Cycle, type CycleOrigin, cycleFromRow, type LifecycleSource, type Product } from './lifecycle.ts';
import { noRecalls, type RecallSource } from './recalls/recall-source.ts';
import { CENTOS, DEBIAN, RHEL, SLES, SOLARIS, UBUNTU } from './unix-cycles.data.ts';
import { type CycleRow, WINDOWS, WINDOWS_EMBEDDED, WINDOWS_SERVER } from './windows-cycles.data.ts';

const CATALOGUE: CycleOrigin = { certainty: 'published', source: 'endoflife.date', asOf: '2026-08-22' };

const EMBEDDED_FAQ: CycleOrigin = {
  certainty: 'published',
  source: 'Microsoft, Windows Embedded Product Support Lifecycle FAQ',
  asOf: '2026-11-23',
};

const UNVERIFIED: CycleOrigin = {
  certainty: 'unverified',
  source: 'common knowledge, not verified',
  asOf: '2026-11-23',
};

/** The Windows XP family for devices: in no file of endoflife.date, but on the maker's own page. */
const XP_EMBEDDED: readonly CycleRow[] = [
  ['xp', '2016-01-12', null, '5.1.2600'],
  ['point-of-service', '2016-04-12', null, '5.1.2600'],
  ['standard-2009', '2019-01-08', null, '5.1.2600'],
  ['posready-2009', '2019-04-09', null, '5.1.2600'],
];

const OLD_CLIENTS: readonly CycleRow[] = [
  ['2000', '2010-07-13', null, '5.0.2195'],
  ['nt4', '2004-06-30', null, '4.0.1381'],
];
const OLD_SERVERS: readonly CycleRow[] = [['nt4', '2004-12-31', null, '4.0.1381']];
const IRIX: readonly CycleRow[] = [['6.5', '2013-12-31', null, null]];

const TABLES: readonly (readonly [Product, readonly CycleRow[], CycleOrigin])[] = [
  ['windows', WINDOWS, CATALOGUE],
  ['windows', OLD_CLIENTS, UNVERIFIED],
  ['windows-embedded', WINDOWS_EMBEDDED, CATALOGUE],
  ['windows-embedded', XP_EMBEDDED, EMBEDDED_FAQ],
  ['windows-server', WINDOWS_SERVER, CATALOGUE],
  ['windows-server', OLD_SERVERS, UNVERIFIED],
  ['rhel', RHEL, CATALOGUE],
  ['centos', CENTOS, CATALOGUE],
  ['sles', SLES, CATALOGUE],
  ['oracle-solaris', SOLARIS, CATALOGUE],
  ['ubuntu', UBUNTU, CATALOGUE],
  ['debian', DEBIAN, CATALOGUE],
  ['irix', IRIX, UNVERIFIED],
];

const CYCLES = new Map<Product, readonly Cycle[]>();
for (const [product, rows, origin] of TABLES) {
  const known = CYCLES.get(product) ?? [];
  CYCLES.set(product, [...known, ...rows.map((row) => cycleFromRow(product, row, origin))]);
}

/** The built-in table. */
export const builtInLifecycles: LifecycleSource = {
  name: 'endoflife.date',
  asOf: CATALOGUE.asOf,
  cycles: (product) => CYCLES.get(product) ?? [],
};

/** What the world knows, as far as this installation has it; handed to the rules, which read no files themselves. */
export interface Knowledge {
  readonly lifecycles: LifecycleSource;
  /** Each source of advisories by itself: what it says keeps its name. */
  readonly advisories: readonly AdvisorySource[];
  readonly cves: CveSource;
  /** Records of the CVE Program, with affected products in the assigner's words and the inputs of SSVC. */
  readonly cveRecords: CveRecordSource;
  readonly exploited: FlawSource<Exploited>;
  /** Chance of use within 30 days, 0 to 1 (FIRST EPSS). */
  readonly epss: FlawSource<number>;
  /** Recalls of devices, by maker and product. */
  readonly recalls: RecallSource;
  /** FDA's product codes. */
  readonly deviceClasses: FlawSource<DeviceClass>;
  /** Ways to attack, by number and by the weakness that they use (CAPEC). */
  readonly attackPatterns: AttackPatternSource;
  /** Techniques against control systems, by number (ATT&CK for ICS). */
  readonly techniques: FlawSource<AttackPattern>;
  /** Makers of network cards that a newer list than the built-in one names, by the digits that a block begins with. */
  readonly macBlocks: FlawSource<string>;
  /** The oldest date that a judgement may rest on. */
  readonly asOf: string;
}

/** The knowledge that ships with the product. */
export const builtInKnowledge: Knowledge = {
  lifecycles: builtInLifecycles,
  advisories: [
    indexAdvisories('Built-in list of imaging advisories', builtInAdvisories),
    indexAdvisories('Built-in list of toolkits', builtInToolkitFlaws),
  ],
  cves: noCves,
  cveRecords: noCveRecords,
  exploited: nothingKnown('CISA KEV'),
  epss: nothingKnown('FIRST EPSS'),
  recalls: noRecalls,
  deviceClasses: nothingKnown('FDA'),
  attackPatterns: attackPatternSource(nothingKnown('CAPEC'), []),
  techniques: nothingKnown('ATT&CK for ICS'),
  macBlocks: nothingKnown('IEEE'),
  asOf: builtInLifecycles.asOf,
};

/** Day of the knowledge that ships with the product. */
export const knowledgeAsOf: string = builtInKnowledge.asOf;
