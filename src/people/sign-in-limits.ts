// Slows guessing of passwords: after a few failures an account or an address waits, longer each time. In memory, bounded.
import { type Clock, Fault } from '#kit/index.ts';

const FREE_TRIES = 5;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const FORGET_MS = 60 * 60_000;
const MOST_KEYS = 10_000;

interface Failures {
  count: number;
  lastAt: number;
}

/** Too many failures: wait, then try again (429). */
export class TooMany extends Fault {
  constructor(seconds: number, what = 'sign-ins') {
    super('too-many', 429, `Too many failed ${what}. Wait ${seconds} s and try again.`, { details: { seconds } });
  }
}

export class SignInLimits {
  readonly #clock: Clock;
  readonly #what: string;
  readonly #failures = new Map<string, Failures>();

  /** `what` is tried, as the one who waits is told. */
  constructor(clock: Clock, what = 'sign-ins') {
    this.#clock = clock;
    this.#what = what;
  }

  /** Throws TooMany when one of the keys (account, remote address) has to wait. */
  check(keys: readonly string[]): void {
    const now = this.#clock.now().getTime();
    for (const key of keys) {
      const failed = this.#failures.get(key);
      if (!failed || failed.count < FREE_TRIES) continue;
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failed.count - FREE_TRIES));
      const left = failed.lastAt + wait - now;
      if (left > 0) throw new TooMany(Math.ceil(left / 1000), this.#what);
    }
  }

  failed(keys: readonly string[]): void {
    const now = this.#clock.now().getTime();
    for (const key of keys) {
      const before = this.#failures.get(key);
      const count = before && now - before.lastAt < FORGET_MS ? before.count + 1 : 1;
      this.#failures.delete(key);
      this.#failures.set(key, { count, lastAt: now });
    }
    // Oldest first: a flood of names cannot fill the memory.
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= MOST_KEYS) break;
      this.#failures.delete(key);
    }
  }

  succeeded(keys: readonly string[]): void {
    for (const key of keys) this.#failures.delete(key);
  }
}
