// Works on risk in a thread of its own, beside the server, which goes on answering. What is large goes over as text, or in small parts, and is read there.
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { RiskInputs, RiskSettingsInput } from '#contracts/index.ts';
import { Gate, Invalid, Unavailable } from '#kit/index.ts';

/** What an assessment is worked out from, as it was gathered. */
export interface RiskDraft {
  readonly inputs: Omit<RiskInputs, 'before'>;
  /** The assessment before, and the text of what it was worked out from. */
  readonly before:
    | (Omit<NonNullable<RiskInputs['before']>, 'devices' | 'findings' | 'stated' | 'currency' | 'parts'> & {
        readonly text: string;
      })
    | null;
}

/** What is asked of the thread; `text`: inputs as they are kept. */
export type RiskTask =
  | {
      readonly kind: 'first';
      readonly draft: RiskDraft;
      /** By id: texts of the inputs of the assessments that steps which are done came from. */
      readonly earlier?: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: 'again';
      readonly text: string;
      /** By id: texts of the inputs of the assessments that steps which are done came from. */
      readonly earlier?: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: 'plan';
      readonly text: string;
      readonly asked: { readonly budget?: number | undefined; readonly horizonDays?: number | undefined };
    }
  /** What an action changes, for who says that it is done: the answer is a `DoneChange`. */
  | { readonly kind: 'done'; readonly text: string; readonly action: string }
  | { readonly kind: 'what if'; readonly text: string };

/** What is asked once a thread of `what if` is laid. */
export interface Question {
  readonly kind: 'question';
  readonly turn: number;
  readonly actions: readonly string[];
  readonly settings: RiskSettingsInput | undefined;
}

type Field = 'devices' | 'findings' | 'reach' | 'conversations';
/** What goes over after a draft, part by part. */
export type Part =
  | { readonly kind: 'part'; readonly field: Field; readonly items: readonly unknown[] }
  | { readonly kind: 'whole' };

/** What the thread says; `inputs`: as they are kept, where the thread has put them together. */
export type RiskSaid =
  | { readonly kind: 'progress'; readonly done: number; readonly what: string }
  | { readonly kind: 'done'; readonly text: string; readonly inputs?: string; readonly turn?: number }
  | { readonly kind: 'failed'; readonly message: string; readonly isInvalid: boolean; readonly turn?: number };

/** `signal` stops the work. */
export interface RiskWatch {
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, what: string) => void;
}

const FIELDS: readonly Field[] = ['devices', 'findings', 'reach', 'conversations'];
/** Assessments run beside each other up to this many, and so do questions; others wait for their turn. */
const gates = { assessments: new Gate(2), questions: new Gate(2) };
/** Items that go over at once: some milliseconds of work. */
const AT_ONCE = 1000;

export function openRiskThread(task: RiskTask): Worker {
  return new Worker(new URL('./risk.worker.ts', import.meta.url), { workerData: task });
}

/** What went wrong in a thread, for the person who asked. */
export function faultOf(error: Error): Error {
  return Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new Unavailable(
        'This site is too large for the memory that one assessment may take here. Give the server more: NODE_OPTIONS=--max-old-space-size=8192 allows 8 GB.',
      )
    : error;
}

/** Gives the answer as canonical JSON. Throws Invalid for what cannot be asked, the reason of the signal when it is stopped. */
export function riskInThread(task: ThreadTask, watch: RiskWatch = {}): Promise<ThreadAnswer> {
  const gate = task.kind === 'plan' || task.kind === 'done' ? gates.questions : gates.assessments;
  return gate.run(() => answered(task, watch));
}

type ThreadTask = Exclude<RiskTask, { kind: 'what if' }>;
interface ThreadAnswer {
  readonly text: string;
  readonly inputs: string;
}

async function answered(task: ThreadTask, { signal, progress }: RiskWatch): Promise<ThreadAnswer> {
  signal?.throwIfAborted();
  const isDraft = task.kind === 'first';
  const head = isDraft
    ? {
        ...task,
        draft: {
          ...task.draft,
          inputs: {
            ...task.draft.inputs,
            devices: [],
            findings: [],
            reach: [],
            ...(task.draft.inputs.conversations ? { conversations: [] } : {}),
          },
        },
      }
    : task;
  const worker = openRiskThread(head);
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const answer = new Promise<{ text: string; inputs: string }>((resolve, reject) => {
      worker.on('message', (said: RiskSaid) => {
        if (said.kind === 'progress') progress?.(said.done, said.what);
        else if (said.kind === 'done') resolve({ text: said.text, inputs: said.inputs ?? '' });
        else if (said.isInvalid) reject(new Invalid(said.message));
        else reject(new Unavailable(`The risk could not be worked out: ${said.message}`));
      });
      worker.once('error', (error) => reject(faultOf(error)));
      worker.once('exit', () => reject(signal?.reason ?? new Unavailable('The work on risk ended early.')));
    });
    // It may fail before all parts went over.
    answer.catch(() => undefined);
    if (isDraft) await handOver(worker, task.draft);
    return await answer;
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

async function handOver(worker: Worker, { inputs }: RiskDraft): Promise<void> {
  const post = (part: Part) => worker.postMessage(part);
  for (const field of FIELDS) {
    const items = inputs[field] ?? [];
    for (let n = 0; n < items.length; n += AT_ONCE) {
      post({ kind: 'part', field, items: items.slice(n, n + AT_ONCE) });
      await setImmediate();
    }
  }
  post({ kind: 'whole' });
}
