// Reach edges that do the same share one arc, and nothing that is said of the network changes by that.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NetworkDocument } from '#contracts/index.ts';
import { arcGraph } from './arc-graph.ts';
import { assessPaths } from './assess-paths.ts';
import { CutFinder } from './cheapest-cut.ts';
import { liveGraph } from './live-graph.ts';

const chain = (costs: readonly number[]): NetworkDocument => ({
  nodes: [
    { id: 'guest', entry: true },
    { id: 'ct', harm: 4, weaknesses: [{ id: 'smb', from: 'network', gains: 'control', probability: 0.5, cost: 50 }] },
  ],
  reach: costs.map((cost, n) => ({ from: 'guest', to: 'ct', port: n, cost })),
});

test('edges with the same ends are one arc, and all of them must be closed', () => {
  const network = chain([1, 2, 4]);
  expect(arcGraph(network).from).toHaveLength(arcGraph(network, { merge: true }).from.length + 2);
  const { chokePoints, cutSet } = assessPaths(network);
  // To close one of three does nothing.
  expect(chokePoints.map(({ cut }) => cut)).toEqual([{ weakness: 'smb' }]);
  expect(cutSet).toMatchObject([
    { cost: 7, changes: [{ reach: { port: 0 } }, { reach: { port: 1 } }, { reach: { port: 2 } }] },
  ]);
});

test('very many equal edges are looked at once', () => {
  const network = chain(Array.from({ length: 300_000 }, () => 1));
  expect(arcGraph(network, { merge: true }).from).toHaveLength(5);
  expect(assessPaths(network)).toMatchObject({
    targets: [{ probability: 0.5, method: 'exact' }],
    cutSet: [{ cost: 50, changes: [{ weakness: 'smb' }] }],
  });
});

test('in simulated worlds, too, closing one of two edges saves nobody', () => {
  const count = 600;
  const twice = (n: number, by: number) => {
    const edge = { from: `n${n}`, to: `n${(n * by + 1) % count}` };
    return [edge, { ...edge, port: 104 }];
  };
  const { chokePoints, targets } = assessPaths({
    nodes: Array.from({ length: count }, (_, n) => ({
      id: `n${n}`,
      entry: n === 0,
      harm: n % 60 === 7 ? 3 : 0,
      weaknesses: [{ id: `w${n}`, from: 'network', gains: 'control', probability: 0.5 }],
    })),
    reach: Array.from({ length: count }, (_, n) => [...twice(n, 1), ...twice(n, 3), ...twice(n, 7)]).flat(),
  });
  expect(targets.map(({ method }) => method)).toContain('monte carlo');
  expect(chokePoints.length).toBeGreaterThan(0);
  expect(chokePoints.filter(({ cut }) => 'reach' in cut)).toEqual([]);
});

const node = fc.nat({ max: 5 }).map((n) => `n${n}`);
const networks = fc.record({
  chances: fc.array(fc.constantFrom(0.2, 0.5, 0.9), { minLength: 5, maxLength: 5 }),
  reach: fc.array(fc.record({ from: node, to: node, cost: fc.constantFrom(0, 1, 3) }), { maxLength: 25 }),
});

test('cheapest cuts are those of the network with an arc for each edge', () => {
  fc.assert(
    fc.property(networks, ({ chances, reach }) => {
      const network: NetworkDocument = {
        nodes: [
          { id: 'n0', entry: true },
          ...chances.map((probability, n) => ({
            id: `n${n + 1}`,
            weaknesses: [{ id: `w${n}`, from: 'network' as const, gains: 'control' as const, probability, cost: 2 }],
          })),
        ],
        reach,
      };
      const [apart, together] = [false, true].map((merge) => liveGraph(arcGraph(network, { merge }), ['n5', 'n4']));
      if (!apart || !together) throw new Error('Both were built.');
      for (const [t, target] of apart.targets.entries()) {
        const other = together.targets[t] ?? target;
        expect(new CutFinder(together).cheapest(other)).toEqual(new CutFinder(apart).cheapest(target));
      }
    }),
    { numRuns: 300 },
  );
});
