// What a site states over HTTP: texts of its risk-management file, and figures in a currency that can be read.
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { riskFile } from '#contracts/index.ts';
import { performRisk, takeIn } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import { listAudit } from '#people/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-23T10:00:00.000Z');
const DEVICES = `Device,Manufacturer,Model,IP address,AE title,Modality
CT 1,Northwind,Helix 64,10.0.1.11,CT1,CT
PACS,Lake,Archive,10.0.2.10,LAKEPACS,
`;
const PURPOSE = 'scope.purpose';
const USE = 'intendedUse.CT';

let server: SampleServer;
let app: FastifyInstance;
let site: TenantId;
const sessions = new Map<string, Session>();

beforeAll(async () => {
  server = await sampleServer(clock);
  ({ app } = server);
  site = await server.people.addTenant({ name: 'Site', demo: false });
  for (const role of ['editor', 'owner'] as const) {
    const email = `${role}@example.org`;
    await server.people.addUser(site, 'local', { email, name: email, role, password: PASSWORD });
    const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password: PASSWORD } });
    sessions.set(role, sessionOf(answer));
  }
  const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const source = (async function* () {
    yield Buffer.from(DEVICES);
  })();
  await takeIn({ store: server.store, clock }, run, { source, fileName: 'x.csv', bytes: null });
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

function call(role: 'editor' | 'owner', method: 'GET' | 'PUT' | 'PATCH', path: string, payload?: object) {
  const headers = sessions.get(role) ?? {};
  return app.inject({ method, url: `/api/v1/${path}`, headers, ...(payload ? { payload } : {}) });
}

const say = (role: 'editor' | 'owner', texts: Record<string, string | null>) =>
  call(role, 'PUT', 'risk/file/texts', { texts });

async function questions() {
  return riskFile.riskFileQuestions.parse((await call('editor', 'GET', 'risk/file/texts')).json()).questions;
}

test('before the first assessment there is no file to write in', async () => {
  const answer = await call('editor', 'GET', 'risk/file/texts');
  expect([answer.statusCode, answer.json().detail]).toEqual([404, expect.stringContaining('was not worked out yet')]);
});

test('texts are said under the keys that the file asks for, stand in the file, and can be taken back', async () => {
  await performRisk({ store: server.store, clock }, site, { by: 'anna', trials: 1000 });
  const before = await questions();
  expect(before.every(({ text, isAsked }) => text === null && isAsked)).toBe(true);
  expect((await say('editor', { [USE]: 'Imaging of the whole body.' })).statusCode).toBe(200);
  const refused = await say('editor', { [PURPOSE]: 'Imaging' });
  expect([refused.statusCode, refused.json().detail]).toEqual([
    403,
    expect.stringContaining('for the management to say'),
  ]);
  expect((await say('owner', { [PURPOSE]: 'Imaging of out-patients.' })).statusCode).toBe(200);
  const file = riskFile.riskFile.parse((await call('editor', 'GET', 'risk/file')).json());
  expect(file.scope.purpose.text).toBe('Imaging of out-patients.');
  expect(file.scope.groups.find(({ id }) => id === 'CT')?.intendedUse.text).toBe('Imaging of the whole body.');
  expect(file.open.map(({ key }) => key)).not.toContain(PURPOSE);
  expect(file.open.length).toBe(before.length - 2);
  expect((await questions()).find(({ key }) => key === USE)).toMatchObject({
    text: 'Imaging of the whole body.',
    by: 'editor@example.org',
    at: '2026-11-23T10:00:00.000Z',
  });
  const html = await call('editor', 'GET', 'risk/file?format=html');
  expect(html.body).toContain('Imaging of out-patients.');
  expect((await say('editor', { [USE]: null })).statusCode).toBe(200);
  expect((await questions()).find(({ key }) => key === USE)?.text).toBeNull();
  const trail = await server.store.tenant(site, (tx) => listAudit(tx, { limit: 10 }));
  expect(
    trail.items
      .filter(({ subject }) => subject === USE)
      .map(({ detail }) => detail)
      .sort(),
  ).toEqual(['Imaging of the whole body.', 'taken back']);
});

