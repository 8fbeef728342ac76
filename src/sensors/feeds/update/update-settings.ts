// What a person wrote down about fetching: the file `feeds.json` in the data folder, and what the command says on top of it. Without either
// nothing is ever fetched.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Invalid, inertText, withoutLogin } from '#kit/index.ts';
import { FEED_KINDS, type FeedAddress, type FeedId, feedAddresses } from '#knowledge/index.ts';

const NAME = 'feeds.json';
const MEGABYTE = 1 << 20;
const MOST_MEGABYTES = 4096;

const ofFeed = z.strictObject({
  /** The folder of this feed's files: they keep their names. */
  mirror: z.string().max(2000).optional(),
  /** Files to fetch in place of the official ones. */
  addresses: z.array(z.string().max(2000)).max(1000).optional(),
  /** Not fetched, unless it is named in the command. */
  off: z.boolean().optional(),
});

const settings = z.strictObject({
  network: z.boolean().optional(),
  mirror: z.string().max(2000).optional(),
  proxy: z.string().max(2000).optional(),
  noProxy: z.string().max(4000).optional(),
  /** A PEM file of certificates to trust besides the usual ones. */
  ca: z.string().max(4000).optional(),
  /** No file may be larger. */
  megabytes: z.int().min(1).max(1_000_000).optional(),
  feeds: z.partialRecord(z.enum(FEED_KINDS.map(({ id }) => id)), ofFeed).optional(),
});

/** What the command says. */
export interface UpdateWish {
  readonly allowNetwork: boolean;
  readonly mirror: string | null;
  readonly proxy: string | null;
  /** Only these feeds; all that are not large when there is none. */
  readonly feeds: readonly string[];
}

/** A file to fetch. */
export interface FeedSource {
  readonly feed: FeedId;
  /** An address, or a file on a folder mirror. */
  readonly place: { readonly kind: 'address'; readonly url: URL } | { readonly kind: 'file'; readonly file: string };
  readonly name: string;
  readonly proof: FeedAddress['proof'];
  readonly isMirror: boolean;
}

/** What is fetched, from where and how. */
export interface UpdatePlan {
  readonly sources: readonly FeedSource[];
  readonly isAllowed: boolean;
  readonly settingsFile: string;
  readonly proxy: { readonly HTTP_PROXY?: string; readonly HTTPS_PROXY?: string; readonly NO_PROXY?: string };
  /** Certificates to trust besides the usual ones, in PEM form. */
  readonly ca: string | null;
  readonly mostBytes: number;
}

/** Puts the settings and the command together. Throws Invalid for what cannot be meant. */
export function planUpdate(
  dataDir: string,
  wish: UpdateWish,
  { year, environment }: { readonly year: number; readonly environment: NodeJS.ProcessEnv },
): UpdatePlan {
  const settingsFile = path.join(dataDir, NAME);
  const said = readSettings(settingsFile);
  const proxy = wish.proxy ?? said.proxy;
  if (proxy !== undefined && !/^https?:$/.test(parsed(proxy)?.protocol ?? ''))
    throw new Invalid(`'${inertText(withoutLogin(proxy), 200)}' is no proxy. Write it as http://NAME:PORT.`);
  const noProxy = said.noProxy ?? environment['NO_PROXY'] ?? environment['no_proxy'];
  return {
    sources: sourcesOf(said, wish, { year, folder: dataDir }),
    isAllowed: wish.allowNetwork || said.network === true,
    settingsFile,
    proxy: {
      ...defined('HTTP_PROXY', proxy ?? environment['HTTP_PROXY'] ?? environment['http_proxy']),
      ...defined('HTTPS_PROXY', proxy ?? environment['HTTPS_PROXY'] ?? environment['https_proxy']),
      ...defined('NO_PROXY', noProxy),
    },
    ca: said.ca === undefined ? null : certificatesIn(path.resolve(dataDir, said.ca)),
    mostBytes: (said.megabytes ?? MOST_MEGABYTES) * MEGABYTE,
  };
}

function sourcesOf(
  said: z.infer<typeof settings>,
  wish: UpdateWish,
  { year, folder }: { readonly year: number; readonly folder: string },
): FeedSource[] {
  const unknown = wish.feeds.find((feed) => !FEED_KINDS.some(({ id }) => id === feed));
  if (unknown !== undefined)
    throw new Invalid(`There is no feed '${inertText(unknown, 60)}'. 'dosimeter feeds update --list' shows them.`);
  const official = feedAddresses(year);
  return FEED_KINDS.flatMap(({ id }): FeedSource[] => {
    const own = said.feeds?.[id];
    const isNamed = wish.feeds.includes(id);
    if (wish.feeds.length > 0 ? !isNamed : own?.off === true) return [];
    if (wish.mirror === null && own?.addresses !== undefined) {
      return own.addresses.map((address) => {
        const place = placeOf(address, folder);
        return { feed: id, place, name: nameOf(place), proof: null, isMirror: true };
      });
    }
    const base = wish.mirror ?? own?.mirror ?? said.mirror;
    // A mirror for all feeds has a folder for each.
    const within = wish.mirror === null && own?.mirror !== undefined ? '' : `${id}/`;
    return official
      .filter(({ feed, isLarge }) => feed === id && (!isLarge || isNamed || base !== undefined))
      .map(({ feed, url, name, proof }) => ({
        feed,
        place: placeOf(base === undefined ? url : `${base.replace(/\/*$/, '/')}${within}${name}`, folder),
        name,
        proof,
        isMirror: base !== undefined,
      }));
  });
}

function placeOf(address: string, folder: string): FeedSource['place'] {
  if (!/^[a-z][a-z0-9+.-]+:/i.test(address)) return { kind: 'file', file: path.resolve(folder, address) };
  const url = parsed(address);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Invalid(
      `'${inertText(withoutLogin(address), 200)}' is no address of a feed. Write https://, http:// or a folder.`,
    );
  return { kind: 'address', url };
}

function nameOf(place: FeedSource['place']): string {
  return path.basename(place.kind === 'file' ? place.file : place.url.pathname);
}

function readSettings(file: string): z.infer<typeof settings> {
  if (!existsSync(file)) return {};
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Invalid(`${file} is no JSON. Correct it, or delete it.`, undefined, error);
  }
  const result = settings.safeParse(read);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new Invalid(
    `${file} cannot be used: ${where === '' ? '' : `${inertText(where, 100)}: `}${issue?.message ?? ''}.`,
  );
}

function certificatesIn(file: string): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Invalid(`${file} holds no certificate in PEM form.`);
  return text;
}

function parsed(address: string): URL | null {
  return URL.parse(address);
}

function defined<K extends string>(name: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [key in K]?: string }); // one known key
}
