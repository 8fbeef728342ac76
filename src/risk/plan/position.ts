// A set of actions that is tried out: what it uses and what is left of each term, kept up to date while actions come and go.
import type { Layout } from './model.ts';

/** What limits a set: for each resource, what each action uses and how much there is. */
export interface Limits {
  /** Use by action and resource: action * resources + resource. */
  readonly use: Float64Array;
  readonly most: Float64Array;
}

/** Money a year and harmful events a year. */
export interface Worth {
  money: number;
  harm: number;
}

/** A set as it stood, to go back to. */
export interface Snapshot {
  readonly done: Uint8Array;
  readonly left: Int32Array;
  readonly product: Float64Array;
  readonly zeros: Int32Array;
  readonly used: Float64Array;
  count: number;
  money: number;
  harm: number;
}

/** Products beyond these are multiplied anew, so that nothing is lost below the least and above the greatest number. */
const [TINY, HUGE] = [1e-100, 1e100];
/** Sums of uses may be this much above a limit: the order of adding leaves traces. */
const SLACK = 1e-12;

/** What a set is weighed by. */
export interface Scales {
  /** Of each term: what it counts when nothing is done; 0 where it does not count. */
  readonly weights: Float64Array;
  /** Of each action: money a year that it costs by itself. */
  readonly yearly: Float64Array;
}

/** The set under trial. */
export class Position {
  readonly layout: Layout;
  readonly limits: Limits;
  readonly scales: Scales;
  /** How many moves were weighed: the measure of work, which is bounded instead of time. */
  weighed = 0;
  readonly done: Uint8Array;
  count = 0;
  money = 0;
  harm = 0;
  /** Of each effect: how many of its actions are not done. */
  readonly #left: Int32Array;
  /** Of each term: the product of its factors other than 0, and how many are 0. */
  readonly #product: Float64Array;
  readonly #zeros: Int32Array;
  readonly #used: Float64Array;
  readonly #effectMark: Int32Array;
  readonly #effectTimes: Int32Array;
  readonly #termMark: Int32Array;
  readonly #ratio: Float64Array;
  readonly #touched: number[] = [];
  #now = 0;

  constructor(layout: Layout, limits: Limits, scales: Scales) {
    this.layout = layout;
    this.limits = limits;
    this.scales = scales;
    const { actions, effects, terms } = layout;
    this.done = new Uint8Array(actions.length);
    this.#left = Int32Array.from(effects, (effect) => effect.actions.length);
    this.#product = new Float64Array(terms.length).fill(1);
    this.#zeros = new Int32Array(terms.length);
    this.#used = new Float64Array(limits.most.length);
    this.#effectMark = new Int32Array(effects.length);
    this.#effectTimes = new Int32Array(effects.length);
    this.#termMark = new Int32Array(terms.length);
    this.#ratio = new Float64Array(terms.length);
    this.recount();
  }

