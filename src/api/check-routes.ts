// Checks and controls as they stand at a site, and what people say to their questions.
import { z } from 'zod';
import { programChecks } from '#contracts/index.ts';
import { attest, checkDetail, checkList, controlDetail, controlList, isControlQuestion } from '#jobs/index.ts';
import { Invalid } from '#kit/index.ts';
import { attestationHistory } from '#program/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const { CONTROL_QUESTION } = programChecks;
const byId = z.object({ id: z.string().max(80) });

/** /program/checks, /program/controls and /program/attestations. */
export function checkRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };

  app.get('/program/checks', { ...read, schema: { response: { 200: programChecks.checkList } } }, (request) =>
    checkList(context, memberOf(request).tenantId),
  );

  app.get(
    '/program/checks/:id',
    {
      ...read,
      schema: {
        params: byId,
        querystring: programChecks.checkDevicesQuery,
        response: { 200: programChecks.checkDetail },
      },
    },
    (request) => checkDetail(context, memberOf(request).tenantId, { ...request.query, id: request.params.id }),
  );

  app.get('/program/controls', { ...read, schema: { response: { 200: programChecks.controlList } } }, (request) =>
    controlList(context, memberOf(request).tenantId),
  );

  app.get(
    '/program/controls/:id',
    { ...read, schema: { params: byId, response: { 200: programChecks.controlDetail } } },
    (request) => controlDetail(context, memberOf(request).tenantId, request.params.id),
  );

  app.get(
    '/program/attestations',
    {
      ...read,
      schema: { querystring: programChecks.attestationQuery, response: { 200: programChecks.attestationHistory } },
    },
    async (request) => {
      const { question, device, limit } = request.query;
      const asked = { question, limit, ...(device === undefined ? {} : { device: device === '' ? null : device }) };
      return { items: await inTenant(context, request, (tx) => attestationHistory(tx, asked)) };
    },
  );

  app.post(
    '/program/attestations',
    {
      onRequest: may(context, 'edit devices'),
      schema: { body: programChecks.attestationsInput, response: { 200: programChecks.attestationsKept } },
    },
    async (request) => {
      const { tenantId, who } = memberOf(request);
      const { attestations } = request.body;
      for (const [place, { question }] of attestations.entries()) {
        if (question.startsWith(CONTROL_QUESTION) && !(await isControlQuestion(context, question)))
          throw new Invalid(
            `attestations[${place}].question: there is no control ${question.slice(CONTROL_QUESTION.length)}.`,
          );
      }
      return attest(context, tenantId, attestations, { by: who, now: context.clock.now(), via: 'page' });
    },
  );
}
