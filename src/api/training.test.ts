// Claims about training over HTTP: assigned by role and findings, read by a link without an account, mailed, bounced, imported.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lesson, training, trainingRecord } from '#contracts/index.ts';
import { trainingState } from '#jobs/index.ts';
import type { Clock } from '#kit/index.ts';
import { lessonLibrary, trainingEvidence } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { type FakeMail, fakeMail } from '#support/fake-mail.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
let time = new Date('2026-11-27T10:00:00Z');
const clock: Clock = { now: () => time, tick: () => time.getTime() };

let server: SampleServer;
let site: TenantId;
let lessons: readonly Lesson[];
const sessions = new Map<string, Session>();

interface Asked {
  readonly who?: string;
  readonly payload?: object;
  readonly from?: string;
}

function call(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  asked: Asked = {},
): Promise<LightMyRequestResponse> {
  const { who, payload, from = '127.0.0.1' } = asked;
  const headers = who === undefined ? {} : sessions.get(who);
  return server.app.inject({
    method,
    url: `/api/v1${url}`,
    ...(headers ? { headers } : {}),
    remoteAddress: from,
    ...(payload ? { payload } : {}),
  });
}

const as = (who: string, payload?: object): Asked => ({ who, ...(payload ? { payload } : {}) });

async function people() {
  return trainingRecord.traineeList.parse((await call('GET', '/training/people', as('owner'))).json()).items;
}

async function state() {
  return trainingRecord.trainingState.parse((await call('GET', '/training', as('owner'))).json());
}

async function linkFor(email: string, title: string): Promise<string> {
  const { items } = trainingRecord.madeLinks.parse((await call('POST', '/training/links', as('editor', {}))).json());
  const found = items.find((item) => item.email === email && item.title === title);
  if (!found) throw new Error(`no link for ${email} to ${title}`);
  return found.path;
}

beforeAll(async () => {
  ({ items: lessons } = await lessonLibrary());
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  const other = await server.people.addTenant({ name: 'Theirs', demo: false });
  for (const [tenant, role] of [
    [site, 'owner'],
    [site, 'editor'],
    [site, 'reader'],
    [other, 'stranger'],
  ] as const) {
    const email = `${role}@center.example`;
    await server.people.addUser(tenant, 'test', {
      email,
      name: role,
      password: PASSWORD,
      role: role === 'stranger' ? 'owner' : role,
    });
    sessions.set(role, sessionOf(await call('POST', '/session', { payload: { email, password: PASSWORD } })));
  }
  await server.store.tenant(site, async ({ db, id }) => {
    const device = (name: string) => ({
      tenantId: id,
      id: `device-${name}`,
      name,
      addresses: [],
      aeTitles: [],
      macs: [],
      exposureRank: 0,
      criticalityReasons: '[]',
      severity: 0,
      findings: 0,
      retired: false,
      search: name,
      updatedAt: time,
    });
    await db
      .insertInto('devices')
      .values([device('CT'), device('MR')])
      .execute();
    const finding = (rule: string, name: string) => ({
      tenantId: id,
      id: `${rule}-${name}`,
      deviceId: `device-${name}`,
      rule,
      kind: 'hardening',
      severity: 5,
      state: 'open',
      confidence: 1,
      priority: 5,
      title: rule,
      cve: null,
      ssvcLowest: null,
      ssvcHighest: null,
      firstSeenAt: time,
      updatedAt: time,
    });
    await db
      .insertInto('findings')
      .values([finding('hardening-usb', 'CT'), finding('hardening-autologon', 'CT'), finding('hardening-backup', 'MR')])
      .execute();
  });
  const csv = 'name,email,role,devices\nAnn,ann@center.example,front desk,CT\nBo,bo@center.example,front desk,MR\n';
  expect((await call('POST', '/staff/import', as('editor', { csv }))).json()).toMatchObject({
    added: 2,
    rejectedRows: 0,
  });
}, 60_000);
afterAll(() => server.close());

