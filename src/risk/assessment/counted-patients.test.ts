// Claims about patients that archives were counted to hold: they stand where the site stated none, change the loss, and are marked.
import { describe, expect, test } from 'vitest';
import { type RiskInputs, type RiskPatients, risk } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { assessRisk, planFor, WhatIf } from '../index.ts';
import { countsToUse, countThatStands, withCountedPatients } from './counted-patients.ts';
import { patientsOf } from './loss-of.ts';
import { sampleInputs } from './sample-site.ts';

const FIVE_YEARS: RiskPatients = {
  count: 50_000,
  low: 49_332,
  high: 50_668,
  from: '2021-11-01',
  to: '2026-11-01',
  whole: true,
  archive: '10.1.0.9',
  at: '2026-11-02T00:00:00.000Z',
};
const A_MONTH = { ...FIVE_YEARS, from: '2026-10-03' };
/** Two machines of 10 exams a day on 250 days, 5 years, 2.5 exams for each patient. */
const ESTIMATE = 10_000;

function inputsWith(patientsCounted: RiskPatients[] | undefined, patients: number | null = null): RiskInputs {
  const inputs = sampleInputs({}, patientsCounted ? { patientsCounted } : {});
  return {
    ...inputs,
    settings: { ...inputs.settings, patients },
    stated: inputs.stated.filter((path) => path !== 'patients' || patients !== null),
  };
}

function told(inputs: RiskInputs) {
  const document = assessRisk(inputs);
  const records = document.scenarios.flatMap(({ costs }) => costs.flatMap(({ counted }) => counted ?? []));
  return {
    document,
    figure: document.figures.find(({ path }) => path === 'patients'),
    records: records.find(({ what }) => what === 'records')?.mean,
    mean: document.expected.today.mean,
    settle: document.settle.map(({ what }) => what).join(),
  };
}

