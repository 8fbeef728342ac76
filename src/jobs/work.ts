// The kinds of work that run in the background, and what starts by itself: schedules that come due, marks of what was cut off.
import { z } from 'zod';
import { api } from '#contracts/index.ts';
import { markCutScans } from '#evidence/index.ts';
import type { Clock, Random } from '#kit/index.ts';
import type { SecretBox } from '#people/index.ts';
import { settleDecisions, settleRemoteAccess, sitesToSettle } from '#program/index.ts';
import { enqueueJob, type JobContext, JobRunner, type Store, tenantIdOf } from '#store/index.ts';
import { lookAtCalendars } from './calendar.ts';
import { judgeDue } from './judge.ts';
import { performPacs } from './pacs.ts';
import { performRisk, readyForWhatIf } from './risk.ts';
import { performScan } from './scan.ts';
import { findSchedule, minutesLeft, noteScan, takeDue } from './schedules.store.ts';
import { askForRisk } from './state-risk.ts';

const scanPayload = z.object({ scan: api.scanInput, schedule: z.string().nullable() });

export interface WorkDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** Opens the password of a site's mail server; without it no reminders leave. */
  readonly box?: SecretBox;
  readonly onError: (error: unknown, jobId: string) => void;
}

export interface Work {
  readonly jobs: JobRunner;
  stop(): Promise<void>;
}

const TICK_MS = 20_000;

/** Starts the runner with every kind of job. */
export async function startWork(deps: WorkDeps): Promise<Work> {
  const { store, clock } = deps;
  const jobs = new JobRunner(store, { clock, onError: deps.onError });
  jobs.handle('scan', async (context) => {
    const { scan, schedule } = scanPayload.parse(context.payload);
    const done =
      schedule === null
        ? { scan: await performScan(deps, context, scan) }
        : await scheduledScan(deps, context, schedule);
    if (done.scan !== null && (await assessAfter(deps, context))) jobs.wake();
    return done;
  });
  jobs.handle('pacs', (context) => performPacs(deps, context, api.archiveInput.parse(context.payload)));
  jobs.handle('risk', async (context) => {
    const progress = (done: number, what: string) => context.progress(done, what);
    const asked = { by: context.by, signal: context.signal, progress };
    try {
      const { id } = await performRisk(deps, context.tenantId, asked);
      await readyForWhatIf(store, context.tenantId);
      return { risk: id };
    } catch (error) {
      // Who stopped it knows.
      if (context.signal.aborted) return { risk: null };
      throw error;
    }
  });
  await cutScans(deps);
  await judgeWhatIsDue(deps);
  await jobs.start();
  let underWay: Promise<unknown> = Promise.resolve();
  const looked = { at: 0 };
  const tick = setInterval(() => {
    const before = underWay;
    underWay = Promise.all([
      before,
      startDue(deps, jobs).catch((error: unknown) => deps.onError(error, 'schedules')),
      settleWhatIsOver(deps).catch((error: unknown) => deps.onError(error, 'decisions')),
      settleAccess(deps).catch((error: unknown) => deps.onError(error, 'remote access')),
      lookAtCalendars(deps, looked).catch((error: unknown) => deps.onError(error, 'calendar')),
    ]);
  }, TICK_MS);
  tick.unref();
  return {
    jobs,
    stop: async () => {
      clearInterval(tick);
      await underWay;
      await jobs.stop();
    },
  };
}

/** Sites up to this size have their risk worked out anew after each scan; larger ones when somebody asks. */
const SOON_WORKED_OUT = 1000;

/** Puts it on the list of jobs; false where it is left to a person. */
async function assessAfter({ store, clock }: WorkDeps, { tenantId, by }: JobContext): Promise<boolean> {
  return store.tenant(tenantId, async (tx) => {
    const { devices } = await tx.db
      .selectFrom('devices')
      .select(({ fn }) => fn.countAll<string>().as('devices'))
      .where('tenantId', '=', tx.id)
      .executeTakeFirstOrThrow();
    if (Number(devices) > SOON_WORKED_OUT) return false;
    // One that waits will see what this scan found, too: scans are not held up by more of them.
    await askForRisk(tx, { by, now: clock.now() });
    return true;
  });
}

/** A scan that started by itself: within the allowed hours, and stopped when they are over. */
async function scheduledScan(deps: WorkDeps, context: JobContext, id: string): Promise<{ scan: string | null }> {
  const { store, clock } = deps;
  const schedule = await store.tenant(context.tenantId, (tx) => findSchedule(tx, id));
  const minutes = schedule?.enabled ? minutesLeft(schedule, clock.now()) : 0;
  if (!schedule || minutes === 0) {
    context.progress(1, 'Not started: the allowed hours are over, or the schedule is off');
    return { scan: null };
  }
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(minutes * 60_000)]);
  const scan = await performScan(deps, { ...context, signal }, schedule.scan);
  await store.tenant(context.tenantId, (tx) => noteScan(tx, id, scan));
  return { scan };
}

/** Scans that ran in a process that is gone: on the embedded database all of them, since it has one owner. */
async function cutScans({ store, clock }: WorkDeps): Promise<void> {
  if (store.kind !== 'embedded') return;
  const tenants = await store.system(({ db }) => db.selectFrom('tenants').select('id').execute());
  for (const { id } of tenants) await store.tenant(tenantIdOf(id), (tx) => markCutScans(tx, clock.now().toISOString()));
}

/** What a process that is gone changed and did not judge. */
async function judgeWhatIsDue({ store, clock }: WorkDeps): Promise<void> {
  const tenants = await store.system(({ db }) => db.selectFrom('tenants').select('id').execute());
  for (const { id } of tenants) await judgeDue({ store, clock }, tenantIdOf(id));
}

/** Accepted risks whose day is over come back also when nobody looks. */
async function settleWhatIsOver({ store, clock }: WorkDeps): Promise<void> {
  const waiting = await store.system(
    ({ db }) => db.selectFrom('decisions').select('tenantId').distinct().where('endedAt', 'is', null).execute(),
    { priority: 'background' },
  );
  for (const { tenantId } of waiting) {
    await store.tenant(tenantIdOf(tenantId), (tx) => settleDecisions(tx, clock.now()), { priority: 'background' });
  }
}

/** Devices whose registered remote access expired are judged again: an expired entry is a finding. */
export async function settleAccess(deps: Pick<WorkDeps, 'store' | 'clock'>): Promise<void> {
  const { store, clock } = deps;
  const sites = await store.system((tx) => sitesToSettle(tx, clock.now()), { priority: 'background' });
  for (const site of sites) {
    const id = tenantIdOf(site);
    const turned = await store.tenant(id, (tx) => settleRemoteAccess(tx, clock.now()), { priority: 'background' });
    if (turned > 0) await judgeDue(deps, id);
  }
}

async function startDue({ store, clock }: WorkDeps, jobs: JobRunner): Promise<void> {
  const now = clock.now();
  const due = await store.system((tx) => takeDue(tx, now), { priority: 'background' });
  for (const { tenantId, schedule } of due) {
    const payload = { scan: schedule.scan, schedule: schedule.id };
    const by = `schedule '${schedule.name}' of ${schedule.createdBy}`;
    await store.tenant(tenantIdOf(tenantId), (tx) => enqueueJob(tx, { kind: 'scan', payload, by, at: now }));
  }
  if (due.length > 0) jobs.wake();
}
