// The people of a tenant, its audit trail, and the removal of the demo.
import { z } from 'zod';
import { api } from '#contracts/index.ts';
import { NotFound, Refused } from '#kit/index.ts';
import { audit, listAudit } from '#people/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const done = z.object({ done: z.literal(true) });
const byId = z.object({ id: z.string().max(80) });
const eq = (value: number) => ({ value, relation: 'eq' as const });

/** /users, /audit, /tenants. */
export function peopleRoutes(app: App, context: ApiContext): void {
  const { people } = context;
  const manage = { onRequest: may(context, 'manage people') };

  app.get('/users', { ...manage, schema: { response: { 200: api.userList } } }, async (request) => {
    const items = await people.listUsers(memberOf(request).tenantId);
    return { items, next: null, total: eq(items.length) };
  });

  app.post(
    '/users',
    {
      ...manage,
      config: { secret: true },
      schema: { body: api.userInput, response: { 201: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { tenantId, who } = memberOf(request);
      return reply.status(201).send({ id: await people.addUser(tenantId, who, request.body) });
    },
  );

  app.patch(
    '/users/:id',
    { ...manage, config: { secret: true }, schema: { params: byId, body: api.userPatch, response: { 200: done } } },
    async (request) => {
      const { tenantId, who } = memberOf(request);
      await people.changeUser(tenantId, who, request.params.id, request.body);
      return { done: true as const };
    },
  );

  app.delete('/users/:id', { ...manage, schema: { params: byId, response: { 200: done } } }, async (request) => {
    const { tenantId, who } = memberOf(request);
    await people.removeUser(tenantId, who, request.params.id);
    return { done: true as const };
  });

  app.get(
    '/audit',
    { onRequest: may(context, 'read audit'), schema: { querystring: api.page, response: { 200: api.auditList } } },
    async (request) => {
      const { cursor, limit } = request.query;
      const page = await inTenant(context, request, (tx) => listAudit(tx, { cursor, limit }));
      return {
        ...page,
        total: { value: page.items.length, relation: page.next || cursor ? ('gte' as const) : ('eq' as const) },
      };
    },
  );

  app.delete(
    '/tenants/:id',
    { onRequest: may(context, 'remove tenant'), schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const caller = request.caller;
      const found = caller?.memberships.find(({ tenant }) => tenant.id === request.params.id);
      if (!found) throw new NotFound('There is no such site for you.');
      if (found.role !== 'owner') throw new Refused('Only an owner may remove the demo.');
      if (!found.tenant.demo)
        throw new Refused('Only the demo can be removed here. Remove a real site on the console, after a backup.');
      await context.removeDemo(found.tenant.id);
      const home = caller?.memberships.find(({ tenant }) => !tenant.demo);
      if (home) {
        const entry = { who: memberOf(request).who, action: 'demo removed', subject: found.tenant.name };
        await context.store.tenant(home.tenant.id, (tx) => audit(tx, entry, context.clock.now()));
      }
      return { done: true as const };
    },
  );
}