describe('patients of the archives', () => {
  const estimated = told(inputsWith(undefined));

  test('are estimated where nobody counted them', () => {
    expect(estimated.figure).toMatchObject({ value: ESTIMATE, basis: 'default' });
    expect(estimated.records).toBeCloseTo(ESTIMATE, 6);
    expect(estimated.settle).toContain('have them counted');
  });

  test.each([
    ['more', 50_000, 1],
    ['fewer', 2000, -1],
  ])('that were counted, %s than estimated, stand in place of the estimate and change the loss', (_, count, sign) => {
    const { figure, records, mean, settle } = told(inputsWith([{ ...FIVE_YEARS, count }]));
    expect(figure).toMatchObject({ value: count, basis: 'counted' });
    expect(figure?.source).toBe(
      'counted on 2026-11-02 in the archive 10.1.0.9, days 2021-11-01 to 2026-11-01 (90 % interval 49332 to 50668)',
    );
    expect(records).toBeCloseTo(count, 6);
    expect(Math.sign(mean - estimated.mean)).toBe(sign);
    expect(settle).not.toContain('patients');
  });

  test('that the site stated win over a count', () => {
    const { figure, records } = told(inputsWith([FIVE_YEARS], 700));
    expect(figure).toMatchObject({ value: 700, basis: 'stated', source: 'stated by the site' });
    expect(records).toBeCloseTo(700, 6);
  });

  test.each<[string, RiskPatients[], number | null]>([
    ['of a month, fewer than estimated', [{ ...A_MONTH, count: 900 }], null],
    ['of five years that broke off, fewer than estimated', [{ ...FIVE_YEARS, count: 900, whole: false }], null],
    ['of a month, more than estimated', [{ ...A_MONTH, count: 12_000 }], 12_000],
    ['of five years, fewer than estimated', [{ ...FIVE_YEARS, count: 900 }], 900],
    ['of nobody', [{ ...FIVE_YEARS, count: 0 }], null],
    ['of two archives', [FIVE_YEARS, { ...FIVE_YEARS, archive: '10.1.0.8', count: 60_000 }], 60_000],
    [
      'of two archives, the larger of a month',
      [
        { ...FIVE_YEARS, count: 900 },
        { ...A_MONTH, count: 950 },
      ],
      null,
    ],
    [
      'of a tiny archive in full and of a month in another',
      [
        { ...FIVE_YEARS, archive: '10.1.0.8', count: 5 },
        { ...A_MONTH, count: 900 },
      ],
      null,
    ],
  ])('by a count %s', (_, counts, stands) => {
    const inputs = inputsWith(counts);
    expect(countThatStands(inputs)?.count ?? null).toBe(stands);
    const { settings } = withCountedPatients(inputs);
    expect(Math.round(patientsOf(inputs.devices, settings))).toBe(stands ?? ESTIMATE);
  });

  test.each([
    { what: 'a short count after a long one', first: FIVE_YEARS, second: { ...A_MONTH, count: 900 }, stands: 50_000 },
    { what: 'a long count after a short one', first: A_MONTH, second: { ...FIVE_YEARS, count: 900 }, stands: 900 },
    { what: 'a long count after a long one', first: FIVE_YEARS, second: { ...FIVE_YEARS, count: 900 }, stands: 900 },
    { what: 'a short count after a shorter one', first: A_MONTH, second: { ...A_MONTH, count: 900 }, stands: 50_000 },
  ])('of one archive: $what', ({ first, second, stands }) => {
    const later = { ...second, at: '2026-11-20T00:00:00.000Z' };
    const other = { ...A_MONTH, archive: '10.1.0.8', count: 1 };
    for (const counts of [
      [later, first, other],
      [first, other, later],
    ])
      expect(countsToUse(counts).map(({ archive, count }) => [archive, count])).toEqual([
        ['10.1.0.8', 1],
        ['10.1.0.9', stands],
      ]);
  });

  test('by a count that is too short are said beside the estimate', () => {
    const { figure } = told(inputsWith([{ ...A_MONTH, count: 900 }]));
    expect(figure).toMatchObject({ value: ESTIMATE, basis: 'default' });
    expect(figure?.source).toMatch(
      /^estimated.*; 900 were counted in the archive 10\.1\.0\.9 over 2026-10-03 to 2026-11-01/,
    );
  });

  test('of several archives are the largest count, and it is said that they overlap', () => {
    const { figure } = told(inputsWith([FIVE_YEARS, { ...FIVE_YEARS, archive: '10.1.0.8', count: 60_000 }]));
    expect(figure?.value).toBe(60_000);
    expect(figure?.source).toMatch(/10\.1\.0\.8.*largest of 2 archives, which overlap/);
  });

  test('count in a plan and in what-ifs as in the assessment; a question may state others', () => {
    const inputs = inputsWith([FIVE_YEARS]);
    const document = assessRisk(inputs);
    const whatIf = new WhatIf(inputs);
    const today = whatIf.ask([]).today;
    expect(today).toBeGreaterThan(new WhatIf(inputsWith(undefined)).ask([]).today);
    expect(whatIf.ask([], inputs.settings).today).toBe(today);
    expect(whatIf.ask([], { ...inputs.settings, patients: 10 }).today).toBeLessThan(today);
    expect(planFor(inputs, {}).chosen.map(({ action }) => action)).toEqual(
      document.plan.chosen.map(({ action }) => action),
    );
  });

  test('are named among what changed once they were counted', () => {
    const before = { id: 'x', at: '2026-11-01T00:00:00.000Z', mean: 1, reached: 1, devices: [], findings: [] };
    const since = (counts: RiskPatients[]) =>
      assessRisk({ ...inputsWith(counts), before: { ...before, stated: [] } }).since?.because.join(' ');
    expect(since([FIVE_YEARS])).toContain('Patients: 50000, counted on 2026-11-02');
    expect(since([{ ...FIVE_YEARS, at: '2026-10-01T00:00:00.000Z' }])).not.toContain('Patients:');
  });

  test('give the same bytes again from what is kept, and other bytes than without a count', () => {
    const inputs = inputsWith([FIVE_YEARS]);
    const kept = risk.riskInputs.parse(JSON.parse(canonicalJson(inputs)));
    expect(kept.patientsCounted).toEqual([FIVE_YEARS]);
    const document = assessRisk(inputs);
    expect(canonicalJson(assessRisk(kept))).toBe(canonicalJson(document));
    expect(document.id).not.toBe(estimated.document.id);
    expect(risk.riskDocument.parse(JSON.parse(canonicalJson(document)))).toEqual(JSON.parse(canonicalJson(document)));
  });
});
