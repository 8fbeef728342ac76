// A network judged in a thread of its own, so that a person can stop it whatever it is at.
import { Worker } from 'node:worker_threads';
import type { PathsDocument } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';

export interface PathsTask {
  readonly file: string;
  /** What the file is called in words. */
  readonly shown: string;
  readonly targets: readonly string[];
  readonly cut: number;
  readonly seed: number;
  /** Whether words are wanted, too. */
  readonly isWords: boolean;
}

export interface PathsAnswer {
  readonly document: PathsDocument;
  readonly words: string;
}

export type PathsSaid =
  | { readonly kind: 'progress'; readonly done: number }
  | ({ readonly kind: 'done' } & PathsAnswer)
  | { readonly kind: 'invalid'; readonly message: string };

interface Watch {
  readonly signal: AbortSignal;
  /** Told the share that is done. */
  readonly progress?: (done: number) => void;
}

/** Judges the network of a file. Throws Invalid with one sentence for what cannot be read or asked, the reason of the signal when it is stopped. */
export async function pathsInThread(task: PathsTask, { signal, progress }: Watch): Promise<PathsAnswer> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./paths.worker.ts', import.meta.url), { workerData: task });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<PathsAnswer>((resolve, reject) => {
      worker.on('message', (said: PathsSaid) => {
        if (said.kind === 'progress') progress?.(said.done);
        else if (said.kind === 'done') resolve({ document: said.document, words: said.words });
        else reject(new Invalid(said.message));
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(signal.reason ?? new Error('The thread of the paths ended early.')));
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
