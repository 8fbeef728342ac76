// Signing in by a provider of OpenID Connect or a directory, and the settings of both.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { api, signInWays } from '#contracts/index.ts';
import { sha256 } from '#kit/index.ts';
import { dropSignInWay, type OutsideSignIn, type SignedIn, setSignInWay, signInSettings } from '#people/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

/** What became of the sign-in that this browser began last. */
const FLOW_COOKIE = 'dosimeter_sign_in';
/** Ties a browser to each sign-in that it began: one cookie for each, so that two windows do not lose one another. */
const AWAY_COOKIE = 'dosimeter_away_';
/** More beginnings than these in ten minutes are nobody's: the oldest goes, so that the cookies stay short. */
const MOST_AWAY = 5;
const COOKIE_PATH = '/api/v1/sign-in';
const CALLBACK = `${COOKIE_PATH}/callback`;

interface SignInParts {
  readonly outside: OutsideSignIn;
  readonly sameOrigin: (request: FastifyRequest) => void;
  readonly signedIn: (context: ApiContext, reply: FastifyReply, signedIn: SignedIn) => Promise<api.Session>;
}

/** The address by which a browser reaches this server; its name is one that the server answers to. */
export function originOf(context: ApiContext, request: FastifyRequest): string {
  const address = `${context.secure ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`;
  return URL.canParse(address) ? new URL(address).origin : 'http://localhost';
}

function awayCookie(state: string): string {
  return `${AWAY_COOKIE}${sha256(state).slice(0, 16)}`;
}

/** /sign-in. */
export function signInWayRoutes(app: App, context: ApiContext, { outside, sameOrigin, signedIn }: SignInParts): void {
  const { people, clock } = context;
  const limited = { rateLimit: { max: 30, timeWindow: 60_000 } };
  const manage = { onRequest: may(context, 'manage people') };
  const byKind = z.object({ kind: signInWays.signInKind });
  const flowOf = (request: FastifyRequest) => request.cookies[FLOW_COOKIE];
  /** Sealed; lax, because the provider sends the browser back from elsewhere. */
  const keep = (reply: FastifyReply, name: string, value: string) =>
    reply.setCookie(name, value, {
      path: COOKIE_PATH,
      httpOnly: true,
      sameSite: 'lax',
      secure: context.secure,
      maxAge: 600,
    });
  const settings = (request: FastifyRequest) =>
    inTenant(context, request, async (tx) => ({
      ways: await signInSettings(tx),
      callback: `${originOf(context, request)}${CALLBACK}`,
      page: `${originOf(context, request)}/?site=${encodeURIComponent(memberOf(request).tenantId)}`,
    }));

  app.get(
    '/sign-in/ways',
    { schema: { querystring: signInWays.openWaysQuery, response: { 200: signInWays.openWays } } },
    (request) => outside.offered(flowOf(request), request.query.site),
  );

  app.get(
    '/sign-in/:way/begin',
    { config: limited, schema: { params: z.object({ way: z.string().max(80) }) } },
    async (request, reply) => {
      const begun = await outside.begin(request.params.way, `${originOf(context, request)}${CALLBACK}`);
      if (begun.url === null) keep(reply, FLOW_COOKIE, begun.told);
      else keep(reply, awayCookie(begun.state), begun.away);
      const others = Object.keys(request.cookies)
        .filter((name) => name.startsWith(AWAY_COOKIE))
        .toSorted((a, b) => outside.begunAt(request.cookies[b]) - outside.begunAt(request.cookies[a]));
      for (const name of others.slice(MOST_AWAY - 1)) void reply.clearCookie(name, { path: COOKIE_PATH });
      return reply.redirect(begun.url ?? '/', 302);
    },
  );

  app.get('/sign-in/callback', { config: limited }, async (request, reply) => {
    const came = new URL(request.url, originOf(context, request));
    const name = awayCookie(came.searchParams.get('state') ?? '');
    const outcome = await outside.comeBack(request.cookies[name], came, request.ip);
    void reply.clearCookie(name, { path: COOKIE_PATH });
    if ('signedIn' in outcome) await enter(reply, outcome.signedIn);
    else keep(reply, FLOW_COOKIE, outcome.told);
    return reply.redirect('/', 302);
  });

  app.post(
    '/sign-in/code',
    { config: { ...limited, secret: true }, schema: { body: signInWays.wayCode, response: { 200: api.session } } },
    async (request, reply) => {
      sameOrigin(request);
      return enter(reply, await outside.giveCode(flowOf(request), request.body.code, request.ip));
    },
  );

  app.post(
    '/sign-in/directory',
    {
      config: { ...limited, secret: true },
      schema: { body: signInWays.directoryInput, response: { 200: api.session } },
    },
    async (request, reply) => {
      sameOrigin(request);
      return enter(reply, await outside.directory(request.body, request.ip));
    },
  );

  app.get(
    '/sign-in/settings',
    { ...manage, schema: { response: { 200: signInWays.signInSettings } } },
    async (request) => settings(request),
  );

  app.put(
    '/sign-in/settings',
    {
      ...manage,
      config: { secret: true },
      schema: { body: signInWays.signInWayInput, response: { 200: signInWays.signInSettings } },
    },
    async (request) => {
      const actor = { by: memberOf(request).who, now: clock.now(), box: people.box };
      await inTenant(context, request, (tx) => setSignInWay(tx, request.body, actor));
      return settings(request);
    },
  );

  app.post(
    '/sign-in/settings/:kind/try',
    { ...manage, config: limited, schema: { params: byKind, response: { 200: z.object({ done: z.literal(true) }) } } },
    async (request) => {
      await outside.tryWay(memberOf(request).tenantId, request.params.kind);
      return { done: true as const };
    },
  );

  app.delete(
    '/sign-in/settings/:kind',
    { ...manage, schema: { params: byKind, response: { 200: signInWays.signInSettings } } },
    async (request) => {
      const actor = { by: memberOf(request).who, now: clock.now() };
      await inTenant(context, request, (tx) => dropSignInWay(tx, request.params.kind, actor));
      return settings(request);
    },
  );

  function enter(reply: FastifyReply, entered: SignedIn) {
    void reply.clearCookie(FLOW_COOKIE, { path: COOKIE_PATH });
    return signedIn(context, reply, entered);
  }
}
