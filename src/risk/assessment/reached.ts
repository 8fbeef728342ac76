// From each entry alone, and from all at once: the chance that each target is reached; the likeliest ways there, and the cheapest set of changes that
// leaves none.
import { type AttackPath, type Change, ENTRIES, type EntryKind, type NetworkDocument } from '#contracts/index.ts';
import { assessPaths } from '../paths/assess-paths.ts';
import { AttackGraph } from '../paths/attack-graph.ts';
import type { KnownChances } from '../paths/known-chances.ts';
import { FIXED, type SiteNetwork } from './network-of.ts';

/** Where it begins: one entry, or all of them. */
export type Start = EntryKind | 'all';
/** Chances by start and target. */
export type Chances = ReadonlyMap<Start, ReadonlyMap<string, number>>;

const STARTS: readonly Start[] = [...ENTRIES, 'all'];

/** The graph with one entry held, or all. */
function held({ network }: SiteNetwork, start: Start): NetworkDocument {
  if (start === 'all') return network;
  const nodes = network.nodes.map((node) =>
    node.kind === 'entry' ? { ...node, entry: node.id === `entry:${start}` } : node,
  );
  return { ...network, nodes };
}

/** A graph in which changes are tried out, from every start. */
export class Reach {
  readonly #graphs: ReadonlyMap<Start, AttackGraph>;
  readonly #placeOf: ReadonlyMap<string, number>;
  readonly #methods = new Set<'exact' | 'monte carlo'>();

  constructor(
    built: SiteNetwork,
    targets: readonly string[],
    { seed, starts = STARTS, known }: { seed: number; starts?: readonly Start[]; known?: KnownChances },
  ) {
    const options = { targets, seed, ...(known ? { known } : {}) };
    const graphOf = (start: Start) => new AttackGraph(held(built, start), options);
    this.#graphs = new Map(starts.map((start) => [start, graphOf(start)]));
    this.#placeOf = new Map((built.network.reach ?? []).map(({ id }, place) => [id ?? '', place]));
  }

  /** `monte carlo` when any chance had to be simulated. */
  get method(): 'exact' | 'monte carlo' {
    return this.#methods.has('monte carlo') ? 'monte carlo' : 'exact';
  }

  chances(starts: readonly Start[] = STARTS): Chances {
    const graphs = [...this.#graphs].filter(([start]) => starts.includes(start));
    return new Map(
      graphs.map(([start, graph]) => [
        start,
        new Map(
          graph.figures().map(({ id, probability, method }) => {
            this.#methods.add(method);
            return [id, probability];
          }),
        ),
      ]),
    );
  }

  /** What the chances from each entry would be with these ways closed, and with these weaknesses as likely as given; nothing stays changed. */
  trying(
    closed: readonly string[],
    mended: ReadonlyMap<string, { readonly before: number; readonly after: number }>,
    starts: readonly Start[] = ENTRIES,
  ): Chances {
    const places = closed.flatMap((id) => {
      const place = this.#placeOf.get(id);
      return place === undefined ? [] : [place];
    });
    const graphs = starts.flatMap((start) => this.#graphs.get(start) ?? []);
    for (const graph of graphs) {
      for (const reach of places) graph.remove({ reach });
      for (const [weakness, { after }] of mended) graph.setProbability(weakness, after);
    }
    const chances = this.chances(starts);
    for (const graph of graphs) {
      for (const reach of places) graph.restore({ reach });
      for (const [weakness, { before }] of mended) graph.setProbability(weakness, before);
    }
    return chances;
  }
}

export interface Ways {
  readonly entry: EntryKind;
  readonly target: string;
  readonly paths: readonly AttackPath[];
  /** Ids of weaknesses and reach edges; null where no set of changes parts them. */
  readonly cut: readonly string[] | null;
}

const MOST_PATHS = 3;

/** The likeliest ways from each entry to each target, and what parts them. */
export function waysOf(built: SiteNetwork, targets: readonly string[], seed: number): Ways[] {
  return ENTRIES.flatMap((entry) => {
    const found = assessPaths(held(built, entry), { targets, cut: 0, seed });
    const cuts = new Map(found.cutSet.map((cut) => [cut.target, cut]));
    return found.targets.map(({ id, paths }): Ways => {
      const cut = cuts.get(id);
      const isPossible = cut?.changes != null && (cut.cost ?? FIXED) < FIXED;
      return {
        entry,
        target: id,
        paths: paths.slice(0, MOST_PATHS),
        cut: isPossible ? (cut.changes ?? []).map(idOf) : null,
      };
    });
  });
}

function idOf(change: Change): string {
  return 'weakness' in change ? change.weakness : (change.reach.id ?? '');
}
