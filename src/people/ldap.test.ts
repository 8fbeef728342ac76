// Sign-in against a real directory: OpenLDAP's slapd, started here on a free port of loopback.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LdapWay, signInWays } from '#contracts/index.ts';
import { askDirectory, tryDirectory } from './ldap.ts';

const SLAPD = '/usr/sbin/slapd';
const SCHEMAS = '/etc/ldap/schema';
const SEARCHER = 'cn=search,dc=center,dc=example';
const SECRET = 'the one who searches';

const person = (uid: string, mail: string) => `
dn: uid=${uid},ou=people,dc=center,dc=example
objectClass: inetOrgPerson
uid: ${uid}
cn: Name of ${uid}
sn: ${uid}
mail: ${mail}
userPassword: password of ${uid}
`;
const LDIF = `dn: dc=center,dc=example
objectClass: dcObject
objectClass: organization
o: Center
dc: center

dn: ou=people,dc=center,dc=example
objectClass: organizationalUnit
ou: people

dn: ou=groups,dc=center,dc=example
objectClass: organizationalUnit
ou: groups
${person('anna', 'anna@center.example')}${person('ben', 'ben@center.example')}${person('eve', 'eve@center.example')}
dn: cn=imaging,ou=groups,dc=center,dc=example
objectClass: groupOfNames
cn: imaging
member: uid=anna,ou=people,dc=center,dc=example
member: uid=ben,ou=people,dc=center,dc=example

dn: cn=security,ou=groups,dc=center,dc=example
objectClass: groupOfNames
cn: security
member: uid=anna,ou=people,dc=center,dc=example
`;

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined));
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('slapd does not answer');
}

const isHere = existsSync(SLAPD);

describe.skipIf(!isHere)(`a directory${isHere ? '' : ' (skipped: slapd is not installed)'}`, () => {
  let folder: string | undefined;
  let slapd: ChildProcess | undefined;
  let plain: number;
  let tls: number;
  let certificate: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-ldap-'));
    const made = folder;
    const file = (name: string) => path.join(made, name);
    mkdirSync(file('data'));
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'].concat([
        '-addext',
        'subjectAltName=DNS:localhost',
        '-keyout',
        file('key.pem'),
        '-out',
        file('cert.pem'),
      ]),
      { stdio: 'ignore' },
    );
    certificate = readFileSync(file('cert.pem'), 'utf8');
    writeFileSync(
      file('slapd.conf'),
      [
        ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${SCHEMAS}/${name}.schema`),
        'modulepath /usr/lib/ldap',
        'moduleload back_mdb',
        `pidfile ${file('pid')}`,
        `TLSCertificateFile ${file('cert.pem')}`,
        `TLSCertificateKeyFile ${file('key.pem')}`,
        'database mdb',
        'suffix dc=center,dc=example',
        `rootdn ${SEARCHER}`,
        `rootpw "${SECRET}"`,
        `directory ${file('data')}`,
        'maxsize 10485760',
        '',
      ].join('\n'),
    );
    writeFileSync(file('people.ldif'), LDIF);
    execFileSync('/usr/sbin/slapadd', ['-f', file('slapd.conf'), '-l', file('people.ldif')], { stdio: 'pipe' });
    plain = await freePort();
    tls = await freePort();
    const listen = `ldap://127.0.0.1:${plain} ldaps://127.0.0.1:${tls}`;
    slapd = spawn(SLAPD, ['-f', file('slapd.conf'), '-h', listen, '-d', '0'], { stdio: 'ignore' });
    await answers(plain);
    await answers(tls);
  });

  afterAll(() => {
    slapd?.kill();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  function way(change: Partial<LdapWay> = {}): { way: LdapWay; secret: string } {
    const given = signInWays.ldapWay.parse({
      kind: 'ldap',
      label: 'Directory',
      url: `ldaps://localhost:${tls}`,
      authority: certificate,
      bindName: SEARCHER,
      base: 'ou=people,dc=center,dc=example',
      ...change,
    });
    return { way: given, secret: SECRET };
  }

  test.each([
    ['TLS', () => way()],
    ['StartTLS', () => way({ url: `ldap://localhost:${plain}` })],
    ['clear text on this machine', () => way({ url: `ldap://127.0.0.1:${plain}`, startTls: false })],
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
    ['StartTLS with such a certificate', () => way({ url: `ldap://localhost:${plain}`, authority: '' })],
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
