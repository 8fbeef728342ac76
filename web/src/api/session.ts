// Who is signed in, and how one becomes so.
import type { z } from 'zod';
import { api, type Session, signInWays } from '#contracts/index.ts';
import { keepCsrf, read, tell, write } from './http.ts';

function kept(session: Session): Session {
  keepCsrf(session.csrf);
  return session;
}

/** The present session; `user` is null when nobody is signed in. */
export async function loadSession(signal?: AbortSignal): Promise<Session> {
  return kept(await read(api.session, 'session', signal ? { signal } : {}));
}

/** Creates the first owner with the one-time token from the console. */
export async function setUp(body: z.input<typeof api.setupInput>): Promise<Session> {
  return kept(await write({ method: 'POST', path: 'setup', body, shape: api.session }));
}

/** Signs in; answers 401 `code-needed` when a second factor is on and no code was given. */
export async function signIn(body: z.input<typeof api.signInInput>): Promise<Session> {
  return kept(await write({ method: 'POST', path: 'session', body, shape: api.session }));
}

/** Ends the session on the server; says where to sign out at the provider, too, if anywhere. */
export async function signOut(): Promise<string | null> {
  return (await write({ method: 'DELETE', path: 'session', shape: signInWays.signedOut })).next;
}

/** Changes the password of the person signed in. */
export function changePassword(body: { readonly current: string; readonly next: string }): Promise<void> {
  return tell({ method: 'POST', path: 'me/password', body });
}

/** Begins the second factor: a fresh secret and its QR picture. */
export function startTotp() {
  return write({ method: 'POST', path: 'me/totp', body: {}, shape: api.totpStart });
}

/** Switches the second factor on once a code proves that the phone has the secret. */
export function confirmTotp(code: string): Promise<void> {
  return tell({ method: 'POST', path: 'me/totp/confirm', body: { code } });
}

/** Switches the second factor off. */
export function removeTotp(password: string): Promise<void> {
  return tell({ method: 'POST', path: 'me/totp/remove', body: { password } });
}
