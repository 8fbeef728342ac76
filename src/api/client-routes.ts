// The sites that an account may open, side by side. Who is no member of a site never sees it here: the memberships of the caller are all that is
// looked at, and each site is read behind its own wall.
import { clients } from '#contracts/index.ts';
import { Clients } from '#jobs/index.ts';
import { clientsCsv } from '#report/index.ts';
import { type ApiContext, type App, may } from './context.ts';

/** /clients. */
export function clientRoutes(app: App, context: ApiContext): void {
  const sites = new Clients(context);
  app.get(
    '/clients',
    {
      onRequest: may(context, 'read'),
      // Sorting by a figure reads every site.
      config: { rateLimit: { max: 120, timeWindow: 60_000 } },
      schema: { querystring: clients.clientQuery },
    },
    async (request, reply) => {
      const memberships = request.caller?.memberships ?? [];
      const { format, tenant: _site, ...query } = request.query;
      if (format === 'json') return sites.list(memberships, query);
      const whole = { ...query, cursor: undefined, limit: clients.MOST_SORTED };
      const { items, total } = await sites.list(memberships, whole);
      return reply
        .type('text/csv; charset=utf-8')
        .header('x-row-count', items.length)
        .header('x-total-count', total.value)
        .header('content-disposition', 'attachment; filename="dosimeter-clients.csv"')
        .send(clientsCsv(items));
    },
  );
}
