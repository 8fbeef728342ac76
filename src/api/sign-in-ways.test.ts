// Signing in at a real provider of OpenID Connect on loopback: who enters, who does not, and what nobody can forge.
import { createServer } from 'node:http';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import * as OTPAuth from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signInWays } from '#contracts/index.ts';
import type { Clock } from '#kit/index.ts';
import type { TenantId } from '#store/index.ts';
import { type SampleProvider, CLIENT_SECRET as SECRET, startProvider } from '#support/sample-provider.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
const CHIEFS = [{ role: 'owner', name: 'Chiefs' }];
const HOST = 'localhost:8443';
const CALLBACK = `http://${HOST}/api/v1/sign-in/callback`;
let time = new Date('2026-11-27T10:00:00Z');
const clock: Clock = { now: () => time, tick: () => time.getTime() };

type OpenWay = Parameters<SampleServer['people']['enter']>[0];
type Vouched = Parameters<SampleServer['people']['enter']>[1];

let server: SampleServer;
let site: TenantId;
let theirs: TenantId;
let provider: SampleProvider;
let issuer: string;
let owner: Session;

/** Goes through the provider as a browser does; returns the address that it sends back to. */
async function atProvider(start: string): Promise<string> {
  const jar = new Map<string, string>();
  let next = start;
  for (let hop = 0; hop < 8 && next.startsWith(issuer); hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/);
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`the provider stopped with ${response.status}: ${await response.text()}`);
    next = new URL(location, next).href;
  }
  return next;
}

const cookieOf = (response: LightMyRequestResponse) =>
  response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

let sent = 0;
function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  asked: { headers?: Session; payload?: object; app?: FastifyInstance } = {},
) {
  sent += 1;
  return (asked.app ?? server.app).inject({
    method,
    // One address may not begin more than so often in a minute.
    remoteAddress: `127.9.${Math.floor(sent / 20)}.1`,
    url: url.startsWith('http') ? url.slice(`http://${HOST}`.length) : `/api/v1${url}`,
    headers: { host: HOST, ...asked.headers },
    ...(asked.payload ? { payload: asked.payload } : {}),
  });
}

async function offered(cookie = '', of = `?site=${site}`) {
  return signInWays.openWays.parse((await call('GET', `/sign-in/ways${of}`, { headers: { cookie } })).json());
}

/** The whole way of a person; `change` spoils what the provider sends back. */
async function goThrough(who: string, change = (address: string) => address) {
  provider.sitting = who;
  const [way] = (await offered()).ways;
  const begun = await call('GET', `/sign-in/${way?.id}/begin`);
  const start = begun.headers.location ?? '';
  const came = await call('GET', change(await atProvider(start)), { headers: { cookie: cookieOf(begun) } });
  const flow = cookieOf(came);
  const session = came.cookies.find(({ name }) => name === 'dosimeter_session');
  const { waiting } = await offered(flow);
  return { start, flow, came, cookie: session ? `dosimeter_session=${session.value}` : null, waiting };
}

async function whoIs(cookie: string | null) {
  const answer = await call('GET', '/session', { headers: { cookie: cookie ?? '' } });
  return answer.json<{ user: { email: string; role: string } | null }>().user;
}

const way = (change: object = {}) => ({
  kind: 'oidc',
  label: 'Center account',
  issuer,
  clientId: 'dosimeter',
  secret: SECRET,
  domains: ['center.example'],
  ...change,
});

const set = (change: object = {}) => call('PUT', '/sign-in/settings', { headers: owner, payload: way(change) });

