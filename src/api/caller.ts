// Who asks, for which tenant, and whether they may: deny by default, decided in one place before any handler runs.
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Role } from '#contracts/index.ts';
import { Fault, NotFound, Refused } from '#kit/index.ts';
import { type Action, allows, type Membership, type People, type Person } from '#people/index.ts';
import type { TenantId } from '#store/index.ts';

/** The cookie that holds the session's token. */
export const SESSION_COOKIE = 'dosimeter_session';

export interface Caller {
  /** For the audit trail: an e-mail, or 'local' for whoever holds the socket of the data folder. */
  readonly who: string;
  /** Null for the local socket. */
  readonly person: Person | null;
  readonly token: string | null;
  readonly csrf: string | null;
  readonly memberships: readonly Membership[];
}

export interface TenantCaller {
  readonly who: string;
  readonly role: Role;
  readonly tenant: Membership['tenant'];
  readonly tenantId: TenantId;
}

const LOCAL = new WeakSet<IncomingMessage>();

/** Marks a request as come through the Unix socket in the data folder, whose holder acts as owner. */
export function markLocal(request: IncomingMessage): void {
  LOCAL.add(request);
}

export class NotSignedIn extends Fault {
  constructor() {
    super('not-signed-in', 401, 'Sign in first.');
  }
}

/** The caller behind a request, or null when nobody is signed in. */
export async function callerOf(request: FastifyRequest, people: People): Promise<Caller | null> {
  if (LOCAL.has(request.raw)) {
    const memberships = (await people.tenants()).map((tenant) => ({ tenant, role: 'owner' as const }));
    return { who: 'local', person: null, token: null, csrf: null, memberships };
  }
  const token = request.cookies[SESSION_COOKIE];
  const session = token ? await people.session(token) : undefined;
  if (!token || !session) return null;
  const { person, csrf } = session;
  return { who: person.email, person, token, csrf, memberships: person.memberships };
}

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Refuses a write that a foreign page could have made the browser send. */
export function checkCsrf(request: FastifyRequest, caller: Caller): void {
  if (caller.csrf === null || !WRITES.includes(request.method)) return;
  if (request.headers['x-csrf-token'] !== caller.csrf) {
    throw new Refused('The request did not come from this page. Reload and try again.');
  }
}

/** The tenant that a request is for, when the caller belongs to it and may do the action there. */
export function tenantCaller(request: FastifyRequest, caller: Caller | null, action: Action): TenantCaller {
  if (!caller) throw new NotSignedIn();
  checkCsrf(request, caller);
  const query = request.query;
  const inQuery = typeof query === 'object' && query !== null && 'tenant' in query ? query.tenant : undefined;
  const wanted = request.headers['x-tenant'] ?? (typeof inQuery === 'string' ? inQuery : undefined);
  const membership =
    wanted === undefined
      ? caller.memberships[0]
      : (caller.memberships.find(({ tenant }) => tenant.id === wanted) ??
        caller.memberships.find(({ tenant }) => tenant.name === wanted));
  if (!membership) throw new NotFound('There is no such site for you.');
  if (!allows(membership.role, action)) {
    throw new Refused(`Your role here is '${membership.role}'. Ask an owner to do this, or to change your role.`);
  }
  return { who: caller.who, role: membership.role, tenant: membership.tenant, tenantId: membership.tenant.id };
}
