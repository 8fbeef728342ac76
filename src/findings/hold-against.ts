// One product of a device held against one advisory: for each flaw, whether the device has it, and why. What would settle an open question
// is part of the answer.
import type { Finding } from '#contracts/index.ts';
import {
  type Advisory,
  type CompareVersions,
  containsVersion,
  type Flaw,
  installedOn,
  matchProduct,
  type ProductMatch,
  readVersions,
  runsOtherRelease,
  type VersionSet,
  windowsReleasesIn,
} from '#knowledge/index.ts';
import { partName } from './part-name.ts';
import { type OwnProduct, schemeOf, versionNamed } from './products-of.ts';

/** What is said of one flaw on one device, by one advisory about one product. */
export interface FlawVerdict {
  readonly flaw: Flaw;
  readonly advisory: Advisory;
  readonly product: OwnProduct;
  readonly state: Finding['state'];
  readonly confidence: number;
  /** The document says it of exactly this product and version; nothing was worked out from versions that it does not name. */
  readonly isStated: boolean;
  /** A fact that many verdicts on the product wait for together. */
  readonly waitsFor: 'version' | null;
  /** The cheapest step that would settle it, to be read after "What would settle it:"; null when it is settled. */
  readonly settle: string | null;
  /** Why, in the order in which it was worked out. */
  readonly because: readonly string[];
}

interface Line {
  readonly place: number;
  readonly vendor: string;
  readonly product: string;
  readonly versions: string;
  readonly on?: string;
  readonly match: ProductMatch;
  /** It speaks of a system around the product, and whether the device has that is not known. */
  readonly isSystemOpen: boolean;
}

const FITS = { exact: 1, same: 1, more: 0.8, less: 0.5 } as const;
const UNSURE = 0.6;

/** The verdicts of an advisory on a product; none when it speaks of other products. */
export function holdAgainst(product: OwnProduct, advisory: Advisory, compare: CompareVersions): FlawVerdict[] {
  const lines = linesFor(product, advisory);
  if (lines.length === 0) return [];
  const scheme = schemeOf(product);
  const inScheme: CompareVersions = scheme === undefined ? compare : (a, b) => compare(a, b, scheme);
  return advisory.flaws.flatMap((flaw): FlawVerdict[] => {
    const verdicts = lines.flatMap((line) => verdictOf(product, flaw, line, inScheme) ?? []);
    // What is said of exactly this version counts before what is said of a run of versions, or of all.
    const exact = verdicts.filter(({ isExact }) => isExact);
    const best = (exact.length > 0 ? exact : verdicts).toSorted(byWeight)[0];
    if (!best) return [];
    const { isExact: _, ...verdict } = best;
    return advisory.isDraft
      ? asDraft({ ...verdict, flaw, advisory, product })
      : [{ ...verdict, flaw, advisory, product }];
  });
}

/** A draft can still change: it makes nothing certain, and lets nobody off. */
function asDraft(verdict: FlawVerdict): FlawVerdict[] {
  const { state, because } = verdict;
  if (state === 'fixed' || state === 'not affected') return [];
  return [
    {
      ...verdict,
      state: state === 'confirmed' ? 'potential' : state,
      settle: verdict.settle ?? `get the final version of ${verdict.advisory.id}`,
      because: ['The advisory is a draft, which its publisher may still change.', ...because],
    },
  ];
}

/** The lines about this product: those that fit best, so that "LightSpeed VCT" is not judged by the line of "LightSpeed". */
function linesFor(product: OwnProduct, advisory: Advisory): Line[] {
  const lines = advisory.products.flatMap((written, place): Line[] => {
    const advised = installedOn(written);
    const whole = matchProduct(product, advised);
    if (!whole) return [];
    const versions = advised.versions === '*' ? (versionNamed(advised) ?? '*') : advised.versions;
    const isParted = whole.fit === 'less' && product.version !== null && readVersions(versions).kind === 'all';
    const parted = isParted ? partName(product, advised) : null;
    // A line for another system must not stand before one that fits less well.
    const system = systemFit(advised.on, product);
    if (system === 'no') return [];
    return [{ ...advised, versions, match: whole, ...parted, isSystemOpen: system === 'open', place }];
  });
  for (const fit of ['exact', 'same', 'more', 'less'] as const) {
    const fitting = lines.filter(({ match }) => match.fit === fit);
    if (fitting.length > 0) return fitting;
  }
  return [];
}

