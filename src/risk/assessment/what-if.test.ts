// Answers about what would be: what was asked before changes no byte of an answer.
import { expect, test } from 'vitest';
import { canonicalJson } from '#kit/index.ts';
import { assessRisk, WhatIf } from '../index.ts';
import { GUESTS, sampleInputs } from './sample-site.ts';

test('an answer is the same to the byte, whatever was asked before and in which order steps are named', () => {
  const inputs = sampleInputs();
  const { settings } = inputs;
  const ids = assessRisk(inputs).plan.chosen.map(({ action }) => action);
  expect(ids.length).toBeGreaterThan(2);
  const guest = { ...settings.entries.guest, zones: [] };
  const asked: Parameters<WhatIf['ask']>[] = [
    [[]],
    [ids],
    [ids.slice(0, 1)],
    [ids.toReversed()],
    [ids, { ...settings, patients: 30_000 }],
    [ids, { ...settings, entries: { ...settings.entries, guest } }],
    [[], { ...settings, patients: 30_000 }],
    ...ids.map((id): Parameters<WhatIf['ask']> => [[id]]),
    [ids],
  ];
  const one = new WhatIf(inputs);
  const found = asked.map((question) => canonicalJson(one.ask(...question)));
  const anew = asked.map((question) => canonicalJson(new WhatIf(inputs).ask(...question)));
  expect(found).toEqual(anew);
  expect(found[1]).toBe(found[3]);
  expect(new Set(found).size).toBeGreaterThan(ids.length);
});

test('a figure of a question goes over those of the assessment, part by part, and at its own value changes nothing', () => {
  const rule = `close zone:${GUESTS} ct 3389`;
  const inputs = sampleInputs({
    actionCosts: { rule: { cost: { low: 100, mode: 100, high: 100 }, days: 3 } },
    stepCosts: { 'shield ct': { days: 9 } },
  });
  const site = new WhatIf(inputs);
  const [today, one] = [site.ask([]), site.ask([rule])];
  expect(one.cost).toBeCloseTo(100);
  expect(site.ask([], { patients: inputs.settings.patients })).toEqual(today);
  expect(site.ask([], { modalities: { CT: { examsPerDay: { low: 10, mode: 10, high: 10 } } } })).toEqual(today);
  expect(site.ask([], { patients: 5_000_000 }).today).toBeGreaterThan(today.today);
  // What a step costs in the question is what it costs in the answer.
  const dear = { low: 900, mode: 900, high: 900 };
  expect(site.ask([rule], { stepCosts: { [rule]: { cost: dear } } }).cost).toBeCloseTo(900);
  expect(site.ask([rule], { actionCosts: { rule: { days: 1 } } }).cost).toBeCloseTo(100);
  expect(site.ask([rule, 'shield ct'], { stepCosts: { 'shield ct': { cost: dear } } }).cost).toBeCloseTo(1000);
  expect(() => site.ask([], { currency: 'JPY', perDollar: 150 })).toThrow(/^currency: /);
});
