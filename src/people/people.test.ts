import * as OTPAuth from 'otpauth';
import { describe, expect, test } from 'vitest';
import { fixedClock } from '#kit/index.ts';
import { type Store, type TenantId, testStores } from '#store/index.ts';
import { allows, audit, listAudit, openSecretBox, People } from './index.ts';

const PASSWORD = 'correct horse battery';
const OWNER = { email: 'owner@example.org', name: 'Olga Owner', password: PASSWORD };

function peopleOf(store: Store) {
  const clock = fixedClock('2026-11-23T10:00:00.000Z');
  return { clock, people: new People(store, { clock, box: openSecretBox(null) }) };
}

async function withOwner(store: Store) {
  const { clock, people } = peopleOf(store);
  const tenant = await people.addTenant({ name: 'My site', demo: false });
  const owner = await people.createOwner({ ...OWNER, token: (await people.issueSetupToken()) ?? '' });
  return { clock, people, tenant, owner };
}

async function actions(store: Store, tenant: TenantId): Promise<string[]> {
  const { items } = await store.tenant(tenant, (tx) => listAudit(tx, { limit: 50 }));
  return items.map((entry) => `${entry.who}: ${entry.action}`).sort();
}

const signIn = (people: People, change: Partial<Parameters<People['signIn']>[0]> = {}) =>
  people.signIn({ email: OWNER.email, password: PASSWORD, remoteAddress: '127.0.0.1', ...change });

