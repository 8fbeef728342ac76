// A capture from packets to the register: read in bounded memory, taken in as facts, given back as a document.
import { randomUUID } from 'node:crypto';
import type { CaptureDocument, Fact } from '#contracts/index.ts';
import { recordSource } from '#evidence/index.ts';
import type { Clock } from '#kit/index.ts';
import {
  type CaptureEnd,
  CaptureRun,
  captureDocument,
  readCaptureFile,
  readCaptureStream,
} from '#sensors/capture/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { knowledgeOf } from './knowledge.ts';
import { takeFacts } from './take-facts.ts';

/** On whose behalf packets are read. */
export interface CaptureJob {
  readonly tenantId: TenantId;
  readonly by: string;
  readonly signal: AbortSignal;
  progress(fraction: number, message: string): void;
}

/** A file by its path, or a stream. */
export type CaptureInput =
  | { readonly file: string; readonly bytes: number }
  | { readonly stream: AsyncIterable<Uint8Array>; readonly bytes: number | null };

/** Distinct statements after which they are taken in, while packets go on. */
const FLUSH = 50_000;
/** What a live stream showed is taken in at least so often. */
const TAKE_MS = 15_000;

/** Reads captures one after the other and takes in what they show. Throws Invalid when one is none. */
export async function performCapture(
  deps: { readonly store: Store; readonly clock: Clock },
  job: CaptureJob,
  inputs: readonly CaptureInput[],
): Promise<CaptureDocument> {
  const begun = performance.now();
  const { macBlocks } = knowledgeOf(deps.store);
  const run = new CaptureRun(undefined, (digits) => macBlocks.about(digits));
  const ends: CaptureEnd[] = [];
  // A live stream states the same again and again: each statement once.
  const facts = new Map<string, Fact>();
  const changed = new Set<string>();
  let added = 0;
  const source = { sensor: 'capture', run: randomUUID(), detail: null, by: job.by };
  const take = async () => {
    const found = run.seen.observations.drain(source, deps.clock);
    for (const fact of found) facts.set(statementOf(fact), fact);
    const taken = await takeFacts(deps, job.tenantId, found);
    added += taken.added;
    for (const id of taken.devices) changed.add(id);
  };
  const total = inputs.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  let before = 0;
  let takenAt = begun;
  for (const input of inputs) {
    const onProgress = async (bytes: number) => {
      const fraction = total > 0 ? Math.min(0.95, (before + bytes) / total) : 0.5;
      job.progress(fraction, `${run.counts.packets} packets, ${run.seen.associations.length} DICOM associations`);
      const now = performance.now();
      if (run.size <= FLUSH && now - takenAt < TAKE_MS) return;
      takenAt = now;
      await take();
    };
    const options = { signal: job.signal, onProgress };
    const end =
      'file' in input
        ? await readCaptureFile(input.file, run, options)
        : await readCaptureStream(input.stream, run, options);
    ends.push(end);
    before += input.bytes ?? 0;
  }
  run.finish();
  job.progress(0.97, `${run.size} facts are taken in`);
  await take();
  const seconds = Math.round(performance.now() - begun) / 1000;
  const document = captureDocument(run, [...facts.values()], { ends, seconds });
  await deps.store.tenant(job.tenantId, (tx) =>
    recordSource(tx, {
      sensor: source.sensor,
      run: source.run,
      kind: 'capture',
      name: 'Network capture',
      at: deps.clock.now(),
      by: job.by,
      facts: facts.size,
      summary: {
        packets: document.input.packets,
        associations: document.associations.length,
        flows: document.flows,
        devices: document.devices.length,
      },
      problems: document.input.problems,
    }),
  );
  return { ...document, changed: changed.size, added };
}

function statementOf({ subject, attribute, value }: Fact): string {
  return `${subject.kind} ${subject.key}\n${attribute}\n${JSON.stringify(value)}`;
}
