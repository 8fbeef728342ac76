// Ways between zones over HTTP: what was recorded, what is said of them, and where both do not agree.
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RiskSettingsInput, type WayInput, ways } from '#contracts/index.ts';
import { nameZone } from '#inventory/index.ts';
import { takeIn } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import { listAudit } from '#people/index.ts';
import { keepDone, riskSettings, setRiskSettings } from '#program/index.ts';
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
  for (const text of [DEVICES, FLOWS]) await take(text);
  await server.store.tenant(site, (tx) => nameZone(tx, GUESTS, 'Guest WLAN', { by: 'anna', clock }));
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

async function take(text: string): Promise<void> {
  const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const source = (async function* () {
    yield Buffer.from(text);
  })();
  await takeIn({ store: server.store, clock }, run, { source, fileName: 'x.csv', bytes: null });
}

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

test('a way that is stated as closed is contradicted by what passes afterwards; it is kept with its reason and can be taken back', async () => {
  expect((await say({ from: GUESTS, to: CTS, state: 'closed', because: 'rule 12' })).statusCode).toBe(204);
  expect((await say({ from: '*', to: ARCHIVES, state: 'closed' })).statusCode).toBe(204);
  expect((await say({ from: CTS, to: ARCHIVES, state: 'open', because: 'one firewall group' })).statusCode).toBe(204);
  // What was recorded before the way was closed proves nothing of it.
  const [before] = (await list('?show=closed')).items.filter(({ from }) => from === GUESTS);
  expect(before).toMatchObject({ to: CTS, standing: 'closed', seen: { lastSeenAt: '2026-11-21T10:00:00.000Z' } });
  clock.advance(3_600_000);
  await take(FLOWS.replace('2026-11-21 10:00', '2026-11-23 10:30'));
  const all = await list();
  expect(shortly(all).slice(0, 3)).toEqual([
    `${GUESTS} > ${CTS}: contradicted`,
    `${CTS} > ${ARCHIVES}: open`,
    `${GUESTS} > ${ARCHIVES}: closed`,
  ]);
  expect(all.items[0]?.stated).toEqual({
    state: 'closed',
    because: 'rule 12',
    forAll: false,
    at: '2026-11-23T10:00:00.000Z',
  });
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

async function put(settings: RiskSettingsInput) {
  const answer = await app.inject({ method: 'PUT', url: '/api/v1/risk/settings', headers: editor, payload: settings });
  expect(answer.statusCode, answer.body).toBe(200);
}

async function kept(): Promise<RiskSettingsInput> {
  return (await server.store.tenant(site, riskSettings)).settings;
}

test('figures that are saved leave the day on which a way was stated, and a way that is stated anew gets its own', async () => {
  await put({ reach: [] });
  await say({ from: GUESTS, to: CTS, state: 'open' });
  const first = clock.now().toISOString();
  clock.advance(60_000);
  const { reach = [] } = await kept();
  await put({ patients: 5000, reach: reach.map(({ from, to, state, because }) => ({ from, to, state, because })) });
  expect((await kept()).reach).toMatchObject([{ state: 'open', at: first }]);
  await put({ patients: 5000, reach: reach.map((way) => ({ ...way, state: 'closed' })) });
  expect((await kept()).reach).toMatchObject([{ state: 'closed', at: clock.now().toISOString() }]);
});

test('what the internet opens is one thing, said of a way or in the list of the entry; what was said last holds', async () => {
  const standings = async () => shortly(await list()).filter((line) => line.startsWith('internet'));
  await put({ entries: { internet: { zones: [] } } });
  expect(await standings()).toEqual([CTS, ARCHIVES, GUESTS].map((zone) => `internet > ${zone}: closed`));
  await say({ from: 'internet', to: CTS, state: 'open' });
  const { entries, reach } = await kept();
  expect(entries?.internet?.zones).toEqual([CTS]);
  expect(await standings()).toContain(`internet > ${CTS}: open`);
  await put({ entries: { internet: { zones: [ARCHIVES] } }, ...(reach ? { reach } : {}) });
  expect(await standings()).toEqual([
    `internet > ${ARCHIVES}: open`,
    `internet > ${CTS}: closed`,
    `internet > ${GUESTS}: closed`,
  ]);
});

test('a zone that is gone stops nobody from saving other figures, and the way that names it says so', async () => {
  await put({ reach: [{ from: GUESTS, to: CTS, state: 'closed', because: '' }] });
  const { reach = [] } = await kept();
  const gone = '10.0.7.0/24 VLAN 20';
  await server.store.tenant(site, (tx) =>
    setRiskSettings(
      tx,
      { reach: [...reach, { from: gone, to: CTS, state: 'open', because: '' }] },
      { by: 'x', now: clock.now() },
    ),
  );
  await put({ ...(await kept()), patients: 7000 });
  const row = (await list('?show=open')).items.find(({ from }) => from === gone);
  expect(row).toMatchObject({ standing: 'open', empty: [gone] });
  const answer = await app.inject({
    method: 'PUT',
    url: '/api/v1/risk/settings',
    headers: editor,
    payload: { reach: [{ from: 'no such zone', to: CTS, state: 'open' }] },
  });
  expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining('reach[0].from')]);
});

test('a step of the plan that closed a way is told beside what was stated before, until something newer is', async () => {
  await put({ reach: [] });
  await say({ from: ARCHIVES, to: GUESTS, state: 'open' });
  clock.advance(60_000);
  const at = clock.now().toISOString();
  const [from, to] = [`zone:${ARCHIVES}`, `zone:${GUESTS}`];
  await server.store.tenant(site, (tx) =>
    keepDone(
      tx,
      {
        action: `close ${from} ${to} 0`,
        name: 'Close it',
        kind: 'close',
        at,
        by: 'kim',
        note: '',
        assessment: 'first',
        assessedAt: at,
        mean: 0,
        expected: { mean: 0, interval: [0, 0], harm: null },
        findings: [],
        door: null,
        way: { how: 'rule', from, to, port: 0 },
        closes: [],
        devices: [],
      },
      clock.now(),
    ),
  );
  const row = async () => (await list()).items.find((way) => way.from === ARCHIVES && way.to === GUESTS);
  expect(await row()).toMatchObject({ standing: 'closed', stated: { state: 'open' }, done: { at, by: 'kim' } });
  clock.advance(60_000);
  await say({ from: ARCHIVES, to: GUESTS, state: 'open', because: 'opened again' });
  expect(await row()).toMatchObject({ standing: 'open', done: null });
});
