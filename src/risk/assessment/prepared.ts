// What the answers of risk rest on, worked out once from the inputs: the graph, the scenarios that can happen here with how they stand, the
// actions with what each changes, and the model from which a plan is made.
import { ENTRIES, expectedCost, HARM_SEVERITIES, type PlanModel, type RiskInputs } from '#contracts/index.ts';
import { type Action, actionIdOf, actionsOf } from './actions-of.ts';
import {
  type Case,
  casesOf,
  eventsOf,
  groupsOf,
  harmOf,
  isLarge,
  nodesOf,
  type Standing,
  standingOf,
} from './case-of.ts';
import { againstDone, type InForce, inForce } from './done-states.ts';
import { type ChancesBand, isGroup, meanOf } from './events-of.ts';
import { waysOfLarge } from './large-reach.ts';
import { Names } from './names.ts';
import { networkOf, type SiteNetwork } from './network-of.ts';
import { type Chances, type Ways, waysOf } from './reached.ts';
import { type SiteReach, siteReach } from './site-reach.ts';

/** Devices that are shown one by one. */
const MOST_TARGETS = 200;
/** Devices whose cuts are looked at for actions that do more together. */
const MOST_CUT = 30;
const MOST_TOGETHER = 6;

/** How a site stands. */
export interface Laid {
  /** With the steps that are done and stand. */
  readonly inputs: InForce;
  readonly names: Names;
  readonly built: SiteNetwork;
  readonly cases: readonly Case[];
  /** Nodes of the graph that some scenario needs. */
  readonly nodes: readonly string[];
  readonly reach: SiteReach;
  readonly today: ChancesBand;
  readonly actions: ReadonlyMap<string, Action>;
  /** Actions that are done and not contradicted: they are not offered. */
  readonly withheld: ReadonlySet<string>;
  /** By id of the scenario: as things stand. */
  readonly now: ReadonlyMap<string, Standing>;
}

/** How it stands, and what each action would change. */
export interface Prepared extends Laid {
  readonly ways: readonly Ways[];
  readonly effects: Effects;
  /** Actions that were tried out: those that are offered, and those that would cut an exam. */
  readonly tried: readonly Action[];
  /** Actions that are offered. */
  readonly offered: readonly Action[];
  readonly model: PlanModel;
  /** Actions that would cut an exam: they are shown, and left to people. */
  readonly barred: readonly Action[];
}

type Progress = (done: number, what: string) => void;

/** Works out how the site stands; `progress` is called with the share that is done. */
export function lay(given: RiskInputs, progress: Progress = () => undefined): Laid {
  const inputs = inForce(given);
  progress(0, 'building the graph of what can be reached');
  const names = new Names(inputs.devices, inputs.zones);
  const built = networkOf(inputs, 'mode');
  const cases = casesOf(inputs);
  const nodes = nodesOf(cases);
  const reach = siteReach(inputs, built, { nodes, groups: groupsOf(cases) }, (share) =>
    progress(share, 'working out what can be reached'),
  );
  const { today } = reach;
  const known = actionsOf(inputs, built, names, inputs.threats, inputs.settings.controls);
  const { actions, withheld } = againstDone(known, inputs);
  return {
    inputs,
    names,
    built,
    cases,
    nodes,
    reach,
    today,
    actions: new Map(actions.map((action) => [action.id, action])),
    withheld,
    now: standings(cases, inputs, today, []),
  };
}

