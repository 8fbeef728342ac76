// Claims about the API that hold for every route: who may call it, what stays behind the wall, what broken requests get.

import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import * as OTPAuth from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, type Fact, type Role } from '#contracts/index.ts';

import { factId } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import type { People } from '#people/index.ts';
import { enqueueJob, type Store, type TenantId } from '#store/index.ts';
import { encodePart10, textElement } from '#wire/dicom/index.ts';
import { type SampleServer, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-23T10:00:00.000Z');

interface Caller {
  readonly headers: Readonly<Record<string, string>>;
}

let server: SampleServer;
let store: Store;
let people: People;
let app: FastifyInstance;
let ours: TenantId;
let theirs: TenantId;
const nobody: Caller = { headers: {} };
const callers = new Map<string, Caller>();
const caller = (name: string): Caller => {
  const found = callers.get(name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
};

async function signIn(email: string, password = PASSWORD, code?: string): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { email, password, ...(code ? { code } : {}) },
  });
}

async function callerOf(response: LightMyRequestResponse): Promise<Caller> {
  return { headers: sessionOf(response) };
}

async function call(
  who: Caller,
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: method as 'GET', // inject's own list of names
    url: `/api/v1${url}`,
    headers: { ...who.headers, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

interface EndedJob {
  readonly state: string;
  readonly error: string | null;
  readonly result: unknown;
}

/** Sends files in one form, as a browser does, with what columns mean if that is said. */
function sendFiles(
  url: string,
  files: readonly Uint8Array[],
  mapping?: Readonly<Record<string, string>>,
): Promise<LightMyRequestResponse> {
  const edge = 'edge-of-a-part';
  const part = `--${edge}\r\ncontent-disposition: form-data; name=`;
  const said = mapping === undefined ? '' : `${part}"mapping"\r\n\r\n${JSON.stringify(mapping)}\r\n`;
  const head = `${part}"file"; filename="CANARY list.csv"\r\n\r\n`;
  const parts = files.flatMap((file) => [Buffer.from(head), file, Buffer.from('\r\n')]);
  return app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    headers: { ...caller('owner').headers, 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([Buffer.from(said), ...parts, Buffer.from(`--${edge}--\r\n`)]),
  });
}

/** How the job ended that an upload began. */
async function endOf(response: LightMyRequestResponse): Promise<EndedJob> {
  const { job } = response.json<{ job: string }>();
  const ended = async () => (await call(caller('owner'), 'GET', `/jobs/${job}`)).json<EndedJob>();
  await expect.poll(async () => (await ended()).state, { timeout: 20_000 }).not.toMatch(/waiting|running/);
  return ended();
}

/** Uploads a list; gives how its job ended. */
async function uploaded(list: Uint8Array, mapping?: Readonly<Record<string, string>>): Promise<EndedJob> {
  return endOf(await sendFiles('/imports', [list], mapping));
}

async function upload(list: Buffer): Promise<void> {
  expect(await uploaded(list)).toMatchObject({ state: 'done', error: null });
}

beforeAll(async () => {
  server = await sampleServer(clock);
  ({ app, people, store } = server);
  ours = await people.addTenant({ name: 'Ours', demo: false });
  const token = (await people.issueSetupToken()) ?? '';
  const owner = { token, email: 'owner@ours.example', name: 'Olga', password: PASSWORD };
  callers.set('owner', await callerOf(await app.inject({ method: 'POST', url: '/api/v1/setup', payload: owner })));
  theirs = await people.addTenant({ name: 'Theirs', demo: false });
  // Who runs the installation owns a new site as well; here two sites that have nothing to do with each other are meant.
  const me = (await people.listUsers(theirs)).find(({ email }) => email === 'owner@ours.example');
  expect(me?.role).toBe('owner');
  for (const [tenant, role, email] of [
    [ours, 'editor', 'editor@ours.example'],
    [ours, 'reader', 'reader@ours.example'],
    [theirs, 'owner', 'owner@theirs.example'],
  ] as const) {
    await people.addUser(tenant, 'local', { email, name: email, role, password: PASSWORD });
    callers.set(tenant === ours ? role : 'stranger', await callerOf(await signIn(email)));
  }
  await people.removeUser(theirs, 'local', me?.id ?? '');
  const later = await people.addTenant({ name: 'Later', demo: false });
  expect(await people.listUsers(later)).toEqual([]);
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

/** The least role for each route; 'person' is anybody signed in, 'anyone' needs no session, 'sensor' a sensor's token. */
const LEAST: Readonly<Record<string, Role | 'person' | 'anyone' | 'sensor'>> = {
  'GET /session': 'anyone',
  'POST /session': 'anyone',
  'DELETE /session': 'person',
  'POST /setup': 'anyone',
  'GET /sign-in/ways': 'anyone',
  'GET /sign-in/{way}/begin': 'anyone',
  'GET /sign-in/callback': 'anyone',
  'POST /sign-in/code': 'anyone',
  'POST /sign-in/directory': 'anyone',
  'GET /sign-in/settings': 'owner',
  'PUT /sign-in/settings': 'owner',
  'POST /sign-in/settings/{kind}/try': 'owner',
  'DELETE /sign-in/settings/{kind}': 'owner',
  'POST /me/password': 'person',
  'POST /me/totp': 'person',
  'POST /me/totp/confirm': 'person',
  'POST /me/totp/remove': 'person',
  'GET /users': 'owner',
  'POST /users': 'owner',
  'PATCH /users/{id}': 'owner',
  'DELETE /users/{id}': 'owner',
  'GET /audit': 'owner',
  'GET /hand-over': 'owner',
  'GET /hand-over/progress': 'owner',
  'DELETE /tenants/{id}': 'owner',
  'GET /devices': 'reader',
  'GET /devices/facets': 'reader',
  'GET /devices/{id}': 'reader',
  'PATCH /devices/{id}': 'editor',
  'POST /devices/merge': 'editor',
  'POST /devices/{id}/split': 'editor',
  'POST /devices/{id}/retire': 'editor',
  'POST /decisions/{id}/undo': 'editor',
  'GET /devices/{id}/checklist': 'reader',
  'POST /devices/{id}/checklist': 'editor',
  'GET /checklists': 'reader',
  'GET /collectors': 'reader',
  'GET /collectors/{name}': 'reader',
  'GET /network': 'reader',
  'GET /flows': 'reader',
  'GET /ae-titles': 'reader',
  'GET /ae-titles/relations': 'reader',
  'GET /devices/coverage': 'reader',
  'GET /devices/{id}/renumbering': 'reader',
  'GET /flows/internet': 'reader',
  'GET /software': 'reader',
  'POST /software/names': 'editor',
  'POST /software/names/{id}/undo': 'editor',
  'GET /sboms': 'reader',
  'GET /sboms/{id}': 'reader',
  'GET /sboms/{id}/components': 'reader',
  'PUT /sboms/{id}/devices/{device}': 'editor',
  'DELETE /sboms/{id}/devices/{device}': 'editor',
  'GET /zones': 'reader',
  'PATCH /zones': 'editor',
  'GET /sources': 'reader',
  'GET /findings': 'reader',
  'GET /findings/{id}': 'reader',
  'GET /mds2': 'reader',
  'GET /mds2/compare': 'reader',
  'GET /mds2/{id}': 'reader',
  'DELETE /mds2/{id}': 'editor',
  'GET /devices/{id}/mds2': 'reader',
  'PATCH /devices/{id}/mds2': 'editor',
  'POST /purchase': 'reader',
  'POST /purchase/file': 'editor',
  'GET /finding-groups': 'reader',
  'GET /flaws/{id}': 'reader',
  'GET /advisories': 'reader',
  'GET /advisories/{id}': 'reader',
  'GET /life-cycles': 'reader',
  'GET /feeds': 'reader',
  'GET /findings/{id}/decisions': 'reader',
  'POST /findings/{id}/accept': 'editor',
  'POST /findings/{id}/approve': 'owner',
  'POST /findings/{id}/refuse': 'owner',
  'POST /findings/{id}/withdraw': 'editor',
  'POST /findings/{id}/ask-maker': 'editor',
  'POST /findings/{id}/maker-answer': 'editor',
  'GET /makers': 'reader',
  'GET /makers/questions': 'reader',
  'GET /makers/letter': 'reader',
  'GET /findings/export': 'reader',
  'GET /risk': 'reader',
  'POST /risk/assess': 'editor',
  'GET /risk/assessments': 'reader',
  'GET /risk/assessments/{id}': 'reader',
  'GET /risk/settings': 'reader',
  'PUT /risk/settings': 'editor',
  'GET /risk/done': 'reader',
  'POST /risk/done': 'editor',
  'DELETE /risk/done': 'editor',
  'GET /program/assessments': 'reader',
  'GET /program/assessments/{id}': 'reader',
  'GET /program/assessments/{id}/export': 'reader',
  'PUT /program/assessments/answers': 'editor',
  'POST /program/assessments/sra-tool': 'editor',
  'POST /oscal/read': 'editor',
  'GET /program/questionnaires': 'reader',
  'POST /program/questionnaires': 'editor',
  'DELETE /program/questionnaires/{id}': 'editor',
  'GET /program/remote-access': 'reader',
  'POST /program/remote-access': 'editor',
  'PUT /program/remote-access/{id}': 'editor',
  'POST /program/remote-access/{id}/end': 'editor',
  'GET /program/engagements': 'reader',
  'POST /program/engagements': 'editor',
  'GET /program/engagements/{id}': 'reader',
  'PUT /program/engagements/{id}': 'editor',
  'POST /program/engagements/{id}/state': 'owner',
  'POST /program/engagements/{id}/letters': 'editor',
  'GET /program/engagements/{id}/letters/{letter}': 'reader',
  'POST /program/engagements/{id}/letters/{letter}/sign': 'owner',
  'POST /program/engagements/{id}/letters/{letter}/withdraw': 'owner',
  'POST /program/engagements/{id}/letters/{letter}/clearance': 'owner',
  'GET /program/engagements/{id}/hours': 'reader',
  'POST /program/engagements/{id}/hours': 'editor',
  'GET /program/engagements/{id}/hours.csv': 'reader',
  'GET /program/engagement-templates': 'reader',
  'POST /program/engagement-templates': 'editor',
  'POST /program/engagement-templates/import': 'editor',
  'GET /program/engagement-templates/{id}': 'reader',
  'DELETE /program/engagement-templates/{id}': 'editor',
  'GET /risk/file/texts': 'reader',
  'PUT /risk/file/texts': 'editor',
  'GET /risk/ways': 'reader',
  'PUT /risk/ways': 'editor',
  'GET /program/policies': 'reader',
  'POST /program/policies': 'editor',
  'GET /program/policies/{id}': 'reader',
  'PUT /program/policies/{id}': 'editor',
  'GET /program/policies/{id}/versions/{version}': 'reader',
  'GET /program/policies/{id}/document': 'reader',
  'GET /program/policies/{id}/differences': 'reader',
  'GET /program/policies/{id}/readers': 'reader',
  'POST /program/policies/{id}/read': 'reader',
  'POST /program/policies/{id}/paper': 'editor',
  'POST /program/policies/{id}/links': 'editor',
  'POST /program/policies/{id}/mail': 'editor',
  'GET /learn/{token}/policy': 'anyone',
  'POST /learn/{token}/read': 'anyone',
  'GET /program/exceptions': 'reader',
  'POST /program/exceptions': 'editor',
  'POST /program/exceptions/{id}/approve': 'owner',
  'POST /program/exceptions/{id}/refuse': 'owner',
  'POST /program/exceptions/{id}/end': 'editor',
  'POST /program/policies/{id}/ask': 'editor',
  'POST /program/policies/{id}/approve': 'owner',
  'POST /program/policies/{id}/refuse': 'owner',
  'POST /program/policies/{id}/retire': 'owner',
  'GET /risk/file': 'reader',
  'POST /risk/what-if': 'reader',
  'GET /risk/plan': 'reader',
  'GET /segmentation': 'reader',
  'GET /segmentation/rules': 'reader',
  'POST /segmentation/dry-run': 'editor',
  'GET /ratings': 'reader',
  'PUT /ratings/{scenario}': 'reader',
  'GET /start': 'reader',
  'PUT /start': 'editor',
  'POST /start/devices': 'editor',
  'POST /start/finish': 'editor',
  'GET /start/result': 'reader',
  'GET /start/policies': 'reader',
  'GET /harm-matrix': 'reader',
  'PUT /harm-matrix': 'owner',
  'GET /report/board': 'reader',
  'GET /branding': 'reader',
  'GET /clients': 'reader',
  'PUT /branding': 'owner',
  'GET /program/decision-log': 'reader',
  'POST /program/decision-log': 'owner',
  'GET /program/decision-log/export': 'reader',
  'GET /program/decision-log/check': 'reader',
  'GET /program/responsibilities': 'reader',
  'PUT /program/responsibilities': 'owner',
  'GET /policy': 'reader',
  'POST /policy': 'owner',
  'GET /overview': 'reader',
  'GET /report': 'reader',
  'GET /clearances': 'reader',
  'POST /clearances': 'owner',
  'DELETE /clearances/{id}': 'owner',
  'GET /scans': 'reader',
  'POST /scans': 'editor',
  'GET /scans/{id}': 'reader',
  'POST /scans/{id}/cancel': 'editor',
  'GET /scans/{id}/difference': 'reader',
  'GET /schedules': 'reader',
  'POST /schedules': 'owner',
  'PATCH /schedules/{id}': 'owner',
  'DELETE /schedules/{id}': 'owner',
  'GET /jobs/{id}': 'reader',
  'POST /jobs/{id}/cancel': 'editor',
  'GET /jobs/{id}/events': 'reader',
  'POST /imports/preview': 'editor',
  'POST /imports': 'editor',
  'POST /imports/pacs': 'editor',
  'POST /imports/images': 'editor',
  'GET /sensors': 'reader',
  'POST /sensors': 'owner',
  'DELETE /sensors/{id}': 'owner',
  'POST /sensor/facts': 'sensor',
  'GET /program/checks': 'reader',
  'GET /program/checks/{id}': 'reader',
  'GET /program/controls': 'reader',
  'GET /program/controls/{id}': 'reader',
  'GET /program/attestations': 'reader',
  'POST /program/attestations': 'editor',
  'GET /staff': 'reader',
  'POST /staff': 'editor',
  'PATCH /staff/{id}': 'editor',
  'POST /staff/import': 'editor',
  'GET /program/calendar': 'reader',
  'GET /program/calendar.ics': 'reader',
  'GET /program/calendar/settings': 'reader',
  'PUT /program/calendar/settings': 'owner',
  'GET /program/calendar/duties/{id}/done': 'reader',
  'POST /program/calendar/duties/{id}/done': 'editor',
  'DELETE /program/calendar/duties/{id}/done/{done}': 'editor',
  'GET /program/metrics': 'reader',
  'GET /program/metrics/{name}': 'reader',
  'GET /program/benchmark': 'reader',
  'PUT /program/benchmark/agreement': 'owner',
  'GET /program/benchmark/exchange': 'owner',
  'POST /program/benchmark/export': 'owner',
  'POST /program/benchmark/files': 'owner',
  'POST /program/benchmark/signers': 'owner',
  'DELETE /program/benchmark/signers/{fingerprint}': 'owner',
  'GET /training': 'reader',
  'GET /training/people': 'reader',
  'GET /training/lessons/{id}': 'reader',
  'POST /training/assign': 'editor',
  'DELETE /training/people/{id}/lessons/{lesson}': 'editor',
  'POST /training/links': 'editor',
  'POST /training/mail': 'editor',
  'GET /training/mail-server': 'reader',
  'PUT /training/mail-server': 'owner',
  'DELETE /training/mail-server': 'owner',
  'POST /training/completions': 'editor',
  'POST /training/returned-mail': 'editor',
  'POST /training/drills': 'editor',
  'DELETE /training/drills/{id}': 'editor',
  'POST /training/scim-token': 'owner',
  'DELETE /training/scim-token': 'owner',
  'GET /learn/{token}': 'anyone',
  'POST /learn/{token}/answers': 'anyone',
};
const RANKS: readonly Role[] = ['reader', 'editor', 'owner'];

function routes(): string[] {
  const { paths } = app.swagger() as { paths: Record<string, Record<string, unknown>> }; // as OpenAPI has it
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
  );
}

function parts(route: string): [method: string, url: string] {
  const [method = '', url = ''] = route.split(' ');
  return [method, url.replace(/\{\w+\}/g, 'no-such-thing')];
}

const isWrite = (route: string) => !route.startsWith('GET ');
const body = (route: string) => (isWrite(route) && !route.includes('/imports') ? {} : undefined);

describe('who may call what', () => {
  test('every route has its least role here', () => {
    expect(routes().toSorted()).toEqual(Object.keys(LEAST).toSorted());
  });

  test.each(Object.entries(LEAST).filter(([route]) => route !== 'DELETE /session'))(
    '%s is for %s',
    async (route, least) => {
      const [method, url] = parts(route);
      const unknown = await call(nobody, method, url, body(route));
      if (least === 'anyone') expect(unknown.statusCode).not.toBe(500);
      else if (least === 'sensor') expect(unknown.json()).toMatchObject({ status: 401, code: 'no-sensor' });
      else expect(unknown.json()).toMatchObject({ status: 401, code: 'not-signed-in' });
      for (const role of RANKS) {
        const { statusCode } = await call(caller(role), method, url, body(route));
        expect(statusCode, `${route} as ${role}`).toBeLessThan(500);
        if (least === 'anyone' || least === 'person') continue;
        if (least === 'sensor') expect(statusCode, `${route} as ${role}`).toBe(401);
        else if (RANKS.indexOf(role) < RANKS.indexOf(least)) expect(statusCode, `${route} as ${role}`).toBe(403);
        else expect([401, 403], `${route} as ${role}`).not.toContain(statusCode);
      }
    },
  );

  test.each(
    Object.keys(LEAST).filter((route) => isWrite(route) && LEAST[route] !== 'anyone' && LEAST[route] !== 'sensor'),
  )('%s is refused without the token of the page, and to a page of elsewhere', async (route) => {
    const [method, url] = parts(route);
    const { cookie = '' } = caller('owner').headers;
    for (const headers of [{ cookie }, { cookie, 'x-csrf-token': 'guessed' }]) {
      const response = await call({ headers }, method, url, body(route));
      expect(response.json()).toMatchObject({
        status: 403,
        detail: expect.stringContaining('did not come from this page'),
      });
    }
  });

  test('sign-in and set-up are refused to a page of elsewhere', async () => {
    for (const url of ['/session', '/setup']) {
      const payload = { token: 'x', name: 'x', email: 'owner@ours.example', password: PASSWORD };
      expect((await call(nobody, 'POST', url, payload, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(401);
    }
  });

  test('only an owner says on whose authority a scan runs', async () => {
    const input = { targets: ['127.77.9.1'], authority: 'I say so' };
    const response = await call(caller('editor'), 'POST', '/scans', input);
    expect(response.json()).toMatchObject({ status: 400, detail: expect.stringContaining('Only an owner') });
  });
});

/** A scan of nothing that is there. */
const SCAN = { scan: { targets: ['127.77.9.3'], clearance: 'handshake', vantage: 'test' }, schedule: null };

describe('the wall between sites', () => {
  test('what is ours has no page, no list and no change for a stranger', async () => {
    await upload(
      Buffer.from('name,modality,operating system,ip\nWall CT,CT,Windows XP,10.9.0.1\nWall MR,MR,,10.9.0.2\n'),
    );
    const listed = async (url: string) =>
      (await call(caller('owner'), 'GET', url)).json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    const devices = await listed('/devices');
    const [finding] = await listed('/findings');
    expect(devices.length).toBe(2);
    const job = await store.tenant(ours, (tx) =>
      enqueueJob(tx, { kind: 'scan', payload: SCAN, by: 'test', at: clock.now() }),
    );
    const made = { range: '10.9.0.0/16', level: 'handshake' };
    const clearance = (await call(caller('owner'), 'POST', '/clearances', made)).json<{ id: string }>().id;
    const users = (await call(caller('owner'), 'GET', '/users')).json<{ items: { id: string }[] }>();
    const ids: readonly (readonly [string, string])[] = [
      ...devices.flatMap((id) => [`GET /devices/${id}`, `PATCH /devices/${id}`].map((route) => [route, id] as const)),
      [`POST /devices/${devices[0]}/retire`, '{"retired":true}'],
      [`GET /findings/${finding}`, ''],
      [`GET /jobs/${job}`, ''],
      [`POST /jobs/${job}/cancel`, ''],
      [`DELETE /clearances/${clearance}`, ''],
      [`PATCH /users/${users.items[0]?.id}`, '{"role":"reader"}'],
      [`DELETE /users/${users.items[0]?.id}`, ''],
      [`DELETE /tenants/${ours}`, ''],
    ];
    for (const [route, text] of ids) {
      const [method = '', url = ''] = route.split(' ');
      const payload = isWrite(route) ? (text.startsWith('{') ? text : '{}') : undefined;
      const response = await call(caller('stranger'), method, url, payload);
      expect(response.statusCode, `${route}: ${response.body}`).toBe(404);
    }
    for (const list of ['/devices', '/findings', '/scans', '/clearances', '/schedules']) {
      expect((await call(caller('stranger'), 'GET', list)).json(), list).toMatchObject({ items: [] });
    }
    for (const url of ['/network', '/overview', '/report?format=json', '/devices/facets', '/users']) {
      const { body: text, statusCode } = await call(caller('stranger'), 'GET', url);
      expect(statusCode, url).toBe(200);
      expect(text).not.toContain('Ours');
      expect(text).not.toContain('Wall CT');
    }
  });

  test('naming another site in header or address opens nothing', async () => {
    for (const [url, headers] of [
      ['/devices', { 'x-tenant': ours }],
      [`/devices?tenant=${ours}`, {}],
    ] as const) {
      expect((await call(caller('stranger'), 'GET', url, undefined, headers)).statusCode).toBe(404);
      expect((await call(caller('owner'), 'GET', url, undefined, headers)).statusCode).toBe(200);
    }
  });

  test('an owner who adds a person of another site does not get at that account', async () => {
    const input = { email: 'owner@theirs.example', name: 'x', role: 'reader', password: 'another password 1' };
    const { id } = (await call(caller('owner'), 'POST', '/users', input)).json<{ id: string }>();
    const change = await call(caller('owner'), 'PATCH', `/users/${id}`, { password: 'another password 2' });
    expect(change.json()).toMatchObject({ status: 403, detail: expect.stringContaining('works for another site') });
    expect((await signIn('owner@theirs.example', 'another password 1')).statusCode).toBe(401);
    expect((await signIn('owner@theirs.example')).statusCode).toBe(200);
    expect((await call(caller('owner'), 'DELETE', `/users/${id}`)).statusCode).toBe(200);
    expect((await signIn('owner@theirs.example')).statusCode).toBe(200);
  });
});

test('an archive that nobody cleared is not asked, and the job says whose authority is missing', async () => {
  const input = { archive: '127.77.9.4:104', called: 'PACS' };
  const response = await call(caller('editor'), 'POST', '/imports/pacs', input);
  expect(response.statusCode).toBe(202);
  const { job } = response.json<{ job: string }>();
  const ended = async () =>
    (await call(caller('editor'), 'GET', `/jobs/${job}`)).json<{ state: string; error: string }>();
  await expect.poll(async () => (await ended()).state, { timeout: 20_000 }).toBe('failed');
  expect((await ended()).error).toMatch(
    /^127\.77\.9\.4 is cleared by nobody\. .* needs clearance 'full': the data owner's authority/,
  );
});

describe('bills of materials', () => {
  test('bills of materials are listed, searched, linked and unlinked, and their components name their flaws', async () => {
    await upload(
      Buffer.from('Name;Manufacturer;Model;Serial number;IP address\nCT 77;Aurora Medical;Beam 77;SN-77;10.77.0.1\n'),
    );
    const bill = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: {
        component: { type: 'device', name: 'Beam 77', version: '4.2', supplier: { name: 'Aurora Medical' } },
      },
      components: [
        { type: 'library', name: 'DCMTK', version: '3.6.7' },
        { type: 'library', name: 'zlib_100%', version: '1' },
      ],
    };
    await upload(Buffer.from(JSON.stringify(bill)));
    const { items } = (await call(caller('reader'), 'GET', '/sboms?q=beam 77')).json();
    expect(items).toMatchObject([{ product: 'Beam 77', components: 2, devices: 1 }]);
    const { id } = items[0];
    const detail = async () => (await call(caller('reader'), 'GET', `/sboms/${id}`)).json();
    const [device] = (await detail()).linked;
    expect(device).toMatchObject({ name: 'CT 77', how: 'matched' });
    expect((await detail()).findings).toBeGreaterThan(0);

    const components = async (query: string) =>
      (await call(caller('reader'), 'GET', `/sboms/${id}/components?${query}`)).json();
    const first = await components('limit=1');
    expect(first).toMatchObject({ total: { value: 2 }, items: [{ name: 'DCMTK' }] });
    expect(first.items[0].flaws.length).toBeGreaterThan(0);
    expect((await components(`limit=1&cursor=${first.next}`)).items).toMatchObject([{ name: 'zlib_100%', flaws: [] }]);
    expect((await components('q=0%25')).items).toMatchObject([{ name: 'zlib_100%' }]);
    expect((await components('q=x_y')).items).toEqual([]);
    const flawed = await components('flawed=true');
    expect(flawed).toMatchObject({ total: { value: 1 }, items: [{ name: 'DCMTK' }] });
    const resting = async (query: string) =>
      (await call(caller('reader'), 'GET', `/findings?sbom=${id}${query}`)).json().total.value;
    expect(await resting('&state=potential')).toBe(flawed.items[0].findings);
    expect(await resting('&state=potential&component=DCMTK')).toBe(flawed.items[0].findings);
    expect(await resting('&component=zlib_100%25')).toBe(0);

    expect((await call(caller('editor'), 'DELETE', `/sboms/${id}/devices/${device.id}`)).statusCode).toBe(204);
    expect(await detail()).toMatchObject({ devices: 0, findings: 0, linked: [] });
    expect((await call(caller('editor'), 'PUT', `/sboms/${id}/devices/${device.id}`)).statusCode).toBe(204);
    expect((await detail()).linked).toMatchObject([{ name: 'CT 77', how: 'chosen' }]);
    expect((await call(caller('editor'), 'PUT', `/sboms/${id}/devices/none`)).statusCode).toBe(404);
  });
});

describe('images that a browser sends', () => {
  const image = (day: string, study: string, pixels = 100) =>
    encodePart10({
      preamble: null,
      meta: [textElement(0x00020010, 'UI', '1.2.840.10008.1.2.1')],
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      dataSet: [
        textElement(0x00080008, 'CS', 'ORIGINAL\\PRIMARY'),
        textElement(0x00080020, 'DA', day),
        textElement(0x00080060, 'CS', 'CT'),
        textElement(0x00080070, 'LO', 'Aurora Imaging'),
        textElement(0x00081090, 'LO', 'Beam 64'),
        textElement(0x00100010, 'PN', 'CANARY^QUINCY'),
        textElement(0x00181000, 'LO', 'SN-IMAGES'),
        textElement(0x0020000d, 'UI', study),
        { tag: 0x7fe00010, vr: 'OW', value: { kind: 'bytes', bytes: new Uint8Array(pixels) } },
      ],
    });

  test('become a machine with its exams; a file that is none is counted, and no name stays', async () => {
    const files = [
      image('20261120', '1.2.33.1'),
      image('20261120', '1.2.33.1'),
      image('20261121', '1.2.33.2', 3_000_000),
    ];
    const { state, result } = await endOf(await sendFiles('/imports/images', [...files, Buffer.from('no image')]));
    expect(state).toBe('done');
    expect(result).toMatchObject({
      files: 4,
      others: 1,
      objects: [],
      devices: [{ serial: 'SN-IMAGES', exams: 2, objects: 3, firstUse: '2026-11-20', lastUse: '2026-11-21' }],
      problems: [{ problem: 'Files that are no DICOM: 1.' }],
    });
    const known = () => call(caller('owner'), 'GET', '/devices?q=SN-IMAGES');
    const { items } = (await known()).json<{ items: unknown[] }>();
    expect(items).toHaveLength(1);
    const sources = await call(caller('owner'), 'GET', '/sources');
    const audited = await call(caller('owner'), 'GET', '/audit');
    expect(`${JSON.stringify([result, items])}${sources.body}${audited.body}`).not.toMatch(/canary|1\.2\.33/i);
    const again = await endOf(await sendFiles('/imports/images', files));
    expect(again.state).toBe('done');
    expect((await known()).json()).toMatchObject({ items });
  });

  test.each([
    ['nothing', '/imports/images', [], "Send DICOM files as a form with parts named 'file'."],
    ['no image at all', '/imports/images', [Buffer.from('x'), Buffer.from('y')], 'None of these files is DICOM.'],
    ['an image as a list', '/imports/preview', [image('20261120', '1.2')], 'This is a DICOM image. Send images,'],
  ])('%s is refused in words', async (_, url, files, words) => {
    expect((await sendFiles(url, files)).json()).toMatchObject({ status: 400, detail: expect.stringContaining(words) });
  });
});

describe('a form that arrives slowly', () => {
  const CHUNK = 16_384;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let port: number;
  beforeAll(async () => {
    port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  afterAll(() => agent.destroy());

  /** Sends a form piece by piece over the one connection. */
  async function sendSlowly(url: string, start: Buffer): Promise<{ status: number; reused: boolean }> {
    const payload = Buffer.alloc(40 * CHUNK);
    start.copy(payload);
    payload.write('\r\n--edge--\r\n', payload.length - 12);
    const headers = { ...caller('owner').headers, host: 'localhost', 'content-length': payload.length };
    const type = { 'content-type': 'multipart/form-data; boundary=edge' };
    const request = http.request({ agent, host: '127.0.0.1', port, method: 'POST', path: `/api/v1${url}` });
    for (const [name, value] of Object.entries({ ...headers, ...type })) request.setHeader(name, value);
    const answered = once(request, 'response');
    for (let at = 0; at < payload.length; at += CHUNK) {
      request.write(payload.subarray(at, at + CHUNK));
      await setTimeout(3);
    }
    request.end();
    const [response] = (await answered) as [http.IncomingMessage]; // as the event has it
    response.resume();
    await once(response, 'end');
    return { status: response.statusCode ?? 0, reused: request.reusedSocket };
  }

  const part = (name: string, file = '') =>
    `--edge\r\ncontent-disposition: form-data; name="${name}"${file && `; filename="${file}"`}\r\n\r\n`;
  const capture = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');

  test.each([
    ['a capture that is looked at', '/imports/preview', [part('file', 'a'), capture], 200],
    ['an image that is refused', '/imports/preview', [part('file', 'a'), Buffer.alloc(128), 'DICM'], 400],
    ['columns that are none', '/imports', [part('mapping'), '[\r\n', part('file', 'a'), 'name\n'], 400],
  ])('%s is answered early and leaves the connection to the next request', async (_, url, start, status) => {
    const begin = Buffer.concat(start.map((each) => Buffer.from(each as string))); // a Buffer is copied
    expect((await sendSlowly(url, begin)).status).toBe(status);
    expect(await sendSlowly(url, begin)).toEqual({ status, reused: true });
  });
});

describe('requests that cannot be used', () => {
  test.each([
    ['bad JSON', 'POST', '/devices/merge', '{"devices": [', 400],
    ['a wrong type', 'POST', '/devices/merge', '{"devices": "all"}', 400],
    ['a body that is too large', 'POST', '/devices/merge', `{"devices": ["${'x'.repeat(1 << 20)}"]}`, 413],
    ['a cursor of elsewhere', 'GET', '/devices?cursor=nonsense', undefined, 400],
    ['a negative limit', 'GET', '/devices?limit=-1', undefined, 400],
    ['a limit beyond the most', 'GET', '/devices?limit=1001', undefined, 400],
    ['an unknown order', 'GET', '/devices?sort=password_hash', undefined, 400],
    ['no such page', 'GET', '/nothing-here', undefined, 404],
    ['no such method', 'PUT', '/devices', '{}', 404],
    ['a public range without saying so', 'POST', '/clearances', '{"range": "8.8.8.0/24", "level": "query"}', 400],
    ['clearance full without its document', 'POST', '/clearances', '{"range": "10.1.0.0/16", "level": "full"}', 400],
    ['a range that is none', 'POST', '/clearances', '{"range": "10.1.0.0/33", "level": "query"}', 400],
    [
      'a schedule that never comes',
      'POST',
      '/schedules',
      JSON.stringify({
        name: 'x',
        cron: '61 * * * *',
        timeZone: 'UTC',
        allowedHours: null,
        enabled: true,
        scan: SCAN.scan,
      }),
      400,
    ],
    ['an import without a file', 'POST', '/imports', undefined, 406],
  ])('%s gets a sentence', async (_, method, url, payload, status) => {
    const response = await call(caller('owner'), method, url, payload);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    const problem = response.json<{ detail: string; status: number }>();
    expect(problem.status, problem.detail).toBe(status);
    expect(problem.detail).toMatch(/^.{8,}[.]/);
    expect(response.body).not.toMatch(/\bat .*\.ts:|node_modules|select /);
  });

  test('whatever JSON comes, no route breaks', async () => {
    const writes = Object.keys(LEAST).filter((route) =>
      /^(POST|PATCH) (?!\/session|\/setup|\/imports|\/me)/.test(route),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writes), fc.jsonValue({ maxDepth: 3 }), async (route, value) => {
        const [method, url] = parts(route);
        expect((await call(caller('owner'), method, url, JSON.stringify(value))).statusCode).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });

  test('a name that is not this server is refused, and pages may not be framed or scripted from elsewhere', async () => {
    const foreign = await app.inject({ url: '/api/v1/session', headers: { host: 'evil.example' } });
    expect(foreign.json()).toMatchObject({ status: 403, code: 'wrong-host' });
    const own = await call(nobody, 'GET', '/session');
    expect(own.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(own.headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(own.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
  });

  test('the session cookie is out of reach for scripts and other sites', async () => {
    const [cookie] = (await signIn('reader@ours.example')).cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  });
});

describe('lists from anywhere', () => {
  test('an old encoding, doubled rows and cells that want to be formulas come in as text', async () => {
    const rows = [
      'name;manufacturer;serial number;ip',
      'R\u00f6ntgen 1;=HYPERLINK("http://evil.example");SN-1;10.8.0.1',
      'R\u00f6ntgen 1;=HYPERLINK("http://evil.example");SN-1;10.8.0.1',
      '<script>alert(1)</script>\u0001;Acme;SN-2;10.8.0.2',
    ];
    await upload(Buffer.from(rows.join('\r\n'), 'latin1'));
    const { items } = (await call(caller('owner'), 'GET', '/devices?q=10.8.0')).json<{
      items: { name: string; vendor: string }[];
    }>();
    expect(items.map(({ name }) => name).toSorted()).toEqual(['<script>alert(1)</script>\\u{1}', 'R\u00f6ntgen 1']);
    const csv = await call(caller('owner'), 'GET', '/report?format=csv');
    expect(csv.headers['content-type']).toMatch(/^text\/csv/);
    expect(csv.body).toContain('R\u00f6ntgen 1');
    for (const cell of csv.body.split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+@]/);
    const html = await call(caller('owner'), 'GET', '/report?format=html');
    expect(html.body).not.toContain('<script>alert');
  });
});

test('what a person said of the columns of a list holds when it comes again', async () => {
  const list = Buffer.from('Gear;Serial;Location\nCT 1;SN-7001;Radiology\n');
  const mappingOf = async (mapping?: Readonly<Record<string, string>>) => {
    const { state, result } = await uploaded(list, mapping);
    expect(state).toBe('done');
    return documents.importDocument.parse(result).files[0]?.mapping;
  };
  expect(await mappingOf()).toMatchObject({ Location: 'location' });
  const said = await mappingOf({ Gear: 'name', Location: 'department' });
  expect(said).toMatchObject({ Gear: 'name', Serial: 'serial', Location: 'department' });
  expect(await mappingOf()).toEqual(said);
});

describe('a write that is sent twice', () => {
  test('is done once; another one under its key is refused', async () => {
    const key = { 'idempotency-key': 'once' };
    const input = { targets: ['127.77.9.2'], authority: 'test' };
    const first = await call(caller('owner'), 'POST', '/scans', input, key);
    const second = await call(caller('owner'), 'POST', '/scans', input, key);
    expect(first.statusCode).toBe(202);
    expect(second.json()).toEqual(first.json());
    const other = await call(caller('owner'), 'POST', '/scans', { ...input, clearance: 'handshake' }, key);
    expect(other.json()).toMatchObject({ status: 409 });
  });

  test('is done once when it is sent five times at once, and may be tried again when it failed', async () => {
    const key = { 'idempotency-key': 'at once' };
    const input = { range: '10.11.0.0/16', level: 'handshake' };
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => call(caller('owner'), 'POST', '/clearances', input, key)),
    );
    const kinds = answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b);
    expect(kinds.every((status) => status === 201 || status === 409)).toBe(true);
    const list = (await call(caller('owner'), 'GET', '/clearances')).json<{ items: { range: string }[] }>().items;
    expect(list.filter(({ range }) => range === input.range)).toHaveLength(1);
    expect((await call(caller('owner'), 'POST', '/clearances', input, key)).statusCode).toBe(201);
    const again = { 'idempotency-key': 'again' };
    const gone = await call(caller('owner'), 'DELETE', '/clearances/nothing', undefined, again);
    expect(gone.statusCode).toBe(404);
    expect((await call(caller('owner'), 'DELETE', '/clearances/nothing', undefined, again)).statusCode).toBe(404);
  });

  test('nothing of it is kept when a token or a password goes over the wire', async () => {
    const kept = () => store.system((tx) => tx.db.selectFrom('idempotency').select(['principal', 'key']).execute());
    const before = await kept();
    const key = { 'idempotency-key': 'secret' };
    const added = await call(caller('owner'), 'POST', '/sensors', { name: 'secretive' }, key);
    expect(added.statusCode).toBe(201);
    const person = { email: 'kept@ours.example', name: 'K', role: 'reader', password: PASSWORD };
    expect((await call(caller('owner'), 'POST', '/users', person, key)).statusCode).toBe(201);
    expect(await kept()).toEqual(before);
  });
});

describe('accounts', () => {
  test('the own password is changed with the old one, which ends the other sessions', async () => {
    const email = 'changing@ours.example';
    await people.addUser(ours, 'local', { email, name: 'C', role: 'reader', password: PASSWORD });
    const here = await callerOf(await signIn(email));
    const elsewhere = await callerOf(await signIn(email));
    const next = 'a quite different one';
    const wrong = await call(here, 'POST', '/me/password', { current: 'not it', next });
    expect(wrong.json()).toMatchObject({
      status: 400,
      detail: expect.stringContaining('current password is not right'),
    });
    expect((await call(here, 'POST', '/me/password', { current: PASSWORD, next })).statusCode).toBe(200);
    expect((await call(here, 'GET', '/devices')).statusCode).toBe(200);
    expect((await call(elsewhere, 'GET', '/devices')).statusCode).toBe(401);
    expect((await signIn(email, next)).statusCode).toBe(200);
  });

  test('a second factor is asked for once it is confirmed', async () => {
    const email = 'careful@ours.example';
    await people.addUser(ours, 'local', { email, name: 'C', role: 'reader', password: PASSWORD });
    const session = await callerOf(await signIn(email));
    const { secret } = (await call(session, 'POST', '/me/totp')).json<{ secret: string }>();
    expect((await signIn(email)).statusCode).toBe(200);
    const codeAt = (at: Date) =>
      new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
    expect((await call(session, 'POST', '/me/totp/confirm', { code: codeAt(clock.now()) })).statusCode).toBe(200);
    expect((await signIn(email)).json()).toMatchObject({ status: 401, code: 'code-needed' });
    clock.advance(30_000);
    expect((await signIn(email, PASSWORD, codeAt(clock.now()))).statusCode).toBe(200);
  });

  test('guessing a password is slowed down', async () => {
    const answers = [];
    for (let n = 0; n < 8; n++)
      answers.push((await signIn('guessed@ours.example', `guess number ${n}`)).json<{ detail: string }>().detail);
    expect(answers.at(-1)).toMatch(/Wait \d+ s/);
  });

  test('signing out ends the session', async () => {
    const session = caller('editor');
    expect((await call(session, 'DELETE', '/session')).statusCode).toBe(200);
    expect((await call(session, 'GET', '/devices')).statusCode).toBe(401);
  });
});

const CAPTURE = path.join(
  process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared'),
  'lab/pcaps/echo.pcap.gz',
);

test.skipIf(!existsSync(CAPTURE))(
  'a capture that is uploaded shows who speaks with whom, by which titles, and where that is known from',
  async () => {
    await upload(readFileSync(CAPTURE));
    const get = async (url: string) => (await call(caller('reader'), 'GET', url)).json<Record<string, unknown[]>>();
    const { edges } = await get('/network');
    expect(edges).toContainEqual(expect.objectContaining({ protocol: 'dicom', port: 4242, basis: 'observed' }));
    expect((await get('/ae-titles'))['items']).toContainEqual(expect.objectContaining({ title: 'CT01' }));
    expect((await get('/ae-titles/relations?state=untold'))['items']).toContainEqual(
      expect.objectContaining({
        from: expect.objectContaining({ title: 'CT01' }),
        to: expect.objectContaining({ title: 'PIXELMED', address: '127.0.10.52' }),
        port: 104,
        outcome: 'accepted',
        facts: [expect.objectContaining({ basis: 'observed' })],
      }),
    );
    const zone = { zone: '127.0.10.0/24', name: 'Archive room' };
    expect((await call(caller('owner'), 'PATCH', '/zones', zone)).statusCode).toBe(204);
    expect((await get('/zones'))['items']).toContainEqual(expect.objectContaining({ id: zone.zone, name: zone.name }));
    expect((await get('/network'))['zones']).toContainEqual(
      expect.objectContaining({ id: zone.zone, name: zone.name }),
    );
    expect((await get('/devices?zone=127.0.10.0%2F24'))['items']).toContainEqual(
      expect.objectContaining({ zone: zone.zone, zoneName: zone.name }),
    );
    const { items } = await get('/sources');
    expect(items?.[0]).toMatchObject({ sensor: 'capture', summary: { packets: 211, associations: 11 } });
    const before = (await get('/sources'))['items']?.length;
    await upload(readFileSync(CAPTURE));
    const again = (await get('/sources'))['items'];
    expect(again).toHaveLength((before ?? 0) + 1);
  },
);

test.each([
  ['noise', Buffer.alloc(3 << 20, 7), /no device list|no kind/],
  [
    'a capture that is none',
    Buffer.concat([Buffer.from('d4c3b2a1', 'hex'), Buffer.alloc(3 << 20, 0xff)]),
    /claims \d+ bytes/,
  ],
])('%s is answered, and its job says in words why nothing came of it', async (_, bytes, words) => {
  const { state, error } = await uploaded(bytes);
  expect(state).toBe('failed');
  expect(error).toMatch(words);
  expect(server.errors).toEqual([]);
});

describe('remote sensors', () => {
  const signedAs = (name: string, given: Partial<Fact> = {}): Fact => {
    const fact = {
      subject: { kind: 'address', key: '10.61.0.1' },
      attribute: 'device.hostName',
      value: 'ct-east',
      basis: 'observed' as const,
      confidence: 0.9,
      source: { sensor: `capture@${name}`, run: 'r1', detail: null },
      observedAt: '2026-11-23T09:00:00.000Z',
      recordedAt: '2026-11-23T09:00:01.000Z',
      by: `sensor ${name}`,
      ...given,
    };
    return { id: factId({ id: '', ...fact }), ...fact };
  };
  const posting = (token: string, facts: readonly unknown[], given: Record<string, unknown> = {}) => {
    const status = {
      version: '0',
      reads: 'a folder',
      startedAt: '2026-11-23T08:00:00.000Z',
      waiting: facts.length,
      dropped: 0,
      counts: { captures: 1 },
      problems: [],
    };
    const batch = { schema: 'dosimeter.sensor-batch/1', batch: 'b1', sentAt: clock.now().toISOString(), status, facts };
    return call({ headers: { authorization: `Bearer ${token}` } }, 'POST', '/sensor/facts', { ...batch, ...given });
  };
  const added = async (name: string): Promise<{ id: string; token: string }> => {
    const response = await call(caller('owner'), 'POST', '/sensors', { name });
    expect(response.statusCode).toBe(201);
    return response.json<{ id: string; token: string }>();
  };
  const listed = async (who: string) =>
    (await call(caller(who), 'GET', '/sensors')).json<{ items: { name: string; facts: number; refused: number }[] }>()
      .items;

  test('what a sensor posts is in the inventory of its site, once, and nowhere else', async () => {
    const { token } = await added('north');
    const fact = signedAs('north');
    const first = await posting(token, [fact]);
    expect(first.json()).toEqual({ batch: 'b1', accepted: 1, refused: [], at: clock.now().toISOString() });
    // The receipt was lost on the way, or the sensor was killed before it was read.
    expect((await posting(token, [fact])).statusCode).toBe(200);
    expect((await posting(token, [fact], { batch: 'b2' })).statusCode).toBe(200);
    const found = await call(caller('reader'), 'GET', '/devices?q=ct-east');
    expect(found.json()).toMatchObject({ items: [{ addresses: ['10.61.0.1'] }] });
    expect((await call(caller('stranger'), 'GET', '/devices?q=ct-east')).json()).toMatchObject({ items: [] });
    expect(await listed('reader')).toContainEqual(expect.objectContaining({ name: 'north', facts: 1, refused: 0 }));
    expect(await listed('stranger')).toEqual([]);
    expect(first.body + JSON.stringify(await listed('owner'))).not.toContain(token);
  });

  test('its token opens no other door, and no door once it is revoked', async () => {
    const { id, token } = await added('south');
    const holder = { headers: { authorization: `Bearer ${token}` } };
    for (const [route, least] of Object.entries(LEAST)) {
      if (least === 'anyone' || least === 'sensor') continue;
      const [method, url] = parts(route);
      expect((await call(holder, method, url, body(route))).statusCode, route).toBe(401);
    }
    expect((await posting(token, [])).statusCode).toBe(200);
    expect((await call(caller('stranger'), 'DELETE', `/sensors/${id}`)).statusCode).toBe(404);
    expect((await call(caller('owner'), 'DELETE', `/sensors/${id}`)).statusCode).toBe(200);
    expect((await posting(token, [])).json()).toMatchObject({ status: 401, code: 'no-sensor' });
    // The name is free again.
    expect((await added('south')).token).not.toBe(token);
  });

  test.each([
    ['what people say', { basis: 'attested' }, /entered by people/],
    ['a device as people name it', { subject: { kind: 'device', key: 'dev-1' } }, /kind of thing/],
    ['a patient', { value: 'DOE^JANE' }, /patient/],
    ['a patient as a subject', { subject: { kind: 'asset', key: 'DOE^JANE' } }, /patient/],
    ['an attribute that is none', { attribute: 'CANARY^JANE' }, /not known here/],
    ['an address that is no service', { subject: { kind: 'service', key: 'DROP TABLE' } }, /no address, service/],
    ['an address that is none', { subject: { kind: 'address', key: 'CANARY JANE' } }, /no address, service/],
    [
      'a place that is a name',
      { subject: { kind: 'service', key: 'tcp/10.9.0.1:99@CANARY^JANE' } },
      /no address, service|patient/,
    ],
    ['a day to come', { observedAt: '2999-01-01T00:00:00.000Z' }, /future/],
    ['a day before there were days', { observedAt: '0001-01-01T00:00:00.000Z' }, /future/],
    ['a patient as its source', { source: { sensor: 'CANARY^JANE@SENSOR', run: 'r', detail: null } }, /signed/],
    ['a patient as its run', { source: { sensor: 'capture@SENSOR', run: 'CANARY^JANE', detail: null } }, /source/],
    ['an end of the screen', { value: 'ct\u202e1' }, /id of the fact/],
    ['too deep a value', { value: Array.from({ length: 20 }).reduce((deep) => [deep], 'x') }, /nested/],
    ["another sensor's word", { source: { sensor: 'capture@west', run: 'r', detail: null } }, /signed/],
    ["a person's word", { by: 'owner@ours.example' }, /signed/],
    ['a scan that it did not do', { source: { sensor: 'probe', run: 'r', detail: null } }, /signed/],
  ])('%s is refused with the reason, and what is good beside it is kept', async (what, given, reason) => {
    const name = `refused-${what.replaceAll(/[^a-z]+/g, '-').slice(0, 30)}x`;
    const { token } = await added(name);
    const bad = signedAs(name, JSON.parse(JSON.stringify(given).replaceAll('@SENSOR', `@${name}`)) as Partial<Fact>);
    const good = signedAs(name, { subject: { kind: 'address', key: '10.61.0.2' }, value: name });
    const receipt = (await posting(token, [bad, good])).json<{
      accepted: number;
      refused: { id: string; reason: string }[];
    }>();
    expect(receipt).toMatchObject({ accepted: 1, refused: [{ id: bad.id, reason: expect.stringMatching(reason) }] });
    expect(await listed('owner')).toContainEqual(expect.objectContaining({ name, refused: 1, facts: 1 }));
    expect(JSON.stringify([receipt, await listed('owner')])).not.toContain('CANARY');
  });

  test('a content that does not fit its id is refused', async () => {
    const { token } = await added('forger');
    const forged = { ...signedAs('forger'), value: 'something else' };
    expect((await posting(token, [forged])).json()).toMatchObject({ accepted: 0, refused: [{ id: forged.id }] });
  });

  test('a clock that is ahead keeps its facts until it is right', async () => {
    const { token } = await added('early');
    const response = await posting(token, [signedAs('early')], { sentAt: '2026-11-23T12:00:00.000Z' });
    expect(response.json()).toMatchObject({ status: 409, detail: expect.stringContaining('120 minutes ahead') });
    expect(await listed('owner')).toContainEqual(
      expect.objectContaining({ name: 'early', facts: 0, lastError: expect.stringContaining('clock') }),
    );
    expect((await posting(token, [signedAs('early')])).json()).toMatchObject({ accepted: 1 });
  });

  test.each(['', 'North Wing', 'a.b', '-x', 'x'.repeat(41), '<b>'])('%j is no name for a sensor', async (name) => {
    expect((await call(caller('owner'), 'POST', '/sensors', { name })).statusCode).toBe(400);
  });
});
