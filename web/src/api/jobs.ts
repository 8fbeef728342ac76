// Long work: its state, followed live by server-sent events, with asking again as the way out when they break.
import { api, type Job } from '#contracts/index.ts';
import { read, tell, tenantHref } from './http.ts';

const POLL_MS = 2000;

/** Whether a job will change no more. */
export function isOver(job: Job): boolean {
  return job.state !== 'waiting' && job.state !== 'running';
}

/** The state of a job now. */
export function loadJob(id: string, signal?: AbortSignal): Promise<Job> {
  return read(api.job, `jobs/${encodeURIComponent(id)}`, signal ? { signal } : {});
}

/** Stops long work; what it found so far is kept. */
export function stopJob(id: string): Promise<void> {
  return tell({ method: 'POST', path: `jobs/${encodeURIComponent(id)}/cancel`, body: {} });
}

/** Calls `onJob` at every change until the job is over or the returned function is called. */
export function watchJob(id: string, onJob: (job: Job) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const events = new EventSource(tenantHref(`jobs/${encodeURIComponent(id)}/events`));

  function take(job: Job): void {
    if (stopped) return;
    onJob(job);
    if (isOver(job)) stop();
  }

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
    events.close();
  }

  function poll(): void {
    if (stopped) return;
    loadJob(id)
      .then(take, () => undefined)
      .finally(() => {
        if (!stopped) timer = setTimeout(poll, POLL_MS);
      });
  }

  events.onmessage = (message) => {
    const job = api.job.safeParse(parseJson(message.data));
    if (job.success) take(job.data);
  };
  events.onerror = () => {
    events.close();
    clearTimeout(timer);
    poll();
  };
  return stop;
}

/** The job when it will change no more. */
export function jobOver(id: string): Promise<Job> {
  return new Promise((resolve) => {
    watchJob(id, (job) => {
      if (isOver(job)) resolve(job);
    });
  });
}

function parseJson(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}
