// The report for the board and the pack for a management review, of any day up to today.
import { board } from '#contracts/index.ts';
import { boardOf, boardText } from '#jobs/index.ts';
import { brandingOf } from '#program/index.ts';
import { boardHtml, boardPdf } from '#report/index.ts';
import { type ApiContext, type App, may, memberOf } from './context.ts';

/** /report/board. */
export function boardRoutes(app: App, context: ApiContext): void {
  app.get(
    '/report/board',
    {
      onRequest: may(context, 'read'),
      // A large site takes seconds to lay out.
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: { querystring: board.boardQuery },
    },
    async (request, reply) => {
      const { tenantId, tenant } = memberOf(request);
      const { format, pack, date, since } = request.query;
      const document = await boardOf(context, tenantId, { site: tenant.name, date, since });
      if (format === 'json') return reply.type('application/json; charset=utf-8').send(boardText(document));
      const branding = await context.store.tenant(tenantId, brandingOf);
      const name = `${pack === 'review' ? 'management-review' : 'board-report'}-${document.date}.${format}`;
      void reply.header('content-disposition', `attachment; filename="${name}"`);
      if (format === 'html') return reply.type('text/html; charset=utf-8').send(boardHtml(document, pack, branding));
      return reply.type('application/pdf').send(Buffer.from(await boardPdf(document, pack, branding)));
    },
  );
}
