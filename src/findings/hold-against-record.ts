// One product of a device held against a record of the CVE Program (CVE Record Format 5.1, `affected`): versions in the words of whoever
// assigned the number, with a status of their own and one for all the others.

import type { Finding } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';
import {
  type Advisory,
  type CveAffected,
  type CveRecord,
  type CveRecordSource,
  type CveStatus,
  type CveVersion,
  compareVersions,
  containsVersion,
  type Flaw,
  inRange,
  matchProduct,
  nextOf,
  type ProductMatch,
  parseCpe,
  readVersions,
} from '#knowledge/index.ts';
import type { FlawVerdict } from './hold-against.ts';
import { type OwnProduct, schemeOf } from './products-of.ts';

const FITS = { exact: 1, same: 1, more: 0.8, less: 0.5 } as const;
const UNSURE = 0.6;
const NAME_ALONE = 0.7;

/** The records that may speak of a product. */
export function recordsAbout(product: OwnProduct, records: CveRecordSource): readonly CveRecord[] {
  const found = new Map<string, CveRecord>();
  const add = (all: readonly CveRecord[]) => {
    for (const record of all) found.set(record.id, record);
  };
  if (product.cpe !== null) {
    const parsed = parseCpe(product.cpe);
    if (parsed.kind === 'name') add(records.aboutCpe(parsed.name));
  }
  // A system is found by its CPE name alone: "Windows 10" stands in many records, with other builds in mind.
  if (product.what !== 'system') add(records.about(product.vendor, product.name));
  return [...found.values()];
}

/** The verdict of a record on a product; null when it speaks of others, or says that this version does not have it. */
export function holdAgainstRecord(product: OwnProduct, record: CveRecord): FlawVerdict | null {
  if (record.rejected) return null;
  const held = record.affected.flatMap((affected) => {
    const match = matchAffected(product, affected);
    return match ? [heldBy(product, affected, match)] : [];
  });
  const fitting = (['exact', 'same', 'more', 'less'] as const)
    .map((fit) => held.filter(({ match }) => match.fit === fit))
    .find((each) => each.length > 0);
  const best = fitting?.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status))[0];
  if (!best || best.status === 'unaffected') return null;
  const { match, status, by, said } = best;
  const isNameAlone = product.vendor === null && match.fit !== 'exact';
  const sure = product.confidence * FITS[match.fit] * (isNameAlone ? NAME_ALONE : 1);
  const isLikely = product.what === 'toolkit' || match.fit === 'less' || isNameAlone;
  const states: Record<Exclude<Status, 'unaffected'>, Finding['state']> = {
    affected: isLikely ? 'potential' : 'confirmed',
    'version not known': 'potential',
    unknown: 'unknown',
    'cannot compare': 'unknown',
  };
  return {
    ...published(record, by),
    product,
    state: states[status],
    confidence: status === 'affected' ? sure : sure * UNSURE,
    isStated: false,
    waitsFor: status === 'version not known' ? 'version' : null,
    settle: settleOf(product, status, isLikely),
    because: [`${match.because}.`, said],
  };
}

type Status = CveStatus | 'version not known' | 'cannot compare';

const ORDER: readonly Status[] = ['affected', 'version not known', 'cannot compare', 'unknown', 'unaffected'];

interface HeldBy {
  readonly match: ProductMatch;
  readonly status: Status;
  readonly by: string;
  readonly said: string;
}

function matchAffected(product: OwnProduct, { vendor, product: name, packageName, cpes, purl }: CveAffected) {
  for (const cpe of cpes) {
    const match =
      product.cpe === null ? null : matchProduct({ ...product, purl: null }, { vendor: '', product: '', cpe });
    if (match?.fit === 'exact') return match;
  }
  const advised = name ?? packageName;
  if (advised === null || product.what === 'system') return null;
  return matchProduct(product, { vendor: vendor ?? '', product: advised, ...(purl === null ? {} : { purl }) });
}

function heldBy(product: OwnProduct, affected: CveAffected, match: ProductMatch): HeldBy {
  const { by, versions, defaultStatus } = affected;
  const held = (status: Status, said: string): HeldBy => ({ match, status, by, said });
  const { version } = product;
  if (version === null) {
    const every = versions.every((each) => readVersions(each.version).kind === 'all' && !isRange(each));
    if (every && (defaultStatus === 'affected' || versions.some(({ status }) => status === 'affected')))
      return held('affected', `${by} says that every version is affected.`);
    const some = defaultStatus === 'affected' || versions.some(({ status }) => status === 'affected');
    return some
      ? held('version not known', `${by} says: ${wordsOf(affected)}; which version runs here is not known.`)
      : held('unaffected', '');
  }
  let isUnsure = false;
  for (const each of versions) {
    const status = statusIn(version, each, each.scheme === null ? schemeOf(product) : SCHEMES[each.scheme]);
    if (status === null) continue;
    if (status === 'cannot compare') isUnsure = true;
    else return held(status, `Version ${version} is ${status} by ${by}: ${wordsOf(affected)}.`);
  }
  if (isUnsure)
    return held('cannot compare', `Version ${version} cannot be compared with what ${by} says: ${wordsOf(affected)}.`);
  return held(
    defaultStatus === 'unknown' ? 'unaffected' : defaultStatus,
    `Version ${version} is not named by ${by}: ${wordsOf(affected)}.`,
  );
}

