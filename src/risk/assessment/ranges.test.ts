// Claims about the ranges that figures of an assessment carry, about the days that roles have for the plan, and about figures that must agree.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RiskDocument, type RiskInputs, risk } from '#contracts/index.ts';
import { assessRisk, planFor, resolveSettings, WhatIf } from '../index.ts';
import { GUESTS, IMAGING, sampleInputs } from './sample-site.ts';

type Range = readonly [number, number] | undefined;

/** Entries held more or less often, so that something is not known. */
const unsure = sampleInputs({
  entries: {
    ...sampleInputs().settings.entries,
    guest: { zones: [GUESTS], yearly: { low: 0.05, mode: 0.2, high: 1 } },
    insider: { zones: [IMAGING], yearly: { low: 0.01, mode: 0.05, high: 0.4 } },
  },
});
const found = assessRisk(unsure);

function expectAround(range: Range, value: number): void {
  expect(range).toBeDefined();
  const [low, high] = range ?? [Number.NaN, Number.NaN];
  expect(low).toBeLessThanOrEqual(value * (1 + 1e-9));
  expect(high).toBeGreaterThanOrEqual(value * (1 - 1e-9));
}

describe('every figure carries its range', () => {
  test('what each step leaves, the next one begins with, and the first begins with today', () => {
    const { chosen } = found.plan;
    expect(chosen.length).toBeGreaterThan(2);
    for (const [n, { lossBefore, lossAfter, beforeInterval, afterInterval }] of chosen.entries()) {
      expectAround(beforeInterval, lossBefore);
      expectAround(afterInterval, lossAfter);
      expect(beforeInterval).toEqual(n === 0 ? found.expected.today.interval : chosen[n - 1]?.afterInterval);
      expect((beforeInterval?.[1] ?? 0) - (beforeInterval?.[0] ?? 0)).toBeGreaterThan(0);
    }
  });

  test('points of the frontier: less is left, and less at both ends', () => {
    const { frontier } = found.plan;
    expect(frontier.length).toBeGreaterThan(2);
    for (const [n, { remainingLoss, interval }] of frontier.entries()) {
      expectAround(interval, remainingLoss);
      const before = frontier[n - 1]?.interval;
      if (before) expect(interval?.[1]).toBeLessThanOrEqual(before[1] * (1 + 1e-9));
    }
  });

  test('changes that help most, ways, costs, and the chance of any loss', () => {
    expect(found.chokePoints.length).toBeGreaterThan(1);
    const devices = found.targets.length;
    for (const { reduction, interval } of found.chokePoints) {
      expectAround(interval, reduction);
      expect(interval?.[0]).toBeGreaterThanOrEqual(0);
      expect(interval?.[1]).toBeLessThanOrEqual(devices);
    }
    for (const { probability, range } of found.targets.flatMap(({ paths }) => paths)) expectAround(range, probability);
    expect(found.actions.length).toBeGreaterThan(3);
    for (const { saves } of found.actions) expectAround(saves.interval, saves.mean);
    expectAround(found.plan.saves.interval, found.plan.saves.mean);
    for (const { costs } of found.scenarios) for (const { interval } of costs) expect(interval).toBeDefined();
    for (const time of ['inherent', 'today', 'after'] as const)
      expectAround(found.expected[time].anyLossRange, found.loss[time].probabilityOfAnyLoss);
    const assumed = found.targets
      .flatMap(({ paths }) => paths)
      .find(({ steps }) => steps.some((step) => step.isAssumed));
    expect(assumed?.range?.[0]).toBe(0);
  });

  test('the answer to what if: today, then, cost and chances', () => {
    const asked = new WhatIf(unsure);
    const nothing = asked.ask([]);
    expect(nothing.interval).toEqual(nothing.todayInterval);
    expect(nothing.costRange).toEqual([0, 0]);
    expectAround(nothing.todayInterval, nothing.today);
    const answer = asked.ask(found.plan.chosen.map(({ action }) => action));
    expectAround(answer.interval, answer.mean);
    expectAround(answer.costRange, answer.cost);
    expect(answer.todayInterval).toEqual(nothing.todayInterval);
    expect(answer.interval[1]).toBeLessThan(answer.todayInterval[1]);
    for (const { before, beforeRange, after, afterRange } of answer.targets) {
      expectAround(beforeRange, before);
      expectAround(afterRange, after);
    }
    expect(risk.whatIfResult.parse(answer)).toEqual(answer);
  });

  test('where everything is known, the range is one figure', () => {
    const exact = (value: number) => ({ low: value, mode: value, high: value });
    const { entries } = unsure.settings;
    const known = assessRisk(
      sampleInputs({
        entries: Object.fromEntries(
          Object.entries(entries).map(([kind, entry]) => [
            kind,
            { ...entry, yearly: exact(kind === 'guest' ? 0.5 : 0) },
          ]),
        ),
      }),
    );
    const [first] = known.plan.frontier;
    const width = (range: Range, mean: number) => ((range?.[1] ?? 0) - (range?.[0] ?? 0)) / mean;
    expect(width(first?.interval, first?.remainingLoss ?? 0)).toBeLessThan(
      width(found.plan.frontier[0]?.interval, found.plan.frontier[0]?.remainingLoss ?? 0),
    );
  });
});

