// Simulated worlds, held against the same worlds worked out one by one, and against exact chances.
import { expect, test } from 'vitest';
import type { NetworkDocument } from '#contracts/index.ts';
import { canonicalJson, seededRandom } from '#kit/index.ts';
import { arcGraph } from './arc-graph.ts';
import { assessPaths } from './assess-paths.ts';
import { AttackGraph, type ChangeRef } from './attack-graph.ts';
import { drawKey, drawnWorlds } from './draws.ts';
import { liveGraph } from './live-graph.ts';
import { bitCount, wilson } from './proportion.ts';
import { ALL, enumerated, oracleOf, sampleNetwork } from './sample-networks.ts';
import { Simulation } from './simulation.ts';
import { Worlds } from './worlds.ts';

const WORDS = 6;
const weaknessesOf = ({ nodes }: NetworkDocument) => nodes.flatMap(({ weaknesses = [] }) => weaknesses);

function simulated(network: NetworkDocument, seed: number, wordCount = WORDS) {
  const live = liveGraph(
    arcGraph(network),
    network.nodes.map(({ id }) => id),
  );
  const worlds = new Worlds(live.graph, live.out.arcs, { seed, wordCount });
  return new Simulation(
    worlds,
    live.targets.map(({ vertex }) => vertex),
  );
}

/** In how many of the drawn worlds each node falls, one world after another. */
function counted(network: NetworkDocument, seed: number, kept = ALL): number[] {
  const fallenIn = oracleOf(network);
  const weaknesses = weaknessesOf(network);
  const counts = network.nodes.map(() => 0);
  for (let word = 0; word < WORDS; word++) {
    const drawn = weaknesses.map(({ id, probability }) => drawnWorlds(drawKey(seed, id), word, probability));
    for (let world = 0; world < 32; world++) {
      const works = drawn.reduce((bits, of, w) => bits | (((of >>> world) & 1) << w), 0);
      const fallen = fallenIn({ weaknesses: works & kept.weaknesses, edges: kept.edges });
      counts.forEach((count, n) => {
        counts[n] = count + ((fallen >>> n) & 1);
      });
    }
  }
  return counts;
}

test('in every world falls what falls when that world is worked out alone', () => {
  for (let seed = 0; seed < 150; seed++) {
    const network = sampleNetwork(seed, { weaknesses: 14 });
    const simulation = simulated(network, seed);
    expect(network.nodes.map((_, n) => simulation.count(n))).toEqual(counted(network, seed));
  }
});

test('simulated choke points are those that save most in the same worlds, worked out without each', () => {
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  for (let seed = 500; seed < 560; seed++) {
    const network = sampleNetwork(seed, { weaknesses: 12 });
    const before = sum(counted(network, seed));
    const count = weaknessesOf(network).length;
    const saved = Array.from({ length: count + (network.reach?.length ?? 0) }, (_, change) =>
      change < count
        ? before - sum(counted(network, seed, { ...ALL, weaknesses: ~(1 << change) }))
        : before - sum(counted(network, seed, { ...ALL, edges: ~(1 << (change - count)) })),
    );
    const found = simulated(network, seed).chokePoints(4);
    for (const { change, reduction } of found) expect(reduction * WORDS * 32).toBeCloseTo(saved[change] ?? -1, 9);
    const best = found.slice(0, 4).map(({ reduction }) => Math.round(reduction * WORDS * 32));
    expect([...best, 0, 0, 0, 0].slice(0, 4)).toEqual([...saved.sort((a, b) => b - a), 0, 0, 0, 0].slice(0, 4));
  }
});

test('a 95% interval holds the exact chance about 95 times of 100', () => {
  let [held, all] = [0, 0];
  for (let seed = 0; seed < 200; seed++) {
    const network = sampleNetwork(seed, { weaknesses: 9 });
    const chances = enumerated(network);
    const simulation = simulated(network, seed + 1, 40);
    chances.forEach((chance, n) => {
      if (chance === 0 || chance > 1 - 1e-9) return;
      const [low, high] = wilson(simulation.count(n), simulation.trials);
      all++;
      if (low <= chance && chance <= high) held++;
    });
  }
  expect(all).toBeGreaterThan(200);
  expect(held / all).toBeGreaterThan(0.92);
});

test('draws hit their probability, are alike for a seed and an id, and grow with the probability', () => {
  for (const probability of [0, 1e-3, 0.2, 0.5, 0.7, 0.999, 1]) {
    let [works, both] = [0, 0];
    for (let word = 0; word < 2000; word++) {
      const drawn = drawnWorlds(drawKey(7, 'a'), word, probability);
      expect(drawnWorlds(drawKey(7, 'a'), word, Math.min(1, probability * 1.3)) & drawn).toBe(drawn);
      works += bitCount(drawn);
      both += bitCount(drawn & drawnWorlds(drawKey(7, 'b'), word, 0.5));
    }
    const within = 4 * Math.sqrt((probability * (1 - probability)) / 64_000);
    expect(Math.abs(works / 64_000 - probability)).toBeLessThanOrEqual(within);
    expect(Math.abs(both - works / 2)).toBeLessThanOrEqual(4 * Math.sqrt(works / 4));
  }
  expect(drawnWorlds(drawKey(7, 'a'), 0, 0.5)).not.toBe(drawnWorlds(drawKey(7 + 2 ** 40, 'a'), 0, 0.5));
});

