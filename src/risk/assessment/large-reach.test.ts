// Claims about large sites: simulated in place, a large graph gives what the engine for any graph gives, to the world; and the assessment ends with the same
// bytes however often it is made.
import { describe, expect, test } from 'vitest';
import { ENTRIES } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { AttackGraph, assessRisk, WhatIf } from '../index.ts';
import { actionsOf, closedBy, mendedBy, withDone } from './actions-of.ts';
import { casesOf, nodesOf } from './case-of.ts';
import { LargeReach, waysOfLarge } from './large-reach.ts';
import { largeInputs } from './large-site.ts';
import { Names } from './names.ts';
import { type End, networkOf, type Site } from './network-of.ts';
import { waysOf } from './reached.ts';
import { RANSOM, RECORDS } from './sample-site.ts';
import { siteReach } from './site-reach.ts';

const inputs = largeInputs({ devices: 170, threats: [RANSOM, RECORDS] });
const nodes = nodesOf(casesOf(inputs));
const built = networkOf(inputs, 'mode');
const actions = actionsOf(inputs, built, new Names(inputs.devices, inputs.zones), inputs.threats, []);
const graphActions = actions.filter(({ kind }) => kind !== 'control');

/** As the engine for any graph has it, in as many worlds, from one entry. */
function plainChances(site: Site, end: End, entry: string): Map<string, number> {
  const { network } = networkOf(site, end);
  const alone = network.nodes.map((node) =>
    node.kind === 'entry' ? { ...node, entry: node.id === `entry:${entry}` } : node,
  );
  const graph = new AttackGraph({ ...network, nodes: alone }, { targets: nodes, seed: inputs.seed, work: 0 });
  return new Map(graph.figures().map(({ id, probability }) => [id, probability]));
}

describe('a large graph that is changed in place', () => {
  test.each(['low', 'mode', 'high'] as const)('falls in the same worlds as in the engine for any graph (%s)', (end) => {
    const chances = new LargeReach(networkOf(inputs, end), nodes, inputs.seed).chances();
    for (const entry of ['guest', 'vendor', 'media', 'insider'] as const)
      expect([...(chances.get(entry) ?? [])]).toEqual([...plainChances(inputs, end, entry)]);
    for (const [id, chance] of chances.get('all') ?? [])
      for (const entry of ENTRIES) expect(chances.get(entry)?.get(id) ?? 0).toBeLessThanOrEqual(chance);
  });

  test('with actions done is what it is when it is built anew', () => {
    const done = graphActions.filter((_, n) => n % 3 === 0);
    const found = siteReach(inputs, built, nodes).with(done);
    for (const end of ['low', 'mode', 'high'] as const)
      for (const entry of ['guest', 'insider'] as const)
        expect([...(found[end].get(entry) ?? [])]).toEqual([...plainChances(withDone(inputs, done), end, entry)]);
  });

  test('each try gives what the graph gives with that change made', () => {
    const reach = new LargeReach(built, nodes, inputs.seed);
    const shuffled = graphActions.toSorted((a, b) => ((a.id.length * 7919) % 101) - ((b.id.length * 7919) % 101));
    const sets = [...shuffled.slice(0, 60).map((one) => [one]), shuffled.slice(60, 64), shuffled.slice(100, 160)];
    const changed = sets.map((done) => {
      const mended = [...mendedBy(done, built)].map(([id, { after }]) => [id, after] as const);
      return { closed: closedBy(done), mended: new Map(mended) };
    });
    const tried = reach.trying(changed);
    const whole = reach.chances();
    let lower = 0;
    for (const [n, made] of changed.entries()) {
      const again = reach.chances(made);
      for (const entry of ENTRIES) {
        expect([...(tried[n]?.get(entry) ?? [])]).toEqual([...(again.get(entry) ?? [])]);
        lower += [...(again.get(entry) ?? [])].filter(
          ([id, chance]) => chance < (whole.get(entry)?.get(id) ?? 0),
        ).length;
      }
    }
    expect(lower).toBeGreaterThan(100);
  });
});

test('ways and cuts of a large site are those of the engine for any graph', () => {
  const some = nodes.filter((_, n) => n % 11 === 0);
  const found = waysOfLarge(built, some);
  const plain = waysOf(built, some, inputs.seed);
  expect(found.map(({ entry, target, cut }) => [entry, target, cut])).toEqual(
    plain.map(({ entry, target, cut }) => [entry, target, cut]),
  );
  expect(found.map(({ paths: [first] }) => first?.probability)).toEqual(
    plain.map(({ paths: [first] }) => first?.probability),
  );
  expect(found.some(({ cut }) => cut !== null && cut.length > 0)).toBe(true);
});

test('a large site is assessed with the same bytes each time, says how it was worked out, and answers what-ifs in its worlds', () => {
  const seen: string[] = [];
  const document = assessRisk(inputs, { progress: (_, what) => void seen.push(what) });
  expect(new Set(document.targets.map(({ method }) => method))).toEqual(new Set(['monte carlo']));
  expect(document.plan.chosen.length).toBeGreaterThan(0);
  expect(document.expected.after.mean).toBeLessThan(document.expected.today.mean);
  expect(canonicalJson(assessRisk(inputs))).toBe(canonicalJson(document));
  expect(new Set(seen).size).toBeGreaterThan(4);
  const asked = new WhatIf(inputs);
  const chosen = document.plan.chosen.map(({ action }) => action);
  expect(asked.ask(chosen).mean).toBeLessThan(asked.ask([]).mean);
});

test('of many networks, what was stated of one pair holds', () => {
  const site = largeInputs({ devices: 1300, threats: [RANSOM], flows: 0 });
  const [guests = '', ...others] = site.zones.map(({ id }) => id);
  const closed = others.map((to) => ({ from: guests, to, state: 'closed' as const, because: '' }));
  const most = (stated: typeof closed) => {
    const built = networkOf({ ...site, settings: { ...site.settings, reach: stated } }, 'high');
    return Math.max(...(new LargeReach(built, nodesOf(casesOf(site)), 1).chances().get('guest')?.values() ?? []));
  };
  expect(most([])).toBeGreaterThan(0);
  expect(most(closed)).toBe(0);
});
