// A real provider of OpenID Connect on loopback for tests: who sits at the browser is said, or asked on a page of the provider.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** What the provider knows of somebody. */
export interface Known {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly amr?: readonly string[];
  readonly [claim: string]: unknown;
}

/** What a test holds of it. */
export interface SampleProvider {
  readonly issuer: string;
  readonly known: Map<string, Known>;
  /** Who sits at the browser when the provider asks; null: a page asks. */
  sitting: string | null;
  close(): Promise<unknown>;
}

/** The client 'dosimeter' has a secret; 'dosimeter-public' has none. */
export const CLIENT_SECRET = 'the secret of the client';
const SCOPES = 'openid email profile groups';

/** Starts it on a free port. */
export async function startProvider(callback: string): Promise<SampleProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
  const known = new Map<string, Known>();
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  const held: SampleProvider = { issuer, known, sitting: null, close };
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const real = new Provider(issuer, {
    clients: [
      { client_id: 'dosimeter', client_secret: CLIENT_SECRET, redirect_uris: [callback] },
      { client_id: 'dosimeter-public', token_endpoint_auth_method: 'none', redirect_uris: [callback] },
    ],
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['only for this test'] },
    features: { devInteractions: { enabled: false } },
    claims: {
      openid: ['sub', 'amr'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      groups: ['groups', 'roles', '_claim_names', '_claim_sources'],
    },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/enter/${uid}` },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...known.get(id) }) }),
    loadExistingGrant: async (context: { oidc: { client: { clientId: string }; session: { accountId: string } } }) => {
      const grant = new real.Grant({
        accountId: context.oidc.session.accountId,
        clientId: context.oidc.client.clientId,
      });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
  });
  const answer = real.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/enter/')) return answer(request, response);
    const who = held.sitting ?? new URL(request.url, issuer).searchParams.get('who');
    if (who === null) {
      const people = [...known.keys()].map((id) => `<button name="who" value="${id}">Go on as ${id}</button>`);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end(`<!doctype html><title>Provider</title><h1>Who are you?</h1><form>${people.join('')}</form>`);
    }
    const login = { accountId: who, amr: known.get(who)?.amr ?? ['pwd'] };
    void real.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  });
  return held;
}
