// The wall between sites, route by route: one site has a row in every table, and a member of another site calls everything that the API has.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import type { TenantId } from '#store/index.ts';
import { dropBounds, fillTables, rowsOf } from '#support/fill-tables.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-27T10:00:00.000Z');
/** Stands in every text of the other site. */
const MARK = 'ZEBRA';
/** Routes about the person or the program, which concern no site; whoever asks is told by the rest of the request. */
const OF_NO_SITE = /^(?:\S+) \/(?:session|setup|me\/|sign-in\/(?!settings)|learn\/|sensor\/|openapi\.json)/;

let server: SampleServer;
let theirs: TenantId;
const strangers = new Map<Role, Session>();
/** Every text that could name something of the other site. */
let names: string[];
let operations: { readonly method: string; readonly url: string }[];
let sent = 0;

beforeAll(async () => {
  server = await sampleServer(clock);
  const { people, app, store } = server;
  const ours = await people.addTenant({ name: 'Ours', demo: false });
  theirs = await people.addTenant({ name: `${MARK} clinic`, demo: false });
  for (const role of ['reader', 'editor', 'owner'] as const) {
    const email = `${role}@ours.example`;
    await people.addUser(ours, 'local', { email, name: role, role, password: PASSWORD });
    const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: PASSWORD } });
    strangers.set(role, sessionOf(answer));
  }
  await people.addUser(theirs, 'local', {
    email: 'owner@zebra.example',
    name: MARK,
    role: 'owner',
    password: PASSWORD,
  });
  // What is made up here is no work to do.
  await server.work.stop();
  await dropBounds(store);
  await fillTables(store, { tenant: theirs, mark: MARK, at: clock.now() });
  const before = await dump();
  names = [...new Set([...before.matchAll(/"((?:ZEBRA)[^"]{0,200})"/g)].map(([, name = '']) => name))].filter((name) =>
    /-(?:\w*id|action|policy|scenario|lesson|question|zone|range|key|name)$/.test(name),
  );
  names.push(theirs);
  const document: { paths: Record<string, Record<string, unknown>> } = (
    await app.inject({ method: 'GET', url: '/api/v1/openapi.json' })
  ).json();
  operations = Object.entries(document.paths).flatMap(([url, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), url: url.replace('/api/v1', '') })),
  );
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

/** Every row of the other site, as text. */
async function dump(): Promise<string> {
  const rows = await rowsOf(server.store, theirs);
  return [...rows].map(([table, lines]) => `${table} [${lines.join(',')}]`).join('\n');
}

function call(role: Role, method: string, url: string, headers: Readonly<Record<string, string>> = {}, payload = '{}') {
  const session = strangers.get(role) ?? {};
  const isWrite = method !== 'GET' && method !== 'HEAD';
  sent += 1;
  return server.app.inject({
    method: method as 'GET', // inject's own list of names
    url: `/api/v1${url}`,
    // One address may not ask more than so often in a minute.
    remoteAddress: `127.9.${Math.floor(sent / 200) % 250}.1`,
    headers: { ...session, ...headers, ...(isWrite ? { 'content-type': 'application/json' } : {}) },
    ...(isWrite ? { payload } : {}),
  });
}

test('the other site has a row in every table', async () => {
  for (const line of (await dump()).split('\n')) expect(line).toContain(MARK);
  expect(operations.length).toBeGreaterThan(150);
});

test('no route lets somebody in who names a site that is not theirs', async () => {
  const before = await dump();
  for (const { method, url } of operations) {
    if (OF_NO_SITE.test(`${method} ${url}`)) continue;
    const address = url.replaceAll(/\{\w+\}/g, 'x');
    for (const [where, headers] of [
      [address, { 'x-tenant': theirs }],
      [`${address}?tenant=${theirs}`, {}],
      [`${address}?tenant=${encodeURIComponent(`${MARK} clinic`)}`, {}],
    ] as const) {
      const answer = await call('owner', method, where, headers);
      expect([403, 404], `${method} ${where}: ${answer.statusCode} ${answer.body.slice(0, 200)}`).toContain(
        answer.statusCode,
      );
      expect(answer.body).not.toContain(MARK);
    }
  }
  expect(await dump()).toBe(before);
});

test('no list, page or export of their own site shows anything of another', async () => {
  for (const role of strangers.keys()) {
    for (const { method, url } of operations) {
      if (method !== 'GET' || url.includes('{')) continue;
      const { body } = await call(role, method, url);
      expect(body, `${url} as ${role}`).not.toContain(MARK);
    }
  }
});

test('no name of anything of another site opens or changes it', async () => {
  const before = await dump();
  for (const { method, url } of operations) {
    if (!url.includes('{') || url.startsWith('/learn/')) continue;
    for (const name of names) {
      const address = url.replaceAll(/\{\w+\}/g, encodeURIComponent(name));
      const answer = await call('owner', method, address, {}, bodyOf(url, name));
      // What was asked for may be said back; what it holds may not.
      const said = answer.body.replaceAll(name, '').replaceAll(JSON.stringify(name).slice(1, -1), '');
      expect(said, `${method} ${address}`).not.toContain(MARK);
    }
  }
  expect(await dump()).toBe(before);
}, 240_000);

/** Bodies that are right in shape, so that they come as far as the rows; others are refused before. */
function bodyOf(url: string, name: string): string {
  const bodies: Readonly<Record<string, unknown>> = {
    '/devices/{id}': { name: 'taken' },
    '/devices/{id}/retire': { retired: true },
    '/devices/{id}/mds2': { document: name },
    '/users/{id}': { role: 'reader' },
    '/findings/{id}/accept': { reason: 'because it must be so', until: '2027-01-31', justification: null },
    '/findings/{id}/approve': { decision: name, note: '' },
    '/findings/{id}/refuse': { decision: name, reason: 'because it must be so' },
    '/findings/{id}/withdraw': { decision: name, reason: 'because it must be so' },
  };
  return JSON.stringify(bodies[url] ?? {});
}

test('ids of another site in a body name nothing', async () => {
  const before = await dump();
  for (const name of names) {
    const bodies: readonly (readonly [method: string, url: string, body: unknown])[] = [
      ['POST', '/devices/merge', { devices: [name, `${name}2`] }],
      ['PUT', '/risk/ways', { from: name, to: name, state: 'open' }],
      ['POST', '/program/attestations', { attestations: [{ question: 'own-accounts', device: name, answer: 'yes' }] }],
      ['POST', '/purchase', { document: name }],
      ['POST', '/purchase', { sbom: name }],
      ['POST', '/risk/done', { action: name, note: '' }],
      ['POST', '/risk/what-if', { actions: [name] }],
      ['POST', '/training/links', { staff: [name] }],
      ['POST', '/training/assign', { staff: [name] }],
    ];
    for (const [method, url, body] of bodies) {
      const answer = await call('owner', method, url, {}, JSON.stringify(body));
      expect(answer.body.replaceAll(name, ''), `${method} ${url} ${name}`).not.toContain(MARK);
    }
  }
  expect(await dump()).toBe(before);
}, 120_000);
