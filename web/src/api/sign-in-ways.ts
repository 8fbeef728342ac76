// Ways to sign in beside passwords, and their settings.
import type { z } from 'zod';
import { api, type Session, type SignInKind, type SignInWayInput, signInWays } from '#contracts/index.ts';
import { href, keepCsrf, read, tell, write } from './http.ts';

function kept(session: Session): Session {
  keepCsrf(session.csrf);
  return session;
}

/** What the page of sign-in offers, and what became of the way that this browser went last. */
export function loadWays(signal: AbortSignal) {
  const site = new URLSearchParams(window.location.search).get('site');
  return read(signInWays.openWays, 'sign-in/ways', { signal, ...(site === null ? {} : { query: { site } }) });
}

/** Where a browser goes to begin at a provider. */
export function beginHref(way: string): string {
  return href(`sign-in/${encodeURIComponent(way)}/begin`);
}

/** Signs in with a name of a directory. */
export async function signInByDirectory(body: z.input<typeof signInWays.directoryInput>): Promise<Session> {
  return kept(await write({ method: 'POST', path: 'sign-in/directory', body, shape: api.session }));
}

/** Gives the code of the second factor after a provider let somebody in. */
export async function giveWayCode(code: string): Promise<Session> {
  return kept(await write({ method: 'POST', path: 'sign-in/code', body: { code }, shape: api.session }));
}

/** The settings, without secrets. */
export function loadSignInSettings(signal: AbortSignal) {
  return read(signInWays.signInSettings, 'sign-in/settings', { signal });
}

/** Sets the way of its kind. */
export function saveSignInWay(body: SignInWayInput) {
  return write({ method: 'PUT', path: 'sign-in/settings', body, shape: signInWays.signInSettings });
}

/** Removes a way. */
export function removeSignInWay(kind: SignInKind) {
  return write({ method: 'DELETE', path: `sign-in/settings/${kind}`, shape: signInWays.signInSettings });
}

/** Asks the provider or directory whether it answers. */
export function trySignInWay(kind: SignInKind): Promise<void> {
  return tell({ method: 'POST', path: `sign-in/settings/${kind}/try`, body: {} });
}