test('lessons are assigned by role and by what was found where a person works; again changes nothing', async () => {
  const first = (await call('POST', '/training/assign', as('editor', { most: 2 }))).json<object>();
  expect(first).toMatchObject({ assigned: 4, unchanged: 0, people: 2 });
  const [ann, bo] = await people();
  const waits = ann?.assignments.filter(({ because }) => because.length > 0);
  expect(waits?.map(({ lesson, because, findings }) => `${lesson} ${because.length} ${findings.before}`)).toEqual([
    'lock-the-screen 2 2',
    'sticks-and-discs 2 2',
  ]);
  expect(bo?.assignments.find(({ lesson }) => lesson === 'first-ten-minutes')?.because).toEqual(['hardening-backup']);
  const again = (await call('POST', '/training/assign', as('editor', { most: 2 }))).json<object>();
  expect(again).toMatchObject({ assigned: 0, unchanged: 4 });
  expect(await state()).toMatchObject({
    totals: { assigned: 4, passed: 0, overdue: 0 },
    staff: { active: 2, withoutLesson: 0 },
  });
});

test('a lesson is read by its link without an account, scored with reasons, and may be repeated: best and last are kept', async () => {
  const lesson = lessons.find(({ id }) => id === 'lock-the-screen');
  if (!lesson) throw new Error('the lesson is gone');
  const path = await linkFor('ann@center.example', lesson.title);
  const shown = trainingRecord.learnPage.parse((await call('GET', path)).json());
  expect(shown).toMatchObject({ kind: 'lesson', site: 'Ours', name: 'Ann', lesson: { id: lesson.id }, best: null });
  expect(JSON.stringify(shown)).not.toContain('"right":true');
  const right = lesson.questions.map(({ answers }) => answers.findIndex((answer) => answer.right));
  const answer = async (answers: readonly (number | null)[]) =>
    trainingRecord.learnResult.parse((await call('POST', `${path}/answers`, { payload: { answers } })).json());
  const poor = await answer([null, right[1] ?? 0, null]);
  expect(poor).toMatchObject({ right: 1, of: 3, passed: false });
  expect(poor.questions.map(({ why }) => why)).toEqual(lesson.questions.map(({ why }) => why));
  time = new Date('2026-11-27T11:00:00Z');
  expect(await answer(right)).toMatchObject({ right: 3, passed: true });
  time = new Date('2026-11-27T12:00:00Z');
  expect(await answer([right[0] ?? 0, right[1] ?? 0, null])).toMatchObject({
    right: 2,
    passed: true,
    best: { right: 3 },
  });
  const [ann] = await people();
  expect(ann?.assignments.find((each) => each.lesson === lesson.id)).toMatchObject({
    state: 'passed',
    tries: 3,
    best: { right: 3, at: '2026-11-27T11:00:00.000Z', version: lesson.version },
    last: { right: 2, at: '2026-11-27T12:00:00.000Z' },
  });
  const evidence = await server.store.tenant(site, (tx) => trainingEvidence(tx, time));
  expect(evidence.get(lesson.id)).toEqual({ assigned: 1, passed: 1 });
});

test('what became of the findings stands beside the lesson: before, and now', async () => {
  await server.store.tenant(site, ({ db }) =>
    db.updateTable('findings').set({ closedAt: time }).where('id', '=', 'hardening-usb-CT').execute(),
  );
  const [ann] = await people();
  expect(ann?.assignments.find(({ lesson }) => lesson === 'lock-the-screen')?.findings).toEqual({
    before: 2,
    stillOpen: 1,
    now: 1,
  });
});

test('who has not passed by the day it is due is overdue', async () => {
  const later = new Date('2026-12-30T10:00:00Z');
  const { totals } = await server.store.tenant(site, (tx) => trainingState(tx, later));
  expect(totals).toMatchObject({ assigned: 4, passed: 1, overdue: 3 });
});

test.each([
  ['GET', ''],
  ['POST', '/answers'],
] as const)('%s of a link that expired, or of one nobody made, says what to do, and no more', async (method, rest) => {
  const asked = method === 'POST' ? { payload: { answers: [0, 0, 0] } } : {};
  const path = await linkFor('bo@center.example', lessons.find(({ id }) => id === 'first-ten-minutes')?.title ?? '');
  const before = time;
  time = new Date('2027-01-15T10:00:00Z');
  const expired = await call(method, `${path}${rest}`, asked);
  expect(expired.json()).toMatchObject({
    status: 410,
    code: 'link-expired',
    detail: expect.stringContaining('Ask whoever sent it'),
  });
  time = before;
  const unknown = await call(method, `/learn/${'x'.repeat(43)}${rest}`, {
    ...asked,
    from: `10.0.0.${rest.length + 1}`,
  });
  expect(unknown.json()).toMatchObject({ status: 404, code: 'link-unknown' });
});

