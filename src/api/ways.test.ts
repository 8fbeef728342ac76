// Ways between zones over HTTP: what was recorded, what is said of them, and where both do not agree.
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type WayInput, ways } from '#contracts/index.ts';
import { nameZone } from '#inventory/index.ts';
import { takeIn } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import { listAudit } from '#people/index.ts';
import { riskSettings } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-23T10:00:00.000Z');
const [CTS, ARCHIVES, GUESTS] = ['10.0.1.0/24', '10.0.2.0/24', '10.0.9.0/24'] as const;

const DEVICES = `Device,Manufacturer,Model,IP address,AE title,Modality
CT 1,Northwind,Helix 64,10.0.1.11,CT1,CT
PACS,Lake,Archive,10.0.2.10,LAKEPACS,
Laptop,Dell,XPS,10.0.9.5,,
`;
const FLOWS = `source ip,destination ip,destination port,protocol,application,action,bytes received,start time
10.0.1.11,10.0.2.10,104,tcp,dicom,allow,100,2026-11-20 10:00:00
10.0.9.5,10.0.1.11,3389,tcp,rdp,allow,100,2026-11-21 10:00:00
`;

let server: SampleServer;
let app: FastifyInstance;
let site: TenantId;
let editor: Session;

beforeAll(async () => {
  server = await sampleServer(clock);
  ({ app } = server);
  site = await server.people.addTenant({ name: 'Site', demo: false });
  const email = 'editor@example.org';
  await server.people.addUser(site, 'local', { email, name: email, role: 'editor', password: PASSWORD });
  editor = sessionOf(
    await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: PASSWORD } }),
  );
  const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  for (const text of [DEVICES, FLOWS]) {
    const source = (async function* () {
      yield Buffer.from(text);
    })();
    await takeIn({ store: server.store, clock }, run, { source, fileName: 'x.csv', bytes: null });
  }
  await server.store.tenant(site, (tx) => nameZone(tx, GUESTS, 'Guest WLAN', { by: 'anna', clock }));
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

async function list(query = '') {
  const answer = await app.inject({ method: 'GET', url: `/api/v1/risk/ways${query}`, headers: editor });
  return ways.wayList.parse(answer.json());
}

function say(way: Partial<WayInput>) {
  return app.inject({ method: 'PUT', url: '/api/v1/risk/ways', headers: editor, payload: way });
}

const shortly = ({ items }: ReturnType<typeof ways.wayList.parse>) =>
  items.map(({ from, to, standing }) => `${from} > ${to}: ${standing}`);

test('until somebody says something the ways that were seen stand first, and the rest is not known', async () => {
  const all = await list();
  expect(shortly(all).slice(0, 3)).toEqual([
    `${CTS} > ${ARCHIVES}: seen`,
    `${GUESTS} > ${CTS}: seen`,
    `internet > ${CTS}: unknown`,
  ]);
  // From three zones and the internet to three zones, but not to themselves.
  expect(all.total.value).toBe(9);
  expect(all.items[1]).toMatchObject({
    fromName: 'Guest WLAN',
    seen: { conversations: 1, ports: [3389], lastSeenAt: '2026-11-21T10:00:00.000Z' },
  });
});

test('a way that is stated as closed although something passed is contradicted; it is kept with its reason and can be taken back', async () => {
  expect((await say({ from: GUESTS, to: CTS, state: 'closed', because: 'rule 12' })).statusCode).toBe(204);
  expect((await say({ from: '*', to: ARCHIVES, state: 'closed' })).statusCode).toBe(204);
  expect((await say({ from: CTS, to: ARCHIVES, state: 'open', because: 'one firewall group' })).statusCode).toBe(204);
  const all = await list();
  expect(shortly(all).slice(0, 3)).toEqual([
    `${GUESTS} > ${CTS}: contradicted`,
    `${CTS} > ${ARCHIVES}: open`,
    `${GUESTS} > ${ARCHIVES}: closed`,
  ]);
  expect(all.items[0]?.stated).toEqual({ state: 'closed', because: 'rule 12', forAll: false });
  expect(all.items[2]?.stated?.forAll).toBe(true);
  expect(shortly(await list('?show=contradicted'))).toEqual([`${GUESTS} > ${CTS}: contradicted`]);
  expect((await list(`?zone=${encodeURIComponent(GUESTS)}`)).total.value).toBe(5);
  const { settings } = await server.store.tenant(site, riskSettings);
  expect(settings.reach?.map(({ from, to, state }) => [from, to, state])).toEqual([
    ['*', ARCHIVES, 'closed'],
    [CTS, ARCHIVES, 'open'],
    [GUESTS, CTS, 'closed'],
  ]);
  expect((await say({ from: GUESTS, to: CTS, state: null })).statusCode).toBe(204);
  expect(shortly(await list('?show=seen'))).toEqual([`${GUESTS} > ${CTS}: seen`]);
  const trail = await server.store.tenant(site, (tx) => listAudit(tx, { limit: 10 }));
  expect(trail.items.map(({ detail }) => detail)).toContain(`${GUESTS} to ${CTS}: taken back`);
});

test('pages put together are the whole list, each way once', async () => {
  const whole = shortly(await list());
  const parts: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: Awaited<ReturnType<typeof list>> = await list(`?limit=2${next === '' ? '' : `&cursor=${next}`}`);
    parts.push(...shortly(page));
    ({ next } = page);
  }
  expect(parts).toEqual(whole);
});

test.each([
  ['a zone to itself', { from: CTS, to: CTS, state: 'open' }, 'to: choose another zone'],
  ['a zone that is none', { from: CTS, to: '192.168.0.0/24', state: 'open' }, 'to: this site has no such zone'],
  ['from a zone that is none', { from: 'x', to: CTS, state: 'open' }, 'from: this site has no such zone'],
  ['to the internet', { from: CTS, to: 'internet', state: 'open' }, 'to: what leaves for the internet is no way in'],
  ['the internet open to all', { from: 'internet', to: '*', state: 'open' }, 'to: choose one zone'],
  ['what was never said taken back', { from: ARCHIVES, to: GUESTS, state: null }, 'there is nothing to take back'],
  ['a state that is none', { from: CTS, to: GUESTS, state: 'ajar' }, 'open, closed'],
  [
    'a reason without end',
    { from: CTS, to: GUESTS, state: 'open', because: 'x'.repeat(301) },
    'at most 300 characters',
  ],
])('%s is refused in words', async (_, way, words) => {
  const answer = await app.inject({ method: 'PUT', url: '/api/v1/risk/ways', headers: editor, payload: way });
  expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining(words)]);
});