describe('days that a role has', () => {
  const daysOf = ({ plan, actions }: RiskDocument, role: string) => {
    const byId = new Map(actions.map((action) => [action.id, action]));
    return plan.chosen
      .map(({ action, dueDay, bucket }) => ({ dueDay, bucket, of: byId.get(action) }))
      .filter(({ of }) => of?.ownerRole === role);
  };

  test('bound the plan, one step after another; what they leave no room for says so', () => {
    const free = daysOf(found, 'network');
    expect(free.reduce((sum, { of }) => sum + (of?.days ?? 0), 0)).toBeGreaterThan(3);
    const bound = { ...unsure, settings: { ...unsure.settings, capacity: { network: 1 } } };
    const document = assessRisk(bound);
    const steps = daysOf(document, 'network');
    const days = steps.reduce((sum, { of }) => sum + (of?.days ?? 0), 0);
    // A day a month for three months.
    expect(days).toBeGreaterThan(0);
    expect(days).toBeLessThanOrEqual(3);
    // A day of work takes the whole month; the buckets follow.
    let ready = 0;
    for (const { dueDay, bucket, of } of steps) {
      ready += (of?.days ?? 0) * 30;
      expect(dueDay).toBe(Math.ceil(ready - 1e-9));
      expect(bucket).toBe(dueDay <= 30 ? '30' : dueDay <= 60 ? '60' : '90');
    }
    expect(document.plan.capacity).toEqual({ network: 1 });
    const left = planFor(bound, {}).leftOut.filter(({ reason }) => reason === 'no days left');
    expect(left.length).toBeGreaterThan(0);
    for (const { because } of left) expect(because).toContain("days of 'network'");
    expect(risk.riskInputs.parse(JSON.parse(JSON.stringify(bound))).settings.capacity).toEqual({ network: 1 });
  });

  test('are no limit where nobody states them, and a site that states nothing of them stays as it was', () => {
    expect(found.plan.capacity).toBeUndefined();
    expect(resolveSettings({}).settings.capacity).toBeUndefined();
    expect(resolveSettings(risk.riskSettingsInput.parse({})).stated).toEqual([]);
    expect(resolveSettings({ capacity: { pacs: 3 } })).toMatchObject({
      settings: { capacity: { pacs: 3 } },
      stated: ['capacity'],
    });
  });

  test.each([
    ['nothing', 0],
    ['less than nothing', -1],
    ['more than there is', 1001],
    ['no number', Number.NaN],
  ])('%s is refused by its name', (_, days) => {
    const read = risk.riskSettingsInput.safeParse({ capacity: { network: days } });
    expect(read.error?.issues[0]?.path.join('.')).toBe('capacity.network');
  });
});

/** Small sites of every kind: who is in which network, what is found, how often entries are held. */
const anySite: fc.Arbitrary<RiskInputs> = fc
  .record({
    guest: fc.double({ min: 0, max: 3, noNaN: true }),
    insider: fc.double({ min: 0, max: 2, noNaN: true }),
    findings: fc.uniqueArray(fc.constantFrom<string>('f1', 'f2', 'f3', 'f4')),
    isOpen: fc.boolean(),
    patients: fc.integer({ min: 0, max: 50_000 }),
    seed: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ guest, insider, findings, isOpen, patients, seed }) => {
    const { entries } = sampleInputs().settings;
    const yearly = (mode: number) => ({ low: mode / 2, mode, high: mode * 2 });
    const base = sampleInputs({
      patients,
      entries: {
        ...entries,
        guest: { zones: [GUESTS], yearly: yearly(guest) },
        insider: { zones: [IMAGING], yearly: yearly(insider) },
      },
      reach: [
        { from: 'internet', to: '*', state: 'closed', because: '' },
        { from: GUESTS, to: IMAGING, state: isOpen ? 'open' : 'closed', because: '' },
        { from: IMAGING, to: GUESTS, state: 'closed', because: '' },
      ],
    });
    return { ...base, seed, trials: 2000, findings: base.findings.filter(({ id }) => findings.includes(id)) };
  });

test('figures of one document agree: scenarios add up to the whole, and the plan ends where the assessment of what is left begins', () => {
  fc.assert(
    fc.property(anySite, (inputs) => {
      const document = assessRisk(inputs);
      for (const time of ['inherent', 'today', 'after'] as const) {
        const sum = document.scenarios.reduce((all, { loss }) => all + loss[time].mean, 0);
        expect(sum).toBeCloseTo(document.loss[time].mean, 3);
        expectAround(document.expected[time].interval, document.expected[time].mean);
      }
      // The plan, what if and the assessment of what is left say the same.
      const { chosen } = document.plan;
      const [today, after] = [document.expected.today.mean, document.expected.after.mean];
      expect(chosen[0]?.lossBefore ?? today).toBe(today);
      expect(chosen.at(-1)?.lossAfter ?? after).toBe(after);
      expect(document.plan.saves.mean).toBeCloseTo(today - after, 6);
      for (const [n, { lossBefore, lossAfter }] of chosen.entries()) {
        expect(lossAfter).toBeLessThanOrEqual(lossBefore * (1 + 1e-9));
        expect(lossBefore).toBe(n === 0 ? today : chosen[n - 1]?.lossAfter);
      }
      const asked = new WhatIf(inputs).ask(chosen.map(({ action }) => action));
      expect([asked.today, asked.mean]).toEqual([today, after]);
      const whole = planFor(inputs, {});
      expect([whole.today.remainingLoss, whole.after.remainingLoss]).toEqual([today, after]);
    }),
    { numRuns: 4, seed: 11, endOnFailure: true },
  );
});

test('worked out years and simulated ones agree: the mean year is the mean of many', () => {
  for (const seed of [1, 2, 3]) {
    const document = assessRisk({ ...unsure, seed, trials: 40_000 });
    for (const time of ['today', 'after'] as const) {
      const { mean, sd } = document.loss[time];
      expect(Math.abs(mean - document.expected[time].mean)).toBeLessThan((4.5 * sd) / Math.sqrt(40_000));
    }
  }
});
