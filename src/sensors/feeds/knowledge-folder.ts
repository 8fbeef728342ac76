// The folder of knowledge: one shelf a feed. A feed lands by renaming a finished file over the old one, so that it is there whole or not at
// all; what is open keeps reading the old one.
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { Invalid, makeFolder } from '#kit/index.ts';
import {
  type Advisory,
  builtInKnowledge,
  CVE_RECORD_INDEXES,
  type CveRecord,
  cveRecordSource,
  cveSource,
  type Exploited,
  FEED_KINDS,
  type FeedId,
  type FlawSource,
  indexAdvisories,
  indexCveRecord,
  indexNvd,
  type Knowledge,
  type NvdRecord,
  openShelf,
  type Shelf,
  type ShelfAbout,
  writeShelf,
} from '#knowledge/index.ts';
import { type CollectedFeed, howOf, revisedOf } from './collect-feeds.ts';

/** Fewer rows than this share of what is there are refused: a feed does not lose a fifth overnight. */
const LEAST_SHARE = 0.8;
const TABLE = 'records';

/** What became of a feed. */
export interface LandedFeed {
  readonly feed: FeedId;
  readonly outcome: 'taken' | 'same' | 'older' | 'refused';
  readonly rows: number;
  /** Why it was not taken. */
  readonly because: string | null;
}

