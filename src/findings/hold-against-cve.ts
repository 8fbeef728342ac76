// The programs of a device held against the vulnerabilities of NVD. What a program has in every surrounding is worked out once for each
// name and version, however many devices have it; what depends on the rest of the device is worked out for each.
import type { Finding } from '#contracts/index.ts';
import {
  type Advisory,
  BoundedCache,
  type CveConditions,
  type CveSource,
  type Flaw,
  type NvdRecord,
  toFormattedString,
} from '#knowledge/index.ts';
import type { FlawVerdict } from './hold-against.ts';
import {
  dependsOnSurroundings,
  type Held,
  holdConditions,
  isNegated,
  type Surroundings,
  wordsOf,
} from './hold-conditions.ts';
import type { NamedByCpe } from './named-by-cpe.ts';

/** A vulnerability that a program has, or may have. */
export interface CveHit {
  readonly id: string;
  readonly held: Held;
}

/** What is worked out once for a name. */
interface ForName {
  readonly everywhere: readonly CveHit[];
  /** Those that depend on what is around the program. */
  readonly depends: readonly CveConditions[];
}

/** Hits that are kept, about 100 bytes each. */
const MOST_KEPT = 600_000;
const kept = new WeakMap<CveSource, BoundedCache<ForName>>();

/** The vulnerabilities of a program among the surroundings of its device; those that it does not have are no news. */
export function hitsOf(one: NamedByCpe, around: Surroundings, cves: CveSource): readonly CveHit[] {
  const { everywhere, depends } = forName(one, cves);
  if (depends.length === 0) return everywhere;
  const here = depends.flatMap((conditions): CveHit[] => {
    const held = holdConditions(one, conditions, around);
    return held.answer === 'no' ? [] : [{ id: conditions.id, held }];
  });
  return here.length === 0 ? everywhere : [...everywhere, ...here];
}

function forName(one: NamedByCpe, cves: CveSource): ForName {
  const known = kept.get(cves) ?? new BoundedCache<ForName>(MOST_KEPT);
  kept.set(cves, known);
  const key = `${toFormattedString(one.name)} ${one.version ?? ''} ${one.scheme ?? ''}`;
  return known.get(
    key,
    () => workOut(one, cves),
    ({ everywhere, depends }) => everywhere.length + 3 * depends.length,
  );
}

function workOut(one: NamedByCpe, cves: CveSource): ForName {
  const everywhere: CveHit[] = [];
  const depends: CveConditions[] = [];
  for (const conditions of cves.conditions(one.key)) {
    const held = holdConditions(one, conditions, 'any');
    if (dependsOnSurroundings(conditions)) {
      if (held.answer !== 'no' || isNegated(conditions)) depends.push(conditions);
    } else if (held.answer !== 'no') everywhere.push({ id: conditions.id, held });
  }
  return { everywhere, depends };
}

const FOUND_BY_NAME = 0.7;
const UNSURE = 0.6;

/** The state of a hit (docs/matching.md, table of states). */
export function stateOf({ held }: CveHit, one: NamedByCpe): Finding['state'] {
  switch (held.answer) {
    case 'yes':
      return isLikelyOnly(held, one) ? 'potential' : 'confirmed';
    case 'open':
      return 'potential';
    case 'cannot compare':
      return 'unknown';
    default:
      return 'not affected';
  }
}

/** A toolkit may be patched by whoever built with it, a name may be another's, and an update may be in that no version tells. */
function isLikelyOnly({ why }: Held, { product, isSaid, scheme }: NamedByCpe): boolean {
  if (product.what === 'toolkit' || !isSaid) return true;
  if (product.what === 'system') return why !== 'range';
  return scheme === 'deb' || scheme === 'rpm' || scheme === 'apk';
}

/** What is said of a hit, in the form that all sources have. */
export function verdictOf(one: NamedByCpe, hit: CveHit, record: NvdRecord): FlawVerdict {
  const { product } = one;
  const { answer, why } = hit.held;
  const sure = product.confidence * (one.isSaid ? 1 : FOUND_BY_NAME);
  const settle = settleOf(one, hit);
  return {
    ...published(record),
    product,
    state: stateOf(hit, one),
    confidence: answer === 'yes' ? sure : sure * UNSURE,
    isStated: false,
    waitsFor:
      why === 'version not known' || (product.what === 'system' && answer === 'yes' && why !== 'range')
        ? 'version'
        : null,
    settle,
    because: [
      ...(product.shown ? [product.shown] : []),
      product.what === 'system'
        ? `"${product.name}" is ${one.name.product.replaceAll('_', ' ')} in CPE.`
        : one.isSaid
          ? `It is named ${product.cpe}.`
          : `"${product.name}" is taken for ${one.name.vendor} ${one.name.product}, the only product of this name.`,
      wordsOf(hit.held, one),
    ],
  };
}

function settleOf(one: NamedByCpe, { held: { answer, why, leaf } }: CveHit): string | null {
  const { product } = one;
  if (product.what === 'system' && (answer === 'open' || (answer === 'yes' && why !== 'range')))
    return `read which updates ${product.name} has (on Windows: the build that the command winver shows)`;
  if (why === 'version not known') return `read the version of ${product.name}`;
  if (why === 'edition not known') return `read the edition and the update of ${product.name}`;
  if (why === 'around not known' && leaf !== null)
    return `find out whether ${leaf.key.split(' ').slice(1).join(' ').replaceAll('_', ' ')} is on this device`;
  if (answer === 'cannot compare')
    return `ask the maker whether ${product.name} ${product.version ?? ''} has it`.replace(/ {2}/, ' ');
  if (product.what === 'toolkit')
    return `ask the maker which version of ${product.name} it was built with, and whether it was patched`;
  if (!one.isSaid) return `read who makes ${product.name}, and its version`;
  return null;
}

/** The record in the form of an advisory, so that all sources are told alike. */
function published({ id, title, released, revised, cwe, vectors }: NvdRecord): { advisory: Advisory; flaw: Flaw } {
  const flaw: Flaw = {
    cve: id,
    title,
    cwe,
    vectors,
    affected: [],
    fixed: [],
    notAffected: [],
    underInvestigation: [],
    remedies: [],
  };
  return {
    advisory: {
      id,
      title,
      publisher: 'NIST NVD',
      released: released.slice(0, 10),
      revised: revised.slice(0, 10),
      url: `https://nvd.nist.gov/vuln/detail/${id}`,
      products: [],
      flaws: [],
    },
    flaw,
  };
}
