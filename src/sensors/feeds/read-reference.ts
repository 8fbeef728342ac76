// Feeds that other things are looked up in: life cycles, product codes, makers of network cards, ways to attack. Most of these files do not
// say of which day they are; then it is the day on which the file was written.
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { Invalid } from '#kit/index.ts';
import { type FeedId, readDeviceClass, readEndoflife, readMacBlock, readStix } from '#knowledge/index.ts';
import type { FeedOrigin } from './read-feed.ts';

/** Feeds that are read here. */
export type ReferenceFeed = Extract<FeedId, 'endoflife' | 'fda-classes' | 'oui' | 'capec' | 'attack-ics'>;

interface Records {
  readonly asOf: string;
  readonly records: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

const MOST_BYTES = 128 << 20;
const MOST_PROBLEMS = 100;

/** Reads one file of such a feed. Throws Invalid when it is none. */
export async function readReference(
  feed: ReferenceFeed,
  stream: AsyncIterable<Uint8Array>,
  { name, day }: FeedOrigin,
): Promise<Records> {
  const text = await textOf(stream);
  switch (feed) {
    case 'endoflife': {
      const { problems, ...read } = readEndoflife(jsonIn(text), productOf(name), day);
      return { asOf: day, records: new Map([[read.product, JSON.stringify(read)]]), problems };
    }
    case 'fda-classes':
      return readClasses(text, day);
    case 'oui':
      return readBlocks(text, day);
    default: {
      const { asOf, records, problems } = readStix(jsonIn(text), feed);
      return { asOf, problems, records: new Map([...records].map(([id, each]) => [id, JSON.stringify(each)])) };
    }
  }
}

function readClasses(text: string, asOf: string): Records {
  const records = new Map<string, string>();
  const problems: string[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const read = readDeviceClass(line);
    if (read === 'wrong') problems.push(`Line ${index + 1} is no product code.`);
    else if (read !== 'nothing') records.set(read.code, JSON.stringify(read));
  });
  return { asOf, records, problems: problems.slice(0, MOST_PROBLEMS) };
}

function readBlocks(text: string, asOf: string): Records {
  const records = new Map<string, string>();
  const problems: string[] = [];
  let rows: string[][];
  try {
    rows = parse(text, { relax_column_count: true, relax_quotes: true, bom: true });
  } catch {
    throw new Invalid('This list of network cards ends in the middle of a row. Fetch it again.');
  }
  rows.slice(1).forEach((row, index) => {
    const read = readMacBlock(row);
    if (read === null) problems.push(`Row ${index + 2} is no block of addresses.`);
    else if (read !== 'private') {
      records.set(read.digits, JSON.stringify({ organization: read.organization, revised: asOf }));
    }
  });
  return { asOf, records, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** `windows.json.gz`: windows. */
function productOf(file: string): string {
  return path
    .basename(file)
    .replace(/\.gz$/i, '')
    .replace(/\.json$/i, '');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Invalid('This file is no whole JSON document. Fetch it again.');
  }
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > MOST_BYTES) throw new Invalid('This file is larger than 128 MB. It is no feed that is known here.');
    parts.push(part.slice());
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
