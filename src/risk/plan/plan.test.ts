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
    frontierPoints: 3,
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
  Array.from({ length: 60 }, (_, seed) => ({ kind, seed })),
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

/** An action of 100 that takes a day. */
function actionOf(id: string, rest: Partial<PlanModel['actions'][number]> = {}): PlanModel['actions'][number] {
  return { id, name: `Do ${id}`, cost: 100, days: 1, ownerRole: 'network', ...rest };
}

function modelOf(rest: Partial<PlanModel>): PlanModel {
  return {
    currency: 'USD',
    scenarios: [{ id: 'archive', meanLoss: 100_000, harm: null }],
    actions: [],
    effects: [],
    ...rest,
  };
}

const idsOf = (found: { chosen: readonly { action: string }[] }) => found.chosen.map(({ action }) => action);

describe('what a plan is made of', () => {
  test('two rules that close a way only together are found, though neither does anything alone', () => {
    const model = modelOf({
      actions: [actionOf('rule-a'), actionOf('rule-b'), actionOf('patch', { cost: 200 })],
      effects: [
        { actions: ['rule-a', 'rule-b'], scenario: 'archive', frequency: 0.1 },
        { actions: ['patch'], scenario: 'archive', vulnerability: 0.8 },
      ],
    });
    const found = plan(model, { budget: 200, horizonDays: 90 });
    expect(idsOf(found).sort()).toEqual(['rule-a', 'rule-b']);
    expect(found.after.remainingLoss).toBeCloseTo(10_000, 6);
    expect(found.leftOut).toMatchObject([{ action: 'patch', reason: 'over budget' }]);
    expect(found.leftOut[0]?.because).toBe('It comes to 200 USD within 90 days, and 0 are left of 200.');
  });

  test('effects on one scenario multiply; each step shows what is left before and after it', () => {
    const effects = ['a', 'b', 'c'].map((id) => ({ actions: [id], scenario: 'archive', magnitude: 0.5 }));
    const found = plan(modelOf({ actions: [actionOf('a'), actionOf('b'), actionOf('c')], effects }), {
      budget: null,
      horizonDays: 90,
    });
    expect(found.chosen.map(({ lossBefore, lossAfter }) => [lossBefore, lossAfter])).toEqual([
      [100_000, 50_000],
      [50_000, 25_000],
      [25_000, 12_500],
    ]);
  });

  test('harm comes before money, and money alone decides when that is asked for', () => {
    const model = modelOf({
      scenarios: [
        { id: 'archive', meanLoss: 100_000, harm: null },
        { id: 'dose', meanLoss: 10, harm: { severity: 4, probability: 0.1 } },
        { id: 'delay', meanLoss: 10, harm: { severity: 2, probability: 0.9 } },
      ],
      actions: [actionOf('money'), actionOf('safety'), actionOf('comfort')],
      effects: [
        { actions: ['money'], scenario: 'archive', frequency: 0.1 },
        { actions: ['safety'], scenario: 'dose', frequency: 0.1 },
        { actions: ['comfort'], scenario: 'delay', frequency: 0.1 },
      ],
    });
    const safe = plan(model, { budget: 100, horizonDays: 90 });
    expect(idsOf(safe)).toEqual(['safety']);
    expect(safe.after.harmEvents).toBeCloseTo(-Math.log(0.9) * 0.1, 12);
    expect(safe.scenarios[1]?.harm).toMatchObject({ severity: 4, probabilityToday: 0.1 });
    expect(safe.scenarios[1]?.harm?.probabilityAfter).toBeCloseTo(1 - 0.9 ** 0.1, 12);
    expect(idsOf(plan(model, { budget: 100, horizonDays: 90, harmFirst: false }))).toEqual(['money']);
    expect(idsOf(plan(model, { budget: 100, horizonDays: 90, harmFrom: 2 }))).toEqual(['comfort']);
    expect(idsOf(plan(model, { budget: 200, horizonDays: 90 })).sort()).toEqual(['money', 'safety']);
  });

  test('an amount does not make an injury less likely', () => {
    const model = modelOf({
      scenarios: [{ id: 'dose', meanLoss: 1000, harm: { severity: 4, probability: 0.2 } }],
      actions: [actionOf('insure')],
      effects: [{ actions: ['insure'], scenario: 'dose', magnitude: 0.1 }],
    });
    const { after, today } = plan(model, { budget: null, horizonDays: 90 });
    expect([after.remainingLoss, after.harmEvents]).toEqual([100, today.harmEvents]);
  });

  test.each<[string, Partial<PlanModel>, Partial<PlanOptions>, string, string | null]>([
    ['nothing changes', { effects: [] }, {}, 'no effect', null],
    ['costs more than it saves', { actions: [actionOf('a', { yearlyCost: 60_000 })] }, {}, 'not worth it', null],
    ['written off', { actions: [actionOf('a', { cost: 300_000 })] }, { writeOffYears: 5 }, 'not worth it', null],
    ['over the budget', {}, { budget: 99 }, 'over budget', null],
    ['with its yearly cost', { actions: [actionOf('a', { yearlyCost: 365 })] }, { budget: 189 }, 'over budget', null],
    ['no days', { actions: [actionOf('a', { days: 4 })] }, { capacity: { network: 1 } }, 'too late', null],
    ['too slow', { actions: [actionOf('a', { days: 91 })] }, {}, 'too late', null],
    ['downtime', { actions: [actionOf('a', { downtimeHours: 3 })] }, { downtimeHours: 2 }, 'too much downtime', null],
    [
      'a need too dear',
      { actions: [actionOf('a', { needs: ['b'] }), actionOf('b', { cost: 1000 })] },
      { budget: 500 },
      'needs another',
      'b',
    ],
    [
      'the other is better',
      {
        actions: [actionOf('a', { excludes: ['b'] }), actionOf('b')],
        effects: [
          { actions: ['a'], scenario: 'archive', magnitude: 0.5 },
          { actions: ['b'], scenario: 'archive', magnitude: 0.4 },
        ],
      },
      {},
      'excluded',
      'b',
    ],
  ])('left out: %s', (_, model, options, reason, other) => {
    const effects = [{ actions: ['a'], scenario: 'archive', magnitude: 0.5 }];
    const found = plan(modelOf({ actions: [actionOf('a')], effects, ...model }), {
      budget: null,
      horizonDays: 90,
      ...options,
    });
    expect(found.leftOut.find(({ action }) => action === 'a')).toMatchObject({ reason, other });
    expect(idsOf(found)).not.toContain('a');
  });

  test('the role with two days left takes what is worth more, and says what is short', () => {
    const effects = ['a', 'b'].map((id, n) => ({ actions: [id], scenario: 'archive', magnitude: 0.5 - n / 10 }));
    const actions = [actionOf('a', { days: 2 }), actionOf('b', { days: 2 })];
    const found = plan(modelOf({ actions, effects }), { budget: null, horizonDays: 30, capacity: { network: 3 } });
    expect(idsOf(found)).toEqual(['b']);
    expect(found.leftOut).toMatchObject([
      { action: 'a', reason: 'no days left', because: "It takes 2 days of 'network', and 1 are left." },
    ]);
  });
});

