// One feed file, plain, gzipped or zipped, recognized by content and read into records. What is read goes to a receiver, which decides
// what becomes of it when the file is read to its end or breaks.
import { Fault, Invalid, inertText } from '#kit/index.ts';
import {
  type Advisory,
  type FeedId,
  isCsaf,
  isCycloneDxVex,
  isOpenVex,
  readCsaf,
  readCveRecord,
  readCycloneDxVex,
  readEpssLine,
  readKev,
  readNvd,
  readNvd11,
  readOpenVex,
  readRecallNotice,
  recognizeFeed,
} from '#knowledge/index.ts';
import { gunzipped, isGzip, peek, readLines } from '../intake/index.ts';
import { withProof } from './advisory-proofs.ts';
import type { DocumentChecks } from './csaf-checks.ts';
import { type EntryDepth, jsonElements } from './json-elements.ts';
import { readReference } from './read-reference.ts';
import { isZip, zipEntries } from './zip-entries.ts';

/** Takes what a file holds. */
export interface FeedReceiver {
  record(feed: FeedId, key: string, json: string): void;
  /**
   * The day or time that the publisher gives; of several the newest counts. Gives whether it can count; if not, that is told of `which` entry.
   * Throws Invalid when it is the day of the whole file.
   */
  dated(feed: FeedId, asOf: string, which?: string): boolean;
  problem(feed: FeedId, sentence: string): void;
}

const HEAD_BYTES = 1 << 17;
const MOST_DOCUMENT_BYTES = 128 << 20;
/** An archive in an archive, as the CVE Program publishes them. */
const MOST_NESTING = 3;

/** What a file that does not say it itself is known by: its name, and the day on which it was written. */
export interface FeedOrigin {
  readonly name: string;
  readonly day: string;
  /** What lies beside the file to prove it. Throws Invalid when it does not fit. */
  readonly check?: () => DocumentChecks;
}

const UNPROVEN: DocumentChecks = { hash: 'not there', signature: 'not there', because: null };

/** Reads the file and says which feeds it holds; none when it is no feed. Throws Invalid when it is broken. */
export async function readFeed(
  source: AsyncIterable<Uint8Array>,
  to: FeedReceiver,
  origin: FeedOrigin,
  nesting = 0,
): Promise<ReadonlySet<FeedId>> {
  const peeked = await peek(source, HEAD_BYTES);
  const { head, stream } = peeked;
  if ((isGzip(head) || isZip(head)) && nesting >= MOST_NESTING)
    throw new Invalid('This archive holds archives that hold archives. Unpack it first.');
  if (isGzip(head)) return readFeed(whole(gunzipped(stream)), to, origin, nesting + 1);
  if (isZip(head)) return readArchive(stream, to, origin, nesting + 1);
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const feed = recognizeFeed(text);
  switch (feed) {
    case 'epss':
      await readEpss(stream, to);
      break;
    case 'cisa-kev': {
      const { asOf, records, problems } = readKev(await jsonOf(stream));
      to.dated(feed, asOf);
      for (const [key, value] of records) to.record(feed, key, JSON.stringify(value));
      for (const problem of problems) to.problem(feed, problem);
      break;
    }
    case 'csaf': {
      const document = await jsonOf(stream);
      if (!isCsaf(document)) return new Set();
      const advisory = readCsaf(document);
      to.dated(feed, advisory.revised);
      if (advisory.unnamed) to.problem(feed, unnamedIn(advisory, advisory.unnamed));
      to.record(feed, inertText(advisory.id, 200), withProof(advisory, origin.check?.() ?? UNPROVEN));
      break;
    }
    case 'vex': {
      const document = await jsonOf(stream);
      const isOpen = isOpenVex(document);
      // A bill of materials that says nothing about flaws is no feed.
      if (!isOpen && !isCycloneDxVex(document)) return new Set();
      const { advisory, problems } = isOpen
        ? { advisory: readOpenVex(document), problems: [] }
        : readCycloneDxVex(document);
      to.dated(feed, advisory.revised);
      to.record(feed, inertText(advisory.id, 200), JSON.stringify(advisory));
      for (const problem of problems) to.problem(feed, problem);
      break;
    }
    case 'nvd':
      await readEntries(feed, stream, to, nvdForm(text));
      break;
    case 'cve':
      await readEntries(feed, stream, to, { depth: /^\s*\[/.test(text) ? 1 : 0, read: readCveRecord });
      break;
    case 'openfda-recall':
    case 'openfda-enforcement':
      await readEntries(feed, stream, to, { depth: 2, read: readRecallNotice });
      break;
    case 'endoflife':
    case 'fda-classes':
    case 'oui':
    case 'capec':
    case 'attack-ics': {
      const { asOf, records, problems } = await readReference(feed, stream, origin);
      to.dated(feed, asOf);
      for (const [key, json] of records) to.record(feed, key, json);
      for (const problem of problems) to.problem(feed, problem);
      break;
    }
    default:
      for await (const _ of stream) break;
      return new Set();
  }
  return new Set([feed]);
}

function unnamedIn({ id }: Advisory, unnamed: readonly string[]): string {
  const [which, more] = [unnamed.slice(0, 3).map((product) => inertText(product, 80)), unnamed.length - 3];
  const rest = more > 0 ? ` and ${more} more` : '';
  return `${inertText(id, 200)} says something of products that it names nowhere (${which.join(', ')}${rest}); that is lost.`;
}

async function readArchive(
  stream: AsyncIterable<Uint8Array>,
  to: FeedReceiver,
  { name: _name, ...rest }: FeedOrigin,
  nesting: number,
): Promise<ReadonlySet<FeedId>> {
  const feeds = new Set<FeedId>();
  for await (const { name, content } of zipEntries(stream)) {
    try {
      for (const feed of await readFeed(content, to, { ...rest, name }, nesting)) feeds.add(feed);
    } catch (error) {
      if (error instanceof Fault) throw new Invalid(`${inertText(name, 200)} in it: ${error.message}`);
      throw error;
    }
  }
  return feeds;
}

/** A gzipped feed counts whole or not at all, other than a log. */
async function* whole(unpacked: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* unpacked;
  } catch (error) {
    if (error instanceof Fault && error.cause !== undefined)
      throw new Invalid('The gzipped file is broken or cut short. Fetch it again.', undefined, error);
    throw error;
  }
}

