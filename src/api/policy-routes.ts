// Policies of the site: begun from the library, written with versions, approved by a second person.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { policyTexts, trainingRecord } from '#contracts/index.ts';
import { mailPolicy, sumsForPolicies } from '#jobs/index.ts';
import { NotFound } from '#kit/index.ts';
import { SignInLimits } from '#people/index.ts';
import {
  type Actor,
  approvePolicy,
  askPolicyApproval,
  beginPolicy,
  brandingOf,
  LinkEnded,
  listPolicies,
  type OpenLink,
  openLink,
  policyAdvice,
  policyDifferences,
  policyLinks,
  policyText,
  policyToRead,
  readByLink,
  readersPage,
  readOnPaper,
  readPolicy,
  refusePolicy,
  retirePolicy,
  savePolicy,
  sitePolicy,
  textOf,
} from '#program/index.ts';
import { policyHtml, policyPdf } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });
const byToken = z.object({ token: z.string().max(200) });
/** A whole center may sit behind one address. */
const OFTEN = { rateLimit: { max: 240, timeWindow: 60_000 } };
const byVersion = byId.extend({ version: z.coerce.number().int().min(1).max(1_000_000) });

/** /program/policies. */
export function policyRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'ask for decisions') };
  const approve = { onRequest: may(context, 'approve decisions') };
  const one = { 200: policyTexts.sitePolicy };

  app.get('/program/policies', { ...read, schema: { response: { 200: policyTexts.policyList } } }, async (request) => {
    const { tenant, tenantId } = memberOf(request);
    const sums = await sumsForPolicies(context, tenantId);
    const asked = { siteName: tenant.name, now: context.clock.now(), sums };
    const items = await inTenant(context, request, (tx) => listPolicies(tx, asked));
    return { schema: 'dosimeter.site-policies/1' as const, items };
  });

  app.post('/program/policies', { ...edit, schema: { body: policyTexts.beginInput, response: one } }, (request) => {
    const { tenant } = memberOf(request);
    const { policy } = request.body;
    return changed(request, policy, (tx, actor) => beginPolicy(tx, policy, tenant.name, actor));
  });

  app.get('/program/policies/:id', { ...read, schema: { params: byId, response: one } }, (request) =>
    inTenant(context, request, (tx) => sitePolicy(tx, request.params.id, context.clock.now())),
  );

  app.put(
    '/program/policies/:id',
    { ...edit, schema: { params: byId, body: policyTexts.policyEdit, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) => savePolicy(tx, id, request.body, actor));
    },
  );

  app.get(
    '/program/policies/:id/versions/:version',
    { ...read, schema: { params: byVersion, response: { 200: policyTexts.policyText } } },
    (request) => {
      const { id, version } = request.params;
      return inTenant(context, request, async (tx) => textOf(id, await policyText(tx, id, version)));
    },
  );

  app.get(
    '/program/policies/:id/document',
    { ...read, schema: { params: byId, querystring: policyTexts.documentQuery } },
    async (request, reply) => {
      const { id } = request.params;
      const { format, version } = request.query;
      const { text, branding } = await inTenant(context, request, async (tx) => ({
        text: textOf(id, await policyText(tx, id, version)),
        branding: await brandingOf(tx),
      }));
      const paper = { id, site: memberOf(request).tenant.name, text };
      void reply.header('content-disposition', `attachment; filename="policy-${id}-${version}.${format}"`);
      if (format === 'html') return reply.type('text/html; charset=utf-8').send(policyHtml(paper, branding));
      return reply.type('application/pdf').send(Buffer.from(await policyPdf(paper, branding)));
    },
  );

  app.get(
    '/program/policies/:id/differences',
    {
      ...read,
      schema: {
        params: byId,
        querystring: policyTexts.differencesQuery,
        response: { 200: policyTexts.policyDifferences },
      },
    },
    (request) => inTenant(context, request, (tx) => policyDifferences(tx, request.params.id, request.query)),
  );

  app.post(
    '/program/policies/:id/ask',
    {
      ...edit,
      schema: { params: byId, body: policyTexts.askApprovalInput, response: { 200: policyTexts.policyDone } },
    },
    async (request) => {
      const { id } = request.params;
      const policy = await changed(request, id, (tx, actor) => askPolicyApproval(tx, id, request.body, actor));
      const users = await context.people.listUsers(memberOf(request).tenantId);
      return { policy, advice: policyAdvice(users, policy.newest.version) };
    },
  );

  app.post(
    '/program/policies/:id/approve',
    { ...approve, schema: { params: byId, body: policyTexts.approvalInput, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) => approvePolicy(tx, id, request.body, actor));
    },
  );

  app.post(
    '/program/policies/:id/refuse',
    { ...approve, schema: { params: byId, body: policyTexts.refusalInput, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) => refusePolicy(tx, id, request.body, actor));
    },
  );

  app.post(
    '/program/policies/:id/retire',
    { ...approve, schema: { params: byId, body: policyTexts.retireInput, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) => retirePolicy(tx, id, request.body.reason, actor));
    },
  );

  app.get(
    '/program/policies/:id/readers',
    {
      ...read,
      schema: { params: byId, querystring: policyTexts.readersQuery, response: { 200: policyTexts.policyReaders } },
    },
    (request) => {
      const actor = { by: memberOf(request).who, now: context.clock.now() };
      return inTenant(context, request, (tx) => readersPage(tx, request.params.id, request.query, actor));
    },
  );

  app.post(
    '/program/policies/:id/read',
    { ...read, schema: { params: byId, body: policyTexts.readInput, response: one } },
    (request) => {
      const { id } = request.params;
      const said = { version: request.body.version, name: request.caller?.person?.name ?? memberOf(request).who };
      return changed(request, id, (tx, actor) => readPolicy(tx, id, said, actor));
    },
  );

  app.post(
    '/program/policies/:id/paper',
    { ...edit, schema: { params: byId, body: policyTexts.paperInput, response: one } },
    (request) => {
      const { id } = request.params;
      return changed(request, id, (tx, actor) => readOnPaper(tx, id, request.body, actor));
    },
  );

  app.post(
    '/program/policies/:id/links',
    {
      ...edit,
      config: { secret: true },
      schema: { params: byId, body: policyTexts.policyLinksInput, response: { 200: policyTexts.policyLinks } },
    },
    async (request) => {
      const actor = { by: memberOf(request).who, now: context.clock.now() };
      const items = await inTenant(context, request, (tx) => policyLinks(tx, request.params.id, request.body, actor));
      return { items };
    },
  );

  app.post(
    '/program/policies/:id/mail',
    { ...edit, schema: { params: byId, response: { 200: trainingRecord.mailSent } } },
    (request) => {
      const { tenantId, tenant, who } = memberOf(request);
      const { store, clock, people } = context;
      const asked = { policy: request.params.id, by: who, site: tenant.name };
      return mailPolicy({ store, clock, box: people.box }, tenantId, asked);
    },
  );

  /** Does a change, and answers with the policy as it stands then. */
  function changed(request: FastifyRequest, id: string, work: (tx: Tenant, actor: Actor) => Promise<void>) {
    const actor = { by: memberOf(request).who, now: context.clock.now() };
    return inTenant(context, request, async (tx) => {
      await work(tx, actor);
      return sitePolicy(tx, id, actor.now);
    });
  }
}

