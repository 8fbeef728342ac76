// The conditions of a product arranged by what decides them, so that a version is compared with each bound once, and with the single versions
// that are named not at all: they are looked up. Gives the same answers as holdConditions(), one condition after another.
import {
  ANY,
  type CveConditions,
  type CveLeaf,
  type CveNode,
  compareVersions,
  hasWildcards,
  type Order,
  orderOfDotted,
  plainNumbers,
} from '#knowledge/index.ts';
import {
  type Answer,
  holdConditions,
  inCompared,
  leafAround,
  leafHolds,
  namesNoVersion,
  RANK,
  type Surroundings,
} from './hold-conditions.ts';
import type { NamedByCpe } from './named-by-cpe.ts';

/** Answers in the order of their strength. */
export const ANSWERS: readonly Answer[] = ['no', 'cannot compare', 'open', 'yes'];

/** A leaf with the place of its condition. */
interface Placed {
  readonly place: number;
  readonly leaf: CveLeaf;
  /** Places of its bounds; -1 where it has none. */
  readonly from: number;
  readonly until: number;
}

/** The conditions of one product. */
export interface ProductIndex {
  readonly conditions: readonly CveConditions[];
  /** Leaves that name one version: by the value itself, and by the number that it stands for. */
  readonly byVersion: ReadonlyMap<string, readonly Placed[]>;
  readonly byNumber: ReadonlyMap<string, readonly Placed[]>;
  /** Leaves with bounds, with a pattern, for every version, or that name none. */
  readonly others: readonly Placed[];
  readonly bounds: readonly string[];
  /** Bounds that are plain numbers have a place in their order; -1 for the others. */
  readonly ranks: Int32Array;
  readonly numbers: readonly (readonly string[])[];
  /** Conditions that hold when one of their leaves does. */
  readonly isSimple: Uint8Array;
  /** Conditions that may hold though none of the product's own leaves does. */
  readonly ungated: readonly number[];
  readonly hasAround: Uint8Array;
  /** The product's own leaves in conditions that look around it. */
  readonly besides: ReadonlyMap<CveLeaf, Placed>;
  /** What any of the conditions looks for around the product. */
  readonly around: ReadonlySet<string>;
}

const indexes = new WeakMap<readonly CveConditions[], ProductIndex>();

/** The index of a product's conditions, made once as long as they are kept. */
export function indexOf(conditions: readonly CveConditions[]): ProductIndex {
  const known = indexes.get(conditions);
  if (known) return known;
  const made = arranged(conditions);
  indexes.set(conditions, made);
  return made;
}

function arranged(conditions: readonly CveConditions[]): ProductIndex {
  const byVersion = new Map<string, Placed[]>();
  const byNumber = new Map<string, Placed[]>();
  const others: Placed[] = [];
  const bounds = new Map<string, number>();
  const isSimple = new Uint8Array(conditions.length);
  const hasAround = new Uint8Array(conditions.length);
  const ungated: number[] = [];
  const around = new Set<string>();
  const besides = new Map<CveLeaf, Placed>();
  const boundOf = (bound: string | null) => {
    if (bound === null) return -1;
    const at = bounds.get(bound) ?? bounds.size;
    bounds.set(bound, at);
    return at;
  };
  conditions.forEach((each, place) => {
    const kind = kindOf(each);
    if (kind === 'simple') isSimple[place] = 1;
    if (kind === 'ungated') ungated.push(place);
    const nodesIn = each.configurations.flatMap(({ nodes }) => nodes);
    if (nodesIn.some((node) => node.around.length > 0)) hasAround[place] = 1;
    for (const node of nodesIn) {
      for (const { key } of node.around) around.add(key);
      for (const leaf of node.own) {
        const placed = { place, leaf, from: boundOf(leaf.from), until: boundOf(leaf.until) };
        if (hasAround[place] === 1) besides.set(leaf, placed);
        if (kind === 'ungated') continue;
        const isOne = leaf.version !== ANY && !hasWildcards(leaf.version) && !namesNoVersion(leaf);
        if (!isOne) others.push(placed);
        else {
          put(byVersion, leaf.version.toLowerCase(), placed);
          if (leaf.number !== null) put(byNumber, leaf.number, placed);
        }
      }
    }
  });
  const texts = [...bounds.keys()];
  const { ranks, numbers } = ranked(texts);
  return {
    conditions,
    byVersion,
    byNumber,
    others,
    bounds: texts,
    ranks,
    numbers,
    isSimple,
    ungated,
    hasAround,
    besides,
    around,
  };
}

