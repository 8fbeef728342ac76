// Feed files taken in beside everything else: one thread at a time reads and compiles them, and whoever asks meanwhile gets an answer.
import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { Fault, Gate } from '#kit/index.ts';
import type { Landed, LandingReply } from './land-feeds.worker.ts';

/** What is taken in, and how. */
export interface Landing {
  readonly dataDir: string;
  readonly paths: readonly string[];
  readonly now: string;
  readonly force: boolean;
  readonly trusted: readonly KeyObject[];
  readonly gpgKey?: string;
}

interface Watch {
  readonly signal: AbortSignal;
  readonly progress: (fraction: number, message: string) => void;
}

/** A feed is read, joined with what came and written again: two at once would lose what one of them brought. */
const oneAtATime = new Gate(1);

/** Reads the files and lands what they give. Throws Invalid when a path is not there. */
export function landFeeds(landing: Landing, watch: Watch): Promise<Landed> {
  return oneAtATime.run(async () => {
    watch.signal.throwIfAborted();
    const worker = new Worker(new URL('./land-feeds.worker.ts', import.meta.url), {
      workerData: landing,
      execArgv: [],
    });
    const stop = () => worker.postMessage('stop');
    watch.signal.addEventListener('abort', stop);
    try {
      return await answerOf(worker, watch);
    } finally {
      watch.signal.removeEventListener('abort', stop);
      await worker.terminate();
    }
  });
}

function answerOf(worker: Worker, { signal, progress }: Watch): Promise<Landed> {
  return new Promise((resolve, reject) => {
    worker.on('message', (reply: LandingReply) => {
      if ('progress' in reply) progress(...reply.progress);
      else if ('done' in reply) resolve(reply.done);
      else reject(new Fault(reply.fault.code, reply.fault.status, reply.fault.message));
    });
    worker.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    worker.on('exit', (code) => reject(new Error(`The thread that takes in feeds ended (${code}).`)));
  });
}
