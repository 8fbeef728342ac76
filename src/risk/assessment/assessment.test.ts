// Claims about the risk of a site: the story of a guest's laptop, what is not known, what closes it, what it costs, and the same bytes again.
import { describe, expect, test } from 'vitest';
import { type RiskDocument, type RiskInputs, risk } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { assessRisk, planFor, resolveSettings, WhatIf } from '../index.ts';
import { labelOf } from './assess-risk.ts';
import { costsOf, lognormalOf, momentsOf } from './loss-of.ts';
import { GUESTS, IMAGING, RANSOM, RECORDS, sampleInputs } from './sample-site.ts';

const found = assessRisk(sampleInputs());

function target({ targets }: RiskDocument, device: string) {
  const one = targets.find((each) => each.device === device);
  if (!one) throw new Error(`no target ${device}`);
  return one;
}

function from(document: RiskDocument, device: string, entry: string) {
  const one = target(document, device).entries.find((each) => each.entry === entry);
  if (!one) throw new Error(`no entry ${entry}`);
  return one;
}

describe('a laptop in the guest network', () => {
  test('reaches the console by the open archive and by its own remote desktop, and two rules that cut no exam leave no way', () => {
    const { probability, cut } = from(found, 'ct', 'guest');
    expect(probability.mode).toBeGreaterThan(0.3);
    expect(cut?.map(({ words, cutsFlows }) => [words, cutsFlows]).sort()).toEqual([
      ['Close port 11112 of Old archive to Guest Wi-Fi', 0],
      ['Close port 3389 of CT 1 to Guest Wi-Fi', 0],
    ]);
    const done = (cut ?? []).map(({ id }) => id);
    const asked = new WhatIf(sampleInputs());
    const [none, one, both] = [[], done.slice(0, 1), done].map((actions) => asked.ask(actions));
    expect(both?.mean).toBeLessThan(none?.mean ?? 0);
    expect(both?.mean).toBeLessThan(one?.mean ?? 0);
    expect(both?.worstHarm?.yearlyChance).toBeLessThan(none?.worstHarm?.yearlyChance ?? 0);
    // With both closed, what is left comes from the other entries alone: the guest's own chance is none.
    const closed = sampleInputs(
      { entries: { guest: { zones: [GUESTS] }, internet: { zones: [] }, office: { zones: [] } } },
      { reach: [] },
    );
    expect(from(assessRisk(closed), 'ct', 'guest').probability).toEqual({ low: 0, mode: 0, high: 0 });
  });

  test('is told step by step, each with its finding', () => {
    const path = target(found, 'ct').paths.find(({ entry }) => entry === 'guest');
    expect(path?.steps.at(-1)).toMatchObject({ device: 'ct', isAssumed: false, finding: 'f1' });
    expect(path?.steps.map(({ words }) => words).join(' ')).toContain(
      'From Guest Wi-Fi, port 3389 of CT 1 can be reached (seen on 2026-10-31)',
    );
  });

  test('a rule on a way that exams use says what it would cut', () => {
    const inputs = sampleInputs();
    const far: RiskInputs = {
      ...inputs,
      devices: inputs.devices.map((device) => (device.id === 'ct' ? { ...device, zone: '10.2.0.0/24' } : device)),
      zones: [...inputs.zones, { id: '10.2.0.0/24', name: 'Scanners' }],
      settings: {
        ...inputs.settings,
        reach: [...inputs.settings.reach, { from: '*', to: '10.2.0.0/24', state: 'closed', because: '' }],
      },
    };
    const document = assessRisk(far);
    const action = document.actions.find(({ name }) => name === 'Close port 11112 of Old archive to CT 1');
    expect(action?.cutsFlows).toBe(1);
    expect(
      document.actions.filter(({ name }) => name.includes('Guest')).every(({ cutsFlows }) => cutsFlows === 0),
    ).toBe(true);
  });
});

