// Recalls found by maker and by the words of the product, from the two shelves of openFDA.
import { makersOf, wordsOf } from '../advisories/product-match.ts';
import type { RecallNotice } from '../feeds/read-recall-notice.ts';
import { imagingMaker, vendorKey } from '../maker-name.ts';
import type { IndexEntry } from '../shelf/index-entry.ts';
import type { ShelfTable } from '../shelf/shelf.ts';

/** Recalls by maker and product. */
export interface RecallSource {
  readonly name: string;
  readonly asOf: string | null;
  readonly size: number;
  /** Recalls of this maker whose words name this product. */
  about(vendor: string, model: string): readonly RecallNotice[];
}

/** A source that knows no recalls, as long as the feed is not there. */
export const noRecalls: RecallSource = { name: 'openFDA', asOf: null, size: 0, about: () => [] };

/** One shelf of notices with its index. */
export interface RecallShelf {
  readonly asOf: string;
  readonly size: number;
  readonly records: ShelfTable;
  readonly words: ShelfTable;
}

/** Where a notice is to be found: under its maker and each word of its product. */
export function* indexRecallNotice({ id, firm, product }: RecallNotice): Generator<IndexEntry> {
  for (const maker of firmKeys(firm)) {
    for (const word of new Set(wordsOf(product, [maker]))) yield ['words', keyOf(maker, word), JSON.stringify(id)];
  }
}

/** Reads recalls from one or both shelves; where both have one, each fills in what the other leaves out. */
export function recallSource(shelves: readonly RecallShelf[]): RecallSource {
  const days = shelves.map(({ asOf }) => asOf).sort();
  return {
    name: 'openFDA',
    asOf: days.at(-1) ?? null,
    size: Math.max(0, ...shelves.map(({ size }) => size)),
    about(vendor, model) {
      const maker = vendorKey(vendor);
      const words = wordsOf(model, [maker]);
      if (words.length === 0 || !words.some((word) => /\p{L}{3,}|\p{L}.*\d|\d.*\p{L}/u.test(word))) return [];
      const ids = new Set(shelves.flatMap((shelf) => idsOf(shelf, maker, words)));
      return [...ids].sort().flatMap((id) => {
        const notices = shelves.flatMap(({ records }) => {
          const json = records.get(id);
          return json === null ? [] : [JSON.parse(json) as RecallNotice]; // written by readRecallNotice
        });
        const [notice] = notices;
        if (!notice) return [];
        const merged = notices.reduce(filledIn, notice);
        return ` ${wordsOf(merged.product, [maker]).join(' ')} `.includes(` ${words.join(' ')} `) ? [merged] : [];
      });
    },
  };
}

/** A shelf's keys hold no tabulators. */
function keyOf(maker: string, word: string): string {
  return `${maker} | ${word}`;
}

function idsOf({ words: index }: RecallShelf, maker: string, words: readonly string[]): string[] {
  const lists = words.map((word) => JSON.parse(index.get(keyOf(maker, word)) ?? '[]') as string[]); // written by indexRecallNotice
  const [first = [], ...others] = lists.toSorted((a, b) => a.length - b.length);
  return first.filter((id) => others.every((list) => list.includes(id)));
}

function filledIn(a: RecallNotice, b: RecallNotice): RecallNotice {
  return {
    ...a,
    event: a.event ?? b.event,
    codes: a.codes.length >= b.codes.length ? a.codes : b.codes,
    reason: a.reason || b.reason,
    action: a.action ?? b.action,
    level: a.level ?? b.level,
    status: a.status ?? b.status,
    initiated: a.initiated ?? b.initiated,
    ended: a.ended ?? b.ended,
    productCode: a.productCode ?? b.productCode,
    revised: a.revised > b.revised ? a.revised : b.revised,
  };
}

/** "Siemens Medical Solutions USA, Inc" and "Philips Medical Systems (Cleveland) Inc" are known under their makers' usual names. */
function firmKeys(firm: string): string[] {
  const maker = imagingMaker(firm);
  return [...new Set([...makersOf(firm), ...(maker === null ? [] : [vendorKey(maker)])])];
}
