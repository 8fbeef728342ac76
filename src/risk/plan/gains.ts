// What each bundle would change, kept until something that it hangs on changes: most moves touch few of the scenarios.
import type { Layout } from './model.ts';
import type { Position, Worth } from './position.ts';

/** Of each action: the bundles whose gain may change when it is done or undone. */
export function hangingOn(
  { effects, effectsOf, terms, actions }: Layout,
  bundles: readonly (readonly number[])[],
): Int32Array[] {
  const termsOf = actions.map((_, action) => [
    ...new Set((effectsOf[action] ?? []).flatMap((at) => effects[at]?.terms ?? [])),
  ]);
  const withAction: number[][] = actions.map(() => []);
  const onTerm: number[][] = terms.map(() => []);
  bundles.forEach((bundle, at) => {
    for (const action of bundle) withAction[action]?.push(at);
    for (const term of new Set(bundle.flatMap((action) => termsOf[action] ?? []))) onTerm[term]?.push(at);
  });
  return actions.map((_, action) => {
    const all = [withAction[action] ?? [], ...(termsOf[action] ?? []).map((term) => onTerm[term] ?? [])];
    return Int32Array.from(new Set(all.flat()));
  });
}

/** Changes of money and harm by bundle. */
export class Gains {
  readonly #position: Position;
  readonly #hanging: readonly Int32Array[];
  readonly #money: Float64Array;
  readonly #harm: Float64Array;
  readonly #isKnown: Uint8Array;

  constructor(position: Position, hanging: readonly Int32Array[], bundles: number) {
    this.#position = position;
    this.#hanging = hanging;
    this.#money = new Float64Array(bundles);
    this.#harm = new Float64Array(bundles);
    this.#isKnown = new Uint8Array(bundles);
  }

  /** Money and harm once what is missing of a bundle is done. */
  weigh(bundle: number, missing: readonly number[], worth: Worth): void {
    const position = this.#position;
    if (this.#isKnown[bundle] === 1) {
      worth.money = position.money + (this.#money[bundle] ?? 0);
      worth.harm = position.harm + (this.#harm[bundle] ?? 0);
      return;
    }
    position.afterAdding(missing, worth);
    this.#money[bundle] = worth.money - position.money;
    this.#harm[bundle] = worth.harm - position.harm;
    this.#isKnown[bundle] = 1;
  }

  /** Forgets what hangs on these actions. */
  forget(actions: readonly number[]): void {
    for (const action of actions) {
      const hanging = this.#hanging[action];
      if (hanging === undefined) continue;
      for (let n = 0; n < hanging.length; n++) this.#isKnown[hanging[n] ?? 0] = 0;
    }
  }

  forgetAll(): void {
    this.#isKnown.fill(0);
  }

  /** Takes over what another one knows, which must be of the same bundles. */
  copy(from: Gains): void {
    this.#money.set(from.#money);
    this.#harm.set(from.#harm);
    this.#isKnown.set(from.#isKnown);
  }
}