describe('what is not known', () => {
  test('widens the chance, and the site is asked for it', () => {
    const unsaid = assessRisk(sampleInputs({ reach: [] }));
    const [said, open] = [from(found, 'mr', 'guest').probability, from(unsaid, 'mr', 'guest').probability];
    expect(open.high).toBeGreaterThan(said.high);
    expect(open.high - open.low).toBeGreaterThan(said.high - said.low);
    expect(unsaid.settle.map(({ what }) => what)).toContain('Say whether Imaging is closed to Guest Wi-Fi.');
    expect(found.settle.map(({ what }) => what)).not.toContain('Say whether Imaging is closed to Guest Wi-Fi.');
  });

  test('a device without findings is not safe, and says that nobody looked', () => {
    const { probability } = from(found, 'mr', 'insider');
    expect([probability.low, probability.mode > 0, probability.high > probability.mode]).toEqual([0, true, true]);
    expect(target(found, 'mr').paths.every(({ steps }) => steps.at(-1)?.isAssumed)).toBe(true);
  });

  test('a guest network that nobody named counts as one that may be there', () => {
    const { guest: _, ...entries } = sampleInputs().settings.entries;
    const unsaid = assessRisk(
      sampleInputs({ entries, reach: [] }, { zones: [{ id: IMAGING, name: 'Imaging' }], reach: [] }),
    );
    expect(unsaid.entries.find(({ entry }) => entry === 'guest')?.isKnown).toBe(false);
    expect(from(unsaid, 'ct', 'guest').probability.low).toBe(0);
    expect(from(unsaid, 'ct', 'guest').probability.mode).toBeGreaterThan(0);
    const none = assessRisk(sampleInputs({ entries: { ...entries, guest: { zones: [] } }, reach: [] }, { reach: [] }));
    expect(from(none, 'ct', 'guest').probability.high).toBe(0);
  });
});

describe('money', () => {
  test('downtime is exams x income x what cannot be moved, for so many days', () => {
    const inputs = sampleInputs();
    const [device] = inputs.devices;
    const [cost] = costsOf(RANSOM, inputs, device ? [{ device, weight: 1 }] : []);
    expect(cost?.mean).toBeCloseTo(2 * 10 * 100 * 0.5, 6);
  });

  test('records follow the regression over real breaches, with the flat figure beside it', () => {
    const [cost] = costsOf(RECORDS, sampleInputs(), []);
    // ln(cost) = 7.6799625 + 0.7583576 ln(10,000): a median of 2.34 million.
    const magnitude = cost?.magnitude;
    const mu = typeof magnitude === 'object' && 'mu' in magnitude ? magnitude.mu : Number.NaN;
    expect(Math.exp(mu) / 1e6).toBeCloseTo(2.34, 2);
    expect(cost?.because).toContain('4,080,000');
  });

  test('a product of uncertain figures keeps its mean and variance as a lognormal', () => {
    const moments = { mean: 120, square: 120 ** 2 + 900 };
    const again = momentsOf(lognormalOf(moments));
    expect([again.mean, again.square]).toEqual([expect.closeTo(moments.mean, 6), expect.closeTo(moments.square, 3)]);
  });

  test('with every way open it costs most, with the plan least, and the plan keeps to its budget', () => {
    const document = assessRisk(sampleInputs({ budget: 2000 }));
    const { inherent, today, after } = document.expected;
    expect(inherent.mean).toBeGreaterThan(today.mean);
    expect(after.mean).toBeLessThan(today.mean);
    expect(document.plan.cost).toBeLessThanOrEqual(2000);
    expect(document.plan.chosen.length).toBeGreaterThan(0);
    const [low, high] = today.interval;
    expect(low).toBeLessThan(today.mean);
    expect(high).toBeGreaterThan(today.mean);
    expect(planFor(sampleInputs(), { budget: 0 }).chosen).toEqual([]);
  });

  test('a control that is in place lowers what it lowers, and is not offered again', () => {
    const kept = assessRisk(sampleInputs({ controls: ['backups'] }));
    const mean = (document: RiskDocument) => document.scenarios.find(({ id }) => id === 'ransom')?.loss.today.mean ?? 0;
    expect(mean(kept)).toBeLessThan(mean(found));
    expect(kept.actions.map(({ id }) => id)).not.toContain('control backups');
  });
});

describe('harm', () => {
  test('what reaches a person comes first, whatever the rest costs', () => {
    expect(found.scenarios.map(({ id, reachesPerson }) => [id, reachesPerson])).toEqual([
      ['ransom', true],
      ['records', false],
    ]);
    const [first, second] = found.scenarios;
    expect(second?.loss.today.mean).toBeGreaterThan(first?.loss.today.mean ?? 0);
    expect(found.harm.map(({ scenario }) => scenario)).toEqual(['ransom', 'ransom']);
    // The console with the hole before the scanner of which nothing is known.
    expect(found.harm[0]?.device).toBe('ct');
  });

  test('money changes no harm', () => {
    const rich = assessRisk(sampleInputs({ patients: 5_000_000 }));
    expect(rich.harm).toEqual(
      found.harm.map((row) => ({ ...row, after: rich.harm.find((one) => one.device === row.device)?.after })),
    );
  });
});

