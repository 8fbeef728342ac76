// Risk: assessments, the figures that they rest on, and questions about what would be.
import { z } from 'zod';
import { api, risk } from '#contracts/index.ts';
import { askForRisk, planOf, riskFileOf, settingsNow, stateFigures, whatIf } from '#jobs/index.ts';
import { canonicalJson, NotFound } from '#kit/index.ts';
import { brandingOf, listRisk, riskOf } from '#program/index.ts';
import { riskFileHtml, riskFilePdf } from '#report/index.ts';
import { type ApiContext, type App, accepted, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });

/** /risk and what is below it. */
export function riskRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const work = { onRequest: may(context, 'edit devices') };
  const { store, clock } = context;

  app.get('/risk', { ...read, schema: { response: { 200: risk.riskNow } } }, (request) =>
    inTenant(context, request, async (tx) => ({ document: await riskOf(tx) })),
  );

  app.post('/risk/assess', { ...work, schema: { response: { 202: api.jobAccepted } } }, async (request, reply) => {
    const { who } = memberOf(request);
    const job = await inTenant(context, request, (tx) => askForRisk(tx, { by: who, now: clock.now() }));
    return accepted(context, reply, job);
  });

  app.get(
    '/risk/assessments',
    { ...read, schema: { querystring: api.page, response: { 200: risk.riskList } } },
    (request) => inTenant(context, request, (tx) => listRisk(tx, request.query)),
  );

  app.get(
    '/risk/assessments/:id',
    { ...read, schema: { params: byId, response: { 200: risk.riskDocument } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        const document = await riskOf(tx, request.params.id);
        if (!document) throw new NotFound('There is no such assessment. Look for it in the list of assessments.');
        return document;
      }),
  );

  app.get('/risk/settings', { ...read, schema: { response: { 200: risk.riskSettingsNow } } }, (request) =>
    inTenant(context, request, settingsNow),
  );

  app.put(
    '/risk/settings',
    {
      ...work,
      schema: {
        querystring: risk.riskSettingsQuery,
        body: risk.riskSettingsInput,
        response: { 200: risk.riskSettingsNow },
      },
    },
    (request) =>
      inTenant(context, request, (tx) => {
        const actor = { by: memberOf(request).who, now: clock.now() };
        return stateFigures(tx, request.body, { actor, dataDir: store.dataDir, ...request.query });
      }),
  );

  app.get('/risk/file', { ...read, schema: { querystring: risk.riskFileQuery } }, async (request, reply) => {
    const { file, branding } = await inTenant(context, request, async (tx) => ({
      file: await riskFileOf(tx),
      branding: await brandingOf(tx),
    }));
    const { format } = request.query;
    if (format === 'json') return reply.type('application/json; charset=utf-8').send(canonicalJson(file));
    const name = `attachment; filename="risk-management-file.${format}"`;
    void reply.header('content-disposition', name);
    if (format === 'html') return reply.type('text/html; charset=utf-8').send(riskFileHtml(file, branding));
    return reply.type('application/pdf').send(Buffer.from(await riskFilePdf(file, branding)));
  });

  app.post(
    '/risk/what-if',
    { ...read, schema: { body: risk.whatIfInput, response: { 200: risk.whatIfResult } } },
    (request) => whatIf(store, memberOf(request).tenantId, request.body),
  );

  app.get(
    '/risk/plan',
    { ...read, schema: { querystring: risk.planQuery, response: { 200: risk.planAnswer } } },
    (request) => planOf(store, memberOf(request).tenantId, request.query),
  );
}
