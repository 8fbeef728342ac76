// The search for the best set: greedy by gain for what it uses, then one action out, one bundle in, and small ruins that are built up again.
// Its work is bounded by the number of moves that it weighs, never by time, so that the same input gives the same set.
import { type Random, seededRandom } from '#kit/index.ts';
import { Changes } from './changes.ts';
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
  /** Of each action: the bundles whose gain it may change, and the actions whose loss it may change. */
  readonly gainsOn: readonly Int32Array[];
  readonly lossesOn: readonly Int32Array[];
  /** Powers of the use by which gains are divided at the start, each tried from nothing. */
  readonly exponents: readonly number[];
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

/** Looking at so many bundles whose gain is known is as much work as weighing one. */
const LOOKS = 16;
/** Ruins in vain, beside one for each bundle, before it is begun from another side. */
const PATIENCE = 40;
/** Ruins of a search, where few moves are to be weighed in each. */
const MOST_ROUNDS = 20_000;

/** A set to go back to, with the gains that are known there. */
interface Mark {
  readonly snapshot: Snapshot;
  readonly gains: Changes;
  readonly losses: Changes;
}

/** One run of the search. */
export class Searcher {
  readonly position: Position;
  readonly #search: Search;
  readonly #least: number;
  readonly #random: Random;
  readonly #end: number;
  /** 1 for actions that cannot be added, banned for good or barred for a while. */
  readonly #shut: Uint8Array;
  /** By bundle, when it is added, and by action, when it goes with all that needs it. */
  readonly #gains: Changes;
  readonly #losses: Changes;
  readonly #best: Snapshot;
  readonly #before: Mark;
  readonly #current: Mark;
  readonly #worth = { money: 0, harm: 0 };
  readonly #shares: Float64Array;
  readonly #scratch: number[] = [];
  readonly #alone: readonly (readonly number[])[];
  readonly #bundlesWith: readonly (readonly number[])[];
  readonly #isListed: Uint8Array;

