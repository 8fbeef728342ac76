// The data owner's authority over one address (clearance `full`), looked at again while work goes on: a deny that an owner stores
// meanwhile, or a day that passes, counts for everything not sent yet.
import { clearanceRules } from '#evidence/index.ts';
import { type ClearanceRule, decideClearance } from '#evidence/model.ts';
import { type Clock, parseRange, Refused } from '#kit/index.ts';
import type { Store, TenantId } from '#store/index.ts';

const LOOK_AGAIN_MS = 2000;
/** Looks that failed one after the other. */
const MOST_FAILED = 5;

/** An authority that may end at any time. */
export class FullClearance implements Disposable {
  readonly #address: string;
  readonly #clock: Clock;
  readonly #timer: ReturnType<typeof setInterval>;
  #rules: readonly ClearanceRule[];
  #failed = 0;

  private constructor(
    address: string,
    rules: readonly ClearanceRule[],
    look: () => Promise<ClearanceRule[]>,
    clock: Clock,
  ) {
    this.#address = address;
    this.#rules = rules;
    this.#clock = clock;
    this.#timer = setInterval(() => {
      look().then(
        (fresh) => {
          this.#rules = fresh;
          this.#failed = 0;
        },
        () => {
          // Who cannot see a deny any more goes on as if there were one.
          if (++this.#failed >= MOST_FAILED) this.#rules = [];
        },
      );
    }, LOOK_AGAIN_MS);
  }

  /** Throws Refused when there is none. */
  static async over(
    address: string,
    { store, clock, tenantId }: { readonly store: Store; readonly clock: Clock; readonly tenantId: TenantId },
  ): Promise<FullClearance> {
    const look = () => store.tenant(tenantId, clearanceRules, { priority: 'background' });
    const clearance = new FullClearance(address, await look(), look, clock);
    try {
      clearance.by();
      return clearance;
    } catch (error) {
      clearance[Symbol.dispose]();
      throw error;
    }
  }

  /** Who allows it now. Throws Refused with the reason when nobody does. */
  by(): string {
    const [decision] = decideClearance(this.#rules, parseRange(this.#address), {
      authority: null,
      now: this.#clock.now(),
      activity: 'ask archives',
    });
    if (decision && !('refused' in decision) && decision.level === 'full') return decision.by;
    // A deny or a public address has a reason of its own; where nobody decided, an authority that is merely said would not do.
    if (decision && 'refused' in decision && (decision.rule !== null || /public/i.test(decision.refused))) {
      throw new Refused(`${this.#address}: ${decision.refused}`);
    }
    const known = decision && 'level' in decision ? `is cleared for '${decision.level}' only` : 'is cleared by nobody';
    throw new Refused(
      `${this.#address} ${known}. Asking an archive what it holds needs clearance 'full': the data owner's authority, stored for this address and not expired (Settings, Clearances, or 'dosimeter clearance add').`,
    );
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