describe.each(testStores())('$name', ({ open }) => {
  test('the first owner needs the newest token of the console, and only the first', async () => {
    await using store = await open();
    const { people } = peopleOf(store);
    const tenant = await people.addTenant({ name: 'My site', demo: false });
    expect(await people.setupNeeded()).toBe(true);
    const old = (await people.issueSetupToken()) ?? '';
    const token = (await people.issueSetupToken()) ?? '';
    await expect(people.createOwner({ ...OWNER, token: old })).rejects.toThrow(/not the token that the console shows/);
    const { person } = await people.createOwner({ ...OWNER, token });
    expect(person.memberships).toEqual([{ tenant: { id: tenant, name: 'My site', demo: false }, role: 'owner' }]);
    await expect(people.createOwner({ ...OWNER, token })).rejects.toThrow(/An owner exists already/);
    expect(await people.issueSetupToken()).toBeNull();
  });

  test('a session opens with its token until sign-out, idleness or age', async () => {
    await using store = await open();
    const { people, clock } = await withOwner(store);
    const { token } = await signIn(people);
    expect((await people.session(token))?.person.email).toBe(OWNER.email);
    expect(await people.session(`${token}x`)).toBeUndefined();
    clock.advance(11 * 3_600_000);
    expect(await people.session(token)).toBeDefined();
    clock.advance(13 * 3_600_000);
    expect(await people.session(token)).toBeUndefined();
    const second = (await signIn(people)).token;
    await people.signOut(second);
    expect(await people.session(second)).toBeUndefined();
  });

  test('wrong, unknown and blocked sign-ins are refused alike and noted; waiting helps', async () => {
    await using store = await open();
    const { people, clock, tenant } = await withOwner(store);
    const wrong = /e-mail, password or code is not right/;
    await expect(signIn(people, { email: 'nobody@example.org' })).rejects.toThrow(wrong);
    for (let n = 0; n < 4; n++) await expect(signIn(people, { password: 'x' })).rejects.toThrow(wrong);
    await expect(signIn(people)).rejects.toThrow(/Wait 2 s and try again/);
    clock.advance(2_001);
    await expect(signIn(people)).resolves.toBeDefined();
    expect(await actions(store, tenant)).toEqual(
      [
        'owner@example.org: first owner created',
        ...Array(4).fill('owner@example.org: sign-in failed'),
        'owner@example.org: sign-in blocked',
        'owner@example.org: signed in',
      ].toSorted((a, b) => (a < b ? -1 : 1)),
    );
  });

  test('with a second factor a code is needed, fits once, and can be removed with the password', async () => {
    await using store = await open();
    const { people, clock, owner } = await withOwner(store);
    const { secret, uri, qrSvg } = await people.startTotp(owner.person);
    expect(uri).toContain('Dosimeter');
    expect(qrSvg).toContain('<svg');
    const code = () =>
      new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() });
    await expect(people.confirmTotp(owner.person, '000000', owner.token)).rejects.toThrow(/code is not right/);
    await people.confirmTotp(owner.person, code(), owner.token);
    await expect(signIn(people)).rejects.toMatchObject({ code: 'code-needed' });
    await expect(signIn(people, { code: code() })).rejects.toThrow(/not right/);
    clock.advance(30_000);
    await expect(signIn(people, { code: code() })).resolves.toBeDefined();
    const stored = await store.system(({ db }) =>
      db.selectFrom('users').select('totpSecret').executeTakeFirstOrThrow(),
    );
    expect(stored.totpSecret).not.toContain(secret);
    await people.removeTotp(owner.person, PASSWORD);
    await expect(signIn(people)).resolves.toBeDefined();
  });

  test('people are added, changed and removed within a tenant; the last owner stays', async () => {
    await using store = await open();
    const { people, tenant, owner } = await withOwner(store);
    const id = await people.addUser(tenant, 'owner@example.org', {
      email: 'reader@example.org',
      name: 'R',
      role: 'reader',
      password: PASSWORD,
    });
    const reader = await signIn(people, { email: 'Reader@Example.org' });
    await people.changeUser(tenant, 'owner@example.org', id, { role: 'editor', password: 'another long password' });
    expect(await people.session(reader.token)).toBeUndefined();
    await expect(people.removeUser(tenant, 'x', owner.person.id)).rejects.toThrow(/last owner cannot leave/);
    await expect(people.changeUser(tenant, 'x', owner.person.id, { role: 'reader' })).rejects.toThrow(/last owner/);
    await people.removeUser(tenant, 'owner@example.org', id);
    expect((await people.listUsers(tenant)).map((user) => user.email)).toEqual(['owner@example.org']);
    await expect(signIn(people, { email: 'reader@example.org', password: 'another long password' })).rejects.toThrow();
  });

  test('two owners who are lowered or removed at the same moment leave one', async () => {
    await using store = await open();
    const { people, tenant, owner } = await withOwner(store);
    const input = { email: 'second@example.org', name: 'Second', role: 'owner', password: PASSWORD } as const;
    for (let round = 0; round < 8; round++) {
      const second = await people.addUser(tenant, 'local', input);
      const [, removed] = await Promise.allSettled([
        people.changeUser(tenant, 'local', owner.person.id, { role: 'reader' }),
        people.removeUser(tenant, 'local', second),
      ]);
      const users = await people.listUsers(tenant);
      expect(users.filter(({ role }) => role === 'owner')).toHaveLength(1);
      if (removed.status === 'rejected') {
        expect(removed.reason).toMatchObject({ message: expect.stringMatching(/last owner cannot leave/) });
        await people.changeUser(tenant, 'local', owner.person.id, { role: 'owner' });
        await people.removeUser(tenant, 'local', second);
      }
    }
  });

  test('a reset on the console ends sessions and lets the person in again', async () => {
    await using store = await open();
    const { people, owner } = await withOwner(store);
    await people.resetPassword(OWNER.email, 'a brand new password');
    expect(await people.session(owner.token)).toBeUndefined();
    await expect(signIn(people)).rejects.toThrow();
    await expect(signIn(people, { password: 'a brand new password' })).resolves.toBeDefined();
    await expect(people.resetPassword('nobody@example.org', 'x')).rejects.toThrow(/No account has the e-mail/);
  });

  test('the audit trail pages from the newest on, inert and without gaps', async () => {
    await using store = await open();
    const { people, clock } = peopleOf(store);
    const tenant = await people.addTenant({ name: 'My site', demo: false });
    for (let n = 0; n < 7; n++) {
      if (n % 2) clock.advance(1000);
      const entry = { who: 'a\u001b[2J', action: `step ${n}`, subject: 's' };
      await store.tenant(tenant, (tx) => audit(tx, entry, clock.now()));
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.tenant(tenant, (tx) => listAudit(tx, { limit: 3, cursor }));
      seen.push(...page.items.map((entry) => entry.action));
      expect(page.items[0]?.who).toBe('a\\u{1b}[2J');
      cursor = page.next ?? undefined;
    } while (cursor);
    expect([...seen].sort()).toEqual(Array.from({ length: 7 }, (_, n) => `step ${n}`));
    expect(seen[0]).toMatch(/step [56]/);
  });
});

test('roles may do what is listed and nothing else', () => {
  expect([allows('reader', 'read'), allows('reader', 'scan'), allows('editor', 'change clearances')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(allows('owner', 'change clearances')).toBe(true);
});
