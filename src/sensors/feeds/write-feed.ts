// A feed written as a shelf: what comes in and what is here, merged in the order of keys, with the tables that find records by something
// else. Works in bounded memory.
import {
  type CveRecord,
  type FeedId,
  type IndexEntry,
  indexCveRecord,
  indexNvdRecord,
  indexRecallNotice,
  type NvdRecord,
  type RecallNotice,
  type ShelfAbout,
  writeShelf,
} from '#knowledge/index.ts';
import { countProof, emptyTally, keepProof } from './advisory-proofs.ts';
import { RECORDS, RecordSpool, revisedOf, type SpooledRecord } from './record-spool.ts';

/** What comes in and what is here, in the order of keys. */
export interface FeedInput {
  readonly fresh: Iterator<SpooledRecord>;
  readonly before: Iterator<SpooledRecord>;
  /** Which of two counts; undefined when neither stays. */
  readonly choose: (fresh: string | undefined, before: string | undefined) => string | undefined;
  /** For advisories: how many were refused for their proof. */
  readonly failed?: number;
}

/** What writing found. */
export interface Written {
  readonly rows: number;
  /** Something is other than before. */
  readonly hasChanged: boolean;
}

/** Writes the shelf; `room` is a folder for what does not fit into memory, `about` all but the number of rows. */
export function writeFeed(
  input: FeedInput,
  about: Omit<ShelfAbout, 'rows' | 'checks'> & { readonly feed: FeedId },
  to: { readonly room: string; readonly write: (bytes: Buffer) => void },
): Written {
  using index = new RecordSpool(to.room);
  let rows = 0;
  let hasChanged = false;
  const checks = about.feed === 'csaf' ? emptyTally(input.failed ?? 0) : null;
  function* records(): Generator<SpooledRecord> {
    for (const { key, fresh, before } of paired(input.fresh, input.before)) {
      const chosen = input.choose(fresh, before);
      const json = checks !== null && chosen !== undefined ? keepProof(chosen, before) : chosen;
      if (json !== before) hasChanged = true;
      if (json === undefined) continue;
      rows++;
      if (checks !== null) countProof(checks, json);
      for (const [table, name, value] of indexOf(about.feed, json)) index.add(joined([table, name, value]), '');
      yield [key, json];
    }
    index.keep();
  }
  function* tables(): Generator<readonly [string, Iterable<SpooledRecord>]> {
    yield [RECORDS, records()];
    yield* tablesOf(index);
  }
  for (const bytes of writeShelf(tables(), () => ({ ...about, rows, ...(checks === null ? {} : { checks }) })))
    to.write(bytes);
  return { rows, hasChanged };
}

/** The newest revision of a document counts. */
export function newest(fresh: string | undefined, before: string | undefined): string | undefined {
  if (fresh === undefined || before === undefined) return fresh ?? before;
  return revisedOf(fresh) < revisedOf(before) ? before : fresh;
}

function* paired(
  left: Iterator<SpooledRecord>,
  right: Iterator<SpooledRecord>,
): Generator<{ key: string; fresh: string | undefined; before: string | undefined }> {
  let [fresh, before] = [left.next(), right.next()];
  while (!fresh.done || !before.done) {
    const key =
      before.done || (!fresh.done && fresh.value[0] <= before.value[0]) ? (fresh.value?.[0] ?? '') : before.value[0];
    const [isFresh, isBefore] = [!fresh.done && fresh.value[0] === key, !before.done && before.value[0] === key];
    yield { key, fresh: isFresh ? fresh.value?.[1] : undefined, before: isBefore ? before.value?.[1] : undefined };
    if (isFresh) fresh = left.next();
    if (isBefore) before = right.next();
  }
}

function indexOf(feed: FeedId, json: string): Iterable<IndexEntry> {
  if (feed === 'nvd') return indexNvdRecord(JSON.parse(json) as NvdRecord); // written by readNvd
  if (feed === 'cve') return indexCveRecord(JSON.parse(json) as CveRecord); // written by readCveRecord
  if (feed === 'openfda-recall' || feed === 'openfda-enforcement')
    return indexRecallNotice(JSON.parse(json) as RecallNotice); // written by readRecallNotice
  return [];
}

// Table, key and value of an index in one text, sorted as the three would be: the mark between comes before all other characters, and JSON
// text holds none of it.
const MARK = '\u0001';

function joined([table, key, value]: IndexEntry): string {
  return [table, key.replaceAll(MARK, ' ').replaceAll('\t', ' '), value].join(MARK);
}

function* tablesOf(index: RecordSpool): Generator<readonly [string, Iterable<SpooledRecord>]> {
  const entries = index.entries();
  let next = entries.next();
  const parts = (): string[] => (next.done ? [] : next.value[0].split(MARK));
  function* keysOf(table: string): Generator<SpooledRecord> {
    while (!next.done && parts()[0] === table) {
      const [, key = ''] = parts();
      const values: string[] = [];
      for (let [name, same, value = ''] = parts(); name === table && same === key; [name, same, value = ''] = parts()) {
        values.push(value);
        next = entries.next();
      }
      yield [key, `[${values.join(',')}]`];
    }
  }
  while (!next.done) {
    const [table = ''] = parts();
    yield [table, keysOf(table)];
  }
}
