// Idempotency-Key: a write that is sent again gets the answer of the first time, and is not done again.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Conflict, Invalid, sha256 } from '#kit/index.ts';
import type { ApiContext, App } from './context.ts';
import { giveKeyBack, keepAnswer, takeKey, UNDER_WAY } from './idempotency.store.ts';

const WRITES = ['POST', 'PATCH', 'DELETE', 'PUT'];

/**
 * Only for members of a tenant, and not where passwords or tokens go over the wire, which are not kept. Not for uploads either:
 * a list that is imported twice changes nothing.
 */
function wanted(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !WRITES.includes(request.method) || !request.member) return null;
  if (request.headers['content-type']?.startsWith('multipart/')) return null;
  if (key.length < 1 || key.length > 100) throw new Invalid('An Idempotency-Key has 1 to 100 characters.');
  return key;
}

function principalOf(request: FastifyRequest): string {
  return `${request.member?.tenantId} ${request.member?.who}`;
}

function requestOf(request: FastifyRequest): string {
  return sha256(`${request.method} ${request.url} ${JSON.stringify(request.body ?? null)}`);
}

/** Adds the behaviour to every route of the scope that asks for a right. */
export function useIdempotency(app: App, { store, clock }: ApiContext): void {
  const taken = new WeakMap<FastifyRequest, { principal: string; key: string }>();
  app.addHook('onRoute', (route) => {
    if (route.onRequest === undefined || route.config?.secret) return;
    const handlers = route.preHandler === undefined ? [] : [route.preHandler].flat();
    route.preHandler = [
      ...handlers,
      async (request: FastifyRequest, reply: FastifyReply) => {
        const key = wanted(request);
        if (key === null) return;
        const place = { principal: principalOf(request), key };
        const own = requestOf(request);
        const known = await store.system((tx) => takeKey(tx, { ...place, request: own, at: clock.now() }));
        if (!known) {
          taken.set(request, place);
          return;
        }
        if (known.request !== own) throw new Conflict('This Idempotency-Key was used for another request.');
        if (known.status === UNDER_WAY)
          throw new Conflict('The first request with this key is not done yet. Wait for it.');
        await reply.status(known.status).type('application/json').send(known.body);
      },
    ];
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const place = taken.get(request);
    if (!place) return payload;
    const status = reply.statusCode;
    const isAnswer = status < 400 && typeof payload === 'string';
    await store.system((tx) =>
      isAnswer ? keepAnswer(tx, { ...place, status, body: payload }) : giveKeyBack(tx, place),
    );
    return payload;
  });
}
