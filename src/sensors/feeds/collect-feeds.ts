// Feed files as people bring them (single, gzipped, zipped, a folder or a stick full of them) read into records by feed. A file counts
// whole or not at all, and nothing here changes what is known.
import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault, Invalid, inertText } from '#kit/index.ts';
import { FEED_KINDS, type FeedId, type ShelfAbout } from '#knowledge/index.ts';
import { checkDocument, type DocumentChecks, ProofFailed } from './csaf-checks.ts';
import { isPack, openPack } from './knowledge-pack.ts';
import { type FeedReceiver, readFeed } from './read-feed.ts';
import { RECORDS, RecordSpool } from './record-spool.ts';
import { wrongDay } from './usable-day.ts';

/** Records of one feed as the files gave them: JSON text by key. */
export interface CollectedFeed {
  readonly feed: FeedId;
  readonly asOf: string;
  readonly records: RecordSpool;
  readonly problems: readonly string[];
  /** How many documents were refused because a proof beside them does not fit. */
  readonly failed: number;
  /** The pack that brought it. */
  readonly pack: NonNullable<ShelfAbout['pack']> | null;
}

/** What became of one file. */
export interface FeedFile {
  readonly file: string;
  readonly feed: FeedId | null;
  readonly rows: number;
  /** Why it was not taken, as a sentence. */
  readonly problem: string | null;
  /** For an advisory, what lies beside it to prove it. */
  readonly checks?: DocumentChecks;
}

/** Everything that the files gave; dispose of it when it has landed. */
export interface CollectedFeeds extends Disposable {
  readonly feeds: readonly CollectedFeed[];
  readonly files: readonly FeedFile[];
  /** What lies in a folder and is no feed; at most the first 1,000. */
  readonly skipped: readonly string[];
}

interface Watch {
  readonly signal: AbortSignal;
  /** No day that a feed gives may lie more than a day after it. */
  readonly now: string;
  readonly progress: (message: string) => void;
  /** A folder with room for what does not fit into memory. */
  readonly room: string;
  /** Keys whose packs are taken. */
  readonly trusted?: readonly KeyObject[];
  /** A file of OpenPGP keys, with which signatures of advisories are checked. */
  readonly gpgKey?: string;
}

const MOST_FILES = 1_000_000;
const MOST_PROBLEMS = 100;
const MOST_SKIPPED = 1000;
/** What lies beside feeds to prove them. */
const PROOF = /\.(?:asc|sig|sha\d+|meta)$/i;

/** Reads every feed file under the paths. Throws Invalid when a path is not there. */
export async function collectFeeds(paths: readonly string[], watch: Watch): Promise<CollectedFeeds> {
  const collecting = new Collecting(watch.room, watch.now);
  const files: FeedFile[] = [];
  const skipped: string[] = [];
  try {
    let count = 0;
    for await (const { file, isNamed } of filesUnder(paths)) {
      watch.signal.throwIfAborted();
      if (count++ % 100 === 0) watch.progress(`${count} files read`);
      const how = { isNamed, trusted: watch.trusted ?? [], gpgKey: watch.gpgKey ?? null };
      const read = await readFile(file, collecting, how);
      files.push(...read);
      if (read.length === 0 && skipped.length < MOST_SKIPPED && !PROOF.test(file)) skipped.push(file);
    }
    return { feeds: collecting.feeds(), files, skipped, [Symbol.dispose]: () => collecting[Symbol.dispose]() };
  } catch (error) {
    collecting[Symbol.dispose]();
    throw error;
  }
}

async function readFile(
  file: string,
  collecting: Collecting,
  {
    isNamed,
    trusted,
    gpgKey,
  }: { readonly isNamed: boolean; readonly trusted: readonly KeyObject[]; readonly gpgKey: string | null },
): Promise<FeedFile[]> {
  try {
    let checked: DocumentChecks | null = null;
    const origin = {
      name: file,
      day: (await stat(file)).mtime.toISOString().slice(0, 10),
      check: () => (checked ??= checkDocument(file, gpgKey)),
    };
    const found = isPack(await headOf(file))
      ? readPack(file, collecting, trusted)
      : await readFeed(createReadStream(file, { highWaterMark: 1 << 20 }), collecting, origin);
    const checks = checked === null ? {} : { checks: checked };
    if (found.size > 0) return collecting.keep(origin.day).map((kept) => ({ file, ...kept, ...checks }));
    // What lies beside feeds in a folder is nobody's mistake.
    return isNamed ? [{ file, feed: null, rows: 0, problem: 'This is no feed that is known here.' }] : [];
  } catch (error) {
    const feed = collecting.drop();
    if (error instanceof ProofFailed)
      collecting.failed('csaf', `${inertText(path.basename(file), 200)}: ${error.message}`);
    if (error instanceof Fault) return [{ file, feed, rows: 0, problem: error.message }];
    throw error;
  }
}

async function headOf(file: string): Promise<Uint8Array> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
  return buffer.subarray(0, bytesRead);
}

/** Nothing is taken from a pack before all of it was checked. */
function readPack(file: string, to: Collecting, trusted: readonly KeyObject[]): ReadonlySet<FeedId> {
  using pack = openPack(file, trusted);
  const feeds = new Set<FeedId>();
  for (const [feed, shelf] of pack.shelves()) {
    feeds.add(feed);
    to.dated(feed, shelf.about.asOf);
    to.packed(feed, { signedBy: pack.signedBy, madeAt: pack.manifest.madeAt });
    for (const [key, json] of shelf.table(RECORDS).entries()) to.record(feed, key, json);
    for (const problem of shelf.about.problems) to.problem(feed, problem);
  }
  return feeds;
}