/** Distributions repair packages without taking the version of the repair. */
const PACKAGED = /^pkg:\/*(?:deb|rpm|apk|alpm)\//i;

interface Judged extends Pick<FlawVerdict, 'state' | 'confidence' | 'because' | 'settle' | 'isStated' | 'waitsFor'> {
  /** The line names this one version. */
  readonly isExact: boolean;
}

const WEIGHTS: readonly Finding['state'][] = ['confirmed', 'potential', 'unknown', 'fixed', 'not affected'];

function byWeight(a: Judged, b: Judged): number {
  return WEIGHTS.indexOf(a.state) - WEIGHTS.indexOf(b.state) || b.confidence - a.confidence;
}

/** Why the document says that the product is not affected, to stand behind that it says so. */
function justificationOf({ justifications = [] }: Flaw, { place }: Line): string {
  const found = justifications.flatMap(({ products, text }) =>
    products === null || products.includes(place) ? [text.trim().replace(/\.$/, '')] : [],
  );
  return found.length === 0 ? '' : `: ${found.join('. ')}`;
}

/** Some documents put models where versions stand: Carestation, "620 | 650 | 650c". */
function namesModel({ match }: Line, named: VersionSet): boolean {
  if (match.rest === undefined || named.kind !== 'runs') return false;
  return named.runs.every(({ from, until }) => from === until) && named.runs.some(({ from }) => from === match.rest);
}

/** Whether the device runs what a line speaks of; `open` where it is not known. */
function systemFit(on: string | undefined, { runsOn = [] }: OwnProduct): 'yes' | 'no' | 'open' {
  if (on === undefined) return 'yes';
  const meant = ONE_RELEASE.test(on.trim()) ? windowsReleasesIn(on) : [];
  if (runsOtherRelease(meant, runsOn)) return 'no';
  const isAllSaid = meant.some(
    (release) => runsOn.includes(release) && release === on.toLowerCase().replace(/ /g, '_'),
  );
  return isAllSaid ? 'yes' : 'open';
}

/** One release and nothing that could mean more of them; all other words ("and 7", "or later", "onwards", "such as") may. */
const ONE_RELEASE =
  /^(?:microsoft )?windows (?:server \d{4}|2000|xp|vista|7|8|8\.1|10|11)(?: (?:professional|pro|enterprise|ultimate|operating|systems?))*(?: with iis [\d.]+)?$/i;

