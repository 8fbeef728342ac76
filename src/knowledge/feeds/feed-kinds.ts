// The feeds that knowledge is made of: what each is called, and how a new file of it goes with what is there.

/** A feed that can be taken in. */
export interface FeedKind {
  readonly id: string;
  readonly label: string;
  readonly publisher: string;
  /** `whole`: the newest file is all of it. `each`: files bring single documents, of which the newest revision counts. */
  readonly how: 'whole' | 'each';
}

/** Every feed, in the order in which they are listed. */
export const FEED_KINDS = [
  { id: 'cisa-kev', label: 'Known exploited vulnerabilities', publisher: 'CISA', how: 'whole' },
  { id: 'epss', label: 'Exploit prediction scores (EPSS)', publisher: 'FIRST', how: 'whole' },
  { id: 'nvd', label: 'Vulnerabilities (NVD)', publisher: 'NIST', how: 'each' },
  { id: 'cve', label: 'CVE records with SSVC (CVE Program, CISA)', publisher: 'CVE Program', how: 'each' },
  { id: 'csaf', label: 'Security advisories (CSAF)', publisher: 'CISA and makers', how: 'each' },
] as const satisfies readonly FeedKind[];

/** The name of a feed. */
export type FeedId = (typeof FEED_KINDS)[number]['id'];

const SIGNS: readonly (readonly [FeedId, RegExp])[] = [
  ['csaf', /"csaf_version"\s*:/],
  ['cve', /"dataType"\s*:\s*"CVE_RECORD"|^\[?\s*\{\s*"(?:cveMetadata|containers)"\s*:\s*\{/],
  ['nvd', /"format"\s*:\s*"NVD_CVE"|"CVE_Items"\s*:|^\{\s*"cve"\s*:\s*\{\s*"id"\s*:\s*"CVE-/],
  ['cisa-kev', /"catalogVersion"\s*:\s*"\d/],
  ['epss', /^(?:#model_version:|cve,epss,percentile)/],
];

/** The feed that a file belongs to, told by how it begins; null when it is none that is known. */
export function recognizeFeed(head: string): FeedId | null {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  return SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? null;
}