beforeAll(async () => {
  provider = await startProvider(CALLBACK);
  issuer = provider.issuer;
  const { known } = provider;
  server = await sampleServer(clock);
  site = await server.people.addTenant({ name: 'Ours', demo: false });
  theirs = await server.people.addTenant({ name: 'Theirs', demo: false });
  const person = (email: string, role: 'owner' | 'reader', tenant = site) =>
    server.people.addUser(tenant, 'test', { email, name: email, role, password: PASSWORD });
  await person('owner@center.example', 'owner');
  await person('reader@center.example', 'reader');
  await person('phone@center.example', 'reader');
  await person('both@center.example', 'reader');
  await person('both@center.example', 'owner', theirs);
  const payload = { email: 'owner@center.example', password: PASSWORD };
  owner = sessionOf(await call('POST', '/session', { payload }));
  for (const name of ['reader', 'phone', 'both', 'new', 'third']) {
    known.set(name, { email: `${name}@center.example`, email_verified: true, name: `Name of ${name}` });
  }
  known.set('unsure', { email: 'reader@center.example', email_verified: false });
  known.set('console', { email: 'local', email_verified: true });
  known.set('silent', {});
  known.set('stranger', { email: 'reader@elsewhere.example', email_verified: true });
  known.set('heir', { email: 'reader@center.example', email_verified: true });
});

beforeEach(() => {
  time = new Date(time.getTime() + 3_600_000);
});

afterAll(async () => {
  await server.close();
  await provider.close();
});

