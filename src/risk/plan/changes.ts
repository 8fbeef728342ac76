// What each set would change when it comes or goes, kept until something that it hangs on changes: most moves touch few of the scenarios.
import type { Layout } from './model.ts';
import type { Position, Worth } from './position.ts';

/** Of each action: the sets, by their places, that may change something else once it is done or undone. */
export function hangingOn(
  { effects, effectsOf, terms, actions }: Layout,
  sets: readonly (readonly number[])[],
): Int32Array[] {
  const termsOf = actions.map((_, action) => [
    ...new Set((effectsOf[action] ?? []).flatMap((at) => effects[at]?.terms ?? [])),
  ]);
  const withAction: number[][] = actions.map(() => []);
  const onTerm: number[][] = terms.map(() => []);
  sets.forEach((set, at) => {
    for (const action of set) withAction[action]?.push(at);
    for (const term of new Set(set.flatMap((action) => termsOf[action] ?? []))) onTerm[term]?.push(at);
  });
  return actions.map((_, action) => {
    const all = [withAction[action] ?? [], ...(termsOf[action] ?? []).map((term) => onTerm[term] ?? [])];
    return Int32Array.from(new Set(all.flat()));
  });
}

/** Changes of money and harm by set. */
export class Changes {
  readonly #position: Position;
  readonly #hanging: readonly Int32Array[];
  readonly #money: Float64Array;
  readonly #harm: Float64Array;
  readonly #isKnown: Uint8Array;

  constructor(position: Position, hanging: readonly Int32Array[], sets: number) {
    this.#position = position;
    this.#hanging = hanging;
    this.#money = new Float64Array(sets);
    this.#harm = new Float64Array(sets);
    this.#isKnown = new Uint8Array(sets);
  }

  /** Money and harm once these, which are what is missing of the set, are done. */
  ofAdding(set: number, missing: readonly number[], worth: Worth): void {
    if (this.#isFound(set, worth)) return;
    this.#position.afterAdding(missing, worth);
    this.#keep(set, worth);
  }

  /** Money and harm once these, which are what is done of the set, are undone. */
  ofRemoving(set: number, done: readonly number[], worth: Worth): void {
    if (this.#isFound(set, worth)) return;
    this.#position.afterRemoving(done, worth);
    this.#keep(set, worth);
  }

  #isFound(set: number, worth: Worth): boolean {
    if (this.#isKnown[set] !== 1) return false;
    worth.money = this.#position.money + (this.#money[set] ?? 0);
    worth.harm = this.#position.harm + (this.#harm[set] ?? 0);
    return true;
  }

  #keep(set: number, worth: Worth): void {
    this.#money[set] = worth.money - this.#position.money;
    this.#harm[set] = worth.harm - this.#position.harm;
    this.#isKnown[set] = 1;
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

  /** Takes over what another one knows, which must be of the same sets. */
  copy(from: Changes): void {
    this.#money.set(from.#money);
    this.#harm.set(from.#harm);
    this.#isKnown.set(from.#isKnown);
  }
}
