// Claims about what a site states: it counts, in the direction that it says, and is shown as stated; defaults in dollars are never read as something else.
import { describe, expect, test } from 'vitest';
import { type Circumstances, DEFAULT_HARM_MATRIX, type RiskDocument, type RiskInputs } from '#contracts/index.ts';
import { assessRisk, checkCurrency, resolveSettings, riskFigures, riskFiguresToEdit } from '../index.ts';
import { costsOf } from './loss-of.ts';
import { GUESTS, IMAGING, RANSOM, RECORDS, sampleInputs as sample } from './sample-site.ts';

/** With few years: nothing here hangs on how exactly they are simulated. */
const sampleInputs: typeof sample = (settings, more) => sample(settings, { trials: 400, ...more });

const usual = assessRisk(sampleInputs());

function withCircumstances(circumstances: Circumstances, inputs = sampleInputs()): RiskInputs {
  const devices = inputs.devices.map((device) => (device.id === 'ct' ? { ...device, circumstances } : device));
  return { ...inputs, devices };
}

/** What an outage of the CT costs: two days, 10 exams a day at 100 each, of which half cannot be moved. */
function outage(circumstances: Circumstances, reach: 'device' | 'department' = 'device'): number {
  const inputs = withCircumstances(circumstances);
  const hits = inputs.devices.filter(({ id }) => id === 'ct').map((device) => ({ device, weight: 1 }));
  const scenario = {
    ...RANSOM,
    losses: [
      { form: 'productivity', what: 'exams', cause: { of: 'downtime', days: 2, reach }, basis: 'test' } as const,
    ],
  };
  return costsOf(scenario, inputs, hits)[0]?.mean ?? Number.NaN;
}

describe('what is said of one device', () => {
  test('its own patients a day stand in place of the exams a day of its kind', () => {
    expect(outage({})).toBeCloseTo(2 * 10 * 100 * 0.5, 6);
    expect(outage({ patientsPerDay: 30 })).toBeCloseTo(2 * 30 * 100 * 0.5, 6);
    expect(outage({ patientsPerDay: 0 })).toBe(0);
  });

  test('exams are lost until a substitute is there, and no longer than the outage', () => {
    expect(outage({ substituteHours: 12 })).toBeCloseTo(0.5 * 10 * 100, 6);
    expect(outage({ substituteHours: 0 })).toBe(0);
    expect(outage({ substituteHours: 24 * 30 })).toBeCloseTo(2 * 10 * 100, 6);
    expect(outage({ substituteHours: 12, patientsPerDay: 30 })).toBeCloseTo(0.5 * 30 * 100, 6);
    const spread = { dist: 'pert', low: 0.5, mode: 2, high: 10 } as const;
    const mean = (substituteHours: number) => {
      const inputs = withCircumstances({ substituteHours });
      const hits = inputs.devices.filter(({ id }) => id === 'ct').map((device) => ({ device, weight: 1 }));
      const cause = { of: 'downtime', days: spread, reach: 'device' } as const;
      const losses = [{ form: 'productivity', what: 'exams', cause, basis: 'test' } as const];
      return costsOf({ ...RANSOM, losses }, inputs, hits)[0]?.mean ?? Number.NaN;
    };
    const means = [4, 24, 72, 240, 1000].map(mean);
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    // Longer than the longest outage: all of its days, in the mean (0.5 + 4 x 2 + 10) / 6, each of 10 exams at 100.
    expect(means.at(-1)).toBeCloseTo((18.5 / 6) * 1000, 0);
  });

  test('the words say of how many devices the site stated a substitute', () => {
    const inputs = withCircumstances({ substituteHours: 12 });
    const words = (...ids: string[]) => {
      const hits = inputs.devices.filter(({ id }) => ids.includes(id)).map((device) => ({ device, weight: 1 }));
      return costsOf(RANSOM, inputs, hits)[0]?.because;
    };
    expect(words('ct')).toContain('as the site stated it of its devices');
    expect(words('ct', 'mr')).toContain('as the site stated it of 1 of 2 devices');
    expect(words('mr')).toContain('exams a day x income of an exam x share that cannot be moved');
  });

  test('while the whole department stands still its substitutes do, too', () => {
    expect(outage({ substituteHours: 1 }, 'department')).toBeCloseTo(outage({}, 'department'), 6);
    expect(outage({ patientsPerDay: 30 }, 'department')).toBeGreaterThan(outage({}, 'department'));
  });

  test('moves the loss of the site, and is listed as stated with where it is from', () => {
    const loss = ({ loss: { today } }: RiskDocument) => today.mean;
    const more = assessRisk(withCircumstances({ patientsPerDay: 60, substituteHours: 24 * 60 }));
    const less = assessRisk(withCircumstances({ patientsPerDay: 60, substituteHours: 0.5 }));
    expect(loss(more)).toBeGreaterThan(loss(usual));
    expect(loss(less)).toBeLessThan(loss(more));
    expect(more.figures.filter(({ path }) => path.startsWith('devices.'))).toEqual([
      {
        path: 'devices.ct.patientsPerDay',
        label: 'CT 1: patients a day',
        unit: 'patients',
        value: 60,
        basis: 'stated',
        source: 'stated of the device',
      },
      expect.objectContaining({ path: 'devices.ct.substituteHours', value: 24 * 60, basis: 'stated' }),
    ]);
  });
});

