// Made-up long work: a job that goes from 0 to 1 in a given time, as the real ones do.
import type { Job } from '#contracts/index.ts';

interface Running {
  readonly id: string;
  readonly kind: string;
  readonly startedAt: number;
  readonly ms: number;
  readonly result: Job['result'];
  cancelledAt: number | null;
}

/** Keeps jobs and says how far each is. */
export class FakeJobs {
  readonly #jobs = new Map<string, Running>();

  /** Starts a job that takes `ms` and then leaves `result`. */
  start(kind: string, ms: number, result: Job['result']): string {
    const id = `job-${this.#jobs.size + 1}`;
    this.#jobs.set(id, { id, kind, startedAt: Date.now(), ms, result, cancelledAt: null });
    return id;
  }

  /** Stops a job. */
  cancel(id: string): void {
    const job = this.#jobs.get(id);
    if (job) job.cancelledAt = Date.now();
  }

  /** The job now, or undefined when there is none of that id. */
  get(id: string): Job | undefined {
    const job = this.#jobs.get(id);
    if (!job) return undefined;
    const progress = Math.min(1, ((job.cancelledAt ?? Date.now()) - job.startedAt) / job.ms);
    const state = job.cancelledAt ? 'cancelled' : progress >= 1 ? 'done' : 'running';
    return {
      id,
      kind: job.kind,
      state,
      progress,
      message: state === 'running' ? messageOf(job.kind, progress) : '',
      result: state === 'done' ? job.result : null,
      error: null,
      createdAt: new Date(job.startedAt).toISOString(),
      createdBy: 'owner@example.org',
      endedAt: state === 'running' ? null : new Date().toISOString(),
    };
  }
}

function messageOf(kind: string, progress: number): string {
  if (kind === 'risk') return `Year ${Math.round(progress * 100_000)} of 100000`;
  return `${Math.round(progress * 254)} of 254 addresses`;
}
