// A directory keeps the roster by SCIM 2.0 (RFC 7643, RFC 7644): users alone, with the token that an owner made for it. Who is deleted there
// is no longer active here.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { roster, type StaffChange, type StaffMember, type StaffRole } from '#contracts/index.ts';
import { Fault, Invalid } from '#kit/index.ts';
import { SignInLimits } from '#people/index.ts';
import {
  addStaff,
  changeStaff,
  rolesIn,
  siteOfScimToken,
  staffByEmail,
  staffMember,
  staffPage,
} from '#program/index.ts';
import type { Tenant, TenantId } from '#store/index.ts';
import type { ApiContext, App } from './context.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const BY = 'directory (SCIM)';
const MOST = 200;

class NoDirectory extends Fault {
  constructor() {
    super('no-directory', 401, 'This token belongs to no directory here. Ask an owner for a new one.');
  }
}

const words = z.string().max(300);
const named = z.object({ value: words.optional(), display: words.optional() });
/** What is read of a user; whatever else a directory sends is passed over. */
const user = z.object({
  userName: words,
  externalId: words.nullish(),
  displayName: words.nullish(),
  title: words.nullish(),
  userType: words.nullish(),
  name: z.object({ formatted: words.nullish(), givenName: words.nullish(), familyName: words.nullish() }).nullish(),
  emails: z.array(z.object({ value: words, primary: z.boolean().optional() })).nullish(),
  roles: z.array(named).nullish(),
  // Some directories write "True".
  active: z.union([z.boolean(), z.stringbool()]).nullish(),
});
type ScimUser = z.infer<typeof user>;
const patch = z.object({
  Operations: z
    .array(z.object({ op: z.string(), path: z.string().max(200).optional(), value: z.unknown().optional() }))
    .min(1)
    .max(50),
});
const byId = z.object({ id: z.string().max(80) });
const query = z.object({
  filter: z.string().max(400).optional(),
  startIndex: z.coerce.number().int().catch(1).default(1),
  count: z.coerce.number().int().min(0).catch(100).default(100),
});

/** /scim/v2, outside of the API of the pages. */
export function scimRoutes(app: App, { store, clock }: ApiContext): void {
  const limits = new SignInLimits(clock, 'tokens');
  const sites = new WeakMap<FastifyRequest, TenantId>();
  const hidden = { hide: true } as const;

  app.addContentTypeParser('application/scim+json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(new Invalid('The body is no JSON.'));
    }
  });
  app.addHook('onRequest', async (request) => {
    const keys = [`address ${request.ip}`];
    limits.check(keys);
    const token = /^Bearer (\S{20,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    const site = token === undefined ? null : await store.system((tx) => siteOfScimToken(tx, token, clock.now()));
    if (site === null) {
      limits.failed(keys);
      throw new NoDirectory();
    }
    sites.set(request, site);
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    const detail = error instanceof Error && status < 500 ? error.message : 'Something unexpected went wrong.';
    const scimType = status === 409 ? { scimType: 'uniqueness' } : status === 400 ? { scimType: 'invalidValue' } : {};
    return answer(reply, status, { schemas: [ERROR], status: String(status), detail, ...scimType });
  });

  function within<T>(request: FastifyRequest, work: (tx: Tenant) => Promise<T>): Promise<T> {
    const site = sites.get(request);
    if (site === undefined) throw new NoDirectory();
    return store.tenant(site, work);
  }
  const actor = () => ({ by: BY, now: clock.now() });

  app.get('/ServiceProviderConfig', { schema: hidden }, (_request, reply) =>
    answer(reply, 200, {
      schemas: [CONFIG],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: MOST },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: false },
      authenticationSchemes: [
        { type: 'oauthbearertoken', name: 'Bearer token', description: 'A token made on the page of training.' },
      ],
    }),
  );

  app.get('/Users', { schema: { ...hidden, querystring: query } }, async (request, reply) => {
    const { filter, startIndex, count } = request.query;
    const asked = filter === undefined ? null : /^\s*userName\s+eq\s+"((?:[^"\\]|\\.)*)"\s*$/i.exec(filter);
    if (filter !== undefined && !asked) throw new Invalid('filter: only userName eq "name" is understood.');
    const from = Math.max(1, startIndex);
    const found = await within(request, async (tx) => {
      if (!asked) return staffPage(tx, { skip: from - 1, limit: Math.min(count, MOST) });
      const one = await staffByEmail(tx, (asked[1] ?? '').replace(/\\(.)/g, '$1').toLowerCase());
      return { items: one ? [one] : [], total: one ? 1 : 0 };
    });
    return answer(reply, 200, {
      schemas: [LIST],
      totalResults: found.total,
      startIndex: from,
      itemsPerPage: found.items.length,
      Resources: found.items.map(resourceOf),
    });
  });

  app.get('/Users/:id', { schema: { ...hidden, params: byId } }, async (request, reply) =>
    answer(reply, 200, resourceOf(await within(request, (tx) => staffMember(tx, request.params.id)))),
  );

  app.post('/Users', { schema: { ...hidden, body: user } }, async (request, reply) => {
    const { active, roles, ...wanted } = personOf(request.body);
    const made = await within(request, async (tx) => {
      const input = { ...wanted, roles: roles ?? rolesNeeded(), devices: [] };
      const added = await addStaff(tx, input, actor(), 'scim');
      return active === false ? changeStaff(tx, added.id, { active }, actor()) : added;
    });
    return answer(reply, 201, resourceOf(made));
  });

  app.put('/Users/:id', { schema: { ...hidden, params: byId, body: user } }, async (request, reply) => {
    const change = given(personOf(request.body));
    return answer(
      reply,
      200,
      resourceOf(await within(request, (tx) => changeStaff(tx, request.params.id, change, actor()))),
    );
  });

  app.patch('/Users/:id', { schema: { ...hidden, params: byId, body: patch } }, async (request, reply) => {
    const changed = await within(request, async (tx) => {
      const before = await staffMember(tx, request.params.id);
      const change = changeIn(request.body.Operations, before);
      return Object.keys(change).length === 0 ? before : changeStaff(tx, request.params.id, change, actor());
    });
    return answer(reply, 200, resourceOf(changed));
  });

  app.delete('/Users/:id', { schema: { ...hidden, params: byId } }, async (request, reply) => {
    await within(request, (tx) => changeStaff(tx, request.params.id, { active: false }, actor()));
    return reply.status(204).send();
  });
}