describe('ways in', () => {
  const { entries } = sampleInputs().settings;
  const reached = (document: RiskDocument, device: string, entry: string) =>
    document.targets.find((each) => each.device === device)?.entries.find((each) => each.entry === entry)?.probability
      .mode ?? Number.NaN;

  test.each(['vendor', 'insider', 'guest', 'office'] as const)(
    'a zone that %s opens is reached from it, and none when it opens none',
    (entry) => {
      const at = (zones: string[]) =>
        assessRisk(sampleInputs({ entries: { ...entries, [entry]: { zones } }, reach: [] }, { reach: [] }));
      expect(reached(at([IMAGING]), 'ct', entry)).toBeGreaterThan(0.3);
      expect(reached(at([]), 'ct', entry)).toBe(0);
      expect(at([IMAGING]).entries.find((each) => each.entry === entry)).toMatchObject({
        isKnown: true,
        because: 'stated by the site',
      });
    },
  );

  test('a stick is brought to devices of the stated zones alone', () => {
    const at = (zones: string[]) => assessRisk(sampleInputs({ entries: { ...entries, media: { zones } } }));
    expect(reached(usual, 'ct', 'media')).toBeGreaterThan(0);
    expect(reached(at([IMAGING]), 'ct', 'media')).toBe(reached(usual, 'ct', 'media'));
    expect(reached(at([GUESTS]), 'ct', 'media')).toBe(0);
  });
});

describe('costs of steps', () => {
  const cost = { low: 10, mode: 20, high: 30 };
  const stepOf = (document: RiskDocument, name: string) => document.actions.find((each) => each.name === name);
  const RULE = 'Close port 3389 of CT 1 to Guest Wi-Fi';

  test('that of a kind counts for each of its steps, that of a step before it; both are told', () => {
    const id = stepOf(usual, RULE)?.id ?? '';
    expect(stepOf(usual, RULE)).toMatchObject({ cost: { low: 100, mode: 250, high: 800 }, days: 0.5 });
    expect(stepOf(usual, RULE)?.costFrom).toBeUndefined();
    const kind = assessRisk(sampleInputs({ actionCosts: { rule: { cost, days: 3 } } }));
    expect(stepOf(kind, RULE)).toMatchObject({ cost, days: 3, costFrom: 'kind' });
    expect(stepOf(kind, RULE)?.basis).toContain('stated by the site for steps of its kind');
    const both = assessRisk(
      sampleInputs({ actionCosts: { rule: { cost } }, stepCosts: { [id]: { cost: { low: 1, mode: 2, high: 3 } } } }),
    );
    expect(stepOf(both, RULE)).toMatchObject({ cost: { low: 1, mode: 2, high: 3 }, days: 0.5, costFrom: 'step' });
    expect(
      both.figures
        .filter(({ path }) => /^(actionCosts|stepCosts)\./.test(path))
        .map(({ path, basis }) => [path, basis]),
    ).toEqual([
      ['actionCosts.rule.cost', 'stated'],
      [`stepCosts.${id}.cost`, 'stated'],
    ]);
    expect(usual.figures.some(({ path }) => path.startsWith('actionCosts.'))).toBe(false);
  });

  test('a step that costs more than it saves leaves the plan; one that became cheap costs the plan less', () => {
    const id = stepOf(usual, RULE)?.id ?? '';
    const million = { low: 1e9, mode: 1e9, high: 1e9 };
    const dear = assessRisk(sampleInputs({ stepCosts: { [id]: { cost: million } }, budget: 1e8 }));
    expect(usual.plan.chosen.map(({ action }) => action)).toContain(id);
    expect(dear.plan.chosen.map(({ action }) => action)).not.toContain(id);
  });

  test('for a page every kind stands there, what is stated with its basis', () => {
    const resolved = resolveSettings({ actionCosts: { 'ask maker': { days: 4 } } });
    const figures = riskFiguresToEdit(resolved, []);
    expect(figures.filter(({ path }) => path.startsWith('actionCosts.'))).toHaveLength(22);
    expect(figures.find(({ path }) => path === 'actionCosts.ask maker.days')).toMatchObject({
      value: 4,
      basis: 'stated',
    });
    expect(figures.find(({ path }) => path === 'actionCosts.ask maker.cost')).toMatchObject({ basis: 'default' });
  });
});

