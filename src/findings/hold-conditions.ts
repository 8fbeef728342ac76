// Conditions of a vulnerability held against the names of a device: a tree of AND and OR over CPE names (CPE Applicability Language, NIST
// IR 7698) whose leaves are compared as IR 7696 says, and by the order of versions. Every answer is yes, no, or one of two ways of not
// knowing; what is not known of a device is not taken for absent.
import {
  ANY,
  type CveConditions,
  type CveLeaf,
  type CveNode,
  inRange,
  isWholeFamily,
  NA,
  type Order,
  relationOf,
  runsOtherRelease,
  sameRelease,
  systemFamily,
  windowsRelease,
} from '#knowledge/index.ts';
import type { NamedByCpe } from './named-by-cpe.ts';
import { releaseOf } from './products-of.ts';

/** `open`: a fact is missing that could be found out. `cannot compare`: two versions have no known order. */
export type Answer = 'no' | 'cannot compare' | 'open' | 'yes';

/** What decided a leaf. */
export type Why =
  | 'nothing'
  | 'edition'
  | 'version'
  | 'every version'
  | 'range'
  | 'version not known'
  | 'no version named'
  | 'edition not known'
  | 'around not known'
  | 'around'
  | 'not around';

/** An answer with the leaf that decided it. */
export interface Held {
  readonly answer: Answer;
  readonly why: Why;
  readonly leaf: CveLeaf | null;
}

/** What else is known of a device: the names on it by their keys, and the families of its operating systems. */
export interface Surroundings {
  readonly names: ReadonlyMap<string, readonly NamedByCpe[]>;
  readonly families: ReadonlySet<string>;
  /** The releases of Windows among them. */
  readonly releases: ReadonlySet<string>;
  /** Families and releases as one text. */
  readonly familyKey: string;
}

/** How strong an answer is. */
export const RANK: Readonly<Record<Answer, number>> = { no: 0, 'cannot compare': 1, open: 2, yes: 3 };
const NOTHING: Held = { answer: 'no', why: 'nothing', leaf: null };
const AROUND: Held = { answer: 'yes', why: 'around', leaf: null };

/** Everything that is known of what a device runs. */
export function surroundingsOf(named: readonly NamedByCpe[]): Surroundings {
  const names = new Map<string, NamedByCpe[]>();
  const families = new Set<string>();
  const releases = new Set<string>();
  for (const each of named) {
    const known = names.get(each.key);
    if (known) known.push(each);
    else names.set(each.key, [each]);
    const family = systemFamily(each.key);
    if (family !== null) families.add(family);
    const release = releaseOf(each.product);
    if (release !== null) releases.add(release);
  }
  return { names, families, releases, familyKey: [...families, ...releases].sort().join(' ') };
}

/** Whether a product has a vulnerability. */
export function holdConditions(one: NamedByCpe, { configurations }: CveConditions, around: Surroundings): Held {
  return combined(configurations, false, ({ all, negate, nodes }) =>
    negatedIf(
      negate,
      combined(nodes, all, (node) => nodeHolds(node, one, around)),
    ),
  );
}

function nodeHolds(node: CveNode, one: NamedByCpe, around: Surroundings): Held {
  const own = combined(node.own, node.all, (leaf) => leafHolds(leaf, one));
  if (node.around.length === 0) return negatedIf(node.negate, own);
  const others = combined(node.around, node.all, (leaf) => leafAround(leaf, one, around));
  if (node.own.length === 0) return negatedIf(node.negate, others);
  return negatedIf(
    node.negate,
    combined([own, others], node.all, (held) => held),
  );
}

/** AND: the weakest answer; OR: the strongest. The first of equals tells why. */
function combined<Item>(items: readonly Item[], all: boolean, hold: (item: Item) => Held): Held {
  let best: Held | null = null;
  for (const item of items) {
    const held = hold(item);
    if (best === null || (all ? RANK[held.answer] < RANK[best.answer] : RANK[held.answer] > RANK[best.answer]))
      best = held;
    if (best.answer === (all ? 'no' : 'yes')) return best;
  }
  return best ?? NOTHING;
}

