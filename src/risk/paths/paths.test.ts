// Chances, ways, choke points and cuts of small random networks, held against enumeration of every world and of every set of changes.
import { expect, test } from 'vitest';
import { type AttackPath, attackPaths, type Change, type NetworkDocument } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { assessPaths } from './assess-paths.ts';
import { readNetwork } from './read-network.ts';
import { ALL, enumerated, oracleOf, sampleNetwork } from './sample-networks.ts';

const weaknessesOf = ({ nodes }: NetworkDocument) =>
  nodes.flatMap(({ id, weaknesses = [] }) => weaknesses.map((weakness) => ({ ...weakness, node: id })));
const everyNode = ({ nodes }: NetworkDocument) => nodes.map(({ id }) => id);

test('chances equal those of enumeration on 1,000 random networks of up to 16 weaknesses', () => {
  for (let seed = 0; seed < 1000; seed++) {
    const network = sampleNetwork(seed, { weaknesses: seed % 25 === 0 ? 16 : seed % 13 });
    const expected = enumerated(network);
    assessPaths(network, { targets: everyNode(network), cut: 0 }).targets.forEach(({ method, probability }, n) => {
      expect(method).toBe('exact');
      expect(probability, `network ${seed}, n${n}`).toBeCloseTo(expected[n] ?? -1, 8);
    });
  }
});

/** The network after a change. */
function keptAfter(network: NetworkDocument, change: Change) {
  if ('reach' in change) return { ...ALL, edges: ~(1 << change.reach.index) };
  return { ...ALL, weaknesses: ~(1 << weaknessesOf(network).findIndex(({ id }) => id === change.weakness)) };
}

test('choke points are the changes that save most, by enumeration without each', () => {
  const sum = (chances: number[]) => chances.reduce((total, chance) => total + chance, 0);
  for (let seed = 2000; seed < 2150; seed++) {
    const network = sampleNetwork(seed, { weaknesses: 7 });
    const before = sum(enumerated(network));
    const all: Change[] = [
      ...weaknessesOf(network).map(({ id }) => ({ weakness: id })),
      ...(network.reach ?? []).map((edge, index) => ({ reach: { ...edge, index } })),
    ];
    const reductions = all
      .map((change) => before - sum(enumerated(network, keptAfter(network, change))))
      .filter((reduction) => reduction > 1e-12)
      .sort((a, b) => b - a);
    const { chokePoints } = assessPaths(network, { targets: everyNode(network), cut: 4 });
    expect(chokePoints.length).toBe(Math.min(4, reductions.length));
    chokePoints.forEach(({ cut, reduction, method }, n) => {
      expect(method).toBe('exact');
      expect(reduction).toBeCloseTo(reductions[n] ?? -1, 8);
      expect(before - sum(enumerated(network, keptAfter(network, cut)))).toBeCloseTo(reduction, 8);
    });
  }
});

test('cut sets are as cheap as the cheapest of all sets of changes, and part the target from every entry', () => {
  let parted = 0;
  for (let seed = 3000; seed < 3300; seed++) {
    const network = sampleNetwork(seed, { weaknesses: 6, reach: 5, costs: true });
    const weaknesses = weaknessesOf(network);
    const reach = network.reach ?? [];
    const possible = weaknesses.reduce((bits, { probability }, w) => bits | (probability > 0 ? 1 << w : 0), 0);
    const fallenIn = oracleOf(network);
    const cheapest = network.nodes.map(() => Number.POSITIVE_INFINITY);
    for (let set = 0; set < 2 ** (weaknesses.length + reach.length); set++) {
      const edges = set >>> weaknesses.length;
      const cost = [...weaknesses, ...reach].reduce(
        (total, { cost: own = 1 }, n) => total + ((set >>> n) & 1) * own,
        0,
      );
      const fallen = fallenIn({ weaknesses: possible & ~set, edges: ~edges });
      cheapest.forEach((least, n) => {
        if (((fallen >>> n) & 1) === 0 && cost < least) cheapest[n] = cost;
      });
    }
    assessPaths(network, { targets: everyNode(network) }).cutSet.forEach(({ cost, changes }, n) => {
      if (!changes) {
        expect(cheapest[n]).toBe(Number.POSITIVE_INFINITY);
        return;
      }
      expect(cost, `network ${seed}, n${n}`).toBeCloseTo(cheapest[n] ?? -1, 9);
      const kept = changes.map((change) => keptAfter(network, change));
      const fallen = fallenIn({
        weaknesses: kept.reduce((bits, of) => bits & of.weaknesses, possible),
        edges: kept.reduce((bits, of) => bits & of.edges, -1),
      });
      expect((fallen >>> n) & 1).toBe(0);
      if (changes.length > 0) parted++;
    });
  }
  expect(parted).toBeGreaterThan(300);
});