  constructor(position: Position, search: Search) {
    this.position = position;
    this.#search = search;
    this.#random = seededRandom(search.seed, Math.floor(search.seed / 2 ** 32));
    this.#end = position.weighed + search.work;
    this.#shut = search.banned.slice();
    this.#least = LEAST_GAIN * Math.max(this.#value(), Number.MIN_VALUE);
    this.#best = position.snapshot();
    const mark = (): Mark => ({
      snapshot: position.snapshot(),
      gains: new Changes(position, search.gainsOn, search.bundles.length),
      losses: new Changes(position, search.lossesOn, search.banned.length),
    });
    this.#before = mark();
    this.#current = mark();
    ({ gains: this.#gains, losses: this.#losses } = mark());
    this.#alone = Array.from(search.banned, (_, action) => [action]);
    this.#bundlesWith = bundlesWith(search.bundles, search.banned.length);
    this.#isListed = new Uint8Array(search.bundles.length);
    this.#shares = sharesOf(position.limits, search.banned.length);
  }

  /** Searches from each of these sets, which must be within the limits, and leaves the best one that it finds. */
  improve(starts: readonly Snapshot[]): void {
    const { position } = this;
    for (const start of starts) {
      for (const exponent of start.count === 0 ? this.#search.exponents : [1]) {
        this.#restart(start);
        this.#fill(exponent);
        this.#settle();
      }
      if (start.count > 0 || this.#search.exponents.length < 2) continue;
      this.#restart(start);
      if (this.#all()) this.#settle();
    }
    this.#restart(this.#best);
    this.#descend();
    this.#settle();
    this.#kick();
    this.#restart(this.#best);
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

  #restart(from: Snapshot): void {
    this.position.restore(from);
    this.#gains.forgetAll();
    this.#losses.forgetAll();
  }

  #mark(mark: Mark): void {
    this.position.save(mark.snapshot);
    mark.gains.copy(this.#gains);
    mark.losses.copy(this.#losses);
  }

  #return(mark: Mark): void {
    this.position.restore(mark.snapshot);
    this.#gains.copy(mark.gains);
    this.#losses.copy(mark.losses);
  }

  #add(actions: readonly number[]): void {
    this.position.add(actions);
    this.#gains.forget(actions);
    this.#losses.forget(actions);
  }

  #remove(actions: readonly number[]): void {
    this.position.remove(actions);
    this.#gains.forget(actions);
    this.#losses.forget(actions);
  }

  #isOver(): boolean {
    return this.position.weighed >= this.#end;
  }

  /** All actions, one after another where they exclude each other, less what does most harm for its use until the rest is within the limits. */
  #all(): boolean {
    for (const bundle of this.#search.bundles) {
      const missing = this.#missing(bundle);
      if (missing !== null && missing.length > 0) this.#add(missing);
    }
    if (!this.#fit(new Set())) return false;
    this.#fill(1);
    return true;
  }

  /** What of a bundle is not done, until the next call; null where something of it cannot be done beside what is. */
  #missing(bundle: readonly number[]): readonly number[] | null {
    const { done, layout } = this.position;
    const missing = this.#scratch;
    missing.length = 0;
    for (let n = 0; n < bundle.length; n++) {
      const action = bundle[n] ?? 0;
      if (done[action] === 1) continue;
      if (this.#shut[action] === 1) return null;
      const excludes = layout.excludes[action];
      if (excludes && excludes.size > 0) for (const other of excludes) if (done[other] === 1) return null;
      missing.push(action);
    }
    return missing;
  }

  /** Adds the bundle with the greatest gain for its use to the power given, again and again, until none that fits gains anything. */
  #fill(exponent: number): void {
    const { position } = this;
    const { aim, bundles } = this.#search;
    let open: number[] | null = null;
    for (;;) {
      const value = this.#value();
      // What does not fit now fits later only when something of it has been added meanwhile.
      const listed: number[] = [];
      let best: readonly number[] | null = null;
      let bestScore = 0;
      const count: number = open === null ? bundles.length : open.length;
      position.weighed += Math.ceil(count / LOOKS);
      for (let n = 0; n < count; n++) {
        const at: number = open === null ? n : (open[n] ?? 0);
        const missing = this.#missing(bundles[at] ?? []);
        if (missing === null || missing.length === 0 || !position.fits(missing)) continue;
        listed.push(at);
        this.#gains.ofAdding(at, missing, this.#worth);
        const gain = value - worthOf(aim, this.#worth.money, this.#worth.harm);
        if (gain <= this.#least) continue;
        const share = this.#share(missing);
        const score = exponent === 1 ? gain / share : gain / share ** exponent;
        if (score < bestScore || (score === bestScore && best !== null)) continue;
        best = missing.slice();
        bestScore = score;
      }
      if (best === null) return;
      this.#add(best);
      open = this.#withThoseOf(listed, best);
    }
  }

  /** These bundles, and those that have one of the actions. */
  #withThoseOf(listed: number[], actions: readonly number[]): number[] {
    for (const at of listed) this.#isListed[at] = 1;
    const all = [...listed];
    for (const action of actions) {
      for (const at of this.#bundlesWith[action] ?? []) {
        if (this.#isListed[at] === 1) continue;
        this.#isListed[at] = 1;
        all.push(at);
      }
    }
    for (const at of all) this.#isListed[at] = 0;
    return all;
  }

  /** Shares of the limits that actions use, added up. */
  #share(actions: readonly number[]): number {
    let sum = LEAST_USE;
    for (let n = 0; n < actions.length; n++) sum += this.#shares[actions[n] ?? 0] ?? 0;
    return sum;
  }

  /** An action and all that is done and needs it. */
  #withDependents(action: number): readonly number[] {
    const { done, layout } = this.position;
    const alone = this.#alone[action] ?? [];
    if (!(layout.neededBy[action] ?? []).some((other) => done[other] === 1)) return alone;
    const all = new Set(alone);
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
        this.#losses.ofRemoving(action, out, this.#worth);
        if (worthOf(this.#search.aim, this.#worth.money, this.#worth.harm) > this.#value() + this.#least) continue;
        this.#remove(out);
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
      let best: readonly number[] | null = null;
      let bestScore = Number.POSITIVE_INFINITY;
      for (let action = 0; action < position.done.length; action++) {
        if (position.done[action] !== 1 || keep.has(action)) continue;
        const out = this.#withDependents(action);
        if (out.some((each) => keep.has(each))) continue;
        let relief = 0;
        for (let n = 0; n < most.length; n++) {
          const over = -position.free(n);
          if (over <= 0) continue;
          for (const each of out) relief += Math.min(1, (use[each * most.length + n] ?? 0) / over);
        }
        if (relief <= 0) continue;
        this.#losses.ofRemoving(action, out, this.#worth);
        const score = (worthOf(this.#search.aim, this.#worth.money, this.#worth.harm) - value) / relief;
        if (best !== null && score >= bestScore) continue;
        best = out;
        bestScore = score;
      }
      if (best === null) return false;
      this.#remove(best);
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
    this.#mark(this.#before);
    if (change()) {
      position.recount();
      if (this.#isBetter(this.#before.snapshot)) return true;
    }
    this.#return(this.#before);
    return false;
  }

  /** Without these actions, filled up with others. */
  #without(actions: readonly number[]): boolean {
    for (const action of actions) {
      if (this.position.done[action] === 1) this.#remove(this.#withDependents(action));
      this.#shut[action] = 1;
    }
    this.#fill(1);
    for (const action of actions) this.#shut[action] = this.#search.banned[action] ?? 0;
    return true;
  }

  /** With a bundle, whatever must go for it, filled up. */
  #force(bundle: readonly number[]): boolean {
    const { position } = this;
    if (bundle.some((action) => this.#search.banned[action] === 1)) return false;
    const keep = new Set(bundle);
    for (const action of bundle) {
      for (const other of position.layout.excludes[action] ?? []) {
        if (position.done[other] === 1) this.#remove(this.#withDependents(other));
      }
    }
    const missing = bundle.filter((action) => position.done[action] !== 1);
    this.#add(missing);
    if (!this.#fit(keep)) return false;
    this.#fill(1);
    return true;
  }

  /** Small ruins, built up again: kept when they are not for the worse. When none has been for the better for long, from another side. */
  #kick(): void {
    const { position } = this;
    const { aim, bundles } = this.#search;
    this.#mark(this.#current);
    let idle = 0;
    for (let round = 0; round < MOST_ROUNDS && bundles.length > 0 && !this.#isOver(); round++) {
      const isAnew = idle > PATIENCE + bundles.length;
      if (isAnew) this.#anew();
      else if (this.#random.below(3) > 0) this.#ruin();
      else if (!this.#force(this.#anyBundle())) this.#return(this.#current);
      this.prune();
      position.recount();
      if (this.#isBetter(this.#best)) {
        this.#descend();
        position.recount();
        this.#keepBest();
      }
      const { money, harm } = this.#current.snapshot;
      const gain = worthOf(aim, money, harm) - this.#value();
      idle = isAnew || gain > this.#least ? 0 : idle + 1;
      if (isAnew || gain >= -this.#least) this.#mark(this.#current);
      else this.#return(this.#current);
    }
  }

  #anyBundle(): readonly number[] {
    const { bundles } = this.#search;
    return bundles[this.#random.below(bundles.length)] ?? [];
  }

  /** Takes some actions away and fills up, without them and then with them. */
  #ruin(): void {
    const done = this.#doneActions();
    const most = this.#random.below(8) === 0 ? done.length : 5;
    this.#without(this.#shuffled(done).slice(0, 1 + this.#random.below(Math.max(1, most))));
    this.#fill(1);
  }

  /** From nothing, with a few bundles by lot. */
  #anew(): void {
    this.#remove(this.#doneActions());
    for (let n = this.#random.below(4); n >= 0; n--) {
      const missing = this.#missing(this.#anyBundle());
      if (missing !== null && this.position.fits(missing)) this.#add(missing.slice());
    }
    this.#fill(this.#random.unit());
    this.#descend();
  }

  #shuffled(list: number[]): number[] {
    for (let n = list.length - 1; n > 0; n--) {
      const other = this.#random.below(n + 1);
      [list[n], list[other]] = [list[other] ?? 0, list[n] ?? 0];
    }
    return list;
  }
}

/** Of each action: the shares of the limits that it uses, added up. */
function sharesOf({ most, use }: Position['limits'], actions: number): Float64Array {
  const shares = new Float64Array(actions);
  for (let action = 0; action < actions; action++) {
    for (let n = 0; n < most.length; n++) {
      const limit = most[n] ?? 0;
      if (limit > 0) shares[action] = (shares[action] ?? 0) + (use[action * most.length + n] ?? 0) / limit;
    }
  }
  return shares;
}

/** Of each action: the places of the bundles that it is part of. */
function bundlesWith(bundles: Search['bundles'], actions: number): number[][] {
  const found: number[][] = Array.from({ length: actions }, () => []);
  bundles.forEach((bundle, at) => {
    for (const action of bundle) found[action]?.push(at);
  });
  return found;
}
