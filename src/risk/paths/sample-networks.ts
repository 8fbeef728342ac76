// Small random networks for the tests, and what an attacker reaches in them, worked out world by world without any of the code that is tested.
import type { NetworkDocument } from '#contracts/index.ts';
import { type Random, seededRandom } from '#kit/index.ts';

export interface SampleOptions {
  readonly weaknesses: number;
  readonly reach?: number;
  readonly costs?: boolean;
}

/** A network of 2 to 7 nodes with all kinds of weaknesses, zones as ends of edges, cycles, loops, certain and impossible weaknesses. */
export function sampleNetwork(seed: number, options: SampleOptions): NetworkDocument {
  const random = seededRandom(seed, 71);
  const oneOf = <T>(...of: [T, ...T[]]): T => of[random.below(of.length)] ?? of[0];
  const count = 2 + random.below(6);
  const zones = 1 + random.below(3);
  const price = () => (options.costs ? { cost: oneOf(0, 0.5, 1, 2, 3.7) } : {});
  const nodes = Array.from({ length: count }, (_, n) => ({
    id: `n${n}`,
    zone: random.unit() < 0.1 ? null : `z${random.below(zones)}`,
    entry: n === 0 || random.unit() < 0.1,
    weaknesses: [] as NonNullable<NetworkDocument['nodes'][number]['weaknesses']>,
  }));
  for (let w = 0; w < options.weaknesses; w++) {
    nodes[random.below(count)]?.weaknesses.push({
      id: `w${w}`,
      from: oneOf('network', 'network', 'network', 'adjacent', 'user'),
      gains: random.unit() < 0.7 ? 'control' : 'access',
      probability: chanceIn(random),
      ...price(),
    });
  }
  const ends = [...nodes.map(({ id }) => id), ...new Set(nodes.flatMap(({ zone }) => zone ?? []))];
  const end = () => ends[random.below(ends.length)] ?? 'n0';
  const reach = Array.from({ length: options.reach ?? random.below(14) }, () => ({
    from: end(),
    to: end(),
    ...price(),
  }));
  return { nodes, reach };
}

function chanceIn(random: Random): number {
  const kind = random.unit();
  return kind < 0.1 ? 1 : kind < 0.15 ? 0 : random.unit();
}

/** What works or is still there: bits by the place of a weakness among all of the network, and of a reach edge in its list. */
export interface World {
  readonly weaknesses: number;
  readonly edges: number;
}

/** Who falls in a world, as bits by the place of the node: the contract word by word, over and over until nothing more falls. */
export function oracleOf({ nodes, reach = [] }: NetworkDocument): (world: World) => number {
  const bitsOf = (isIn: (node: NetworkDocument['nodes'][number]) => boolean) =>
    nodes.reduce((bits, node, n) => bits | (isIn(node) ? 1 << n : 0), 0);
  const named = (name: string) => bitsOf(({ id, zone }) => id === name || zone === name);
  const entries = bitsOf(({ entry }) => entry === true);
  const edges = reach.map(({ from, to }) => ({ from: named(from), to: named(to) }));
  const weaknesses = nodes.flatMap(({ zone, weaknesses: own = [] }, n) =>
    own.map(({ from, gains }) => ({
      node: 1 << n,
      zone: zone == null ? 0 : bitsOf((of) => of.zone === zone),
      from,
      gains,
    })),
  );
  return (world) => {
    let control = entries;
    let access = 0;
    for (let before = -1; before !== control; ) {
      before = control;
      weaknesses.forEach(({ node, zone, from, gains }, w) => {
        if (((world.weaknesses >>> w) & 1) === 0) return;
        const held = control & ~node;
        const falls =
          from === 'user' ||
          (from === 'adjacent' && (held & zone) !== 0) ||
          (from === 'network' &&
            edges.some(
              (edge, e) => ((world.edges >>> e) & 1) === 1 && (edge.to & node) !== 0 && (edge.from & held) !== 0,
            ));
        if (falls && gains === 'control') control |= node;
        if (falls && gains === 'access') access |= node;
      });
    }
    return control | access;
  };
}

/** The chance of each node to fall, from every world one by one; without the changes whose bits are not set in `kept`. */
export function enumerated(network: NetworkDocument, kept: World = ALL): number[] {
  const fallenIn = oracleOf(network);
  const weaknesses = network.nodes.flatMap((node) => node.weaknesses ?? []);
  const chances = network.nodes.map(() => 0);
  for (let world = 0; world < 2 ** weaknesses.length; world++) {
    const chance = weaknesses.reduce(
      (product, { probability }, w) => product * (((world >>> w) & 1) === 1 ? probability : 1 - probability),
      1,
    );
    if (chance === 0) continue;
    const fallen = fallenIn({ weaknesses: world & kept.weaknesses, edges: kept.edges });
    for (let n = 0; n < chances.length; n++) if (((fallen >>> n) & 1) === 1) chances[n] = (chances[n] ?? 0) + chance;
  }
  return chances;
}

export const ALL: World = { weaknesses: -1, edges: -1 };