/** `versionType` of the record format as a scheme; what is not here is told by its shape. */
const SCHEMES: Readonly<Record<string, string>> = lookup({
  semver: 'semver',
  rpm: 'rpm',
  maven: 'maven',
  python: 'pypi',
  deb: 'deb',
});

function isRange({ lessThan, lessThanOrEqual }: CveVersion): boolean {
  return lessThan !== undefined || lessThanOrEqual !== undefined;
}

/** The status that an entry gives a version; null when it does not cover it. */
function statusIn(version: string, entry: CveVersion, scheme: string | undefined): CveStatus | 'cannot compare' | null {
  const { version: from, lessThan, lessThanOrEqual, status, changes = [] } = entry;
  // Commits of a repository have no order that can be seen.
  if (entry.scheme === 'git') return from === version ? status : null;
  if (!isRange(entry)) {
    if (/^(?:n\/a|unspecified|unknown)$/i.test(from)) return status === 'affected' ? 'cannot compare' : null;
    const seen = containsVersion(version, readVersions(from), (a, b) => compareVersions(a, b, scheme));
    if (seen === 'inside' || from === version) return status;
    return seen === 'cannot tell' ? 'cannot compare' : null;
  }
  const until = lessThan ?? lessThanOrEqual ?? null;
  // "6.4.*" is the end of the line 6.4 in the record format, under whichever of the two names.
  const line = /^(\d+(?:\.\d+)*)\.\*$/.exec(until ?? '')?.[1];
  const isIn = inRange(
    version,
    {
      from: from === '0' || from === '' || from === '*' || /^unspecified$/i.test(from) ? null : from,
      until: until === '*' ? null : line === undefined ? until : nextOf(line),
      untilInclusive: lessThan === undefined && line === undefined,
    },
    scheme,
  );
  if (isIn === null) return 'cannot compare';
  if (!isIn) return null;
  let now: CveStatus = status;
  for (const change of changes) {
    const { order } = compareVersions(version, change.at, scheme);
    if (order === null) return 'cannot compare';
    if (order >= 0) now = change.status;
  }
  return now;
}

function wordsOf({ versions, defaultStatus }: CveAffected): string {
  const said = versions.slice(0, 5).map(({ version, status, lessThan, lessThanOrEqual }) => {
    const from = version === '0' ? '' : `${version} `;
    if (lessThan !== undefined) return `${from}before ${lessThan} ${status}`;
    if (lessThanOrEqual !== undefined) return `${from}up to ${lessThanOrEqual} ${status}`;
    return `${version} ${status}`;
  });
  if (versions.length > 5) said.push(`${versions.length - 5} more`);
  if (versions.length === 0 || defaultStatus !== 'unknown')
    said.push(`${versions.length === 0 ? 'all' : 'others'} ${defaultStatus}`);
  return said.join(', ');
}

function settleOf(product: OwnProduct, status: Status, isLikely: boolean): string | null {
  const which = product.version === null ? product.name : `${product.name} ${product.version}`;
  if (status === 'version not known') return `read the version of ${product.name}`;
  if (status !== 'affected') return `ask the maker whether ${which} is affected`;
  if (!isLikely) return null;
  return product.what === 'toolkit'
    ? `ask the maker which version of ${product.name} it was built with, and whether it was patched`
    : `read who makes ${product.name}, and its exact name`;
}

/** The record in the form of an advisory, so that all sources are told alike. */
function published(
  { id, title, released, revised, cwe, vectors }: CveRecord,
  by: string,
): { advisory: Advisory; flaw: Flaw } {
  const none: readonly number[] = [];
  return {
    advisory: {
      id,
      title,
      publisher: by === 'unnamed' ? 'CVE Program' : `CVE Program, ${by}`,
      released: released.slice(0, 10),
      revised: revised.slice(0, 10),
      url: `https://www.cve.org/CVERecord?id=${id}`,
      products: [],
      flaws: [],
    },
    flaw: {
      cve: id,
      title,
      cwe,
      vectors,
      affected: none,
      fixed: none,
      notAffected: none,
      underInvestigation: none,
      remedies: [],
    },
  };
}
