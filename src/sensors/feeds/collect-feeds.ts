// Feed files as people bring them (single, gzipped, a folder or a stick full of them), recognized by content and read into records.
// A feed lands whole or not at all: nothing here writes.
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault, Invalid, inertText } from '#kit/index.ts';
import {
  FEED_KINDS,
  type FeedId,
  isCsaf,
  readCsaf,
  readCveRecord,
  readEpssLine,
  readKev,
  readNvd,
  recognizeFeed,
} from '#knowledge/index.ts';
import { gunzipped, isGzip, peek, readLines } from '../intake/index.ts';
import { type EntryDepth, jsonElements } from './json-elements.ts';

/** Records of one feed as the files gave them: JSON text by key. */
export interface CollectedFeed {
  asOf: string;
  readonly records: Map<string, string>;
  readonly problems: string[];
}

/** What became of one file. */
export interface FeedFile {
  readonly file: string;
  readonly feed: FeedId | null;
  readonly rows: number;
  /** Why it was not taken, as a sentence. */
  readonly problem: string | null;
}

const HEAD_BYTES = 1 << 17;
const MOST_DOCUMENT_BYTES = 128 << 20;
const MOST_FILES = 200_000;
const MOST_PROBLEMS = 100;

/** Reads every feed file under the paths. Throws Invalid when a path is not there. */
export async function collectFeeds(
  paths: readonly string[],
  watch: { readonly signal: AbortSignal; readonly progress: (message: string) => void },
): Promise<{ feeds: Map<FeedId, CollectedFeed>; files: FeedFile[] }> {
  const feeds = new Map<FeedId, CollectedFeed>();
  const files: FeedFile[] = [];
  for await (const { file, isNamed } of filesUnder(paths)) {
    watch.signal.throwIfAborted();
    if (files.length % 100 === 0) watch.progress(`${files.length} files read`);
    const read = await readFeedFile(file).catch((error: unknown): ReadFile => {
      if (error instanceof Fault) return { feed: null, problem: error.message };
      throw error;
    });
    if (read.records === undefined) {
      // What lies beside feeds in a folder is nobody's mistake.
      const problem = read.problem ?? (isNamed ? 'This is no feed that is known here.' : null);
      if (problem !== null) files.push({ file, feed: read.feed, rows: 0, problem });
      continue;
    }
    const known = feeds.get(read.feed) ?? { asOf: '', records: new Map<string, string>(), problems: [] };
    feeds.set(read.feed, known);
    add(known, read);
    files.push({ file, feed: read.feed, rows: read.records.size, problem: null });
  }
  return { feeds, files };
}

type ReadFile =
  | { readonly feed: FeedId | null; readonly problem: string | null; readonly records?: undefined }
  | {
      readonly feed: FeedId;
      readonly problem: null;
      readonly asOf: string;
      readonly records: ReadonlyMap<string, string>;
      readonly problems: readonly string[];
    };

function add(known: CollectedFeed, read: Extract<ReadFile, { asOf: string }>): void {
  // Two whole files of one feed: the newer one counts. Single documents: the newest revision of each.
  if (howOf(read.feed) === 'whole') {
    if (read.asOf < known.asOf) return;
    known.records.clear();
  }
  for (const [key, json] of read.records) {
    const before = known.records.get(key);
    if (before === undefined || revisedOf(before) <= revisedOf(json)) known.records.set(key, json);
  }
  if (read.asOf > known.asOf) known.asOf = read.asOf;
  known.problems.push(...read.problems.slice(0, MOST_PROBLEMS - known.problems.length));
}

/** How files of a feed go together. */
export function howOf(feed: FeedId): 'whole' | 'each' {
  return FEED_KINDS.find(({ id }) => id === feed)?.how ?? 'whole';
}

/** The day of an advisory's JSON text; other records have none. */
export function revisedOf(json: string): string {
  return /"revised":"([^"]*)"/.exec(json)?.[1] ?? '';
}