/** How files of a feed go together. */
export function howOf(feed: FeedId): 'whole' | 'each' {
  return FEED_KINDS.find(({ id }) => id === feed)?.how ?? 'whole';
}

/** What one file said about one feed. */
interface Said {
  asOf: string;
  rows: number;
  pack: CollectedFeed['pack'];
  readonly problems: string[];
}

class Collecting implements FeedReceiver, Disposable {
  readonly #room: string;
  readonly #now: string;
  readonly #feeds = new Map<
    FeedId,
    { asOf: string; readonly records: RecordSpool; problems: string[]; failed: number; pack: CollectedFeed['pack'] }
  >();
  #open = new Map<FeedId, Said>();

  constructor(room: string, now: string) {
    this.#room = room;
    this.#now = now;
  }

  record(feed: FeedId, key: string, json: string): void {
    this.#said(feed).rows++;
    this.#feed(feed).records.add(key, json);
  }

  dated(feed: FeedId, asOf: string, which?: string): boolean {
    const said = this.#said(feed);
    if (asOf === '') return false;
    const wrong = wrongDay(asOf, this.#now);
    if (wrong === null) {
      if (asOf > said.asOf) said.asOf = asOf;
      return true;
    }
    const day = inertText(asOf, 40);
    if (which === undefined) throw new Invalid(`This file says that it is of '${day}', which ${wrong}.`);
    this.problem(
      feed,
      `${inertText(which, 200)} says that it is of '${day}', which ${wrong}; this day does not count.`,
    );
    return false;
  }

  problem(feed: FeedId, sentence: string): void {
    const { problems } = this.#said(feed);
    if (problems.length < MOST_PROBLEMS) problems.push(sentence);
  }

  /** It comes from a pack. */
  packed(feed: FeedId, pack: NonNullable<CollectedFeed['pack']>): void {
    this.#said(feed).pack = pack;
  }

  /** A document that its proof does not fit. */
  failed(id: FeedId, sentence: string): void {
    const feed = this.#feed(id);
    feed.failed++;
    feed.problems = [...feed.problems, sentence].slice(0, MOST_PROBLEMS);
  }

  /** The file was read to its end. What gave no day that counts is of `day`, on which the file was written. */
  keep(day: string): Pick<FeedFile, 'feed' | 'rows' | 'problem'>[] {
    const kept: Pick<FeedFile, 'feed' | 'rows' | 'problem'>[] = [];
    for (const [id, said] of this.#open) {
      const feed = this.#feed(id);
      const [first] = said.problems;
      if (said.rows === 0 && first !== undefined) {
        kept.push({ feed: id, rows: 0, problem: `Nothing in this file can be used. ${first}` });
        feed.records.drop();
        continue;
      }
      kept.push({ feed: id, rows: said.rows, problem: null });
      if (said.asOf === '' && said.rows > 0)
        said.asOf = wrongDay(day, this.#now) === null ? day : this.#now.slice(0, 10);
      // Two whole files of one feed: the newer one counts. Single documents: the newest revision of each.
      const isWhole = howOf(id) === 'whole';
      if (isWhole && said.asOf < feed.asOf) {
        feed.records.drop();
        continue;
      }
      feed.records.keep(isWhole);
      if (said.asOf > feed.asOf) feed.asOf = said.asOf;
      feed.pack = said.pack ?? (isWhole ? null : feed.pack);
      feed.problems = [...(isWhole ? [] : feed.problems), ...said.problems].slice(0, MOST_PROBLEMS);
    }
    this.#open = new Map();
    return kept;
  }

  /** The file is no good; says of which feed it was, as far as it got. */
  drop(): FeedId | null {
    const [feed = null] = this.#open.keys();
    for (const id of this.#open.keys()) this.#feed(id).records.drop();
    this.#open = new Map();
    return feed;
  }

  feeds(): CollectedFeed[] {
    return FEED_KINDS.flatMap(({ id }) => {
      const found = this.#feeds.get(id);
      // A feed of which no file was good is none.
      return found && (found.asOf !== '' || found.failed > 0) ? [{ feed: id, ...found }] : [];
    });
  }

  [Symbol.dispose](): void {
    for (const { records } of this.#feeds.values()) records[Symbol.dispose]();
  }

  #said(feed: FeedId): Said {
    const known = this.#open.get(feed) ?? { asOf: '', rows: 0, problems: [], pack: null };
    this.#open.set(feed, known);
    return known;
  }

  #feed(feed: FeedId) {
    const known = this.#feeds.get(feed) ?? {
      asOf: '',
      records: new RecordSpool(this.#room),
      problems: [],
      failed: 0,
      pack: null,
    };
    this.#feeds.set(feed, known);
    return known;
  }
}

async function* filesUnder(paths: readonly string[]): AsyncGenerator<{ file: string; isNamed: boolean }> {
  let count = 0;
  for (const each of paths) {
    const found = await stat(each).catch(() => undefined);
    // A pipe or a device could keep the reader waiting for ever.
    if (!found?.isDirectory() && !found?.isFile())
      throw new Invalid(`${inertText(each, 200)} cannot be read. Name a feed file or a folder of them.`);
    if (found.isFile()) {
      yield { file: each, isNamed: true };
      continue;
    }
    for (const entry of (await readdir(each, { recursive: true, withFileTypes: true })).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (!entry.isFile()) continue;
      if (++count > MOST_FILES)
        throw new Invalid(`There are more than ${MOST_FILES} files in this folder. Name the folder of the feeds.`);
      yield { file: path.join(entry.parentPath, entry.name), isNamed: false };
    }
  }
}
