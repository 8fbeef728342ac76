// Claims about who has read a policy, how machines keep to it, and exceptions from it: over HTTP, with an inventory, a roster and an assessment.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyExceptions, policyTexts, type SitePolicy, trainingRecord } from '#contracts/index.ts';
import { answerChecklist, listDevices } from '#inventory/index.ts';
import { judgeDevices, performRisk, takeIn } from '#jobs/index.ts';
import { fixedClock } from '#kit/index.ts';
import { setMail } from '#people/index.ts';
import { addStaff, changeStaff, noteReturned, policyEvidence, siteChecks } from '#program/index.ts';
import type { Tenant, TenantId } from '#store/index.ts';
import { fakeMail } from '#support/fake-mail.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const DAY_MS = 86_400_000;
const clock = fixedClock('2026-11-27T10:00:00.000Z');
const DEVICES =
  'Name;Type;Modality;IP address\nCT 1;Modality;CT;10.0.0.11\nMR 1;Modality;MR;10.0.0.12\nUS 1;Modality;US;10.0.0.13\n';
const POLICY = 'firewall-and-ports';

let server: SampleServer;
let site: TenantId;
let ct = '';
let mr = '';
const staff: string[] = [];
const sessions = new Map<string, Session>();
const WHO = ['owner', 'second', 'editor', 'reader', 'stranger'] as const;
const emailOf = (name: string) => `${name}@clinic.example`;

async function signIn(): Promise<void> {
  for (const name of WHO) {
    const payload = { email: emailOf(name), password: PASSWORD };
    sessions.set(name, sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload })));
  }
}

async function pass(days: number): Promise<void> {
  clock.advance(days * DAY_MS);
  await signIn();
}