test('the file to read carries what the site puts on its reports; the one for programs and a site without it stay the same', async () => {
  const page = async () => (await call('editor', 'GET', 'risk/file?format=html')).body;
  const [before, document] = [await page(), (await call('editor', 'GET', 'risk/file')).body];
  const none = { name: '', accent: null, preparedBy: '', contact: '', footer: '', logo: null };
  const brand = { ...none, version: 0, name: 'St. Mary Imaging', preparedBy: 'North Consulting' };
  expect((await call('owner', 'PUT', 'branding', brand)).statusCode).toBe(200);
  expect(await page()).toMatch(/Prepared by North Consulting[\s\S]*St\. Mary Imaging/);
  expect((await call('editor', 'GET', 'risk/file')).body).toBe(document);
  await call('owner', 'PUT', 'branding', { ...none, version: 1 });
  expect(await page()).toBe(before);
});

test.each([
  ['a key that is none', { nonsense: 'x' }, 'texts.nonsense: the file does not ask for this'],
  ['blank words', { [USE]: '  ' }, 'at least 1 character'],
  ['a text without end', { [USE]: 'x'.repeat(4001) }, 'at most 4000 characters'],
])('%s is refused in words', async (_, texts, words) => {
  const answer = await say('editor', texts);
  expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining(words)]);
});

test.each([
  [
    'another currency without what a dollar is worth',
    { currency: 'EUR' },
    'perDollar: figures that are defaults stand in US dollars',
  ],
  [
    'a cost out of order',
    { actionCosts: { rule: { cost: { low: 3, mode: 2, high: 1 } } } },
    'ActionCosts/rule/cost: low, mode and high must be in this order',
  ],
  ['a negative cost', { stepCosts: { x: { cost: { low: -1, mode: 2, high: 3 } } } }, 'at least 0'],
  ['a cost beyond measure', { stepCosts: { x: { cost: { low: 1, mode: 2, high: 2e9 } } } }, 'at most 1000000000'],
  ['days beyond measure', { actionCosts: { patch: { days: 9999 } } }, 'at most 3650'],
  ['a kind of step that is none', { actionCosts: { prayer: { days: 1 } } }, 'prayer'],
])('%s is refused with the field named', async (_, settings, words) => {
  const answer = await call('editor', 'PUT', 'risk/settings', settings);
  expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining(words)]);
});

test('figures in another currency and what is said of a device count in the next assessment; taken back it does not', async () => {
  const stated = { currency: 'EUR', perDollar: 0.9, actionCosts: { rule: { cost: { low: 1, mode: 2, high: 3 } } } };
  const answer = await call('editor', 'PUT', 'risk/settings', stated);
  expect([answer.statusCode, answer.json().stated]).toEqual([200, stated]);
  const id: string = (await call('editor', 'GET', 'devices?q=CT')).json().items[0].id;
  const change = (circumstances: object) => call('editor', 'PATCH', `devices/${id}`, { circumstances });
  const said = await change({ patientsPerDay: 44, onlyOne: true });
  expect(said.json().circumstances).toMatchObject({ stated: { patientsPerDay: 44, onlyOne: true }, levels: [5, 5] });
  const document = await performRisk({ store: server.store, clock }, site, { by: 'anna', trials: 1000 });
  expect(document.currency).toBe('EUR');
  const counted = (path: string) => document.figures.find((figure) => figure.path === path)?.value;
  expect(counted('modalities.CT.incomePerExam')).toEqual({ low: 225, mode: 315, high: 450 });
  expect(counted(`devices.${id}.patientsPerDay`)).toBe(44);
  const back = await change({ patientsPerDay: null });
  expect(back.json().circumstances.stated).toEqual({ onlyOne: true });
  const { figures } = (await call('editor', 'GET', 'risk/settings')).json();
  expect(figures.some(({ path }: { path: string }) => path.startsWith('devices.'))).toBe(false);
});

test('of two who change the same figures at once, the second is told, and overwrites nothing', async () => {
  const now = async () => (await call('editor', 'GET', 'risk/settings')).json();
  const first = (await now()).version;
  const say = (settings: object, version: string) =>
    call('editor', 'PUT', `risk/settings?version=${version}`, settings);
  const one = await say({ patients: 11_000 }, first);
  expect([one.statusCode, one.json().stated]).toEqual([200, { patients: 11_000 }]);
  const other = await say({ patients: 12_000 }, first);
  expect([other.statusCode, other.json().code]).toEqual([409, 'conflict']);
  expect(other.json().detail).toMatch(/has stated other figures meanwhile\. Nothing was changed\./);
  const { stated, version } = await now();
  expect([stated, version]).toEqual([{ patients: 11_000 }, one.json().version]);
  expect((await say({ patients: 12_000 }, version)).statusCode).toBe(200);
  // Nobody stated anything again: what was first stated counts as it did then.
  expect((await say({}, (await now()).version)).json().version).toBe((await now()).version);
});