/** Whether each step of a path follows from the one before, as the network has it. */
function follows({ entry, steps }: AttackPath, network: NetworkDocument): boolean {
  const nodeOf = (id: string | undefined) => network.nodes.find((node) => node.id === id);
  let held = entry ?? undefined;
  if (held !== undefined && nodeOf(held)?.entry !== true) return false;
  return steps.every(({ node, by, from, gains, reach }, n) => {
    const [before, here] = [nodeOf(held), nodeOf(node)];
    const weakness = here?.weaknesses?.find(({ id }) => id === by);
    if (weakness?.from !== from || weakness.gains !== gains) return false;
    if (gains === 'access' && n < steps.length - 1) return false;
    held = node;
    if (from === 'user') return n === 0 && entry === null;
    if (!before || before === here) return false;
    if (from === 'adjacent') return reach === null && before.zone != null && before.zone === here?.zone;
    const edge = network.reach?.[reach?.index ?? -1];
    return (
      edge !== undefined &&
      [before.id, before.zone].includes(edge.from) &&
      [here?.id, here?.zone].includes(edge.to) &&
      edge.to === reach?.to
    );
  });
}

/** The chance of the likeliest way to each node, by relaxing every weakness until nothing improves. */
function likeliest(network: NetworkDocument): number[] {
  const { nodes, reach = [] } = network;
  const control = nodes.map(({ entry }): number => (entry ? 1 : 0));
  const fallen = [...control];
  for (let round = 0; round <= nodes.length; round++) {
    nodes.forEach((node, n) => {
      for (const { from, gains, probability } of node.weaknesses ?? []) {
        const reachers = nodes.map((other, m) => {
          const isBeside = from === 'adjacent' && node.zone != null && other.zone === node.zone;
          const isLinked = (edge: { from: string; to: string }) =>
            [other.id, other.zone].includes(edge.from) && [node.id, node.zone].includes(edge.to);
          return m !== n && (isBeside || (from === 'network' && reach.some(isLinked))) ? (control[m] ?? 0) : 0;
        });
        const chance = probability * (from === 'user' ? 1 : Math.max(...reachers));
        fallen[n] = Math.max(fallen[n] ?? 0, chance);
        if (gains === 'control') control[n] = Math.max(control[n] ?? 0, chance);
      }
    });
  }
  return fallen;
}

test('paths follow step by step, best first, and the first is the likeliest of all', () => {
  let told = 0;
  for (let seed = 4000; seed < 4400; seed++) {
    const network = sampleNetwork(seed, { weaknesses: 10 });
    const best = likeliest(network);
    const chanceOf = new Map(weaknessesOf(network).map(({ id, probability }) => [id, probability]));
    assessPaths(network, { targets: everyNode(network), cut: 0 }).targets.forEach(({ paths, probability }, n) => {
      expect(paths[0]?.probability ?? 0, `network ${seed}, n${n}`).toBeCloseTo(best[n] ?? -1, 9);
      expect(paths.length === 0).toBe(probability === 0);
      paths.forEach((path, p) => {
        expect(follows(path, network), `network ${seed}, n${n}: ${canonicalJson(path)}`).toBe(true);
        expect(path.steps.at(-1)?.node ?? path.entry).toBe(`n${n}`);
        expect(path.probability).toBeCloseTo(
          path.steps.reduce((product, { by }) => product * (chanceOf.get(by) ?? -1), 1),
          9,
        );
        expect(path.probability).toBeLessThanOrEqual(paths[p - 1]?.probability ?? 1);
        const earlier = paths.slice(0, p).map(({ steps }) => steps.map(({ by }) => by));
        expect(earlier.some((weaknesses) => weaknesses.every((by) => path.steps.some((step) => step.by === by)))).toBe(
          false,
        );
        told++;
      });
    });
  }
  expect(told).toBeGreaterThan(1500);
});

