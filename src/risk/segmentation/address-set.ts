// Sets of addresses as disjoint spans, so that rules are compared by what they hold and not by how they are written. IPv4 and IPv6
// stand side by side; no operation walks single addresses.
import { type AddressRange, formatAddress, Invalid, inertText, parseAddress, parseRange } from '#kit/index.ts';

/** Every address of both families. */
export const ANY = 'any';

/** From one address number to another, both in it. */
export interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

/** Disjoint spans of each family in their order, none touching the next. */
export interface AddressSet {
  readonly 4: readonly Span[];
  readonly 6: readonly Span[];
}

export type Family = 4 | 6;

/** A single address as a number. */
export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

const WHOLE: AddressSet = {
  4: [{ first: 0n, last: (1n << 32n) - 1n }],
  6: [{ first: 0n, last: (1n << 128n) - 1n }],
};
export const EMPTY: AddressSet = { 4: [], 6: [] };

/** The set of some addresses, ranges in CIDR form, or `any`. Throws Invalid for other text. */
export function addressSet(texts: readonly string[]): AddressSet {
  if (texts.includes(ANY)) return WHOLE;
  const ranges = texts.map(parseRange);
  return {
    4: joined(ranges.filter(({ family }) => family === 4)),
    6: joined(ranges.filter(({ family }) => family === 6)),
  };
}

/** The number of an address. Throws Invalid when the text is none. */
export function addressOf(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed) throw new Invalid(`'${inertText(text, 60)}' is no address; write 10.1.2.3 or fd00::1.`);
  return parsed;
}

function joined(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const out: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of sorted) {
    const before = out.at(-1);
    if (before && first <= before.last + 1n) {
      if (last > before.last) before.last = last;
    } else out.push({ first, last });
  }
  return out;
}

/** What is in one set or the other. */
export function union(a: AddressSet, b: AddressSet): AddressSet {
  return { 4: joined([...a[4], ...b[4]]), 6: joined([...a[6], ...b[6]]) };
}

/** What is in the first set and not in the second. */
export function difference(a: AddressSet, b: AddressSet): AddressSet {
  return { 4: without(a[4], b[4]), 6: without(a[6], b[6]) };
}

function without(spans: readonly Span[], cut: readonly Span[]): Span[] {
  const out: Span[] = [];
  let at = 0;
  for (const { first, last } of spans) {
    let from = first;
    while (at < cut.length && (cut[at]?.last ?? 0n) < from) at++;
    for (let n = at; n < cut.length; n++) {
      const hole = cut[n];
      if (!hole || hole.first > last) break;
      if (hole.first > from) out.push({ first: from, last: hole.first - 1n });
      if (hole.last >= from) from = hole.last + 1n;
    }
    if (from <= last) out.push({ first: from, last });
  }
  return out;
}

/** Whether no address is in the set. */
export function isEmpty(set: AddressSet): boolean {
  return set[4].length === 0 && set[6].length === 0;
}

/** Whether an address is in the set. */
export function holds(set: AddressSet, { family, value }: Address): boolean {
  const at = spanAt(set[family], value);
  return at !== undefined;
}

/** The span that an address number lies in. */
export function spanAt<S extends Span>(spans: readonly S[], value: bigint): S | undefined {
  const place = placeOf(spans, value);
  const span = spans[place - 1];
  return span && value <= span.last ? span : undefined;
}

/** How many spans begin at an address number or before it. */
function placeOf(spans: readonly Span[], value: bigint): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.first ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The set as single addresses and CIDR ranges, the fewest that hold exactly it; `any` alone for a whole family of both. */
export function textsOf(set: AddressSet): string[] {
  if (isWhole(set, 4) && isWhole(set, 6)) return [ANY];
  return ([4, 6] as const).flatMap((family) =>
    set[family].flatMap((span) => [...blocksOf(family, span)].map(shortText)),
  );
}

/** Whether a family is wholly in the set. */
export function isWhole(set: AddressSet, family: Family): boolean {
  const [only] = set[family];
  return set[family].length === 1 && only?.first === 0n && only.last === WHOLE[family][0]?.last;
}

/** The ranges in CIDR form that make up a span. */
export function* blocksOf(family: Family, { first, last }: Span): Generator<AddressRange> {
  const bits = family === 4 ? 32 : 128;
  let from = first;
  while (from <= last) {
    let length = bits;
    while (length > 0) {
      const size = 1n << BigInt(bits - length + 1);
      if (from % size !== 0n || from + size - 1n > last) break;
      length--;
    }
    const size = 1n << BigInt(bits - length);
    yield { family, first: from, last: from + size - 1n, cidr: `${formatAddress(family, from)}/${length}` };
    from += size;
  }
}

/** A range in CIDR form; a single address without its length. */
export function shortText({ family, cidr }: AddressRange): string {
  return cidr.replace(family === 4 ? /\/32$/ : /\/128$/, '');
}
