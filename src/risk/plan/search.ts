// The search for the best set: greedy by gain for what it uses, then one action out, one bundle in, and small ruins that are built up again.
// Its work is bounded by the number of moves that it weighs, never by time, so that the same input gives the same set.
import { type Random, seededRandom } from '#kit/index.ts';
import type { Layout } from './model.ts';
import type { Position, Snapshot } from './position.ts';

/** What is made least: money, with harm at a price above a bound. */
export interface Aim {
  readonly moneyWeight: number;
  /** Harmful events a year up to this are free. */
  readonly harmFree: number;
  readonly harmPrice: number;
  /** Added once harm is above the bound. */
  readonly harmJump: number;
}

/** How a search is done. */
export interface Search {
  readonly aim: Aim;
  /** Actions that cannot be chosen. */
  readonly banned: Uint8Array;
  readonly bundles: readonly (readonly number[])[];
  /** Moves that may be weighed. */
  readonly work: number;
  readonly seed: number;
}

/** Gains below this share of where the search began are none. */
const LEAST_GAIN = 1e-12;
/** Harm may be this share above its bound: rounding. */
const HARM_SLACK = 1e-9;
/** What a resource that costs nothing counts for. */
const LEAST_USE = 1e-9;

/** What is made least at so much money and harm. */
export function worthOf({ moneyWeight, harmFree, harmPrice, harmJump }: Aim, money: number, harm: number): number {
  const over = harm - harmFree;
  return moneyWeight * money + (over > harmFree * HARM_SLACK ? harmJump + harmPrice * over : 0);
}

/**
 * Sets that are worth trying together: each action with all that it needs, and the actions of each effect with all that they need, which are
 * worth something only together.
 */
export function bundlesOf({ closures, effects, excludes }: Layout): number[][] {
  const found = new Map<string, number[]>();
  const keep = (actions: Iterable<number>) => {
    const bundle = [...new Set(actions)];
    const key = bundle.toSorted((a, b) => a - b).join(' ');
    if (!found.has(key)) found.set(key, bundle);
  };
  for (const closure of closures) keep(closure);
  for (const { actions } of effects) {
    const all = actions.flatMap((action) => closures[action] ?? []);
    const isPossible = !all.some((action) => all.some((other) => excludes[action]?.has(other)));
    if (actions.length > 1 && isPossible) keep(all);
  }
  return [...found.values()];
}

/** Powers of the use by which a gain is divided: by what it uses, by less of it, not at all. */
const EXPONENTS = [1, 0.5, 0];
/** Ruins of a search, where few moves are to be weighed in each. */
const MOST_ROUNDS = 20_000;

/** One run of the search. */
export class Searcher {
  readonly position: Position;
  readonly #search: Search;
  readonly #least: number;
  readonly #random: Random;
  readonly #end: number;
  readonly #barred: Uint8Array;
  readonly #best: Snapshot;
  readonly #before: Snapshot;
  readonly #worth = { money: 0, harm: 0 };

  constructor(position: Position, search: Search) {
    this.position = position;
    this.#search = search;
    this.#random = seededRandom(search.seed, Math.floor(search.seed / 2 ** 32));
    this.#end = position.weighed + search.work;
    this.#barred = new Uint8Array(search.banned.length);
    this.#least = LEAST_GAIN * Math.max(this.#value(), Number.MIN_VALUE);
    this.#best = position.snapshot();
    this.#before = position.snapshot();
  }

