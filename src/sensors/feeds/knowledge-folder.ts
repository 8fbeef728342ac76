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
  type AdvisorySource,
  builtInKnowledge,
  cveRecordSource,
  cveSource,
  type Exploited,
  FEED_KINDS,
  type FeedId,
  type FlawSource,
  indexAdvisories,
  type Knowledge,
  openShelf,
  type Shelf,
  type ShelfAbout,
  type ShelfBytes,
} from '#knowledge/index.ts';
import { type CollectedFeed, howOf } from './collect-feeds.ts';
import type { PackedShelf } from './knowledge-pack.ts';
import { RECORDS, SPOOL_PREFIX } from './record-spool.ts';
import { referenceKnowledge } from './reference-knowledge.ts';
import { newest, writeFeed } from './write-feed.ts';

/** Fewer rows than this share of what is there are refused: a feed does not lose a fifth overnight. */
const LEAST_SHARE = 0.8;
const DAY_MS = 86_400_000;
/** Clocks and time zones differ by less. */
const MOST_AHEAD_MS = 2 * DAY_MS;

/** Closes the files of shelves that nobody can read any more. */
const left = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

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

  /** A folder with room for what is being taken in. */
  room(): string {
    makeFolder(this.#folder);
    return this.#folder;
  }

  /** Puts a feed where it belongs, if it is newer and not suddenly smaller; `force` takes it all the same. */
  land(collected: CollectedFeed, options: { readonly now: string; readonly force: boolean }): LandedFeed {
    const { feed } = collected;
    using before = this.#open(feed);
    const known = before?.shelf.about;
    const isEach = howOf(feed) === 'each';
    const { force } = options;
    // A file that came from the future must not keep out all that follow.
    const isPast = known !== undefined && Date.parse(known.asOf) <= Date.parse(options.now) + MOST_AHEAD_MS;
    if (known && isPast && !force && !isEach && known.asOf > collected.asOf) {
      const because = `It is of ${collected.asOf.slice(0, 10)}; the one that is here, of ${known.asOf.slice(0, 10)}, is newer.`;
      return { feed, outcome: 'older', rows: known.rows, because };
    }
    const asOf = isEach && known && isPast && known.asOf > collected.asOf ? known.asOf : collected.asOf;
    const chooseEach = force ? (fresh: string | undefined, here: string | undefined) => fresh ?? here : newest;
    const input = {
      fresh: collected.records.entries(),
      before: before ? before.shelf.table(RECORDS).entries() : [].values(),
      choose: isEach ? chooseEach : (fresh: string | undefined) => fresh,
      failed: collected.failed,
    };
    const pack = collected.pack ?? (isEach ? known?.pack : undefined);
    const about = {
      feed,
      asOf,
      compiledAt: options.now,
      problems: [...collected.problems],
      ...(pack ? { pack } : {}),
    };
    // What was refused for its proof is told of the feed, though nothing new came.
    const isTold = known?.checks !== undefined && known.checks.failed !== collected.failed;
    return this.#replace(feed, { now: options.now, isTold }, (room, write) => {
      const { rows, hasChanged } = writeFeed(input, about, { room, write });
      if (known && !force && rows < known.rows * LEAST_SHARE) {
        const because = `It has ${rows} rows where ${known.rows} are here. Fetch it again, or take it with --force.`;
        return { feed, outcome: 'refused', rows: known.rows, because };
      }
      if (rows === 0) return { feed, outcome: 'refused', rows: known?.rows ?? 0, because: 'It has no rows.' };
      if (known && known.asOf === asOf && !hasChanged) return { feed, outcome: 'same', rows, because: null };
      return { feed, outcome: 'taken', rows, because: null };
    });
  }

  /** What each feed that is here says of itself. */
  status(): (ShelfAbout & { readonly sha256: string; readonly bytes: number })[] {
    return FEED_KINDS.flatMap(({ id }) => {
      using opened = this.#open(id);
      return opened ? [{ ...opened.shelf.about, sha256: opened.shelf.sha256, bytes: opened.bytes.size }] : [];
    });
  }

  /** The files of the feeds that are here. */
  shelves(): PackedShelf[] {
    return FEED_KINDS.map(({ id }) => ({ feed: id, file: this.#file(id) })).filter(({ file }) => existsSync(file));
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
    return {
      ...builtInKnowledge,
      // A maker's own document comes before our list.
      advisories: [
        ...this.#advisories('csaf', 'CSAF'),
        ...this.#advisories('vex', 'VEX'),
        ...builtInKnowledge.advisories,
      ],
      exploited: this.#flaws<Exploited>('cisa-kev', builtInKnowledge.exploited),
      epss: this.#flaws<number>('epss', builtInKnowledge.epss),
      cves: this.#cves(),
      cveRecords: this.#cveRecords(),
      ...referenceKnowledge({ open: (feed) => this.#lasting(feed), whole: (feed) => this.#whole(feed) }),
    };
  }

  #advisories(feed: FeedId, name: string): AdvisorySource[] {
    using opened = this.#open(feed);
    if (!opened) return [];
    const documents = [...opened.shelf.table(RECORDS).entries()].map(([, json]) => JSON.parse(json) as Advisory); // written by land()
    return documents.length > 0 ? [indexAdvisories(name, documents)] : [];
  }

  #whole(feed: FeedId): { asOf: string; records: Map<string, string> } | null {
    using opened = this.#open(feed);
    return opened && { asOf: opened.shelf.about.asOf, records: new Map(opened.shelf.table(RECORDS).entries()) };
  }

  #flaws<T>(feed: FeedId, otherwise: FlawSource<T>): FlawSource<T> {
    const shelf = this.#lasting(feed);
    if (!shelf) return otherwise;
    const { asOf, rows } = shelf.about;
    const records = shelf.table(RECORDS);
    const about = (cve: string): T | null => JSON.parse(records.get(cve) ?? 'null') as T | null; // written by land()
    return { name: otherwise.name, asOf, size: rows, about };
  }

  #cves(): Knowledge['cves'] {
    const shelf = this.#lasting('nvd');
    if (!shelf) return builtInKnowledge.cves;
    const { asOf, rows } = shelf.about;
    const table = (name: string) => shelf.table(name);
    return cveSource(
      { name: builtInKnowledge.cves.name, asOf, size: rows },
      { records: table(RECORDS), products: table('products'), names: table('names') },
    );
  }

  #cveRecords(): Knowledge['cveRecords'] {
    const shelf = this.#lasting('cve');
    if (!shelf) return builtInKnowledge.cveRecords;
    const { asOf, rows } = shelf.about;
    return cveRecordSource({ name: builtInKnowledge.cveRecords.name, asOf, size: rows }, (name) => shelf.table(name));
  }

  /**
   * A shelf whose records are read one by one. Its file is closed when nothing can read it any more: a judgement that is under way keeps
   * the knowledge with which it began, also when a feed is replaced meanwhile.
   */
  #lasting(feed: FeedId): Shelf | null {
    const opened = this.#open(feed);
    if (opened) left.register(opened.bytes, opened.descriptor);
    return opened?.shelf ?? null;
  }

  #open(feed: FeedId): (Disposable & { shelf: Shelf; bytes: ShelfBytes; descriptor: number }) | null {
    const file = this.#file(feed);
    if (!existsSync(file)) return null;
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const bytes = { size, read: (offset: number, length: number) => readAt(descriptor, offset, length) };
      return { shelf: openShelf(bytes), bytes, descriptor, [Symbol.dispose]: () => closeSync(descriptor) };
    } catch (error) {
      closeSync(descriptor);
      if (error instanceof Invalid)
        throw new Invalid(`${file}: ${error.message} Delete it and take the feed in again.`);
      throw error;
    }
  }

  /** Writes a new file beside the old one, which it replaces when it is taken. */
  #replace(
    feed: FeedId,
    { now, isTold }: { readonly now: string; readonly isTold: boolean },
    write: (room: string, to: (bytes: Buffer) => void) => LandedFeed,
  ): LandedFeed {
    makeFolder(this.#folder);
    this.#clean(Date.parse(now));
    const part = path.join(this.#folder, `${feed}.part`);
    const descriptor = openSync(part, 'wx', 0o600);
    try {
      const landed = write(this.#folder, (bytes) => writeAll(descriptor, bytes));
      fsyncSync(descriptor);
      if (landed.outcome === 'taken' || (landed.outcome === 'same' && isTold)) renameSync(part, this.#file(feed));
      return landed;
    } finally {
      closeSync(descriptor);
      rmSync(part, { force: true });
    }
  }

  /** What a process that was stopped left half written. */
  #clean(nowMs: number): void {
    for (const name of readdirSync(this.#folder)) {
      const isRun = name.startsWith(SPOOL_PREFIX);
      const file = path.join(this.#folder, name);
      // Another process may be reading feeds right now.
      if (name.endsWith('.part') || (isRun && nowMs - statSync(file).mtimeMs > DAY_MS))
        rmSync(file, { recursive: true, force: true });
    }
  }

  #file(feed: FeedId): string {
    return path.join(this.#folder, `${feed}.shelf`);
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
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
