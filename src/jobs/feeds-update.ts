// Feeds fetched because a person asked for it, and taken in by the same door as files that people bring. Nothing calls this by itself.
import type { FeedsDocument } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import {
  addressOf,
  type FetchedFeed,
  fetchFeeds,
  planUpdate,
  type UpdatePlan,
  type UpdateWish,
} from '#sensors/feeds/index.ts';
import { type FeedsDeps, type FeedsRun, feedsStatus, performFeeds } from './feeds.ts';

interface UpdateOptions {
  readonly wish: UpdateWish;
  readonly environment: NodeJS.ProcessEnv;
  /** How long to wait before each further try. */
  readonly restsMs?: readonly number[];
}

/** The sources that would be asked; asks none of them. */
export function listSources(deps: FeedsDeps, options: UpdateOptions): FeedsDocument {
  return { ...feedsStatus(deps), sources: sourcesOf(planOf(deps, options)) };
}

/** Fetches what changed and takes it in. Throws Invalid when nobody turned the network on. */
export async function updateFeeds(deps: FeedsDeps, run: FeedsRun, options: UpdateOptions): Promise<FeedsDocument> {
  const plan = planOf(deps, options);
  const before = feedsStatus(deps);
  const fetched = await fetchFeeds(plan, {
    dataDir: dataDirOf(deps),
    signal: run.signal,
    progress: run.progress,
    here: new Set(before.feeds.filter(({ asOf }) => asOf !== null).map(({ feed }) => feed)),
    ...(options.restsMs ? { restsMs: options.restsMs } : {}),
  });
  const files = fetched.flatMap(({ file }) => (file === null ? [] : [file]));
  const document = files.length > 0 ? await performFeeds(deps, run, files) : before;
  for (const each of fetched) settle(each, document);
  return {
    ...document,
    sources: sourcesOf(plan),
    fetched: fetched.map(({ file: _file, taken: _taken, dropped: _dropped, ...rest }) => rest),
  };
}

/** A file that was refused for its rows lies ready for --force; one that is no good is forgotten. */
function settle({ file, taken, dropped }: FetchedFeed, { files, landed }: FeedsDocument): void {
  if (file === null) return;
  const parts = files.filter((each) => each.file === file);
  const outcomes = parts.map(({ feed }) => landed.find((each) => each.feed === feed)?.outcome);
  if (parts.length === 0 || parts.some(({ problem }) => problem !== null) || outcomes.includes(undefined)) dropped();
  else if (!outcomes.includes('refused')) taken();
}

function sourcesOf({ sources }: UpdatePlan): FeedsDocument['sources'] {
  return sources.map((source) => ({
    feed: source.feed,
    address: addressOf(source),
    proof: source.proof,
    isMirror: source.isMirror,
  }));
}

function planOf(deps: FeedsDeps, { wish, environment }: UpdateOptions): UpdatePlan {
  return planUpdate(dataDirOf(deps), wish, { year: deps.clock.now().getUTCFullYear(), environment });
}

function dataDirOf({ store: { dataDir } }: FeedsDeps): string {
  if (dataDir === null) throw new Invalid('Feeds are kept in the data folder. Name it with --data.');
  return dataDir;
}
