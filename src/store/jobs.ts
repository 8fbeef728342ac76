// Long work that people can watch: rows that survive the process, taken in order by whichever process is free, with a cap on work
// in flight. A job that ran in a process that died becomes 'cut'; nothing is repeated behind anybody's back.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Job } from '#contracts/index.ts';
import { type Clock, Fault, NotFound } from '#kit/index.ts';
import type { Store } from './store.ts';
import { type Tenant, type TenantId, tenantIdOf } from './tenant.ts';

export interface JobContext {
  readonly jobId: string;
  readonly tenantId: TenantId;
  readonly by: string;
  /** As enqueued; parse it. */
  readonly payload: unknown;
  /** Aborted when a person cancels the job or the process stops. */
  readonly signal: AbortSignal;
  /** Tells how far it is, 0 to 1, and what is going on in plain words. */
  progress(fraction: number, message: string): void;
}

/** Does the work and returns a JSON result; throws a Fault with a sentence for the person who started it. */
export type JobHandler = (context: JobContext) => Promise<unknown>;

export interface JobRunnerOptions {
  readonly clock: Clock;
  /** Most jobs at a time in this process. */
  readonly limit?: number;
  /** Told of failures that are no Fault, with details that users do not see. */
  readonly onError?: (error: unknown, jobId: string) => void;
}

interface Running {
  readonly tenantId: TenantId;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

const POLL_MS = 1_000;
const HEARTBEAT_MS = 10_000;
const DEAD_AFTER_MS = 60_000;
const WRITE_PROGRESS_MS = 500;

/** A job that this process does at once, because only it has what is needed. */
export interface BegunJob {
  readonly id: string;
  /** Settles when the job has ended, however it did. */
  readonly done: Promise<void>;
}

/** Puts a job in the queue of the tenant; it starts when a runner is free. */
export async function enqueueJob(
  tx: Tenant,
  input: { readonly kind: string; readonly payload: unknown; readonly by: string; readonly at: Date },
): Promise<string> {
  const id = randomUUID();
  await tx.db
    .insertInto('jobs')
    .values({
      tenantId: tx.id,
      id,
      kind: input.kind,
      state: 'waiting',
      progress: 0,
      message: 'Waiting for its turn',
      payload: JSON.stringify(input.payload),
      createdAt: input.at,
      createdBy: input.by,
    })
    .execute();
  return id;
}

const COLUMNS = [
  'id',
  'kind',
  'state',
  'progress',
  'message',
  'result',
  'error',
  'createdAt',
  'createdBy',
  'endedAt',
] as const;

/** A job of the tenant. Throws NotFound. */
export async function getJob(tx: Tenant, id: string): Promise<Job> {
  const row = await tx.db.selectFrom('jobs').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('There is no such job.');
  return jobOf(row);
}

/** The tenant's jobs that wait or run, oldest first. */
export async function openJobs(tx: Tenant): Promise<Job[]> {
  const rows = await tx.db
    .selectFrom('jobs')
    .select(COLUMNS)
    .where('state', 'in', ['waiting', 'running'])
    .orderBy('createdAt')
    .limit(100)
    .execute();
  return rows.map(jobOf);
}

interface JobRow {
  id: string;
  kind: string;
  state: string;
  progress: number;
  message: string;
  result: unknown;
  error: string | null;
  createdAt: Date;
  createdBy: string;
  endedAt: Date | null;
}

function jobOf(row: JobRow): Job {
  return {
    ...row,
    state: row.state as Job['state'], // written by this file alone
    result: (row.result ?? null) as Job['result'], // jsonb
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

export class JobRunner {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #onError: (error: unknown, jobId: string) => void;
  readonly #worker = randomUUID();
  readonly #handlers = new Map<string, JobHandler>();
  readonly #running = new Map<string, Running>();
  /** Jobs that run here without having waited: they take no place in the queue. */
  readonly #begun = new Set<string>();
  readonly #listeners = new Map<string, Set<(job: Job) => void>>();
  #timer: NodeJS.Timeout | undefined;
  #taking: Promise<void> | undefined;
  #lastHeartbeat = 0;
  #stopped = false;

  constructor(store: Store, options: JobRunnerOptions) {
    this.#store = store;
    this.#clock = options.clock;
    this.#limit = options.limit ?? 2;
    this.#onError = options.onError ?? (() => undefined);
  }

  /** Says who does jobs of this kind. */
  handle(kind: string, handler: JobHandler): void {
    this.#handlers.set(kind, handler);
  }

  /** Marks what a dead process left behind and begins to take jobs. Returns how many were cut. */
  async start(): Promise<number> {
    const cut = await this.#cutDead();
    this.#timer = setInterval(() => this.wake(), POLL_MS);
    this.#timer.unref();
    this.wake();
    return cut;
  }

  /** Looks for work now instead of at the next poll. */
  wake(): void {
    if (this.#stopped || this.#taking) return;
    this.#taking = this.#take()
      .catch((error: unknown) => this.#onError(error, ''))
      .finally(() => {
        this.#taking = undefined;
      });
  }

  /** Does work in this process at once, outside the queue, with a row that everybody can watch. */
  async begin(
    tenantId: TenantId,
    input: { readonly kind: string; readonly by: string },
    handler: JobHandler,
  ): Promise<BegunJob> {
    const { kind, by } = input;
    const now = this.#clock.now();
    const id = await this.#store.tenant(tenantId, async (tx) => {
      const made = await enqueueJob(tx, { kind, payload: {}, by, at: now });
      const change = { state: 'running', worker: this.#worker, startedAt: now, heartbeatAt: now, message: 'Starting' };
      await tx.db.updateTable('jobs').set(change).where('id', '=', made).execute();
      return made;
    });
    const abort = new AbortController();
    const taken = { tenantId, id, kind, payload: {}, createdBy: by, createdAt: now };
    this.#begun.add(id);
    const done = this.#run(taken, abort, handler).finally(() => {
      this.#running.delete(id);
      this.#begun.delete(id);
    });
    this.#running.set(id, { tenantId, abort, done });
    return { id, done };
  }

  /** Tells `listener` every change of a job that runs in this process; returns how to stop. */
  subscribe(id: string, listener: (job: Job) => void): () => void {
    const set = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#listeners.delete(id);
    };
  }

  /** Stops a job: one that waits at once, one that runs as soon as it can, keeping what it has. */
  async cancel(tenantId: TenantId, id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running && running.tenantId === tenantId) {
      running.abort.abort();
      return;
    }
    await this.#store.tenant(tenantId, async (tx) => {
      const job = await getJob(tx, id);
      if (job.state !== 'waiting' && job.state !== 'running') return;
      // 'running' in another process: its heartbeat sees the state and aborts.
      await tx.db
        .updateTable('jobs')
        .set({ state: 'cancelled', endedAt: this.#clock.now() })
        .where('id', '=', id)
        .execute();
    });
  }

