// The programs of a device held against the vulnerabilities of NVD. What a program has in every surrounding is worked out once for each
// name and version, however many devices have it; what depends on the rest of the device once for each family of systems around it.
import type { Finding } from '#contracts/index.ts';
import { type Advisory, BoundedCache, type CveSource, type Flaw, type NvdHead } from '#knowledge/index.ts';
import type { FlawVerdict } from './hold-against.ts';
import { type Held, holdConditions, plainName, type Surroundings, wordsOf } from './hold-conditions.ts';
import type { CpeBasis, NamedByCpe } from './named-by-cpe.ts';
import { type ForName, holdingAmong, indexOf, type ProductIndex, workOut } from './product-index.ts';

/** A vulnerability that a program has, or may have. */
export interface CveHit {
  readonly id: string;
  readonly held: Held;
}

/** The hits of a program as `place * 4 + answer`, the places those of the conditions of its product. */
export interface CompactHits {
  readonly index: ProductIndex;
  readonly everywhere: Uint32Array;
  readonly here: Uint32Array;
}

interface KeptName extends ForName {
  readonly byFamilies: Map<string, Uint32Array>;
}

/** Kept in units of 4 bytes. */
const MOST_KEPT = 32_000_000;
const OVERHEAD = 60;
const NONE = new Uint32Array(0);
const kept = new WeakMap<CveSource, BoundedCache<KeptName>>();

/** The vulnerabilities of a program among the surroundings of its device; those that it does not have are no news. */
export function compactHitsOf(one: NamedByCpe, around: Surroundings, cves: CveSource): CompactHits {
  const index = indexOf(cves.conditions(one.key));
  let cache = kept.get(cves);
  if (!cache) {
    cache = new BoundedCache(MOST_KEPT);
    kept.set(cves, cache);
  }
  const name = cache.get(
    one.cacheKey,
    () => ({ ...workOut(index, one), byFamilies: new Map<string, Uint32Array>() }),
    (found) => OVERHEAD + found.everywhere.length + 4 * found.depends.length + found.own.length / 4,
  );
  const { everywhere, depends, byFamilies } = name;
  if (depends.length === 0) return { index, everywhere, here: NONE };
  for (const key of around.names.keys()) {
    if (index.around.has(key)) return { index, everywhere, here: holdingAmong(index, name, one, around) };
  }
  const families = around.familyKey;
  const known = byFamilies.get(families);
  if (known) return { index, everywhere, here: known };
  const here = holdingAmong(index, name, one, around);
  if (byFamilies.size < MOST_FAMILIES) byFamilies.set(families, here);
  return { index, everywhere, here };
}

const MOST_FAMILIES = 3;

/** The same, each with what decided it. */
export function hitsOf(one: NamedByCpe, around: Surroundings, cves: CveSource): CveHit[] {
  const { index, everywhere, here } = compactHitsOf(one, around, cves);
  return [...everywhere, ...here].flatMap((hit) => {
    const conditions = index.conditions[hit >>> 2];
    return conditions ? [{ id: conditions.id, held: holdConditions(one, conditions, around) }] : [];
  });
}

/** How sure it is that a product is the one that CPE names so. */
const SURE: Readonly<Record<CpeBasis, number>> = { said: 1, 'maker and name': 0.9, 'name alone': 0.7 };
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
function isLikelyOnly({ why }: Held, { product, basis, scheme }: NamedByCpe): boolean {
  if (product.what === 'toolkit' || basis === 'name alone') return true;
  if (product.what === 'system') return why !== 'range';
  return scheme === 'deb' || scheme === 'rpm' || scheme === 'apk';
}

/** What is said of a hit, in the form that all sources have. */
export function verdictOf(one: NamedByCpe, hit: CveHit, record: NvdHead): FlawVerdict {
  const { product } = one;
  const { answer, why } = hit.held;
  const sure = product.confidence * SURE[one.basis];
  const settle = settleOf(one, hit);
  const isOpen = waitsForUpdates(one, hit.held);
  return {
    ...published(record),
    product,
    state: stateOf(hit, one),
    confidence: answer === 'yes' && !isOpen ? sure : sure * UNSURE,
    isStated: false,
    waitsFor: why === 'version not known' || isOpen ? 'version' : null,
    settle,
    because: [
      ...(product.shown ? [product.shown] : []),
      product.what === 'system' ? `NVD's name for "${product.name}" is ${plainName(one.key)}.` : namingOf(one),
      wordsOf(hit.held, one),
    ],
  };
}

/** Why a product has its CPE name, as a sentence. */
function namingOf({ basis, product, key }: NamedByCpe): string {
  if (basis === 'said') return `It is named ${product.cpe}.`;
  const taken = `"${product.name}" is taken for ${plainName(key)}`;
  return basis === 'name alone' ? `${taken}, the only product of this name.` : `${taken}: maker and name are the same.`;
}

/** Whether it hangs on the updates of a system, which its release does not tell. */
function waitsForUpdates({ product }: NamedByCpe, { answer, why }: Held): boolean {
  if (product.what !== 'system' || why === 'around not known') return false;
  return answer === 'open' || (answer === 'yes' && why !== 'range');
}

function settleOf(one: NamedByCpe, { held }: CveHit): string | null {
  const { product } = one;
  const { answer, why, leaf } = held;
  if (waitsForUpdates(one, held))
    return `read which updates ${product.name} has (on Windows: the build that the command winver shows)`;
  if (why === 'version not known') return `read the version of ${product.name}`;
  if (why === 'edition not known') return `read the edition and the update of ${product.name}`;
  if (why === 'around not known' && leaf !== null) return `find out whether ${plainName(leaf.key)} is on this device`;
  if (answer === 'cannot compare' || why === 'no version named')
    return `ask the maker whether ${product.name} ${product.version ?? ''} has it`.replace(/ {2}/, ' ');
  if (product.what === 'toolkit')
    return `ask the maker which version of ${product.name} it was built with, and whether it was patched`;
  if (one.basis === 'name alone') return `read who makes ${product.name}, and its version`;
  return null;
}

/** The record in the form of an advisory, so that all sources are told alike. */
function published({ id, title, released, revised, cwe, vectors }: NvdHead): { advisory: Advisory; flaw: Flaw } {
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
