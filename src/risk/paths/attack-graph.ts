// A network in which changes are tried out: the worlds are kept with one way to each target that falls in them, so that a change is worked out only in those
// worlds that it can touch. The weaknesses work in the same worlds before and after.
import type { NetworkDocument } from '#contracts/index.ts';
import { Invalid, inertText, round9 } from '#kit/index.ts';
import { type ArcGraph, arcGraph } from './arc-graph.ts';
import { chosenTargets } from './chosen-targets.ts';
import { KnownChances, LiveArcs } from './known-chances.ts';
import { changeableGraph, type LiveGraph } from './live-graph.ts';
import { wilson } from './proportion.ts';
import { wordsFor } from './simulation.ts';
import { WorldState } from './world-state.ts';
import { Worlds } from './worlds.ts';

/** A weakness by its id, or a reach edge by its place in the list of the network. */
export type ChangeRef = { readonly weakness: string } | { readonly reach: number };

export interface TargetFigure {
  readonly id: string;
  readonly probability: number;
  readonly method: 'exact' | 'monte carlo';
  /** 95%, of a figure that is not exact. */
  readonly interval?: readonly [number, number];
}

export interface AttackGraphOptions {
  readonly targets?: readonly string[];
  readonly seed?: number;
  /** Arcs that may be looked at for one exact figure, in all the steps that it takes; 0: always simulate. */
  readonly work?: number;
  /** What was worked out for other graphs of the same site. */
  readonly known?: KnownChances;
}

const DEFAULT_WORK = 6_000;
/** 4,096 worlds keep an interval within 0.016. */
const MOST_WORDS = 128;

/** The live graph of a network that was read. Throws Invalid for a target, weakness or edge that the network does not have. */
export class AttackGraph {
  readonly #graph: ArcGraph;
  readonly #live: LiveGraph;
  readonly #work: number;
  readonly #seed: number;
  readonly #known: KnownChances;
  /** Targets that were too much work once are simulated from then on. */
  readonly #isLarge = new Set<number>();
  readonly #placeOfWeakness: ReadonlyMap<string, number>;
  readonly #removed = new Set<number>();
  readonly #probability: Float64Array;
  #state: WorldState | null = null;

  constructor(network: NetworkDocument, options: AttackGraphOptions = {}) {
    const { targets, seed = 1, work = DEFAULT_WORK, known = new KnownChances() } = options;
    this.#graph = arcGraph(network);
    this.#live = changeableGraph(this.#graph, chosenTargets(this.#graph, targets));
    this.#work = work;
    this.#seed = seed;
    this.#known = known;
    this.#placeOfWeakness = new Map(this.#graph.weaknesses.map(({ weakness }, n) => [weakness.id, n]));
    this.#probability = Float64Array.from(this.#graph.weaknesses, ({ weakness }) => weakness.probability);
  }

  /** What each target's chance is now. */
  figures(): TargetFigure[] {
    return this.#figures((t) => this.#worlds().count(t));
  }

  /** What the chances would be with these changes made, too; nothing stays changed. */
  without(changes: readonly ChangeRef[]): TargetFigure[] {
    const made = [...new Set(changes.map((change) => this.#placeOf(change)))].filter(
      (place) => !this.#removed.has(place),
    );
    for (const place of made) this.#removed.add(place);
    let counts: number[] | null = null;
    const figures = this.#figures((t) => {
      counts ??= this.#worlds(made).countsWithout(made);
      return counts[t] ?? 0;
    });
    for (const place of made) this.#removed.delete(place);
    return figures;
  }

  #figures(count: (target: number) => number): TargetFigure[] {
    let arcs: LiveArcs | null = null;
    const live = () => {
      arcs ??= new LiveArcs(this.#live, (arc) => this.#chanceOf(arc));
      return arcs;
    };
    return this.#live.targets.map(({ id, isEntry }, t): TargetFigure => {
      const exact = isEntry ? 1 : this.#exactly(t, live);
      if (exact !== null) return { id, probability: round9(exact), method: 'exact' };
      const fell = count(t);
      const { trials } = this.#worlds();
      const [low, high] = wilson(fell, trials);
      return { id, probability: round9(fell / trials), method: 'monte carlo', interval: [round9(low), round9(high)] };
    });
  }

  /** Mends a weakness, or closes a reach edge. */
  remove(change: ChangeRef): void {
    const place = this.#placeOf(change);
    if (this.#removed.has(place)) return;
    this.#removed.add(place);
    this.#state?.remove(place);
  }

  /** Takes a change back. */
  restore(change: ChangeRef): void {
    const place = this.#placeOf(change);
    if (!this.#removed.delete(place)) return;
    this.#state?.restore(place);
  }

  /** Makes a weakness more or less likely to work. */
  setProbability(weakness: string, probability: number): void {
    const place = this.#placeOf({ weakness });
    if (!(probability >= 0 && probability <= 1)) throw new Invalid('probability: This must be from 0 to 1.');
    this.#probability[place] = probability;
    this.#state?.setProbability(place, probability);
  }

  #placeOf(change: ChangeRef): number {
    const { weaknesses, reach } = this.#graph;
    if ('reach' in change) {
      if (!reach[change.reach])
        throw new Invalid(`reach: ${change.reach} is the place of no reach edge of this network.`);
      return weaknesses.length + change.reach;
    }
    const place = this.#placeOfWeakness.get(change.weakness);
    if (place === undefined)
      throw new Invalid(`weakness: "${inertText(change.weakness, 80)}" is no weakness of this network.`);
    return place;
  }

  #chanceOf(arc: number): number {
    const change = this.#graph.change[arc] ?? -1;
    if (change < 0) return 1;
    return this.#removed.has(change) ? 0 : (this.#probability[change] ?? 1);
  }

  #exactly(target: number, live: () => LiveArcs): number | null {
    if (this.#work === 0 || this.#isLarge.has(target)) return null;
    const vertex = this.#live.targets[target]?.vertex ?? -1;
    const arcs = live().to(vertex, this.#work);
    const chance = arcs === null ? Number.NaN : this.#known.chanceOf(vertex, arcs, this.#work);
    if (!Number.isNaN(chance)) return chance;
    this.#isLarge.add(target);
    return null;
  }

  /** The simulated state; when it is made, the changes of `except` are left out of it. */
  #worlds(except: readonly number[] = []): WorldState {
    if (this.#state) return this.#state;
    const { out, targets } = this.#live;
    const wordCount = Math.min(MOST_WORDS, wordsFor(this.#live));
    const worlds = new Worlds(this.#graph, out.arcs, { seed: this.#seed, wordCount });
    for (const [place, probability] of this.#probability.entries()) worlds.setProbability(place, probability);
    for (const place of this.#removed) {
      if (except.includes(place)) continue;
      if (place < this.#graph.weaknesses.length) worlds.setWeakness(place, false);
      else worlds.setEdge(place - this.#graph.weaknesses.length, false);
    }
    this.#state = new WorldState(
      worlds,
      targets.map(({ vertex }) => vertex),
      this.#graph,
    );
    return this.#state;
  }
}
