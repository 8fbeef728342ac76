// Sites side by side: who sees which, in which order, and where the figures come from.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clients } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import { takeMetrics } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-27T10:00:00.000Z');
let server: SampleServer;
let consultant: Session;
const sites = new Map<string, TenantId>();

beforeAll(async () => {
  server = await sampleServer(clock);
  const { people, store } = server;
  for (const name of ['Beta', 'Alpha', 'Gamma', 'Zebra'])
    sites.set(name, await people.addTenant({ name, demo: false }));
  const email = 'desk@north.example';
  for (const name of ['Alpha', 'Beta', 'Gamma'])
    await people.addUser(siteOf(name), 'local', { email, name: 'Desk', role: 'reader', password: PASSWORD });
  const payload = { email, password: PASSWORD };
  consultant = sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload }));
  await store.tenant(siteOf('Beta'), async (tx) => {
    const at = clock.now();
    const risk = { id: 'r', at, byWhom: 'x', mean: 90_000, after: 0, worstHarm: null, inputs: '', document: '' };
    const ranges = JSON.stringify({ today: [40_000, 200_000], after: [0, 0], currency: 'EUR' });
    await tx.db
      .insertInto('riskAssessments')
      .values({ tenantId: tx.id, ...risk, ranges })
      .execute();
    const row = {
      name: '',
      rule: 'x',
      kind: 'exposure',
      confidence: 1,
      priority: 1,
      title: 't',
      firstSeenAt: at,
      updatedAt: at,
    };
    const { name: _name, ...finding } = row;
    const of = { tenantId: tx.id, deviceId: 'd', ...finding };
    await tx.db
      .insertInto('findings')
      .values([
        { ...of, id: 'high', severity: 3, state: 'confirmed' },
        { ...of, id: 'at-once', severity: 1, state: 'potential', outcome: 'immediate' },
        { ...of, id: 'medium', severity: 2, state: 'confirmed' },
        { ...of, id: 'closed', severity: 4, state: 'fixed', closedAt: at },
      ])
      .execute();
    await takeMetrics(tx, { siteName: 'Beta', now: at, sums: new Map() });
  });
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const siteOf = (name: string) => sites.get(name) ?? ('' as TenantId);
const get = (query = '') => server.app.inject({ method: 'GET', url: `/api/v1/clients${query}`, headers: consultant });
const list = async (query = '') => clients.clientList.parse((await get(query)).json());
const namesOf = async (query: string) => (await list(query)).items.map(({ name }) => name);

test('shows the sites of the account and no other, with figures that are at hand', async () => {
  const { items, total, next } = await list();
  expect([items.map(({ name }) => name), total.value, next]).toEqual([['Alpha', 'Beta', 'Gamma'], 3, null]);
  const [alpha, beta] = items;
  expect(beta).toMatchObject({
    role: 'reader',
    urgent: 2,
    loss: { mean: 90_000, interval: [40_000, 200_000], currency: 'EUR', at: '2026-11-27T10:00:00.000Z' },
    figures: { day: '2026-11-27', enforced: null, trained: null },
  });
  expect(alpha).toMatchObject({ devices: 0, urgent: 0, loss: null, figures: null });
  expect(alpha?.policies.value).toBe(0);
  expect(alpha?.policies.of).toBeGreaterThan(5);
});

test('finds by name, sorts with what is not known last, and goes on page by page', async () => {
  expect(await namesOf('?q=AMM')).toEqual(['Gamma']);
  expect(await namesOf('?q=zebra')).toEqual([]);
  expect(await namesOf('?order=desc')).toEqual(['Gamma', 'Beta', 'Alpha']);
  expect((await namesOf('?sort=urgent&order=desc'))[0]).toBe('Beta');
  for (const order of ['asc', 'desc']) expect((await namesOf(`?sort=loss&order=${order}`))[0]).toBe('Beta');
  for (const sort of ['devices', 'policies', 'trained'])
    expect((await namesOf(`?sort=${sort}`)).toSorted(), sort).toEqual(['Alpha', 'Beta', 'Gamma']);
  const first = await list('?limit=2');
  expect(first.items).toHaveLength(2);
  expect(await namesOf(`?limit=2&cursor=${first.next ?? ''}`)).toEqual(['Gamma']);
  expect((await get('?cursor=elsewhere')).statusCode).toBe(400);
});

test('sorted by loss, each currency stands apart: amounts of different ones are not held against each other', async () => {
  const { people, store } = server;
  const email = 'money@north.example';
  const add = async (name: string, loss: readonly [mean: number, currency: string | null] | null) => {
    const id = await people.addTenant({ name, demo: false });
    await people.addUser(id, 'local', { email, name: 'Money', role: 'reader', password: PASSWORD });
    if (loss === null) return;
    const [mean, currency] = loss;
    const risk = { id: 'r', at: clock.now(), byWhom: 'x', mean, after: 0, worstHarm: null, inputs: '', document: '' };
    const ranges = JSON.stringify({ today: [mean, mean], after: [0, 0], currency });
    await store.tenant(id, ({ db }) =>
      db
        .insertInto('riskAssessments')
        .values({ tenantId: id, ...risk, ranges })
        .execute(),
    );
  };
  await add('Berlin', [50_000, 'EUR']);
  await add('Bonn', [70_000, 'EUR']);
  await add('Tokyo', [9_000_000, 'JPY']);
  await add('Unsaid', [10_000_000, null]);
  await add('New', null);
  const payload = { email, password: PASSWORD };
  const who = sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload }));
  const names = async (order: string) => {
    const url = `/api/v1/clients?sort=loss&order=${order}`;
    const answer = await server.app.inject({ method: 'GET', url, headers: who });
    return clients.clientList.parse(answer.json()).items.map(({ name }) => name);
  };
  expect(await names('desc')).toEqual(['Bonn', 'Berlin', 'Tokyo', 'Unsaid', 'New']);
  expect(await names('asc')).toEqual(['Berlin', 'Bonn', 'Tokyo', 'Unsaid', 'New']);
});

test('is a table for spreadsheets, too', async () => {
  const answer = await get('?format=csv&sort=name');
  expect(answer.headers).toMatchObject({ 'x-row-count': '3' });
  expect(answer.body.split('\r\n')[2]).toContain('Beta,reader,0,2,90000,40000,200000,EUR,2026-11-27');
});

test('a site that somebody is taken out of is gone at once', async () => {
  const { people, store } = server;
  const { id } = (await store.system((tx) =>
    tx.db.selectFrom('users').select('id').where('email', '=', 'desk@north.example').executeTakeFirst(),
  )) ?? { id: '' };
  await people.removeUser(siteOf('Gamma'), 'local', id);
  expect(await namesOf('?sort=devices')).toEqual(['Alpha', 'Beta']);
});