function verdictOf(product: OwnProduct, flaw: Flaw, line: Line, compare: CompareVersions): Judged | null {
  const named = readVersions(line.versions);
  const isModel = namesModel(line, named);
  const seen = isModel ? 'inside' : product.version === null ? null : containsVersion(product.version, named, compare);
  const isOneOfLine = line.match.fit === 'less';
  const sure = product.confidence * FITS[line.match.fit];
  const which = `${line.product}${line.versions === '*' ? '' : ` (${line.versions})`}${line.on === undefined ? '' : ` on ${line.on}`}`;
  const isExact =
    seen === 'inside' &&
    named.kind === 'runs' &&
    named.runs.every(({ from, until }) => from !== null && from === until);
  const judged = (state: Finding['state'], said: string, settle: string | null = null): Judged => {
    const isOpen =
      state === 'confirmed' &&
      (isOneOfLine || line.isSystemOpen || product.what === 'toolkit' || isPackaged(product, line));
    return {
      state: isOpen ? 'potential' : state,
      confidence: settle === null ? sure : sure * UNSURE,
      isStated: false,
      isExact,
      waitsFor: null,
      settle: settle ?? (isOpen ? settleOf(product, line) : null),
      because: [...(product.shown ? [product.shown] : []), `${line.match.because}.`, said],
    };
  };
  const stated = (state: 'fixed' | 'not affected', said: string): Judged => ({
    ...judged(state, said),
    isStated: !isOneOfLine && line.match.fit !== 'more',
  });
  if (flaw.contradicted?.includes(line.place)) {
    if (seen === 'newer' || seen === 'outside') return null;
    const ask = `ask the maker whether ${line.product} is affected`;
    return judged(
      'unknown',
      `The advisory says of ${which} what excludes each other, such as affected and not affected.`,
      ask,
    );
  }
  if (flaw.notAffected.includes(line.place)) {
    // Whether this device is the one with the other product around it is not known.
    if (line.isSystemOpen) return null;
    const isThis = seen === 'inside' || named.kind === 'all';
    const why = justificationOf(flaw, line);
    return isThis ? stated('not affected', `The advisory says that ${which} is not affected${why}.`) : null;
  }
  if (flaw.fixed.includes(line.place)) {
    return seen === 'inside' ? stated('fixed', `The advisory says that ${which} is repaired.`) : null;
  }
  if (flaw.underInvestigation.includes(line.place)) {
    if (seen === 'newer' || seen === 'outside') return null;
    const ask = `ask the maker what came of its investigation of ${line.product}`;
    return judged('unknown', `Nobody has said yet whether ${which} is affected.`, ask);
  }
  if (!flaw.affected.includes(line.place)) return null;
  if (named.kind === 'all')
    return judged('confirmed', `The advisory says that every version of ${line.product} is affected.`);
  if (isModel) return judged('confirmed', `${line.match.rest} is among the models that the advisory names: ${which}.`);
  if (product.version === null) {
    return judged(
      'potential',
      `The advisory names ${which}; which version this one runs is not known.`,
      `read the software version of ${product.name} on its service or "About" screen`,
    );
  }
  const version = `Version ${product.version}`;
  const isBound =
    (seen === 'newer' && flaw.first?.includes(line.place)) || (seen === 'outside' && flaw.last?.includes(line.place));
  if (isBound) {
    const [end, beyond] = seen === 'newer' ? ['first', 'later'] : ['last', 'earlier'];
    return judged(
      'potential',
      `${which} is the ${end} affected version; ${version.toLowerCase()} is ${beyond}, and may be affected too.`,
      `ask the maker whether ${product.name} ${product.version} is affected`,
    );
  }
  switch (seen) {
    case 'inside':
      return judged('confirmed', `${version} is among the affected versions: ${which}.`);
    case 'newer': {
      const repaired = repairAfter(product.version, flaw, line, compare);
      if (repaired === null) return judged('fixed', `${version} is newer than the affected versions: ${which}.`);
      return judged(
        'unknown',
        `${version} is newer than the affected versions, ${which}, and older than ${repaired}, which the advisory says repairs it.`,
        `ask the maker whether ${product.name} ${product.version} is affected`,
      );
    }
    case 'outside':
      return judged('not affected', `${version} is not among the affected versions: ${which}.`);
    default:
      return judged(
        'unknown',
        `${version} cannot be compared with the affected versions: ${which}.`,
        `ask the maker whether ${product.name} ${product.version} is affected`,
      );
  }
}

const VERSION = /\b[vr]?\d+(?:\.\d+)+\b/gi;

/** The repaired version that the maker's remedies name, where this version comes before every one that they name; null otherwise. */
function repairAfter(version: string, { remedies }: Flaw, { place }: Line, compare: CompareVersions): string | null {
  const texts = remedies.flatMap(({ kind, text, products }) =>
    kind === 'vendor_fix' && (products === null || products.includes(place)) ? [text] : [],
  );
  let first: string | null = null;
  for (const named of texts.join('\n').match(VERSION) ?? []) {
    const { order } = compare(version, named);
    if (order === null || order >= 0) return null;
    if (first === null || compare(named, first).order === -1) first = named;
  }
  return first;
}

function isPackaged({ purl }: OwnProduct, { match }: Line): boolean {
  return purl !== null && PACKAGED.test(purl) && match.fit !== 'exact';
}

function settleOf(product: OwnProduct, line: Line): string {
  if (isPackaged(product, line)) return `check whether the distribution has repaired its package of ${product.name}`;
  if (line.isSystemOpen) return `check whether ${product.name} runs on ${line.on}`;
  return product.what === 'toolkit'
    ? `ask the maker which version of ${product.name} it was built with, and whether it was patched`
    : `read the exact model on the type plate: is it ${line.product}?`;
}
