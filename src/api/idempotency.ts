// Idempotency-Key: a write that is sent again gets the answer of the first time, and is not done again.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Conflict, Invalid, sha256 } from '#kit/index.ts';
import type { ApiContext, App } from './context.ts';
import { findAnswer, keepAnswer } from './idempotency.store.ts';

const WRITES = ['POST', 'PATCH', 'DELETE', 'PUT'];
const KEPT_FOR_MS = 24 * 3_600_000;

/** Only for members of a tenant: sign-in and setup answer with secrets that are not kept. */
function wanted(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !WRITES.includes(request.method) || !request.member) return null;
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
  app.addHook('onRoute', (route) => {
    if (route.onRequest === undefined) return;
    const handlers = route.preHandler === undefined ? [] : [route.preHandler].flat();
    route.preHandler = [
      ...handlers,
      async (request: FastifyRequest, reply: FastifyReply) => {
        const key = wanted(request);
        if (key === null) return;
        const since = new Date(clock.now().getTime() - KEPT_FOR_MS);
        const known = await store.system((tx) => findAnswer(tx, { principal: principalOf(request), key, since }));
        if (!known) return;
        if (known.request !== requestOf(request))
          throw new Conflict('This Idempotency-Key was used for another request.');
        await reply.status(known.status).type('application/json').send(known.body);
      },
    ];
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const key = wanted(request);
    if (key === null || reply.statusCode >= 400 || typeof payload !== 'string') return payload;
    const answer = { request: requestOf(request), status: reply.statusCode, body: payload, at: clock.now() };
    await store.system((tx) => keepAnswer(tx, { principal: principalOf(request), key, ...answer }));
    return payload;
  });
}
