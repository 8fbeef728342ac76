// One product of a device held against one advisory: for each flaw, whether the device has it, and why. What would settle an open question
// is part of the answer.
import type { Finding } from '#contracts/index.ts';
import {
  type Advisory,
  type CompareVersions,
  containsVersion,
  type Flaw,
  matchProduct,
  type ProductMatch,
  readVersions,
} from '#knowledge/index.ts';
import type { OwnProduct } from './products-of.ts';

/** What is said of one flaw on one device, by one advisory about one product. */
export interface FlawVerdict {
  readonly flaw: Flaw;
  readonly advisory: Advisory;
  readonly product: OwnProduct;
  readonly state: Finding['state'];
  readonly confidence: number;
  /** Why, in the order in which it was worked out. */
  readonly because: readonly string[];
}

interface Line {
  readonly place: number;
  readonly vendor: string;
  readonly product: string;
  readonly versions: string;
  readonly match: ProductMatch;
}

const FITS = { same: 1, more: 0.8, less: 0.5 } as const;
const UNSURE = 0.6;

/** The verdicts of an advisory on a product; none when it speaks of other products. */
export function holdAgainst(product: OwnProduct, advisory: Advisory, compare: CompareVersions): FlawVerdict[] {
  const lines = linesFor(product, advisory);
  if (lines.length === 0) return [];
  return advisory.flaws.flatMap((flaw): FlawVerdict[] => {
    const verdicts = lines.flatMap((line) => verdictOf(product, flaw, line, compare) ?? []);
    const best = verdicts.toSorted(byWeight)[0];
    return best ? [{ ...best, flaw, advisory, product }] : [];
  });
}

/** The lines about this product: those that fit best, so that "LightSpeed VCT" is not judged by the line of "LightSpeed". */
function linesFor(product: OwnProduct, advisory: Advisory): Line[] {
  const lines = advisory.products.flatMap((advised, place): Line[] => {
    const match = matchProduct(product, advised);
    return match ? [{ ...advised, place, match }] : [];
  });
  for (const fit of ['same', 'more', 'less'] as const) {
    const fitting = lines.filter(({ match }) => match.fit === fit);
    if (fitting.length > 0) return fitting;
  }
  return [];
}

type Judged = Pick<FlawVerdict, 'state' | 'confidence' | 'because'>;

const WEIGHTS: readonly Finding['state'][] = ['confirmed', 'potential', 'unknown', 'fixed', 'not affected'];

function byWeight(a: Judged, b: Judged): number {
  return WEIGHTS.indexOf(a.state) - WEIGHTS.indexOf(b.state) || b.confidence - a.confidence;
}

function verdictOf(product: OwnProduct, flaw: Flaw, line: Line, compare: CompareVersions): Judged | null {
  const named = readVersions(line.versions);
  const seen = product.version === null ? null : containsVersion(product.version, named, compare);
  const sure = product.confidence * FITS[line.match.fit];
  const which = `${line.product}${line.versions === '*' ? '' : ` (${line.versions})`}`;
  const because = (...said: string[]) => [...(product.shown ? [product.shown] : []), `${line.match.because}.`, ...said];
  const judged = (state: Finding['state'], confidence: number, ...said: string[]): Judged => ({
    state: state === 'confirmed' && (line.match.fit === 'less' || product.what === 'toolkit') ? 'potential' : state,
    confidence,
    because: because(...said),
  });
  if (flaw.notAffected.includes(line.place)) {
    const isThis = seen === 'inside' || named.kind === 'all';
    return isThis ? judged('not affected', sure, `The advisory says that ${which} is not affected.`) : null;
  }
  if (flaw.fixed.includes(line.place)) {
    return seen === 'inside' ? judged('fixed', sure, `The advisory says that ${which} is repaired.`) : null;
  }
  if (flaw.underInvestigation.includes(line.place)) {
    if (seen === 'newer' || seen === 'outside') return null;
    return judged('unknown', sure * UNSURE, `Nobody has said yet whether ${which} is affected.`);
  }
  if (!flaw.affected.includes(line.place)) return null;
  if (named.kind === 'all')
    return judged('confirmed', sure, `The advisory says that every version of ${line.product} is affected.`);
  if (product.version === null) {
    return judged(
      'potential',
      sure * UNSURE,
      `The advisory names ${which}; which version this one runs is not known.`,
      `What would settle it: read the software version of ${product.name} on its service or "About" screen.`,
    );
  }
  const version = `Version ${product.version}`;
  switch (seen) {
    case 'inside':
      return judged('confirmed', sure, `${version} is among the affected versions: ${which}.`);
    case 'newer':
      return judged('fixed', sure, `${version} is newer than the affected versions: ${which}.`);
    case 'outside':
      return judged('not affected', sure, `${version} is not among the affected versions: ${which}.`);
    default:
      return judged(
        'unknown',
        sure * UNSURE,
        `${version} cannot be compared with the affected versions: ${which}.`,
        `What would settle it: ask the maker whether ${product.name} ${product.version} is affected.`,
      );
  }
}
