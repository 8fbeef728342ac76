// One of the threads of match-in-threads.ts: opens the knowledge of a folder and judges the devices that it is given.
import { parentPort, workerData } from 'node:worker_threads';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { judgeListed, knowledgeIn } from './match.ts';

const { dataDir, now } = workerData as { dataDir: string; now: string }; // given by match-in-threads.ts
const context = { now, knowledge: knowledgeIn(dataDir) };
parentPort?.on('message', (devices: readonly DeviceSnapshot[]) =>
  parentPort?.postMessage(judgeListed(devices, context)),
);
