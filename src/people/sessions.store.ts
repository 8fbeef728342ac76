// Sessions: an opaque token in the browser's cookie, its SHA-256 here; ended by idleness, by age, or by a person.
import { randomBytes } from 'node:crypto';
import { sha256 } from '#kit/index.ts';
import type { System } from '#store/index.ts';

const IDLE_MS = 12 * 3_600_000;
const LONGEST_MS = 7 * 24 * 3_600_000;
/** The last sign of life is written at most this often, so that reading does not write. */
const TOUCH_MS = 60_000;

export interface OpenSession {
  readonly userId: string;
  readonly csrf: string;
}

/** Starts a session; the token goes into the cookie and nowhere else. `wayId`: the way it is opened by, null for a password. */
export async function startSession(
  tx: System,
  userId: string,
  at: Date,
  wayId: string | null = null,
): Promise<{ token: string; csrf: string }> {
  const token = randomBytes(32).toString('base64url');
  const csrf = randomBytes(24).toString('base64url');
  const expiresAt = new Date(at.getTime() + LONGEST_MS);
  await tx.db.deleteFrom('sessions').where('expiresAt', '<', at).execute();
  await tx.db
    .insertInto('sessions')
    .values({ tokenSha256: sha256(token), userId, csrf, createdAt: at, lastSeenAt: at, expiresAt, wayId })
    .execute();
  return { token, csrf };
}

/** The session behind a cookie's token, or undefined when there is none or it has ended. */
export async function findSession(tx: System, token: string, at: Date): Promise<OpenSession | undefined> {
  const tokenSha256 = sha256(token);
  const row = await tx.db.selectFrom('sessions').selectAll().where('tokenSha256', '=', tokenSha256).executeTakeFirst();
  if (!row || row.expiresAt <= at || at.getTime() - row.lastSeenAt.getTime() > IDLE_MS) return undefined;
  if (at.getTime() - row.lastSeenAt.getTime() > TOUCH_MS) {
    await tx.db.updateTable('sessions').set({ lastSeenAt: at }).where('tokenSha256', '=', tokenSha256).execute();
    await tx.db.updateTable('users').set({ lastSeenAt: at }).where('id', '=', row.userId).execute();
  }
  return { userId: row.userId, csrf: row.csrf };
}

/** Ends a session; returns the way that it was opened by. */
export async function endSession(tx: System, token: string): Promise<string | null> {
  const ended = tx.db.deleteFrom('sessions').where('tokenSha256', '=', sha256(token)).returning('wayId');
  return (await ended.executeTakeFirst())?.wayId ?? null;
}

/** Ends the sessions of an account that were not opened by its password. */
export async function endSessionsByWays(tx: System, userId: string): Promise<void> {
  await tx.db.deleteFrom('sessions').where('userId', '=', userId).where('wayId', 'is not', null).execute();
}

/** Ends every session of a user, except one: after a change of password or second factor. */
export async function endSessionsOf(tx: System, userId: string, exceptToken?: string): Promise<void> {
  let query = tx.db.deleteFrom('sessions').where('userId', '=', userId);
  if (exceptToken !== undefined) query = query.where('tokenSha256', '<>', sha256(exceptToken));
  await query.execute();
}
