// Engagements of a service provider: what is agreed, letters of clearance, hours, and templates.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { engagements } from '#contracts/index.ts';
import { issueClearanceLetter } from '#jobs/index.ts';
import {
  type Actor,
  allHours,
  beginEngagement,
  brandingOf,
  changeEngagement,
  clearFromLetter,
  dropTemplate,
  engagementOf,
  enterHours,
  exportTemplate,
  hoursPage,
  importTemplate,
  letterAsIssued,
  listEngagements,
  listTemplates,
  moveEngagement,
  saveTemplate,
  signLetter,
  withdrawLetter,
} from '#program/index.ts';
import { clearanceHtml, clearancePdf, hoursCsv } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });
const byLetter = byId.extend({ letter: z.string().max(80) });
const byVersion = z.strictObject({ version: z.number().int().min(1) });

/** /program/engagements, /program/engagement-templates. */
export function engagementRoutes(app: App, context: ApiContext): void {
  const { clock } = context;
  const read = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'ask for decisions') };
  const decide = { onRequest: may(context, 'approve decisions') };
  const clear = { onRequest: may(context, 'change clearances') };
  const one = { 200: engagements.engagement };
  const templates = { 200: engagements.templateList };

  app.get(
    '/program/engagements',
    { ...read, schema: { querystring: engagements.engagementPage, response: { 200: engagements.engagementList } } },
    (request) => inTenant(context, request, (tx) => listEngagements(tx, request.query)),
  );

  app.post(
    '/program/engagements',
    { ...edit, schema: { body: engagements.engagementTerms, response: one } },
    (request) =>
      inTenant(context, request, async (tx) =>
        engagementOf(tx, await beginEngagement(tx, request.body, actorOf(request))),
      ),
  );

  app.get('/program/engagements/:id', { ...read, schema: { params: byId, response: one } }, (request) =>
    inTenant(context, request, (tx) => engagementOf(tx, request.params.id)),
  );

  app.put(
    '/program/engagements/:id',
    { ...edit, schema: { params: byId, body: engagements.engagementEdit, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) => changeEngagement(tx, id, request.body, actor));
    },
  );

  app.post(
    '/program/engagements/:id/state',
    { ...decide, schema: { params: byId, body: engagements.engagementMove, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) => moveEngagement(tx, id, request.body, actor));
    },
  );

  app.post(
    '/program/engagements/:id/letters',
    { ...edit, schema: { params: byId, body: byVersion, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) =>
        issueClearanceLetter(tx, id, { ...request.body, account: accountOf(request) }, actor),
      );
    },
  );

  app.get(
    '/program/engagements/:id/letters/:letter',
    { ...read, schema: { params: byLetter, querystring: engagements.letterQuery } },
    async (request, reply) => {
      const { id: engagement, letter } = request.params;
      const { format } = request.query;
      const issued = await inTenant(context, request, async (tx) => ({
        ...(await letterAsIssued(tx, { engagement, letter })),
        branding: await brandingOf(tx),
      }));
      const ending = format === 'text' ? 'txt' : format;
      void reply.header('content-disposition', `attachment; filename="${issued.reference}.${ending}"`);
      if (format === 'text') return reply.type('text/plain; charset=utf-8').send(issued.text);
      const paper = { ...issued, site: memberOf(request).tenant.name };
      if (format === 'html') return reply.type('text/html; charset=utf-8').send(clearanceHtml(paper));
      return reply.type('application/pdf').send(Buffer.from(await clearancePdf(paper)));
    },
  );

  app.post(
    '/program/engagements/:id/letters/:letter/sign',
    { ...clear, schema: { params: byLetter, body: engagements.signatureInput, response: one } },
    async (request) => {
      const { id: engagement, letter } = request.params;
      const people = await context.people.listUsers(memberOf(request).tenantId);
      const input = { ...request.body, account: accountOf(request), people };
      return changed(request, engagement, (tx, actor) => signLetter(tx, { engagement, letter }, input, actor));
    },
  );

  app.post(
    '/program/engagements/:id/letters/:letter/withdraw',
    { ...clear, schema: { params: byLetter, body: engagements.withdrawLetterInput, response: one } },
    (request) => {
      const { id: engagement, letter } = request.params;
      return changed(request, engagement, (tx, actor) =>
        withdrawLetter(tx, { engagement, letter }, request.body.reason, actor),
      );
    },
  );

  app.post(
    '/program/engagements/:id/letters/:letter/clearance',
    {
      ...clear,
      schema: {
        params: byLetter,
        body: engagements.clearFromLetterInput,
        response: { 200: engagements.clearedFromLetter },
      },
    },
    (request) => {
      const { id: engagement, letter } = request.params;
      return inTenant(context, request, (tx) =>
        clearFromLetter(tx, { engagement, letter }, request.body, actorOf(request)),
      );
    },
  );

  app.get(
    '/program/engagements/:id/hours',
    {
      ...read,
      schema: { params: byId, querystring: engagements.engagementPage, response: { 200: engagements.hourList } },
    },
    (request) => inTenant(context, request, (tx) => hoursPage(tx, request.params.id, request.query)),
  );

  app.post(
    '/program/engagements/:id/hours',
    { ...edit, schema: { params: byId, body: engagements.hourInput, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) => enterHours(tx, id, request.body, actor));
    },
  );

  app.get('/program/engagements/:id/hours.csv', { ...read, schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    const csv = await inTenant(context, request, async (tx) => {
      await engagementOf(tx, id);
      return hoursCsv(await allHours(tx, id));
    });
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="hours.csv"')
      .send(csv);
  });

  app.get('/program/engagement-templates', { ...read, schema: { response: templates } }, (request) =>
    inTenant(context, request, templateList),
  );

  app.post(
    '/program/engagement-templates',
    { ...edit, schema: { body: engagements.templateInput, response: templates } },
    (request) => {
      const site = memberOf(request).tenant.name;
      return inTenant(context, request, async (tx) => {
        await saveTemplate(tx, request.body, { ...actorOf(request), site });
        return templateList(tx);
      });
    },
  );

  app.post(
    '/program/engagement-templates/import',
    { ...edit, schema: { body: engagements.templateDocument, response: templates } },
    (request) =>
      inTenant(context, request, async (tx) => {
        await importTemplate(tx, request.body, actorOf(request));
        return templateList(tx);
      }),
  );

  app.get(
    '/program/engagement-templates/:id',
    { ...read, schema: { params: byId, response: { 200: engagements.templateDocument } } },
    (request) => inTenant(context, request, (tx) => exportTemplate(tx, request.params.id)),
  );

  app.delete(
    '/program/engagement-templates/:id',
    { ...edit, schema: { params: byId, response: templates } },
    (request) =>
      inTenant(context, request, async (tx) => {
        await dropTemplate(tx, request.params.id, actorOf(request));
        return templateList(tx);
      }),
  );

  function actorOf(request: FastifyRequest): Actor {
    return { by: memberOf(request).who, now: clock.now() };
  }

  async function templateList(tx: Tenant) {
    return { items: await listTemplates(tx) };
  }

  /** Does a change, and answers with the engagement as it stands then. */
  function changed(request: FastifyRequest, id: string, work: (tx: Tenant, actor: Actor) => Promise<unknown>) {
    return inTenant(context, request, async (tx) => {
      await work(tx, actorOf(request));
      return engagementOf(tx, id);
    });
  }
}

/** The name of whoever is signed in. */
function accountOf(request: FastifyRequest): string {
  return request.caller?.person?.name ?? memberOf(request).who;
}
