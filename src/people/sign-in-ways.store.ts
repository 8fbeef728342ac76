// Ways to sign in that sites set up, and whose account is whose at a provider or in a directory. The secret lies sealed and is never given back.
import { randomUUID } from 'node:crypto';
import {
  type SignInKind,
  type SignInSettings,
  type SignInWay,
  type SignInWayInput,
  signInWays,
} from '#contracts/index.ts';
import { carriesLogin, Invalid } from '#kit/index.ts';
import { type System, type Tenant, type TenantId, tenantIdOf } from '#store/index.ts';
import { audit } from './audit.store.ts';
import type { SecretBox } from './secret-box.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** A way with all that it takes to go it. */
export interface OpenWay<W extends SignInWay = SignInWay> {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly way: W;
  readonly secret: string | null;
}

/** Whether an address is of this machine, where nobody listens in. */
export function isHere(address: string): boolean {
  return LOOPBACK.includes(new URL(address).hostname);
}

/** Whether an address is of a machine itself or of its own link, where no provider for others is: services that trust their neighbors are. */
export function isNobodysProvider(address: string): boolean {
  return /^(localhost|.*\.localhost|0\..*|127\..*|169\.254\..*|\[::1?\]|\[::ffff:.*|\[fe[89ab].*)$/i.test(
    new URL(address).hostname,
  );
}

/** The ways of a site, without secrets. */
export async function signInSettings(tx: Tenant): Promise<SignInSettings['ways']> {
  const rows = await tx.db.selectFrom('signInWays').selectAll().orderBy('kind', 'desc').execute();
  return rows.map((row) => ({
    way: signInWays.signInWay.parse(row.body),
    hasSecret: row.secret !== null,
    by: row.byWhom,
    at: row.at.toISOString(),
  }));
}

/**
 * Sets the way of its kind; a secret left out stays, as long as it goes to the same place for the same name. Throws Invalid where
 * passwords would cross the network in clear, or anybody of the world could make an account.
 */
export async function setSignInWay(
  tx: Tenant,
  { secret, ...way }: SignInWayInput,
  { by, now, box }: { readonly by: string; readonly now: Date; readonly box: SecretBox },
): Promise<void> {
  checkWay(way);
  const before = await tx.db
    .selectFrom('signInWays')
    .select(['id', 'body', 'secret'])
    .where('tenantId', '=', tx.id)
    .where('kind', '=', way.kind)
    .executeTakeFirst();
  const isSamePlace = before !== undefined && placeOf(signInWays.signInWay.parse(before.body)) === placeOf(way);
  const stays = isSamePlace ? before.secret : null;
  // Another place is another way: what the one before opened ends with it.
  if (before && !isSamePlace) await tx.db.deleteFrom('signInWays').where('id', '=', before.id).execute();
  const sealed = secret === undefined ? stays : secret === '' ? null : box.seal(secret);
  // RFC 4513, 5.1.2: a bind with a name and no password proves nothing, and directories refuse it.
  if (way.kind === 'ldap' && way.bindName !== '' && sealed === null) {
    throw new Invalid('secret: write the password of the name that searches, or leave that name empty, too.');
  }
  const row = { body: JSON.stringify(way), secret: sealed, byWhom: by, at: now };
  await tx.db
    .insertInto('signInWays')
    .values({ ...row, tenantId: tx.id, kind: way.kind, id: isSamePlace ? before.id : randomUUID() })
    .onConflict((conflict) => conflict.columns(['tenantId', 'kind']).doUpdateSet(row))
    .execute();
  const detail = `${placeOf(way)}; first sign-in: ${way.firstRole}; domains: ${way.domains.join(', ') || 'any'}; groups: ${way.groups.map(({ role, name }) => `${role} ${name}`).join(', ') || 'none'}`;
  await audit(tx, { who: by, action: 'way to sign in set', subject: way.label, detail }, now);
}

/** Removes a way with its secret, and ends the sessions that it opened. Who signed in by it needs a password from then on. */
export async function dropSignInWay(
  tx: Tenant,
  kind: SignInKind,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<void> {
  const gone = await tx.db
    .deleteFrom('signInWays')
    .where('tenantId', '=', tx.id)
    .where('kind', '=', kind)
    .returning('at')
    .executeTakeFirst();
  if (gone) await audit(tx, { who: by, action: 'way to sign in removed', subject: kind }, now);
}

/** Every way of every site, or the one with this id. One that cannot be read costs no other. */
export async function openWays(tx: System, box: SecretBox, id?: string): Promise<OpenWay[]> {
  let query = tx.db.selectFrom('signInWays').selectAll().orderBy('kind', 'desc').orderBy('id');
  if (id !== undefined) query = query.where('id', '=', id);
  return (await query.execute()).flatMap((row) => {
    const way = signInWays.signInWay.safeParse(row.body).data;
    if (!way) return [];
    // Who only lists buttons needs no key.
    const secret = id === undefined || row.secret === null ? null : box.open(row.secret);
    return [{ id: row.id, tenantId: tenantIdOf(row.tenantId), way, secret }];
  });
}

/** The account that somebody at a source has in a site, if they signed in before. */
export async function linkedAccount(
  tx: System,
  of: { readonly tenantId: TenantId; readonly source: string; readonly subject: string },
): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('signInLinks')
    .select('userId')
    .where('tenantId', '=', of.tenantId)
    .where('source', '=', of.source)
    .where('subject', '=', of.subject)
    .executeTakeFirst();
  return row?.userId;
}

/** Ties an account to somebody at a source. False when it is tied to somebody else there. */
export async function linkAccount(
  tx: System,
  link: { readonly tenantId: TenantId; readonly source: string; readonly subject: string },
  userId: string,
  at: Date,
): Promise<boolean> {
  const added = await tx.db
    .insertInto('signInLinks')
    .values({ ...link, userId, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('subject')
    .executeTakeFirst();
  return added !== undefined;
}

function placeOf(way: SignInWay): string {
  return way.kind === 'oidc' ? `${way.issuer} as ${way.clientId}` : `${way.url} as ${way.bindName || 'nobody'}`;
}

function checkWay(way: SignInWay): void {
  const [field, address] = way.kind === 'oidc' ? ['issuer', way.issuer] : ['url', way.url];
  if (carriesLogin(address)) {
    throw new Invalid(`${field}: leave name and password out of the address; they have fields of their own.`);
  }
  const { search, hash } = new URL(address);
  if (search !== '' || hash !== '') {
    throw new Invalid(`${field}: leave out what stands behind the path of the address.`);
  }
  if (way.kind === 'oidc') {
    if (way.issuer.startsWith('http:') && !isHere(way.issuer)) {
      throw new Invalid('issuer: without TLS only a provider on this machine is asked. Write an address with https.');
    }
    if (!isHere(way.issuer) && isNobodysProvider(way.issuer)) {
      throw new Invalid('issuer: this is an address of the machine itself. Write the address of your provider.');
    }
    if (way.firstRole !== 'none' && way.domains.length === 0) {
      throw new Invalid('domains: name whose addresses may make an account, or let nobody in whom you did not add.');
    }
    return;
  }
  if (way.url.startsWith('ldap:') && !way.startTls && !isHere(way.url)) {
    throw new Invalid('startTls: without TLS only a directory on this machine is asked. Choose ldaps or StartTLS.');
  }
}
