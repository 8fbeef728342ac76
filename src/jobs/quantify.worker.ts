// One of the threads of quantify-in-threads.ts: simulates the parts that nobody else took.
import { parentPort } from 'node:worker_threads';
import { Fault } from '#kit/index.ts';
import { modelOf, partsOf, simulatePart } from '#risk/index.ts';
import type { Answer, Order } from './quantify-in-threads.ts';

/** How long a thread sleeps before it looks again whether it may go on. */
const LOOK_MS = 1000;

parentPort?.on('message', (order: Order) => {
  try {
    work(order);
    say({ kind: 'end' });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    say({ kind: 'invalid', message: error.message });
  }
});

function work({ document, trials, seed, shared }: Order): void {
  const model = modelOf(document);
  const parts = partsOf(model.scenarios.length);
  for (;;) {
    const place = Atomics.add(shared.next, 0, 1);
    const part = parts[place];
    if (!part) return;
    for (;;) {
      const added = Atomics.load(shared.next, 1);
      if (place - added < shared.ahead) break;
      Atomics.wait(shared.next, 1, added, LOOK_MS);
    }
    const years = simulatePart(model, { trials, seed }, part);
    let step = years.next();
    for (; step.done !== true; step = years.next()) shared.done[place] = step.value;
    shared.done[place] = 1;
    const outcome = step.value;
    say({ kind: 'part', place, outcome }, [
      outcome.together.buffer,
      ...outcome.treatments.map((each) => each.expected.buffer),
    ]);
  }
}

function say(answer: Answer, moved: ArrayBufferLike[] = []): void {
  parentPort?.postMessage(
    answer,
    moved.filter((buffer) => buffer instanceof ArrayBuffer),
  );
}