  /** Aborts what runs, waits for it to keep what it has, and takes no more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#taking;
    for (const running of this.#running.values()) running.abort.abort();
    await Promise.all([...this.#running.values()].map((running) => running.done));
  }

  async #cutDead(): Promise<number> {
    const now = this.#clock.now();
    const alone = this.#store.kind === 'embedded';
    const result = await this.#store.system(({ db }) =>
      db
        .updateTable('jobs')
        .set({ state: 'cut', endedAt: now, message: 'The program ended before the work did' })
        .where('state', '=', 'running')
        .where('worker', '<>', this.#worker)
        .$if(!alone, (query) => query.where('heartbeatAt', '<', new Date(now.getTime() - DEAD_AFTER_MS)))
        .executeTakeFirst(),
    );
    return Number(result.numUpdatedRows);
  }

  async #take(): Promise<void> {
    if (this.#running.size > 0 && this.#clock.tick() - this.#lastHeartbeat > HEARTBEAT_MS) await this.#beat();
    while (!this.#stopped && this.#running.size - this.#begun.size < this.#limit) {
      const taken = await this.#claim();
      if (!taken) return;
      const abort = new AbortController();
      const done = this.#run(taken, abort).finally(() => {
        this.#running.delete(taken.id);
        this.wake();
      });
      this.#running.set(taken.id, { tenantId: tenantIdOf(taken.tenantId), abort, done });
    }
  }

  async #beat(): Promise<void> {
    this.#lastHeartbeat = this.#clock.tick();
    const ids = [...this.#running.keys()];
    const alive = await this.#store.system(({ db }) =>
      db
        .updateTable('jobs')
        .set({ heartbeatAt: this.#clock.now() })
        .where('id', 'in', ids)
        .where('state', '=', 'running')
        .returning('id')
        .execute(),
    );
    for (const id of ids) if (!alive.some((row) => row.id === id)) this.#running.get(id)?.abort.abort();
    await this.#cutDead();
  }

  #claim(): Promise<Taken | undefined> {
    const kinds = [...this.#handlers.keys()];
    if (kinds.length === 0) return Promise.resolve(undefined);
    return this.#store.system(
      async ({ db }) => {
        const next = await db
          .selectFrom('jobs')
          .select(['tenantId', 'id', 'kind', 'payload', 'createdBy', 'createdAt'])
          .where('state', '=', 'waiting')
          .where('kind', 'in', kinds)
          .orderBy('createdAt')
          .orderBy('id')
          .limit(1)
          .modifyEnd(sql`for update skip locked`)
          .executeTakeFirst();
        if (!next) return undefined;
        const now = this.#clock.now();
        const change = {
          state: 'running',
          worker: this.#worker,
          startedAt: now,
          heartbeatAt: now,
          message: 'Starting',
        };
        await db
          .updateTable('jobs')
          .set(change)
          .where('tenantId', '=', next.tenantId)
          .where('id', '=', next.id)
          .execute();
        return next;
      },
      { priority: 'background' },
    );
  }

  async #run(taken: Taken, abort: AbortController, given?: JobHandler): Promise<void> {
    const tenantId = tenantIdOf(taken.tenantId);
    let progress = 0;
    let message = 'Starting';
    let writtenAt = Number.NEGATIVE_INFINITY;
    let writing: Promise<unknown> = Promise.resolve();
    const base = {
      id: taken.id,
      kind: taken.kind,
      createdAt: taken.createdAt.toISOString(),
      createdBy: taken.createdBy,
    };
    const tell = (job: Pick<Job, 'state' | 'result' | 'error' | 'endedAt'>) => {
      for (const listener of this.#listeners.get(taken.id) ?? []) listener({ ...base, progress, message, ...job });
    };
    const write = (change: Partial<{ state: string; result: string; error: string; endedAt: Date }>) =>
      this.#store.tenant(
        tenantId,
        (tx) =>
          tx.db
            .updateTable('jobs')
            .set({ progress, message, ...change })
            .where('id', '=', taken.id)
            .where('state', '=', 'running')
            .execute(),
        { priority: 'background' },
      );
    const end = async (state: Job['state'], result: unknown, error: string | null) => {
      await writing;
      const endedAt = this.#clock.now();
      if (state === 'done') progress = 1;
      await write({ state, result: JSON.stringify(result ?? null), ...(error === null ? {} : { error }), endedAt });
      tell({ state, result: (result ?? null) as Job['result'], error, endedAt: endedAt.toISOString() });
    };
    try {
      const handler = given ?? this.#handlers.get(taken.kind);
      if (!handler) throw new NotFound(`Nobody here does jobs of the kind '${taken.kind}'.`);
      const result = await handler({
        jobId: taken.id,
        tenantId,
        by: taken.createdBy,
        payload: taken.payload,
        signal: abort.signal,
        progress: (fraction, words) => {
          progress = Math.min(1, Math.max(progress, fraction));
          message = words;
          tell({ state: 'running', result: null, error: null, endedAt: null });
          if (this.#clock.tick() - writtenAt < WRITE_PROGRESS_MS) return;
          writtenAt = this.#clock.tick();
          writing = write({}).catch((error: unknown) => this.#onError(error, taken.id));
        },
      });
      await end(abort.signal.aborted ? 'cancelled' : 'done', result, null);
    } catch (error) {
      if (!(error instanceof Fault)) this.#onError(error, taken.id);
      const words =
        error instanceof Fault ? error.message : 'Something unexpected went wrong; the log of the server says more.';
      await end('failed', null, words).catch((second: unknown) => this.#onError(second, taken.id));
    }
  }
}

interface Taken {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly createdBy: string;
  readonly createdAt: Date;
}
