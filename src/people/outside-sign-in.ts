// Signing in by what a site set up beside passwords: who is away at a provider, who comes back, and whether they may enter.
import { randomBytes } from 'node:crypto';
import type { LdapWay, OidcWay, OpenWays, SignInKind } from '#contracts/index.ts';
import { type Clock, Fault, NotFound, Refused } from '#kit/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { askDirectory, tryDirectory } from './ldap.ts';
import { type Away, askProvider, beginOidc, finishOidc, leaveOidc } from './oidc.ts';
import { CodeNeeded, type People, type SignedIn, WrongSignIn } from './people.ts';
import { SignInLimits } from './sign-in-limits.ts';
import { type OpenWay, openWays } from './sign-in-ways.store.ts';
import type { Vouched } from './vouched.ts';

/** How long somebody may be away at the provider, or look for their phone. */
const AWAY_MS = 10 * 60_000;
const MOST_AWAY = 5_000;

type Flow = { readonly at: number } & (
  | { readonly kind: 'away'; readonly way: string; readonly away: Away }
  | { readonly kind: 'code'; readonly way: string; readonly who: Vouched }
  | { readonly kind: 'failed'; readonly message: string }
);

/** In memory and bounded, as the limits are: who is away when the server starts anew begins again. */
export class OutsideSignIn {
  readonly #store: Store;
  readonly #people: People;
  readonly #clock: Clock;
  readonly #limits: SignInLimits;
  readonly #flows = new Map<string, Flow>();

  constructor({ store, people, clock }: { readonly store: Store; readonly people: People; readonly clock: Clock }) {
    this.#store = store;
    this.#people = people;
    this.#clock = clock;
    this.#limits = new SignInLimits(clock);
  }

