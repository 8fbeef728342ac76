// What the routes share: the rooms they call, and one way to declare a route with its rights and shapes.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Clock } from '#kit/index.ts';
import type { Action, People } from '#people/index.ts';
import type { JobRunner, Store, Tenant } from '#store/index.ts';
import { type Caller, callerOf, type TenantCaller, tenantCaller } from './caller.ts';

export interface ApiContext {
  readonly store: Store;
  readonly people: People;
  readonly jobs: JobRunner;
  readonly clock: Clock;
  readonly version: string;
  /** Removes the demo tenant and its speakers. */
  readonly removeDemo: (id: string) => Promise<void>;
  /** True when browsers reach the server over TLS; cookies are then marked Secure. */
  readonly secure: boolean;
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is sent or answered is a password or a token: nothing of it is kept for a second sending. */
    secret?: true;
  }
  interface FastifyRequest {
    caller: Caller | null;
    member: TenantCaller | null;
  }
}

/**
 * A hook that lets a request in only when the caller may do `action` in the tenant it names. It runs before anything of the
 * body is read.
 */
export function may(context: ApiContext, action: Action) {
  return async (request: FastifyRequest): Promise<void> => {
    request.caller = await callerOf(request, context.people);
    request.member = tenantCaller(request, request.caller, action);
  };
}

/** The member that `may` found; a route without it is a mistake of ours. */
export function memberOf(request: FastifyRequest): TenantCaller {
  if (!request.member) throw new Error('the route has no right declared');
  return request.member;
}

/** Runs work in the tenant of the request. */
export function inTenant<T>(
  context: ApiContext,
  request: FastifyRequest,
  work: (tx: Tenant) => Promise<T>,
): Promise<T> {
  return context.store.tenant(memberOf(request).tenantId, work, { priority: 'interactive' });
}

/** 202 with where to watch the job. */
export function accepted(context: ApiContext, reply: FastifyReply, job: string) {
  context.jobs.wake();
  return reply.status(202).send({ job, href: `/api/v1/jobs/${job}` });
}
