// A real directory for tests: OpenLDAP's slapd on free ports of loopback, with three people and two groups.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const SLAPD = '/usr/sbin/slapd';
const SCHEMAS = '/etc/ldap/schema';
/** Who searches, and the password. */
export const SEARCHER = 'cn=search,dc=center,dc=example';
export const SEARCHER_SECRET = 'the one who searches';

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

/** Whether there is a slapd to test with. */
export const hasSlapd = existsSync(SLAPD);

/** What a test holds of it. */
export interface SampleDirectory {
  /** The port without TLS, and the one with it. */
  readonly plain: number;
  readonly tls: number;
  /** What the directory shows of itself, signed by itself (PEM). */
  readonly certificate: string;
  close(): void;
}

/** Starts it. The password of each is 'password of NAME': anna (both groups), ben (imaging), eve (none). */
export async function startDirectory(): Promise<SampleDirectory> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-ldap-'));
  const file = (name: string) => path.join(folder, name);
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
  const certificate = readFileSync(file('cert.pem'), 'utf8');
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
      `rootpw "${SEARCHER_SECRET}"`,
      `directory ${file('data')}`,
      'maxsize 10485760',
      '',
    ].join('\n'),
  );
  writeFileSync(file('people.ldif'), LDIF);
  execFileSync('/usr/sbin/slapadd', ['-f', file('slapd.conf'), '-l', file('people.ldif')], { stdio: 'pipe' });
  const plain = await freePort();
  const tls = await freePort();
  const listen = `ldap://127.0.0.1:${plain} ldaps://127.0.0.1:${tls}`;
  const slapd = spawn(SLAPD, ['-f', file('slapd.conf'), '-h', listen, '-d', '0'], { stdio: 'ignore' });
  await answers(plain);
  await answers(tls);
  const close = () => {
    slapd.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { plain, tls, certificate, close };
}
