// Segmentation of a large site in a thread of its own, beside the server, which goes on answering; of a small one at once.
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { DryRunDocument, RuleFormat, SegmentationDocument } from '#contracts/index.ts';
import { Conflict, Invalid, Unavailable } from '#kit/index.ts';
import {
  allowListOf,
  dryRun,
  nothingKnown,
  type RecordedFlow,
  renderRules,
  type SegmentationInput,
  type SegmentationOptions,
  segmentationOf,
} from '#risk/index.ts';

/** What is asked of a segmentation: the document, the rules as a firewall takes them, or what they would do with these conversations. */
export type SegmentationTask =
  | { readonly kind: 'document' }
  | { readonly kind: 'rules'; readonly format: RuleFormat }
  | { readonly kind: 'dry run'; readonly flows: readonly RecordedFlow[] };

export type Tried = Omit<DryRunDocument, 'packets' | 'problems'>;

/** What comes of each. */
export interface SegmentationAnswers {
  readonly document: SegmentationDocument;
  readonly rules: string;
  readonly 'dry run': Tried;
}

/** What goes to the thread first; flows follow, part by part. */
export interface SegmentationHead {
  readonly input: Omit<SegmentationInput, 'flows'>;
  readonly options: SegmentationOptions;
  readonly task: SegmentationTask;
}

export type SegmentationPart = { readonly flows: readonly RecordedFlow[] } | 'whole';
export type SegmentationSaid =
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null };

/** Conversations and devices for which a thread is worth its start. */
const WORTH_A_THREAD = 2000;
/** Conversations that go over at once: some milliseconds of work. */
const AT_ONCE = 2000;

/** Works it out in this thread. Throws Conflict for rules of a site of which nothing is recorded, Invalid for an address or a range that is none. */
export function segmentationHere(
  input: SegmentationInput,
  options: SegmentationOptions,
  task: SegmentationTask,
): SegmentationAnswers[SegmentationTask['kind']] {
  if (task.kind === 'document') return segmentationOf(input, options);
  const list = allowListOf(input, options);
  const { rules, places } = list;
  if (task.kind === 'dry run') return dryRun(rules, task.flows, places);
  const nothing = nothingKnown(input, list);
  if (nothing !== null) throw new Conflict(nothing);
  return renderRules(rules, task.format);
}

/** The same, in a thread where it is much. */
export async function segmentationInThread<K extends SegmentationTask['kind']>(
  { flows, ...input }: SegmentationInput,
  options: SegmentationOptions,
  task: Extract<SegmentationTask, { readonly kind: K }>,
): Promise<SegmentationAnswers[K]> {
  const tried = 'flows' in task ? task.flows.length : 0;
  const size = flows.length + input.devices.length + tried;
  if (size < WORTH_A_THREAD) return segmentationHere({ ...input, flows }, options, task) as SegmentationAnswers[K]; // of the kind that was asked
  const head: SegmentationHead = { input, options, task };
  const worker = new Worker(new URL('./segmentation.worker.ts', import.meta.url), { workerData: head });
  try {
    const answer = new Promise<unknown>((resolve, reject) => {
      worker.on('message', (said: SegmentationSaid) => {
        if (said.kind === 'done') resolve(said.answer);
        else if (said.code === 'invalid') reject(new Invalid(said.message));
        else if (said.code === 'conflict') reject(new Conflict(said.message));
        else reject(new Unavailable(`The segmentation could not be worked out: ${said.message}`));
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Unavailable('The work on the segmentation ended early.')));
    });
    // It may fail before all flows went over.
    answer.catch(() => undefined);
    const post = (part: SegmentationPart) => worker.postMessage(part);
    for (let n = 0; n < flows.length; n += AT_ONCE) {
      post({ flows: flows.slice(n, n + AT_ONCE) });
      await setImmediate();
    }
    post('whole');
    return (await answer) as SegmentationAnswers[K]; // made by segmentationHere, of the kind that was asked
  } finally {
    await worker.terminate();
  }
}
