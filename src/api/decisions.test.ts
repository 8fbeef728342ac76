// Claims about decisions over HTTP: two people, roles, what is sent twice, what is exported, and the letter.
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, type DecisionDone, type Finding } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import type { People } from '#people/index.ts';
import { recordFindings } from '#program/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-23T10:00:00.000Z');

let server: SampleServer;
let store: Store;
let people: People;
let app: FastifyInstance;
let site: TenantId;
let owner: Session;

async function addPerson(email: string, role: 'owner' | 'editor'): Promise<Session> {
  await people.addUser(site, 'local', { email, name: email, role, password: PASSWORD });
  return sessionOf(
    await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: PASSWORD } }),
  );
}

function get(who: Session, url: string): Promise<LightMyRequestResponse> {
  return app.inject({ method: 'GET', url: `/api/v1${url}`, headers: who });
}

function post(who: Session, url: string, payload: object, headers = {}): Promise<LightMyRequestResponse> {
  return app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { ...who, ...headers }, payload });
}

const finding = (id: string): Finding => ({
  id,
  device: 'ct',
  deviceName: 'CT 1',
  kind: 'vulnerability',
  rule: 'known-flaw',
  title: `Flaw ${id}`,
  severity: 'high',
  state: 'confirmed',
  confidence: 1,
  reasons: [],
  cve: id === 'b' ? null : 'CVE-2024-1000',
  advisories: ['ICSMA-24-1'],
  kev: false,
  epss: null,
  cvss: null,
  fix: { kind: 'ask maker', text: '=HYPERLINK("x")', who: 'maker' },
  sources: [],
  priority: { score: 5, terms: [] },
});

beforeAll(async () => {
  server = await sampleServer(clock);
  ({ app, people, store } = server);
  site = await people.addTenant({ name: 'Ours', demo: false });
  const token = (await people.issueSetupToken()) ?? '';
  const first = { token, email: 'owner@ours.example', name: 'Olga', password: PASSWORD };
  owner = sessionOf(await app.inject({ method: 'POST', url: '/api/v1/setup', payload: first }));
  await store.tenant(site, (tx) => recordFindings(tx, new Map([['ct', ['a', 'b', 'c'].map(finding)]]), clock.now()));
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const REQUEST = { reason: 'Behind a firewall until it is replaced.', until: '2027-01-31' };

test('a site with one account is told what to do; with a second owner it works, once', async () => {
  const asked = await post(owner, '/findings/a/accept', REQUEST);
  const { decision, advice } = asked.json<DecisionDone>();
  expect(asked.statusCode).toBe(200);
  expect(advice).toMatch(/only owner. Add a second owner under Settings, Users/);
  const own = await post(owner, '/findings/a/approve', { decision: decision.id });
  expect([own.statusCode, own.json<{ detail: string }>().detail]).toEqual([
    403,
    expect.stringMatching(/somebody else must approve it/),
  ]);
  const editor = await addPerson('editor@ours.example', 'editor');
  expect((await post(editor, '/findings/a/approve', { decision: decision.id })).statusCode).toBe(403);
  const second = await addPerson('second@ours.example', 'owner');
  const key = { 'idempotency-key': 'approve-1' };
  const approved = await post(second, '/findings/a/approve', { decision: decision.id }, key);
  const again = await post(second, '/findings/a/approve', { decision: decision.id }, key);
  expect([approved.statusCode, again.statusCode]).toEqual([200, 200]);
  expect(again.body).toBe(approved.body);
  expect((await post(second, '/findings/a/approve', { decision: decision.id })).statusCode).toBe(409);
  const list = api.findingList.parse((await get(owner, '/findings?decision=accepted')).json());
  expect(list.items.map(({ id, standing }) => [id, standing?.acceptance?.approvedBy])).toEqual([
    ['a', 'second@ours.example'],
  ]);
  const { items } = api.decisionsOfFinding.parse((await get(owner, '/findings/a/decisions')).json());
  expect(items[0]?.events).toHaveLength(2);
});

test.each([
  ['no reason', { until: '2027-01-31' }],
  ['a reason of one word', { reason: 'no', until: '2027-01-31' }],
  ['no day', { reason: REQUEST.reason }],
  ['a day that is none', { ...REQUEST, until: '2027-02-31' }],
  ['a day too far', { ...REQUEST, until: '2029-01-01' }],
])('a request with %s is refused in words', async (_name, body) => {
  const response = await post(owner, '/findings/b/accept', body);
  expect(response.statusCode).toBe(400);
  expect(response.json<{ detail: string }>().detail).toMatch(/\w+ \w+/);
});

test('a promise without a day is refused, one with a day keeps the finding waiting', async () => {
  const asked = await post(owner, '/findings/b/ask-maker', {
    how: 'phone',
    question: 'Is there a repair?',
    maker: 'Acme',
  });
  const { decision } = asked.json<DecisionDone>();
  const promise = { decision: decision.id, outcome: 'promised', answer: 'Soon.' };
  expect((await post(owner, '/findings/b/maker-answer', promise)).statusCode).toBe(400);
  expect((await post(owner, '/findings/b/maker-answer', { ...promise, promisedFor: '2027-01-15' })).statusCode).toBe(
    200,
  );
  const makers = api.makerList.parse((await get(owner, '/makers')).json());
  expect(makers.items).toMatchObject([{ maker: 'Acme', waiting: 1 }]);
});

test('an export has the filter in force, its scope and its rows; no cell is a formula', async () => {
  const csv = await get(owner, '/findings/export?format=csv&decision=open');
  expect(csv.headers['x-row-count']).toBe('1');
  expect(decodeURIComponent(String(csv.headers['x-scope']))).toBe('Ours {"decision":"open"}');
  expect(csv.body.trim().split('\r\n')).toHaveLength(2);
  expect(csv.body).not.toMatch(/(^|,)"?=HYPERLINK/m);
  const json = (await get(owner, '/findings/export?format=json')).json<{ findings: unknown[]; scope: object }>();
  expect([json.findings.length, json.scope]).toMatchObject([3, { rows: 3, site: 'Ours' }]);
});

test('VEX without a device that makes a statement says so instead of an empty document', async () => {
  const response = await get(owner, '/report?format=vex-csaf');
  expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([
    400,
    expect.stringMatching(/nothing to say in VEX yet/),
  ]);
});

test('a letter to a maker that owes nothing is not written', async () => {
  expect((await get(owner, '/makers/letter?maker=Nobody')).statusCode).toBe(404);
});
