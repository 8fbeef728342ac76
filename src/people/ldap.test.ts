// Sign-in against a real directory: OpenLDAP's slapd, started here on a free port of loopback.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LdapWay, signInWays } from '#contracts/index.ts';
import {
  hasSlapd,
  type SampleDirectory,
  SEARCHER,
  SEARCHER_SECRET as SECRET,
  startDirectory,
} from '#support/sample-directory.ts';
import { askDirectory, tryDirectory } from './ldap.ts';

describe.skipIf(!hasSlapd)(`a directory${hasSlapd ? '' : ' (skipped: slapd is not installed)'}`, () => {
  let directory: SampleDirectory;
  beforeAll(async () => {
    directory = await startDirectory();
  });
  afterAll(() => directory?.close());

  function way(change: Partial<LdapWay> = {}): { way: LdapWay; secret: string } {
    const given = signInWays.ldapWay.parse({
      kind: 'ldap',
      label: 'Directory',
      url: `ldaps://localhost:${directory.tls}`,
      authority: directory.certificate,
      bindName: SEARCHER,
      base: 'ou=people,dc=center,dc=example',
      ...change,
    });
    return { way: given, secret: SECRET };
  }

  test.each([
    ['TLS', () => way()],
    ['StartTLS', () => way({ url: `ldap://localhost:${directory.plain}` })],
    ['clear text on this machine', () => way({ url: `ldap://127.0.0.1:${directory.plain}`, startTls: false })],
  ])('vouches for who knows the password, over %s', async (_, of) => {
    await tryDirectory(of());
    const anna = await askDirectory(of(), 'anna', 'password of anna');
    expect(anna).toMatchObject({ email: 'anna@center.example', name: 'Name of anna', secondFactor: false, role: null });
    expect(anna?.subject).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['a wrong password', 'anna', 'password of ben'],
    ['no password', 'anna', ''],
    ['an unknown name', 'nobody', 'password of anna'],
    ['a name with a wildcard', 'ann*', 'password of anna'],
    ['every name', '*', 'password of anna'],
    ['a name that breaks out of the filter', 'anna)(uid=*', 'password of anna'],
  ])('vouches for nobody with %s', async (_, name, password) => {
    expect(await askDirectory(way(), name, password)).toBeNull();
  });

  test('gives the highest role of the groups, and lets nobody in who is in none', async () => {
    const groups: LdapWay['groups'] = [
      { name: 'cn=imaging, ou=groups, dc=center, dc=example', role: 'reader' },
      { name: 'CN=security,ou=groups,dc=center,dc=example', role: 'editor' },
    ];
    const of = way({ groups, groupBase: 'ou=groups,dc=center,dc=example' });
    expect(await askDirectory(of, 'anna', 'password of anna')).toMatchObject({ role: 'editor' });
    expect(await askDirectory(of, 'ben', 'password of ben')).toMatchObject({ role: 'reader' });
    await expect(askDirectory(of, 'eve', 'password of eve')).rejects.toThrow(/in no group/);
    expect(await askDirectory(of, 'eve', 'wrong')).toBeNull();
  });

  test.each([
    ['a certificate that nobody known signed', () => way({ authority: '' })],
    ['StartTLS with such a certificate', () => way({ url: `ldap://localhost:${directory.plain}`, authority: '' })],
    ['a place where nobody listens', () => way({ url: 'ldaps://localhost:1' })],
    ['a base that is not there', () => way({ base: 'ou=gone,dc=center,dc=example' })],
  ])('is told in a sentence that repeats no secret, for %s', async (_, of) => {
    const error: unknown = await tryDirectory(of()).catch((cause: unknown) => cause);
    expect(String(error)).toMatch(/The directory localhost:\d+ does not answer as it should/);
    expect(String(error)).not.toContain(SECRET);
  });

  test('that refuses who searches says so', async () => {
    await expect(tryDirectory({ ...way(), secret: 'wrong' })).rejects.toThrow(/does not take the name that searches/);
  });
});