describe('frontier and schedule of larger models', () => {
  const cases = [1, 2, 3, 4].map((seed) => ({ seed, ...smallCase(seed * 7, 'money') }));

  test.each(cases)('seed $seed: no point costs more and leaves more, and each is allowed', ({ model, options }) => {
    const { frontier } = plan(model, { ...options, budget: 5000, frontierPoints: 12 });
    expect(frontier.length).toBeGreaterThan(0);
    expect(frontier[0]?.budget).toBeLessThanOrEqual(5000);
    frontier.forEach((point, n) => {
      const own = reckon({ model, options: { ...options, budget: point.budget } }, new Set(point.actions));
      expect(own?.total).toBeCloseTo(point.total, 6);
      const before = frontier[n - 1];
      if (before === undefined) return;
      expect(point.budget).toBeGreaterThan(before.budget);
      expect(point.total).toBeLessThan(before.total);
      expect(point.remainingLoss).toBeLessThanOrEqual(before.remainingLoss);
    });
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'seed %s: needs come first, a role does one thing at a time, and all ends in time',
    (seed) => {
      const { model } = smallCase(seed, 'harm');
      const capacity = { network: 4, pacs: 3 };
      const found = plan(model, { budget: null, horizonDays: 120, capacity, frontierPoints: 0 });
      const byId = new Map(found.chosen.map((step) => [step.action, step]));
      const endOf = new Map<string, number>();
      const place = new Map(idsOf(found).map((id, n) => [id, n]));
      for (const step of found.chosen) {
        const { needs = [] } = model.actions.find(({ id }) => id === step.action) ?? {};
        for (const need of needs) {
          expect(place.get(need)).toBeLessThan(place.get(step.action) ?? -1);
          // Days are whole: what ends within a day may be followed on the same one.
          expect((byId.get(need)?.dueDay ?? Number.POSITIVE_INFINITY) - 1).toBeLessThanOrEqual(step.fromDay);
        }
        expect(step.dueDay).toBeLessThanOrEqual(120);
        if (step.ownerRole !== 'maker') expect((endOf.get(step.ownerRole) ?? 0) - 1).toBeLessThanOrEqual(step.fromDay);
        endOf.set(step.ownerRole, step.dueDay);
      }
      expect(found.chosen.at(-1)?.lossAfter ?? found.today.remainingLoss).toBe(found.after.remainingLoss);
    },
  );

  test('what the gaps of a role make late is left out, and what then fits takes its place', () => {
    const biomed = { ownerRole: 'biomed' };
    const actions = [
      actionOf('x', { days: 10 }),
      actionOf('y', { days: 15, needs: ['x'], ...biomed }),
      actionOf('q', { days: 9 }),
      actionOf('w', { days: 12, needs: ['q'], ...biomed }),
      actionOf('r', { days: 6, ...biomed }),
    ];
    const factors = { y: 0.5, w: 0.3, r: 0.9 };
    const effects = Object.entries(factors).map(([id, magnitude]) => ({
      actions: [id],
      scenario: 'archive',
      magnitude,
    }));
    const capacity = { network: 30, biomed: 30 };
    const found = plan(modelOf({ actions, effects }), { budget: null, horizonDays: 30, capacity });
    expect(idsOf(found)).toEqual(['r', 'q', 'w']);
    expect(found.after.remainingLoss).toBeCloseTo(27_000, 6);
    expect(found.leftOut).toMatchObject([
      { action: 'x', reason: 'needs another', other: 'y' },
      { action: 'y', reason: 'too late' },
    ]);
  });

  test('the same model, options and seed give the same bytes', () => {
    const { model, options } = smallCase(11, 'harm');
    expect(canonicalJson(plan(structuredClone(model), options))).toBe(canonicalJson(plan(model, options)));
  });
});

describe('what if', () => {
  const model = modelOf({
    actions: [
      actionOf('a', { yearlyCost: 73, downtimeHours: 2 }),
      actionOf('b', { needs: ['a'], excludes: ['c'] }),
      actionOf('c'),
    ],
    effects: [{ actions: ['b', 'c'], scenario: 'archive', frequency: 0 }],
  });

  test('a set is counted as it stands, and what it breaks is said', () => {
    const found = evaluate(model, ['b', 'c'], { horizonDays: 90 });
    expect(found).toMatchObject({ spend: 200, remainingLoss: 0, days: 2 });
    expect(found.conflicts).toEqual([
      { action: 'b', kind: 'needs', other: 'a' },
      { action: 'b', kind: 'excludes', other: 'c' },
    ]);
    expect(evaluate(model, ['a'], { horizonDays: 90 })).toMatchObject({ spend: 118, total: 100_073, downtimeHours: 2 });
  });

  test('an action that is not there is named', () => {
    expect(() => evaluate(model, ['zz'])).toThrow(new Invalid("actions: there is no action 'zz'."));
  });
});

describe('what cannot be is refused in one sentence', () => {
  const effect = { actions: ['a'], scenario: 'archive' };
  test.each<[Partial<PlanModel>, string]>([
    [{ actions: [actionOf('a', { cost: -1 })] }, 'actions[0].cost: This must be at least 0.'],
    [{ actions: [actionOf('a', { days: Number.NaN })] }, 'actions[0].days: This must be a number.'],
    [{ actions: [actionOf('a', { cost: Number.POSITIVE_INFINITY })] }, 'actions[0].cost: This must be a number.'],
    [{ actions: [actionOf('a'), actionOf('a')] }, "actions[1].id: actions[0] has the id 'a', too."],
    [{ actions: [actionOf('a', { needs: ['z'] })] }, "actions[0].needs[0]: there is no action 'z'."],
    [{ actions: [actionOf('a', { needs: ['a'] })] }, 'actions[0].needs[0]: an action cannot need itself.'],
    [{ actions: [actionOf('a', { excludes: ['a'] })] }, 'actions[0].excludes[0]: an action cannot exclude itself.'],
    [
      { actions: [actionOf('a', { needs: ['b'] }), actionOf('b', { needs: ['a'] })] },
      "actions[1].needs[0]: 'b' and 'a' need each other, so neither can be done first.",
    ],
    [
      { actions: [actionOf('a', { needs: ['b'] }), actionOf('b', { excludes: ['a'] })] },
      "actions[0].needs: 'a' can never be done, because 'b' and 'a', which it is or needs, exclude each other.",
    ],
    [
      { actions: [actionOf('a', { needs: ['b', 'c'] }), actionOf('b', { excludes: ['c'] }), actionOf('c')] },
      "actions[0].needs: 'a' can never be done, because 'c' and 'b', which it needs, exclude each other.",
    ],
    [{ effects: [{ ...effect, actions: ['z'] }] }, "effects[0].actions[0]: there is no action 'z'."],
    [{ effects: [{ ...effect, actions: ['a', 'a'] }] }, "effects[0].actions[1]: 'a' stands here twice."],
    [{ effects: [{ ...effect, actions: [] }] }, 'effects[0].actions: This must have at least 1 entry.'],
    [{ effects: [{ ...effect, scenario: 'z' }] }, "effects[0].scenario: there is no scenario 'z'."],
    [{ effects: [{ ...effect, frequency: -0.1 }] }, 'effects[0].frequency: This must be at least 0.'],
    [
      { scenarios: [{ id: 'archive', meanLoss: 1, harm: { severity: 5, probability: 0.1 } }] },
      'scenarios[0].harm.severity: This must be at most 4.',
    ],
    [
      { effects: Array.from({ length: 70 }, () => ({ ...effect, magnitude: 1000 })) },
      "effects: those that make 'archive' worse come to more than a number can hold together.",
    ],
  ])('%j', (rest, message) => {
    expect(() => plan(modelOf({ actions: [actionOf('a')], ...rest }), { budget: 1, horizonDays: 90 })).toThrow(
      new Invalid(message),
    );
  });

  test.each<[Partial<PlanOptions>, string]>([
    [{ budget: -1 }, 'budget: This must be at least 0.'],
    [{ budget: Number.NaN }, 'budget: This must be a number.'],
    [{ horizonDays: 0 }, 'horizonDays: This must be at least 1.'],
    [{ capacity: { network: 0 } }, 'capacity.network:'],
  ])('options %j', (options, message) => {
    expect(() => plan(modelOf({}), { budget: 1, horizonDays: 90, ...options })).toThrow(message);
  });

  test('nothing to do is a plan, too', () => {
    expect(plan(modelOf({}), { budget: 0, horizonDays: 1 })).toMatchObject({ chosen: [], leftOut: [] });
  });
});