test('who guesses links has to wait, and others do not', async () => {
  const guess = () => call('GET', '/learn/guessed', { from: '10.9.9.9' });
  for (let tries = 0; tries < 5; tries++) expect((await guess()).statusCode).toBe(404);
  const slowed = await guess();
  expect(slowed.json()).toMatchObject({ status: 429, detail: expect.stringContaining('links') });
  expect(slowed.headers['retry-after']).toBe('2');
  expect((await call('GET', '/learn/guessed', { from: '10.9.9.8' })).statusCode).toBe(404);
});

test('another site sees nobody of it, and a link of ours opens nothing there', async () => {
  expect((await call('GET', '/staff', as('stranger'))).json()).toMatchObject({ items: [], total: { value: 0 } });
  expect((await call('GET', '/training/people', as('stranger'))).json()).toMatchObject({ items: [] });
  const [ann] = await people();
  expect((await call('PATCH', `/staff/${ann?.id}`, as('stranger', { name: 'X' }))).statusCode).toBe(404);
  expect((await call('POST', '/training/assign', as('stranger', { staff: [ann?.id] }))).statusCode).toBe(400);
});

describe('mail', () => {
  let mail: FakeMail;
  const settings = () => ({
    host: '127.0.0.1',
    port: mail.port,
    security: 'none' as const,
    from: 'training@center.example',
    address: 'https://dosimeter.center.example/',
  });
  beforeAll(async () => {
    mail = await fakeMail();
  });
  afterAll(() => mail.close());

  test('without a mail server nothing is sent, and the page says what to do instead', async () => {
    const answer = await call('POST', '/training/mail', as('editor', {}));
    expect(answer.json()).toMatchObject({ status: 409, detail: expect.stringContaining('copy the links') });
    expect(mail.mails).toEqual([]);
  });

  test('its password is kept and never shown; one that would cross the network in clear is refused', async () => {
    const open = { ...settings(), host: 'mail.center.example' };
    const refused = await call('PUT', '/training/mail-server', as('owner', open));
    expect(refused.json()).toMatchObject({ status: 400, detail: expect.stringContaining('security') });
    const inside = { ...settings(), address: 'https://ann:hunter-22@dosimeter.center.example' };
    const told = await call('PUT', '/training/mail-server', as('owner', inside));
    expect(told.json()).toMatchObject({ status: 400, detail: expect.stringContaining('leave name and password out') });
    expect(told.body).not.toContain('hunter-22');
    const secret = { ...settings(), security: 'tls', user: 'ann', password: 'hunter-22' };
    const kept = await call('PUT', '/training/mail-server', as('owner', secret));
    expect(kept.json()).toMatchObject({ hasPassword: true, server: { user: 'ann' } });
    const rows = await server.store.tenant(site, ({ db }) => db.selectFrom('mailSettings').selectAll().execute());
    expect(JSON.stringify([kept.json(), rows])).not.toContain('hunter-22');
    const elsewhere = { ...secret, host: 'evil.example', password: undefined };
    expect((await call('PUT', '/training/mail-server', as('owner', elsewhere))).json()).toMatchObject({
      hasPassword: false,
    });
  });

  test('each person gets one mail with the links; an address that is refused is kept with the words; nobody gets two, also where two people send at once', async () => {
    await call('PUT', '/training/mail-server', as('owner', settings()));
    const gone = { name: 'Cy', email: 'gone@center.example', roles: ['manager'] };
    const { id } = (await call('POST', '/staff', as('editor', gone))).json<{ id: string }>();
    await call('POST', '/training/assign', as('editor', { staff: [id], lessons: ['what-a-manager-decides'] }));
    mail.sayLater(true);
    const later = trainingRecord.mailSent.parse((await call('POST', '/training/mail', as('editor', {}))).json());
    expect(later).toMatchObject({ sent: 0, refused: [], left: 3, stopped: expect.stringContaining('come back later') });
    mail.sayLater(false);
    const press = async () =>
      trainingRecord.mailSent.parse((await call('POST', '/training/mail', as('editor', {}))).json());
    const rounds = await Promise.all([press(), press()]);
    expect(rounds.reduce((sum, { sent }) => sum + sent, 0)).toBe(2);
    expect(rounds).toMatchObject([
      { left: 0, stopped: null },
      { left: 0, stopped: null },
    ]);
    expect(rounds.flatMap(({ refused }) => refused)).toEqual([
      { email: 'gone@center.example', because: expect.stringContaining('no such user') },
    ]);
    expect(mail.mails).toHaveLength(2);
    const told = mail.mails.join('\n').replace(/=\n/g, '');
    const token = /https:\/\/dosimeter\.center\.example(\/learn\/[\w-]{43})/.exec(told)?.[1] ?? '';
    expect((await call('GET', token)).json()).toMatchObject({ kind: 'lesson' });
    const cy = (await people()).find(({ email }) => email === 'gone@center.example');
    expect(cy?.bounced?.because).toContain('no such user');
    expect((await call('POST', '/training/mail', as('editor', {}))).json()).toMatchObject({ sent: 0, refused: [] });
    expect(mail.mails).toHaveLength(2);
  });
});

