// Claims about assessments and the register of remote access, over HTTP: who may, what counts, what expires, what is refused.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  assessments,
  type FrameworkStanding,
  programChecks,
  type RemoteAccessInput,
  type RowStanding,
  remoteAccess,
} from '#contracts/index.ts';
import { settleAccess } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import { siteChecks } from '#program/index.ts';
import { openJobs, type TenantId } from '#store/index.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const clock = fixedClock('2026-11-27T10:00:00.000Z');
let server: SampleServer;
let site: TenantId;
const sessions = new Map<string, Session>();
let ct = '';

async function signIn(name: string): Promise<void> {
  const payload = { email: `${name}@clinic.example`, password: PASSWORD };
  sessions.set(name, sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload })));
}

function call(
  who: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
): Promise<LightMyRequestResponse> {
  return server.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { ...sessions.get(who) },
    ...(payload ? { payload } : {}),
  });
}

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  const other = await server.people.addTenant({ name: 'Theirs', demo: false });
  for (const [tenant, name, role] of [
    [site, 'owner', 'owner'],
    [site, 'editor', 'editor'],
    [site, 'reader', 'reader'],
    [other, 'stranger', 'owner'],
  ] as const) {
    await server.people.addUser(tenant, 'local', { email: `${name}@clinic.example`, name, role, password: PASSWORD });
    await signIn(name);
  }
  const edge = 'edge-of-a-part';
  const part = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\n\r\n`;
  const list = 'Name;Modality;IP address;Operating system\nCT 1;CT;10.0.0.11;Windows XP\nMR 1;MR;10.0.0.12;\n';
  await server.app.inject({
    method: 'POST',
    url: '/api/v1/imports',
    headers: { ...sessions.get('owner'), 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: `${part}${list}\r\n--${edge}--\r\n`,
  });
  await vi.waitFor(async () => expect(await server.store.tenant(site, openJobs)).toEqual([]), { timeout: 60_000 });
  const devices = (await call('owner', 'GET', '/devices')).json<{ items: { id: string; name: string }[] }>().items;
  ct = devices.find(({ name }) => name === 'CT 1')?.id ?? '';
  expect(ct).not.toBe('');
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const access = (over: Partial<RemoteAccessInput> = {}): RemoteAccessInput => ({
  maker: 'Acme',
  who: 'Service desk',
  devices: [ct],
  service: 'VPN',
  reason: 'Yearly service',
  until: '2026-12-31',
  secondFactor: 'yes',
  contact: 'service@acme.example',
  ...over,
});
const register = async (who = 'reader') =>
  remoteAccess.remoteAccessList.parse((await call(who, 'GET', '/program/remote-access')).json());
const registeredState = async () =>
  (await server.store.tenant(site, (tx) => siteChecks(tx, clock.now()))).find(
    ({ check, device }) => check === 'remote-service-registered' && device === ct,
  )?.state;
const expired = async () =>
  (await call('reader', 'GET', '/findings?rule=remote-access-expired')).json<{ items: { device: string }[] }>().items;

test.each([
  ['a day that is past', { until: '2026-11-26' }, /until: 2026-11-26 is past/],
  ['a device that is not here', { devices: ['nobody'] }, /devices: there is no device nobody/],
  ['no reason', { reason: ' ' }, /reason/],
  ['a day that is none', { until: '31.12.2026' }, /until/],
])('an entry with %s is refused by name', async (_, over, words) => {
  const answer = await call('editor', 'POST', '/program/remote-access', access(over));
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toMatch(words);
});

test('an entry is valid through its last day, then a finding until it is ended or given another day', async () => {
  expect((await call('reader', 'POST', '/program/remote-access', access())).statusCode).toBe(403);
  expect((await call('editor', 'POST', '/program/remote-access', access())).statusCode).toBe(200);
  const [entry] = (await register()).items;
  expect(entry).toMatchObject({ maker: 'Acme', state: 'valid', by: expect.stringContaining('editor'), lastSeen: null });
  expect((await register('stranger')).items).toEqual([]);
  expect(await registeredState()).toBe('holds');
  clock.advance(Date.parse('2026-12-31T23:59:00Z') - clock.now().getTime());
  await signIn('editor');
  await signIn('reader');
  expect((await register()).items[0]?.state).toBe('valid');
  clock.advance(120_000);
  expect((await register()).items[0]?.state).toBe('expired');
  expect(await registeredState()).not.toBe('holds');
  await settleAccess({ store: server.store, clock });
  expect((await expired()).map(({ device }) => device)).toEqual([ct]);
  const url = `/program/remote-access/${entry?.id}`;
  expect((await call('editor', 'PUT', url, access({ until: '2027-01-31' }))).statusCode).toBe(200);
  expect(await expired()).toEqual([]);
  expect((await call('stranger', 'POST', `${url}/end`)).statusCode).toBe(401);
  expect((await call('editor', 'POST', `${url}/end`)).statusCode).toBe(200);
  expect((await register()).items[0]).toMatchObject({ state: 'ended', endedBy: expect.stringContaining('editor') });
  expect((await call('editor', 'PUT', url, access({ until: '2027-01-31' }))).json()).toMatchObject({
    status: 400,
    detail: expect.stringContaining('has ended'),
  });
});

const standing = async (id: string, who = 'reader'): Promise<FrameworkStanding> =>
  assessments.frameworkStanding.parse((await call(who, 'GET', `/program/assessments/${id}`)).json());
const rowIn = ({ rows }: FrameworkStanding, id: string): RowStanding => {
  const row = rows.find((each) => each.id === id);
  if (!row) throw new Error(`no row ${id}`);
  return row;
};
const say = (answers: readonly object[], who = 'editor') =>
  call(who, 'PUT', '/program/assessments/answers', { answers });

test('one answer to a control counts in every framework that it serves, is marked, and goes stale after a year', async () => {
  const before = await standing('hipaa-security');
  const control = before.rows.flatMap(({ controls }) => controls).find(({ id }) => id === 'record-keeping');
  expect(control).toMatchObject({ answer: 'unknown', own: null });
  expect(control?.alsoServes).toBeGreaterThan(0);
  const answer = { kind: 'control', subject: 'record-keeping', answer: 'yes', note: 'Six years', evidence: 'Shelf 4' };
  expect((await say([answer])).json()).toEqual({ changed: 1 });
  expect((await say([answer])).json()).toEqual({ changed: 0 });
  for (const framework of ['hipaa-security', 'csf-2.0', 'iso-27001']) {
    const rows = (await standing(framework)).rows.filter(({ controls }) =>
      controls.some(({ id }) => id === 'record-keeping'),
    );
    for (const row of rows) {
      expect(row.from, `${framework} ${row.id}`).toMatch(/attested|both/);
      expect(row.controls.find(({ id }) => id === 'record-keeping')).toMatchObject({
        answer: 'yes',
        from: 'attested',
        own: { by: expect.stringContaining('editor'), evidence: 'Shelf 4' },
      });
    }
  }
  clock.advance(366 * 86_400_000);
  await signIn('reader');
  await signIn('editor');
  const old = (await standing('hipaa-security')).rows.filter(({ controls }) =>
    controls.some(({ id }) => id === 'record-keeping'),
  );
  expect(old.every(({ stale }) => stale)).toBe(true);
  expect(old[0]?.controls.find(({ id }) => id === 'record-keeping')?.answer).toBe('unknown');
});

test('a control stands the same on its own page and in every framework, wherever it was answered', async () => {
  const listed = async () =>
    programChecks.controlList.parse((await call('reader', 'GET', '/program/controls')).json()).controls;
  const said = { question: 'control-sanctions', device: null, answer: 'partly' };
  expect((await call('editor', 'POST', '/program/attestations', { attestations: [said] })).statusCode).toBe(200);
  expect((await say([{ kind: 'control', subject: 'evidence-keeping', answer: 'no' }])).statusCode).toBe(200);
  const onPage = new Map((await listed()).map(({ id, status }) => [id, status.enforced]));
  expect(onPage.get('sanctions')).toMatchObject({ answer: 'partly', basis: 'attested' });
  expect(onPage.get('evidence-keeping')).toMatchObject({ answer: 'no', basis: 'attested' });
  const served = new Map(
    (await standing('iso-27001')).rows
      .concat((await standing('csf-2.0')).rows, (await standing('hipaa-security')).rows)
      .flatMap(({ controls }) => controls.map(({ id, answer, from, why }) => [id, { answer, basis: from, why }])),
  );
  expect(served.has('sanctions') && served.has('evidence-keeping')).toBe(true);
  for (const [id, enforced] of served) expect(enforced, id).toEqual(onPage.get(id));
});

test('what a finding shows is not made good by what somebody says of the row', async () => {
  const seen = (await standing('csf-2.0')).rows.find(({ from, answer }) => from === 'observed' && answer !== 'yes');
  if (!seen) throw new Error('no finding breaks a control');
  expect((await say([{ kind: 'row', scope: 'csf-2.0', subject: seen.id, answer: 'yes' }])).statusCode).toBe(200);
  const after = rowIn(await standing('csf-2.0'), seen.id);
  expect(after).toMatchObject({ from: 'both', answer: 'partly', own: { answer: 'yes' } });
});

test('a target that is not reached is counted, and taken back with unknown', async () => {
  const target = { kind: 'target', scope: 'csf-2.0', subject: 'GV.OC-01', answer: 'yes' };
  await say([target]);
  expect((await standing('csf-2.0')).counts.belowTarget).toBe(1);
  await say([{ ...target, answer: 'unknown' }]);
  expect((await standing('csf-2.0')).counts.belowTarget).toBe(0);
});

test.each([
  [
    'a control that is not there',
    { kind: 'control', subject: 'nothing-such', answer: 'yes' },
    /no control nothing-such/,
  ],
  [
    'a row of another framework',
    { kind: 'row', scope: 'csf-2.0', subject: '164.308', answer: 'no' },
    /no row csf-2.0 164.308/,
  ],
  [
    'a party that is not there',
    { kind: 'question', scope: 'x', subject: 'v-sbom', answer: 'no' },
    /no question x v-sbom/,
  ],
  ['a day to come', { kind: 'control', subject: 'awareness', answer: 'yes', on: '2031-01-01' }, /still to come/],
])('an answer about %s is refused by name, and the others with it', async (_, bad, words) => {
  const before = await standing('csf-2.0');
  const good = { kind: 'control', subject: 'sanctions', answer: 'no' };
  const answer = await say([good, bad]);
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toMatch(words);
  expect((await standing('csf-2.0')).counts).toEqual(before.counts);
});

test('the risk analysis of HIPAA has nine parts, and says what is missing', async () => {
  const { analysis } = await standing('hipaa-security');
  expect(analysis?.map(({ id }) => id)).toEqual([
    'scope',
    'data',
    'threats',
    'measures',
    'likelihood',
    'impact',
    'level',
    'documentation',
    'review',
  ]);
  expect(analysis?.find(({ id }) => id === 'likelihood')).toMatchObject({ answer: 'no' });
  expect((await standing('csf-2.0')).analysis).toBeNull();
});

test('exports say what they cover, and hold every row that asks for something', async () => {
  const { counts } = await standing('hicp-2023');
  const csv = await call('reader', 'GET', '/program/assessments/hicp-2023/export?format=csv');
  expect(csv.headers).toMatchObject({ 'x-scope': 'Ours', 'x-row-count': String(counts.rows) });
  const lines = csv.body.trim().split('\r\n');
  expect(lines).toHaveLength(counts.rows + 1);
  expect(lines[0]).toContain('Ours, 2028-01-02');
  await say([{ kind: 'control', subject: 'mail-filter', answer: 'yes', note: '=HYPERLINK("x")<script>' }]);
  await say([{ kind: 'row', scope: 'hicp-2023', subject: '1.S.A', answer: 'yes', note: '=1+1<script>' }]);
  const page = await call('reader', 'GET', '/program/assessments/hicp-2023/export?format=html');
  expect(page.body).toContain(`${counts.rows} rows`);
  expect(page.body).not.toContain('<script>');
  expect((await call('reader', 'GET', '/program/assessments/hicp-2023/export')).body).not.toMatch(/(^|,)=1/m);
  expect((await call('reader', 'GET', '/program/assessments/none-such')).statusCode).toBe(404);
});

test('a questionnaire that is left half-way keeps what was answered', async () => {
  const parties = async () =>
    assessments.partyList.parse((await call('reader', 'GET', '/program/questionnaires')).json()).items;
  const input = { questionnaire: 'business-associate', name: 'Cloud Archive Inc.' };
  expect((await call('editor', 'POST', '/program/questionnaires', input)).statusCode).toBe(200);
  expect((await call('editor', 'POST', '/program/questionnaires', input)).json()).toMatchObject({
    detail: expect.stringContaining('already'),
  });
  const [party] = await parties();
  const question = { kind: 'question', scope: party?.id ?? '', answer: 'yes' };
  await say([
    { ...question, subject: 'ba-contract', evidence: 'Signed 2026-03-01' },
    { ...question, subject: 'ba-factor', answer: 'no' },
  ]);
  const [half] = await parties();
  expect(half).toMatchObject({ answered: 2, bad: 1 });
  expect(half?.questions.find(({ id }) => id === 'ba-contract')?.answer?.evidence).toBe('Signed 2026-03-01');
  expect((await call('editor', 'DELETE', `/program/questionnaires/${party?.id}`)).statusCode).toBe(200);
  expect(await parties()).toEqual([]);
});

describe('an export of the SRA Tool', () => {
  const send = (content: string | Buffer, name = 'sra.csv', who = 'editor') => {
    const edge = 'edge-of-a-part';
    const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
    return server.app.inject({
      method: 'POST',
      url: '/api/v1/program/assessments/sra-tool?on=2027-12-30',
      headers: { ...sessions.get(who), 'content-type': `multipart/form-data; boundary=${edge}` },
      payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)]),
    });
  };
  const CSV =
    'Security Risk Assessment\r\n\r\nSection,Question,Your Response,HIPAA Reference,Notes\r\n' +
    '1,Has a risk analysis been done?,"Yes. Within a year",164.308(a)(1)(ii)(A),Binder\r\n' +
    '2,Are sign-ins watched?,Yes.,§164.308(a)(5)(ii)(C),\r\n' +
    '2,Does somebody look at it?,"No, not yet",45 CFR 164.308 (a)(5)(ii)(C),\r\n' +
    "3,Is there a plan?,I don't know,164.308(a)(7),\r\n" +
    '4,What else?,We use a padlock,164.310(a),\r\n' +
    '5,Free question?,Yes,,\r\n';

  test('gives answers to rows, joined where several questions are about one, and tells what it left', async () => {
    const read = assessments.sraImport.parse((await send(CSV)).json());
    expect(read).toMatchObject({ rows: 6, taken: 2, unchanged: 0, columns: { provision: 'HIPAA Reference' } });
    expect(read.left.map(({ row, why }) => [row, why.slice(0, 20)])).toEqual([
      [7, 'It was not answered,'],
      [8, 'The answer begins wi'],
      [9, 'It names no provisio'],
    ]);
    const rule = await standing('hipaa-security');
    expect(rowIn(rule, '164.308(a)(1)(ii)(A)').own).toMatchObject({ answer: 'yes', on: '2027-12-30', via: 'SRA Tool' });
    expect(rowIn(rule, '164.308(a)(5)(ii)(C)').own).toMatchObject({ answer: 'partly' });
    expect(assessments.sraImport.parse((await send(CSV)).json())).toMatchObject({ taken: 0, unchanged: 2 });
  });

  test('leaves what was said here on a later day', async () => {
    const row = { kind: 'row', scope: 'hipaa-security', subject: '164.308(a)(1)(ii)(A)', answer: 'no' };
    await say([row]);
    await send(CSV);
    expect(rowIn(await standing('hipaa-security'), row.subject).own).toMatchObject({ answer: 'no', via: 'said here' });
  });

  test.each([
    ['no table of questions', 'a,b\r\n1,2\r\n', /no line has a heading/],
    ['a broken workbook', Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]), /workbook/],
    ['nothing', '', /no line has a heading/],
  ])('that is %s is refused in words', async (_, content, words) => {
    const answer = await send(content);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toMatch(words);
  });
});
