// Works a segmentation out in a thread: what it is worked out from comes in parts, the answer goes back.
import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '#kit/index.ts';
import type { RecordedFlow } from '#risk/index.ts';
import {
  type SegmentationHead,
  type SegmentationPart,
  type SegmentationSaid,
  segmentationHere,
} from './segmentation-in-thread.ts';

const { input, options, task } = workerData as SegmentationHead; // made by segmentation-in-thread.ts alone
const flows: RecordedFlow[] = [];

function say(said: SegmentationSaid): void {
  parentPort?.postMessage(said);
}

parentPort?.on('message', (part: SegmentationPart) => {
  if (part !== 'whole') {
    for (const flow of part.flows) flows.push(flow);
    return;
  }
  try {
    say({ kind: 'done', answer: segmentationHere({ ...input, flows }, options, task) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ kind: 'failed', message, code: error instanceof Fault ? error.code : null });
  }
});
