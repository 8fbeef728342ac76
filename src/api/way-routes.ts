// Ways between the zones of a site: what was stated and what was seen, and saying which are open and which are closed.
import { ways } from '#contracts/index.ts';
import { stateWay, zoneWays } from '#jobs/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

/** /risk/ways. */
export function wayRoutes(app: App, context: ApiContext): void {
  app.get(
    '/risk/ways',
    { onRequest: may(context, 'read'), schema: { querystring: ways.wayQuery, response: { 200: ways.wayList } } },
    (request) => inTenant(context, request, (tx) => zoneWays(tx, request.query)),
  );

  app.put(
    '/risk/ways',
    { onRequest: may(context, 'edit devices'), schema: { body: ways.wayInput } },
    async (request, reply) => {
      const actor = { by: memberOf(request).who, now: context.clock.now() };
      await inTenant(context, request, (tx) => stateWay(tx, request.body, actor));
      return reply.status(204).send();
    },
  );
}
