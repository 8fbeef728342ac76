// What every way of counting versions has in common, and the few comparisons that they are made of.

/** -1: the first is older; 1: it is newer. */
export type Order = -1 | 0 | 1;

/** One way of counting versions. */
export interface VersionScheme {
  readonly id: string;
  /** Whether the text is a version of this scheme. */
  readonly valid: (version: string) => boolean;
  /** Null: the scheme does not say which is newer. Never a guess. */
  readonly compare: (a: string, b: string) => Order | null;
}

/** No maker writes longer ones; it bounds what a hostile text can cost. */
export const LONGEST_VERSION = 300;

/** A scheme from a reader that gives null for what is no version of it, and the order of two things read. */
export function schemeOf<Parsed>(
  id: string,
  read: (version: string) => Parsed | null,
  order: (a: Parsed, b: Parsed) => Order | null,
): VersionScheme {
  const bounded = (version: string) => (version.length > LONGEST_VERSION ? null : read(version));
  return {
    id,
    valid: (version) => bounded(version) !== null,
    compare: (a, b) => {
      const first = bounded(a);
      const second = bounded(b);
      return first === null || second === null ? null : order(first, second);
    },
  };
}

/** Numbers written in digits, of any length; leading zeros do not count. */
export function orderOfDigits(a: string, b: string): Order {
  const first = withoutZeros(a);
  const second = withoutZeros(b);
  return first.length === second.length ? orderOfText(first, second) : first.length < second.length ? -1 : 1;
}

function withoutZeros(digits: string): string {
  return digits.startsWith('0') ? digits.replace(/^0+/, '') : digits;
}

/** By code unit, the shorter first; for ASCII the same as by byte. */
export function orderOfText(a: string, b: string): Order {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** By number. */
export function orderOfNumbers(a: number, b: number): Order {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The order of the first place at which two lists differ; `missing` stands for places that only one has. */
export function orderOfLists<Item>(
  a: readonly Item[],
  b: readonly Item[],
  order: (a: Item | undefined, b: Item | undefined) => Order,
): Order {
  for (let at = 0; at < a.length || at < b.length; at++) {
    const found = order(a[at], b[at]);
    if (found !== 0) return found;
  }
  return 0;
}

/** The same, where a list that goes on is the newer one. */
export function longerIsNewer<Item>(order: (a: Item, b: Item) => Order) {
  return (a: Item | undefined, b: Item | undefined): Order =>
    a === undefined ? (b === undefined ? 0 : -1) : b === undefined ? 1 : order(a, b);
}

/** The first order that decides. */
export function firstOf(...orders: readonly Order[]): Order {
  return orders.find((order) => order !== 0) ?? 0;
}

/** Whether a text is digits alone. */
export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}
