import { describe, expect, test } from 'vitest';
import type { Job } from '#contracts/index.ts';
import { Invalid, systemClock } from '#kit/index.ts';
import {
  addTestTenant,
  enqueueJob,
  getJob,
  JobRunner,
  type JobRunnerOptions,
  type Store,
  type TenantId,
  testStores,
} from './index.ts';

let added = 0;

/** Puts a job in the queue, each later than the one before, however quick the store is: the oldest is taken first. */
const add = (store: Store, tenant: TenantId, kind: string, payload: unknown = {}) =>
  store.tenant(tenant, (tx) => enqueueJob(tx, { kind, payload, by: 'me', at: new Date(Date.now() + added++) }));

/** Waits until the job has ended, by asking the store as a page would. */
async function ended(store: Store, tenant: TenantId, id: string): Promise<Job> {
  for (;;) {
    const job = await store.tenant(tenant, (tx) => getJob(tx, id));
    if (job.endedAt) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const runnerOf = (store: Store, options: Partial<JobRunnerOptions> = {}) =>
  new JobRunner(store, { clock: systemClock, ...options });

describe.each(testStores())('jobs on $name', ({ open }) => {
  test('a job runs with its payload, tells its progress and keeps its result', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    const runner = runnerOf(store);
    runner.handle('sum', async (job) => {
      job.progress(0.5, 'half way');
      return { got: job.payload };
    });
    const id = await add(store, tenant, 'sum', [1, 2]);
    const told: string[] = [];
    runner.subscribe(id, (job) => told.push(`${job.state} ${job.progress} ${job.message}`));
    await runner.start();
    expect(await ended(store, tenant, id)).toMatchObject({
      state: 'done',
      progress: 1,
      result: { got: [1, 2] },
      createdBy: 'me',
    });
    expect(told).toEqual(['running 0.5 half way', 'done 1 half way']);
    await runner.stop();
  });

  test('a fault ends in its sentence, anything else in a safe one', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    const unexpected: unknown[] = [];
    const runner = runnerOf(store, { onError: (error) => unexpected.push(error) });
    runner.handle('bad', async ({ payload }) => {
      throw payload === 'fault' ? new Invalid('Choose another file.') : new Error('secret detail');
    });
    const [fault, other] = [await add(store, tenant, 'bad', 'fault'), await add(store, tenant, 'bad')];
    await runner.start();
    expect(await ended(store, tenant, fault)).toMatchObject({ state: 'failed', error: 'Choose another file.' });
    const job = await ended(store, tenant, other);
    expect([job.state, job.error?.includes('secret'), unexpected.length]).toEqual(['failed', false, 1]);
    await runner.stop();
  });

  test('no more run at a time than the cap, and canceling keeps what the job returns', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    const runner = runnerOf(store, { limit: 2 });
    let running = 0;
    let most = 0;
    runner.handle('wait', async ({ signal }) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      running--;
      return 'kept';
    });
    const ids = [await add(store, tenant, 'wait'), await add(store, tenant, 'wait'), await add(store, tenant, 'wait')];
    await runner.start();
    const [first = '', second = '', third = ''] = ids;
    while (running < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await runner.cancel(tenant, third);
    expect(await ended(store, tenant, third)).toMatchObject({ state: 'cancelled', result: null });
    await runner.cancel(tenant, first);
    expect(await ended(store, tenant, first)).toMatchObject({ state: 'cancelled', result: 'kept' });
    await runner.stop();
    expect(await ended(store, tenant, second)).toMatchObject({ state: 'cancelled', result: 'kept' });
    expect(most).toBe(2);
  });

  test('another tenant can neither see nor cancel a job', async () => {
    await using store = await open();
    const [mine, theirs] = [await addTestTenant(store), await addTestTenant(store)];
    const id = await add(store, mine, 'x');
    await expect(store.tenant(theirs, (tx) => getJob(tx, id))).rejects.toThrow('There is no such job.');
    await expect(runnerOf(store).cancel(theirs, id)).rejects.toThrow('There is no such job.');
  });

  test('what a dead process left running is cut at the next start', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    const id = await add(store, tenant, 'x');
    const longAgo = new Date(Date.now() - 3_600_000);
    await store.tenant(tenant, (tx) =>
      tx.db.updateTable('jobs').set({ state: 'running', worker: 'dead', heartbeatAt: longAgo }).execute(),
    );
    const runner = runnerOf(store);
    expect(await runner.start()).toBe(1);
    expect(await ended(store, tenant, id)).toMatchObject({ state: 'cut' });
    await runner.stop();
  });
});