/** The feeds of an installation. */
export class KnowledgeFolder {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'knowledge');
  }

  /** Puts a feed where it belongs, if it is newer and not suddenly smaller; `force` takes it all the same. */
  land(feed: FeedId, collected: CollectedFeed, options: { readonly now: string; readonly force: boolean }): LandedFeed {
    using before = this.#open(feed);
    const known = before?.shelf.about;
    const records = new Map(collected.records);
    let asOf = collected.asOf;
    if (known && before && !options.force) {
      if (howOf(feed) === 'each') {
        for (const [key, json] of before.shelf.table(TABLE).entries()) {
          const fresh = records.get(key);
          if (fresh === undefined || revisedOf(fresh) < revisedOf(json)) records.set(key, json);
        }
        if (known.asOf > asOf) asOf = known.asOf;
      } else if (known.asOf > asOf) {
        const because = `It is of ${asOf.slice(0, 10)}; the one that is here, of ${known.asOf.slice(0, 10)}, is newer.`;
        return { feed, outcome: 'older', rows: known.rows, because };
      }
      if (records.size < known.rows * LEAST_SHARE) {
        const because = `It has ${records.size} rows where ${known.rows} are here. Fetch it again, or take it with --force.`;
        return { feed, outcome: 'refused', rows: known.rows, because };
      }
    }
    if (records.size === 0) return { feed, outcome: 'refused', rows: known?.rows ?? 0, because: 'It has no rows.' };
    const sorted = [...records].sort(([a], [b]) => (a < b ? -1 : 1));
    const about = { feed, asOf, compiledAt: options.now, rows: records.size, problems: collected.problems };
    if (known && before && known.asOf === asOf && isSame(sorted, before.shelf)) {
      return { feed, outcome: 'same', rows: known.rows, because: null };
    }
    this.#write(feed, sorted, about);
    return { feed, outcome: 'taken', rows: records.size, because: null };
  }

  /** What each feed that is here says of itself. */
  status(): (ShelfAbout & { readonly sha256: string; readonly bytes: number })[] {
    return FEED_KINDS.flatMap(({ id }) => {
      using opened = this.#open(id);
      return opened ? [{ ...opened.shelf.about, sha256: opened.shelf.sha256, bytes: opened.bytes }] : [];
    });
  }

  /** Changes whenever a feed does. */
  version(): string {
    return FEED_KINDS.map(({ id }) => {
      const found = statSync(this.#file(id), { throwIfNoEntry: false });
      return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
    }).join('\n');
  }

  /** Everything that is known: what ships with the product, and the feeds that are here. */
  knowledge(): Knowledge {
    using advisories = this.#open('csaf');
    const documents = advisories
      ? [...advisories.shelf.table(TABLE).entries()].map(([, json]) => JSON.parse(json) as Advisory) // written by land()
      : [];
    const csaf = documents.length > 0 ? [indexAdvisories('CSAF', documents)] : [];
    return {
      ...builtInKnowledge,
      // A maker's own document comes before our list.
      advisories: [...csaf, ...builtInKnowledge.advisories],
      exploited: this.#flaws<Exploited>('cisa-kev', builtInKnowledge.exploited),
      epss: this.#flaws<number>('epss', builtInKnowledge.epss),
      cves: this.#cves(),
      cveRecords: this.#cveRecords(),
    };
  }

  #flaws<T>(feed: FeedId, otherwise: FlawSource<T>): FlawSource<T> {
    using opened = this.#open(feed);
    if (!opened) return otherwise;
    const { asOf, rows } = opened.shelf.about;
    const records = new Map(
      [...opened.shelf.table(TABLE).entries()].map(([cve, json]) => [cve, JSON.parse(json) as T]),
    ); // written by land()
    return { name: otherwise.name, asOf, size: rows, about: (cve) => records.get(cve) ?? null };
  }

  /** Stays open: its records are read one by one. */
  #cves(): Knowledge['cves'] {
    const opened = this.#open('nvd');
    if (!opened) return builtInKnowledge.cves;
    const { shelf } = opened;
    const { asOf, rows } = shelf.about;
    const table = (name: string) => shelf.table(name);
    return cveSource(
      { name: 'NVD', asOf, size: rows },
      { records: table(TABLE), products: table('products'), names: table('names') },
    );
  }

  /** Stays open, too. */
  #cveRecords(): Knowledge['cveRecords'] {
    const opened = this.#open('cve');
    if (!opened) return builtInKnowledge.cveRecords;
    const { shelf } = opened;
    const { asOf, rows } = shelf.about;
    return cveRecordSource({ name: 'CVE Program', asOf, size: rows }, (name) => shelf.table(name));
  }

  #open(feed: FeedId): (Disposable & { shelf: Shelf; bytes: number }) | null {
    const file = this.#file(feed);
    if (!existsSync(file)) return null;
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const shelf = openShelf({ size, read: (offset, length) => readAt(descriptor, offset, length) });
      return { shelf, bytes: size, [Symbol.dispose]: () => closeSync(descriptor) };
    } catch (error) {
      closeSync(descriptor);
      if (error instanceof Invalid)
        throw new Invalid(`${file}: ${error.message} Delete it and take the feed in again.`);
      throw error;
    }
  }

  #write(feed: FeedId, records: readonly (readonly [string, string])[], about: ShelfAbout): void {
    makeFolder(this.#folder);
    // What a process that was stopped left half written.
    for (const name of readdirSync(this.#folder)) if (name.endsWith('.part')) rmSync(path.join(this.#folder, name));
    const part = path.join(this.#folder, `${feed}.part`);
    const descriptor = openSync(part, 'wx', 0o600);
    try {
      for (const bytes of writeShelf([[TABLE, records], ...indexOf(feed, records)], () => about))
        writeSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(part, this.#file(feed));
  }

  #file(feed: FeedId): string {
    return path.join(this.#folder, `${feed}.shelf`);
  }
}

type Records = readonly (readonly [key: string, json: string])[];

/** Tables that find records by something else than their key. */
function indexOf(feed: FeedId, records: Records): (readonly [name: string, records: Records])[] {
  if (feed === 'cve') {
    const tables = new Map(CVE_RECORD_INDEXES.map((name) => [name as string, new Map<string, Set<string>>()]));
    for (const [, json] of records) {
      // written by collectFeeds
      for (const [name, key, value] of indexCveRecord(JSON.parse(json) as CveRecord)) {
        const table = tables.get(name);
        const known = table?.get(key);
        if (known) known.add(value);
        else table?.set(key, new Set([value]));
      }
    }
    return [...tables].map(([name, table]) => [
      name,
      jsonLines(new Map([...table].map(([key, values]) => [key, [...values].sort()]))),
    ]);
  }
  if (feed !== 'nvd') return [];
  const { products, names } = indexNvd(readNvdRecords(records));
  return [
    ['products', products],
    ['names', names],
  ];
}

function* readNvdRecords(records: Records): Generator<NvdRecord> {
  for (const [, json] of records) yield JSON.parse(json) as NvdRecord; // written by collectFeeds
}

function jsonLines(index: ReadonlyMap<string, readonly string[]>): Records {
  return [...index].map(([key, values]) => [key, JSON.stringify(values)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}

function isSame(sorted: readonly (readonly [string, string])[], shelf: Shelf): boolean {
  let at = 0;
  for (const [key, json] of shelf.table(TABLE).entries()) {
    const mine = sorted[at++];
    if (mine?.[0] !== key || mine[1] !== json) return false;
  }
  return at === sorted.length;
}

function readAt(descriptor: number, offset: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const read = readSync(descriptor, buffer, done, length - done, offset + done);
    if (read === 0) break;
    done += read;
  }
  return buffer.subarray(0, done);
}
