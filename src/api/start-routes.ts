// The guided start: what was said so far, devices that are typed in, its end, and the page after it.
import type { FastifyRequest } from 'fastify';
import { startWalk } from '#contracts/index.ts';
import { finishStart, saveStart, startPolicies, startResultOf, startWalkOf, takeStartDevices } from '#jobs/index.ts';
import { starterPoliciesHtml } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

/** /start. */
export function startRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const work = { onRequest: may(context, 'edit devices') };
  const { store, clock } = context;
  const placeOf = (request: FastifyRequest) => ({ site: memberOf(request).tenant.name, dataDir: store.dataDir });
  const walk = (request: FastifyRequest) => (tx: Tenant) => startWalkOf(tx, placeOf(request));

  app.get('/start', { ...read, schema: { response: { 200: startWalk.startWalk } } }, (request) =>
    inTenant(context, request, walk(request)),
  );

  app.put(
    '/start',
    { ...work, schema: { body: startWalk.startSave, response: { 200: startWalk.startWalk } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        const actor = { by: memberOf(request).who, now: clock.now(), dataDir: store.dataDir };
        await saveStart(tx, request.body, actor);
        return walk(request)(tx);
      }),
  );

  app.post(
    '/start/devices',
    { ...work, schema: { body: startWalk.startDevicesInput, response: { 200: startWalk.startDevicesTaken } } },
    async (request) => {
      const { tenantId, who } = memberOf(request);
      const taken = await takeStartDevices({ store, clock }, tenantId, { rows: request.body.rows, by: who });
      return {
        added: taken.added,
        rejected: [...taken.rejected],
        walk: await inTenant(context, request, walk(request)),
      };
    },
  );

  app.post(
    '/start/finish',
    { ...work, schema: { body: startWalk.startFinishInput, response: { 200: startWalk.startFinished } } },
    async (request) => {
      const { tenantId, who, tenant } = memberOf(request);
      const { job, left } = await finishStart({ store, clock }, tenantId, {
        ...request.body,
        by: who,
        site: tenant.name,
      });
      context.jobs.wake();
      return { job, left: [...left] };
    },
  );

  app.get('/start/result', { ...read, schema: { response: { 200: startWalk.startResult } } }, (request) =>
    inTenant(context, request, (tx) => startResultOf(tx, placeOf(request), clock.now())),
  );

  app.get(
    '/start/policies',
    { ...read, schema: { querystring: startWalk.startPoliciesQuery } },
    async (request, reply) => {
      const { center, policies } = await inTenant(context, request, (tx) => startPolicies(tx, placeOf(request)));
      return reply
        .type('text/html; charset=utf-8')
        .header('content-disposition', 'attachment; filename="starter-policies.html"')
        .send(starterPoliciesHtml(policies, { center, at: clock.now().toISOString() }));
    },
  );
}
