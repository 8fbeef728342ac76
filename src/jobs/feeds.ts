// Feeds taken in, and every device of every site judged by what they say.
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { FeedsDocument } from '#contracts/index.ts';
import { type Clock, Invalid } from '#kit/index.ts';
import {
  builtInAdvisories,
  builtInHoles,
  builtInKnowledge,
  builtInToolkitFlaws,
  FEED_KINDS,
  type FeedId,
  type FeedKind,
} from '#knowledge/index.ts';
import { KnowledgeFolder, landFeeds, openPack, PackKeys, writePack } from '#sensors/feeds/index.ts';
import type { Store } from '#store/index.ts';
import { judgeByWhatChanged } from './judge-by-what-changed.ts';
import { knowledgeOf } from './knowledge.ts';

/** What taking in feeds works with. */
export interface FeedsDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** How feeds are taken in. */
export interface FeedsRun {
  readonly signal: AbortSignal;
  readonly progress: (fraction: number, message: string) => void;
  /** Takes what is older, or suddenly smaller, all the same. */
  readonly force: boolean;
  /** A key whose packs are taken, now and from now on. */
  readonly key?: string;
  /** A file of OpenPGP keys, with which signatures of advisories are checked. */
  readonly gpgKey?: string;
}

const DAY_MS = 86_400_000;

/** Takes in the feed files under the paths. Throws Invalid when there is none. */
export async function performFeeds(deps: FeedsDeps, run: FeedsRun, paths: readonly string[]): Promise<FeedsDocument> {
  const { dataDir } = deps.store;
  if (dataDir === null) throw new Invalid('Feeds are kept in the data folder. Name it with --data.');
  const before = knowledgeOf(deps.store);
  const landing = {
    dataDir,
    paths,
    now: deps.clock.now().toISOString(),
    force: run.force,
    trusted: keysOf(deps.store).trusted(run.key ?? null),
    ...(run.gpgKey === undefined ? {} : { gpgKey: run.gpgKey }),
  };
  const { files, landed, skipped } = await landFeeds(landing, run);
  if (files.length === 0)
    throw new Invalid('There is no feed that is known here. See docs/feeds.md for the files that are.');
  if (run.key !== undefined) keysOf(deps.store).trust(run.key);
  const taken = landed.flatMap(({ feed, outcome }) => (outcome === 'taken' ? [feed] : []));
  if (taken.length > 0) await judgeByWhatChanged(deps, { before, taken, progress: run.progress });
  return {
    ...feedsStatus(deps),
    files: files.map((file) => ({ ...file, checks: file.checks ?? null })),
    landed: [...landed],
    skipped: [...skipped],
  };
}

/** The feeds that are here. */
export function feedsStatus({ store, clock }: FeedsDeps): FeedsDocument {
  const now = clock.now().getTime();
  const here = new Map(
    folderOf(store)
      .status()
      .map((each) => [each.feed, each]),
  );
  return {
    schema: 'dosimeter.feeds/1',
    builtIn: {
      advisories: builtInAdvisories.length,
      lifecyclesAsOf: builtInKnowledge.lifecycles.asOf,
      toolkitFlaws: builtInToolkitFlaws.length,
      systemHoles: builtInHoles,
    },
    feeds: FEED_KINDS.map(({ id, label, publisher, isUndated }: FeedKind & { readonly id: FeedId }) => {
      const found = here.get(id);
      return {
        feed: id,
        label,
        publisher,
        asOf: found?.asOf ?? null,
        dateGiven: isUndated !== true,
        ageDays: found ? ageOf(found.asOf, now) : null,
        rows: found?.rows ?? 0,
        compiledAt: found?.compiledAt ?? null,
        sha256: found?.sha256 ?? null,
        problems: found ? [...found.problems] : [],
        checks: found?.checks ?? null,
        pack: found?.pack ?? null,
      };
    }),
    files: [],
    sources: [],
    fetched: [],
    landed: [],
    pack: null,
  };
}

/** Null for what is no day. */
function ageOf(asOf: string, nowMs: number): number | null {
  const days = Math.floor((nowMs - Date.parse(asOf)) / DAY_MS);
  return Number.isNaN(days) ? null : Math.max(0, days);
}

/** Makes a knowledge pack of all feeds that are here; signed with the key in the file, or with this installation's own. */
export function packFeeds(deps: FeedsDeps, file: string, key: string | null): FeedsDocument {
  const shelves = folderOf(deps.store).shelves();
  if (shelves.length === 0) throw new Invalid('There are no feeds here to be packed. Import some first.');
  const signing = keysOf(deps.store).signing(key);
  writePack(file, shelves, { key: signing, now: deps.clock.now().toISOString() });
  return { ...feedsStatus(deps), pack: packOf(file, [createPublicKey(signing)]) };
}

/** Checks a knowledge pack whole; nothing is taken from it. Throws Invalid when it is not what a trusted key signed. */
export function verifyFeeds(deps: FeedsDeps, file: string, key: string | null): FeedsDocument {
  return { ...feedsStatus(deps), pack: packOf(file, keysOf(deps.store).trusted(key)) };
}

function packOf(file: string, trusted: readonly KeyObject[]): NonNullable<FeedsDocument['pack']> {
  using pack = openPack(file, trusted);
  const { manifest, bytes, sha256, signedBy } = pack;
  const parts = manifest.shelves.map(({ feed, asOf, rows, bytes: size }) => ({ feed, asOf, rows, bytes: size }));
  return { file, madeAt: manifest.madeAt, bytes, sha256, signedBy, parts };
}

function keysOf({ dataDir }: Store): PackKeys {
  if (dataDir === null) throw new Invalid('Keys are kept in the data folder. Name it with --data.');
  return new PackKeys(dataDir);
}

function folderOf({ dataDir }: Store): KnowledgeFolder {
  if (dataDir === null) throw new Invalid('Feeds are kept in the data folder. Name it with --data.');
  return new KnowledgeFolder(dataDir);
}
