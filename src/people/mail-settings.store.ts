// The mail server of a site, at rest. Nothing is set at first, and then no mail leaves; the password lies sealed and is never given back.
import { type MailInput, type MailServer, type MailState, trainingRecord } from '#contracts/index.ts';
import { Conflict, carriesLogin, Invalid } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { audit } from './audit.store.ts';
import type { SecretBox } from './secret-box.ts';

const server = trainingRecord.mailState.shape.server.unwrap();

async function rowOf(tx: Tenant) {
  return tx.db
    .selectFrom('mailSettings')
    .select(['body', 'password', 'byWhom', 'at'])
    .where('tenantId', '=', tx.id)
    .executeTakeFirst();
}

/** What is set, without the password. */
export async function mailState(tx: Tenant): Promise<MailState> {
  const row = await rowOf(tx);
  if (!row) return { server: null, hasPassword: false, by: null, at: null };
  return {
    server: server.parse(row.body),
    hasPassword: row.password !== null,
    by: row.byWhom,
    at: row.at.toISOString(),
  };
}

/** The server with its password, to send with. Throws Conflict where none is set. */
export async function mailServer(
  tx: Tenant,
  box: SecretBox,
): Promise<MailServer & { readonly password: string | null }> {
  const row = await rowOf(tx);
  if (!row)
    throw new Conflict('No mail server is set for this site. Set one on the page of training, or copy the links.');
  return { ...server.parse(row.body), password: row.password === null ? null : box.open(row.password) };
}

/**
 * Sets the server; a password left out stays, as long as host and user stay, so that nobody has it sent elsewhere. Throws Invalid for a password
 * that would cross the network in clear.
 */
export async function setMail(
  tx: Tenant,
  { password, ...next }: MailInput,
  { by, now, box }: { readonly by: string; readonly now: Date; readonly box: SecretBox },
): Promise<void> {
  if (carriesLogin(next.address)) {
    throw new Invalid('address: leave name and password out: the address goes out with every mail.');
  }
  const before = await rowOf(tx);
  const known = before ? server.parse(before.body) : null;
  const isSame = known !== null && known.host === next.host && known.user === next.user && known.port === next.port;
  const kept = password === undefined && isSame ? (before?.password ?? null) : null;
  const sealed = password === undefined || password === '' ? (password === '' ? null : kept) : box.seal(password);
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(next.host);
  if (next.security === 'none' && !isHere) {
    throw new Invalid('security: without TLS only a mail server on this machine is used. Choose TLS or STARTTLS.');
  }
  const body = JSON.stringify({ ...next, address: next.address.replace(/\/+$/, '') });
  const row = { body, password: sealed, byWhom: by, at: now };
  await tx.db
    .insertInto('mailSettings')
    .values({ ...row, tenantId: tx.id })
    .onConflict((conflict) => conflict.column('tenantId').doUpdateSet(row))
    .execute();
  await audit(
    tx,
    { who: by, action: 'mail server set', subject: next.host, detail: `${next.security}, from ${next.from}` },
    now,
  );
}

/** Removes the server with its password: no mail leaves any more. */
export async function dropMail(tx: Tenant, { by, now }: { readonly by: string; readonly now: Date }): Promise<void> {
  const gone = await tx.db.deleteFrom('mailSettings').where('tenantId', '=', tx.id).returning('at').executeTakeFirst();
  if (gone) await audit(tx, { who: by, action: 'mail server removed', subject: 'mail' }, now);
}