/** What a link about a policy opens for somebody without an account: the text that counts, and saying that one has read it. */
export function policyLinkRoutes(app: App, { store, clock, people }: ApiContext): void {
  const limits = new SignInLimits(clock, 'links');

  /** An address that tried several tokens that open nothing has to wait, longer each time. */
  async function opened(token: string, address: string): Promise<OpenLink> {
    const keys = [`address ${address}`];
    limits.check(keys);
    try {
      const link = await openLink(store, token, clock.now());
      if (link.kind === 'policy') return link;
    } catch (error) {
      if (error instanceof LinkEnded && error.code === 'link-unknown') limits.failed(keys);
      throw error;
    }
    throw new NotFound('This link opens no policy. Look whether all of it was copied.');
  }

  async function shown({ tenantId, subject: policy, staffId }: OpenLink) {
    const site = (await people.tenants()).find(({ id }) => id === tenantId)?.name ?? '';
    return store.tenant(tenantId, (tx) => policyToRead(tx, { policy, staffId }, site, clock.now()), {
      priority: 'interactive',
    });
  }

  app.get(
    '/learn/:token/policy',
    { config: OFTEN, schema: { params: byToken, response: { 200: policyTexts.policyToRead } } },
    async (request) => shown(await opened(request.params.token, request.ip)),
  );

  app.post(
    '/learn/:token/read',
    {
      config: OFTEN,
      schema: { params: byToken, body: policyTexts.readInput, response: { 200: policyTexts.policyToRead } },
    },
    async (request) => {
      const link = await opened(request.params.token, request.ip);
      const said = { policy: link.subject, staffId: link.staffId, version: request.body.version };
      await store.tenant(link.tenantId, (tx) => readByLink(tx, said, clock.now()));
      return shown(link);
    },
  );
}
