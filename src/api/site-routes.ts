// The site as a whole: its zones, who speaks with whom by which title, what crosses the border to the internet, and software that
// people name.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { api } from '#contracts/index.ts';
import {
  aeTitles,
  internetFlows,
  listSoftware,
  listZones,
  nameSoftware,
  nameZone,
  relations,
  unnameSoftware,
} from '#inventory/index.ts';
import { audit } from '#people/index.ts';
import { changeInventory } from './change-inventory.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });

/** /zones, /ae-titles, /flows, /software. */
export function siteRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'edit devices') };
  const actor = (request: FastifyRequest) => ({ by: memberOf(request).who, clock: context.clock });

  app.get('/zones', { ...read, schema: { querystring: api.page, response: { 200: api.zoneList } } }, (request) =>
    inTenant(context, request, (tx) => listZones(tx, request.query)),
  );

  app.patch('/zones', { ...edit, schema: { body: api.zonePatch } }, async (request, reply) => {
    const { zone, name } = request.body;
    const { who } = memberOf(request);
    await inTenant(context, request, async (tx) => {
      await nameZone(tx, zone, name, actor(request));
      const action = name === null ? 'zone name removed' : 'zone named';
      await audit(tx, { who, action, subject: zone, detail: name ?? '' }, context.clock.now());
    });
    return reply.status(204).send();
  });

  app.get(
    '/ae-titles',
    { ...read, schema: { querystring: api.aeTitleQuery, response: { 200: api.aeTitleList } } },
    (request) => inTenant(context, request, (tx) => aeTitles(tx, request.query)),
  );

  app.get(
    '/ae-titles/relations',
    { ...read, schema: { querystring: api.relationQuery, response: { 200: api.relationList } } },
    (request) => inTenant(context, request, (tx) => relations(tx, request.query)),
  );

  app.get(
    '/flows/internet',
    { ...read, schema: { querystring: api.internetFlowQuery, response: { 200: api.internetFlowList } } },
    (request) => inTenant(context, request, (tx) => internetFlows(tx, request.query)),
  );

  app.get(
    '/software',
    { ...read, schema: { querystring: api.softwareQuery, response: { 200: api.softwareList } } },
    (request) => inTenant(context, request, (tx) => listSoftware(tx, request.query)),
  );

  app.post(
    '/software/names',
    { ...edit, schema: { body: api.softwareNameInput, response: { 200: api.softwareNameResult } } },
    async (request) => {
      const { code, product, vendor } = request.body;
      const entry = { action: 'software named', subject: code, detail: [vendor, product].filter(Boolean).join(' ') };
      const outcome = await changeInventory(context, request, entry, (tx) =>
        nameSoftware(tx, { code, product, vendor }, actor(request)),
      );
      return { name: outcome.name, devices: [...outcome.devices] };
    },
  );

  app.post(
    '/software/names/:id/undo',
    { ...edit, schema: { params: byId, response: { 200: api.softwareNameResult } } },
    async (request) => {
      const { id } = request.params;
      const entry = { action: 'software name taken back', subject: id, detail: '' };
      const outcome = await changeInventory(context, request, entry, (tx) => unnameSoftware(tx, id, actor(request)));
      return { name: outcome.name, devices: [...outcome.devices] };
    },
  );
}