describe('mail that came back', () => {
  const returned = (address: string, status = '5.1.1', to = '') =>
    `From: MAILER-DAEMON@mx.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 nobody of this name\r\n${to && `--b\r\nContent-Type: text/rfc822-headers\r\n\r\nTo: ${to}\r\n\r\n`}--b--\r\n`;
  const take = (mails: readonly { name: string; text: string }[], who = 'editor') =>
    call('POST', '/training/returned-mail', as(who, { mails }));

  test('marks whom it names on the roster, so that the next mail waits for a new address; files that are none are told of', async () => {
    const mail = await fakeMail();
    const settings = {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      user: '',
      from: 'dosimeter@center.example',
      address: 'https://dosimeter.center.example',
    };
    await call('PUT', '/training/mail-server', as('owner', settings));
    const di = { name: 'Di', email: 'Di.Moved@center.example', roles: ['manager'] };
    const { id } = (await call('POST', '/staff', as('editor', di))).json<{ id: string }>();
    await call('POST', '/training/assign', as('editor', { staff: [id], lessons: ['updates'] }));
    expect((await call('POST', '/training/mail', as('editor', {}))).json()).toMatchObject({ sent: 1 });

    const answer = await take([
      { name: 'one.eml', text: returned('di.moved@center.example') },
      { name: 'holiday.eml', text: 'From: di@center.example\r\n\r\nBack on Monday.' },
      { name: 'other.eml', text: returned('nobody@center.example') },
      { name: 'late.eml', text: returned('bo@center.example', '4.4.7') },
    ]);
    expect(trainingRecord.returnedReport.parse(answer.json())).toEqual({
      schema: 'dosimeter.returned-mail/1',
      marked: [{ email: expect.stringMatching(/^di\.moved@center\.example$/i), because: '550 nobody of this name' }],
      others: 1,
      rejected: [
        { place: 'holiday.eml', message: expect.stringContaining('.eml') },
        { place: 'other.eml', message: 'nobody@center.example is not on the roster.' },
      ],
    });
    const marked = (await people()).find((person) => person.id === id);
    expect(marked?.bounced?.because).toBe('550 nobody of this name');
    // The same report again is told the same and changes nothing.
    time = new Date(time.getTime() + 60_000);
    expect((await take([{ name: 'one.eml', text: returned('di.moved@center.example') }])).json()).toMatchObject({
      marked: [{ because: '550 nobody of this name' }],
    });
    expect((await people()).find((person) => person.id === id)?.bounced).toEqual(marked?.bounced);
    expect((await call('POST', '/training/mail', as('editor', {}))).json()).toMatchObject({ sent: 0 });
    await call('PATCH', `/staff/${id}`, as('editor', { email: 'di@center.example' }));
    expect((await call('POST', '/training/mail', as('editor', {}))).json()).toMatchObject({ sent: 1 });
    expect(mail.mails.at(-1)).toContain('To: di@center.example');
    mail.close();
  });

  test('names nobody of another site', async () => {
    const answer = await take([{ name: 'one.eml', text: returned('bo@center.example') }], 'stranger');
    expect(answer.json()).toMatchObject({
      marked: [],
      rejected: [{ message: 'bo@center.example is not on the roster.' }],
    });
    expect((await people()).find(({ email }) => email === 'bo@center.example')?.bounced).toBeNull();
  });

  test('marks whom the server reports, and to whom its mail was written only where nobody is known by that', async () => {
    for (const name of ['Eve', 'Fay', 'Gus'])
      await call('POST', '/staff', as('editor', { name, email: `${name}@center.example`, roles: ['manager'] }));
    const answer = await take([
      { name: 'eve.eml', text: returned('eve@center.example', '5.1.1', 'gus@center.example') },
      { name: 'fay.eml', text: returned('home@elsewhere.example', '5.1.1', 'Fay@center.example') },
      { name: 'two.eml', text: returned('away@elsewhere.example', '5.1.1', 'gus@center.example, fay@center.example') },
    ]);
    const { marked, rejected } = trainingRecord.returnedReport.parse(answer.json());
    expect(marked.map(({ email }) => email.toLowerCase()).sort()).toEqual(['eve@center.example', 'fay@center.example']);
    expect(rejected).toEqual([{ place: 'two.eml', message: 'away@elsewhere.example is not on the roster.' }]);
    expect((await people()).find(({ name }) => name === 'Gus')?.bounced).toBeNull();
  });
});

