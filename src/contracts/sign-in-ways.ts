// Ways to sign in that a site sets up beside passwords: a provider of OpenID Connect, and a directory (LDAP).
import { z } from 'zod';
import { role } from './api.ts';
import { text, time } from './parts.ts';

export const SIGN_IN_KINDS = ['oidc', 'ldap'] as const;
export const signInKind = z.enum(SIGN_IN_KINDS);
export type SignInKind = z.infer<typeof signInKind>;

/** What somebody without an account becomes at the first sign-in; 'none': nobody gets in whom no owner added. */
export const FIRST_ROLES = ['none', 'reader', 'editor'] as const;

const domain = text
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'write a domain such as center.example' });
const attribute = text
  .trim()
  .max(60)
  .regex(/^[a-z][a-z0-9-]*$/i, { error: 'write the name of an attribute, such as uid' });
const distinguishedName = text.trim().max(500);

function groupsOf(name: z.ZodType<string>) {
  return z.array(z.strictObject({ name, role })).max(50).default([]);
}

const common = {
  /** What the button says; everybody who opens the page of sign-in reads it. */
  label: text.trim().min(1, { error: 'write what the button says' }).max(60),
  /** Ends of addresses that may enter; empty: any. */
  domains: z.array(domain).max(20).default([]),
  firstRole: z.enum(FIRST_ROLES).default('none'),
};

export const oidcWay = z.strictObject({
  kind: z.literal('oidc'),
  ...common,
  issuer: z.url({ protocol: /^https?$/, error: 'write the address of the issuer' }).max(500),
  clientId: text.trim().min(1, { error: 'write the client id' }).max(300),
  /** Signing out here goes on to the sign-out of the provider. */
  endsThere: z.boolean().default(false),
  /** What the provider calls the list of somebody's groups. */
  groupsClaim: text
    .trim()
    .max(200)
    .regex(/^[\w.:/-]+$/, { error: 'write the name of a claim, such as groups' })
    .default('groups'),
  /** Roles by group, written as the provider says it; where there are any, who is in none of them does not enter this way. */
  groups: groupsOf(text.trim().min(1).max(300)),
});
export type OidcWay = z.infer<typeof oidcWay>;

export const ldapWay = z.strictObject({
  kind: z.literal('ldap'),
  ...common,
  url: z.url({ protocol: /^ldaps?$/, error: 'write an address such as ldaps://directory.center.example' }).max(300),
  /** For ldap://: TLS is begun before anything else is said. Without it only this machine is asked. */
  startTls: z.boolean().default(true),
  /** Certificate (PEM) of the authority that signed the directory's; empty: those of the system. */
  authority: text.trim().max(20_000).default(''),
  /** Who searches; empty: nobody in particular. */
  bindName: distinguishedName.default(''),
  base: distinguishedName.min(1, { error: 'write where people are found, such as ou=people,dc=center,dc=example' }),
  nameAttribute: attribute.default('uid'),
  mailAttribute: attribute.default('mail'),
  /** Where groups are looked for that name their members; empty: only groups that an entry names itself (memberOf). */
  groupBase: distinguishedName.default(''),
  /** Roles by group; where there are any, who is in none of them does not enter this way. */
  groups: groupsOf(distinguishedName.min(1)),
});
export type LdapWay = z.infer<typeof ldapWay>;

const secret = text.max(1000).optional();
/** `secret` (of the client, or password of who searches) left out keeps the one that is there; '' removes it. */
export const signInWayInput = z.discriminatedUnion('kind', [oidcWay.extend({ secret }), ldapWay.extend({ secret })]);
export type SignInWayInput = z.infer<typeof signInWayInput>;

export const signInWay = z.discriminatedUnion('kind', [oidcWay, ldapWay]);
export type SignInWay = z.infer<typeof signInWay>;

export const signInWayState = z.object({ way: signInWay, hasSecret: z.boolean(), by: text, at: time });
export type SignInWayState = z.infer<typeof signInWayState>;
export const signInSettings = z.object({
  ways: z.array(signInWayState),
  /** The address to register at a provider of OpenID Connect. */
  callback: text,
  /** The page of sign-in with the buttons of this site; without its name only an installation with one site shows them. */
  page: text,
});
export type SignInSettings = z.infer<typeof signInSettings>;

/** What the page of sign-in offers, and what became of the way that this browser went last. */
export const openWaysQuery = z.object({ site: text.max(80).optional() });
export const openWays = z.object({
  ways: z.array(z.object({ id: text, kind: signInKind, label: text })),
  waiting: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('code'), label: text }),
      z.object({ kind: z.literal('failed'), message: text }),
    ])
    .nullable(),
});
export type OpenWays = z.infer<typeof openWays>;

export const directoryInput = z.object({
  way: text.max(80),
  name: text.trim().min(1).max(200),
  password: text.min(1).max(200),
  code: text.max(12).optional(),
});
export const wayCode = z.object({ code: text.min(1).max(12) });
export const signedOut = z.object({
  done: z.literal(true),
  /** Where the browser goes to sign out at the provider, too. */
  next: text.nullable(),
});