async function readEpss(stream: AsyncIterable<Uint8Array>, to: FeedReceiver): Promise<void> {
  let isDated = false;
  let isCut = false;
  for await (const lines of readLines(stream, { name: 'utf-8', mark: 0 }, { foreign: 0, firstForeign: null })) {
    for (const { text, number } of lines) {
      const read = readEpssLine(text);
      if (read.kind !== 'nothing') isCut = read.kind === 'wrong';
      if (read.kind === 'day') {
        isDated = true;
        to.dated('epss', read.day);
      } else if (read.kind === 'score') to.record('epss', read.cve, String(read.score));
      else if (read.kind === 'wrong') to.problem('epss', `Line ${number} is no score.`);
    }
  }
  if (isCut) throw new Invalid('This file of EPSS scores ends in the middle of a line. Fetch it again.');
  if (!isDated)
    throw new Invalid('This file of EPSS scores does not say of which day it is (its first line is missing).');
}

interface Entries {
  readonly depth: EntryDepth;
  /** A record, what is wrong with it, or null for what is no record. */
  readonly read: (
    value: unknown,
    which: string,
  ) => { readonly id: string; readonly revised: string } | { readonly problem: string } | null;
}

function nvdForm(head: string): Entries {
  if (/"CVE_Items"\s*:|"CVE_data_type"\s*:/.test(head)) return { depth: 2, read: readNvd11 };
  return { depth: /^\s*\{\s*"cve"/.test(head) ? 0 : 2, read: readNvd };
}

async function readEntries(
  feed: FeedId,
  stream: AsyncIterable<Uint8Array>,
  to: FeedReceiver,
  { depth, read }: Entries,
): Promise<void> {
  let number = 0;
  for await (const json of jsonElements(stream, depth)) {
    const which = `Entry ${++number}`;
    const entry = read(parsed(json), which);
    if (entry === null) continue;
    if ('problem' in entry) {
      to.problem(feed, entry.problem);
      continue;
    }
    // Without a day that counts, whatever comes later is newer.
    const isDated = to.dated(feed, entry.revised, `${which} (${entry.id})`);
    to.record(feed, entry.id, JSON.stringify(isDated ? entry : { ...entry, revised: '' }));
  }
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
    return JSON.parse(
      Buffer.concat(parts)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch {
    throw new Invalid('This file is no whole JSON document. Fetch it again.');
  }
}
