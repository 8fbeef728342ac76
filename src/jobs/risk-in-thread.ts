// Works on risk in a thread of its own, beside the server, which goes on answering.
import { Worker } from 'node:worker_threads';
import type { RiskInputs, RiskSettings } from '#contracts/index.ts';
import { Gate, Invalid, Unavailable } from '#kit/index.ts';

/** What is asked of the thread. */
export type RiskTask =
  | { readonly kind: 'assess'; readonly inputs: RiskInputs }
  | {
      readonly kind: 'plan';
      readonly inputs: RiskInputs;
      readonly asked: { readonly budget?: number | undefined; readonly horizonDays?: number | undefined };
    }
  | {
      readonly kind: 'what if';
      readonly inputs: RiskInputs;
      readonly actions: readonly string[];
      readonly settings: RiskSettings | undefined;
    };

/** What the thread says. */
export type RiskSaid =
  | { readonly kind: 'progress'; readonly done: number; readonly what: string }
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string; readonly isInvalid: boolean };

interface Watch {
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, what: string) => void;
}

/** Assessments run beside each other up to this many, and so do questions; others wait for their turn. */
const AT_ONCE = 2;
const gates = { assessments: new Gate(AT_ONCE), questions: new Gate(AT_ONCE) };

/** Gives the answer as canonical JSON. Throws Invalid for what cannot be asked, the reason of the signal when it is stopped. */
export function riskInThread(task: RiskTask, watch: Watch = {}): Promise<string> {
  const gate = task.kind === 'assess' ? gates.assessments : gates.questions;
  return gate.run(() => answered(task, watch));
}

async function answered(task: RiskTask, { signal, progress }: Watch): Promise<string> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./risk.worker.ts', import.meta.url), { workerData: task });
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      worker.on('message', (said: RiskSaid) => {
        if (said.kind === 'progress') progress?.(said.done, said.what);
        else if (said.kind === 'done') resolve(said.text);
        else if (said.isInvalid) reject(new Invalid(said.message));
        else reject(new Unavailable(`The risk could not be worked out: ${said.message}`));
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(signal?.reason ?? new Unavailable('The work on risk ended early.')));
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
