// Losses simulated by all cores at once. Each thread takes the next part of the scenarios that nobody has; the parts are put together in their
// order, so that what comes out is what one thread would give, to the byte.
import os from 'node:os';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { LossDocument, ScenariosDocument } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import {
  bytesFor,
  drawsOf,
  type LossModel,
  modelOf,
  type PartOutcome,
  partsOf,
  simulatePart,
  totalOf,
} from '#risk/index.ts';

/** Draws for which a second thread is worth its start. */
const WORTH_THREADS = 2_000_000;
const MOST_THREADS = 8;
/** How long this thread simulates before it looks at what else there is to do. */
const SLICE_MS = 15;
/** An idle thread ends after this. */
const IDLE_MS = 60_000;
/** The share of the free memory that may be used. */
const USABLE = 0.8;

/** How it is simulated. */
export interface QuantifyInput {
  /** Years, 1 to 10,000,000, and the seed, as of `quantify`. */
  readonly trials: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Called now and then with the share that is done. */
  readonly progress?: (done: number) => void;
  /** Threads at most. */
  readonly most?: number;
  readonly worthThreads?: number;
  /** Free memory in bytes. */
  readonly free?: number;
}

/** What the threads share: the next part that nobody took, how many are added up, and the share of each that is done. */
export interface Shared {
  readonly next: Int32Array;
  readonly done: Float64Array;
  /** Parts that may be taken beyond those that are added up. */
  readonly ahead: number;
}

/** What a thread is asked to do. */
export interface Order {
  readonly document: ScenariosDocument;
  readonly trials: number;
  readonly seed: number;
  readonly shared: Shared;
}

/** What a thread answers: a part, that no part is left, or what is wrong with the document. */
export type Answer =
  | { readonly kind: 'part'; readonly place: number; readonly outcome: PartOutcome }
  | { readonly kind: 'end' }
  | { readonly kind: 'invalid'; readonly message: string };

/** Simulates scenarios as `quantify` does. Throws Invalid with the field that cannot be, or when the memory is too small for so many years. */
export async function quantifyInThreads(document: ScenariosDocument, input: QuantifyInput): Promise<LossDocument> {
  const { trials, seed, signal, progress, free = process.availableMemory() } = input;
  signal.throwIfAborted();
  const model = modelOf(document);
  const parts = partsOf(model.scenarios.length);
  const threads = threadsFor(model, input, free);
  const shared: Shared = {
    next: new Int32Array(new SharedArrayBuffer(8)),
    done: new Float64Array(new SharedArrayBuffer(8 * parts.length)),
    ahead: 2 * threads,
  };
  const total = totalOf(model, { trials, seed });
  const waiting = new Map<number, PartOutcome>();
  const take = (place: number, outcome: PartOutcome) => {
    waiting.set(place, outcome);
    for (let added = Atomics.load(shared.next, 1); ; added++) {
      const first = waiting.get(added);
      if (!first) break;
      waiting.delete(added);
      total.add(first);
      Atomics.store(shared.next, 1, added + 1);
      Atomics.notify(shared.next, 1);
    }
  };
  const say = () => {
    signal.throwIfAborted();
    progress?.(shared.done.reduce((sum, share) => sum + share, 0) / parts.length);
  };
  const order: Order = { document, trials, seed, shared };
  const others = Array.from({ length: threads - 1 }, () => workElsewhere(order, take));
  try {
    let failed: Error | undefined;
    let left = others.length;
    for (const other of others)
      other.ended.then(
        () => left--,
        (error: Error) => {
          failed ??= error;
        },
      );
    const check = () => {
      if (failed) throw failed;
      say();
    };
    await workHere(model, order, { take, check });
    while (left > 0) {
      await setTimeout(1);
      check();
    }
  } catch (error) {
    for (const other of others) other.stop();
    throw error;
  }
  return total.document();
}

function threadsFor(model: LossModel, input: QuantifyInput, free: number): number {
  const { trials, most = MOST_THREADS, worthThreads = WORTH_THREADS } = input;
  const usable = free * USABLE;
  const parts = partsOf(model.scenarios.length).length;
  let threads = drawsOf(model, trials) < worthThreads ? 1 : Math.min(most, os.availableParallelism(), parts);
  const needed = () => bytesFor(model, trials, { threads, waiting: threads === 1 ? 0 : 2 * threads });
  while (threads > 1 && needed() > usable) threads--;
  if (needed() > usable) {
    const megabytes = (bytes: number) => Math.max(1, Math.round(bytes / 2 ** 20));
    const fewer = Math.max(1, Math.floor((trials * usable) / needed()));
    throw new Invalid(
      `trials: ${trials} years take ${megabytes(needed())} MB of memory, and ${megabytes(free)} MB are free. Simulate ${fewer} or fewer.`,
    );
  }
  return threads;
}

interface Here {
  take(place: number, outcome: PartOutcome): void;
  /** Says how far it is; throws when it is to end. */
  check(): void;
}

/** Simulates parts in this thread, which goes on to answer others meanwhile. */
async function workHere(model: LossModel, { trials, seed, shared }: Order, { take, check }: Here): Promise<void> {
  const parts = partsOf(model.scenarios.length);
  let began = performance.now();
  const pause = async () => {
    if (performance.now() - began < SLICE_MS) return;
    await setImmediate();
    check();
    began = performance.now();
  };
  for (;;) {
    const place = Atomics.add(shared.next, 0, 1);
    const part = parts[place];
    if (!part) return;
    while (place - Atomics.load(shared.next, 1) >= shared.ahead) {
      await setTimeout(1);
      check();
    }
    const years = simulatePart(model, { trials, seed }, part);
    let step = years.next();
    for (; step.done !== true; step = years.next()) {
      shared.done[place] = step.value;
      await pause();
    }
    shared.done[place] = 1;
    take(place, step.value);
  }
}

const idle: { readonly worker: Worker; readonly end: NodeJS.Timeout }[] = [];

interface Elsewhere {
  readonly ended: Promise<void>;
  /** Ends the thread. */
  stop(): void;
}

/** Has another thread simulate parts until none is left. */
function workElsewhere(order: Order, take: Here['take']): Elsewhere {
  const kept = idle.pop();
  if (kept) clearTimeout(kept.end);
  const worker =
    kept?.worker ?? new Worker(new URL('./quantify.worker.ts', import.meta.url), { execArgv: [], stdout: false });
  worker.ref();
  const ended = new Promise<void>((resolve, reject) => {
    const answered = (answer: Answer) => {
      if (answer.kind === 'part') return take(answer.place, answer.outcome);
      worker.off('message', answered).off('error', reject).off('exit', leave);
      keep(worker);
      if (answer.kind === 'end') resolve();
      else reject(new Invalid(answer.message));
    };
    const leave = (code: number) => reject(new Error(`A thread that simulates losses ended (${code}).`));
    worker.on('message', answered).on('error', reject).on('exit', leave);
    worker.postMessage(order);
  });
  return {
    ended,
    stop() {
      if (!idle.some((each) => each.worker === worker)) void worker.terminate();
    },
  };
}

/** Another run may need the thread, which has its code warm; it does not keep the process alive. */
function keep(worker: Worker): void {
  worker.unref();
  const end = globalThis.setTimeout(() => {
    const place = idle.findIndex((each) => each.worker === worker);
    if (place >= 0) idle.splice(place, 1);
    void worker.terminate();
  }, IDLE_MS);
  end.unref();
  idle.push({ worker, end });
}