describe('completions of elsewhere', () => {
  const take = async (text: string) =>
    trainingRecord.completionsReport.parse(
      (await call('POST', '/training/completions', as('editor', { text }))).json(),
    );

  test('count for the lesson that has their name; others stay as courses; the same file again changes nothing', async () => {
    const csv =
      'Email;Course;Status;Score;Completion date\nbo@center.example;Updates, and why not on your own;Completed;90;11/20/2026\nbo@center.example;Fire safety;passed;;2026-11-21\nnobody@center.example;Fire safety;passed;;2026-11-21\n';
    const first = await take(csv);
    expect(first).toMatchObject({ format: 'CSV', added: 2, lessons: 1, courses: 1, rejectedRows: 1 });
    expect(first.rejected[0]?.message).toContain('not on the roster');
    expect(await take(csv)).toMatchObject({ added: 0, unchanged: 2 });
    const bo = (await people()).find(({ email }) => email === 'bo@center.example');
    expect(bo?.courses).toEqual([{ course: 'Fire safety', at: '2026-11-21T00:00:00.000Z', passed: true }]);
    const again = (
      await call('POST', '/training/assign', as('editor', { staff: [bo?.id], lessons: ['updates'] }))
    ).json<object>();
    expect(again).toMatchObject({ assigned: 0, unchanged: 1 });
  });
});

test('a drill is kept with its figures; more reports than messages, and days to come, are refused', async () => {
  const drill = { heldOn: '2026-11-20', sent: 20, reported: 8, clicked: 3 };
  expect((await call('POST', '/training/drills', as('editor', drill))).statusCode).toBe(200);
  expect((await call('POST', '/training/drills', as('editor', { ...drill, reported: 21 }))).statusCode).toBe(400);
  expect((await call('POST', '/training/drills', as('editor', { ...drill, heldOn: '2027-11-20' }))).statusCode).toBe(
    400,
  );
  const { drills } = await state();
  expect(drills).toMatchObject([{ sent: 20, reported: 8, clicked: 3 }]);
  expect((await call('DELETE', `/training/drills/${drills[0]?.id}`, as('editor'))).statusCode).toBe(200);
  expect((await state()).drills).toEqual([]);
});

test('a lesson can be looked at before anybody is asked to read it', async () => {
  const shown = training.lesson.parse((await call('GET', '/training/lessons/updates', as('reader'))).json());
  expect(shown.questions).toHaveLength(3);
  expect((await call('GET', '/training/lessons/none', as('reader'))).statusCode).toBe(404);
});
