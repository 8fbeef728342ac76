// Accounts from the first minute: the first owner by a token from the console, sign-in with limits and a second factor,
// roles by tenant, resets on the console. Every step leaves a line in the audit trail.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import * as OTPAuth from 'otpauth';
import { toString as qrToString } from 'qrcode';
import { z } from 'zod';
import type { Role } from '#contracts/index.ts';
import { type Clock, Conflict, Fault, Invalid, NotFound, Refused, sha256 } from '#kit/index.ts';
import type { Store, System, TenantId } from '#store/index.ts';
import {
  type Account,
  accountByEmail,
  accountById,
  addAccount,
  addTenant,
  allTenants,
  anyAccount,
  changeAccount,
  lockMemberships,
  type Membership,
  membershipsOf,
  removeAccount,
  removeMembership,
  setMembership,
  usersOfTenant,
} from './accounts.store.ts';
import { audit, auditForUser } from './audit.store.ts';
import { hashPassword, needsRehash, verifyPassword } from './password.ts';
import { keepOut, keepOutSubject, letAddressBack, letBack, mayComeBack, TakenOut } from './removed.store.ts';
import type { SecretBox } from './secret-box.ts';
import { endSession, endSessionsByWays, endSessionsOf, findSession, startSession } from './sessions.store.ts';
import { SignInLimits } from './sign-in-limits.ts';
import { linkAccount, linkedAccount, type OpenWay } from './sign-in-ways.store.ts';
import type { Vouched } from './vouched.ts';

const SETUP_TOKEN = 'setup-token-sha256';
const TOTP_STEP_S = 30;
const ADDRESS = z.email().max(200);

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly totp: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string | null;
  readonly memberships: readonly Membership[];
}

export interface SignedIn {
  readonly person: Person;
  readonly token: string;
  readonly csrf: string;
}

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly remoteAddress: string;
}

/** The password was right; a code of the second factor is needed. */
export class CodeNeeded extends Fault {
  constructor() {
    super('code-needed', 401, 'Enter the 6-digit code from your authenticator app.');
  }
}

/** Name, password or code is wrong; which one is not said. */
export class WrongSignIn extends Fault {
  constructor() {
    super('wrong-sign-in', 401, 'This e-mail, password or code is not right. Try again, or ask an owner to reset it.');
  }
}

export class People {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #box: SecretBox;
  readonly #limits: SignInLimits;
  /** Verified when the account is unknown, so that the answer takes as long. */
  #decoyHash: Promise<string> | undefined;

  constructor(store: Store, options: { readonly clock: Clock; readonly box: SecretBox }) {
    this.#store = store;
    this.#clock = options.clock;
    this.#box = options.box;
    this.#limits = new SignInLimits(options.clock);
  }

  /** Secrets of a site at rest, under the key of the data folder (secret-box). */
  get box(): SecretBox {
    return this.#box;
  }

  /** True while no account exists. */
  setupNeeded(): Promise<boolean> {
    return this.#store.system(async (tx) => !(await anyAccount(tx)));
  }