/** The network with changes made for good. */
function without(
  network: NetworkDocument,
  removed: readonly ChangeRef[],
  chances: ReadonlyMap<string, number>,
): NetworkDocument {
  const isGone = (change: ChangeRef) => removed.some((other) => canonicalJson(other) === canonicalJson(change));
  return {
    nodes: network.nodes.map((node) => ({
      ...node,
      weaknesses: (node.weaknesses ?? [])
        .filter(({ id }) => !isGone({ weakness: id }))
        .map((weakness) => ({ ...weakness, probability: chances.get(weakness.id) ?? weakness.probability })),
    })),
    reach: (network.reach ?? []).filter((_, n) => !isGone({ reach: n })),
  };
}

test.each([
  ['simulated', 0, 5],
  ['exact', 150_000, 40],
])('after each of many changes the %s figures are those of the changed network', (_name, work, networks) => {
  for (let seed = 900; seed < 900 + networks; seed++) {
    const network = sampleNetwork(seed, { weaknesses: 10, reach: 9 });
    const targets = network.nodes.map(({ id }) => id);
    const random = seededRandom(seed, 3);
    const graph = new AttackGraph(network, { targets, seed, work });
    graph.figures();
    let removed: ChangeRef[] = [];
    const chances = new Map<string, number>();
    for (let step = 0; step < 10; step++) {
      const change: ChangeRef = random.unit() < 0.5 ? { reach: random.below(9) } : { weakness: `w${random.below(10)}` };
      const isGone = removed.some((other) => canonicalJson(other) === canonicalJson(change));
      if ('weakness' in change && random.unit() < 0.4) {
        const chance = random.unit();
        graph.setProbability(change.weakness, chance);
        chances.set(change.weakness, chance);
      } else if (isGone) {
        graph.restore(change);
        removed = removed.filter((other) => canonicalJson(other) !== canonicalJson(change));
      } else {
        expect(graph.without([change])).toEqual(
          new AttackGraph(without(network, [...removed, change], chances), { targets, seed, work }).figures(),
        );
        graph.remove(change);
        removed.push(change);
      }
      expect(graph.figures()).toEqual(
        new AttackGraph(without(network, removed, chances), { targets, seed, work }).figures(),
      );
    }
  }
});

test('changes of what is not there are refused', () => {
  const graph = new AttackGraph(sampleNetwork(1, { weaknesses: 3, reach: 2 }));
  expect(() => graph.remove({ reach: 2 })).toThrow('reach: 2 is the place of no reach edge');
  expect(() => graph.restore({ weakness: 'w9' })).toThrow('weakness: "w9" is no weakness');
  expect(() => graph.setProbability('w1', Number.NaN)).toThrow('probability: This must be from 0 to 1.');
});

/** Too tangled for an exact figure: everything reaches everything by weaknesses that may fail. */
function tangle(count: number): NetworkDocument {
  const nodes = Array.from({ length: count }, (_, n) => ({
    id: `n${n}`,
    entry: n === 0,
    weaknesses: [
      { id: `w${n}`, from: 'network' as const, gains: 'control' as const, probability: 0.05 + (n % 7) / 40 },
    ],
    harm: n > count - 3 ? 3 : 0,
  }));
  const reach = nodes.flatMap((_, n) =>
    [1, 5, 11, 17, 29].map((step) => ({ from: `n${n}`, to: `n${(n * 3 + step) % count}` })),
  );
  return { nodes, reach };
}

test('a network that is too tangled is simulated, within 0.02, alike for the same seed and apart for another', () => {
  const network = tangle(70);
  const document = assessPaths(network, { seed: 4 });
  for (const { method, interval } of document.targets) {
    expect(method).toBe('monte carlo');
    expect(((interval?.[1] ?? 1) - (interval?.[0] ?? 0)) / 2).toBeLessThan(0.02);
  }
  expect(document.chokePoints.length).toBe(10);
  expect(canonicalJson(assessPaths(tangle(70), { seed: 4 }))).toBe(canonicalJson(document));
  expect(canonicalJson(assessPaths(network, { seed: 5 }))).not.toBe(canonicalJson(document));
});

test('another node, and another order, change no draw of the rest', () => {
  const network = tangle(60);
  const more: NetworkDocument = {
    nodes: [...network.nodes]
      .reverse()
      .concat([{ id: 'new', weaknesses: [{ id: 'wn', from: 'network', gains: 'access', probability: 0.5 }] }]),
    reach: [...(network.reach ?? [])].reverse().concat([{ from: 'n3', to: 'new' }]),
  };
  const targets = ['n58', 'n59'];
  const figures = (of: NetworkDocument) => {
    const graph = arcGraph(of);
    const live = liveGraph(graph, targets);
    const simulation = new Simulation(
      new Worlds(graph, live.out.arcs, { seed: 1, wordCount: 80 }),
      live.targets.map(({ vertex }) => vertex),
    );
    return targets.map((_, t) => simulation.count(t));
  };
  expect(figures(more)).toEqual(figures(network));
});
