// Assessments: how the site stands against frameworks, what people answer, and questionnaires to those outside.
import { z } from 'zod';
import { assessments } from '#contracts/index.ts';
import { answerAssessment, assessmentList, frameworkStandingOf, importSra, partyList, readSra } from '#jobs/index.ts';
import { Invalid } from '#kit/index.ts';
import { addParty, dropParty } from '#program/index.ts';
import { standingCsv, standingHtml } from '#report/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(160) });
const formats = z.object({ format: z.enum(['csv', 'html']).default('csv'), tenant: z.string().max(80).optional() });

const sraQuery = z.object({ on: z.iso.date().optional(), tenant: z.string().max(80).optional() });
const MOST_SRA_BYTES = 8 * 2 ** 20;

/** /program/assessments, /program/questionnaires. */
export function assessmentRoutes(app: App, context: ApiContext): void {
  const { store, clock } = context;
  const { dataDir } = store;
  const read = { onRequest: may(context, 'read') };
  const work = { onRequest: may(context, 'edit devices') };
  const list = { response: { 200: assessments.assessmentList } };
  const standing = { response: { 200: assessments.frameworkStanding } };
  const parties = { response: { 200: assessments.partyList } };
  const kept = { response: { 200: z.object({ changed: z.number().int() }) } };

  app.get('/program/assessments', { ...read, schema: list }, (request) =>
    assessmentList(context, memberOf(request).tenantId),
  );

  app.get('/program/assessments/:id', { ...read, schema: { params: byId, ...standing } }, (request) => {
    const { tenant, tenantId } = memberOf(request);
    return frameworkStandingOf(context, tenantId, { id: request.params.id, site: tenant.name });
  });

  app.get(
    '/program/assessments/:id/export',
    { ...read, schema: { params: byId, querystring: formats } },
    async (request, reply) => {
      const { tenant, tenantId } = memberOf(request);
      const site = tenant.name;
      const document = await frameworkStandingOf(context, tenantId, { id: request.params.id, site });
      const { format } = request.query;
      const name = document.id.replace(/[^a-z0-9.-]/g, '');
      return reply
        .type(`text/${format}; charset=utf-8`)
        .header('x-scope', encodeURIComponent(site))
        .header('x-row-count', document.counts.rows)
        .header('content-disposition', `attachment; filename="${name}-${document.at.slice(0, 10)}.${format}"`)
        .send(format === 'csv' ? standingCsv(document) : standingHtml(document));
    },
  );

  app.put(
    '/program/assessments/answers',
    { ...work, schema: { body: assessments.answersInput, ...kept } },
    async (request) => {
      const actor = { by: memberOf(request).who, now: clock.now(), dataDir, via: 'said here' };
      return { changed: await inTenant(context, request, (tx) => answerAssessment(tx, request.body.answers, actor)) };
    },
  );

  app.post(
    '/program/assessments/sra-tool',
    {
      onRequest: may(context, 'import'),
      schema: { querystring: sraQuery, response: { 200: assessments.sraImport } },
    },
    async (request) => {
      const part = await request.file({ limits: { fileSize: MOST_SRA_BYTES } });
      if (!part) throw new Invalid("Send the file as a form with a part named 'file'.");
      const rows = await readSra(part.file);
      const now = clock.now();
      const on = request.query.on ?? now.toISOString().slice(0, 10);
      const actor = { by: memberOf(request).who, now, dataDir, on, file: part.filename };
      return inTenant(context, request, (tx) => importSra(tx, rows, actor));
    },
  );

  app.get('/program/questionnaires', { ...read, schema: parties }, (request) =>
    inTenant(context, request, (tx) => partyList(tx, clock.now())),
  );

  app.post('/program/questionnaires', { ...work, schema: { body: assessments.partyInput, ...parties } }, (request) =>
    inTenant(context, request, async (tx) => {
      await addParty(tx, request.body, { by: memberOf(request).who, now: clock.now() });
      return partyList(tx, clock.now());
    }),
  );

  app.delete('/program/questionnaires/:id', { ...work, schema: { params: byId, ...parties } }, (request) =>
    inTenant(context, request, async (tx) => {
      await dropParty(tx, request.params.id, { by: memberOf(request).who, now: clock.now() });
      return partyList(tx, clock.now());
    }),
  );
}
