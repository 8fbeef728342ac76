// Sign-in against a directory (LDAP, RFC 4511): search, then bind as who was found. TLS from the first byte or StartTLS before any name is said.
import { Client, type Entry, escapeFilter, InvalidCredentialsError } from 'ldapts';
import type { LdapWay } from '#contracts/index.ts';
import { Fault, Unavailable } from '#kit/index.ts';
import { roleByGroups } from './groups.ts';
import { isHere, type OpenWay } from './sign-in-ways.store.ts';
import type { Vouched } from './vouched.ts';

const TIMEOUT_MS = 8_000;

type Asked = Pick<OpenWay<LdapWay>, 'way' | 'secret'>;

/** Whom the directory vouches for, or null when name or password is wrong. Throws Unavailable, or Refused for who is in no group. */
export function askDirectory(asked: Asked, name: string, password: string): Promise<Vouched | null> {
  // RFC 4513, 5.1.2: a bind with a name and no password succeeds and proves nothing.
  if (password === '' || name === '') return Promise.resolve(null);
  return withDirectory(asked, async (client, { way }) => {
    const { nameAttribute, mailAttribute } = way;
    const { searchEntries } = await client.search(way.base, {
      scope: 'sub',
      filter: `(${nameAttribute}${escapeFilter`=${name}`})`,
      attributes: [mailAttribute, 'cn', 'displayName', 'memberOf', 'entryUUID', 'objectGUID'],
      explicitBufferAttributes: ['objectGUID'],
      sizeLimit: 2,
      timeLimit: TIMEOUT_MS / 1000,
    });
    const [entry, another] = searchEntries;
    if (!entry || another) return null;
    const groups = await groupsOf(client, way, entry);
    const proof = await opened({ way });
    try {
      await proof.bind(entry.dn, password);
    } catch (error) {
      if (error instanceof InvalidCredentialsError) return null;
      throw error;
    } finally {
      await proof.unbind().catch(() => undefined);
    }
    const guid = values(entry, 'entryUUID')[0] ?? values(entry, 'objectGUID')[0] ?? entry.dn.toLowerCase();
    return {
      source: way.url,
      subject: guid,
      email: values(entry, mailAttribute)[0] ?? null,
      name: values(entry, 'displayName')[0] ?? values(entry, 'cn')[0] ?? '',
      secondFactor: false,
      role: roleByGroups(way.groups, groups, plain),
    };
  });
}

/** Connects and binds as who searches. Throws Unavailable with what is wrong. */
export async function tryDirectory(asked: Asked): Promise<void> {
  await withDirectory(asked, async (client, { way }) => {
    await client.search(way.base, { scope: 'base', attributes: ['1.1'], timeLimit: TIMEOUT_MS / 1000 });
  });
}

async function withDirectory<T>(asked: Asked, work: (client: Client, asked: Asked) => Promise<T>): Promise<T> {
  const { host } = new URL(asked.way.url);
  try {
    const client = await opened(asked);
    try {
      if (asked.way.bindName !== '') await client.bind(asked.way.bindName, asked.secret ?? '');
      return await work(client, asked);
    } finally {
      await client.unbind().catch(() => undefined);
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (error instanceof InvalidCredentialsError) {
      throw new Unavailable(
        `The directory ${host} does not take the name that searches, or its password. Ask an owner.`,
      );
    }
    // The library's words may repeat what was sent: they are not passed on.
    throw new Unavailable(`The directory ${host} does not answer as it should. Try again, or use your password here.`);
  }
}

/** A connection over TLS; plain only to this machine, whatever the settings say. */
async function opened({ way }: Pick<Asked, 'way'>): Promise<Client> {
  const host = new URL(way.url).hostname.replace(/^\[|\]$/g, '');
  const tls = {
    minVersion: 'TLSv1.2' as const,
    ...(way.authority === '' ? {} : { ca: [way.authority] }),
    ...(/[a-z]/i.test(host) && !host.includes(':') ? { servername: host } : {}),
    host,
  };
  const overTls = way.url.startsWith('ldaps:');
  const client = new Client({
    url: way.url,
    timeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
    ...(overTls ? { tlsOptions: tls } : {}),
  });
  if (overTls || (!way.startTls && isHere(way.url))) return client;
  try {
    await client.startTLS(tls);
  } catch (error) {
    await client.unbind().catch(() => undefined);
    throw error;
  }
  return client;
}

async function groupsOf(client: Client, way: LdapWay, entry: Entry): Promise<string[]> {
  if (way.groups.length === 0) return [];
  const names = values(entry, 'memberOf');
  if (way.groupBase !== '') {
    const { searchEntries } = await client.search(way.groupBase, {
      scope: 'sub',
      filter: escapeFilter`(|(member=${entry.dn})(uniqueMember=${entry.dn}))`,
      attributes: ['1.1'],
      sizeLimit: 1000,
      timeLimit: TIMEOUT_MS / 1000,
    });
    names.push(...searchEntries.map(({ dn }) => dn));
  }
  return names;
}

/** A distinguished name without differences that mean nothing. */
function plain(name: string): string {
  return name.toLowerCase().replace(/\s*([,=])\s*/g, '$1');
}

/** The values of an attribute as text; bytes as hex. */
function values(entry: Entry, attribute: string): string[] {
  const key = Object.keys(entry).find((known) => known.toLowerCase() === attribute.toLowerCase());
  const value = key === undefined ? undefined : entry[key];
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map((one) => (typeof one === 'string' ? one : one.toString('hex'))).filter((one) => one !== '');
}
