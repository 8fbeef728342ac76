// What can be reached at a site, today and with some actions done: exactly where that is possible, on a large site in simulated worlds that are gone through
// once for all questions.
import type { RiskInputs } from '#contracts/index.ts';
import { type Action, actionIdOf, closedBy, mendedBy, withDone } from './actions-of.ts';
import type { ChancesBand } from './events-of.ts';
import { type Changed, LargeReach } from './large-reach.ts';
import { type Change, doorChances, type End, networkOf, type Site, type SiteNetwork } from './network-of.ts';
import { type Chances, chancesOf, MOST_EXACT, Reach } from './reached.ts';

type Say = (share: number) => void;

export interface SiteReach {
  /** `monte carlo` when any chance had to be simulated. */
  readonly method: 'exact' | 'monte carlo';
  /** Chances of all nodes, with what is not known at each of its ends. */
  readonly today: ChancesBand;
  /** The same with some actions done. */
  with(done: readonly Action[], say?: Say): ChancesBand;
  /** The most likely chances from each entry with each of these sets of actions done alone. */
  trying(sets: readonly (readonly Action[])[], say?: Say): Chances[];
}

/** `built`: the graph with what is most likely; `nodes`: those that some scenario needs. */
export function siteReach(inputs: RiskInputs, built: SiteNetwork, nodes: readonly string[], say?: Say): SiteReach {
  return nodes.length > MOST_EXACT ? large(inputs, built, nodes, say) : small(inputs, built, nodes);
}

function small(inputs: RiskInputs, built: SiteNetwork, nodes: readonly string[]): SiteReach {
  const { seed } = inputs;
  const reach = new Reach(built, nodes, seed);
  const band = (site: Site, mode?: Chances): ChancesBand => ({
    low: chancesOf(site, 'low', nodes, seed),
    mode: mode ?? chancesOf(site, 'mode', nodes, seed),
    high: chancesOf(site, 'high', nodes, seed),
  });
  const today = band(inputs, reach.chances());
  return {
    get method() {
      return reach.method;
    },
    today,
    with: (done) => band(withDone(inputs, done)),
    trying: (sets, say) =>
      sets.map((done, n) => {
        const chances = reach.trying(closedBy(done), mendedBy(done, built));
        say?.(n / sets.length);
        return chances;
      }),
  };
}

function large(inputs: RiskInputs, built: SiteNetwork, nodes: readonly string[], say?: Say): SiteReach {
  const worlds: Record<End, LargeReach> = { mode: new LargeReach(built, nodes, inputs.seed), ...ends() };
  const byDevice = Map.groupBy(inputs.findings, ({ device }) => device);
  const mends = Map.groupBy(
    [...built.changes].filter(([, { kind }]) => kind === 'mend'),
    ([, change]) => actionIdOf(change),
  );
  const band = (changed: (end: End) => Changed | undefined, tell?: Say): ChancesBand => {
    const of = (end: End, n: number) => worlds[end].chances(changed(end), (share) => tell?.((n + share) / 3));
    return { low: of('low', 0), mode: of('mode', 1), high: of('high', 2) };
  };
  return {
    method: worlds.mode.method,
    today: band(
      () => undefined,
      (share) => say?.(0.5 + share / 2),
    ),
    with: (done, tell) => band((end) => changedBy(byDevice, done, end), tell),
    trying: (sets, tell) =>
      worlds.mode.trying(
        sets.map((done) => {
          const changes = new Map<string, Change>(done.flatMap(({ id }) => mends.get(id) ?? []));
          const mended = [...mendedBy(done, { ...built, changes })].map(([id, { after }]) => [id, after] as const);
          return { closed: closedBy(done), mended: new Map(mended) };
        }),
        tell,
      ),
  };

  function ends(): Record<'low' | 'high', LargeReach> {
    say?.(0.1);
    const low = new LargeReach(networkOf(inputs, 'low'), nodes, inputs.seed);
    say?.(0.3);
    return { low, high: new LargeReach(networkOf(inputs, 'high'), nodes, inputs.seed) };
  }
}

/** What `withDone` changes in the graph. */
function changedBy(byDevice: ReadonlyMap<string, RiskInputs['findings']>, done: readonly Action[], end: End): Changed {
  const gone = new Set(done.flatMap(({ findings }) => findings));
  const mended = new Map<string, number>();
  for (const device of new Set(done.flatMap(({ devices, findings }) => (findings.length > 0 ? devices : [])))) {
    const found = byDevice.get(device) ?? [];
    const left = doorChances(
      device,
      found.filter(({ id }) => !gone.has(id)),
      end,
    );
    for (const [id, before] of doorChances(device, found, end)) {
      const after = left.get(id) ?? 0;
      if (after !== before) mended.set(id, after);
    }
  }
  return { closed: closedBy(done), mended };
}