function ranked(bounds: readonly string[]): { ranks: Int32Array; numbers: (readonly string[])[] } {
  const plain = bounds.flatMap((bound, at) => {
    const numbers = plainNumbers(bound);
    return numbers ? [{ at, numbers }] : [];
  });
  plain.sort((a, b) => orderOfDotted(a.numbers, b.numbers));
  const ranks = new Int32Array(bounds.length).fill(-1);
  const numbers: (readonly string[])[] = [];
  for (const each of plain) {
    const last = numbers.at(-1);
    if (last === undefined || orderOfDotted(last, each.numbers) !== 0) numbers.push(each.numbers);
    ranks[each.at] = numbers.length - 1;
  }
  return { ranks, numbers };
}

/** Where a version stands among plain numbers: before the one at this place, or at it. */
function placeAmong(numbers: readonly (readonly string[])[], own: readonly string[]): { at: number; isThere: boolean } {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = orderOfDotted(numbers[middle] ?? [], own);
    if (order === 0) return { at: middle, isThere: true };
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return { at: low, isThere: false };
}

/** `simple`: one leaf that holds is enough. `gated`: without one it cannot hold. */
function kindOf({ configurations }: CveConditions): 'simple' | 'gated' | 'ungated' {
  let kind: 'simple' | 'gated' = 'simple';
  for (const { all, negate, nodes } of configurations) {
    const isOne = nodes.length === 1;
    if (negate || nodes.some((node) => node.negate)) return 'ungated';
    if (!isOne && !all) return 'ungated';
    if (nodes.some((node) => node.own.length > 0 && node.around.length > 0 && !node.all)) return 'ungated';
    if (!isOne || nodes.some((node) => node.around.length > 0 || (node.all && node.own.length > 1))) kind = 'gated';
  }
  return kind;
}

function put(map: Map<string, Placed[]>, key: string, placed: Placed): void {
  const known = map.get(key);
  if (known) known.push(placed);
  else map.set(key, [placed]);
}

/** How strongly each leaf holds for a name; each bound is compared once. */
function rankedLeaves(index: ProductIndex, one: NamedByCpe): (placed: Placed) => number {
  // 3: not compared yet; 2: cannot be compared.
  const orders = new Int8Array(index.bounds.length).fill(3);
  const plain = one.version === null || one.scheme !== undefined ? null : plainNumbers(one.version);
  const standing = plain && placeAmong(index.numbers, plain);
  const orderOf = (bound: number): Order | null => {
    const rank = index.ranks[bound] ?? -1;
    if (standing && rank >= 0) return rank < standing.at ? 1 : rank === standing.at && standing.isThere ? 0 : -1;
    let order = orders[bound] ?? 2;
    if (order === 3) {
      order = compareVersions(one.version ?? '', index.bounds[bound] ?? '', one.scheme).order ?? 2;
      orders[bound] = order;
    }
    return order === 2 ? null : (order as Order);
  };
  const compared = { from: -1, until: -1, orderOf };
  return ({ leaf, from, until }) => {
    compared.from = from;
    compared.until = until;
    // Most are bounds and nothing else.
    if (leaf.rest === null && leaf.version === ANY && one.version !== null && (from >= 0 || until >= 0)) {
      const isIn = inCompared(leaf, compared);
      return isIn === null ? RANK['cannot compare'] : isIn ? RANK.yes : RANK.no;
    }
    return RANK[leafHolds(leaf, one, compared).answer];
  };
}

/** The strongest answer among a product's own leaves, for each condition; of conditions that are not gated, 'yes'. */
function gatesOf(index: ProductIndex, one: NamedByCpe, rankOf: (placed: Placed) => number): Uint8Array {
  const gates = new Uint8Array(index.conditions.length);
  const raise = (all: readonly Placed[]) => {
    for (const placed of all) {
      const known = gates[placed.place] ?? 0;
      if (known === RANK.yes) continue;
      const rank = rankOf(placed);
      if (rank > known) gates[placed.place] = rank;
    }
  };
  for (const place of index.ungated) gates[place] = RANK.yes;
  const own = one.name.version;
  if (own === ANY || hasWildcards(own)) {
    for (const all of index.byVersion.values()) raise(all);
  } else {
    raise(index.byVersion.get(own.toLowerCase()) ?? []);
    if (one.number !== null) raise(index.byNumber.get(one.number) ?? []);
  }
  raise(index.others);
  return gates;
}

/** What is worked out once for a name: hits as `place * 4 + answer`. */
export interface ForName {
  /** Whatever is around. */
  readonly everywhere: Uint32Array;
  /** Conditions that depend on what is around. */
  readonly depends: Uint32Array;
  /** How strongly the product's own leaves hold in each node of these, one node after another; NO_OWN where it has none. */
  readonly own: Uint8Array;
}

