// What people decide about findings: risks accepted by two people, questions to makers, and the policy of the site.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { api, type Decision } from '#contracts/index.ts';
import { letterTo } from '#jobs/index.ts';
import {
  type Actor,
  answerOfMaker,
  approvalAdvice,
  approveAcceptance,
  askAcceptance,
  askMaker,
  brandingOf,
  decisionPolicy,
  decisionsOf,
  listMakers,
  makerQuestions,
  refuseAcceptance,
  setDecisionPolicy,
  settleDecisions,
  withdrawDecision,
} from '#program/index.ts';
import { letterPdf, letterText } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });

/** /findings/{id}/..., /makers, /policy. */
export function decisionRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const ask = { onRequest: may(context, 'ask for decisions') };
  const approve = { onRequest: may(context, 'approve decisions') };
  const done = { 200: api.decisionDone };

  app.get(
    '/findings/:id/decisions',
    { ...read, schema: { params: byId, response: { 200: api.decisionsOfFinding } } },
    (request) => settled(request, async (tx) => ({ items: await decisionsOf(tx, request.params.id) })),
  );

  app.post(
    '/findings/:id/accept',
    { ...ask, schema: { params: byId, body: api.acceptInput, response: done } },
    async (request) => {
      const { params, body } = request;
      const decision = await settled(request, (tx, actor) => askAcceptance(tx, params.id, body, actor));
      return { decision, advice: await whoCanApprove(request) };
    },
  );

  app.post(
    '/findings/:id/approve',
    { ...approve, schema: { params: byId, body: api.approveInput, response: done } },
    (request) => decided(request, (tx, actor) => approveAcceptance(tx, request.params.id, request.body, actor)),
  );

  app.post(
    '/findings/:id/refuse',
    { ...approve, schema: { params: byId, body: api.refuseInput, response: done } },
    (request) => decided(request, (tx, actor) => refuseAcceptance(tx, request.params.id, request.body, actor)),
  );

  app.post(
    '/findings/:id/withdraw',
    { ...ask, schema: { params: byId, body: api.withdrawInput, response: done } },
    (request) => decided(request, (tx, actor) => withdrawDecision(tx, request.params.id, request.body, actor)),
  );

  app.post(
    '/findings/:id/ask-maker',
    { ...ask, schema: { params: byId, body: api.askMakerInput, response: done } },
    (request) => decided(request, (tx, actor) => askMaker(tx, request.params.id, request.body, actor)),
  );

  app.post(
    '/findings/:id/maker-answer',
    { ...ask, schema: { params: byId, body: api.makerAnswerInput, response: done } },
    (request) => decided(request, (tx, actor) => answerOfMaker(tx, request.params.id, request.body, actor)),
  );

  app.get('/makers', { ...read, schema: { response: { 200: api.makerList } } }, (request) =>
    settled(request, async (tx, { now }) => ({ items: await listMakers(tx, now) })),
  );

  app.get(
    '/makers/questions',
    { ...read, schema: { querystring: api.makerQuery, response: { 200: api.makerQuestionList } } },
    (request) => settled(request, (tx, { now }) => makerQuestions(tx, request.query, now)),
  );

  const letter = z.object({
    maker: z.string().min(1).max(100),
    format: z.enum(['pdf', 'text']).default('pdf'),
    tenant: z.string().max(80).optional(),
  });
  app.get('/makers/letter', { ...read, schema: { querystring: letter } }, async (request, reply) => {
    const { maker, format } = request.query;
    const { tenant } = memberOf(request);
    const { written, site, branding } = await inTenant(context, request, async (tx) => {
      const branding = await brandingOf(tx);
      const site = branding?.name || tenant.name;
      return { written: await letterTo(tx, context.clock, { site, maker }), site, branding };
    });
    if (format === 'text') return reply.type('text/plain; charset=utf-8').send(letterText(written, branding));
    return reply
      .type('application/pdf')
      .header('content-disposition', `attachment; filename="${written.reference}.pdf"`)
      .send(Buffer.from(await letterPdf(written, { site, now: context.clock.now().toISOString(), branding })));
  });

  app.get('/policy', { ...read, schema: { response: { 200: api.policyAnswer } } }, (request) =>
    inTenant(context, request, decisionPolicy),
  );

  app.post(
    '/policy',
    { ...approve, schema: { body: api.policyInput, response: { 200: api.policyAnswer } } },
    (request) => settled(request, (tx, actor) => setDecisionPolicy(tx, request.body.policy, actor)),
  );

  /** Work on decisions as they stand now: what is over has ended first. */
  function settled<T>(request: FastifyRequest, work: (tx: Tenant, actor: Actor) => Promise<T>): Promise<T> {
    const actor = { by: memberOf(request).who, now: context.clock.now() };
    return inTenant(context, request, async (tx) => {
      await settleDecisions(tx, actor.now);
      return work(tx, actor);
    });
  }

  async function decided(request: FastifyRequest, work: (tx: Tenant, actor: Actor) => Promise<Decision>) {
    return { decision: await settled(request, work), advice: null };
  }

  async function whoCanApprove(request: FastifyRequest): Promise<string | null> {
    const { tenantId, who } = memberOf(request);
    return approvalAdvice(await context.people.listUsers(tenantId), who);
  }
}
