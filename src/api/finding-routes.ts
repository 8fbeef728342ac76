// Findings, the overview, and the report in four forms.
import { z } from 'zod';
import { api, documents } from '#contracts/index.ts';
import { factSpan, latestScan } from '#evidence/index.ts';
import { assessmentOf, oscalDocument, oscalSite, scanDocumentOf, vexOf } from '#jobs/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { builtInKnowledge, oscalText } from '#knowledge/index.ts';
import {
  allFindings,
  brandingOf,
  getFinding,
  listFindings,
  overviewOf,
  settleDecisions,
  topFindings,
} from '#program/index.ts';
import {
  findingsCsv,
  htmlReport,
  OSCAL_FILE_NAMES,
  OSCAL_FILES,
  pdfReport,
  registerCsv,
  VEX_FORMATS,
  type VexFormat,
} from '#report/index.ts';
import { openJobs } from '#store/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });
const TOP = 5;

/** /findings, /overview, /report. */
export function findingRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };

  app.get(
    '/findings',
    { ...read, schema: { querystring: api.findingQuery, response: { 200: api.findingList } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        const now = context.clock.now();
        await settleDecisions(tx, now);
        return listFindings(tx, request.query, now);
      }),
  );

  const exported = api.findingQuery
    .omit({ cursor: true, limit: true })
    .extend({ format: z.enum(['csv', 'json']), tenant: z.string().max(80).optional() });
  app.get('/findings/export', { ...read, schema: { querystring: exported } }, async (request, reply) => {
    const { tenant, tenantId } = memberOf(request);
    const { format, tenant: _tenant, ...query } = request.query;
    const now = context.clock.now();
    const findings = await context.store.tenant(
      tenantId,
      async (tx) => {
        await settleDecisions(tx, now);
        return Array.fromAsync(allFindings(tx, now, query));
      },
      { priority: 'background' },
    );
    void reply
      .header('x-scope', encodeURIComponent(`${tenant.name} ${JSON.stringify(query)}`))
      .header('x-row-count', findings.length)
      .header(
        'content-disposition',
        `attachment; filename="dosimeter-findings-${now.toISOString().slice(0, 10)}.${format}"`,
      );
    if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(findingsCsv(findings));
    const scope = { site: tenant.name, filter: query, rows: findings.length, generatedAt: now.toISOString() };
    return reply.type('application/json').send(canonicalJson({ schema: 'dosimeter.findings/1', scope, findings }));
  });

  app.get('/findings/:id', { ...read, schema: { params: byId, response: { 200: documents.finding } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const now = context.clock.now();
      await settleDecisions(tx, now);
      const { finding, standing } = await getFinding(tx, request.params.id, now);
      return { ...finding, standing };
    }),
  );

  app.get('/overview', { ...read, schema: { response: { 200: api.overview } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const { tenant } = memberOf(request);
      const now = context.clock.now();
      await settleDecisions(tx, now);
      const span = await factSpan(tx);
      const scan = await latestScan(tx);
      const running = await openJobs(tx);
      return {
        tenant,
        assessment:
          span.facts === 0
            ? null
            : {
                schema: 'dosimeter.assessment/1' as const,
                site: tenant.name,
                generatedAt: now.toISOString(),
                evidence: {
                  facts: span.facts,
                  oldestFact: span.oldest,
                  newestFact: span.newest,
                  knowledgeAsOf: builtInKnowledge.asOf,
                },
                ...(await overviewOf(tx)),
              },
        top: await topFindings(tx, TOP, now),
        lastScan: scan && { id: scan.id, state: scan.state, endedAt: scan.endedAt, vantage: scan.vantage },
        running: running.map(({ id, kind, progress, message }) => ({ job: id, kind, progress, message })),
      };
    }),
  );

  const formats = z.object({
    format: z.enum(['html', 'pdf', 'csv', 'json', 'oscal', ...VEX_FORMATS]),
    /** Which of the OSCAL documents. */
    document: z.enum(OSCAL_FILE_NAMES).default('assessment-results'),
    tenant: z.string().max(80).optional(),
  });
  app.get('/report', { ...read, schema: { querystring: formats } }, async (request, reply) => {
    const { tenant, tenantId } = memberOf(request);
    const { format } = request.query;
    if (format === 'oscal') {
      const site = await oscalSite(context, tenantId, tenant.name);
      const { document: name } = request.query;
      return reply
        .type('application/json')
        .header('x-scope', encodeURIComponent(tenant.name))
        .header('x-row-count', site.place.findings.length)
        .header('content-disposition', `attachment; filename="${OSCAL_FILES[name]}"`)
        .send(oscalText(oscalDocument(site, name)));
    }
    if (isVex(format)) {
      const vex = await context.store.tenant(
        tenantId,
        (tx) => vexOf(tx, context.clock, { site: tenant.name, format }),
        { priority: 'background' },
      );
      const day = context.clock.now().toISOString().slice(0, 10);
      return reply
        .type('application/json')
        .header('x-scope', encodeURIComponent(tenant.name))
        .header('x-row-count', vex.rows)
        .header('content-disposition', `attachment; filename="dosimeter-${format}-${day}.json"`)
        .send(vex.text);
    }
    const { document, branding } = await context.store.tenant(
      tenantId,
      async (tx) => {
        const scan = await latestScan(tx);
        const scanned = scan && (await scanDocumentOf(tx, scan.id));
        const asked = { site: tenant.name, scan: scanned, imports: null };
        return { document: await assessmentOf(tx, context.clock, asked), branding: await brandingOf(tx) };
      },
      { priority: 'background' },
    );
    const day = document.generatedAt.slice(0, 10);
    const file = (name: string) => `attachment; filename="dosimeter-${name}-${day}.${format}"`;
    // An export says what it covers: the tenant and how many rows.
    void reply.header('x-scope', encodeURIComponent(tenant.name)).header('x-row-count', document.findings.length);
    switch (format) {
      case 'html':
        return reply
          .type('text/html; charset=utf-8')
          .header('content-disposition', file('report'))
          .send(htmlReport(document, branding));
      case 'pdf':
        return reply
          .type('application/pdf')
          .header('content-disposition', file('report'))
          .send(Buffer.from(await pdfReport(document, branding)));
      case 'csv':
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', file('register'))
          .send(registerCsv(document));
      case 'json':
        return reply
          .type('application/json')
          .header('content-disposition', file('register'))
          .send(canonicalJson(document));
    }
  });
}

function isVex(format: string): format is VexFormat {
  return VEX_FORMATS.some((each) => each === format);
}
