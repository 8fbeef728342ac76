// Clearances, scans, differences, schedules, and the jobs that do the work.
import { z } from 'zod';
import { api } from '#contracts/index.ts';
import {
  addClearance,
  listClearances,
  listScans,
  removeClearance,
  scanDetail,
  scanEndpoints,
  scanRecord,
} from '#evidence/index.ts';
import { addSchedule, changeSchedule, listSchedules, parseTarget, removeSchedule } from '#jobs/index.ts';
import { Conflict, Invalid } from '#kit/index.ts';
import { allows, audit } from '#people/index.ts';
import { difference } from '#sensors/probe/index.ts';
import { enqueueJob, getJob } from '#store/index.ts';
import { type ApiContext, type App, accepted, inTenant, may, memberOf } from './context.ts';

const done = z.object({ done: z.literal(true) });
const byId = z.object({ id: z.string().max(80) });

/** Devices are old: nobody but an owner makes us hurry them. */
const LEAST_INTERVAL_MS = 200;

/** /clearances, /scans, /schedules, /jobs. */
export function scanRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const scan = { onRequest: may(context, 'scan') };
  const clear = { onRequest: may(context, 'change clearances') };
  const { clock } = context;

  app.get('/clearances', { ...read, schema: { response: { 200: api.clearanceList } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const items = await listClearances(tx);
      return { items, next: null, total: { value: items.length, relation: 'eq' as const } };
    }),
  );

  app.post(
    '/clearances',
    { ...clear, schema: { body: api.clearanceInput, response: { 201: api.clearance } } },
    async (request, reply) => {
      const { who } = memberOf(request);
      const added = await inTenant(context, request, async (tx) => {
        const clearance = await addClearance(tx, request.body, { by: who, clock });
        const detail = `${clearance.deny ? 'deny' : clearance.level}. ${clearance.note}`;
        await audit(tx, { who, action: 'clearance added', subject: clearance.range, detail }, clock.now());
        return clearance;
      });
      return reply.status(201).send(added);
    },
  );

  app.delete('/clearances/:id', { ...clear, schema: { params: byId, response: { 200: done } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const removed = await removeClearance(tx, request.params.id);
      const detail = removed.deny ? 'deny' : removed.level;
      await audit(
        tx,
        { who: memberOf(request).who, action: 'clearance removed', subject: removed.range, detail },
        clock.now(),
      );
      return { done: true as const };
    }),
  );

  app.get('/scans', { ...read, schema: { querystring: api.page, response: { 200: api.scanList } } }, (request) =>
    inTenant(context, request, (tx) => listScans(tx, request.query)),
  );

  app.post(
    '/scans',
    { ...scan, schema: { body: api.scanInput, response: { 202: api.jobAccepted } } },
    async (request, reply) => {
      const { who, role } = memberOf(request);
      const input = request.body;
      for (const target of input.targets) parseTarget(target);
      if ((input.perHostIntervalMs ?? LEAST_INTERVAL_MS) < LEAST_INTERVAL_MS && !allows(role, 'change clearances')) {
        throw new Invalid(`Only an owner may let a scan go faster than one connection in ${LEAST_INTERVAL_MS} ms.`);
      }
      if (input.authority?.trim() && !allows(role, 'change clearances')) {
        throw new Invalid('Only an owner may grant authority for a run. Leave it out to scan what is cleared already.');
      }
      const job = await inTenant(context, request, async (tx) => {
        const subject = input.targets.join(', ');
        const pace = input.perHostIntervalMs === null ? '' : `; ${input.perHostIntervalMs} ms between connections`;
        const detail = `clearance ${input.clearance}; authority: ${input.authority ?? 'stored clearances only'}${pace}`;
        await audit(tx, { who, action: 'scan started', subject, detail }, clock.now());
        return enqueueJob(tx, { kind: 'scan', payload: { scan: input, schedule: null }, by: who, at: clock.now() });
      });
      return accepted(context, reply, job);
    },
  );

  app.get('/scans/:id', { ...read, schema: { params: byId, response: { 200: api.scanDetail } } }, (request) =>
    inTenant(context, request, (tx) => scanDetail(tx, request.params.id)),
  );

  app.post('/scans/:id/cancel', { ...scan, schema: { params: byId, response: { 200: done } } }, async (request) => {
    const { tenantId, who } = memberOf(request);
    const { row } = await inTenant(context, request, async (tx) => {
      const record = await scanRecord(tx, request.params.id);
      await audit(tx, { who, action: 'scan canceled', subject: record.row.targets.join(', ') }, clock.now());
      return record;
    });
    if (row.state !== 'running' || row.job === null) throw new Conflict('This scan is not running.');
    await context.jobs.cancel(tenantId, row.job);
    return { done: true as const };
  });

  const from = z.object({ from: z.string().max(80) });
  app.get(
    '/scans/:id/difference',
    { ...read, schema: { params: byId, querystring: from, response: { 200: api.scanDifference } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        const [before, after] = [request.query.from, request.params.id];
        await scanRecord(tx, before);
        await scanRecord(tx, after);
        return {
          from: before,
          to: after,
          ...difference(await scanEndpoints(tx, before), await scanEndpoints(tx, after)),
        };
      }),
  );

  app.get('/schedules', { ...read, schema: { response: { 200: api.scheduleList } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const items = await listSchedules(tx);
      return { items, next: null, total: { value: items.length, relation: 'eq' as const } };
    }),
  );

  app.post(
    '/schedules',
    { ...clear, schema: { body: api.scheduleInput, response: { 201: api.schedule } } },
    async (request, reply) => {
      const { who } = memberOf(request);
      for (const target of request.body.scan.targets) parseTarget(target);
      const added = await inTenant(context, request, async (tx) => {
        const schedule = await addSchedule(tx, request.body, who, clock.now());
        await audit(tx, { who, action: 'schedule added', subject: schedule.name, detail: schedule.cron }, clock.now());
        return schedule;
      });
      return reply.status(201).send(added);
    },
  );

  app.patch(
    '/schedules/:id',
    { ...clear, schema: { params: byId, body: api.scheduleInput, response: { 200: api.schedule } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        const schedule = await changeSchedule(tx, request.params.id, request.body, clock.now());
        await audit(
          tx,
          { who: memberOf(request).who, action: 'schedule changed', subject: schedule.name, detail: schedule.cron },
          clock.now(),
        );
        return schedule;
      }),
  );

  app.delete('/schedules/:id', { ...clear, schema: { params: byId, response: { 200: done } } }, (request) =>
    inTenant(context, request, async (tx) => {
      await removeSchedule(tx, request.params.id);
      await audit(
        tx,
        { who: memberOf(request).who, action: 'schedule removed', subject: request.params.id },
        clock.now(),
      );
      return { done: true as const };
    }),
  );

  app.get('/jobs/:id', { ...read, schema: { params: byId, response: { 200: api.job } } }, (request) =>
    inTenant(context, request, (tx) => getJob(tx, request.params.id)),
  );

  app.post('/jobs/:id/cancel', { ...scan, schema: { params: byId, response: { 200: done } } }, async (request) => {
    await context.jobs.cancel(memberOf(request).tenantId, request.params.id);
    return { done: true as const };
  });

  // Server-sent events (WHATWG HTML 9.2): the job now, each change, and the end; then the stream closes.
  app.get('/jobs/:id/events', { ...read, schema: { params: byId } }, async (request, reply) => {
    const { tenantId } = memberOf(request);
    const ask = () => context.store.tenant(tenantId, (tx) => getJob(tx, request.params.id));
    const first = await ask();
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    let open = true;
    const send = (job: Awaited<ReturnType<typeof ask>>) => {
      if (!open) return;
      raw.write(`data: ${JSON.stringify(job)}\n\n`);
      if (job.endedAt) finish();
    };
    const finish = () => {
      open = false;
      clearInterval(poll);
      unsubscribe();
      raw.end();
    };
    const unsubscribe = context.jobs.subscribe(request.params.id, send);
    // A job of another process tells nothing here: its row is asked now and then.
    const poll = setInterval(() => {
      ask().then(send, finish);
    }, 2_000);
    raw.on('close', finish);
    send(first);
  });
}
