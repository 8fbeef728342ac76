// Claims about ratings over HTTP: who may say what, what is kept of whom, what comes of several, and the matrix of the site.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_HARM_MATRIX, type Elicited, harm, type RatingsAnswer, ratings } from '#contracts/index.ts';
import { threatFolders, threatLibrary } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import { listAudit } from '#people/index.ts';
import { elicitedRatings } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-27T10:00:00.000Z');
const ALL = { injury: 3, diagnosis: 2, delay: 1, privacy: 0, equipment: null, trust: 2 };

let server: SampleServer;
let site: TenantId;
let other: TenantId;
const sessions = new Map<string, Session>();

async function addPerson(tenant: TenantId, name: string, role: 'owner' | 'editor' | 'reader'): Promise<void> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@clinic.example`;
  await server.people.addUser(tenant, 'local', { email, name, role, password: PASSWORD });
  const payload = { email, password: PASSWORD };
  sessions.set(name, sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload })));
}

function call(who: string, method: 'GET' | 'PUT', url: string, payload?: object): Promise<LightMyRequestResponse> {
  const headers = sessions.get(who) ?? {};
  return server.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
}

async function seenBy(who: string): Promise<RatingsAnswer> {
  const answer = await call(who, 'GET', '/ratings');
  expect(answer.statusCode).toBe(200);
  return ratings.ratingsAnswer.parse(answer.json());
}

/** The first scenario that an attacker is needed for. */
async function scenarioOfIntent(): Promise<string> {
  const { scenarios } = await seenBy('Olga Owner');
  return scenarios.find(({ likelihoodKind }) => likelihoodKind === 'intent')?.id ?? 'no such scenario';
}

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  other = await server.people.addTenant({ name: 'Theirs', demo: false });
  await addPerson(site, 'Olga Owner', 'owner');
  await addPerson(site, 'Rita de la Rosa', 'reader');
  await addPerson(site, 'Tom Tech', 'reader');
  await addPerson(site, 'Ed Itor', 'editor');
  await addPerson(other, 'Stranger X', 'owner');
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

test('before anybody rates, every scenario of the library is asked and its defaults count', async () => {
  const { scenarios, progress, result, as, mayJudgeLikelihood, lastAt } = await seenBy('Rita de la Rosa');
  expect(scenarios.length).toBeGreaterThan(3);
  expect(progress).toEqual({ done: 0, of: scenarios.length });
  expect([as, mayJudgeLikelihood, lastAt]).toEqual([null, false, null]);
  expect(scenarios.every(({ mine, done }) => mine === null && !done)).toBe(true);
  expect(
    result.scenarios.flatMap(({ severity }) => Object.values(severity)).every(({ from }) => from === 'default'),
  ).toBe(true);
  expect(result.agreement.severity.verdict).toBe('not known');
});

test('a rating is kept step by step, counts as done when nothing is left to ask, and is replaced, not piled up', async () => {
  const id = await scenarioOfIntent();
  const say = async (severity: object) => {
    const answer = await call('Rita de la Rosa', 'PUT', `/ratings/${id}`, { as: 'radiologist', severity });
    expect(answer.statusCode).toBe(200);
    return ratings.ratingKept.parse(answer.json());
  };
  expect(await say({ injury: 4 })).toMatchObject({
    scenario: { done: false, mine: { severity: { injury: 4 } } },
    progress: { done: 0 },
  });
  expect(await say(ALL)).toMatchObject({ scenario: { done: true }, progress: { done: 1 } });
  const { as, scenarios, result, lastAt } = await seenBy('Rita de la Rosa');
  expect([as, lastAt]).toEqual(['radiologist', '2026-11-27T10:00:00.000Z']);
  expect(scenarios.find((each) => each.id === id)?.mine).toMatchObject({
    severity: ALL,
    at: '2026-11-27T10:00:00.000Z',
  });
  expect(result.raters).toEqual([{ label: 'radiologist RDLR', as: 'radiologist', scenarios: 1 }]);
  expect(result.scenarios.find(({ scenario }) => scenario === id)?.severity.injury).toMatchObject({
    mode: 3,
    raters: 1,
    from: 'raters',
  });
  expect(result.agreement.severity).toMatchObject({ verdict: 'not known', because: 'One person alone cannot agree.' });
});

test('several people: agreement and disagreement, by role and initials, without names or addresses', async () => {
  const id = await scenarioOfIntent();
  const answer = await call('Tom Tech', 'PUT', `/ratings/${id}`, {
    as: 'technologist',
    severity: { ...ALL, injury: 0 },
  });
  expect(answer.statusCode).toBe(200);
  const seen = await call('Olga Owner', 'GET', '/ratings');
  for (const name of ['Rita', 'rita@', 'Tom', 'tom@']) expect(seen.body).not.toContain(name);
  const { result } = await seenBy('Olga Owner');
  expect(result.agreement.severity.raters).toBe(2);
  expect(result.agreement.severity.units).toBe(5);
  expect(result.agreement.severity.alphaOrdinal).toBeLessThan(1);
  expect(result.disagreements).toContainEqual({
    scenario: id,
    about: 'injury',
    lowest: { value: 0, raters: ['technologist TT'] },
    highest: { value: 3, raters: ['radiologist RDLR'] },
  });
  const { scenarios } = await threatLibrary(threatFolders(null));
  const alone: Elicited = await server.store.tenant(site, (tx) => elicitedRatings(tx, scenarios));
  expect(alone).toEqual(result);
});

test('likelihood is for those who keep the systems', async () => {
  const id = await scenarioOfIntent();
  const likelihood = { low: 0.1, mode: 0.2, high: 0.4 };
  const refused = await call('Rita de la Rosa', 'PUT', `/ratings/${id}`, {
    as: 'radiologist',
    severity: ALL,
    likelihood,
  });
  expect([refused.statusCode, refused.json().detail]).toEqual([
    403,
    expect.stringContaining('those rate who keep the systems'),
  ]);
  const kept = await call('Ed Itor', 'PUT', `/ratings/${id}`, { as: 'security', severity: ALL });
  expect(kept.json().scenario.done).toBe(false);
  const whole = await call('Ed Itor', 'PUT', `/ratings/${id}`, { as: 'security', severity: ALL, likelihood });
  expect(whole.json().scenario.done).toBe(true);
  const { result } = await seenBy('Ed Itor');
  expect(result.scenarios.find(({ scenario }) => scenario === id)?.likelihood).toMatchObject({
    mode: 0.2,
    from: 'raters',
  });
});

test.each([
  ['a level that is none', { severity: { injury: 5 } }, 'This must be at most 4.'],
  ['half a level', { severity: { injury: 1.5 } }, 'This must be a whole number.'],
  ['an unknown aspect', { severity: { money: 1 } }, 'money'],
  ['an unknown role', { as: 'king', severity: {} }, 'radiologist'],
  ['likelihood out of order', { severity: {}, likelihood: { low: 2, mode: 1, high: 3 } }, 'in this order'],
  ['a negative likelihood', { severity: {}, likelihood: { low: -1, mode: 1, high: 3 } }, 'at least 0'],
  ['a share above 1', { severity: {}, likelihood: { low: 0, mode: 1, high: 3 } }, 'a share is at most 1'],
])('%s is refused in words', async (_, wrong, words) => {
  const id = await scenarioOfIntent();
  const answer = await call('Olga Owner', 'PUT', `/ratings/${id}`, { as: 'manager', ...wrong });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain(words);
});

test('a scenario that the library does not have, and nobody signed in', async () => {
  expect((await call('Olga Owner', 'PUT', '/ratings/none', { as: 'manager', severity: {} })).statusCode).toBe(404);
  expect((await call('nobody', 'GET', '/ratings')).statusCode).toBe(401);
});

test('another site sees nothing of it, and each rating stands in the audit trail', async () => {
  expect((await seenBy('Stranger X')).result.raters).toEqual([]);
  const trail = await server.store.tenant(site, (tx) => listAudit(tx, { limit: 100 }));
  const own = trail.items.filter(({ action, who }) => action === 'scenario rated' && who === 'rita@clinic.example');
  expect(own.map(({ detail }) => detail).sort()).toEqual([
    'radiologist: injury 3; diagnosis 2; delay 1; privacy 0; equipment cannot judge; trust 2',
    'radiologist: injury 4',
  ]);
});

test('the harm matrix is the default until the owner sets one, and can go back', async () => {
  const read = async (who: string) => harm.harmMatrixAnswer.parse((await call(who, 'GET', '/harm-matrix')).json());
  expect(await read('Tom Tech')).toEqual({ matrix: DEFAULT_HARM_MATRIX, isDefault: true, by: null, at: null });
  const matrix = {
    ...DEFAULT_HARM_MATRIX,
    basis: 'board, 2026-11',
    bounds: { ...DEFAULT_HARM_MATRIX.bounds, frequent: 0.5 },
  };
  expect((await call('Ed Itor', 'PUT', '/harm-matrix', { matrix })).statusCode).toBe(403);
  expect((await call('Olga Owner', 'PUT', '/harm-matrix', { matrix })).statusCode).toBe(200);
  expect(await read('Tom Tech')).toEqual({
    matrix,
    isDefault: false,
    by: 'olga@clinic.example',
    at: '2026-11-27T10:00:00.000Z',
  });
  expect((await read('Stranger X')).isDefault).toBe(true);
  const wrong = { ...matrix, bounds: { ...matrix.bounds, remote: 0.9 } };
  const refused = await call('Olga Owner', 'PUT', '/harm-matrix', { matrix: wrong });
  expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining('below the bound of occasional')]);
  await call('Olga Owner', 'PUT', '/harm-matrix', { matrix: null });
  expect((await read('Tom Tech')).isDefault).toBe(true);
});
