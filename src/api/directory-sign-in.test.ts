// Signing in over HTTP by a real directory: who enters, who waits, and what is never told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInWays } from '#contracts/index.ts';
import type { Clock } from '#kit/index.ts';
import type { TenantId } from '#store/index.ts';
import {
  hasSlapd,
  type SampleDirectory,
  SEARCHER,
  SEARCHER_SECRET,
  startDirectory,
} from '#support/sample-directory.ts';
import { type SampleServer, type Session, sampleServer, sessionOf } from './sample-server.ts';

const PASSWORD = 'correct horse battery';
let time = new Date('2026-11-27T10:00:00Z');
const clock: Clock = { now: () => time, tick: () => time.getTime() };

describe.skipIf(!hasSlapd)(`a directory over HTTP${hasSlapd ? '' : ' (skipped: slapd is not installed)'}`, () => {
  let directory: SampleDirectory;
  let server: SampleServer;
  let site: TenantId;
  let owner: Session;
  let way: string;
  const answers: string[] = [];

  beforeAll(async () => {
    directory = await startDirectory();
    server = await sampleServer(clock);
    site = await server.people.addTenant({ name: 'Ours', demo: false });
    const email = 'owner@center.example';
    await server.people.addUser(site, 'test', { email, name: 'Olga', role: 'owner', password: PASSWORD });
    const payload = { email, password: PASSWORD };
    owner = sessionOf(await server.app.inject({ method: 'POST', url: '/api/v1/session', payload }));
    expect((await set({ bindName: SEARCHER, secret: SEARCHER_SECRET })).ways).toMatchObject([{ hasSecret: true }]);
    const open = await server.app.inject({ url: `/api/v1/sign-in/ways?site=${site}` });
    way = signInWays.openWays.parse(open.json()).ways[0]?.id ?? '';
  });
  afterAll(async () => {
    await server?.close();
    directory?.close();
  });

  async function set(change: object) {
    const payload = {
      kind: 'ldap',
      label: 'Directory',
      url: `ldap://localhost:${directory.plain}`,
      authority: directory.certificate,
      base: 'ou=people,dc=center,dc=example',
      groupBase: 'ou=groups,dc=center,dc=example',
      groups: [
        { name: 'cn=imaging,ou=groups,dc=center,dc=example', role: 'reader' },
        { name: 'cn=security,ou=groups,dc=center,dc=example', role: 'editor' },
      ],
      ...change,
    };
    const answer = await server.app.inject({
      method: 'PUT',
      url: '/api/v1/sign-in/settings',
      headers: owner,
      payload,
    });
    answers.push(answer.body);
    return signInWays.signInSettings.parse(answer.json());
  }

  async function enter(name: string, password: string, remoteAddress = '127.0.0.1') {
    const payload = { way, name, password };
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/sign-in/directory',
      payload,
      remoteAddress,
    });
    answers.push(answer.body);
    return answer;
  }

  test('lets in who knows the password, with the role of the group', async () => {
    const answer = await enter('anna', 'password of anna');
    expect(answer.json()).toMatchObject({ user: { email: 'anna@center.example', role: 'editor' } });
    const session = { headers: { cookie: sessionOf(answer)['cookie'] ?? '' } };
    const asked = await server.app.inject({ url: '/api/v1/session', ...session });
    expect(asked.json()).toMatchObject({ user: { email: 'anna@center.example' } });
  });

  test.each([
    ['an empty password', 'anna', '', 400],
    ['a wrong password', 'anna', 'password of ben', 401],
    ['an unknown name', 'nobody', 'password of anna', 401],
    ['no group', 'eve', 'password of eve', 403],
  ])('lets nobody in with %s', async (_, name, password, status) => {
    const answer = await enter(name, password);
    expect(answer.statusCode).toBe(status);
    expect(answer.cookies).toEqual([]);
  });

  test('makes a name wait after five wrong passwords, from wherever and however it is spelled', async () => {
    for (let n = 1; n <= 5; n += 1) {
      expect((await enter('ben', `wrong password ${n}`, `127.0.1.${n}`)).statusCode).toBe(401);
    }
    for (const [name, remoteAddress] of [
      ['ben', '127.0.2.1'],
      [' BEN ', '127.0.2.2'],
    ] as const) {
      const answer = await enter(name, 'password of ben', remoteAddress);
      expect(answer.json()).toMatchObject({
        status: 429,
        code: 'too-many',
        detail: expect.stringMatching(/Wait \d+ s/),
      });
    }
    expect((await enter('anna', 'password of anna', '127.0.2.3')).statusCode).toBe(200);
    time = new Date(time.getTime() + 60_000);
    expect((await enter('ben', 'password of ben', '127.0.2.4')).statusCode).toBe(200);
  });

  test('searches as nobody once name and password are forgotten', async () => {
    expect((await set({ bindName: '' })).ways).toMatchObject([{ hasSecret: false }]);
    const open = await server.app.inject({ url: `/api/v1/sign-in/ways?site=${site}` });
    way = signInWays.openWays.parse(open.json()).ways[0]?.id ?? '';
    expect((await enter('anna', 'password of anna', '127.0.3.1')).statusCode).toBe(200);
  });

  test('tells no password in its answers, the audit trail or the log', async () => {
    const trail = await server.app.inject({ url: '/api/v1/audit', headers: owner });
    expect(trail.json<{ items: { action: string }[] }>().items.map(({ action }) => action)).toContain('sign-in failed');
    const told = [...answers, trail.body, ...server.errors.map(String)].join('\n');
    expect(told).not.toMatch(/password of|wrong password/);
    expect(told).not.toContain(SEARCHER_SECRET);
  });
});
