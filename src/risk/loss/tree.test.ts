// Claims about the whole of FAIR's tree and what is read off it: chances worked out against closed forms, what it is worth to know an input
// against brute force, tolerance, and correlations that are repaired. Simulated figures are held to a z-score of 4.5.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Distribution, loss, type ScenariosDocument } from '#contracts/index.ts';
import { quantify } from '../index.ts';
import { mixerOf } from './copula.ts';
import { nearestCorrelation } from './correlation-repair.ts';
import { samplerOf } from './distribution.ts';
import { eigenOf } from './eigen.ts';
import { holdTo } from './held-to.ts';
import { chanceAbove } from './model.ts';
import { normalBelow } from './normal.ts';
import { TAIL_CHANCES } from './quantile-table.ts';
import { streamOf } from './stream.ts';

const Z = 4.5;
type Scenario = ScenariosDocument['scenarios'][number];

function one(scenario: Partial<Scenario>, more: Partial<ScenariosDocument> = {}): ScenariosDocument {
  return {
    currency: 'USD',
    scenarios: [{ id: 'a', losses: [{ form: 'response', magnitude: 100 }], ...scenario }],
    ...more,
  };
}

function draws(given: Distribution, seed: number, count: number): Float64Array {
  const out = new Float64Array(count);
  samplerOf(given).fill(streamOf(seed), out, count);
  return out;
}

/** Mean of `of` over a distribution's table of quantiles, straight lines between them. */
function meanOver(given: Distribution, of: (value: number) => number): number {
  let sum = 0;
  for (const tail of samplerOf(given).tails(TAIL_CHANCES)) {
    sum += (TAIL_CHANCES[0] ?? 0) * of(tail[0] ?? 0);
    for (let knot = 1; knot < tail.length; knot++) {
      const width = (TAIL_CHANCES[knot] ?? 0) - (TAIL_CHANCES[knot - 1] ?? 0);
      const [low = 0, high = 0] = [tail[knot - 1], tail[knot]];
      sum += (width / 6) * (of(low) + 4 * of((low + high) / 2) + of(high));
    }
  }
  return sum;
}