  /** Sums money and harm anew, so that what many small steps leave out does not add up. */
  recount(): void {
    const { terms, actions } = this.layout;
    const { weights, yearly } = this.scales;
    this.money = 0;
    this.harm = 0;
    for (let at = 0; at < terms.length; at++) {
      const rest = (weights[at] ?? 0) * ((this.#zeros[at] ?? 0) > 0 ? 0 : (this.#product[at] ?? 0));
      if (terms[at]?.isHarm) this.harm += rest;
      else this.money += rest;
    }
    for (let at = 0; at < actions.length; at++) if (this.done[at] === 1) this.money += yearly[at] ?? 0;
  }

  snapshot(): Snapshot {
    return {
      done: this.done.slice(),
      left: this.#left.slice(),
      product: this.#product.slice(),
      zeros: this.#zeros.slice(),
      used: this.#used.slice(),
      count: this.count,
      money: this.money,
      harm: this.harm,
    };
  }

  /** Takes a snapshot into one that is there already. */
  save(into: Snapshot): void {
    into.done.set(this.done);
    into.left.set(this.#left);
    into.product.set(this.#product);
    into.zeros.set(this.#zeros);
    into.used.set(this.#used);
    into.count = this.count;
    into.money = this.money;
    into.harm = this.harm;
  }

  restore(from: Snapshot): void {
    this.done.set(from.done);
    this.#left.set(from.left);
    this.#product.set(from.product);
    this.#zeros.set(from.zeros);
    this.#used.set(from.used);
    this.count = from.count;
    this.money = from.money;
    this.harm = from.harm;
  }

  /** What of a resource is left; below 0 when it is overdrawn. */
  free(resource: number): number {
    return (this.limits.most[resource] ?? 0) - (this.#used[resource] ?? 0);
  }

  /** Whether the set keeps within every limit. */
  isWithin(): boolean {
    const { most } = this.limits;
    for (let n = 0; n < most.length; n++) if (!withinLimit(this.#used[n] ?? 0, most[n] ?? 0)) return false;
    return true;
  }

  /** Whether these, none of which is done, fit into what is left. */
  fits(actions: readonly number[]): boolean {
    const { most, use } = this.limits;
    for (let n = 0; n < most.length; n++) {
      let sum = this.#used[n] ?? 0;
      for (let at = 0; at < actions.length; at++) sum += use[(actions[at] ?? 0) * most.length + n] ?? 0;
      if (!withinLimit(sum, most[n] ?? 0)) return false;
    }
    return true;
  }

  /** Adds actions, none of which is done. */
  add(actions: readonly number[]): void {
    const worth = { money: 0, harm: 0 };
    this.afterAdding(actions, worth);
    for (const action of actions) {
      this.done[action] = 1;
      this.#count(action, 1);
      for (const effect of this.layout.effectsOf[action] ?? []) {
        const left = (this.#left[effect] ?? 0) - 1;
        this.#left[effect] = left;
        if (left === 0) this.#switch(effect, true);
      }
    }
    this.money = worth.money;
    this.harm = worth.harm;
  }

  /** Takes actions away, all of which are done. */
  remove(actions: readonly number[]): void {
    const worth = { money: 0, harm: 0 };
    this.afterRemoving(actions, worth);
    for (const action of actions) {
      this.done[action] = 0;
      this.#count(action, -1);
      for (const effect of this.layout.effectsOf[action] ?? []) {
        const left = this.#left[effect] ?? 0;
        this.#left[effect] = left + 1;
        if (left === 0) this.#switch(effect, false);
      }
    }
    this.money = worth.money;
    this.harm = worth.harm;
  }

  /** What the set would come to with these, none of which is done. */
  afterAdding(actions: readonly number[], worth: Worth): void {
    this.#begin();
    const { effectsOf, effects, terms } = this.layout;
    const { weights, yearly } = this.scales;
    let { money } = this;
    for (const action of actions) {
      money += yearly[action] ?? 0;
      for (const at of effectsOf[action] ?? []) {
        if (this.#times(at) < (this.#left[at] ?? 0)) continue;
        const effect = effects[at];
        if (!effect) continue;
        for (let n = 0; n < effect.terms.length; n++) this.#touch(effect.terms[n] ?? 0, effect.factors[n] ?? 1);
      }
    }
    worth.money = money;
    worth.harm = this.harm;
    for (const at of this.#touched) {
      if ((this.#zeros[at] ?? 0) > 0) continue;
      const change = (weights[at] ?? 0) * (this.#product[at] ?? 0) * ((this.#ratio[at] ?? 1) - 1);
      if (terms[at]?.isHarm) worth.harm += change;
      else worth.money += change;
    }
  }

  /** What the set would come to without these, all of which are done. */
  afterRemoving(actions: readonly number[], worth: Worth): void {
    this.#begin();
    const { effectsOf, effects, terms } = this.layout;
    const { weights, yearly } = this.scales;
    let { money } = this;
    for (const action of actions) {
      money -= yearly[action] ?? 0;
      for (const at of effectsOf[action] ?? []) {
        if ((this.#left[at] ?? 1) !== 0 || this.#times(at) > 1) continue;
        const effect = effects[at];
        if (!effect) continue;
        for (let n = 0; n < effect.terms.length; n++) this.#touch(effect.terms[n] ?? 0, effect.factors[n] ?? 1);
      }
    }
    worth.money = money;
    worth.harm = this.harm;
    for (const at of this.#touched) {
      const before = (this.#zeros[at] ?? 0) > 0 ? 0 : (this.#product[at] ?? 0);
      const ratio = this.#ratio[at] ?? 1;
      const isPlain = before > TINY && before < HUGE && ratio > TINY && ratio < HUGE;
      const change = (weights[at] ?? 0) * ((isPlain ? before / ratio : this.#productWithoutMarked(at)) - before);
      if (terms[at]?.isHarm) worth.harm += change;
      else worth.money += change;
    }
  }

  #begin(): void {
    this.weighed++;
    this.#now++;
    this.#touched.length = 0;
  }

  /** How often an effect was met in this move, this time included. */
  #times(effect: number): number {
    if (this.#effectMark[effect] !== this.#now) {
      this.#effectMark[effect] = this.#now;
      this.#effectTimes[effect] = 0;
    }
    const times = (this.#effectTimes[effect] ?? 0) + 1;
    this.#effectTimes[effect] = times;
    return times;
  }

  #touch(term: number, factor: number): void {
    if (this.#termMark[term] !== this.#now) {
      this.#termMark[term] = this.#now;
      this.#ratio[term] = 1;
      this.#touched.push(term);
    }
    this.#ratio[term] = (this.#ratio[term] ?? 1) * factor;
  }

  #productWithoutMarked(term: number): number {
    let product = 1;
    for (const at of this.layout.effectsOn[term] ?? []) {
      if (this.#left[at] !== 0 || this.#effectMark[at] === this.#now) continue;
      product *= factorOn(this.layout, at, term);
    }
    return product;
  }

  #count(action: number, sign: 1 | -1): void {
    this.count += sign;
    const { most, use } = this.limits;
    for (let n = 0; n < most.length; n++)
      this.#used[n] = (this.#used[n] ?? 0) + sign * (use[action * most.length + n] ?? 0);
  }

  /** Brings an effect into the products, or takes it out. */
  #switch(effect: number, isOn: boolean): void {
    const { terms = [], factors = [] } = this.layout.effects[effect] ?? {};
    for (let n = 0; n < terms.length; n++) {
      const term = terms[n] ?? 0;
      const factor = factors[n] ?? 1;
      if (factor === 0) this.#zeros[term] = (this.#zeros[term] ?? 0) + (isOn ? 1 : -1);
      else {
        const product = this.#product[term] ?? 1;
        const next = isOn ? product * factor : product / factor;
        const isPlain = product > TINY && product < HUGE && next > TINY && next < HUGE;
        this.#product[term] = isPlain ? next : this.#productOf(term);
      }
    }
  }

  /** The product of the factors other than 0, multiplied anew. */
  #productOf(term: number): number {
    let product = 1;
    for (const at of this.layout.effectsOn[term] ?? []) {
      if (this.#left[at] !== 0) continue;
      const factor = factorOn(this.layout, at, term);
      if (factor !== 0) product *= factor;
    }
    return product;
  }
}

function factorOn({ effects }: Layout, effect: number, term: number): number {
  const { terms = [], factors = [] } = effects[effect] ?? {};
  return factors[terms.indexOf(term)] ?? 1;
}

/** Whether a use keeps within a limit, rounding aside. */
export function withinLimit(use: number, most: number): boolean {
  return use <= most + SLACK * Math.max(1, Math.abs(most));
}