  /** A new one-time token for the first owner; an older one stops working. Null when an account exists. */
  issueSetupToken(): Promise<string | null> {
    return this.#store.system(async (tx) => {
      if (await anyAccount(tx)) return null;
      const token = randomBytes(24).toString('base64url');
      await tx.db
        .insertInto('meta')
        .values({ key: SETUP_TOKEN, value: sha256(token) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: sha256(token) }))
        .execute();
      return token;
    });
  }

  /** The first account, owner of every tenant. */
  async createOwner(input: { token: string; email: string; name: string; password: string }): Promise<SignedIn> {
    const passwordHash = await hashPassword(input.password);
    const at = this.#clock.now();
    return this.#store.system(async (tx) => {
      const row = await tx.db
        .selectFrom('meta')
        .select('value')
        .where('key', '=', SETUP_TOKEN)
        .forUpdate()
        .executeTakeFirst();
      if (await anyAccount(tx))
        throw new Conflict('An owner exists already. Sign in, or reset the password on the console.');
      if (!row || !sameText(row.value, sha256(input.token))) {
        throw new Refused('This is not the token that the console shows. Copy the whole link from there.');
      }
      await tx.db.deleteFrom('meta').where('key', '=', SETUP_TOKEN).execute();
      const id = await addAccount(tx, { email: input.email, name: input.name, passwordHash, at });
      for (const tenant of await allTenants(tx)) await setMembership(tx, id, tenant.id, 'owner');
      await auditForUser(tx, id, { who: input.email, action: 'first owner created', subject: input.email }, at);
      return this.#signedIn(tx, id, at);
    });
  }

  /** Signs in or throws WrongSignIn, CodeNeeded or TooMany; each outcome is in the audit trail. */
  async signIn(input: SignInInput): Promise<SignedIn> {
    const keys = [`account ${input.email.toLowerCase()}`, `address ${input.remoteAddress}`];
    const at = this.#clock.now();
    const account = await this.#store.system((tx) => accountByEmail(tx, input.email));
    try {
      this.#limits.check(keys);
    } catch (error) {
      if (account) await this.#note(account, 'sign-in blocked', input.remoteAddress);
      throw error;
    }
    this.#decoyHash ??= hashPassword(randomBytes(16).toString('hex'));
    const right = await verifyPassword(input.password, account?.passwordHash ?? (await this.#decoyHash));
    if (!account || !right) {
      this.#limits.failed(keys);
      if (account) await this.#note(account, 'sign-in failed', input.remoteAddress);
      throw new WrongSignIn();
    }
    if (account.totpConfirmedAt && !input.code) throw new CodeNeeded();
    const passwordHash = needsRehash(account.passwordHash) ? await hashPassword(input.password) : account.passwordHash;
    const signedIn = await this.#store.system(async (tx) => {
      if (account.totpConfirmedAt && !(await this.#spendCode(tx, account.id, input.code ?? ''))) return undefined;
      await changeAccount(tx, account.id, { lastSeenAt: at, passwordHash });
      await auditForUser(
        tx,
        account.id,
        { who: account.email, action: 'signed in', subject: account.email, detail: input.remoteAddress },
        at,
      );
      return this.#signedIn(tx, account.id, at);
    });
    if (!signedIn) {
      this.#limits.failed(keys);
      await this.#note(account, 'sign-in failed', `${input.remoteAddress}, wrong code`);
      throw new WrongSignIn();
    }
    this.#limits.succeeded(keys);
    return signedIn;
  }

  /** The person and CSRF token behind a session cookie, or undefined. */
  session(token: string): Promise<{ person: Person; csrf: string } | undefined> {
    return this.#store.system(async (tx) => {
      const open = await findSession(tx, token, this.#clock.now());
      const person = open && (await personOf(tx, open.userId));
      return open && person ? { person, csrf: open.csrf } : undefined;
    });
  }

  /** Ends a session; returns the way that it was opened by, null for a password. */
  signOut(token: string): Promise<string | null> {
    return this.#store.system((tx) => endSession(tx, token));
  }

  /**
   * Lets in somebody for whom a way of a site vouches. Throws Refused with the reason, CodeNeeded where the account has a second factor
   * and the source saw none, WrongSignIn for a wrong code. Each outcome is in the audit trail of the site.
   */
  async enter(
    open: OpenWay,
    who: Vouched,
    asked: { readonly code?: string | undefined; readonly remoteAddress: string },
  ): Promise<SignedIn> {
    const at = this.#clock.now();
    const unusable = await hashPassword(randomBytes(32).toString('base64url'));
    const by = `${asked.remoteAddress}, by ${open.way.label}`;
    try {
      return await this.#store.system(async (tx) => {
        await lockMemberships(tx, open.tenantId);
        const id = await this.#accountFor(tx, open, who, { at, passwordHash: unusable });
        const account = await accountById(tx, id);
        if (!account) throw new Refused('This account is closed. Ask an owner.');
        if (account.totpConfirmedAt && !who.secondFactor) {
          if (!asked.code) throw new CodeNeeded();
          if (!(await this.#spendCode(tx, id, asked.code))) throw new WrongSignIn();
        }
        await changeAccount(tx, id, { lastSeenAt: at });
        const entry = { who: account.email, action: 'signed in', subject: account.email, detail: by };
        await auditForUser(tx, id, entry, at);
        return this.#signedIn(tx, id, at, open.id);
      });
    } catch (error) {
      if (error instanceof TakenOut) {
        const { source, subject } = who;
        const mark = { tenantId: open.tenantId, source, subject, email: error.email };
        await this.#store.system((tx) => keepOutSubject(tx, mark, { by: open.way.label, at }));
      }
      if (error instanceof Fault && !(error instanceof CodeNeeded)) {
        await this.noteRefusal(open, who.email ?? who.subject, asked.remoteAddress, error);
      }
      throw error;
    }
  }

  /** Keeps in the audit trail of a site that somebody was not let in by its way, and why. */
  async noteRefusal({ tenantId, way }: OpenWay, name: string, remoteAddress: string, why: Fault): Promise<void> {
    const detail = `${remoteAddress}, by ${way.label}: ${why.message}`;
    const entry = { who: name, action: 'sign-in failed', subject: name, detail };
    await this.#store.tenant(tenantId, (tx) => audit(tx, entry, this.#clock.now()));
  }

  /** The account of somebody at a source: known from before, or found by address, or made where the owner allowed it. */
  async #accountFor(
    tx: System,
    { tenantId, way }: OpenWay,
    who: Vouched,
    made: { readonly at: Date; readonly passwordHash: string },
  ): Promise<string> {
    const { email, source, subject } = who;
    if (email === null) {
      throw new Refused(`${way.label} does not vouch for your e-mail address. Ask who runs it to confirm the address.`);
    }
    // What is no address could be a word that stands for somebody else, as that of the console does.
    if (!ADDRESS.safeParse(email).success) {
      throw new Refused(`${way.label} says no e-mail address of you. Ask who runs it to correct it.`);
    }
    const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
    if (way.domains.length > 0 && !way.domains.includes(domain)) {
      throw new Refused(`Addresses of ${domain} may not sign in this way. Ask an owner to allow the domain.`);
    }
    const linked = await linkedAccount(tx, { tenantId, source, subject });
    const found = linked ?? (await accountByEmail(tx, email))?.id;
    const members = found === undefined ? [] : await membershipsOf(tx, found);
    const role = members.find(({ tenant }) => tenant.id === tenantId)?.role;
    // An account that is theirs already was tied to them after whatever took them out.
    if (role === undefined || linked === undefined) {
      await mayComeBack(tx, { tenantId, source, subject, email }, role !== undefined);
    }
    if (found !== undefined) await mayVouch(tx, found, tenantId);
    // An address in a directory may be one that its owner can change: alone it does not open an account that rules a site.
    if (
      way.kind === 'ldap' &&
      linked === undefined &&
      who.role !== 'owner' &&
      members.some((one) => one.role === 'owner')
    ) {
      throw new Refused(`${way.label} does not open the account of an owner. Sign in with your password.`);
    }
    const isLastOwner = role === 'owner' && !(await hasOtherOwner(tx, tenantId, found ?? ''));
    const given = isLastOwner ? role : (who.role ?? role ?? (way.firstRole === 'none' ? undefined : way.firstRole));
    if (given === undefined) throw new Refused(`No account here has the e-mail ${email}. Ask an owner to add you.`);
    const id = found ?? (await addAccount(tx, { ...made, email, name: who.name.trim().slice(0, 100) || email }));
    if (role !== given) {
      await setMembership(tx, id, tenantId, given);
      const action = role === undefined ? 'user added at first sign-in' : 'role set by group';
      await auditForUser(tx, id, { who: way.label, action, subject: email, detail: given }, made.at);
    }
    if (linked === undefined && !(await linkAccount(tx, { tenantId, source, subject }, id, made.at))) {
      throw new Refused(
        `The account of ${email} belongs to somebody else at ${way.label}. Ask an owner to remove and add it anew.`,
      );
    }
    if (linked === undefined) await letBack(tx, { tenantId, source, subject });
    return id;
  }

  /** A new second-factor seed; it counts after `confirmTotp`. */
  async startTotp(person: Person): Promise<{ secret: string; uri: string; qrSvg: string }> {
    if (person.totp) throw new Conflict('The second factor is on. Remove it first.');
    const secret = new OTPAuth.Secret({ size: 20 });
    const uri = totp(secret, person.email).toString();
    const sealed = this.#box.seal(secret.base32);
    await this.#store.system((tx) => changeAccount(tx, person.id, { totpSecret: sealed, totpLastStep: null }));
    return { secret: secret.base32, uri, qrSvg: await qrToString(uri, { type: 'svg', margin: 2 }) };
  }

  async confirmTotp(person: Person, code: string, token: string): Promise<void> {
    const at = this.#clock.now();
    await this.#store.system(async (tx) => {
      if (!(await this.#spendCode(tx, person.id, code))) {
        throw new Invalid('This code is not right. Check the clock of your phone and try the next code.');
      }
      await changeAccount(tx, person.id, { totpConfirmedAt: at });
      await endSessionsOf(tx, person.id, token);
      await auditForUser(tx, person.id, { who: person.email, action: 'second factor on', subject: person.email }, at);
    });
  }

  /** Gives a person a new password and ends their other sessions. Throws Invalid when the current one is not right. */
  async changePassword(person: Person, change: { current: string; next: string }, token: string): Promise<void> {
    const at = this.#clock.now();
    const account = await this.#store.system((tx) => accountById(tx, person.id));
    if (!account || !(await verifyPassword(change.current, account.passwordHash))) {
      throw new Invalid('The current password is not right. Type the one that you signed in with.');
    }
    const passwordHash = await hashPassword(change.next);
    await this.#store.system(async (tx) => {
      await changeAccount(tx, person.id, { passwordHash });
      await endSessionsOf(tx, person.id, token);
      await auditForUser(tx, person.id, { who: person.email, action: 'password changed', subject: person.email }, at);
    });
  }

  async removeTotp(person: Person, password: string): Promise<void> {
    const at = this.#clock.now();
    const account = await this.#store.system((tx) => accountById(tx, person.id));
    if (!account || !(await verifyPassword(password, account.passwordHash))) throw new WrongSignIn();
    await this.#store.system(async (tx) => {
      await changeAccount(tx, person.id, { totpSecret: null, totpConfirmedAt: null, totpLastStep: null });
      await auditForUser(tx, person.id, { who: person.email, action: 'second factor off', subject: person.email }, at);
    });
  }

  /** The people of a tenant with their roles. */
  async listUsers(tenantId: TenantId) {
    const rows = await this.#store.system((tx) => usersOfTenant(tx, tenantId));
    return rows.map((row) => ({
      id: row.id,
      email: row.email,
      name: row.name,
      role: row.role as Role, // the column's check constraint allows these three only
      totp: row.totpConfirmedAt !== null,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    }));
  }

  /** Adds a person to a tenant; someone known by e-mail keeps their password. Returns the id. */
  async addUser(
    tenantId: TenantId,
    by: string,
    input: { email: string; name: string; role: Role; password: string },
  ): Promise<string> {
    const passwordHash = await hashPassword(input.password);
    const at = this.#clock.now();
    return this.#store.system(async (tx) => {
      await lockMemberships(tx, tenantId);
      const known = await accountByEmail(tx, input.email);
      if (known && (await membershipsOf(tx, known.id)).some(({ tenant }) => tenant.id === tenantId)) {
        throw new Conflict(`${input.email} is here already.`);
      }
      const id = known?.id ?? (await addAccount(tx, { email: input.email, name: input.name, passwordHash, at }));
      // A session that another site's way opened would open this site, too.
      if (known) await endSessionsByWays(tx, id);
      await letAddressBack(tx, tenantId, input.email);
      await setMembership(tx, id, tenantId, input.role);
      await auditForUser(tx, id, { who: by, action: 'user added', subject: input.email, detail: input.role }, at);
      return id;
    });
  }

  async changeUser(
    tenantId: TenantId,
    by: string,
    id: string,
    change: { name?: string | undefined; role?: Role | undefined; password?: string | undefined },
  ): Promise<void> {
    const passwordHash = change.password === undefined ? undefined : await hashPassword(change.password);
    const at = this.#clock.now();
    await this.#store.system(async (tx) => {
      await lockMemberships(tx, tenantId);
      const { account, role } = await memberOf(tx, tenantId, id);
      if (change.name !== undefined || passwordHash) await mayChangeAccount(tx, by, id);
      if (change.role && change.role !== 'owner' && role === 'owner') await keepAnOwner(tx, tenantId, id);
      if (change.role) await setMembership(tx, id, tenantId, change.role);
      await changeAccount(tx, id, {
        name: change.name ?? account.name,
        passwordHash: passwordHash ?? account.passwordHash,
      });
      if (passwordHash) await endSessionsOf(tx, id);
      const what = Object.keys(change).join(', ');
      await auditForUser(tx, id, { who: by, action: 'user changed', subject: account.email, detail: what }, at);
    });
  }

  /** Takes a person out of a tenant, and keeps them out whatever vouches for them; without any tenant the account goes too. */
  async removeUser(tenantId: TenantId, by: string, id: string): Promise<void> {
    const at = this.#clock.now();
    await this.#store.system(async (tx) => {
      await lockMemberships(tx, tenantId);
      const { account, role } = await memberOf(tx, tenantId, id);
      if (role === 'owner') await keepAnOwner(tx, tenantId, id);
      await auditForUser(tx, id, { who: by, action: 'user removed', subject: account.email }, at);
      await keepOut(tx, { tenantId, userId: id, email: account.email }, { by, at });
      await removeMembership(tx, id, tenantId);
      if ((await membershipsOf(tx, id)).length === 0) await removeAccount(tx, id);
    });
  }

  /** On the console: a new password, second factor off, sessions ended. */
  async resetPassword(email: string, password: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    const at = this.#clock.now();
    await this.#store.system(async (tx) => {
      const account = await accountByEmail(tx, email);
      if (!account) throw new NotFound(`No account has the e-mail ${email}.`);
      await changeAccount(tx, account.id, {
        passwordHash,
        totpSecret: null,
        totpConfirmedAt: null,
        totpLastStep: null,
      });
      await endSessionsOf(tx, account.id);
      await auditForUser(tx, account.id, { who: 'local', action: 'password reset on the console', subject: email }, at);
    });
    this.#limits.succeeded([`account ${email.toLowerCase()}`]);
  }

  tenants(): Promise<Membership['tenant'][]> {
    return this.#store.system(allTenants);
  }

  addTenant(input: { name: string; demo: boolean; id?: string }): Promise<TenantId> {
    return this.#store.system((tx) => addTenant(tx, { ...input, at: this.#clock.now() }));
  }

  async #signedIn(tx: System, userId: string, at: Date, way: string | null = null): Promise<SignedIn> {
    const person = await personOf(tx, userId);
    if (!person) throw new NotFound('This account is gone.');
    return { person, ...(await startSession(tx, userId, at, way)) };
  }

  /** Whether a code fits now, within one step; a step counts once (RFC 6238 5.2). */
  async #spendCode(tx: System, userId: string, code: string): Promise<boolean> {
    const account = await accountById(tx, userId);
    if (!account?.totpSecret) return false;
    const secret = OTPAuth.Secret.fromBase32(this.#box.open(account.totpSecret));
    const timestamp = this.#clock.now().getTime();
    const delta = totp(secret, account.email).validate({ token: code.replaceAll(' ', ''), timestamp, window: 1 });
    if (delta === null) return false;
    const step = Math.floor(timestamp / 1000 / TOTP_STEP_S) + delta;
    if (account.totpLastStep !== null && step <= account.totpLastStep) return false;
    await changeAccount(tx, userId, { totpLastStep: step });
    return true;
  }

  async #note(account: Account, action: string, detail: string): Promise<void> {
    const entry = { who: account.email, action, subject: account.email, detail };
    await this.#store.system((tx) => auditForUser(tx, account.id, entry, this.#clock.now()));
  }
}