async function* filesUnder(paths: readonly string[]): AsyncGenerator<{ file: string; isNamed: boolean }> {
  let count = 0;
  for (const each of paths) {
    const found = await stat(each).catch(() => undefined);
    if (!found) throw new Invalid(`${inertText(each, 200)} cannot be read. Name a feed file or a folder of them.`);
    if (!found.isDirectory()) {
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

async function readFeedFile(file: string): Promise<ReadFile> {
  let peeked = await peek(createReadStream(file, { highWaterMark: 1 << 20 }), HEAD_BYTES);
  if (isGzip(peeked.head)) peeked = await peek(gunzipped(peeked.stream), HEAD_BYTES);
  const head = Buffer.from(peeked.head)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const feed = recognizeFeed(head);
  switch (feed) {
    case 'epss':
      return readEpss(peeked.stream);
    case 'cisa-kev': {
      const { asOf, records, problems } = readKev(await jsonOf(peeked.stream));
      return {
        feed,
        problem: null,
        asOf,
        problems,
        records: new Map([...records].map(([key, value]) => [key, JSON.stringify(value)])),
      };
    }
    case 'csaf': {
      const document = await jsonOf(peeked.stream);
      if (!isCsaf(document)) return { feed: null, problem: null };
      const advisory = readCsaf(document);
      return {
        feed,
        problem: null,
        asOf: advisory.revised,
        problems: [],
        records: new Map([[advisory.id, JSON.stringify(advisory)]]),
      };
    }
    case 'nvd':
      return readEntries(feed, peeked.stream, { depth: /^\s*\{\s*"cve"/.test(head) ? 0 : 2, read: readNvd });
    case 'cve':
      return readEntries(feed, peeked.stream, { depth: /^\s*\[/.test(head) ? 1 : 0, read: readCveRecord });
    default:
      for await (const _ of peeked.stream) break;
      return { feed: null, problem: null };
  }
}

async function readEpss(stream: AsyncIterable<Uint8Array>): Promise<ReadFile> {
  const records = new Map<string, string>();
  const problems: string[] = [];
  let asOf = '';
  let wrong = 0;
  for await (const lines of readLines(stream, { name: 'utf-8', mark: 0 }, { foreign: 0, firstForeign: null })) {
    for (const { text, number } of lines) {
      const read = readEpssLine(text);
      if (read.kind === 'day') asOf = read.day;
      else if (read.kind === 'score') records.set(read.cve, String(read.score));
      else if (read.kind === 'wrong' && ++wrong <= MOST_PROBLEMS) problems.push(`Line ${number} is no score.`);
    }
  }
  if (asOf === '')
    throw new Invalid('This file of EPSS scores does not say of which day it is (its first line is missing).');
  return { feed: 'epss', problem: null, asOf, records, problems };
}

interface Entries {
  readonly depth: EntryDepth;
  readonly read: (value: unknown) => { readonly id: string; readonly revised: string } | { readonly problem: string };
}

async function readEntries(
  feed: FeedId,
  stream: AsyncIterable<Uint8Array>,
  { depth, read }: Entries,
): Promise<ReadFile> {
  const records = new Map<string, string>();
  const problems: string[] = [];
  let asOf = '';
  for await (const json of jsonElements(stream, depth)) {
    const entry = read(parsed(json));
    if ('problem' in entry) {
      if (problems.length < MOST_PROBLEMS) problems.push(entry.problem);
      continue;
    }
    records.set(entry.id, JSON.stringify(entry));
    if (entry.revised > asOf) asOf = entry.revised;
  }
  return { feed, problem: null, asOf, records, problems };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

async function jsonOf(stream: AsyncIterable<Uint8Array>): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > MOST_DOCUMENT_BYTES)
      throw new Invalid('This document is larger than 128 MB. It is no feed that is known here.');
    parts.push(part.slice());
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Invalid('This file is no whole JSON document. Fetch it again.');
  }
}