const NO_OWN = 4;

/** The hits of a name, as far as they do not depend on what is around it. */
export function workOut(index: ProductIndex, one: NamedByCpe): ForName {
  const rankOf = rankedLeaves(index, one);
  const rankBesides = (leaf: CveLeaf) => {
    const placed = index.besides.get(leaf);
    return placed ? rankOf(placed) : RANK[leafHolds(leaf, one).answer];
  };
  const gates = gatesOf(index, one, rankOf);
  const everywhere: number[] = [];
  const depends: number[] = [];
  const own: number[] = [];
  for (let place = 0; place < gates.length; place++) {
    const gate = gates[place] ?? 0;
    const conditions = index.conditions[place];
    if (gate === 0 || !conditions) continue;
    if (index.hasAround[place] === 1) {
      depends.push(place);
      for (const { nodes } of conditions.configurations) for (const node of nodes) own.push(ownRank(node, rankBesides));
      continue;
    }
    const answer = index.isSimple[place] === 1 ? gate : RANK[holdConditions(one, conditions, NOTHING_AROUND).answer];
    if (answer !== 0) everywhere.push(place * 4 + answer);
  }
  return { everywhere: Uint32Array.from(everywhere), depends: Uint32Array.from(depends), own: Uint8Array.from(own) };
}

function ownRank(node: CveNode, rankOf: (leaf: CveLeaf) => number): number {
  return node.own.length === 0 ? NO_OWN : strength(node.own, node.all, rankOf);
}

/** AND: the weakest answer; OR: the strongest; of nothing, no. */
function strength<Item>(items: readonly Item[], all: boolean, rankOf: (item: Item) => number): number {
  let best = all ? RANK.yes : RANK.no;
  if (items.length === 0) return RANK.no;
  for (const item of items) {
    const rank = rankOf(item);
    if (all ? rank < best : rank > best) best = rank;
    if (best === (all ? RANK.no : RANK.yes)) return best;
  }
  return best;
}

function turned(rank: number, negate: boolean): number {
  if (!negate) return rank;
  return rank === RANK.yes ? RANK.no : rank === RANK.no ? RANK.yes : rank;
}

const NOTHING_AROUND: Surroundings = { names: new Map(), families: new Set(), releases: new Set(), familyKey: '' };

/**
 * Those of the conditions that hold, or may hold, among the surroundings, as `place * 4 + answer`: the answers of holdConditions(), whose
 * part about the product itself is known.
 */
export function holdingAmong(
  index: ProductIndex,
  { depends, own }: Pick<ForName, 'depends' | 'own'>,
  one: NamedByCpe,
  around: Surroundings,
): Uint32Array {
  const { names, families } = around;
  const hardware =
    one.key.startsWith('o ') && one.key.endsWith(FIRMWARE) ? `h ${one.key.slice(2, -FIRMWARE.length)}` : '';
  const rankAround = (leaf: CveLeaf): number => {
    const isUnknown = leaf.key !== hardware && !names.has(leaf.key);
    // Of what is not known nothing is said, unless it is a system and another one is known.
    if (isUnknown && (families.size === 0 || !leaf.key.startsWith('o '))) return RANK.open;
    return RANK[leafAround(leaf, one, around).answer];
  };
  const held: number[] = [];
  let node = 0;
  for (const place of depends) {
    let best = 0;
    for (const { all, negate, nodes } of index.conditions[place]?.configurations ?? []) {
      let whole = nodes.length === 0 || !all ? RANK.no : RANK.yes;
      for (const each of nodes) {
        const mine = own[node++] ?? NO_OWN;
        if (whole === (all ? RANK.no : RANK.yes)) continue;
        const rank = turned(nodeRank(each, mine, rankAround), each.negate);
        if (all ? rank < whole : rank > whole) whole = rank;
      }
      best = Math.max(best, turned(whole, negate));
    }
    if (best !== 0) held.push(place * 4 + best);
  }
  return Uint32Array.from(held);
}

const FIRMWARE = '_firmware';

function nodeRank(node: CveNode, mine: number, rankAround: (leaf: CveLeaf) => number): number {
  if (node.around.length === 0) return mine === NO_OWN ? RANK.no : mine;
  if (mine === (node.all ? RANK.no : RANK.yes)) return mine;
  const others = strength(node.around, node.all, rankAround);
  if (mine === NO_OWN) return others;
  return node.all ? Math.min(mine, others) : Math.max(mine, others);
}