/** Works out what each action would change as well; `progress` is called with the share that is done. */
export function prepare(given: RiskInputs, progress: Progress): Prepared {
  const laid = lay(given, (share, what) => progress(0.3 * share, what));
  const { inputs, withheld } = laid;
  const actions = [...laid.actions.values()].filter(({ id }) => !withheld.has(id));
  const shown = targetsShown(laid.cases);
  const told = (share: number) => progress(0.3 + 0.3 * share, 'looking for the likeliest ways and what cuts them');
  told(0);
  const ways = isLarge(inputs, laid.nodes)
    ? waysOfLarge(laid.built, shown, told)
    : waysOf(laid.built, shown, inputs.seed);
  const effects = effectsOf({ ...laid, ways }, actions, (share, what) => progress(0.6 + 0.4 * share, what));
  const tried = actions.filter(({ id, kind }) => kind === 'control' || effects.single.has(id));
  const barred = tried.filter(({ cutsFlows }) => cutsFlows > 0);
  const offered = tried.filter(({ cutsFlows }) => cutsFlows === 0);
  return {
    ...laid,
    ways,
    effects,
    tried,
    offered,
    barred,
    model: modelOf(inputs, laid.cases, laid.now, offered, effects),
  };
}

/** How each scenario stands. */
export function standings(
  cases: readonly Case[],
  inputs: RiskInputs,
  chances: ChancesBand | 'always',
  done: readonly Action[],
): ReadonlyMap<string, Standing> {
  return new Map(cases.map((one) => [one.threat.id, standingOf(one, inputs, chances, done)]));
}

