// What can be reached at a large site: from every entry at once, simulated, with what is not known at one of its ends. What is done changes the graph in place:
// it is not built again.
import { ENTRIES, type EntryKind } from '#contracts/index.ts';
import { round9 } from '#kit/index.ts';
import { arcGraph } from '../paths/arc-graph.ts';
import { type Counted, type Tried, TriedWorlds } from '../paths/tried-worlds.ts';
import { waysAndCuts } from '../paths/ways-and-cuts.ts';
import { FIXED, type SiteNetwork } from './network-of.ts';
import type { Chances, Start, Ways } from './reached.ts';

/** What is changed: ids of ways that are closed, and the chance of weaknesses by their id. */
export interface Changed {
  readonly closed: readonly string[];
  readonly mended: ReadonlyMap<string, number>;
}

type Progress = (share: number) => void;

/** Worlds of 32: 2,432 keep a 95% interval within 0.02; 4,096 where the site is not that large. */
const [LEAST_WORDS, MOST_WORDS] = [76, 128];
/** Arcs that are followed, about, for more worlds than the least. */
const WORK = 4e7;
const WORK_OF_TARGET = 300;

/** A graph of a large site in which changes are tried out. */
export class LargeReach {
  readonly method = 'monte carlo';
  readonly #worlds: TriedWorlds;
  readonly #targets: readonly string[];
  readonly #placeOfEdge: ReadonlyMap<string, number>;
  readonly #placeOfWeakness: ReadonlyMap<string, number>;

  constructor({ network, changes }: SiteNetwork, targets: readonly string[], seed: number) {
    const graph = arcGraph(network);
    const { weaknesses, reach } = graph;
    const arcs = 4 * network.nodes.length + weaknesses.length + reach.length;
    const words = Math.floor(WORK / (arcs + WORK_OF_TARGET * targets.length + 1));
    this.#targets = targets;
    this.#worlds = new TriedWorlds(graph, {
      targets,
      seed,
      wordCount: Math.min(MOST_WORDS, Math.max(LEAST_WORDS, words)),
      isFixed: (change) => !changes.has((weaknesses[change]?.weakness ?? reach[change - weaknesses.length])?.id ?? ''),
    });
    const placed = <T>(list: readonly T[], idOf: (item: T) => string) =>
      new Map(list.flatMap((item, place) => (changes.has(idOf(item)) ? [[idOf(item), place] as const] : [])));
    this.#placeOfEdge = placed(reach, ({ id }) => id ?? '');
    this.#placeOfWeakness = placed(weaknesses, ({ weakness }) => weakness.id);
  }

  /** The chances from each entry and from all, with some changes made. */
  chances(made: Changed = NOTHING, progress?: Progress): Chances {
    return this.#chancesOf(this.#worlds.with(this.#placed(made), { progress }));
  }

  /** The chances from each entry with each of these made alone. */
  trying(all: readonly Changed[], progress?: Progress): Chances[] {
    const counted = this.#worlds.count({ tried: all.map((made) => this.#placed(made)), progress });
    return all.map(
      (_, n): Chances =>
        new Map(
          ENTRIES.map((entry) => {
            const start = this.#startOf(entry);
            const lost = counted.lost[n]?.[start] ?? null;
            const fell = counted.fell[start];
            const left = (t: number) => (fell?.[t] ?? 0) - (lost?.[t] ?? 0);
            return [entry, this.#byTarget((t) => left(t) / counted.trials)];
          }),
        ),
    );
  }

  #chancesOf({ fell, fromAny, trials }: Counted): Chances {
    return new Map<Start, ReadonlyMap<string, number>>([
      ...ENTRIES.map((entry) => {
        const counts = fell[this.#startOf(entry)];
        return [entry, this.#byTarget((t) => (counts?.[t] ?? 0) / trials)] as const;
      }),
      ['all', this.#byTarget((t) => (fromAny[t] ?? 0) / trials)],
    ]);
  }

  #byTarget(chance: (target: number) => number): ReadonlyMap<string, number> {
    return new Map(this.#targets.map((id, t) => [id, round9(chance(t))]));
  }

  #startOf(entry: EntryKind): number {
    return this.#worlds.entries.indexOf(`entry:${entry}`);
  }

  #placed({ closed, mended }: Changed): Tried {
    return {
      closed: closed.flatMap((id) => this.#placeOfEdge.get(id) ?? []),
      mended: [...mended].flatMap(([id, probability]) => {
        const weakness = this.#placeOfWeakness.get(id);
        return weakness === undefined ? [] : [{ weakness, probability }];
      }),
    };
  }
}

const NOTHING: Changed = { closed: [], mended: new Map() };

const MOST_PATHS = 3;
/** Arcs looked at for the ways from one entry to all targets, and to one at least. */
const [ALL_LOOKS, LEAST_LOOKS] = [600_000, 2_000];

/** The likeliest ways from each entry to each target of a large site, and what parts them; `progress` is told after each entry. */
export function waysOfLarge(built: SiteNetwork, targets: readonly string[], progress?: Progress): Ways[] {
  const graph = arcGraph(built.network);
  const looks = Math.max(LEAST_LOOKS, Math.floor(ALL_LOOKS / (targets.length + 1)));
  return ENTRIES.flatMap((entry, n) => {
    const asked = { entry: `entry:${entry}`, targets, most: MOST_PATHS, looks, below: FIXED };
    const found = waysAndCuts(graph, asked).map(
      ({ target, paths, cut }): Ways => ({
        entry,
        target,
        paths,
        cut: cut && cut.map((change) => ('weakness' in change ? change.weakness : (change.reach.id ?? ''))),
      }),
    );
    progress?.((n + 1) / ENTRIES.length);
    return found;
  });
}