function totp(secret: OTPAuth.Secret, label: string): OTPAuth.TOTP {
  return new OTPAuth.TOTP({ issuer: 'Dosimeter', label, secret, digits: 6, period: TOTP_STEP_S, algorithm: 'SHA1' });
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

async function personOf(tx: System, userId: string): Promise<Person | undefined> {
  const account = await accountById(tx, userId);
  if (!account) return undefined;
  return {
    id: account.id,
    email: account.email,
    name: account.name,
    totp: account.totpConfirmedAt !== null,
    createdAt: account.createdAt.toISOString(),
    lastSeenAt: account.lastSeenAt?.toISOString() ?? null,
    memberships: await membershipsOf(tx, userId),
  };
}

async function memberOf(tx: System, tenantId: TenantId, id: string): Promise<{ account: Account; role: Role }> {
  const account = await accountById(tx, id);
  const membership = (await membershipsOf(tx, id)).find(({ tenant }) => tenant.id === tenantId);
  if (!account || !membership) throw new NotFound('This person is not a member here.');
  return { account, role: membership.role };
}

/** An account may open several sites: only who owns them all may change it for somebody else. Throws Refused. */
async function mayChangeAccount(tx: System, by: string, id: string): Promise<void> {
  if (by === 'local') return;
  const caller = await accountByEmail(tx, by);
  const own = caller ? await membershipsOf(tx, caller.id) : [];
  const owned = new Set(own.filter(({ role }) => role === 'owner').map(({ tenant }) => tenant.id));
  if (caller?.id === id || (await membershipsOf(tx, id)).every(({ tenant }) => owned.has(tenant.id))) return;
  throw new Refused(
    "This person works for another site, too. Only 'dosimeter user reset-password' on the server changes the password.",
  );
}

/**
 * A site vouches only for accounts that open no other site: whoever runs its provider would open that one, too. Throws Refused.
 */
async function mayVouch(tx: System, id: string, tenantId: TenantId): Promise<void> {
  const elsewhere = (await membershipsOf(tx, id)).some(({ tenant }) => tenant.id !== tenantId && !tenant.demo);
  if (elsewhere) throw new Refused('Your account opens another site, too. Sign in with your password.');
}

async function hasOtherOwner(tx: System, tenantId: TenantId, id: string): Promise<boolean> {
  return (await usersOfTenant(tx, tenantId)).some((row) => row.role === 'owner' && row.id !== id);
}

async function keepAnOwner(tx: System, tenantId: TenantId, leaving: string): Promise<void> {
  if (!(await hasOtherOwner(tx, tenantId, leaving)))
    throw new Conflict('The last owner cannot leave. Make somebody else an owner first.');
}
