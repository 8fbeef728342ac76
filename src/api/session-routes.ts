// Who is signed in: the first owner, sign-in and out, the second factor.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { api, signInWays } from '#contracts/index.ts';
import { listDevices } from '#inventory/index.ts';
import { type Membership, OutsideSignIn, type SignedIn } from '#people/index.ts';
import { type Caller, callerOf, checkCsrf, NotSignedIn, SESSION_COOKIE } from './caller.ts';
import type { ApiContext, App } from './context.ts';
import { originOf, signInWayRoutes } from './sign-in-way-routes.ts';

const done = z.object({ done: z.literal(true) });

/** /session, /setup, /me/totp. */
export function sessionRoutes(app: App, context: ApiContext): void {
  const { people } = context;
  const limited = { rateLimit: { max: 30, timeWindow: 60_000 } };

  /** Before anything of the body is read: somebody is signed in, and the page is ours. */
  const person = {
    onRequest: async (request: FastifyRequest) => {
      await signedInCaller(context, request);
    },
  };

  app.get('/session', { schema: { response: { 200: api.session } } }, async (request) =>
    sessionOf(context, await callerOf(request, people)),
  );

  app.post(
    '/setup',
    { config: limited, schema: { body: api.setupInput, response: { 200: api.session } } },
    async (request, reply) => {
      sameOrigin(request);
      return signedIn(context, reply, await people.createOwner(request.body));
    },
  );

  app.post(
    '/session',
    { config: limited, schema: { body: api.signInInput, response: { 200: api.session } } },
    async (request, reply) => {
      sameOrigin(request);
      return signedIn(context, reply, await people.signIn({ ...request.body, remoteAddress: request.ip }));
    },
  );

  const outside = new OutsideSignIn(context);
  signInWayRoutes(app, context, { outside, sameOrigin, signedIn });

  app.delete('/session', { ...person, schema: { response: { 200: signInWays.signedOut } } }, async (request, reply) => {
    const caller = await signedInCaller(context, request);
    const way = await people.signOut(caller.token);
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
    return { done: true as const, next: await outside.leave(way, `${originOf(context, request)}/`) };
  });

  app.post(
    '/me/password',
    { ...person, config: limited, schema: { body: api.passwordChange, response: { 200: done } } },
    async (request) => {
      const caller = await signedInCaller(context, request);
      await people.changePassword(caller.person, request.body, caller.token);
      return { done: true as const };
    },
  );

  app.post('/me/totp', { ...person, schema: { response: { 200: api.totpStart } } }, async (request) => {
    const caller = await signedInCaller(context, request);
    return people.startTotp(caller.person);
  });

  app.post(
    '/me/totp/confirm',
    { ...person, config: limited, schema: { body: api.totpConfirm, response: { 200: done } } },
    async (request) => {
      const caller = await signedInCaller(context, request);
      await people.confirmTotp(caller.person, request.body.code, caller.token);
      return { done: true as const };
    },
  );

  app.post(
    '/me/totp/remove',
    { ...person, config: limited, schema: { body: api.totpRemove, response: { 200: done } } },
    async (request) => {
      const caller = await signedInCaller(context, request);
      await people.removeTotp(caller.person, request.body.password);
      return { done: true as const };
    },
  );
}

async function signedInCaller(context: ApiContext, request: FastifyRequest) {
  const caller = await callerOf(request, context.people);
  if (!caller?.person || caller.token === null) throw new NotSignedIn();
  checkCsrf(request, caller);
  return { person: caller.person, token: caller.token };
}

/** Sign-in has no session yet to carry a CSRF token: the browser's own word of where the request comes from must do. */
function sameOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new NotSignedIn();
}

async function sessionOf(context: ApiContext, caller: Caller | null) {
  const memberships = caller ? await inOrder(context, caller.memberships) : [];
  const member = memberships[0];
  return {
    user:
      caller?.person && member
        ? {
            id: caller.person.id,
            email: caller.person.email,
            name: caller.person.name,
            role: member.role,
            totp: caller.person.totp,
            createdAt: caller.person.createdAt,
            lastSeenAt: caller.person.lastSeenAt,
          }
        : null,
    csrf: caller?.csrf ?? null,
    setupNeeded: caller ? false : await context.people.setupNeeded(),
    tenants: memberships.map(({ tenant }) => tenant),
    version: context.version,
  };
}

/** Own sites first; but as long as the first of them is empty, the demo is what there is to see. */
async function inOrder(context: ApiContext, memberships: readonly Membership[]): Promise<readonly Membership[]> {
  const demo = memberships.find(({ tenant }) => tenant.demo);
  const [first] = memberships;
  if (!demo || !first || first === demo) return memberships;
  const page = { limit: 1, retired: 'false', sort: 'name', order: 'asc' } as const;
  const { items } = await context.store.tenant(first.tenant.id, (tx) => listDevices(tx, page));
  return items.length > 0 ? memberships : [demo, ...memberships.filter((membership) => membership !== demo)];
}

function signedIn(context: ApiContext, reply: FastifyReply, { person, token, csrf }: SignedIn) {
  void reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: context.secure,
  });
  return sessionOf(context, { who: person.email, person, token, csrf, memberships: person.memberships });
}