/** Devices that are shown one by one: those that matter most. */
export function targetsShown(cases: readonly Case[]): string[] {
  const devices = new Map(cases.flatMap(({ devices: hit }) => hit.map((device) => [device.id, device] as const)));
  return [...devices.values()]
    .toSorted((a, b) => (b.criticality ?? 0) - (a.criticality ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_TARGETS)
    .map(({ id }) => id);
}

/** What is left of a scenario's events when some actions are done. */
export interface Effects {
  readonly single: ReadonlyMap<string, { readonly factors: ReadonlyMap<string, number>; readonly reached: number }>;
  /** Sets of actions that do more together than each alone. */
  readonly together: readonly { readonly actions: readonly string[]; readonly factors: ReadonlyMap<string, number> }[];
}

/** Actions that are tried out: all of a small site; of a larger one, where each takes a second or two, those on the likeliest ways and in the cheapest cuts. */
const MOST_TRIED = 200;
const TRIED_OF_LARGE = 60;

function onTheWays(actions: readonly Action[], ways: readonly Ways[], { changes }: SiteNetwork): Action[] {
  const graph = actions.filter(({ kind }) => kind !== 'control');
  if (graph.length <= MOST_TRIED) return graph;
  const counts = new Map<string, number>();
  for (const { paths, cut } of ways) {
    const ids = [
      ...(cut ?? []),
      ...paths.flatMap(({ steps }) => steps.flatMap(({ by, reach }) => [by, reach?.id ?? ''])),
    ];
    for (const id of new Set(ids)) {
      const change = changes.get(id);
      if (change) counts.set(actionIdOf(change), (counts.get(actionIdOf(change)) ?? 0) + 1);
    }
  }
  return graph
    .filter(({ id }) => counts.has(id))
    .toSorted((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, TRIED_OF_LARGE);
}

function effectsOf(
  {
    inputs,
    cases,
    reach,
    today,
    built,
    ways,
  }: Pick<Prepared, 'inputs' | 'cases' | 'reach' | 'today' | 'built' | 'ways'>,
  actions: readonly Action[],
  progress: Progress,
): Effects {
  const base = eventsOf(cases, inputs, today.mode);
  const graph = onTheWays(actions, ways, built);
  const left = (chances: Chances) => {
    const events = eventsOf(cases, inputs, chances);
    const factors = new Map(
      cases.map(({ threat: { id } }) => {
        const [before, after] = [base.get(id) ?? 0, events.get(id) ?? 0];
        return [id, before > 0 ? Math.min(1, after / before) : 1];
      }),
    );
    return { factors, reached: reachedBy(today.mode) - reachedBy(chances) };
  };
  const reachedBy = (chances: Chances) =>
    ENTRIES.reduce((sum, entry) => {
      let all = 0;
      for (const [name, chance] of chances.get(entry) ?? []) if (!isGroup(name)) all += chance;
      return sum + meanOf(inputs.settings.entries[entry].yearly) * all;
    }, 0);
  const byId = new Map(graph.map((action) => [action.id, action]));
  const sets = new Map<string, readonly string[]>();
  const looked = new Set(targetsShown(cases).slice(0, MOST_CUT));
  for (const { target, cut } of ways) {
    if (cut === null || !looked.has(target)) continue;
    const ids = [...new Set(cut.flatMap((id) => built.changes.get(id) ?? []).map(actionIdOf))]
      .filter((id) => byId.has(id))
      .sort();
    if (ids.length >= 2 && ids.length <= MOST_TOGETHER) sets.set(ids.join('\n'), ids);
  }
  const tried = reach.trying(
    [...graph.map((action) => [action]), ...[...sets.values()].map((ids) => ids.flatMap((id) => byId.get(id) ?? []))],
    (share) => progress(share, 'working out what each step would change'),
  );
  const single = new Map(graph.flatMap(({ id }, n) => (tried[n] ? [[id, left(tried[n])] as const] : [])));
  const together = [...sets.values()].map((ids, n) => {
    const { factors } = left(tried[graph.length + n] ?? new Map());
    // What the set leaves beyond the product of what each alone leaves.
    const beyond = new Map(
      [...factors].map(([scenario, factor]) => {
        const product = ids.reduce((all, id) => all * (single.get(id)?.factors.get(scenario) ?? 1), 1);
        return [scenario, product > 0 ? Math.min(1, factor / product) : 1];
      }),
    );
    return { actions: ids, factors: beyond };
  });
  return { single, together };
}

function modelOf(
  { settings, matrix }: RiskInputs,
  cases: readonly Case[],
  now: ReadonlyMap<string, Standing>,
  actions: readonly Action[],
  { single, together }: Effects,
): PlanModel {
  const meanLoss = (standing: Standing | undefined) =>
    standing ? standing.events.mode * standing.costs.reduce((sum, { mean }) => sum + mean, 0) : 0;
  const least = 1 - 1e-6;
  const offered = new Set(actions.map(({ id }) => id));
  return {
    currency: settings.currency,
    scenarios: cases.map((one) => {
      const standing = now.get(one.threat.id);
      return { id: one.threat.id, meanLoss: meanLoss(standing), harm: harmIn(one, standing) };
    }),
    actions: actions.map(({ id, name, cost, days, ownerRole, downtimeHours, needsMaker }) => ({
      id,
      name: name.slice(0, 300),
      cost: expectedCost(cost),
      days,
      ownerRole,
      downtimeHours,
      needsMaker,
    })),
    effects: [
      ...actions.flatMap(({ id, factors }) =>
        factors.map(({ scenario, frequency, magnitude, harm }) => ({
          actions: [id],
          scenario,
          frequency,
          magnitude,
          harm,
        })),
      ),
      ...[...single].flatMap(([id, { factors }]) =>
        [...factors].flatMap(([scenario, frequency]) =>
          frequency < least ? [{ actions: [id], scenario, frequency }] : [],
        ),
      ),
      ...together.flatMap(({ actions: ids, factors }) =>
        [...factors].flatMap(([scenario, frequency]) =>
          frequency < least ? [{ actions: [...ids], scenario, frequency }] : [],
        ),
      ),
    ].filter(
      ({ actions: ids, scenario }) =>
        ids.every((id) => offered.has(id)) && cases.some(({ threat }) => threat.id === scenario),
    ),
  };

  function harmIn(one: Case, standing: Standing | undefined) {
    if (!standing) return null;
    const placed = harmOf(
      one,
      matrix,
      { ...standing.events, low: 0, high: Math.max(standing.events.high, standing.events.mode) },
      standing.harmFactor,
    );
    if (!placed.reachesPerson) return null;
    return { severity: HARM_SEVERITIES.indexOf(placed.severity), probability: placed.yearlyChance ?? 0 };
  }
}