function negatedIf(negate: boolean, held: Held): Held {
  if (!negate) return held;
  return { ...held, answer: held.answer === 'yes' ? 'no' : held.answer === 'no' ? 'yes' : held.answer };
}

/** What a product runs on or with. Nothing that is not known is taken for absent, but a device runs one system. */
export function leafAround(leaf: CveLeaf, one: NamedByCpe, { names, families, releases }: Surroundings): Held {
  // Firmware is in the hardware that it is named for.
  if (leaf.key.startsWith('h ') && one.key === `o ${leaf.key.slice(2)}_firmware`) return { ...AROUND, leaf };
  const known = names.get(leaf.key);
  if (known) {
    let best: Held | null = null;
    for (const each of known) {
      const { answer } = leafHolds(leaf, each);
      if (best === null || RANK[answer] > RANK[best.answer])
        best = { answer, why: answer === 'no' ? 'not around' : answer === 'yes' ? 'around' : 'around not known', leaf };
    }
    if (best && best.answer !== 'no') return best;
    if (best && !isWholeFamily(leaf.key)) return best;
  }
  const family = systemFamily(leaf.key);
  if (family !== null && families.size > 0) {
    if (!families.has(family)) return { answer: 'no', why: 'not around', leaf };
    const release = windowsRelease(leaf.key);
    if (release !== null && runsOtherRelease([release], releases)) return { answer: 'no', why: 'not around', leaf };
    if (
      isWholeFamily(leaf.key) &&
      leaf.from === null &&
      leaf.until === null &&
      (leaf.version === ANY || leaf.version === NA)
    )
      return { answer: 'yes', why: 'around', leaf };
  }
  return { answer: 'open', why: 'around not known', leaf };
}

/** Bounds that a version was compared with before, by their places. */
export interface ComparedBounds {
  readonly from: number;
  readonly until: number;
  readonly orderOf: (bound: number) => Order | null;
}

/** One name beside one of a product with the same part, vendor and product. */
export function leafHolds(leaf: CveLeaf, one: NamedByCpe, compared?: ComparedBounds): Held {
  let isOpen = false;
  if (leaf.rest !== null) {
    for (let at = 0; at < leaf.rest.length; at++) {
      const wanted = leaf.rest[at] ?? ANY;
      if (wanted === ANY) continue;
      const relation = relationOf(wanted, one.rest[at] ?? ANY);
      if (relation === 'disjoint') return { answer: 'no', why: 'edition', leaf };
      if (relation === 'subset' || relation === 'undefined') isOpen = true;
    }
  }
  const held = versionHolds(leaf, one, compared);
  return isOpen && held.answer === 'yes' ? { answer: 'open', why: 'edition not known', leaf } : held;
}

function versionHolds(leaf: CveLeaf, one: NamedByCpe, compared?: ComparedBounds): Held {
  const { version, from, until, fromInclusive, untilInclusive } = leaf;
  if (namesNoVersion(leaf)) {
    const isAnyway = leaf.key.startsWith('h ') || one.name.version === NA;
    return { answer: isAnyway ? 'yes' : 'open', why: isAnyway ? 'every version' : 'no version named', leaf };
  }
  if (version !== ANY) {
    const own = one.name.version;
    if (own === ANY) return { answer: 'open', why: 'version not known', leaf };
    const relation = relationOf(version, own);
    if (relation === 'undefined') return { answer: 'cannot compare', why: 'version', leaf };
    const isThis = relation === 'equal' || relation === 'superset' || isSameNumber(leaf, one);
    return { answer: isThis ? 'yes' : 'no', why: 'version', leaf };
  }
  if (from === null && until === null) return { answer: 'yes', why: 'every version', leaf };
  if (one.version === null) return { answer: 'open', why: 'version not known', leaf };
  const isIn = compared
    ? inCompared(leaf, compared)
    : inRange(one.version, { from, until, fromInclusive, untilInclusive }, one.scheme);
  return { answer: isIn === null ? 'cannot compare' : isIn ? 'yes' : 'no', why: 'range', leaf };
}

