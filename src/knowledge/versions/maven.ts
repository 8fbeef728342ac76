// Versions of Maven artifacts: ComparableVersion of Maven 3.8.7 (the POM reference, "Version Order Specification").
import { lookup } from '#kit/index.ts';
import { isDigits, type Order, orderOfDigits, orderOfText, schemeOf } from './version-scheme.ts';

/** Digits, a qualifier, or a list that a hyphen or the change from digits to letters opened. */
interface NumberItem {
  readonly kind: 'number';
  readonly text: string;
}
interface WordItem {
  readonly kind: 'word';
  readonly text: string;
}
interface List {
  readonly kind: 'list';
  readonly items: Item[];
}
type Item = NumberItem | WordItem | List;

/** Maven's order; a missing item is nothing, which is 0, '' and the empty list alike. */
export const maven = schemeOf(
  'maven',
  (version) => (version === '' || /\s/.test(version) ? null : listOf(version.toLowerCase())),
  (a, b) => orderOfItems(a, b),
);

function listOf(version: string): Item {
  const root: List = { kind: 'list', items: [] };
  const stack = [root.items];
  let list = root.items;
  let start = 0;
  const add = (end: number, beforeDigit: boolean) => {
    const text = version.slice(start, end);
    list.push(text === '' ? { kind: 'number', text: '0' } : itemOf(text, beforeDigit));
  };
  const open = () => {
    const items: Item[] = [];
    list.push({ kind: 'list', items });
    stack.push(items);
    list = items;
  };
  // Since Maven 3.8.7, `.X1` is `-X1` for any word X.
  const openForWord = () => {
    if (list.length > 0) open();
  };
  for (let at = 0; at < version.length; at++) {
    const character = version.charAt(at);
    if (character === '.' || character === '-') {
      add(at, false);
      start = at + 1;
      if (character === '-') open();
    } else if (at > start && isDigits(character) !== isDigits(version.charAt(at - 1))) {
      if (isDigits(character)) openForWord();
      add(at, isDigits(character));
      start = at;
      open();
    }
  }
  if (start < version.length) {
    if (!isDigits(version.charAt(start))) openForWord();
    add(version.length, false);
  }
  for (const items of stack.toReversed()) normalize(items);
  return root;
}

const ALIASES: Readonly<Record<string, string>> = lookup({ ga: '', final: '', release: '', cr: 'rc' });
const SHORT: Readonly<Record<string, string>> = lookup({ a: 'alpha', b: 'beta', m: 'milestone' });
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];

function itemOf(text: string, beforeDigit: boolean): Item {
  if (isDigits(text)) return { kind: 'number', text };
  const long = beforeDigit ? (SHORT[text] ?? text) : text;
  return { kind: 'word', text: ALIASES[long] ?? long };
}

/** Drops what is nothing from the end, looking through lists. */
function normalize(items: Item[]): void {
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item === undefined || isNothing(item)) items.splice(at, 1);
    else if (item.kind !== 'list') return;
  }
}

function isNothing(item: Item): boolean {
  if (item.kind === 'list') return item.items.length === 0;
  return item.kind === 'number' ? /^0*$/.test(item.text) : item.text === '';
}

function orderOfItems(a: Item | undefined, b: Item | undefined): Order {
  if (a === undefined) return b === undefined ? 0 : inverse(orderOfItems(b, undefined));
  if (b === undefined) return orderToNothing(a);
  if (a.kind === 'list' && b.kind === 'list') {
    for (let at = 0; at < a.items.length || at < b.items.length; at++) {
      const order = orderOfItems(a.items[at], b.items[at]);
      if (order !== 0) return order;
    }
    return 0;
  }
  if (a.kind === 'number' && b.kind === 'number') return orderOfDigits(a.text, b.text);
  if (a.kind === 'word' && b.kind === 'word') return orderOfText(weightOf(a.text), weightOf(b.text));
  // 1-sp is older than 1-1, and that older than 1.1.
  return RANKS[a.kind] < RANKS[b.kind] ? -1 : 1;
}

const RANKS = { word: 0, list: 1, number: 2 } as const;

function orderToNothing(item: Item): Order {
  if (item.kind === 'number') return isNothing(item) ? 0 : 1;
  if (item.kind === 'word') return orderOfText(weightOf(item.text), weightOf(''));
  for (const part of item.items) {
    const order = orderToNothing(part);
    if (order !== 0) return order;
  }
  return 0;
}

/** Known qualifiers by their place, others behind them by their letters. */
function weightOf(word: string): string {
  const place = QUALIFIERS.indexOf(word);
  return place < 0 ? `${QUALIFIERS.length}-${word}` : String(place);
}

function inverse(order: Order): Order {
  return order === 0 ? 0 : order === 1 ? -1 : 1;
}
