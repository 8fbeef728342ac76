// Reads and lands feeds in a thread of its own: compiling a large one takes many seconds in which nobody else would get an answer.
import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '#kit/index.ts';
import { collectFeeds, type FeedFile } from './collect-feeds.ts';
import { KnowledgeFolder, type LandedFeed } from './knowledge-folder.ts';
import type { Landing } from './land-feeds.ts';

/** What the thread says. */
export type LandingReply =
  | { readonly progress: readonly [fraction: number, message: string] }
  | { readonly done: Landed }
  | { readonly fault: { readonly code: string; readonly status: number; readonly message: string } };

/** What became of the files, and of the feeds that they gave. */
export interface Landed {
  readonly files: readonly FeedFile[];
  readonly skipped: readonly string[];
  readonly landed: readonly LandedFeed[];
}

const stop = new AbortController();
const say = (reply: LandingReply) => parentPort?.postMessage(reply);

async function land({ dataDir, paths, now, force, trusted, gpgKey }: Landing): Promise<LandingReply> {
  try {
    const folder = new KnowledgeFolder(dataDir);
    using collected = await collectFeeds(paths, {
      signal: stop.signal,
      now,
      progress: (message) => say({ progress: [0.2, message] }),
      room: folder.room(),
      trusted,
      ...(gpgKey === undefined ? {} : { gpgKey }),
    });
    const landed = collected.feeds.map((feed) => {
      say({ progress: [0.6, `compiling ${feed.feed}`] });
      return folder.land(feed, { now, force });
    });
    return { done: { files: collected.files, skipped: collected.skipped, landed } };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: { code: error.code, status: error.status, message: error.message } };
  }
}

parentPort?.once('message', () => stop.abort());
say(await land(workerData as Landing)); // given by land-feeds.ts