describe('another currency than the dollar', () => {
  const euros = { currency: 'EUR', perDollar: 0.5 } as const;

  test.each([
    [
      'without what a dollar is worth',
      { currency: 'EUR' },
      /^perDollar: figures that are defaults stand in US dollars; say how many EUR/,
    ],
    ['with a rate for dollars', { perDollar: 0.9 }, /^perDollar: the currency is the US dollar/],
  ])('%s nothing is worked out', (_, given, message) => {
    expect(() => checkCurrency(resolveSettings(given).settings)).toThrow(message);
  });

  test('every default is read at the rate: incomes, prices, steps, records, amounts and penalties', () => {
    const { settings } = resolveSettings({
      ...euros,
      modalities: { MR: { incomePerExam: { low: 7, mode: 8, high: 9 } } },
    });
    expect(() => checkCurrency(settings)).not.toThrow();
    expect(settings.modalities['CT']?.incomePerExam).toEqual({ low: 125, mode: 175, high: 250 });
    expect(settings.modalities['CT']?.examsPerDay).toEqual({ low: 15, mode: 20, high: 24 });
    expect(settings.modalities['MR']?.incomePerExam).toEqual({ low: 7, mode: 8, high: 9 });
    const dollars = costsOf(RECORDS, sampleInputs(), [])[0]?.mean ?? 0;
    expect(costsOf(RECORDS, sampleInputs(euros), [])[0]?.mean).toBeCloseTo(dollars / 2, 3);
    const losses = [
      {
        form: 'response',
        what: 'x',
        cause: { of: 'amount', amount: { dist: 'pert', low: 10, mode: 20, high: 60 } },
        basis: 'test',
      },
      { form: 'fines', what: 'x', cause: { of: 'penalty', tier: 2, violations: 3 }, basis: 'test' },
      { form: 'replacement', what: 'x', cause: { of: 'replacement', share: 0.5 }, basis: 'test' },
    ] as const;
    const scenario = { ...RECORDS, losses: [...losses] };
    const hits = sampleInputs()
      .devices.slice(2)
      .map((device) => ({ device, weight: 1 }));
    const [inDollars, inEuros] = [{}, euros].map((given) => costsOf(scenario, sampleInputs(given), hits));
    for (const [place, cost] of (inEuros ?? []).entries())
      expect(cost.mean).toBeCloseTo((inDollars?.[place]?.mean ?? 0) / 2, 4);
    const rule = assessRisk(sampleInputs(euros)).actions.find(({ name }) => name.startsWith('Close port 3389'));
    expect(rule?.cost).toEqual({ low: 50, mode: 125, high: 400 });
  });

  test('the rate is asked for among the figures, and stated in its place', () => {
    const rateIn = (given: Parameters<typeof resolveSettings>[0]) =>
      riskFigures(resolveSettings(given), []).find(({ path }) => path === 'perDollar');
    expect(rateIn({})).toBeUndefined();
    expect(rateIn({ currency: 'EUR' })).toMatchObject({ value: null, basis: 'default' });
    expect(rateIn(euros)).toMatchObject({ value: 0.5, basis: 'stated' });
  });
});

test('the document has the matrix of the site that harm was judged by, and leaves out the default', () => {
  expect(usual.matrix).toBeUndefined();
  const bounds = { frequent: 0.9, probable: 0.8, occasional: 0.7, remote: 0.6 };
  const matrix = { ...DEFAULT_HARM_MATRIX, basis: 'board', bounds, bandNames: { remote: 'Hardly ever' } };
  const own = assessRisk(sampleInputs({}, { matrix }));
  expect(own.matrix).toEqual(matrix);
  const bands = ({ harm }: RiskDocument) => harm.map(({ today }) => today.band);
  expect(bands(own)).not.toEqual(bands(usual));
});

test('what the mean year hangs on has both sides, as far apart as the swing', () => {
  expect(usual.sensitivity.length).toBeGreaterThan(0);
  for (const { swing, sides: [low, high] = [0, 0] } of usual.sensitivity) {
    expect(Math.abs(high - low)).toBeCloseTo(swing, 6);
    expect(low * high).toBeLessThan(0);
  }
});
