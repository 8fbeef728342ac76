// The range of the mean year, drawn without the events, is that of simulated years to the last bit, whatever was asked before.
import { expect, test } from 'vitest';
import type { LossScenario, ScenariosDocument } from '#contracts/index.ts';
import { MeanYears } from './mean-years.ts';
import { quantify } from './quantify.ts';

const pert = (low: number, mode: number, high: number) => ({ dist: 'pert' as const, low, mode, high });

/** More scenarios than there are parts of a document. */
function documentWith(change: (scenario: LossScenario, n: number) => LossScenario, weight: number): ScenariosDocument {
  const scenarios = Array.from({ length: 19 }, (_, n) =>
    change(
      {
        id: `scenario ${n}`,
        frequency: n % 3 === 0 ? 0.1 * n : pert(0, 0.1 + n / 10, 2 + n),
        ...(n % 2 === 0 ? { vulnerability: pert(0.1, 0.3, 0.6) } : {}),
        losses: [
          { form: 'response', magnitude: pert(10, 100 * (n + 1), 5000) },
          { form: 'fines', magnitude: { dist: 'lognormal', mu: 5, sigma: 1 }, probability: 0.3 },
        ],
      },
      n,
    ),
  );
  const correlation = scenarios.map((_, n) => scenarios.map((__, m) => (n === m ? 1 : n % 4 && m % 4 ? weight : 0)));
  return { currency: 'USD', scenarios, ...(weight > 0 ? { correlation } : {}) };
}

const asIs = (scenario: LossScenario) => scenario;
const rarer = (scenario: LossScenario, n: number) => (n === 4 ? { ...scenario, frequency: pert(0, 0.2, 1) } : scenario);
const dearer = (scenario: LossScenario, n: number) =>
  n === 5 ? { ...scenario, losses: [{ form: 'response' as const, magnitude: 9e6 }] } : scenario;
const DOCUMENTS = [
  documentWith(asIs, 0.3),
  documentWith(rarer, 0.3),
  documentWith(dearer, 0.3),
  documentWith(asIs, 0),
  documentWith(rarer, 0.6),
  documentWith(asIs, 0.3),
];

test.each([500, 4000, 9000])('in %s years', (trials) => {
  const years = new MeanYears({ trials, seed: 7 });
  const found = DOCUMENTS.map((document) => years.interval(document));
  const simulated = DOCUMENTS.map((document) => {
    const applies = document.scenarios.map(({ id }) => ({ scenario: id, frequency: 0 }));
    const treatments = [{ id: 'all', cost: 0, applies }];
    return quantify({ ...document, treatments }, { trials, seed: 7, withInformation: false }).treatments[0];
  });
  expect(found).toEqual(simulated.map((treatment) => treatment?.reductionInterval));
  expect(new Set(found.map(String)).size).toBe(5);
});

test('what cannot be is refused as it is of simulated years', () => {
  const broken = documentWith((scenario, n) => (n === 3 ? { ...scenario, frequency: pert(-1, 0, 1) } : scenario), 0);
  expect(() => new MeanYears({ trials: 100, seed: 1 }).interval(broken)).toThrow(
    'scenarios[3].frequency: it must not be negative.',
  );
});
