// Reads a network and judges it in a thread: the task comes as data, progress and the answer go back.
import { parentPort, workerData } from 'node:worker_threads';
import { Invalid } from '#kit/index.ts';
import { assessPaths } from '#risk/index.ts';
import { networkOfFile } from './network-file.ts';
import type { PathsSaid, PathsTask } from './paths-in-thread.ts';
import { pathsWords } from './paths-words.ts';

function say(said: PathsSaid): void {
  parentPort?.postMessage(said);
}

const { file, shown, isWords, ...asked } = workerData as PathsTask; // made by paths-in-thread.ts alone
try {
  const network = await networkOfFile(file, shown);
  const document = assessPaths(network, { ...asked, progress: (done) => say({ kind: 'progress', done }) });
  say({ kind: 'done', document, words: isWords ? pathsWords(document, network) : '' });
} catch (error) {
  if (!(error instanceof Invalid)) throw error;
  say({ kind: 'invalid', message: error.message });
}