beforeAll(async () => {
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Lakeside', demo: false });
  const other = await server.people.addTenant({ name: 'Theirs', demo: false });
  for (const name of WHO) {
    const role = name === 'editor' || name === 'reader' ? name : 'owner';
    const tenant = name === 'stranger' ? other : site;
    await server.people.addUser(tenant, 'local', { email: emailOf(name), name, role, password: PASSWORD });
  }
  await signIn();
  const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const source = (async function* () {
    yield Buffer.from(DEVICES);
  })();
  await takeIn({ store: server.store, clock }, run, { source, fileName: 'list.csv', bytes: null });
  await server.store.tenant(site, async (tx) => {
    const { items } = await listDevices(tx, { sort: 'name', order: 'asc', limit: 10, retired: 'false' });
    [ct = '', mr = ''] = items.map(({ id }) => id);
    await answerChecklist(tx, ct, { answers: { firewall: 'no', smb1: 'no' } }, { by: 'bea', clock });
    await answerChecklist(tx, mr, { answers: { firewall: 'no' } }, { by: 'bea', clock });
    const actor = { by: 'anna', now: clock.now() };
    for (const [name, roles] of [
      ['reader', ['pacs']],
      ['Bo', ['biomed']],
      ['Cy', ['biomed']],
      ['Di', ['front desk']],
    ] as const) {
      const member = { name, email: emailOf(name.toLowerCase()), roles: [...roles], devices: [] };
      staff.push((await addStaff(tx, member, actor)).id);
    }
  });
  await judgeDevices({ store: server.store, clock }, site, { devices: [ct, mr], gone: [] });
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

function call(who: (typeof WHO)[number], method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
  const headers = sessions.get(who) ?? {};
  return server.app.inject({ method, url: `/api/v1/program/${path}`, headers, ...(payload ? { payload } : {}) });
}

function policyIn(answer: LightMyRequestResponse): SitePolicy {
  expect(answer.json()).not.toHaveProperty('detail');
  return policyTexts.sitePolicy.parse(answer.json());
}

function exceptionIn(answer: LightMyRequestResponse) {
  expect(answer.json()).not.toHaveProperty('detail');
  return policyExceptions.exceptionDone.parse(answer.json()).exception;
}

const open = async () => policyIn(await call('reader', 'GET', `policies/${POLICY}`));
const readers = async (query = '') =>
  policyTexts.policyReaders.parse((await call('reader', 'GET', `policies/${POLICY}/readers${query}`)).json());
const checkOf = ({ checks }: SitePolicy, id: string) => checks.find((check) => check.id === id);

/** Has the newest text approved by the second owner, changed before if `purpose` is given. */
async function approve(meaning: boolean, purpose?: string): Promise<SitePolicy> {
  const { newest } = await open();
  const { title, values, clauses, reviewMonths, attestedBy } = newest.body;
  const named = newest.filled.missing.map((name) => [name, 'Ann Lee']);
  const edit = {
    basis: newest.version.version,
    title,
    purpose: purpose ?? newest.body.purpose,
    values: { ...values, ...Object.fromEntries(named) },
    clauses,
    reviewMonths,
    attestedBy,
  };
  const { version } = policyIn(await call('editor', 'PUT', `policies/${POLICY}`, edit)).newest.version;
  const asked = await call('editor', 'POST', `policies/${POLICY}/ask`, { version, meaning });
  const { newest: waiting } = policyTexts.policyDone.parse(asked.json()).policy;
  return policyIn(await call('second', 'POST', `policies/${POLICY}/approve`, { version: waiting.version.version }));
}

test('a policy shows which devices break it, and what is not known is not kept', async () => {
  await call('editor', 'POST', 'policies', { policy: POLICY });
  const policy = await approve(true);
  expect(checkOf(policy, 'firewall-on')).toMatchObject({
    holds: 0,
    broken: 2,
    unknown: 1,
    breaking: expect.arrayContaining([
      { id: ct, name: 'CT 1', why: 'Its own firewall is off.' },
      { id: mr, name: 'MR 1', why: 'Its own firewall is off.' },
    ]),
  });
  expect(policy.status.enforced).toMatchObject({ answer: 'no', basis: 'observed' });
  expect(policy.status.enforced.why).toContain('firewall-on');
});

test('people read it with an account, by a link without one, or on paper, and each is told apart', async () => {
  const policy = await open();
  const version = policy.inForce?.version.version ?? 0;
  const before = await readers();
  // The policy asks those who look after machines and the archive, not the front desk.
  expect(before).toMatchObject({ asked: 3, given: 0, stale: 0, total: { value: 3 }, mine: { state: 'not yet' } });
  expect(policy.status.known).toMatchObject({ answer: 'no', why: '0 of 3 people have said that they read it.' });

  const wrong = await call('reader', 'POST', `policies/${POLICY}/read`, { version: version - 1 });
  expect(wrong.json()).toMatchObject({ status: 409, detail: expect.stringContaining('counts now') });
  expect((await call('reader', 'POST', `policies/${POLICY}/read`, { version })).statusCode).toBe(200);

  const sent = await call('editor', 'POST', `policies/${POLICY}/links`, { staff: null });
  const links = policyTexts.policyLinks.parse(sent.json()).items;
  expect(links.map(({ name }) => name)).toEqual(['Bo', 'Cy']);
  const token = links[0]?.path.replace('/learn/policy/', '') ?? '';
  const byLink = (method: 'GET' | 'POST', path: string, payload?: object) =>
    server.app.inject({ method, url: `/api/v1/learn/${path}`, ...(payload ? { payload } : {}) });
  const shown = policyTexts.policyToRead.parse((await byLink('GET', `${token}/policy`)).json());
  expect(shown).toMatchObject({ name: 'Bo', id: POLICY, version, readAt: null, site: 'Lakeside' });
  expect((await byLink('POST', `${token}/read`, { version: version - 1 })).statusCode).toBe(409);
  expect((await byLink('POST', `${token}/read`, { version })).json()).toMatchObject({
    readAt: clock.now().toISOString(),
  });
  expect((await byLink('GET', `${token.slice(1)}/policy`)).json()).toMatchObject({ status: 404, code: 'link-unknown' });

  const paper = (body: object) => call('editor', 'POST', `policies/${POLICY}/paper`, body);
  expect((await paper({ staff: [staff[2]], on: '2026-11-28' })).json().detail).toMatch(
    /^on: This day is still to come/,
  );
  expect((await paper({ staff: [staff[2]], on: '2026-11-26' })).json().detail).toMatch(
    /^on: Version .* was approved on/,
  );
  expect((await paper({ staff: ['nobody'], on: '2026-11-27' })).json().detail).toMatch(/^staff\[0\]: Nobody/);
  expect(
    (await call('reader', 'POST', `policies/${POLICY}/paper`, { staff: [staff[2]], on: '2026-11-27' })).statusCode,
  ).toBe(403);
  const known = policyIn(await paper({ staff: [staff[2], staff[3]], on: '2026-11-27' }));
  expect(known.status.known).toMatchObject({ answer: 'yes' });
  const after = await readers();
  expect(after).toMatchObject({ asked: 3, given: 3, stale: 0, mine: { state: 'read', how: 'account' } });
  expect(after.items.map(({ name, how, recordedBy, isAsked }) => [name, how, recordedBy, isAsked])).toEqual([
    ['Bo', 'link', null, true],
    ['Cy', 'paper', emailOf('editor'), true],
    ['reader', 'account', null, true],
    ['Di', 'paper', emailOf('editor'), false],
  ]);
  const first = await readers('?limit=1');
  const second = await readers(`?limit=3&cursor=${encodeURIComponent(first.next ?? '')}`);
  expect([...first.items, ...second.items]).toEqual(after.items);
});

test('other words leave what people said, another meaning makes it stale', async () => {
  await approve(false, 'Said more plainly, meant the same.');
  expect(await readers()).toMatchObject({ given: 3, stale: 0 });
  await approve(true, 'Meant otherwise.');
  expect(await readers('?state=stale')).toMatchObject({ given: 3, stale: 3, total: { value: 4 } });
  const { status, inForce } = await open();
  expect(status.known).toMatchObject({ answer: 'no', why: expect.stringContaining('and 3 too long ago') });
  const version = inForce?.version.version ?? 0;
  await call('reader', 'POST', `policies/${POLICY}/read`, { version });
  expect(await readers()).toMatchObject({ given: 3, stale: 2 });
});

test('links go out by mail to whom it asks and who has not read it, once each; whom no mail reaches is shown', async () => {
  const mail = await fakeMail();
  const send = async (who: (typeof WHO)[number] = 'editor') => call(who, 'POST', `policies/${POLICY}/mail`);
  const sent = async () => trainingRecord.mailSent.parse((await send()).json());
  const actor = () => ({ by: 'anna', now: clock.now() });
  const inSite = <T>(work: (tx: Tenant) => Promise<T>) => server.store.tenant(site, work);
  const roster = { roles: ['biomed' as const], devices: [] };
  const gone = await inSite((tx) => addStaff(tx, { name: 'Ed', email: 'gone@clinic.example', ...roster }, actor()));
  expect((await send()).json()).toMatchObject({
    status: 409,
    detail: expect.stringContaining('No mail server is set'),
  });
  expect(await readers()).toMatchObject({ mailIsSet: false, notMailed: 3 });
  const settings = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    user: '',
    from: 'd@clinic.example',
  } as const;
  const address = 'https://dosimeter.clinic.example';
  await inSite((tx) => setMail(tx, { ...settings, address }, { ...actor(), box: server.people.box }));
  expect((await send('reader')).statusCode).toBe(403);
  expect((await call('editor', 'POST', 'policies/no-such/mail')).statusCode).toBe(404);

  mail.sayLater(true);
  expect(await sent()).toMatchObject({ sent: 0, refused: [], left: 3, stopped: expect.stringMatching(/did not take/) });
  mail.sayLater(false);
  const refused = [{ email: 'gone@clinic.example', because: expect.stringContaining('no such user') }];
  expect(await sent()).toEqual({ sent: 2, refused, left: 0, stopped: null });
  const [toBo = '', toCy = ''] = mail.mails.map((each) => each.replace(/=\n/g, ''));
  expect([toBo, toCy].map((each) => /^To: (.*)$/m.exec(each)?.[1])).toEqual([emailOf('bo'), emailOf('cy')]);
  expect(toBo).toContain('Subject: A policy for you to read (Lakeside)');
  expect(toBo).toContain((await open()).newest.filled.title);
  const token = new RegExp(`${address}/learn/policy/(\\S+)`).exec(toBo)?.[1] ?? '';
  const shown = await server.app.inject({ method: 'GET', url: `/api/v1/learn/${token}/policy` });
  expect(policyTexts.policyToRead.parse(shown.json())).toMatchObject({ name: 'Bo', id: POLICY });
  const { items, notMailed } = await readers();
  expect(notMailed).toBe(0);
  const told = items.flatMap(({ name, mailedAt, bounced }) =>
    (mailedAt ?? bounced) ? [[name, mailedAt, bounced]] : [],
  );
  expect(told).toEqual([
    ['Ed', null, expect.stringContaining('no such user')],
    ['Bo', clock.now().toISOString(), null],
    ['Cy', clock.now().toISOString(), null],
  ]);
  expect(await sent()).toEqual({ sent: 0, refused: [], left: 0, stopped: null });
  expect(mail.mails).toHaveLength(2);

  // A mail that came back was none: the new address gets one.
  await inSite((tx) => noteReturned(tx, [{ addresses: [emailOf('bo')], sentTo: null, because: '550 gone' }], actor()));
  expect((await readers()).items.find(({ name }) => name === 'Bo')).toMatchObject({
    mailedAt: null,
    bounced: '550 gone',
  });
  expect(await sent()).toMatchObject({ sent: 0 });
  const readdress = (email: string) => inSite((tx) => changeStaff(tx, staff[1] ?? '', { email }, actor()));
  await readdress('bo.lee@clinic.example');
  expect(await sent()).toMatchObject({ sent: 1 });
  expect(mail.mails.at(-1)).toContain('To: bo.lee@clinic.example');
  await readdress(emailOf('bo'));

  // Another meaning is another thing to read.
  clock.advance(1000);
  await approve(true, 'Meant otherwise once more.');
  const version = (await open()).inForce?.version.version ?? 0;
  await call('reader', 'POST', `policies/${POLICY}/read`, { version });
  const before = mail.mails.length;
  const rounds = await Promise.all([sent(), sent()]);
  expect(rounds.reduce((sum, round) => sum + round.sent, 0)).toBe(2);
  expect(rounds).toMatchObject([
    { refused: [], left: 0 },
    { refused: [], left: 0 },
  ]);
  expect(mail.mails).toHaveLength(before + 2);
  await inSite((tx) => changeStaff(tx, gone.id, { active: false }, actor()));
  mail.close();
});

const asked = {
  check: 'firewall-on',
  devices: [] as string[],
  reason: 'The maker allows no firewall on this machine.',
  instead: 'It stands alone behind a firewall of its own.',
  owner: 'Biomedical engineering',
  until: '2027-02-28',
};
let exception = '';

test.each<[string, object, RegExp]>([
  ['no device', {}, /^devices: Name the devices/],
  ['a device that is none', { devices: ['no-such'] }, /^devices\[0\]: There is no device/],
  ['a day that is over', { until: '2026-11-27' }, /^until: This day is over/],
  ['a day too far away', { until: '2027-11-28' }, /^until: An exception holds for 12 months at most/],
  ['a check that is none', { check: 'no-such' }, /^check: There is no check/],
  ['neither clause nor check', { check: null }, /^Check: Name a clause with its policy, or a check/],
  ['a clause that is none', { check: null, policy: POLICY, clause: 'no-such' }, /^clause: This policy has no clause/],
  ['no reason', { reason: 'no' }, /^Reason: Say it in a sentence/],
  ['nothing in its place', { instead: '' }, /^Instead: /],
])('an exception with %s is refused with the field', async (_what, change, words) => {
  const answer = await call('editor', 'POST', 'exceptions', { ...asked, ...change });
  expect([400, 404]).toContain(answer.statusCode);
  expect(answer.json().detail).toMatch(words);
});

test('an exception counts once somebody else approved it, says what it leaves standing, and is over on its day', async () => {
  const document = await performRisk({ store: server.store, clock }, site, { by: 'anna', trials: 1000 });
  expect((await call('reader', 'POST', 'exceptions', { ...asked, devices: [ct] })).statusCode).toBe(403);
  const waiting = exceptionIn(await call('owner', 'POST', 'exceptions', { ...asked, devices: [ct] }));
  exception = waiting.id;
  expect(waiting).toMatchObject({
    state: 'asked',
    devices: [{ id: ct, name: 'CT 1' }],
    checks: [{ id: 'firewall-on' }],
  });
  expect(checkOf(await open(), 'firewall-on')).toMatchObject({ broken: 2, excepted: 0 });
  const own = await call('owner', 'POST', `exceptions/${exception}/approve`, {});
  expect(own.json()).toMatchObject({
    status: 403,
    detail: expect.stringMatching(/^You asked for this exception yourself/),
  });
  expect((await call('editor', 'POST', `exceptions/${exception}/approve`, {})).statusCode).toBe(403);
  expect((await call('stranger', 'POST', `exceptions/${exception}/approve`, {})).statusCode).toBe(404);
  const approved = exceptionIn(
    await call('second', 'POST', `exceptions/${exception}/approve`, { note: 'Until the new one.' }),
  );
  expect(approved).toMatchObject({ state: 'approved', decidedBy: emailOf('second') });
  // What hangs on the finding that the firewall is off, by the assessment.
  const results = await server.store.tenant(site, (tx) => siteChecks(tx, clock.now()));
  const result = results.find(({ check, device }) => check === 'firewall-on' && device === ct);
  const finding = result?.evidence.find(({ kind }) => kind === 'finding')?.id ?? '';
  const mending = document.actions.filter(({ findings }) => findings.includes(finding));
  const hanging = document.scenarios.filter(
    ({ id, path }) =>
      mending.some(({ scenarios }) => scenarios.includes(id)) || path?.steps.some((step) => step.finding === finding),
  );
  expect(approved.left).toMatchObject({
    assessment: document.id,
    currency: 'USD',
    findings: 1,
    scenarios: hanging.length,
    mended:
      mending.length === 0
        ? null
        : expect.closeTo(
            mending.reduce((sum, { saves }) => sum + saves.mean, 0),
            3,
          ),
  });
  expect(approved.left?.loss).toBeCloseTo(
    hanging.reduce((sum, { loss }) => sum + loss.today.mean, 0),
    3,
  );

  const excepted = await open();
  expect(checkOf(excepted, 'firewall-on')).toMatchObject({
    broken: 1,
    excepted: 1,
    exempt: [{ id: ct }],
    breaking: [{ id: mr }],
  });
  expect(excepted.status.enforced.why).toContain('1 with an approved exception');
  await pass(93);
  expect(checkOf(await open(), 'firewall-on')).toMatchObject({ excepted: 1 });
  await pass(1);
  expect(checkOf(await open(), 'firewall-on')).toMatchObject({ broken: 2, excepted: 0 });
  const list = policyExceptions.exceptionList.parse((await call('reader', 'GET', 'exceptions')).json());
  expect(list.items).toMatchObject([{ id: exception, state: 'expired' }]);
  expect(policyExceptions.exceptionList.parse((await call('stranger', 'GET', 'exceptions')).json()).items).toEqual([]);
});

test('where a check knows an excuse, the exception brings it, and takes it back when it ends', async () => {
  const ask = { ...asked, check: 'remote-service-registered', devices: [ct], until: '2027-06-30' };
  const { id } = exceptionIn(await call('editor', 'POST', 'exceptions', ask));
  const state = async () => {
    const results = await server.store.tenant(site, (tx) => siteChecks(tx, clock.now()));
    return results.find(({ check, device }) => check === ask.check && device === ct)?.state;
  };
  const before = await state();
  expect(before).not.toBe('holds');
  exceptionIn(await call('second', 'POST', `exceptions/${id}/approve`, {}));
  expect(await state()).toBe('holds');
  const ended = exceptionIn(await call('editor', 'POST', `exceptions/${id}/end`, { reason: 'The way in was closed.' }));
  expect(ended).toMatchObject({ state: 'ended', endNote: 'The way in was closed.' });
  expect(await state()).toBe(before);
  const again = await call('editor', 'POST', `exceptions/${id}/end`, { reason: 'Once more.' });
  expect(again.json()).toMatchObject({ status: 409, detail: expect.stringContaining('ended already') });
});

test('a no is kept with its reason, and after twelve months what people said is stale', async () => {
  const clause = {
    ...asked,
    check: null,
    policy: POLICY,
    clause: (await open()).inForce?.body.clauses[0]?.id,
    devices: [mr],
  };
  const { id, policy } = exceptionIn(await call('editor', 'POST', 'exceptions', { ...clause, until: '2027-04-01' }));
  expect(policy?.id).toBe(POLICY);
  const refused = exceptionIn(await call('owner', 'POST', `exceptions/${id}/refuse`, { reason: 'Update it instead.' }));
  expect(refused).toMatchObject({ state: 'refused', decisionNote: 'Update it instead.' });
  expect((await readers()).stale).toBe(2);
  await pass(280);
  expect((await readers()).stale).toBe(3);
  const evidence = await server.store.tenant(site, (tx) =>
    policyEvidence(tx, { today: clock.now().toISOString().slice(0, 10), timeZone: 'UTC' }),
  );
  expect(evidence.get(POLICY)).toMatchObject({
    policy: { state: 'approved' },
    attestations: { asked: 3, given: 3, stale: 3 },
  });
});