describe('a provider of OpenID Connect', () => {
  test('is off until an owner sets it, and its secret is not given back', async () => {
    expect(await offered()).toEqual({ ways: [], waiting: null });
    expect((await set()).statusCode).toBe(200);
    const answer = await call('GET', '/sign-in/settings', { headers: owner });
    expect(answer.body).not.toContain(SECRET);
    expect(signInWays.signInSettings.parse(answer.json())).toMatchObject({
      callback: CALLBACK,
      ways: [{ hasSecret: true, by: 'owner@center.example' }],
    });
    const rows = await server.store.tenant(site, ({ db }) => db.selectFrom('signInWays').selectAll().execute());
    expect(JSON.stringify(rows)).not.toContain(SECRET);
    expect((await call('POST', '/sign-in/settings/oidc/try', { headers: owner })).statusCode).toBe(200);
    expect((await offered()).ways).toMatchObject([{ kind: 'oidc', label: 'Center account' }]);
    // There are two sites: who names none sees the buttons of none.
    expect((await offered('', '')).ways).toEqual([]);
  });

  test.each([
    ['a provider that is the machine itself', { issuer: 'https://169.254.169.254' }, /^issuer: /],
    ['clear text to elsewhere', { issuer: 'http://login.elsewhere.example' }, /^issuer: /],
    ['accounts for all the world', { domains: [], firstRole: 'reader' }, /^domains: /],
    ['a password in its address', { issuer: 'https://anna:hush@login.example' }, /^issuer: leave name and password/],
    ['a token in its address', { issuer: 'https://login.example/?key=hush' }, /^issuer: leave out what stands behind/],
    ['a claim that is no name', { groupsClaim: 'my groups' }, /^GroupsClaim: write the name of a claim/],
  ])('is not set with %s', async (_, change, why) => {
    const answer = await set(change);
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(why) });
    expect(answer.body).not.toContain('hush');
  });

  test('lets in whom an owner added, with PKCE, state and nonce', async () => {
    await set();
    const { start, cookie } = await goThrough('reader');
    const asked = new URL(start).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThan(30);
    expect(await whoIs(cookie)).toMatchObject({ email: 'reader@center.example', role: 'reader' });
  });

  test.each([
    ['nobody added', 'new', /No account here has the e-mail new@center\.example/],
    ['whose address is not confirmed', 'unsure', /does not vouch for your e-mail/],
    ['without an address', 'silent', /does not vouch for your e-mail/],
    ['by the name of the console', 'console', /says no e-mail address/],
    ['of another domain', 'stranger', /Addresses of elsewhere\.example may not/],
    ['who came to own the address of another', 'heir', /belongs to somebody else/],
    ['whose account opens a site of somebody else', 'both', /opens another site/],
  ])('does not let in somebody %s', async (_, who, why) => {
    await set();
    const { cookie, waiting } = await goThrough(who);
    expect(cookie).toBeNull();
    expect(waiting).toMatchObject({ kind: 'failed', message: expect.stringMatching(why) });
    const users = await server.people.listUsers(site);
    expect(users.map(({ email }) => email)).not.toContain('new@center.example');
  });

  test('makes an account at the first sign-in only where the owner allowed it', async () => {
    await set({ firstRole: 'editor' });
    const { cookie } = await goThrough('third');
    expect(await whoIs(cookie)).toMatchObject({ email: 'third@center.example', role: 'editor' });
    const trail = await call('GET', '/audit', { headers: owner });
    const actions = trail.json<{ items: { action: string; detail: string }[] }>().items;
    expect(actions).toContainEqual(
      expect.objectContaining({ action: 'user added at first sign-in', detail: 'editor' }),
    );
    expect(trail.body).not.toContain(SECRET);
    // Who came in by this site's provider does not come into another site with it.
    await server.people.addUser(theirs, 'test', {
      email: 'third@center.example',
      name: 'Third',
      role: 'reader',
      password: PASSWORD,
    });
    expect(await whoIs(cookie)).toBeNull();
  });

  test('gives and takes roles by the groups that it says, but the last owner stays one', async () => {
    const groups = [
      { role: 'owner', name: 'Chiefs' },
      { role: 'reader', name: 'imaging' },
      { role: 'editor', name: 'cyber team' },
    ];
    const arrive = async (claims: object, change: object = {}, who = 'grouped') => {
      provider.known.set(who, { email: `${who}@center.example`, email_verified: true, ...claims });
      expect((await set({ groups, ...change })).statusCode).toBe(200);
      const { cookie, waiting } = await goThrough(who);
      return (await whoIs(cookie))?.role ?? (waiting?.kind === 'failed' ? waiting.message : null);
    };
    expect(await arrive({ groups: ['other', 'imaging', 'cyber team'] })).toBe('editor');
    expect(await arrive({ groups: 'imaging' })).toBe('reader');
    expect(await arrive({ groups: ['imaging'], roles: ['cyber team'] }, { groupsClaim: 'roles' })).toBe('editor');
    expect(await arrive({ groups: ['IMAGING', 7, null] })).toMatch(/in no group that may sign in/);
    expect(await arrive({})).toMatch(/in no group that may sign in/);
    // Microsoft Entra ID names a place to ask instead of a list that is too long.
    const elsewhere = {
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: 'http://127.0.0.1:1' } },
    };
    expect(await arrive(elsewhere)).toMatch(/more groups than Center account lists/);
    expect(await arrive({ groups: ['imaging'] }, {}, 'owner')).toBe('owner');
    const trail = (await call('GET', '/audit', { headers: owner })).body;
    expect(trail).toContain('owner Chiefs, reader imaging, editor cyber team');
    expect(trail).toContain('more groups than Center account lists');
  });

  test('does not bring back whom an owner removed, until an owner adds them again', async () => {
    await set({ firstRole: 'reader' });
    const email = 'leaver@center.example';
    const person = { email, name: 'Leaver', role: 'reader', password: PASSWORD } as const;
    provider.known.set('leaver', { email, email_verified: true, name: 'Leaver' });
    expect(await whoIs((await goThrough('leaver')).cookie)).toMatchObject({ email });
    const id = (await server.people.listUsers(site)).find((user) => user.email === email)?.id;
    expect((await call('DELETE', `/users/${id}`, { headers: owner })).statusCode).toBe(200);
    const refused = async (who: string) => {
      const { cookie, waiting } = await goThrough(who);
      expect(cookie).toBeNull();
      expect(waiting).toMatchObject({ message: expect.stringMatching(/An owner removed you from this site/) });
    };
    await refused('leaver');
    // Neither another address at the provider, nor the same address of somebody else there, is a way around.
    provider.known.set('leaver', { email: 'alias@center.example', email_verified: true });
    await refused('leaver');
    provider.known.set('successor', { email, email_verified: true });
    await refused('successor');
    expect((await call('POST', '/users', { headers: owner, payload: person })).statusCode).toBe(201);
    expect(await whoIs((await goThrough('successor')).cookie)).toMatchObject({ email });
    await refused('leaver');
    const alias = { ...person, email: 'alias@center.example' };
    expect((await call('POST', '/users', { headers: owner, payload: alias })).statusCode).toBe(201);
    expect(await whoIs((await goThrough('leaver')).cookie)).toMatchObject({ email: alias.email });
  });

  test('does not let in whom an owner removed by the address of another member, who never came that way', async () => {
    await set({ firstRole: 'reader' });
    const person = (name: string) =>
      ({ email: `${name}@center.example`, name, role: 'reader', password: PASSWORD }) as const;
    const says = (address: string) =>
      provider.known.set('mover', { email: address, email_verified: true, name: 'Mover' });
    const idOf = async (email: string) =>
      (await server.people.listUsers(site)).find((user) => user.email === email)?.id;
    await server.people.addUser(site, 'test', person('before'));
    says('mover@center.example');
    expect(await whoIs((await goThrough('mover')).cookie)).toMatchObject({ email: 'mover@center.example' });
    await server.people.removeUser(site, 'test', (await idOf('mover@center.example')) ?? '');
    await server.people.addUser(site, 'test', person('after'));
    for (const address of ['before@center.example', 'After@center.example']) {
      says(address);
      const { cookie, waiting } = await goThrough('mover');
      expect(cookie).toBeNull();
      expect(waiting).toMatchObject({ message: expect.stringMatching(/nobody added .* for you since/) });
    }
    // An owner who adds the old address for somebody else lets them come under no other.
    await server.people.addUser(site, 'test', person('mover'));
    expect((await goThrough('mover')).cookie).toBeNull();
    await server.people.removeUser(site, 'test', (await idOf('after@center.example')) ?? '');
    await server.people.addUser(site, 'test', person('after'));
    expect(await whoIs((await goThrough('mover')).cookie)).toMatchObject({ email: 'after@center.example' });
  });

  test.each([
    ['is removed', () => call('DELETE', '/sign-in/settings/oidc', { headers: owner })],
    ['goes to another place', () => set({ clientId: 'another' })],
  ])('ends what it opened when it %s', async (_, change) => {
    await set();
    const { cookie } = await goThrough('reader');
    expect(await whoIs(cookie)).toMatchObject({ email: 'reader@center.example' });
    expect((await change()).statusCode).toBe(200);
    expect(await whoIs(cookie)).toBeNull();
  });

  test('cannot send a browser to a script', async () => {
    const metadata = JSON.stringify({
      issuer: 'x',
      authorization_endpoint: 'javascript:alert(1)',
      token_endpoint: 'http://192.0.2.1/token',
    });
    const evil = createServer((_, response) =>
      response.setHeader('content-type', 'application/json').end(metadata.replace('"x"', `"${named}"`)),
    );
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const address = evil.address();
    const named = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await set({ issuer: named });
    const [open] = (await offered()).ways;
    const begun = await call('GET', `/sign-in/${open?.id}/begin`);
    await new Promise((resolve) => evil.close(resolve));
    expect(begun.headers.location).toBe('/');
    expect((await offered(cookieOf(begun))).waiting).toMatchObject({
      message: expect.stringContaining('is not asked'),
    });
  });

  test.each([
    [
      'a state of somebody else',
      (address: string) => address.replace(/state=[^&]+/, 'state=guessed'),
      'did not begin in',
    ],
    ['a guessed code', (address: string) => address.replace(/code=[^&]+/, 'code=guessed'), 'does not hold'],
    [
      'another issuer',
      (address: string) => address.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Felsewhere.example'),
      'does not hold',
    ],
  ])('is not believed with %s', async (_, change, why) => {
    await set();
    const { cookie, waiting } = await goThrough('reader', change);
    expect(cookie).toBeNull();
    expect(waiting).toMatchObject({ kind: 'failed', message: expect.stringContaining(why) });
  });

  test('is not believed in a browser that did not begin, nor a second time', async () => {
    await set();
    provider.sitting = 'reader';
    const [open] = (await offered()).ways;
    const begun = await call('GET', `/sign-in/${open?.id}/begin`);
    const back = await atProvider(begun.headers.location ?? '');
    expect((await call('GET', back)).cookies.map(({ name }) => name)).not.toContain('dosimeter_session');
    const headers = { cookie: cookieOf(begun) };
    expect((await call('GET', back, { headers })).cookies.map(({ name }) => name)).toContain('dosimeter_session');
    expect((await call('GET', back, { headers })).cookies.map(({ name }) => name)).not.toContain('dosimeter_session');
  });

  test('goes on where it was when the server began anew, in two windows at once', async () => {
    await set();
    provider.sitting = 'reader';
    const [open] = (await offered()).ways;
    const windows = [await call('GET', `/sign-in/${open?.id}/begin`), await call('GET', `/sign-in/${open?.id}/begin`)];
    expect(windows[0]?.cookies).toEqual([
      expect.objectContaining({ httpOnly: true, sameSite: 'Lax', path: '/api/v1/sign-in', maxAge: 600 }),
    ]);
    const state = new URL(windows[0]?.headers.location ?? '').searchParams.get('state') ?? '';
    expect(state).not.toBe('');
    expect(windows.map(cookieOf).join()).not.toContain(state);
    const app = await server.again();
    for (const begun of windows) {
      const headers = { cookie: windows.map(cookieOf).join('; ') };
      const came = await call('GET', await atProvider(begun.headers.location ?? ''), { headers, app });
      expect(came.cookies.map(({ name }) => name)).toContain('dosimeter_session');
    }
    await app.close();
  });

  test.each([
    ['a cookie that somebody changed', 0, (sealed: string) => `${sealed.slice(0, -6)}AAAA${sealed.slice(-2)}`],
    ['nothing of a cookie', 0, () => ''],
    ['a cookie of eleven minutes ago', 11, (sealed: string) => sealed],
  ])('is not believed with %s', async (_, minutes, change) => {
    await set();
    provider.sitting = 'reader';
    const [open] = (await offered()).ways;
    const begun = await call('GET', `/sign-in/${open?.id}/begin`);
    const back = await atProvider(begun.headers.location ?? '');
    time = new Date(time.getTime() + minutes * 60_000);
    const [{ name, value } = { name: '', value: '' }] = begun.cookies;
    const came = await call('GET', back, { headers: { cookie: `${name}=${encodeURIComponent(change(value))}` } });
    expect(came.cookies.map((cookie) => cookie.name)).not.toContain('dosimeter_session');
    expect((await offered(cookieOf(came))).waiting).toMatchObject({ message: expect.stringContaining('too long') });
  });

  test('does not take for its own what else lies sealed with the key of the data folder', async () => {
    await set();
    const [open] = (await offered()).ways;
    const who = {
      source: issuer,
      subject: 'x',
      email: 'owner@center.example',
      name: '',
      secondFactor: true,
      role: null,
    };
    const forged = JSON.stringify({ kind: 'code', id: 'x', at: time.getTime(), way: open?.id, who });
    const cookie = `dosimeter_sign_in=${encodeURIComponent(server.people.box.seal(forged))}`;
    const answer = await call('POST', '/sign-in/code', { headers: { cookie }, payload: { code: '123456' } });
    expect(answer.statusCode).toBe(404);
  });

  test('forgets the oldest of many beginnings', async () => {
    await set();
    const [open] = (await offered()).ways;
    let cookie = '';
    for (let n = 0; n < 5; n += 1) {
      const begun = await call('GET', `/sign-in/${open?.id}/begin`, { headers: { cookie } });
      expect(begun.cookies).toHaveLength(1);
      cookie = [cookie, cookieOf(begun)].filter(Boolean).join('; ');
      time = new Date(time.getTime() + 1000);
    }
    const { cookies } = await call('GET', `/sign-in/${open?.id}/begin`, { headers: { cookie } });
    expect(cookies.filter(({ value }) => value === '').map(({ name }) => name)).toEqual([cookie.split('=')[0]]);
  });

  test('lets in with PKCE alone once its secret is forgotten', async () => {
    const open = { clientId: 'dosimeter-public' };
    const kept = async (change: object) =>
      (await set({ ...open, ...change })).json<{ ways: { hasSecret: boolean }[] }>().ways[0]?.hasSecret;
    expect(await kept({ secret: 'not asked for' })).toBe(true);
    expect(await kept({ secret: undefined })).toBe(true);
    expect(await kept({ secret: '' })).toBe(false);
    expect(await whoIs((await goThrough('reader')).cookie)).toMatchObject({ email: 'reader@center.example' });
  });

  test('asks for our second factor unless the provider saw one', async () => {
    await set();
    const signedIn = await server.people.signIn({
      email: 'phone@center.example',
      password: PASSWORD,
      remoteAddress: '127.0.0.1',
    });
    const { secret } = await server.people.startTotp(signedIn.person);
    const code = () =>
      new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) }).generate({ timestamp: time.getTime() });
    await server.people.confirmTotp(signedIn.person, code(), signedIn.token);
    time = new Date(time.getTime() + 60_000);
    const { cookie, waiting, flow } = await goThrough('phone');
    expect(cookie).toBeNull();
    expect(waiting).toEqual({ kind: 'code', label: 'Center account' });
    const give = (given: string) =>
      call('POST', '/sign-in/code', { headers: { cookie: flow }, payload: { code: given } });
    expect((await give('000000')).json()).toMatchObject({ status: 401, code: 'wrong-sign-in' });
    expect((await give(code())).json()).toMatchObject({ user: { email: 'phone@center.example' } });
    provider.known.set('phone', { ...provider.known.get('phone'), amr: ['pwd', 'otp', 'mfa'] });
    expect(await whoIs((await goThrough('phone')).cookie)).toMatchObject({ email: 'phone@center.example' });
  });

  test.each([
    ['nothing', 'owner', async () => undefined],
    ['the role of the group', 'reader', () => set({ groups: [{ role: 'editor', name: 'Chiefs' }] })],
    ['that groups give roles', 'reader', () => set({ groups: [] })],
    ['the claim of the groups', 'reader', () => set({ groups: CHIEFS, groupsClaim: 'roles' })],
    ['the provider', 'reader', () => set({ groups: CHIEFS, clientId: 'another' })],
    ['that there is a provider', 'reader', () => call('DELETE', '/sign-in/settings/oidc', { headers: owner })],
    ['who belongs to the site', undefined, (id: string) => server.people.removeUser(site, 'test', id)],
  ])('gives at the end, when an owner changed %s before the code came, the role %s', async (_, role, change) => {
    expect((await set({ groups: CHIEFS })).statusCode).toBe(200);
    time = new Date(time.getTime() + 3_600_000);
    const email = `waits-${time.getTime()}@center.example`;
    const id = await server.people.addUser(site, 'test', { email, name: 'Waits', role: 'reader', password: PASSWORD });
    const { person, token } = await server.people.signIn({ email, password: PASSWORD, remoteAddress: '127.0.0.1' });
    const { secret } = await server.people.startTotp(person);
    const code = () =>
      new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) }).generate({ timestamp: time.getTime() });
    await server.people.confirmTotp(person, code(), token);
    time = new Date(time.getTime() + 60_000);
    provider.known.set(email, { email, email_verified: true, groups: ['Chiefs'] });
    const { flow, waiting } = await goThrough(email);
    expect(waiting).toMatchObject({ kind: 'code' });
    await change(id);
    const answer = await call('POST', '/sign-in/code', { headers: { cookie: flow }, payload: { code: code() } });
    expect(answer.cookies.length > 0).toBe(role === 'owner');
    expect((await server.people.listUsers(site)).find((user) => user.email === email)?.role).toBe(role);
    if (role === 'reader') {
      expect((await offered(flow)).waiting).toMatchObject({ message: expect.stringContaining('Begin again') });
    }
    if (role !== undefined) await server.people.removeUser(site, 'test', id);
  });

  test('that is gone, or has another secret, is told in a sentence; the password of an owner stays', async () => {
    await set({ secret: 'another' });
    expect((await goThrough('reader')).waiting).toMatchObject({ message: expect.stringContaining('does not hold') });
    await set({ issuer: 'http://127.0.0.1:1' });
    const [open] = (await offered()).ways;
    const begun = await call('GET', `/sign-in/${open?.id}/begin`);
    expect(begun.headers.location).toBe('/');
    expect((await offered(cookieOf(begun))).waiting).toMatchObject({
      message: expect.stringContaining('does not answer as a provider'),
    });
    const payload = { email: 'owner@center.example', password: PASSWORD };
    expect((await call('POST', '/session', { payload })).statusCode).toBe(200);
    expect((await call('DELETE', '/sign-in/settings/oidc', { headers: owner })).json()).toMatchObject({ ways: [] });
    expect((await offered()).ways).toEqual([]);
  });

  test('signing out goes on to the provider where the owner wants it', async () => {
    await set({ endsThere: true });
    const { cookie } = await goThrough('reader');
    const { csrf } = (await call('GET', '/session', { headers: { cookie: cookie ?? '' } })).json<{ csrf: string }>();
    const left = await call('DELETE', '/session', { headers: { cookie: cookie ?? '', 'x-csrf-token': csrf } });
    expect(left.json<{ next: string }>().next).toContain(`${issuer}/session/end`);
    expect(await whoIs(cookie)).toBeNull();
  });
});

