// What can be reached at a site, today and with some actions done: exactly where that is possible, on a large site in simulated worlds that are gone through
// once for all questions.
import { ENTRIES, type RiskInputs } from '#contracts/index.ts';
import { KnownChances } from '../paths/known-chances.ts';
import { type Action, actionIdOf, closedBy, mendedBy, withDone } from './actions-of.ts';
import { isLarge } from './case-of.ts';
import type { ChancesBand } from './events-of.ts';
import { type Changed, LargeReach } from './large-reach.ts';
import { type Change, doorChances, type End, networkOf, type Site, type SiteNetwork } from './network-of.ts';
import { type Chances, Reach } from './reached.ts';

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

/** What is asked. */
export interface Asked {
  /** Nodes that some scenario needs. */
  readonly nodes: readonly string[];
  /** Nodes of which one must fall, by a name for them. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** `built`: the graph with what is most likely. */
export function siteReach(inputs: RiskInputs, built: SiteNetwork, { nodes, groups }: Asked, say?: Say): SiteReach {
  if (isLarge(inputs, nodes)) return large(inputs, built, { nodes, groups }, say);
  const exact = small(inputs, built, nodes);
  return groups.size > 0 ? both(exact, large(inputs, built, { nodes: [], groups }, say)) : exact;
}

/** The most likely chances from each entry alone, worked out as for the site as it stands. */
export function likelyChances(site: Site, { nodes, groups }: Asked, seed: number): Chances {
  const built = networkOf(site, 'mode');
  if (isLarge(site, nodes)) return new LargeReach(built, nodes, { seed, groups }).chances();
  const exact = new Reach(built, nodes, { seed }).chances(ENTRIES);
  return groups.size > 0 ? join(exact, new LargeReach(built, [], { seed, groups }).chances()) : exact;
}

function join(one: Chances, other: Chances): Chances {
  return new Map([...one].map(([start, chances]) => [start, new Map([...chances, ...(other.get(start) ?? [])])]));
}

/** Single devices as far as that is possible exactly, several together in simulated worlds. */
function both(exact: SiteReach, simulated: SiteReach): SiteReach {
  const band = (one: ChancesBand, other: ChancesBand): ChancesBand => ({
    low: join(one.low, other.low),
    mode: join(one.mode, other.mode),
    high: join(one.high, other.high),
  });
  return {
    get method() {
      return exact.method;
    },
    today: band(exact.today, simulated.today),
    with: (done, say) => band(exact.with(done, say), simulated.with(done)),
    trying: (sets, say) => {
      const together = simulated.trying(sets);
      return exact.trying(sets, say).map((chances, n) => join(chances, together[n] ?? new Map()));
    },
  };
}

function small(inputs: RiskInputs, built: SiteNetwork, nodes: readonly string[]): SiteReach {
  const { seed } = inputs;
  const known = new KnownChances();
  const reach = new Reach(built, nodes, { seed, known });
  const at = (site: Site, end: End) => new Reach(networkOf(site, end), nodes, { seed, known }).chances();
  const band = (site: Site, mode?: Chances): ChancesBand => ({
    low: at(site, 'low'),
    mode: mode ?? at(site, 'mode'),
    high: at(site, 'high'),
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

function large(inputs: RiskInputs, built: SiteNetwork, { nodes, groups }: Asked, say?: Say): SiteReach {
  const options = { seed: inputs.seed, groups };
  const worlds: Record<End, LargeReach> = { mode: new LargeReach(built, nodes, options), ...ends() };
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
    const low = new LargeReach(networkOf(inputs, 'low'), nodes, options);
    say?.(0.3);
    return { low, high: new LargeReach(networkOf(inputs, 'high'), nodes, options) };
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