const demo: NetworkDocument = {
  nodes: [
    { id: 'guest', zone: 'guests', entry: true },
    {
      id: 'archive',
      zone: 'imaging',
      weaknesses: [{ id: 'open', from: 'network', gains: 'control', probability: 0.5, time: [1, 3], finding: 'f1' }],
      loss: 10,
    },
    {
      id: 'ct',
      zone: 'imaging',
      weaknesses: [
        { id: 'smb', from: 'adjacent', gains: 'control', probability: 0.4, time: [2, 4], cost: 3 },
        { id: 'mail', from: 'user', gains: 'access', probability: 0.1 },
      ],
      harm: 4,
    },
  ],
  reach: [{ id: 'r1', from: 'guests', to: 'archive', port: 104, protocol: 'dicom', because: 'seen', cost: 2 }],
};

test('the worked example of docs/attack-paths.md', () => {
  const { targets, chokePoints, cutSet } = assessPaths(demo);
  expect(targets.map(({ id, probability }) => [id, probability])).toEqual([
    ['archive', 0.5],
    // 1 - (1 - 0.5 * 0.4) * (1 - 0.1)
    ['ct', 0.28],
  ]);
  expect(targets[1]?.paths[0]).toEqual({
    probability: 0.2,
    entry: 'guest',
    steps: [
      {
        node: 'archive',
        by: 'open',
        from: 'network',
        gains: 'control',
        reach: { id: 'r1', from: 'guests', to: 'archive', port: 104, protocol: 'dicom', because: 'seen', index: 0 },
        finding: 'f1',
      },
      { node: 'ct', by: 'smb', from: 'adjacent', gains: 'control', reach: null },
    ],
    time: [3, 7],
  });
  expect(targets[1]?.paths[1]).toMatchObject({ probability: 0.1, entry: null, time: null });
  // Of two that save as much the cheaper one comes first.
  expect(chokePoints.map(({ cut, reduction }) => ['weakness' in cut ? cut.weakness : cut.reach.id, reduction])).toEqual(
    [
      ['open', 0.68],
      ['r1', 0.68],
      ['smb', 0.18],
      ['mail', 0.08],
    ],
  );
  expect(cutSet).toEqual([
    { target: 'archive', cost: 1, changes: [{ weakness: 'open' }] },
    { target: 'ct', cost: 2, changes: [{ weakness: 'open' }, { weakness: 'mail' }] },
  ]);
});

test('an entry as a target falls for certain, and nothing cuts it off', () => {
  const { targets, cutSet } = assessPaths(demo, { targets: ['guest', 'guest'] });
  expect(targets).toEqual([
    {
      id: 'guest',
      probability: 1,
      method: 'exact',
      paths: [{ probability: 1, entry: 'guest', steps: [], time: [0, 0] }],
    },
  ]);
  expect(cutSet).toEqual([{ target: 'guest', cost: null, changes: null }]);
});

