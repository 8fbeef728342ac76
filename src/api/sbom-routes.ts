// Bills of materials: the list, one of them, its components with their flaws, and which devices it is about.
import { z } from 'zod';
import { type SbomComponentRow, sboms } from '#contracts/index.ts';
import { flawsOfComponents } from '#findings/index.ts';
import { linkSbom, listSbomComponents, listSboms, sbomDetail } from '#inventory/index.ts';
import { knowledgeOf } from '#jobs/index.ts';
import { changeInventory } from './change-inventory.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });
const byDevice = byId.extend({ device: z.string().max(80) });

/** /sboms. */
export function sbomRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'edit devices') };

  app.get(
    '/sboms',
    { ...read, schema: { querystring: sboms.sbomQuery, response: { 200: sboms.sbomList } } },
    (request) => inTenant(context, request, (tx) => listSboms(tx, request.query)),
  );

  app.get('/sboms/:id', { ...read, schema: { params: byId, response: { 200: sboms.sbomDetail } } }, (request) =>
    inTenant(context, request, (tx) => sbomDetail(tx, request.params.id)),
  );

  app.get(
    '/sboms/:id/components',
    {
      ...read,
      schema: { params: byId, querystring: sboms.sbomComponentQuery, response: { 200: sboms.sbomComponents } },
    },
    async (request) => {
      const { id } = request.params;
      const { bill, page } = await inTenant(context, request, async (tx) => ({
        bill: await sbomDetail(tx, id),
        page: await listSbomComponents(tx, id, request.query),
      }));
      const { vendor, product: name, version } = bill;
      const judgement = { now: context.clock.now().toISOString(), knowledge: knowledgeOf(context.store) };
      const found = Map.groupBy(
        flawsOfComponents({ sbom: id, vendor, name, version }, page.items, judgement),
        ({ component }) => keyOf(component),
      );
      const items = page.items.map(
        (item): SbomComponentRow => ({
          ...item,
          flaws: (found.get(keyOf(item)) ?? []).map(({ cve, title, severity }) => ({ cve, title, severity })),
        }),
      );
      return { ...page, items };
    },
  );

  for (const [method, linked] of [
    ['PUT', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: '/sboms/:id/devices/:device',
      ...edit,
      schema: { params: byDevice },
      handler: async (request, reply) => {
        const { id, device } = byDevice.parse(request.params);
        const action = linked ? 'bill of materials linked' : 'bill of materials unlinked';
        const entry = { action, subject: device, detail: id };
        await changeInventory(context, request, entry, async (tx) => {
          const by = { at: context.clock.now(), by: memberOf(request).who };
          const isNew = await linkSbom(tx, { sbom: id, device, linked }, by);
          return { devices: isNew ? [device] : [], gone: [] };
        });
        return reply.status(204).send();
      },
    });
  }
}

function keyOf({ name, version, purl }: Pick<SbomComponentRow, 'name' | 'version' | 'purl'>): string {
  return JSON.stringify([name, version, purl]);
}