  /** Searches from each of these sets, which must be within the limits, and leaves the best one that it finds. */
  improve(starts: readonly Snapshot[]): void {
    const { position } = this;
    for (const start of starts) {
      for (const exponent of start.count === 0 ? EXPONENTS : [1]) {
        position.restore(start);
        this.#fill(exponent);
        this.#settle();
      }
      if (start.count > 0) continue;
      position.restore(start);
      if (this.#all()) this.#settle();
    }
    position.restore(this.#best);
    this.#descend();
    this.#settle();
    this.#kick();
    position.restore(this.#best);
    this.prune();
    position.recount();
  }

  #settle(): void {
    this.prune();
    this.position.recount();
    if (this.#isBetter(this.#best)) this.#keepBest();
  }

  #value(): number {
    return worthOf(this.#search.aim, this.position.money, this.position.harm);
  }

  #isBetter(than: Snapshot): boolean {
    return this.#value() < worthOf(this.#search.aim, than.money, than.harm) - this.#least;
  }

  #keepBest(): void {
    this.position.save(this.#best);
  }

  #isOver(): boolean {
    return this.position.weighed >= this.#end;
  }

  /** All actions, one after another where they exclude each other, less what does most harm for its use until the rest is within the limits. */
  #all(): boolean {
    for (const bundle of this.#search.bundles) {
      const missing = this.#missing(bundle);
      if (missing !== null && missing.length > 0) this.position.add(missing);
    }
    if (!this.#fit(new Set())) return false;
    this.#fill(1);
    return true;
  }

  /** What of a bundle is not done; null where something of it cannot be done beside what is. */
  #missing(bundle: readonly number[]): number[] | null {
    const { done, layout } = this.position;
    const missing: number[] = [];
    for (const action of bundle) {
      if (done[action] === 1) continue;
      if (this.#search.banned[action] === 1 || this.#barred[action] === 1) return null;
      const excludes = layout.excludes[action];
      if (excludes) for (const other of excludes) if (done[other] === 1) return null;
      missing.push(action);
    }
    return missing;
  }

  /** Adds the bundle with the greatest gain for its use to the power given, again and again, until none that fits gains anything. */
  #fill(exponent: number): void {
    const { position } = this;
    const { aim, bundles } = this.#search;
    for (;;) {
      const value = this.#value();
      let best: number[] | null = null;
      let bestScore = 0;
      for (const bundle of bundles) {
        const missing = this.#missing(bundle);
        if (missing === null || missing.length === 0 || !position.fits(missing)) continue;
        position.afterAdding(missing, this.#worth);
        const gain = value - worthOf(aim, this.#worth.money, this.#worth.harm);
        if (gain <= this.#least) continue;
        const score = gain / this.#share(missing) ** exponent;
        if (score <= bestScore) continue;
        best = missing;
        bestScore = score;
      }
      if (best === null) return;
      position.add(best);
    }
  }

  /** Shares of the limits that actions use, added up. */
  #share(actions: readonly number[]): number {
    const { most, use } = this.position.limits;
    let sum = LEAST_USE;
    for (let n = 0; n < most.length; n++) {
      const limit = most[n] ?? 0;
      if (limit <= 0) continue;
      for (const action of actions) sum += (use[action * most.length + n] ?? 0) / limit;
    }
    return sum;
  }

  /** An action and all that is done and needs it. */
  #withDependents(action: number): number[] {
    const { done, layout } = this.position;
    const all = new Set([action]);
    for (const each of all) {
      for (const other of layout.neededBy[each] ?? []) if (done[other] === 1) all.add(other);
    }
    return [...all];
  }

  /** Takes away what is worth nothing where the position stands, the costliest first. */
  prune(): void {
    const { position } = this;
    for (let isDone = false; !isDone; ) {
      isDone = true;
      const order = this.#doneActions()
        .map((action) => ({ action, use: this.#share([action]) }))
        .sort((a, b) => b.use - a.use || a.action - b.action);
      for (const { action } of order) {
        if (position.done[action] !== 1) continue;
        const out = this.#withDependents(action);
        position.afterRemoving(out, this.#worth);
        if (worthOf(this.#search.aim, this.#worth.money, this.#worth.harm) > this.#value() + this.#least) continue;
        position.remove(out);
        isDone = false;
      }
    }
  }

  #doneActions(): number[] {
    const found: number[] = [];
    const { done } = this.position;
    for (let action = 0; action < done.length; action++) if (done[action] === 1) found.push(action);
    return found;
  }

  /** Takes away what is worth least for what it frees, but none of those to keep, until the set is within the limits. */
  #fit(keep: ReadonlySet<number>): boolean {
    const { position } = this;
    const { most, use } = position.limits;
    while (!position.isWithin()) {
      const value = this.#value();
      let best: number[] | null = null;
      let bestScore = Number.POSITIVE_INFINITY;
      for (const action of this.#doneActions()) {
        if (keep.has(action)) continue;
        const out = this.#withDependents(action);
        if (out.some((each) => keep.has(each))) continue;
        let relief = 0;
        for (let n = 0; n < most.length; n++) {
          const over = -position.free(n);
          if (over <= 0) continue;
          for (const each of out) relief += Math.min(1, (use[each * most.length + n] ?? 0) / over);
        }
        if (relief <= 0) continue;
        position.afterRemoving(out, this.#worth);
        const score = (worthOf(this.#search.aim, this.#worth.money, this.#worth.harm) - value) / relief;
        if (best !== null && score >= bestScore) continue;
        best = out;
        bestScore = score;
      }
      if (best === null) return false;
      position.remove(best);
    }
    return true;
  }

  /** One action out and whatever is best in its place, one bundle in and whatever is worth least out, until neither helps. */
  #descend(): void {
    const { bundles } = this.#search;
    for (let hasMoved = true; hasMoved && !this.#isOver(); ) {
      hasMoved = false;
      for (const action of this.#shuffled(this.#doneActions())) {
        if (this.#isOver()) return;
        if (this.position.done[action] === 1 && this.#try(() => this.#without([action]))) hasMoved = true;
      }
      for (const at of this.#shuffled(bundles.map((_, place) => place))) {
        if (this.#isOver()) return;
        const bundle = bundles[at] ?? [];
        if (bundle.some((action) => this.position.done[action] !== 1) && this.#try(() => this.#force(bundle)))
          hasMoved = true;
      }
    }
  }

  /** Makes a change, and takes it back when it is none for the better. */
  #try(change: () => boolean): boolean {
    const { position } = this;
    position.save(this.#before);
    if (change()) {
      position.recount();
      if (this.#isBetter(this.#before)) return true;
    }
    position.restore(this.#before);
    return false;
  }

  /** Without these actions, filled up with others. */
  #without(actions: readonly number[]): boolean {
    for (const action of actions) {
      if (this.position.done[action] === 1) this.position.remove(this.#withDependents(action));
      this.#barred[action] = 1;
    }
    this.#fill(1);
    for (const action of actions) this.#barred[action] = 0;
    return true;
  }

  /** With a bundle, whatever must go for it, filled up. */
  #force(bundle: readonly number[]): boolean {
    const { position } = this;
    if (bundle.some((action) => this.#search.banned[action] === 1)) return false;
    const keep = new Set(bundle);
    for (const action of bundle) {
      for (const other of position.layout.excludes[action] ?? []) {
        if (position.done[other] === 1) position.remove(this.#withDependents(other));
      }
    }
    const missing = bundle.filter((action) => position.done[action] !== 1);
    position.add(missing);
    if (!this.#fit(keep)) return false;
    this.#fill(1);
    return true;
  }

  /** Small ruins, built up again: kept when they are not for the worse. */
  #kick(): void {
    const { position } = this;
    const { aim, bundles } = this.#search;
    const current = position.snapshot();
    for (let round = 0; round < MOST_ROUNDS && bundles.length > 0 && !this.#isOver(); round++) {
      const done = this.#doneActions();
      if (done.length > 0 && this.#random.below(3) > 0) {
        const count = Math.min(done.length, 2 + this.#random.below(5));
        const out = this.#shuffled(done).slice(0, count);
        this.#without(out);
        this.#fill(1);
      } else {
        const bundle = bundles[this.#random.below(bundles.length)] ?? [];
        if (!this.#force(bundle)) position.restore(current);
      }
      this.prune();
      position.recount();
      if (this.#isBetter(this.#best)) {
        this.#descend();
        position.recount();
        this.#keepBest();
      }
      const isKept = this.#value() <= worthOf(aim, current.money, current.harm) + this.#least;
      if (isKept) position.save(current);
      else position.restore(current);
    }
  }

  #shuffled(list: number[]): number[] {
    for (let n = list.length - 1; n > 0; n--) {
      const other = this.#random.below(n + 1);
      [list[n], list[other]] = [list[other] ?? 0, list[n] ?? 0];
    }
    return list;
  }
}
