// A long list of devices judged by several threads at once, each with the knowledge of the same folder. What comes out is what one thread
// would give, to the byte: the parts are put together in the order of the list and sorted as always.
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { JudgeContext } from '#findings/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { joinMatched, judgeListed, type Matched } from './match.ts';
import { readDevices } from './read-devices.ts';

/** A thread opens the knowledge for itself, which fewer devices would not be worth. */
const WORTH_THREADS = 1000;
/** Each holds what it worked out in memory of its own. */
const MOST_THREADS = 4;
/** Devices that a thread gets at a time. */
const AT_A_TIME = 100;

/** What the threads need besides the knowledge at hand. */
export interface Threads {
  /** The folder whose knowledge it is. */
  readonly dataDir: string;
  readonly signal: AbortSignal;
  readonly worthThreads?: number;
  readonly most?: number;
}

/** Judges the devices of a file as matchDevices() does, with all the cores there are when there are many. Throws Invalid when it is none. */
export async function matchInThreads(
  content: string,
  context: JudgeContext,
  { dataDir, signal, worthThreads = WORTH_THREADS, most = MOST_THREADS }: Threads,
): Promise<Matched> {
  const { devices, problems } = readDevices(content);
  const threads = Math.min(most, os.availableParallelism(), Math.ceil(devices.length / AT_A_TIME));
  if (devices.length < worthThreads || threads < 2) return joinMatched(problems, [judgeListed(devices, context)]);
  const count = Math.ceil(devices.length / AT_A_TIME);
  const parts: Matched[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./match.worker.ts', import.meta.url), {
      workerData: { dataDir, now: context.now },
      execArgv: [],
    });
    try {
      while (next < count) {
        const part = next++;
        const first = part * AT_A_TIME;
        parts[part] = await judgedBy(worker, devices.slice(first, first + AT_A_TIME), signal);
      }
    } finally {
      await worker.terminate();
    }
  };
  const ended = await Promise.allSettled(
    Array.from({ length: threads }, () =>
      work().catch((error: unknown) => {
        // The others need not go on.
        next = count;
        throw error;
      }),
    ),
  );
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  return joinMatched(problems, parts);
}

function judgedBy(worker: Worker, devices: readonly DeviceSnapshot[], signal: AbortSignal): Promise<Matched> {
  return new Promise((resolve, reject) => {
    const stop = () => done(() => reject(signal.reason));
    const answer = (matched: Matched) => done(() => resolve(matched));
    const fail = (error: Error) => done(() => reject(error));
    const leave = (code: number) => done(() => reject(new Error(`A thread that judges devices ended (${code}).`)));
    const done = (settle: () => void) => {
      signal.removeEventListener('abort', stop);
      worker.off('message', answer).off('error', fail).off('exit', leave);
      settle();
    };
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', stop);
    worker.on('message', answer).on('error', fail).on('exit', leave);
    worker.postMessage(devices);
  });
}