  /** What can be chosen at a site (without one: at the only one), and what became of the flow of this browser. */
  async offered(flow: string | undefined, site?: string): Promise<OpenWays> {
    const ways = await this.#store.system((tx) => openWays(tx, this.#people.box));
    const real = (await this.#people.tenants()).filter(({ demo }) => !demo);
    // Of several sites nobody sees the others, nor a button with their name: the address says which one.
    const shown = site ?? (real.length === 1 ? real[0]?.id : undefined);
    const found = flow === undefined ? undefined : this.#flow(flow);
    const of = found?.kind === 'code' ? ways.find(({ id }) => id === found.way) : undefined;
    return {
      ways: ways
        .filter(({ tenantId }) => tenantId === shown)
        .map(({ id, way: { kind, label } }) => ({ id, kind, label })),
      waiting:
        found?.kind === 'failed'
          ? { kind: 'failed', message: found.message }
          : of
            ? { kind: 'code', label: of.way.label }
            : null,
    };
  }

  /** Begins at a provider; `home` is the address of the page that the provider sends back to. What fails waits in the flow. */
  async begin(way: string, callback: string): Promise<{ flow: string; url: string | null }> {
    const flow = randomBytes(32).toString('base64url');
    try {
      const { url, away } = await beginOidc(await this.#oidc(way), callback);
      this.#keep(flow, { kind: 'away', way, away, at: this.#clock.now().getTime() });
      return { flow, url };
    } catch (error) {
      this.#fail(flow, error);
      return { flow, url: null };
    }
  }

  /** Somebody comes back from the provider. Null when the flow says what is missing or went wrong. */
  async comeBack(flow: string | undefined, came: URL, remoteAddress: string): Promise<SignedIn | null> {
    const found = flow === undefined ? undefined : this.#flow(flow);
    if (flow === undefined || found?.kind !== 'away') {
      if (flow !== undefined) this.#fail(flow, new Refused('This sign-in took too long. Begin again with the button.'));
      return null;
    }
    this.#flows.delete(flow); // a code counts once, whatever comes of it
    try {
      const way = await this.#oidc(found.way);
      const who = await this.#noted(way, null, remoteAddress, () => finishOidc(way, found.away, came));
      try {
        return await this.#people.enter(way, who, { remoteAddress });
      } catch (error) {
        if (!(error instanceof CodeNeeded)) throw error;
        this.#keep(flow, { kind: 'code', way: found.way, who, at: this.#clock.now().getTime() });
        return null;
      }
    } catch (error) {
      this.#fail(flow, error);
      return null;
    }
  }

  /** The code of the second factor, for who came back without one. Throws WrongSignIn, TooMany or NotFound. */
  async giveCode(flow: string | undefined, code: string, remoteAddress: string): Promise<SignedIn> {
    const found = flow === undefined ? undefined : this.#flow(flow);
    if (flow === undefined || found?.kind !== 'code') {
      throw new NotFound('This sign-in has ended. Begin again with the button.');
    }
    const keys = [`code ${found.who.source} ${found.who.subject}`, `address ${remoteAddress}`];
    const signedIn = await this.#limited(keys, async () =>
      this.#people.enter(await this.#oidc(found.way), found.who, { code, remoteAddress }),
    );
    this.#flows.delete(flow);
    return signedIn;
  }

  /** Name and password of a directory. Throws WrongSignIn, CodeNeeded, TooMany, Refused or Unavailable. */
  directory(
    input: {
      readonly way: string;
      readonly name: string;
      readonly password: string;
      readonly code?: string | undefined;
    },
    remoteAddress: string,
  ): Promise<SignedIn> {
    // A directory takes many spellings of one name (RFC 4518): none of them is a new beginning.
    const name = input.name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
    const keys = [`directory ${input.way} ${name}`, `address ${remoteAddress}`];
    return this.#limited(keys, async () => {
      const way = await this.#way(input.way);
      if (!isLdap(way)) throw new NotFound('There is no such way to sign in.');
      const who = await this.#noted(way, input.name, remoteAddress, async () => {
        const vouched = await askDirectory(way, input.name, input.password);
        if (!vouched) throw new WrongSignIn();
        return vouched;
      });
      const enter = () => this.#people.enter(way, who, { code: input.code, remoteAddress });
      return this.#limited([`code ${who.source} ${who.subject}`], enter);
    });
  }

  /** Where the browser goes on to sign out at the provider; null when nowhere, or when the provider is gone. */
  async leave(way: string | null, home: string): Promise<string | null> {
    if (way === null) return null;
    try {
      const open = await this.#oidc(way);
      return open.way.endsThere ? await leaveOidc(open, home) : null;
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  }

  /** Asks the provider or the directory of a site whether it answers. Throws Unavailable with what is wrong, NotFound when none is set. */
  async tryWay(tenantId: TenantId, kind: SignInKind): Promise<void> {
    const all = await this.#store.system((tx) => openWays(tx, this.#people.box));
    const found = all.find((open) => open.tenantId === tenantId && open.way.kind === kind);
    const way = await this.#way(found?.id ?? '');
    if (isOidc(way)) await askProvider(way);
    if (isLdap(way)) await tryDirectory(way);
  }

  /** What fails before anybody is known leaves its line in the audit trail of the site, too. */
  async #noted<T>(way: OpenWay, name: string | null, remoteAddress: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Fault) await this.#people.noteRefusal(way, name ?? 'somebody', remoteAddress, error);
      throw error;
    }
  }

  async #limited(keys: readonly string[], work: () => Promise<SignedIn>): Promise<SignedIn> {
    this.#limits.check(keys);
    try {
      const signedIn = await work();
      this.#limits.succeeded(keys);
      return signedIn;
    } catch (error) {
      if (error instanceof WrongSignIn) this.#limits.failed(keys);
      throw error;
    }
  }

  async #way(id: string): Promise<OpenWay> {
    const [way] = await this.#store.system((tx) => openWays(tx, this.#people.box, id));
    if (!way) throw new NotFound('There is no such way to sign in.');
    return way;
  }

  async #oidc(id: string): Promise<OpenWay<OidcWay>> {
    const way = await this.#way(id);
    if (!isOidc(way)) throw new NotFound('There is no such way to sign in.');
    return way;
  }

  #flow(id: string): Flow | undefined {
    const flow = this.#flows.get(id);
    return flow && this.#clock.now().getTime() - flow.at < AWAY_MS ? flow : undefined;
  }

  #keep(id: string, flow: Flow): void {
    this.#flows.set(id, flow);
    // Oldest first: a flood of beginnings cannot fill the memory.
    for (const key of this.#flows.keys()) {
      if (this.#flows.size <= MOST_AWAY) break;
      this.#flows.delete(key);
    }
  }

  #fail(id: string, error: unknown): void {
    const told = error instanceof Fault ? error : new Refused('This sign-in did not work. Try again.');
    this.#keep(id, { kind: 'failed', message: told.message, at: this.#clock.now().getTime() });
    if (told !== error) throw error;
  }
}

function isOidc(open: OpenWay): open is OpenWay<OidcWay> {
  return open.way.kind === 'oidc';
}

function isLdap(open: OpenWay): open is OpenWay<LdapWay> {
  return open.way.kind === 'ldap';
}
