// Every file of a plan, fetched one after another into the downloads of the data folder. One that cannot be had costs itself.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { Fault, Invalid, withoutLogin } from '#kit/index.ts';
import type { FeedId } from '#knowledge/index.ts';
import { openWayOut, troubleOf, type WayOut } from './feed-request.ts';
import { fetchFile } from './fetch-file.ts';
import { type Fetched, fileDropped, fileOfFolder, fileTaken } from './fetch-state.ts';
import { checkPublished } from './published-hash.ts';
import type { FeedSource, UpdatePlan } from './update-settings.ts';

/** What became of one source. */
export interface FetchedFeed {
  readonly feed: FeedId;
  /** The address, without a password, or the file on a folder mirror. */
  readonly address: string;
  readonly outcome: 'fetched' | 'not changed' | 'not there' | 'failed';
  readonly bytes: number;
  /** How many of the bytes were here from a transfer that was cut. */
  readonly resumedAt: number;
  readonly hash: 'good' | 'not there' | null;
  readonly problem: string | null;
  /** Where it lies now. */
  readonly file: string | null;
  /** It went through the door. */
  readonly taken: () => void;
  /** It is no good. */
  readonly dropped: () => void;
}

interface Around {
  readonly dataDir: string;
  readonly signal: AbortSignal;
  readonly progress: (fraction: number, message: string) => void;
  /** The feeds that are here. */
  readonly here: ReadonlySet<string>;
  readonly restsMs?: readonly number[];
  readonly idleMs?: number;
}

const MEGABYTE = 1 << 20;

/** Fetches what changed. Throws Invalid when the plan needs a network and nobody turned that on. */
export async function fetchFeeds(plan: UpdatePlan, around: Around): Promise<FetchedFeed[]> {
  if (!plan.isAllowed && plan.sources.some(({ place }) => place.kind === 'address')) {
    throw new Invalid(
      `Nothing is fetched unless somebody turns it on. Add --allow-network for this once, or write {"network": true} into ${plan.settingsFile}. 'feeds update --list' shows what would be asked.`,
    );
  }
  using way = openWayOut(plan, around.idleMs);
  const fetched: FetchedFeed[] = [];
  for (const [index, source] of plan.sources.entries()) {
    around.signal.throwIfAborted();
    const fraction = (0.5 * index) / plan.sources.length;
    around.progress(fraction, `asking for ${source.name}`);
    fetched.push(await one(source, { plan, way, around, fraction }));
  }
  return fetched;
}

async function one(
  source: FeedSource,
  {
    plan,
    way,
    around,
    fraction,
  }: { readonly plan: UpdatePlan; readonly way: WayOut; readonly around: Around; readonly fraction: number },
): Promise<FetchedFeed> {
  const { feed, place } = source;
  const address = addressOf(source);
  const key = place.kind === 'file' ? place.file : place.url.href;
  const folder = path.join(around.dataDir, 'downloads', createHash('sha256').update(key).digest('hex').slice(0, 16));
  const name = source.name.replaceAll(/[^\w.-]/g, '_') || 'feed';
  const isHere = around.here.has(feed);
  const result = (outcome: FetchedFeed['outcome'], rest: Partial<FetchedFeed> = {}): FetchedFeed => ({
    feed,
    address,
    outcome,
    bytes: 0,
    resumedAt: 0,
    hash: null,
    problem: null,
    file: null,
    taken: () => fileTaken(folder, name),
    dropped: () => fileDropped(folder),
    ...rest,
  });
  try {
    const got: Fetched =
      place.kind === 'file'
        ? fileOfFolder(place.file, { folder, isHere })
        : await fetchFile(place.url, {
            way,
            signal: around.signal,
            folder,
            name,
            mostBytes: plan.mostBytes,
            isHere,
            progress: (bytes, of) => around.progress(fraction, `${source.name}: ${sizeWords(bytes, of)}`),
            ...(around.restsMs ? { restsMs: around.restsMs } : {}),
          });
    if (got.kind === 'not there') return result('not there', { problem: 'There is no such file.' });
    if (got.kind === 'not changed') return result('not changed');
    const { file, bytes, resumedAt } = got;
    try {
      const hash = await checkPublished(source, file, { way, signal: around.signal });
      return result('fetched', { file, bytes, resumedAt, hash });
    } catch (error) {
      fileDropped(folder);
      throw error;
    }
  } catch (error) {
    around.signal.throwIfAborted();
    const said =
      error instanceof Fault ? error : place.kind === 'address' ? troubleOf(error as Error, place.url) : null;
    if (!said) throw error;
    return result('failed', { problem: said.message });
  }
}

/** An address as people may see it. */
export function addressOf({ place }: FeedSource): string {
  return place.kind === 'file' ? place.file : withoutLogin(place.url.href);
}

function sizeWords(bytes: number, of: number | null): string {
  const megabytes = (amount: number) => (amount / MEGABYTE).toFixed(1);
  return of === null ? `${megabytes(bytes)} MB` : `${megabytes(bytes)} of ${megabytes(of)} MB`;
}