describe('a control that keeps an event from hurting somebody', () => {
  const watch = { id: 'dose-watch', name: 'Dose watch', harm: 0.2, basis: 'test' };
  const cheaper = ['a', 'b', 'c'].map((id) => ({ id, name: id, magnitude: 0.3, basis: 'test' }));
  const threats = [{ ...RANSOM, controls: [...cheaper, watch] }, RECORDS];
  const chance = (document: RiskDocument) => document.harm[0]?.today.yearlyChance ?? Number.NaN;

  test('counts beside stronger ones that only make it cheaper, and lowers no loss', () => {
    const without = assessRisk(sampleInputs({}, { threats }));
    const kept = assessRisk(sampleInputs({ controls: ['dose-watch'] }, { threats }));
    // Half of what it could do counts: 1 - (1 - 0.2) / 2 = 0.6 of the events.
    expect(Math.log1p(-chance(kept)) / Math.log1p(-chance(without))).toBeCloseTo(0.6, 6);
    expect(kept.expected.today).toEqual(without.expected.today);
  });

  test('is offered for what it does, and chosen though it saves no money', () => {
    const document = assessRisk(sampleInputs({}, { threats }));
    const action = document.actions.find(({ id }) => id === 'control dose-watch');
    expect(action).toMatchObject({ scenarios: ['ransom'], saves: { mean: 0 } });
    expect(action?.harm?.after).toBeLessThan(action?.harm?.before ?? 0);
    expect(document.plan.chosen.map(({ action: id }) => id)).toContain('control dose-watch');
  });
});

test('devices that nobody reaches neither dilute a risk nor raise it', () => {
  const inputs = sampleInputs();
  const ct = inputs.devices.find(({ id }) => id === 'ct');
  const far = Array.from({ length: 20 }, (_, n) => ({
    ...ct,
    id: `far${n}`,
    name: `Far ${n}`,
    kind: 'modality',
    modality: 'MR',
    zone: '10.7.0.0/24',
    criticality: 1,
    isOnInternet: false,
    remoteServices: [],
  }));
  const settings = {
    ...inputs.settings,
    entries: { ...inputs.settings.entries, insider: { ...inputs.settings.entries.insider, zones: [IMAGING] } },
    reach: [
      ...inputs.settings.reach,
      { from: '*', to: '10.7.0.0/24', state: 'closed' as const, because: '' },
      { from: '10.7.0.0/24', to: '*', state: 'closed' as const, because: '' },
    ],
  };
  const threats = [{ ...RANSOM, entries: ['guest' as const] }];
  const [few, many] = [inputs.devices, [...inputs.devices, ...far]].map((devices) =>
    assessRisk({ ...inputs, devices, settings, threats }),
  );
  const events = (document: RiskDocument | undefined) => document?.scenarios[0]?.events.today.mode ?? Number.NaN;
  expect(events(many) / events(few)).toBeCloseTo(1, 6);
  expect(many?.harm.filter(({ today }) => (today.yearlyChance ?? 0) > 0).map(({ device }) => device)).toEqual(
    few?.harm.filter(({ today }) => (today.yearlyChance ?? 0) > 0).map(({ device }) => device),
  );
});

test('what a plan saves holds what it makes cheaper, too', () => {
  const inputs = sampleInputs(
    {},
    { threats: [{ ...RANSOM, entries: [], likelihood: { yearly: { value: 20, basis: 'test' } } }] },
  );
  const { expected, plan, scenarios } = assessRisk({ ...inputs, trials: 50_000 });
  expect(plan.chosen.map(({ action }) => action)).toEqual(['control backups']);
  // 20 events a year on each of two scanners, $1,000 each; half of a half of it goes.
  expect(scenarios[0]?.events.today.mode).toBeCloseTo(40, 9);
  expect(expected.today.mean / 40_000).toBeCloseTo(1, 1);
  expect(plan.saves.mean / 10_000).toBeCloseTo(1, 1);
});

test('the chance to lose more than is tolerated is counted in the years, wherever the line stands', () => {
  const [loss] = [found.loss.today.quantiles['0.95']];
  const { tolerance } = assessRisk(sampleInputs({ tolerance: [{ loss, probability: 0.1 }] }));
  expect(tolerance[0]?.today).toBeGreaterThan(0.045);
  expect(tolerance[0]?.today).toBeLessThanOrEqual(0.05);
});

test('the same inputs give the same bytes, in the shape of the document, and others another id', () => {
  const again = assessRisk(risk.riskInputs.parse(JSON.parse(canonicalJson(sampleInputs()))));
  expect(canonicalJson(again)).toBe(canonicalJson(found));
  expect(risk.riskDocument.parse(JSON.parse(canonicalJson(found))).id).toBe(found.id);
  expect(assessRisk(sampleInputs({ patients: 9999 })).id).not.toBe(found.id);
});