describe('tables of quantiles, as they are drawn from, have the moments of their distribution', () => {
  test.each<[Distribution, number]>([
    [{ dist: 'beta', a: 3, b: 4 }, 1e-6],
    [{ dist: 'beta', a: 0.3, b: 0.2 }, 1e-5],
    [{ dist: 'beta', a: 0.01, b: 0.01 }, 2e-4],
    [{ dist: 'beta', a: 1e6, b: 1e6 }, 1e-5],
    [{ dist: 'beta', a: 5e5, b: 2 }, 1e-5],
    [{ dist: 'pert', low: 100, mode: 100, high: 1e6 }, 1e-5],
    [{ dist: 'pert', low: 0, mode: 1, high: 1e3, lambda: 100 }, 1e-5],
    [{ dist: 'lognormal', mu: 9, sigma: 0.8 }, 1e-4],
    [{ dist: 'lognormal', mu: 0, sigma: 1.5 }, 1e-2],
  ])('%j', (given, share) => {
    const { mean, variance } = samplerOf(given);
    expect(Math.abs(meanOver(given, (value) => value) / mean - 1)).toBeLessThan(share);
    expect(Math.abs(meanOver(given, (value) => (value - mean) ** 2) / variance - 1)).toBeLessThan(4 * share);
  });

  test('whatever the shape: they rise, and what lies below each is its chance', () => {
    const shape = fc.double({ min: -4, max: 5, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const sampler = samplerOf({ dist: 'beta', a, b });
        const [lower, upper] = sampler.tails(TAIL_CHANCES);
        const all = [...lower, ...upper.toReversed()];
        expect(all.every((value, n) => n === 0 || value >= (all[n - 1] ?? 0) * (1 - 1e-5) - 2e-6)).toBe(true);
        for (let knot = 0; knot < TAIL_CHANCES.length; knot += 320) {
          const [value = 0, chance = 0] = [lower[knot], TAIL_CHANCES[knot]];
          // Beyond these a number has no room for the distance from 0 or 1.
          if (value > 1e-280 && value < 1 - 1e-10) expect(sampler.upTo(value) / chance).toBeCloseTo(1, 4);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the frequency as contacts times the chance of action', () => {
  test('has the product of the means, and the spread of both', () => {
    const contactFrequency = { dist: 'uniform', low: 10, high: 30 } as const;
    const probabilityOfAction = { dist: 'beta', a: 2, b: 6 } as const;
    const trials = 400_000;
    const document = one({ contactFrequency, probabilityOfAction });
    const { portfolio } = quantify(document, { trials, seed: 3 });
    const [often, acts] = [samplerOf(contactFrequency), samplerOf(probabilityOfAction)];
    const rate = often.mean * acts.mean;
    const rateVariance = (often.variance + often.mean ** 2) * (acts.variance + acts.mean ** 2) - rate * rate;
    const sd = 100 * Math.sqrt(rate + rateVariance);
    expect(Math.abs(portfolio.mean - 100 * rate)).toBeLessThanOrEqual((Z * sd) / Math.sqrt(trials));
    holdTo(sd * sd, (seed) => quantify(document, { trials: 16_384, seed }).portfolio.sd ** 2);
  });
});

describe('vulnerability as the chance that capability is above resistance', () => {
  test.each<[what: string, capability: Distribution, resistance: Distribution, chance: number]>([
    ['equal uniforms', { dist: 'uniform', low: 0, high: 1 }, { dist: 'uniform', low: 0, high: 1 }, 0.5],
    ['a fixed resistance', { dist: 'uniform', low: 0, high: 10 }, 7, 0.3],
    ['a fixed capability', 4, { dist: 'uniform', low: 0, high: 10 }, 0.4],
    [
      // The difference of two normals, of the logarithms.
      'two lognormals',
      { dist: 'lognormal', mu: 1, sigma: 0.6 },
      { dist: 'lognormal', mu: 1.5, sigma: 0.8 },
      normalBelow(-0.5),
    ],
    // P(X > Y) for beta(2, 1) and beta(1, 1): the integral of 2x times x.
    ['two betas', { dist: 'beta', a: 2, b: 1 }, { dist: 'beta', a: 1, b: 1 }, 2 / 3],
    ['values seen', { dist: 'empirical', values: [1, 2, 3] }, { dist: 'empirical', values: [2, 9] }, 1 / 6],
    ['never', { dist: 'uniform', low: 0, high: 1 }, { dist: 'uniform', low: 1, high: 2 }, 0],
    ['always', { dist: 'pert', low: 5, mode: 6, high: 7 }, { dist: 'uniform', low: 1, high: 2 }, 1],
  ])('%s', (_, capability, resistance, chance) => {
    expect(chanceAbove(samplerOf(capability), samplerOf(resistance))).toBeCloseTo(chance, 4);
    const { scenarios } = quantify(one({ frequency: 2, capability, resistance }), { trials: 10, seed: 1 });
    expect(scenarios[0]?.vulnerability).toBeCloseTo(chance, 4);
  });

  test('moves without a jump where capability meets resistance', () => {
    const at = (shift: number) =>
      chanceAbove(
        samplerOf({ dist: 'pert', low: 40 + shift, mode: 50 + shift, high: 60 + shift }),
        samplerOf({ dist: 'pert', low: 40, mode: 50, high: 60 }),
      );
    const chances = Array.from({ length: 401 }, (_, n) => at((n - 200) / 10));
    expect(chances[200]).toBeCloseTo(0.5, 6);
    chances.forEach((chance, n) => {
      const step = chance - (chances[n - 1] ?? 0);
      expect(step).toBeGreaterThanOrEqual(-1e-9);
      expect(step).toBeLessThan(0.01);
    });
  });

  test('decides how many events become losses', () => {
    const document = one({
      frequency: 5,
      capability: { dist: 'uniform', low: 0, high: 10 },
      resistance: { dist: 'uniform', low: 5, high: 10 },
    });
    const { scenarios } = quantify(document, { trials: 200_000, seed: 2 });
    expect(Math.abs((scenarios[0]?.meanEvents ?? 0) - 5 * 0.25)).toBeLessThanOrEqual(Z * Math.sqrt(1.25 / 200_000));
  });
});

test('magnitudes seen are drawn as often as each other', () => {
  const values = [10, 10, 40, 1000];
  const document = one({ frequency: 3, losses: [{ form: 'fines', magnitude: { dist: 'empirical', values } }] });
  const { portfolio } = quantify(document, { trials: 400_000, seed: 5 });
  const squares = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(Math.abs(portfolio.mean - 3 * 265)).toBeLessThanOrEqual(Z * Math.sqrt((3 * squares) / 400_000));
  holdTo(3 * squares, (seed) => quantify(document, { trials: 16_384, seed }).portfolio.sd ** 2);
});

describe('tolerance', () => {
  const document = one({
    frequency: 0.5,
    losses: [{ form: 'response', magnitude: { dist: 'uniform', low: 0, high: 1e5 } }],
  });
  const run = (tolerance: NonNullable<ScenariosDocument['tolerance']>) =>
    quantify({ ...document, tolerance }, { trials: 50_000, seed: 1 });

  test('an amount with a chance: how likely a year loses more', () => {
    const { tolerance } = run({ amount: 0, probability: 0.5 });
    expect(tolerance?.points[0]?.probability).toBeCloseTo(1 - Math.exp(-0.5), 2);
    expect(tolerance).toMatchObject({ isWithin: true, crossings: [] });
    expect(run({ amount: 0, probability: 0.3 }).tolerance?.isWithin).toBe(false);
  });

  test('a line: where the curve of losses crosses it', () => {
    const { tolerance, portfolio } = run([
      [10_000, 0.3],
      [90_000, 0.2],
    ]);
    expect(tolerance?.isWithin).toBe(false);
    expect(tolerance?.crossings).toHaveLength(1);
    const [crossing = 0] = tolerance?.crossings ?? [];
    const after = portfolio.exceedance.filter(([amount]) => amount > crossing).map(([, chance]) => chance);
    const tolerated = 0.3 - (0.1 * (crossing - 10_000)) / 80_000;
    expect(tolerated).toBeGreaterThanOrEqual(Math.max(...after));
    expect(tolerated).toBeLessThanOrEqual(
      Math.min(...portfolio.exceedance.filter(([amount]) => amount < crossing).map(([, chance]) => chance)),
    );
  });

  test('a year that is within it nowhere crosses it nowhere', () => {
    expect(
      run([
        [0, 0.9],
        [1e6, 0.5],
      ]).tolerance,
    ).toMatchObject({ isWithin: true, crossings: [] });
    expect(
      run([
        [0, 0.01],
        [1e4, 0.001],
      ]).tolerance,
    ).toMatchObject({ isWithin: false, crossings: [] });
  });
});

describe('what it is worth to know an input', () => {
  const frequency = { dist: 'pert', low: 0, mode: 1, high: 6 } as const;
  const vulnerability = { dist: 'beta', a: 2, b: 3 } as const;
  const cost = { dist: 'uniform', low: 20, high: 120 } as const;
  const treatments = [
    { id: 'less', cost, applies: [{ scenario: 'a', frequency: 0.4 }] },
    { id: 'closed', cost: 90, applies: [{ scenario: 'a', vulnerability: 0.2 }] },
  ];
  const { information = [] } = quantify(one({ frequency, vulnerability }, { treatments }), { trials: 10, seed: 1 });
  const found = (input: string) => information.find((each) => each.input === input);

  test('its share of the variance is that of Sobol', () => {
    const [f, v] = [samplerOf(frequency), samplerOf(vulnerability)];
    const all = (f.variance + f.mean ** 2) * (v.variance + v.mean ** 2) - (f.mean * v.mean) ** 2;
    expect(found('a.frequency')?.share).toBeCloseTo((f.variance * v.mean ** 2) / all, 3);
    expect(found('a.vulnerability')?.share).toBeCloseTo((v.variance * f.mean ** 2) / all, 3);
    expect(information.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(1);
  });

  test('its value is what brute force finds', () => {
    const [f, v, c] = [draws(frequency, 1, 200_000), draws(vulnerability, 2, 200_000), draws(cost, 3, 200_000)];
    const [often, open, price] = [frequency, vulnerability, cost].map((each) => samplerOf(each).mean) as [
      number,
      number,
      number,
    ];
    const net = (rate: number, chance: number, amount: number) => [
      0,
      100 * rate * chance * 0.6 - amount,
      100 * rate * chance * 0.8 - 90,
    ];
    const best = Math.max(...net(often, open, price));
    const worth = (given: (n: number) => number[]) => {
      let sum = 0;
      for (let n = 0; n < f.length; n++) sum += Math.max(...given(n));
      return sum / f.length - best;
    };
    expect(found('a.frequency')?.value).toBeCloseTo(
      worth((n) => net(f[n] ?? 0, open, price)),
      0,
    );
    expect(found('a.vulnerability')?.value).toBeCloseTo(
      worth((n) => net(often, v[n] ?? 0, price)),
      0,
    );
    expect(found('less.cost')?.value).toBeCloseTo(
      worth((n) => net(often, open, c[n] ?? 0)),
      0,
    );
    expect(found('less.cost')?.share).toBe(0);
  });

  test('with correlated frequencies a share is that of all that is learned', () => {
    const lognormal = { dist: 'lognormal', mu: 0, sigma: 0.5 } as const;
    const scenario = (id: string): Scenario => ({
      id,
      frequency: lognormal,
      losses: [{ form: 'fines', magnitude: 1 }],
    });
    const shareAt = (rho: number) =>
      quantify(
        {
          currency: 'USD',
          scenarios: [scenario('a'), scenario('b')],
          correlation: [
            [1, rho],
            [rho, 1],
          ],
        },
        { trials: 10, seed: 1 },
      ).information?.[0]?.share;
    // E[Y | z] of two lognormals: m (e^(s z - s^2 / 2) + e^(rho s z - rho^2 s^2 / 2)), by the mean and the variance of a lognormal.
    const square = 0.25;
    const exact = (rho: number) =>
      (Math.expm1(square) + Math.expm1(rho * rho * square) + 2 * Math.expm1(rho * square)) /
      (2 * Math.expm1(square) + 2 * Math.expm1(rho * square));
    for (const rho of [0, 0.5, 0.9, -0.5, 1]) expect(shareAt(rho)).toBeCloseTo(exact(rho), 6);
  });

  test('nothing is unknown, nothing is said', () => {
    expect(quantify(one({ frequency: 1 }), { trials: 10, seed: 1 }).information).toBeUndefined();
  });
});

test('what the mean hangs on gives the mean year at both ends', () => {
  const { sensitivity } = quantify(
    one({
      frequency: { dist: 'uniform', low: 0, high: 2 },
      capability: { dist: 'uniform', low: 0, high: 1 },
      resistance: { dist: 'uniform', low: 0, high: 1 },
    }),
    { trials: 10, seed: 1 },
  );
  const ends = Object.fromEntries(sensitivity.map(({ input, low, high }) => [input, [low, high]]));
  const near = (value: number) => expect.closeTo(value, 2);
  expect(ends['a.frequency']).toEqual([near(5), near(95)]);
  expect(ends['a.capability']).toEqual([near(5), near(95)]);
  expect(ends['a.resistance']).toEqual([near(95), near(5)]);
});

describe('a correlation whose numbers contradict each other', () => {
  const impossible = [
    [1, 0.9, -0.9],
    [0.9, 1, 0.9],
    [-0.9, 0.9, 1],
  ];
  const scenario = (id: string): Scenario => ({
    id,
    frequency: { dist: 'uniform', low: 0, high: 2 },
    losses: [{ form: 'fines', magnitude: 1 }],
  });
  const document = { currency: 'USD', scenarios: ['a', 'b', 'c'].map(scenario), correlation: impossible };

  test('is repaired when asked, and the result says what was changed', () => {
    const { correlationRepair } = quantify({ ...document, repair: true }, { trials: 1000, seed: 1 });
    expect(correlationRepair?.changes.map(({ scenarios }) => scenarios)).toHaveLength(3);
    for (const { from, to } of correlationRepair?.changes ?? []) expect(Math.abs(to)).toBeLessThan(Math.abs(from));
    const sum = correlationRepair?.changes.reduce((all, { from, to }) => all + 2 * (to - from) ** 2, 0) ?? 0;
    expect(correlationRepair?.distance).toBeCloseTo(Math.sqrt(sum), 9);
    // By symmetry: the three eigenvalues are 1.9, 1.9 and -0.8, and what is left has correlations of one half.
    for (const { to } of correlationRepair?.changes ?? []) expect(Math.abs(to)).toBeCloseTo(0.5, 6);
  });

  test('is refused otherwise', () => {
    expect(() => quantify(document, { trials: 10, seed: 1 })).toThrow(/^correlation: .*from scenario 3 .*repair: true/);
  });

  test('any becomes one that can be, near to what was asked; one that can be stays', () => {
    const entry = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 28, maxLength: 28 }),
        fc.integer({ min: 2, max: 8 }),
        (entries, size) => {
          let next = 0;
          const table = Array.from({ length: size }, () => Array.from({ length: size }, () => 1));
          for (let row = 0; row < size; row++)
            for (let column = 0; column < row; column++) {
              const value = entries[next++] ?? 0;
              (table[row] ?? [])[column] = value;
              (table[column] ?? [])[row] = value;
            }
          const { values, vectors } = eigenOf(table);
          for (const [n, vector] of vectors.entries())
            for (const [row, given] of table.entries()) {
              const product = given.reduce((sum, value, column) => sum + value * (vector[column] ?? 0), 0);
              expect(product).toBeCloseTo((values[n] ?? 0) * (vector[row] ?? 0), 8);
            }
          const repaired = nearestCorrelation(table);
          expect(mixerOf(repaired, size)).toHaveLength(size);
          if (Math.min(...values) > 0.001)
            for (const [row, given] of table.entries())
              for (const [column, value] of given.entries()) expect(repaired[row]?.[column]).toBeCloseTo(value, 9);
        },
      ),
    );
  });
});

describe('what cannot be is refused with its field', () => {
  const refuse = (document: ScenariosDocument) => () => quantify(document, { trials: 10, seed: 1 });
  const pert = { dist: 'pert', low: 1, mode: 2, high: 3 } as const;

  test.each<[what: string, document: ScenariosDocument, says: RegExp]>([
    [
      'a frequency that may be negative',
      one({ frequency: { dist: 'uniform', low: -0.001, high: 1 } }),
      /^scenarios\[0\]\.frequency: it must not be negative/,
    ],
    [
      'negative contacts',
      one({ contactFrequency: -3, probabilityOfAction: 1 }),
      /^scenarios\[0\]\.contactFrequency: it must not be negative/,
    ],
    [
      'a negative value seen',
      one({ frequency: 1, losses: [{ form: 'fines', magnitude: { dist: 'empirical', values: [1, -1] } }] }),
      /^scenarios\[0\]\.losses\[0\]\.magnitude: it must not be negative/,
    ],
    [
      'amounts beyond numbers',
      one({ frequency: 1, losses: [{ form: 'fines', magnitude: { dist: 'lognormal', mu: 200, sigma: 20 } }] }),
      /^scenarios\[0\]\.losses\[0\]\.magnitude: it reaches amounts/,
    ],
    [
      'two fixed numbers in contest',
      one({ frequency: 1, capability: 5, resistance: { dist: 'constant', value: 5 } }),
      /^scenarios\[0\]\.capability: /,
    ],
    [
      'too many contacts that act',
      one({ contactFrequency: 1e6, probabilityOfAction: 0.5 }),
      /^scenarios\[0\]\.contactFrequency: more than 10000 events/,
    ],
    [
      'a loss in another currency',
      one({ frequency: 1, losses: [{ form: 'fines', magnitude: 1, currency: 'EUR' }] }),
      /^scenarios\[0\]\.losses\[0\]\.currency: it is EUR, and the document counts in USD/,
    ],
    [
      'a cost in another currency',
      one({ frequency: 1 }, { treatments: [{ id: 't', cost: 1, currency: 'CHF', applies: [] }] }),
      /^treatments\[0\]\.currency: it is CHF/,
    ],
    [
      'a negative cost',
      one({ frequency: 1 }, { treatments: [{ id: 't', cost: -1, applies: [] }] }),
      /^treatments\[0\]\.cost: it must not be negative/,
    ],
    [
      'one treatment twice',
      one(
        { frequency: 1 },
        {
          treatments: [
            { id: 't', cost: 1, applies: [] },
            { id: 't', cost: 2, applies: [] },
          ],
        },
      ),
      /^treatments\[1\]\.id: another treatment/,
    ],
    [
      'one scenario twice in a treatment',
      one(
        { frequency: 1 },
        { treatments: [{ id: 't', cost: 1, applies: [{ scenario: 'a' }, { scenario: 'a', frequency: 0 }] }] },
      ),
      /^treatments\[0\]\.applies\[1\]\.scenario: 'a' is named twice/,
    ],
  ])('%s', (_, document, says) => {
    expect(refuse(document)).toThrow(says);
  });

  test.each<[what: string, document: unknown, field: string]>([
    ['no frequency', one({}), 'scenarios.0.frequency'],
    ['both frequencies', one({ frequency: 1, contactFrequency: 1 }), 'scenarios.0.frequency'],
    ['contacts without a chance', one({ contactFrequency: 1 }), 'scenarios.0.probabilityOfAction'],
    [
      'both vulnerabilities',
      one({ frequency: 1, vulnerability: 1, capability: pert, resistance: pert }),
      'scenarios.0.vulnerability',
    ],
    ['capability alone', one({ frequency: 1, capability: pert }), 'scenarios.0.resistance'],
    ['resistance alone', one({ frequency: 1, resistance: pert }), 'scenarios.0.capability'],
    [
      'a small currency',
      one({ frequency: 1, losses: [{ form: 'fines', magnitude: 1, currency: 'eur' }] }),
      'scenarios.0.losses.0.currency',
    ],
    [
      'a chance above 1 tolerated',
      one({ frequency: 1 }, { tolerance: { amount: 1, probability: 2 } }),
      'tolerance.probability',
    ],
    [
      'a line that turns back',
      one(
        { frequency: 1 },
        {
          tolerance: [
            [5, 0.1],
            [1, 0.05],
          ],
        },
      ),
      'tolerance',
    ],
    [
      'a line that rises',
      one(
        { frequency: 1 },
        {
          tolerance: [
            [1, 0.1],
            [5, 0.5],
          ],
        },
      ),
      'tolerance',
    ],
    ['an infinite frequency', one({ frequency: Number.POSITIVE_INFINITY }), 'scenarios.0.frequency'],
    ['no number', one({ frequency: Number.NaN }), 'scenarios.0.frequency'],
    ['a range turned round', one({ frequency: { dist: 'pert', low: 3, mode: 2, high: 1 } }), 'scenarios.0.frequency'],
    ['p05 above p95', one({ frequency: { dist: 'lognormal', p05: 3, p95: 2 } }), 'scenarios.0.frequency'],
    ['no values seen', one({ frequency: { dist: 'empirical', values: [] } }), 'scenarios.0.frequency.values'],
    [
      'a negative factor',
      one({ frequency: 1 }, { treatments: [{ id: 't', cost: 1, applies: [{ scenario: 'a', frequency: -1 }] }] }),
      'treatments.0.applies.0.frequency',
    ],
  ])('by its shape: %s', (_, document, field) => {
    const { error } = loss.scenariosDocument.safeParse(document);
    expect(error?.issues.map(({ path }) => path.join('.'))).toContain(field);
  });

  test.each<[what: string, scenario: Partial<Scenario>, mean: number]>([
    ['low, mode and high the same', { frequency: { dist: 'pert', low: 2, mode: 2, high: 2 } }, 200],
    ['a zero frequency', { frequency: 0 }, 0],
    ['a zero Poisson frequency', { frequency: { dist: 'poisson', mean: 0 } }, 0],
    ['contacts that never act', { contactFrequency: 50, probabilityOfAction: 0 }, 0],
    ['no losses', { frequency: 3, losses: [] }, 0],
    ['a lognormal without spread', { frequency: { dist: 'lognormal', p05: 3, p95: 3 } }, 300],
  ])('what can be is taken: %s', (_, scenario, mean) => {
    const document = one(scenario);
    expect(loss.scenariosDocument.safeParse(document).success).toBe(true);
    const { portfolio } = quantify(document, { trials: 100_000, seed: 1 });
    expect(Math.abs(portfolio.mean - mean)).toBeLessThanOrEqual(Z * Math.sqrt((mean * 100) / 100_000));
  });
});