const [guest, archive] = demo.nodes;
const open = archive?.weaknesses?.[0];
test.each([
  ['a number', 3, 'This must be an object.'],
  ['no nodes', { nodes: [] }, 'nodes: This must have at least 1 entry.'],
  ['nodes missing', {}, 'nodes: This is missing.'],
  [
    'another schema',
    { schema: 'dosimeter.loss/1', nodes: [guest] },
    'schema: This must be one of dosimeter.network/1.',
  ],
  [
    'no entry',
    { nodes: [archive] },
    'nodes: none is an entry, and none has a weakness from user, so an attacker cannot begin.',
  ],
  ['an id twice', { nodes: [guest, archive, guest] }, 'nodes[2].id: "guest" is the id of nodes[0], too.'],
  [
    'a weakness twice',
    { nodes: [guest, archive, { id: 'b', weaknesses: [open] }] },
    'nodes[2].weaknesses[0].id: "open" is the id of nodes[1].weaknesses[0], too.',
  ],
  [
    'a probability above 1',
    { nodes: [guest, { id: 'b', weaknesses: [{ ...open, probability: 1.5 }] }] },
    'nodes[1].weaknesses[0].probability: This must be at most 1.',
  ],
  [
    'a probability that is no number',
    { nodes: [guest, { id: 'b', weaknesses: [{ ...open, probability: Number.NaN }] }] },
    'nodes[1].weaknesses[0].probability: This must be a number.',
  ],
  [
    'a negative cost',
    { nodes: [guest], reach: [{ from: 'guest', to: 'guest', cost: -1 }] },
    'reach[0].cost: This must be at least 0.',
  ],
  [
    'an unknown end',
    { nodes: [guest], reach: [{ from: 'guest', to: 'ct' }] },
    'reach[0].to: "ct" is neither a node nor a zone',
  ],
  [
    'a name of two things',
    { nodes: [guest, { id: 'guests' }], reach: [{ from: 'guests', to: 'guest' }] },
    'reach[0].from: "guests" is the name of a node and of a zone.',
  ],
  [
    'days the wrong way round',
    { nodes: [guest, { id: 'b', weaknesses: [{ ...open, time: [3, 1] }] }] },
    'nodes[1].weaknesses[0].time: the first number must not be above the second',
  ],
])('%s is refused in one sentence that names the field', (_name, document, words) => {
  expect(() => readNetwork(document)).toThrow(words);
});

test.each([
  {},
  { port: null, protocol: null },
  { port: 65_535, protocol: 'p'.repeat(60), cost: 1e12 },
  { port: 65_536 },
  { port: -1 },
  { port: 1.5 },
  { port: '104' },
  { protocol: 'p'.repeat(61) },
  { protocol: 3 },
  { cost: 1e13 },
  { cost: Number.POSITIVE_INFINITY },
  { cost: null },
  { from: '' },
  { to: 'x'.repeat(201) },
  { id: 'r1', because: 'seen', lastSeenAt: '2026-11-01T08:00:00Z' },
  { id: '' },
  { more: 1 },
])('a reach edge with %o is read as the contract says', (fields) => {
  const document = { nodes: [guest], reach: [{ from: 'guest', to: 'guest', ...fields }] };
  const asked = attackPaths.networkDocument.safeParse(document);
  if (asked.success) expect(readNetwork(document)).toEqual(asked.data);
  else expect(() => readNetwork(document)).toThrow(/^reach\[0\](?:\.\w+)?: /);
});

test.each([
  [{ nodes: [{ ...guest, weaknessess: [] }] }, 'nodes[0]: Nothing is known by the name weaknessess.'],
  [{ nodes: [guest], reaches: [] }, 'Nothing is known by the name reaches.'],
  [
    { nodes: [guest], reach: [{ from: 'guest', to: 'guest', ports: 104 }] },
    'reach[0]: Nothing is known by the name ports.',
  ],
  [
    {
      nodes: [
        {
          ...guest,
          weaknesses: [{ id: 'w', from: 'user', gains: 'access', probability: 1, entrance: true, chance: 1 }],
        },
      ],
    },
    'nodes[0].weaknesses[0]: Nothing is known by the name entrance, chance.',
  ],
])('misspelled fields are named in one sentence', (document, says) => {
  expect(() => readNetwork(document)).toThrow(says);
});

test('a target that is no node, and more targets than can be told of, are refused', () => {
  expect(() => assessPaths(demo, { targets: ['ct', 'mri'] })).toThrow('target: "mri" is no node of this network.');
  const many = Array.from({ length: 2100 }, (_, n) => ({ id: `n${n}` }));
  expect(() => assessPaths({ nodes: [...demo.nodes.slice(0, 1), ...many] })).toThrow(
    'nodes: 2100 of them would be targets',
  );
});
