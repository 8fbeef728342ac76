// Sign-in at a provider of OpenID Connect: authorization code with PKCE (RFC 7636), state and nonce, the token's signature checked.
import * as oidc from 'openid-client';
import type { OidcWay } from '#contracts/index.ts';
import { Refused, Unavailable } from '#kit/index.ts';
import { roleByGroups } from './groups.ts';
import { isHere, isNobodysProvider, type OpenWay } from './sign-in-ways.store.ts';
import type { Vouched } from './vouched.ts';

const TIMEOUT_S = 10;
/** Bytes of one answer: metadata, keys and tokens are some thousands. */
const LONGEST_ANSWER = 1_000_000;
/** RFC 8176: more than one factor was seen. Any other value may be the only one. */
const SEVERAL_FACTORS = 'mfa';

/** What this server remembers of somebody who is away at the provider. */
export interface Away {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

type Claims = Readonly<Record<string, unknown>>;

/** The claims of the signed token, and of userinfo where that was asked. */
interface Said {
  readonly claims: oidc.IDToken;
  readonly more: Claims;
}

/** Reads what the provider says of itself. Throws Unavailable when it does not answer as one. */
export async function askProvider({ way, secret }: Pick<OpenWay<OidcWay>, 'way' | 'secret'>) {
  const issuer = new URL(way.issuer);
  try {
    return await oidc.discovery(issuer, way.clientId, {}, clientAuth(secret), {
      timeout: TIMEOUT_S,
      [oidc.customFetch]: (url, options) => fetchFrom(way.issuer, url, options),
      execute: [oidc.enableNonRepudiationChecks, ...(isHere(way.issuer) ? [oidc.allowInsecureRequests] : [])],
    });
  } catch {
    throw new Unavailable(
      `${issuer.host} does not answer as a provider of OpenID Connect. Try again, or ask an owner.`,
    );
  }
}

/** Where to send the browser, and what to remember until it comes back to `redirect`. */
export async function beginOidc(open: OpenWay<OidcWay>, redirect: string): Promise<{ url: string; away: Away }> {
  const { way } = open;
  const provider = await askProvider(open);
  const away = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  const challenge = await oidc.calculatePKCECodeChallenge(away.verifier);
  const url = addressFor(way.issuer, () =>
    oidc.buildAuthorizationUrl(provider, {
      redirect_uri: redirect,
      scope: scopesFor(way, provider),
      state: away.state,
      nonce: away.nonce,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }),
  );
  return { url, away };
}

/** Whom the provider vouches for. Throws Refused for an answer that does not hold, Unavailable when the provider is gone. */
export async function finishOidc(open: OpenWay<OidcWay>, away: Away, came: URL): Promise<Vouched> {
  const { way } = open;
  const provider = await askProvider(open);
  const host = new URL(way.issuer).host;
  let said: Said;
  try {
    const tokens = await oidc.authorizationCodeGrant(provider, came, {
      expectedState: away.state,
      expectedNonce: away.nonce,
      pkceCodeVerifier: away.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('no id_token');
    // Many providers say the address, or the groups, only when asked once more.
    const isAll = claims['email'] !== undefined && (way.groups.length === 0 || saysGroups(claims, way.groupsClaim));
    const more =
      isAll || provider.serverMetadata().userinfo_endpoint === undefined
        ? claims
        : await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub);
    said = { claims, more };
  } catch (error) {
    // What went wrong may hold codes and tokens: only its kind is told.
    if (error instanceof oidc.AuthorizationResponseError) {
      throw new Refused(`${host} did not let you in, or you stopped there. Try again.`);
    }
    throw new Refused(
      `The answer of ${host} does not hold. Try again; if it stays so, ask an owner to check the settings.`,
    );
  }
  const { claims, more } = said;
  const info: Claims = claims['email'] === undefined ? more : claims;
  const methods: readonly unknown[] = Array.isArray(claims['amr']) ? claims['amr'] : [];
  return {
    source: claims.iss,
    subject: claims.sub,
    email: info['email_verified'] === true && typeof info['email'] === 'string' ? info['email'] : null,
    name: typeof info['name'] === 'string' ? info['name'].slice(0, 100) : '',
    secondFactor: methods.includes(SEVERAL_FACTORS),
    role: way.groups.length === 0 ? null : roleByGroups(way.groups, groupsIn(said, way)),
  };
}

/** OpenID Connect knows no scope for groups; some providers say them only to who asks with this one, and list it. */
function scopesFor(way: OidcWay, provider: oidc.Configuration): string {
  const isKnown = provider.serverMetadata().scopes_supported?.includes('groups') === true;
  return `openid email profile${way.groups.length > 0 && isKnown ? ' groups' : ''}`;
}

function saysGroups(claims: Claims, claim: string): boolean {
  return claims[claim] !== undefined || isTooMany(claims, claim);
}

/** The names of the groups, from the signed token before anything else. Throws Refused where the provider leaves them out as too many. */
function groupsIn({ claims, more }: Said, { label, groupsClaim }: OidcWay): string[] {
  const all: readonly Claims[] = [claims, more];
  const found = all.find((each) => saysGroups(each, groupsClaim));
  const value = found?.[groupsClaim];
  if (found && value === undefined) {
    throw new Refused(
      `You are in more groups than ${label} lists, so that your role is not known. Ask who runs it to send only the groups of this application.`,
    );
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((name) => typeof name === 'string').map((name) => name.trim());
}

/** Microsoft Entra ID leaves out a list that is too long and says so: by `_claim_names` (OpenID Connect Core 1.0, 5.6.2) or `hasgroups`. */
function isTooMany(claims: Claims, claim: string): boolean {
  const elsewhere = claims['_claim_names'];
  const isElsewhere = typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, claim);
  return isElsewhere || (claim === 'groups' && (claims['hasgroups'] === true || claims['hasgroups'] === 'true'));
}

/** Where signing out at the provider begins, or null when it has no such place. */
export async function leaveOidc(open: OpenWay<OidcWay>, home: string): Promise<string | null> {
  const provider = await askProvider(open);
  if (provider.serverMetadata().end_session_endpoint === undefined) return null;
  return addressFor(open.way.issuer, () => oidc.buildEndSessionUrl(provider, { post_logout_redirect_uri: home }));
}

/** One request to a provider: no redirect is followed, no answer without end is read. */
async function fetchFrom(issuer: string, url: string, options: oidc.CustomFetchOptions): Promise<Response> {
  checkAddress(issuer, url);
  const response = await fetch(url, { ...(options as RequestInit), redirect: 'manual' });
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > LONGEST_ANSWER) throw new Unavailable(`${new URL(url).host} answers with too much.`);
    parts.push(part);
  }
  const { status, statusText, headers } = response;
  return new Response(parts.length === 0 ? null : Buffer.concat(parts), { status, statusText, headers });
}

/** Where a browser goes on to; what is no address of the web is not followed. */
function addressFor(issuer: string, build: () => URL): string {
  try {
    const { href } = build();
    checkAddress(issuer, href);
    return href;
  } catch {
    throw notAsked(issuer);
  }
}

/** What a provider says of itself may not lead to this machine, nor out of TLS, unless the provider itself is on this machine. */
function checkAddress(issuer: string, url: string): void {
  const { protocol } = new URL(url);
  const isInside = isHere(issuer) && isHere(url) && protocol === 'http:';
  const isOutside = protocol === 'https:' && (isHere(issuer) || !isNobodysProvider(url));
  if (!isInside && !isOutside) throw notAsked(issuer);
}

function notAsked(issuer: string): Unavailable {
  return new Unavailable(`${new URL(issuer).host} names an address that is not asked. Ask an owner.`);
}

/** OpenID Connect Core 1.0, 9: client_secret_basic unless the provider takes only the other. */
function clientAuth(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const basic = oidc.ClientSecretBasic(secret);
  const post = oidc.ClientSecretPost(secret);
  return (server, client, body, headers) => {
    const known = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (known.includes('client_secret_basic') ? basic : post)(server, client, body, headers);
  };
}
