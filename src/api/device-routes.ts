// Devices: the list, one device with its proof, what people change about it, and the network map.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { api, documents, type Fact, type Finding } from '#contracts/index.ts';
import { factsByIds, listSources } from '#evidence/index.ts';
import {
  type DeviceView,
  deviceCoverage,
  deviceDetail,
  deviceFacets,
  type InventoryChange,
  listDevices,
  listFlows,
  mergeDevices,
  networkMap,
  patchDevice,
  renumbering,
  retireDevice,
  splitDevice,
  undoDecision,
} from '#inventory/index.ts';
import { feedsStatus } from '#jobs/index.ts';
import { listFindings, settleDecisions } from '#program/index.ts';
import type { Tenant } from '#store/index.ts';
import { changeInventory } from './change-inventory.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });

/** /devices, /decisions, /network, /flows, /sources, /feeds. */
export function deviceRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'edit devices') };

  app.get(
    '/devices',
    { ...read, schema: { querystring: api.deviceQuery, response: { 200: api.deviceList } } },
    (request) => inTenant(context, request, (tx) => listDevices(tx, request.query)),
  );

  app.get('/devices/facets', { ...read, schema: { response: { 200: api.deviceFacets } } }, (request) =>
    inTenant(context, request, deviceFacets),
  );

  app.get('/devices/coverage', { ...read, schema: { response: { 200: api.deviceCoverage } } }, (request) =>
    inTenant(context, request, deviceCoverage),
  );

  app.get('/devices/:id', { ...read, schema: { params: byId, response: { 200: api.deviceDetail } } }, (request) =>
    inTenant(context, request, (tx) => detailOf(tx, request.params.id, context.clock.now())),
  );

  app.get(
    '/devices/:id/renumbering',
    { ...read, schema: { params: byId, response: { 200: api.renumbering } } },
    (request) => inTenant(context, request, (tx) => renumbering(tx, request.params.id)),
  );

  app.patch(
    '/devices/:id',
    { ...edit, schema: { params: byId, body: api.devicePatch, response: { 200: api.deviceDetail } } },
    async (request) => {
      const { id } = request.params;
      const words = Object.keys(request.body).join(', ');
      await change(request, 'device changed', id, words, (tx) => patchDevice(tx, id, request.body, actor(request)));
      return inTenant(context, request, (tx) => detailOf(tx, id, context.clock.now()));
    },
  );

  app.post(
    '/devices/merge',
    { ...edit, schema: { body: api.mergeInput, response: { 200: api.decisionResult } } },
    async (request) => {
      const { devices } = request.body;
      const outcome = await change(request, 'devices merged', devices.join(', '), '', (tx) =>
        mergeDevices(tx, devices, actor(request)),
      );
      return { decision: outcome.decision, devices: [...outcome.devices] };
    },
  );

  app.post(
    '/devices/:id/split',
    { ...edit, schema: { params: byId, body: api.splitInput, response: { 200: api.decisionResult } } },
    async (request) => {
      const { id } = request.params;
      const { subjects } = request.body;
      const words = subjects.map(({ kind, key }) => `${kind} ${key}`).join(', ');
      const outcome = await change(request, 'device split', id, words, (tx) =>
        splitDevice(tx, id, subjects, actor(request)),
      );
      return { decision: outcome.decision, devices: [...outcome.devices] };
    },
  );

  app.post(
    '/devices/:id/retire',
    { ...edit, schema: { params: byId, body: api.retireInput, response: { 200: api.decisionResult } } },
    async (request) => {
      const { id } = request.params;
      const { retired } = request.body;
      const action = retired ? 'device retired' : 'device back in use';
      const outcome = await change(request, action, id, '', (tx) => retireDevice(tx, id, retired, actor(request)));
      return { decision: outcome.decision, devices: [...outcome.devices] };
    },
  );

  app.post(
    '/decisions/:id/undo',
    { ...edit, schema: { params: byId, response: { 200: api.decisionResult } } },
    async (request) => {
      const { id } = request.params;
      const outcome = await change(request, 'decision undone', id, '', (tx) => undoDecision(tx, id, actor(request)));
      return { decision: outcome.decision, devices: [...outcome.devices] };
    },
  );

  app.get(
    '/network',
    { ...read, schema: { querystring: api.networkQuery, response: { 200: api.network } } },
    (request) => inTenant(context, request, (tx) => networkMap(tx, request.query)),
  );

  app.get('/flows', { ...read, schema: { querystring: api.flowQuery, response: { 200: api.flowList } } }, (request) =>
    inTenant(context, request, (tx) => listFlows(tx, request.query)),
  );

  app.get('/sources', { ...read, schema: { response: { 200: api.sourceList } } }, (request) =>
    inTenant(context, request, async (tx) => ({ items: await listSources(tx, MOST_SOURCES) })),
  );

  app.get('/feeds', { ...read, schema: { response: { 200: documents.feedsDocument } } }, () => feedsStatus(context));

  function actor(request: FastifyRequest) {
    return { by: memberOf(request).who, clock: context.clock };
  }

  function change<T extends InventoryChange>(
    request: FastifyRequest,
    action: string,
    subject: string,
    detail: string,
    work: (tx: Tenant) => Promise<T>,
  ): Promise<T> {
    return changeInventory(context, request, { action, subject, detail }, work);
  }
}

const MOST_FINDINGS = 1000;
const MOST_SOURCES = 200;

/** Facts on a page that are about something else than its device. */
const MOST_CITED = 500;

async function detailOf(tx: Tenant, id: string, now: Date) {
  const view = await deviceDetail(tx, id);
  await settleDecisions(tx, now);
  const { items } = await listFindings(tx, { device: id, limit: MOST_FINDINGS }, now);
  return { ...view, findings: [...items], cited: await citedBeside(tx, view, items) };
}

async function citedBeside(tx: Tenant, view: DeviceView, findings: readonly Finding[]): Promise<Fact[]> {
  const here = [...view.attributes, ...view.services, view.hardening].flatMap(({ facts }) => facts);
  const known = new Set(here.map(({ id }) => id));
  const cited = findings.flatMap(({ reasons }) => reasons.flatMap(({ facts }) => facts));
  const wanted = [...new Set(cited)].filter((id) => !known.has(id)).slice(0, MOST_CITED);
  return [...(await factsByIds(tx, wanted)).values()];
}