/**
 * Hardware and firmware without a version. Hardware has none; of firmware, NVD writes so when an entry names no versions (CVE-2010-5306 and
 * the GE scanners). By IR 7696 it would differ from every version, and no device would ever have the flaw.
 */
export function namesNoVersion({ version, key }: CveLeaf): boolean {
  return version === NA && (key.startsWith('h ') || key.endsWith('_firmware'));
}

/** 2.1 and v2.1.0 are one version. */
function isSameNumber({ number, version }: CveLeaf, one: NamedByCpe): boolean {
  return number !== null && number === one.number && sameRelease(version, one.name.version);
}

/** The same as inRange(), of bounds that were compared before: one end that leaves the version out is enough for no. */
export function inCompared(
  { fromInclusive, untilInclusive }: CveLeaf,
  { from, until, orderOf }: ComparedBounds,
): boolean | null {
  const lower = from < 0 ? 1 : orderOf(from);
  if (lower === -1 || (lower === 0 && !fromInclusive)) return false;
  const upper = until < 0 ? -1 : orderOf(until);
  if (upper === 1 || (upper === 0 && !untilInclusive)) return false;
  return lower === null || upper === null ? null : true;
}

/** A value of CPE as people write it. */
export function unquoted(value: string): string {
  return !value.includes('\\') ? value : value.replace(/\\(.)/g, '$1');
}

/** Maker and product of a CPE key as people say them: `o debian debian_linux` is debian linux. */
export function plainName(key: string): string {
  const [, vendor = '', product = ''] = key.split(' ').map((part) => unquoted(part).replaceAll('_', ' '));
  return product.startsWith(vendor) ? product : `${vendor} ${product}`;
}

/** Why, as a sentence. */
export function wordsOf({ answer, why, leaf }: Held, one: NamedByCpe): string {
  if (leaf === null) return 'Its conditions name nothing.';
  const what = plainName(leaf.key);
  const own = one.version ?? unquoted(one.name.version);
  const versions = leaf.version === ANY ? rangeWords(leaf) : `version ${unquoted(leaf.version)}`;
  const withoutVersion = `The record names ${what} without a version.`;
  switch (why) {
    case 'edition':
      return `The record names another edition or update of ${what}.`;
    case 'edition not known':
      return `The record names one edition or update of ${what} (${editionOf(leaf)}); which one this is, is not known.`;
    case 'version':
      if (leaf.version === NA) return withoutVersion;
      return answer === 'yes'
        ? `Version ${own} is one of those that have it.`
        : `Version ${own} beside ${unquoted(leaf.version)}.`;
    case 'every version':
      return 'Every version has it.';
    case 'no version named':
      return `${withoutVersion} Whether this one has it is not known.`;
    case 'version not known':
      if (leaf.version === NA) return `${withoutVersion} Which version runs here is not known.`;
      return `It is in ${versions}; which version runs here is not known.`;
    case 'around not known':
      return `It matters only with ${what}, of which not enough is known here.`;
    case 'not around':
      return `It matters only with ${what}, which is not what runs here.`;
    case 'around':
      return `It matters with ${what}, which is here.`;
    default:
      return answer === 'cannot compare'
        ? `Version ${own} cannot be compared with ${versions}.`
        : `Version ${own} is ${answer === 'yes' ? '' : 'not '}among ${versions}.`;
  }
}

function editionOf({ rest }: CveLeaf): string {
  return (rest ?? [])
    .filter((value) => value !== ANY)
    .map(unquoted)
    .join(' ');
}

function rangeWords({ from, fromInclusive, until, untilInclusive }: CveLeaf): string {
  const words = [
    from === null ? null : `from ${from}${fromInclusive ? '' : ' (without it)'}`,
    until === null ? null : `${untilInclusive ? 'up to' : 'before'} ${until}`,
  ].filter((each) => each !== null);
  return words.length === 0 ? 'every version' : `versions ${words.join(' ')}`;
}