function statusOf(error: unknown): number {
  if (error instanceof Fault) return error.status;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' ? status : 500;
}

function answer(reply: FastifyReply, status: number, body: object) {
  return reply.status(status).type('application/scim+json').send(JSON.stringify(body));
}

function rolesNeeded(): never {
  throw new Invalid(
    'title: no role we know. Send roles or a title such as technologist, radiologist, front desk, PACS, biomed or manager.',
  );
}

interface Wanted {
  readonly name: string;
  readonly email: string;
  /** Null where nothing that was sent names a role. */
  readonly roles: StaffRole[] | null;
  readonly active: boolean | null;
  readonly externalId: string | null;
}

/** A person of the roster from a user; the address is the primary one, else the user name. */
function personOf(sent: ScimUser): Wanted {
  const mails = sent.emails ?? [];
  const written = (mails.find(({ primary }) => primary) ?? mails[0])?.value ?? sent.userName;
  const email = roster.staffEmail.safeParse(written);
  if (!email.success) throw new Invalid('userName: neither it nor an entry of emails is an e-mail address.');
  const { formatted, givenName, familyName } = sent.name ?? {};
  const whole = [givenName, familyName].filter((part) => part).join(' ');
  const name = sent.displayName || formatted || whole || email.data;
  const said = [...(sent.roles ?? []).flatMap(({ value, display }) => [value, display]), sent.title, sent.userType];
  const { roles } = rolesIn(said.filter((part) => part).join(';'));
  return {
    name: name.slice(0, 120),
    email: email.data,
    roles: roles.length === 0 ? null : [...roles],
    active: sent.active ?? null,
    externalId: sent.externalId ?? null,
  };
}

function given({ name, email, roles, active, externalId }: Wanted): StaffChange & { externalId: string | null } {
  return { name, email, externalId, ...(roles === null ? {} : { roles }), ...(active === null ? {} : { active }) };
}

/** What operations come to (RFC 7644, 3.5.2): `active`, names, title and roles; others of a person are not kept here and passed over. */
function changeIn(operations: z.infer<typeof patch>['Operations'], before: StaffMember): StaffChange {
  const set: { [path: string]: unknown } = {};
  for (const { op, path, value } of operations) {
    if (!/^(add|replace|remove)$/i.test(op)) throw new Invalid('Operations: op is add, replace or remove.');
    if (/^remove$/i.test(op)) continue;
    if (path === undefined) Object.assign(set, z.record(z.string(), z.unknown()).parse(value));
    else set[path] = value;
  }
  const low = new Map(Object.entries(set).map(([path, value]) => [path.toLowerCase(), value]));
  const text = (path: string) => {
    const value = low.get(path.toLowerCase());
    return typeof value === 'string' ? value : undefined;
  };
  const sent = user.partial().safeParse({
    userName: text('userName'),
    displayName: text('displayName') ?? text('name.formatted'),
    title: text('title'),
    roles: low.get('roles'),
    active: low.get('active'),
  });
  if (!sent.success) throw new Invalid('Operations: a value has the wrong shape.');
  const { userName, displayName, title, roles, active } = sent.data;
  const wanted = personOf({
    userName: userName ?? before.email,
    displayName: displayName ?? before.name,
    title,
    roles,
  });
  return {
    ...(displayName === undefined || displayName === null ? {} : { name: wanted.name }),
    ...(userName === undefined ? {} : { email: wanted.email }),
    ...(wanted.roles === null ? {} : { roles: wanted.roles }),
    ...(active === undefined || active === null ? {} : { active }),
  };
}

function resourceOf({ id, name, email, roles, active, createdAt, updatedAt }: StaffMember) {
  return {
    schemas: [USER],
    id,
    userName: email,
    displayName: name,
    name: { formatted: name },
    emails: [{ value: email, type: 'work', primary: true }],
    roles: roles.map((value) => ({ value })),
    active,
    meta: { resourceType: 'User', created: createdAt, lastModified: updatedAt, location: `/scim/v2/Users/${id}` },
  };
}
