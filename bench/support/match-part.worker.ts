// The other thread of `bench -- match`: reads the same knowledge, says when it is ready, and does its part when it is told to.
import { parentPort, workerData } from 'node:worker_threads';
import { fleetOf, knowledgeOfNvd, matchPart, namesInUse } from './match-part.ts';

const { devices, part, parts } = workerData as { devices: number; part: number; parts: number }; // given by match.ts
const { knowledge } = knowledgeOfNvd();
const fleet = fleetOf(devices, namesInUse());
parentPort?.once('message', () => parentPort?.postMessage(matchPart(fleet, { part, parts }, knowledge)));
parentPort?.postMessage(null);