describe('what a directory says', () => {
  const body = { kind: 'ldap', label: 'Directory', url: 'ldaps://directory.center.example', base: 'dc=center' };
  let id: string;
  beforeAll(async () => {
    expect((await call('PUT', '/sign-in/settings', { headers: owner, payload: body })).statusCode).toBe(200);
    id = (await offered()).ways.find(({ kind }) => kind === 'ldap')?.id ?? '';
  });
  const open = (): OpenWay => ({
    id,
    tenantId: site,
    way: signInWays.ldapWay.parse(body),
    secret: null,
  });
  const vouched = (subject: string, email: string, role: Vouched['role'] = null): Vouched => ({
    source: 'ldaps://directory.center.example',
    subject,
    email,
    name: subject,
    secondFactor: false,
    role,
  });
  const enter = (who: Vouched, tenantId = site) =>
    server.people.enter({ ...open(), tenantId }, who, { remoteAddress: '127.0.0.1' });
  const roleOf = async (email: string) =>
    (await server.people.listUsers(site)).find((user) => user.email === email)?.role;

  test('does not open the account of an owner by an address that people may change', async () => {
    for (const role of [null, 'reader', 'editor'] as const) {
      await expect(enter(vouched('mallory', 'owner@center.example', role))).rejects.toThrow(/account of an owner/);
    }
    expect(await roleOf('owner@center.example')).toBe('owner');
    await expect(enter(vouched('nobody', 'nobody@center.example'))).rejects.toThrow(/No account here/);
  });

  test('gives and takes roles at each sign-in, but the last owner stays one', async () => {
    await enter(vouched('chief', 'owner@center.example', 'owner'));
    await enter(vouched('chief', 'owner@center.example', 'reader'));
    expect(await roleOf('owner@center.example')).toBe('owner');
    await enter(vouched('doctor', 'doctor@center.example', 'editor'));
    expect(await roleOf('doctor@center.example')).toBe('editor');
    await enter(vouched('doctor', 'doctor@center.example', 'reader'));
    expect(await roleOf('doctor@center.example')).toBe('reader');
    await expect(enter(vouched('thief', 'doctor@center.example', 'reader'))).rejects.toThrow(/somebody else/);
  });

  test('does not bring back whom an owner removed, whatever group they are in; another site is still theirs', async () => {
    const gone = { email: 'gone@center.example', name: 'Gone', role: 'reader', password: PASSWORD } as const;
    await enter(vouched('gone', gone.email, 'editor'));
    await server.people.addUser(theirs, 'test', gone);
    const user = (await server.people.listUsers(site)).find(({ email }) => email === 'gone@center.example');
    await server.people.removeUser(site, 'owner@center.example', user?.id ?? '');
    await expect(enter(vouched('gone', 'Gone@center.example', 'owner'))).rejects.toThrow(/An owner removed you/);
    await expect(enter(vouched('gone', 'new-name@center.example', 'owner'))).rejects.toThrow(/An owner removed you/);
    const { person } = await enter(vouched('gone', gone.email), theirs);
    expect(person.memberships.map(({ tenant }) => tenant.id)).toEqual([theirs]);
  });

  test.each([
    ['a password in its address', { url: 'ldap://cn=search:hush@directory.center.example' }, /^url: leave name and/],
    ['a name that searches without a password', { bindName: 'cn=search' }, /^secret: write the password/],
  ])('is not set with %s', async (_, change, why) => {
    const answer = await call('PUT', '/sign-in/settings', { headers: owner, payload: { ...body, ...change } });
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(why) });
    expect(answer.body).not.toContain('hush');
  });
});
