// Exceptions from clauses and checks: asked by one person, approved by another, over on their day.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { policyExceptions } from '#contracts/index.ts';
import {
  type Actor,
  approvalAdvice,
  approveException,
  askException,
  endException,
  exceptionOf,
  listExceptions,
  refuseException,
} from '#program/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });

/** /program/exceptions. */
export function exceptionRoutes(app: App, context: ApiContext): void {
  const ask = { onRequest: may(context, 'ask for decisions') };
  const approve = { onRequest: may(context, 'approve decisions') };
  const done = { 200: policyExceptions.exceptionDone };

  app.get(
    '/program/exceptions',
    {
      onRequest: may(context, 'read'),
      schema: { querystring: policyExceptions.exceptionQuery, response: { 200: policyExceptions.exceptionList } },
    },
    (request) => inTenant(context, request, (tx) => listExceptions(tx, request.query, context.clock.now())),
  );

  app.post(
    '/program/exceptions',
    { ...ask, schema: { body: policyExceptions.exceptionInput, response: done } },
    async (request) => {
      const answer = await changed(request, (tx, actor) => askException(tx, request.body, actor));
      const { tenantId, who } = memberOf(request);
      const advice = approvalAdvice(await context.people.listUsers(tenantId), who);
      return { ...answer, advice };
    },
  );

  app.post(
    '/program/exceptions/:id/approve',
    { ...approve, schema: { params: byId, body: policyExceptions.exceptionApproval, response: done } },
    (request) =>
      changed(request, async (tx, actor) => {
        await approveException(tx, request.params.id, request.body.note, actor);
        return request.params.id;
      }),
  );

  app.post(
    '/program/exceptions/:id/refuse',
    { ...approve, schema: { params: byId, body: policyExceptions.exceptionReason, response: done } },
    (request) =>
      changed(request, async (tx, actor) => {
        await refuseException(tx, request.params.id, request.body.reason, actor);
        return request.params.id;
      }),
  );

  app.post(
    '/program/exceptions/:id/end',
    { ...ask, schema: { params: byId, body: policyExceptions.exceptionReason, response: done } },
    (request) =>
      changed(request, async (tx, actor) => {
        await endException(tx, request.params.id, request.body.reason, actor);
        return request.params.id;
      }),
  );

  /** Does something about an exception, and answers with it as it stands then. */
  async function changed(request: FastifyRequest, work: (tx: Tenant, actor: Actor) => Promise<string>) {
    const actor = { by: memberOf(request).who, now: context.clock.now() };
    const exception = await inTenant(context, request, async (tx) => {
      const id = await work(tx, actor);
      return exceptionOf(tx, id, actor.now);
    });
    return { exception, advice: null };
  }
}
