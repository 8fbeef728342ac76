// The feeds that knowledge is made of: what each is called, and how a new file of it goes with what is there.

/** A feed that can be taken in. */
export interface FeedKind {
  readonly id: string;
  readonly label: string;
  readonly publisher: string;
  /** `whole`: the newest file is all of it. `each`: files bring single documents, of which the newest revision counts. */
  readonly how: 'whole' | 'each';
  /** Its files give no day: that of the file itself stands for it. */
  readonly isUndated?: true;
}

/** Every feed, in the order in which they are listed. */
export const FEED_KINDS = [
  { id: 'cisa-kev', label: 'Known exploited vulnerabilities', publisher: 'CISA', how: 'whole' },
  { id: 'epss', label: 'Exploit prediction scores (EPSS)', publisher: 'FIRST', how: 'whole' },
  { id: 'nvd', label: 'Vulnerabilities (NVD)', publisher: 'NIST', how: 'each' },
  { id: 'cve', label: 'CVE records with SSVC (CVE Program, CISA)', publisher: 'CVE Program', how: 'each' },
  { id: 'vex', label: 'Statements about flaws (OpenVEX, CycloneDX VEX)', publisher: 'makers', how: 'each' },
  { id: 'csaf', label: 'Security advisories (CSAF)', publisher: 'CISA and makers', how: 'each' },
  {
    id: 'endoflife',
    label: 'Life cycles of systems and programs',
    publisher: 'endoflife.date',
    how: 'each',
    isUndated: true,
  },
  { id: 'openfda-recall', label: 'Device recalls (openFDA)', publisher: 'FDA', how: 'each' },
  { id: 'openfda-enforcement', label: 'Device recalls by class (openFDA)', publisher: 'FDA', how: 'each' },
  { id: 'fda-classes', label: 'Product classification', publisher: 'FDA', how: 'whole', isUndated: true },
  { id: 'oui', label: 'Makers of network cards', publisher: 'IEEE', how: 'each', isUndated: true },
  { id: 'capec', label: 'Attack patterns (CAPEC)', publisher: 'MITRE', how: 'whole' },
  { id: 'attack-ics', label: 'Techniques (ATT&CK for ICS)', publisher: 'MITRE', how: 'whole' },
] as const satisfies readonly FeedKind[];

/** The name of a feed. */
export type FeedId = (typeof FEED_KINDS)[number]['id'];

const SIGNS: readonly (readonly [FeedId, RegExp])[] = [
  ['csaf', /"csaf_version"\s*:/],
  ['vex', /openvex\.dev\/ns|"bomFormat"\s*:\s*"CycloneDX"/],
  ['cve', /"dataType"\s*:\s*"CVE_RECORD"|^\[?\s*\{\s*"(?:cveMetadata|containers)"\s*:\s*\{/],
  ['nvd', /"format"\s*:\s*"NVD_CVE"|"CVE_Items"\s*:|^\{\s*"cve"\s*:\s*\{\s*"id"\s*:\s*"CVE-/],
  ['cisa-kev', /"catalogVersion"\s*:\s*"\d/],
  ['epss', /^(?:#model_version:|cve,epss,percentile)/],
  ['openfda-recall', /^\{[\s\S]*"product_res_number"\s*:/],
  [
    'openfda-enforcement',
    /^\{[\s\S]*"recalling_firm"\s*:[\s\S]*"recall_number"\s*:|^\{[\s\S]*"recall_number"\s*:[\s\S]*"recalling_firm"\s*:/,
  ],
  ['fda-classes', /^REVIEW_PANEL\|MEDICALSPECIALTY\|PRODUCTCODE\|/],
  ['oui', /^Registry,Assignment,Organization Name,/],
  ['capec', /^\{[\s\S]*"source_name"\s*:\s*"capec"/],
  ['attack-ics', /^\{[\s\S]*"external_id"\s*:\s*"ics-attack"/],
  ['endoflife', /^\[\s*\{[^{}]*"cycle"\s*:[^{}]*"eol"\s*:|^\[\s*\{[^{}]*"eol"\s*:[^{}]*"cycle"\s*:/],
];

/** The feed that a file belongs to, told by how it begins; null when it is none that is known. */
export function recognizeFeed(head: string): FeedId | null {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? null;
}
