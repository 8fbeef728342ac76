// Signing in by what a site set up beside passwords: who is away at a provider, who comes back, and whether they may enter.
import { randomUUID } from 'node:crypto';
import type { LdapWay, OidcWay, OpenWays, SignInKind } from '#contracts/index.ts';
import { type Clock, Fault, NotFound, Refused } from '#kit/index.ts';
import type { Store, TenantId } from '#store/index.ts';
import { rulesOf } from './groups.ts';
import { askDirectory, tryDirectory } from './ldap.ts';
import { askProvider, beginOidc, finishOidc, leaveOidc } from './oidc.ts';
import { CodeNeeded, type People, type SignedIn, WrongSignIn } from './people.ts';
import { FLOW_MS, type Flow, type FlowOf, openFlow, sealFlow } from './sign-in-flow.ts';
import { SignInLimits } from './sign-in-limits.ts';
import { type OpenWay, openWays } from './sign-in-ways.store.ts';

const MOST_SPENT = 5_000;
const CHANGED = 'An owner changed this way to sign in while yours was under way. Begin again with the button.';

/** Where somebody goes on who began at a provider; without an address, `told` says why not. */
export type Begun =
  | { readonly url: string; readonly state: string; readonly away: string }
  | { readonly url: null; readonly told: string };

/** What is in `away` and `told` belongs in cookies of the browser (sign-in-flow.ts). */
export class OutsideSignIn {
  readonly #store: Store;
  readonly #people: People;
  readonly #clock: Clock;
  readonly #limits: SignInLimits;
  /** Flows that counted once; beyond this process the provider (RFC 6749, 4.1.2) and the code (RFC 6238, 5.2) see to that. */
  readonly #spent = new Map<string, number>();

  constructor({ store, people, clock }: { readonly store: Store; readonly people: People; readonly clock: Clock }) {
    this.#store = store;
    this.#people = people;
    this.#clock = clock;
    this.#limits = new SignInLimits(clock);
  }

  /** What can be chosen at a site (without one: at the only one), and what became of the flow of this browser. */
  async offered(told: string | undefined, site?: string): Promise<OpenWays> {
    const ways = await this.#store.system((tx) => openWays(tx, this.#people.box));
    const real = (await this.#people.tenants()).filter(({ demo }) => !demo);
    // Of several sites nobody sees the others, nor a button with their name: the address says which one.
    const shown = site ?? (real.length === 1 ? real[0]?.id : undefined);
    const found = this.#opened(told);
    const of = found?.kind === 'code' ? ways.find(({ id }) => id === found.way) : undefined;
    const isChanged = found?.kind === 'code' && (!of || rulesOf(of.way) !== found.rules);
    return {
      ways: ways
        .filter(({ tenantId }) => tenantId === shown)
        .map(({ id, way: { kind, label } }) => ({ id, kind, label })),
      waiting:
        found?.kind === 'failed'
          ? { kind: 'failed', message: found.message }
          : isChanged
            ? { kind: 'failed', message: CHANGED }
            : of
              ? { kind: 'code', label: of.way.label }
              : null,
    };
  }

  /** Begins at a provider; `callback` is the address of the page that the provider sends back to. */
  async begin(way: string, callback: string): Promise<Begun> {
    try {
      const { url, away } = await beginOidc(await this.#oidc(way), callback);
      const { state } = away;
      return { url, state, away: this.#sealed({ kind: 'away', id: state, way, away, at: this.#now() }) };
    } catch (error) {
      return { url: null, told: this.#failed(error) };
    }
  }

  /** When the flow in a cookie began; 0 for what is none. */
  begunAt(away: string | undefined): number {
    return this.#opened(away)?.at ?? 0;
  }

  /** Somebody comes back from the provider. Without a session, `told` says what is missing or went wrong. */
  async comeBack(
    away: string | undefined,
    came: URL,
    remoteAddress: string,
  ): Promise<{ readonly signedIn: SignedIn } | { readonly told: string }> {
    const found = this.#opened(away);
    if (found?.kind !== 'away') {
      const late = 'This sign-in took too long, or did not begin in this browser. Begin again with the button.';
      return { told: this.#failed(new Refused(late)) };
    }
    this.#spend(found); // a code counts once, whatever comes of it
    try {
      const way = await this.#oidc(found.way);
      const who = await this.#noted(way, null, remoteAddress, () => finishOidc(way, found.away, came));
      try {
        return { signedIn: await this.#people.enter(way, who, { remoteAddress }) };
      } catch (error) {
        if (!(error instanceof CodeNeeded)) throw error;
        const id = randomUUID();
        const rules = rulesOf(way.way);
        return { told: this.#sealed({ kind: 'code', id, way: found.way, rules, who, at: this.#now() }) };
      }
    } catch (error) {
      return { told: this.#failed(error) };
    }
  }

  /** The code of the second factor, for who came back without one. Throws WrongSignIn, TooMany, Refused or NotFound. */
  async giveCode(told: string | undefined, code: string, remoteAddress: string): Promise<SignedIn> {
    const found = this.#opened(told);
    if (found?.kind !== 'code') {
      throw new NotFound('This sign-in has ended. Begin again with the button.');
    }
    const keys = [`code ${found.who.source} ${found.who.subject}`, `address ${remoteAddress}`];
    const signedIn = await this.#limited(keys, async () => {
      const way = await this.#oidc(found.way);
      await this.#noted(way, found.who.email ?? found.who.subject, remoteAddress, async () => {
        // The groups are not kept, only the role that they gave: where another rule holds now, the provider is to be asked again.
        if (rulesOf(way.way) !== found.rules) throw new Refused(CHANGED);
      });
      return this.#people.enter(way, found.who, { code, remoteAddress });
    });
    this.#spend(found);
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

  #now(): number {
    return this.#clock.now().getTime();
  }

  #sealed(flow: Flow): string {
    return sealFlow(this.#people.box, flow);
  }

  #opened(sealed: string | undefined): Flow | undefined {
    const flow = openFlow(this.#people.box, sealed, this.#clock.now());
    return flow && flow.kind !== 'failed' && this.#spent.has(flow.id) ? undefined : flow;
  }

  #spend({ id, at }: FlowOf<'away' | 'code'>): void {
    this.#spent.set(id, at);
    // Oldest first; a flow that has taken too long is not opened anyway.
    for (const [key, began] of this.#spent) {
      if (this.#spent.size <= MOST_SPENT && this.#now() - began < FLOW_MS) break;
      this.#spent.delete(key);
    }
  }

  /** What somebody is told who is not let in. Throws what is no fault of theirs or of the provider. */
  #failed(error: unknown): string {
    if (!(error instanceof Fault)) throw error;
    return this.#sealed({ kind: 'failed', message: error.message.slice(0, 500), at: this.#now() });
  }
}

function isOidc(open: OpenWay): open is OpenWay<OidcWay> {
  return open.way.kind === 'oidc';
}

function isLdap(open: OpenWay): open is OpenWay<LdapWay> {
  return open.way.kind === 'ldap';
}