test('what changed since the last time is told with its reasons', () => {
  const inputs = sampleInputs();
  const document = assessRisk({
    ...inputs,
    findings: inputs.findings.filter(({ id }) => id !== 'f1'),
    before: {
      id: found.id,
      at: found.at,
      mean: found.loss.today.mean,
      reached: 2,
      devices: ['ct', 'old', 'pacs'],
      findings: inputs.findings.map(({ id, title, device }) => ({ id, title, device })),
      stated: inputs.stated.filter((path) => path !== 'patients'),
    },
  });
  expect(document.since?.because).toEqual([
    '1 finding is gone: os-known-hole on ct.',
    '1 device is new: MR 1.',
    'Figures that were defaults are stated now: patients.',
  ]);
  expect(document.loss.today.mean).toBeLessThan(found.loss.today.mean);
});

describe('figures of a site', () => {
  test('what is stated goes over the defaults, one figure at a time, and is marked', () => {
    const { settings, stated } = resolveSettings({
      modalities: { CT: { examsPerDay: { low: 1, mode: 2, high: 3 } } },
      budget: 5,
    });
    expect(settings.modalities['CT']).toMatchObject({ examsPerDay: { mode: 2 }, incomePerExam: { mode: 350 } });
    expect(stated).toEqual(['budget', 'modalities.CT.examsPerDay']);
    const basis = new Map(found.figures.map((figure) => [figure.path, figure.basis]));
    expect([
      basis.get('patients'),
      basis.get('modalities.CT.examsPerDay'),
      basis.get('modalities.CT.replacement'),
    ]).toEqual(['stated', 'stated', 'default']);
  });

  test.each([
    ['patients', { patients: -1 }],
    ['currency', { currency: 'dollars' }],
    ['modalities.CT.examsPerDay', { modalities: { CT: { examsPerDay: { low: 3, mode: 2, high: 5 } } } }],
    ['modalities.CT.cannotMove', { modalities: { CT: { cannotMove: { low: 0, mode: 1, high: 2 } } } }],
    ['entries.guest.yearly', { entries: { guest: { yearly: { low: 0, mode: 0, high: Number.NaN } } } }],
    ['modalities.constructor', { modalities: { constructor: {} } }],
    ['modalities.CT.incomePerExam', { modalities: { CT: { incomePerExam: { low: 0, mode: 1, high: 1e300 } } } }],
    ['entries.guest.yearly', { entries: { guest: { yearly: { low: 0, mode: 0, high: 1e12 } } } }],
    ['costOfRecords', { costOfRecords: -3 }],
    ['costOfRecords', { costOfRecords: { dist: 'pert', low: -5, mode: 1, high: 2 } }],
    ['tolerance.0.probability', { tolerance: [{ loss: 1, probability: 0 }] }],
  ])('%s that cannot be is refused by its name', (field, given) => {
    const read = risk.riskSettingsInput.safeParse(given);
    expect(read.error?.issues[0]?.path.join('.')).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')}`));
  });

  test('an action that is named twice counts once', () => {
    const asked = new WhatIf(sampleInputs());
    const [id = ''] = found.actions.map((action) => action.id);
    expect(asked.ask([id, id, id])).toEqual(asked.ask([id]));
    expect(asked.ask([id]).cost).toBeGreaterThan(0);
  });

  test('a precondition holds at devices that the scenario may hit, not at others', () => {
    const inputs = sampleInputs();
    const holds = (of: RiskInputs) =>
      assessRisk(of)
        .scenarios.filter(({ id }) => id === 'ransom')
        .map(({ preconditions }) => preconditions[0]?.holds);
    const before = holds(inputs);
    const [finding] = inputs.findings;
    if (!finding) throw new Error('the sample has a finding');
    const elsewhere = { ...finding, id: 'f-archive', rule: 'os-known-hole', device: 'old' };
    expect(holds({ ...inputs, findings: [...inputs.findings, elsewhere] })).toEqual(before);
    const there = { ...elsewhere, id: 'f-mr', device: 'mr' };
    expect(holds({ ...inputs, findings: [...inputs.findings, there] })).toEqual([(before[0] ?? 0) + 1]);
  });

  test('an action that the site does not have is refused', () => {
    expect(() => new WhatIf(sampleInputs()).ask(['close everything'])).toThrow('this site has no such action');
  });
});

test.each([
  ['a.frequency', 'First: how often'],
  ['a-b.frequency', 'Second: how often'],
  ['a-b.vulnerability', 'Second: the share of attackers who do this'],
  ['a-b.losses[0].magnitude', 'Second: what it costs'],
  ['a-b-c.frequency', 'a-b-c.frequency'],
])('the input %s is called "%s"', (input, label) => {
  const cases = [{ threat: { id: 'a', name: 'First' } }, { threat: { id: 'a-b', name: 'Second' } }];
  expect(labelOf(input, cases)).toBe(label);
});
