// The HTTP server: security headers, who may reach it, the API, its OpenAPI document, and the web app's files.
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { assessmentRoutes } from './assessment-routes.ts';
import { benchmarkRoutes } from './benchmark-routes.ts';
import { boardRoutes } from './board-routes.ts';
import { brandingRoutes } from './branding-routes.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { markLocal } from './caller.ts';
import { checkRoutes } from './check-routes.ts';
import { checklistRoutes } from './checklist-routes.ts';
import { clientRoutes } from './client-routes.ts';
import type { ApiContext, App } from './context.ts';
import { decisionRoutes } from './decision-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { doneRoutes } from './done-routes.ts';
import { engagementRoutes } from './engagement-routes.ts';
import { exceptionRoutes } from './exception-routes.ts';
import { findingRoutes } from './finding-routes.ts';
import { flawRoutes } from './flaw-routes.ts';
import { governanceRoutes } from './governance-routes.ts';
import { handOverRoutes } from './hand-over-routes.ts';
import { useIdempotency } from './idempotency.ts';
import { imageRoutes } from './image-routes.ts';
import { archiveRoutes, importRoutes } from './import-routes.ts';
import { learnRoutes, linkOpener } from './learn-routes.ts';
import { mds2Routes } from './mds2-routes.ts';
import { oscalRoutes } from './oscal-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { policyLinkRoutes, policyRoutes } from './policy-routes.ts';
import { installProblems, problemOf } from './problem.ts';
import { ratingRoutes } from './rating-routes.ts';
import { remoteAccessRoutes } from './remote-access-routes.ts';
import { riskFileRoutes } from './risk-file-routes.ts';
import { riskRoutes } from './risk-routes.ts';
import { sbomRoutes } from './sbom-routes.ts';
import { scanRoutes } from './scan-routes.ts';
import { scimRoutes } from './scim-routes.ts';
import { segmentationRoutes } from './segmentation-routes.ts';
import { sensorRoutes } from './sensor-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { siteRoutes } from './site-routes.ts';
import { startRoutes } from './start-routes.ts';
import { trainingRoutes } from './training-routes.ts';
import { wayRoutes } from './way-routes.ts';

export interface ServerOptions extends ApiContext {
  /** Folder of the built web app; null serves the API alone. */
  readonly webRoot: string | null;
  /** Names by which browsers may call this server, without port; against DNS rebinding. */
  readonly hostNames: readonly string[];
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  /** The reverse proxy whose forwarding headers count. */
  readonly behindProxy: string | null;
  readonly log: (error: unknown, where: string) => void;
}

const BODY_LIMIT = 1 << 20;

/** Builds the app; call `listen` on it, or `inject` in tests. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: options.behindProxy ?? false,
    forceCloseConnections: true,
    ...(options.tls ? { https: options.tls } : {}),
  }) as unknown as App; // http and https apps differ in their raw types only
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', null);
  app.decorateRequest('member', null);
  installProblems(app, options.log);
  app.addHook('onRequest', async (request, reply) => {
    const host = (request.headers.host ?? '')
      .replace(/:\d+$/, '')
      .replace(/^\[|\]$/g, '')
      .toLowerCase();
    if (request.raw.socket.remoteAddress !== undefined && !options.hostNames.includes(host)) {
      const problem = problemOf(
        403,
        'wrong-host',
        'This server does not answer under this name. Use the address that the console shows, or start it with --public-host and the name.',
      );
      return reply.status(403).type('application/problem+json').send(JSON.stringify(problem));
    }
    const peer = request.raw.socket.remoteAddress;
    if (options.behindProxy !== null && peer !== undefined && !isProxy(peer, options.behindProxy)) {
      const problem = problemOf(403, 'not-the-proxy', 'This server answers its reverse proxy alone. Use its address.');
      return reply.status(403).type('application/problem+json').send(JSON.stringify(problem));
    }
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.secure,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(rateLimit, {
    global: true,
    max: 1200,
    timeWindow: 60_000,
    keyGenerator: (request) => request.ip ?? 'local',
  });
  await app.register(multipart, { limits: { files: 1, fields: 10, fieldSize: 1 << 16 } });
  // What nobody wanted of a form is let through: a request whose end is not read holds up the next one on its connection.
  app.addHook('onResponse', async (request) => {
    if (!request.isMultipart()) return;
    request.raw.unpipe();
    request.raw.resume();
  });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Dosimeter', version: options.version }, servers: [{ url: '/' }] },
    transform: jsonSchemaTransform,
  });
  await app.register(
    async (scope) => {
      const api = scope.withTypeProvider<ZodTypeProvider>() as unknown as App; // same instance, same reason as above
      useIdempotency(api, options);
      sessionRoutes(api, options);
      peopleRoutes(api, options);
      handOverRoutes(api, options);
      deviceRoutes(api, options);
      mds2Routes(api, options);
      checklistRoutes(api, options);
      siteRoutes(api, options);
      segmentationRoutes(api, options);
      sbomRoutes(api, options);
      findingRoutes(api, options);
      flawRoutes(api, options);
      decisionRoutes(api, options);
      riskRoutes(api, options);
      doneRoutes(api, options);
      checkRoutes(api, options);
      assessmentRoutes(api, options);
      oscalRoutes(api, options);
      remoteAccessRoutes(api, options);
      engagementRoutes(api, options);
      wayRoutes(api, options);
      riskFileRoutes(api, options);
      policyRoutes(api, options);
      policyLinkRoutes(api, options);
      exceptionRoutes(api, options);
      ratingRoutes(api, options);
      governanceRoutes(api, options);
      boardRoutes(api, options);
      brandingRoutes(api, options);
      clientRoutes(api, options);
      calendarRoutes(api, options);
      benchmarkRoutes(api, options);
      startRoutes(api, options);
      scanRoutes(api, options);
      importRoutes(api, options);
      sensorRoutes(api, options);
      archiveRoutes(api, options);
      imageRoutes(api, options);
      trainingRoutes(api, options);
      learnRoutes(api, options, linkOpener(options));
      api.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
    },
    { prefix: '/api/v1' },
  );
  await app.register(
    async (scope) => scimRoutes(scope.withTypeProvider<ZodTypeProvider>() as unknown as App, options), // as above
    { prefix: '/scim/v2' },
  );
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));
  await serveWeb(app, options.webRoot);
  await app.ready();
  return app as unknown as FastifyInstance; // as above
}

/** The proxy itself, or somebody on this machine, where nobody listens in. */
function isProxy(peer: string, proxy: string): boolean {
  const plain = peer.replace(/^::ffff:/, '');
  return plain === proxy || plain === '::1' || plain.startsWith('127.');
}

async function serveWeb(app: App, webRoot: string | null): Promise<void> {
  const notFound = problemOf(404, 'not-found', 'There is nothing here.');
  if (webRoot !== null) {
    await app.register(staticFiles, {
      root: webRoot,
      index: ['index.html'],
      preCompressed: true,
      setHeaders: (reply, file) => {
        const hashed = path.dirname(file).endsWith('assets');
        void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const page =
      request.method === 'GET' && !request.url.startsWith('/api/') && !path.extname(request.url.split('?')[0] ?? '');
    // Pages have their addresses in the browser; the one file behind them all is the app.
    if (webRoot !== null && page) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return reply.status(404).type('application/problem+json').send(JSON.stringify(notFound));
  });
}

/** Serves the same app on a Unix socket; who can open it acts as owner, so the file has mode 0600. */
export function localServer(app: FastifyInstance): Server {
  return createServer((request, response) => {
    markLocal(request);
    app.routing(request, response);
  });
}
