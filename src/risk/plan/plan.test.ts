// Claims about plans: the best set against all sets of small models, the frontier, the schedule, the same bytes again, and what is refused.
import { describe, expect, test } from 'vitest';
import { type PlanModel, type PlanOptions, plans } from '#contracts/index.ts';
import { canonicalJson, Invalid, seededRandom } from '#kit/index.ts';
import { evaluate, plan } from '../index.ts';

const ROLES = ['network', 'pacs', 'maker'];
const HORIZON = 365;

type Kind = 'money' | 'capacity' | 'harm';

/** A small model with needs, exclusions, pairs, factors of 0 and above 1, and what limits it. */
function smallCase(seed: number, kind: Kind): { model: PlanModel; options: PlanOptions } {
  const random = seededRandom(seed, kind.length);
  const between = (low: number, high: number) => low + (high - low) * random.unit();
  const actions = 4 + random.below(9);
  const scenarios = 1 + random.below(5);
  const one = <T>(list: readonly T[]): T => list[random.below(list.length)] as T; // lists here are not empty
  const ids = Array.from({ length: actions }, (_, n) => `a${n}`);
  const needs = ids.map((_, n) =>
    kind !== 'capacity' && n > 0 && random.below(3) === 0 ? [`a${random.below(n)}`] : [],
  );
  const roots = ids.filter((_, n) => needs[n]?.length === 0);
  const factor = () => one([0, 0.02, between(0.1, 0.9), between(0.1, 0.9), between(0.9, 1), between(1, 1.5)]);
  const effects: PlanModel['effects'] = Array.from({ length: actions * 2 }, () => {
    const together = [...new Set([one(ids), ...(random.below(3) === 0 ? [one(ids), one(ids)] : [])])];
    const scenario = `s${random.below(scenarios)}`;
    return { actions: together, scenario, [one(['frequency', 'vulnerability', 'magnitude'] as const)]: factor() };
  });
  const model: PlanModel = {
    currency: 'USD',
    scenarios: Array.from({ length: scenarios }, (_, n) => ({
      id: `s${n}`,
      meanLoss: one([0, between(100, 100_000)]),
      harm: kind === 'harm' ? { severity: 2 + random.below(3), probability: one([0, 1, between(0.001, 0.9)]) } : null,
    })),
    actions: ids.map((id, n) => {
      const other = one(roots);
      const excludes = needs[n]?.length === 0 && other !== id && random.below(4) === 0 ? [other] : [];
      return {
        id,
        name: id,
        cost: one([0, Math.round(between(100, 9000)), Math.round(between(100, 9000))]),
        yearlyCost: one([0, 0, Math.round(between(10, 2000))]),
        days: random.below(20),
        ownerRole: one(ROLES),
        downtimeHours: random.below(9),
        needs: needs[n] ?? [],
        excludes,
      };
    }),
    effects,
  };
  const options: PlanOptions = {
    budget: one([null, 0, between(1000, 20_000), between(1000, 20_000)]),
    horizonDays: HORIZON,
    frontierPoints: 6,
    seed,
    harmTolerance: one([0, 0.05]),
    ...(kind === 'capacity'
      ? {
          capacity: { network: between(0.5, 2), pacs: between(0.5, 2) },
          downtimeHours: random.below(30),
          writeOffYears: 5,
        }
      : {}),
  };
  return { model, options };
}

/** Money and harm of a set, written as docs/plan.md states it; null when the set is not allowed. */
function reckon({ model, options }: ReturnType<typeof smallCase>, done: ReadonlySet<string>) {
  const chosen = model.actions.filter(({ id }) => done.has(id));
  const sum = (of: (action: (typeof chosen)[number]) => number) => chosen.reduce((total, each) => total + of(each), 0);
  const spend = sum(({ cost, yearlyCost = 0 }) => cost + (yearlyCost * options.horizonDays) / 365);
  const isAllowed =
    chosen.every(
      ({ needs = [], excludes = [] }) => needs.every((id) => done.has(id)) && !excludes.some((id) => done.has(id)),
    ) &&
    spend <= (options.budget ?? Number.POSITIVE_INFINITY) + 1e-9 &&
    sum(({ downtimeHours = 0 }) => downtimeHours) <= (options.downtimeHours ?? Number.POSITIVE_INFINITY) &&
    Object.entries(options.capacity ?? {}).every(
      ([role, days]) =>
        sum((each) => (each.ownerRole === role ? each.days : 0)) <= (days * options.horizonDays) / 30 + 1e-9,
    );
  if (!isAllowed) return null;
  let [loss, harm] = [0, 0];
  for (const scenario of model.scenarios) {
    let [money, events] = [scenario.meanLoss, -Math.log(1 - Math.min(scenario.harm?.probability ?? 0, 1 - 1e-9))];
    for (const { actions, scenario: on, frequency = 1, vulnerability = 1, magnitude = 1 } of model.effects) {
      if (on !== scenario.id || !actions.every((id) => done.has(id))) continue;
      money *= frequency * vulnerability * magnitude;
      events *= frequency * vulnerability;
    }
    loss += money;
    if ((scenario.harm?.severity ?? 0) >= 3) harm += events;
  }
  const writtenOff = options.writeOffYears === undefined ? 0 : sum(({ cost }) => cost) / options.writeOffYears;
  return { spend, loss, harm, total: loss + sum(({ yearlyCost = 0 }) => yearlyCost) + writtenOff };
}

/** The best of all sets. */
function bestOfAll(given: ReturnType<typeof smallCase>) {
  const ids = given.model.actions.map(({ id }) => id);
  const all = [];
  for (let bits = 0; bits < 2 ** ids.length; bits++) {
    const found = reckon(given, new Set(ids.filter((_, n) => (bits >> n) & 1)));
    if (found) all.push(found);
  }
  const least = Math.min(...all.map(({ harm }) => harm));
  const today = reckon(given, new Set())?.harm ?? 0;
  const allowed = least + (given.options.harmTolerance ?? 0) * (today - least);
  return {
    allowed,
    total: Math.min(...all.filter(({ harm }) => harm <= allowed * (1 + 1e-9)).map(({ total }) => total)),
  };
}

const CASES = (['money', 'capacity', 'harm'] as const).flatMap((kind) =>
  Array.from({ length: 100 }, (_, seed) => ({ kind, seed })),
);

describe('small models, against every set there is', () => {
  test.each(CASES)('$kind, seed $seed', ({ kind, seed }) => {
    const given = smallCase(seed, kind);
    const found = plan(given.model, given.options);
    const set = new Set(found.chosen.map(({ action }) => action));
    const own = reckon(given, set);
    expect(own).not.toBeNull();
    expect(found.after.spend).toBeCloseTo(own?.spend ?? -1, 6);
    expect(found.after.total).toBeCloseTo(own?.total ?? -1, 6);
    expect(found.after.harmEvents).toBeCloseTo(own?.harm ?? -1, 9);
    const best = bestOfAll(given);
    expect(found.after.harmEvents).toBeLessThanOrEqual(best.allowed * (1 + 1e-8) + 1e-12);
    expect(found.after.total).toBeLessThanOrEqual(best.total * 1.001 + 1e-9);
    expect(plans.planDocument.parse(found)).toEqual(found);
    expect([...set, ...found.leftOut.map(({ action }) => action)].sort()).toEqual(
      given.model.actions.map(({ id }) => id).sort(),
    );
  });
});
