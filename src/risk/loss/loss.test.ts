// Claims about the arithmetic of losses: distributions against closed forms and published tables, simulated years against the moments of
// the compound Poisson, reproducibility, and what is refused. Simulated figures are held to a z-score of 4.5 (one false alarm in 150,000).
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Distribution, loss, type ScenariosDocument } from '#contracts/index.ts';
import { sha256 } from '#kit/index.ts';
import { quantify } from '../index.ts';
import { betaBelow, betaQuantile, logGamma } from './beta.ts';
import { mixerOf } from './copula.ts';
import { type Sampler, samplerOf } from './distribution.ts';
import { holdTo } from './held-to.ts';
import { normalBelow, normalQuantile } from './normal.ts';
import { fillCounts, poissonQuantile } from './poisson.ts';
import { type Stream, streamOf } from './stream.ts';
import { quantile, summaryOf } from './summary.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const RISKQUANT = path.join(SHARED, 'suites/fair/riskquant/cases.json');
const Z = 4.5;
const SEEDS = [1, 20_261_127, 2 ** 40 + 7];
/** Draws from a distribution. */
const MANY = 1_000_000;

/** Mean and standard error of a sample. */
function sampleOf(draws: ArrayLike<number>) {
  let [mean, squares] = [0, 0];
  const count = draws.length;
  for (let n = 1; n <= count; n++) {
    const value = draws[n - 1] ?? Number.NaN;
    const off = value - mean;
    mean += off / n;
    squares += off * (value - mean);
  }
  return { mean, variance: squares / (count - 1), error: Math.sqrt(squares / (count - 1) / count) };
}

/** So many draws. */
function drawsOf(sampler: Sampler, count: number, stream: Stream): Float64Array {
  const draws = new Float64Array(count);
  sampler.fill(stream, draws, count);
  return draws;
}

describe('functions against published values', () => {
  // Abramowitz and Stegun, tables 26.1 and 26.5; Wichura's own check values for AS 241.
  test.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
    [0.975, 1.959963984540054],
  ])('normal quantile of %s', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 12);
    if (p > 1e-10) expect(normalBelow(z)).toBeCloseTo(p, 14);
  });

  test.each([
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [1, 0],
    [10, Math.log(362_880)],
    [171, 706.573062245787],
  ])('logarithm of gamma at %s', (x, value) => expect(logGamma(x)).toBeCloseTo(value, 10));

  test('a beta with whole parameters is a sum of binomial chances (Abramowitz and Stegun, 26.5.24)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (a, b, x) => {
          let sum = 0;
          const n = a + b - 1;
          for (let k = a; k <= n; k++)
            sum += Math.exp(
              logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(x) + (n - k) * Math.log(1 - x),
            );
          expect(betaBelow(x, a, b)).toBeCloseTo(sum, 9);
          expect(betaBelow(betaQuantile(x, a, b), a, b)).toBeCloseTo(x, 9);
        },
      ),
    );
  });

  test('a Poisson quantile is the least count with that share at or below it', () => {
    for (const mean of [0.3, 4, 40, 400]) {
      for (const p of [0.001, 0.05, 0.5, 0.95, 0.999]) {
        const below = (most: number) => {
          let sum = 0;
          for (let k = 0; k <= most; k++) sum += Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
          return sum;
        };
        const count = poissonQuantile(p, mean);
        expect(below(count)).toBeGreaterThanOrEqual(p - 1e-9);
        expect(below(count - 1)).toBeLessThan(p + 1e-9);
      }
    }
  });
});

describe.each<Distribution>([
  3,
  { dist: 'uniform', low: -2, high: 5 },
  { dist: 'pert', low: 1, mode: 2, high: 9 },
  { dist: 'pert', low: 0, mode: 0, high: 9, lambda: 1 },
  { dist: 'pert', low: 4, mode: 4, high: 4 },
  { dist: 'lognormal', p05: 10, p95: 100 },
  { dist: 'lognormal', mu: 1, sigma: 0.8 },
  { dist: 'beta', a: 2, b: 7 },
  { dist: 'beta', a: 0.3, b: 0.2 },
  { dist: 'poisson', mean: 0.7 },
  { dist: 'poisson', mean: 35 },
])('%j', (given) => {
  const sampler = samplerOf(given);

  test.each(SEEDS)('draws have its mean and variance, seed %s', (seed) => {
    const sample = sampleOf(drawsOf(sampler, MANY, streamOf(seed, 1)));
    expect(Math.abs(sample.mean - sampler.mean)).toBeLessThanOrEqual(Z * sample.error + 1e-12);
    const squares = sampleOf(drawsOf(sampler, MANY, streamOf(seed, 2)).map((draw) => (draw - sampler.mean) ** 2));
    expect(Math.abs(squares.mean - sampler.variance)).toBeLessThanOrEqual(Z * squares.error + 1e-12);
  });

  test('draws fall below its quantiles as often as they should', () => {
    const draws = drawsOf(sampler, MANY, streamOf(7, 3));
    for (const p of [1e-5, 0.001, 0.05, 0.3, 0.5, 0.95, 0.999, 1 - 1e-5]) {
      const at = sampler.quantile(p);
      let [below, upTo] = [0, 0];
      for (const draw of draws) {
        if (draw < at) below += 1 / MANY;
        if (draw <= at) upTo += 1 / MANY;
      }
      const error = Z * Math.sqrt((p * (1 - p)) / draws.length);
      expect(below).toBeLessThanOrEqual(p + error);
      expect(upTo).toBeGreaterThanOrEqual(p - error);
      const byScore = Float64Array.of(normalQuantile(p));
      sampler.fromScores(byScore, 1);
      expect(Math.abs((byScore[0] ?? 0) - at)).toBeLessThanOrEqual(1e-4 * Math.abs(at) + 1e-4);
    }
  });
});

test.each([0.01, 3, 9.99, 10, 200, 5_000])('counts with the mean %s have it, and the same variance', (mean) => {
  const counts = new Int32Array(200_000);
  const all = fillCounts(streamOf(11, mean * 100), new Float64Array(200_000).fill(mean), counts, 200_000);
  const sample = sampleOf(counts);
  expect(all).toBe(counts.reduce((sum, count) => sum + count, 0));
  expect(Math.abs(sample.mean - mean)).toBeLessThanOrEqual(Z * Math.sqrt(mean / 200_000));
  // The variance of the variance of a Poisson: (mean + 2 mean^2) / n.
  expect(Math.abs(sample.variance - mean)).toBeLessThanOrEqual(Z * Math.sqrt((mean + 2 * mean * mean) / 200_000));
});

test.each([0.05, 0.1, 0.3])(
  'three events and more in a year come as often as a Poisson of mean %s has them',
  (mean) => {
    const count = 4_000_000;
    const counts = new Int32Array(count);
    fillCounts(streamOf(12, mean * 100), new Float64Array(count).fill(mean), counts, count);
    const many = counts.reduce((sum, events) => sum + (events >= 3 ? 1 : 0), 0);
    const expected = count * (1 - Math.exp(-mean) * (1 + mean + mean ** 2 / 2));
    expect(Math.abs(many - expected)).toBeLessThanOrEqual(Z * Math.sqrt(expected));
  },
);

/** A document with one scenario. */
function one(
  scenario: Partial<ScenariosDocument['scenarios'][number]>,
  more: Partial<ScenariosDocument> = {},
): ScenariosDocument {
  return {
    currency: 'USD',
    scenarios: [{ id: 'a', frequency: 1, losses: [{ form: 'response', magnitude: 1 }], ...scenario }],
    ...more,
  };
}

/** The chance that n uniforms on 0 to 1 come to more than x. */
function uniformsAbove(x: number, n: number): number {
  if (x >= n) return 0;
  let sum = 0;
  for (let k = 0, term = 1; k <= x; term = (-term * (n - k)) / ++k) sum += term * (x - k) ** n;
  for (let k = 2; k <= n; k++) sum /= k;
  return 1 - sum;
}

describe('years of losses', () => {
  const magnitude = { dist: 'lognormal', mu: 9, sigma: 0.6 } as const;

  test.each(SEEDS)('have the mean and the variance of the compound Poisson, seed %s', (seed) => {
    const trials = 1_000_000;
    const { portfolio, scenarios } = quantify(one({ frequency: 2.5, losses: [{ form: 'response', magnitude }] }), {
      trials,
      seed,
    });
    const { mean, variance } = samplerOf(magnitude);
    // Klugman, Panjer and Willmot (2012), 9.3: mean = rate E[X], variance = rate E[X^2].
    const expected = Math.sqrt(2.5 * (variance + mean * mean));
    expect(Math.abs(portfolio.mean - 2.5 * mean)).toBeLessThanOrEqual((Z * expected) / Math.sqrt(trials));
    // The variance of the variance: fourth cumulant rate E[X^4], of a lognormal exp(4 mu + 8 sigma^2).
    const fourth = 2.5 * Math.exp(4 * 9 + 8 * 0.36) + 3 * expected ** 4;
    const error = Math.sqrt((fourth - expected ** 4) / trials);
    expect(Math.abs(portfolio.sd ** 2 - expected ** 2)).toBeLessThanOrEqual(Z * error);
    expect(Math.abs(portfolio.probabilityOfAnyLoss - (1 - Math.exp(-2.5)))).toBeLessThanOrEqual(
      Z * Math.sqrt(0.08 / trials),
    );
    expect(Math.abs((scenarios[0]?.meanEvents ?? 0) - 2.5)).toBeLessThanOrEqual(Z * Math.sqrt(2.5 / trials));
  });

  test('an uncertain frequency and vulnerability multiply in the mean and add to the spread', () => {
    const [frequency, vulnerability] = [
      { dist: 'pert', low: 0, mode: 1, high: 6 },
      { dist: 'beta', a: 2, b: 3 },
    ] as const;
    const document = one({ frequency, vulnerability, losses: [{ form: 'fines', magnitude: 100, probability: 0.25 }] });
    const { portfolio } = quantify(document, { trials: 400_000, seed: 5 });
    const [often, open] = [samplerOf(frequency), samplerOf(vulnerability)];
    const rate = often.mean * open.mean;
    const rateVariance = (often.variance + often.mean ** 2) * (open.variance + open.mean ** 2) - rate * rate;
    // Of the compound: E[N] Var[X] + Var[N] E[X]^2 with X = 100 in a quarter of the events, Var[N] = rate + its own variance.
    const variance = rate * 0.25 * 0.75 * 1e4 + (rate + rateVariance) * 625;
    expect(Math.abs(portfolio.mean - rate * 25)).toBeLessThanOrEqual(Z * Math.sqrt(variance / 400_000));
    holdTo(variance, (seed) => quantify(document, { trials: 16_384, seed }).portfolio.sd ** 2);
  });

  test('of one kind of event lose more than an amount as often as worked out', () => {
    const rate = 0.2;
    const { portfolio } = quantify(
      one({ frequency: rate, losses: [{ form: 'response', magnitude: { dist: 'uniform', low: 0, high: 1000 } }] }),
      { trials: 1_000_000, seed: 3 },
    );
    // P(L > x) = sum over n of P(N = n) P(X1 + .. + Xn > x), a sum of uniforms (Irwin 1927, Hall 1927).
    for (const [amount, chance] of portfolio.exceedance) {
      let exact = 0;
      for (let n = 1, events = Math.exp(-rate) * rate; n <= 8; events *= rate / ++n)
        exact += events * uniformsAbove(amount / 1000, n);
      expect(Math.abs(chance - exact)).toBeLessThanOrEqual(Z * Math.sqrt((exact * (1 - exact)) / 1_000_000) + 1e-6);
    }
  });

  test('secondary losses are a chance of each event times their amount, then added up', () => {
    const losses = [
      { form: 'response', magnitude: 10 },
      { form: 'fines', magnitude: 1000, probability: 0.1 },
    ] as const;
    const { portfolio } = quantify(one({ frequency: 4, losses: [...losses] }), { trials: 200_000, seed: 8 });
    expect(Math.abs(portfolio.mean - 4 * (10 + 100))).toBeLessThanOrEqual(
      Z * Math.sqrt((4 * (100 + 2 * 1000 + 1e5)) / 200_000),
    );
  });

  test('are continuous in the vulnerability, also near 0 and 1', () => {
    const meanAt = (vulnerability: number) =>
      quantify(one({ frequency: 3, vulnerability, losses: [{ form: 'response', magnitude: 100 }] }), {
        trials: 100_000,
        seed: 2,
      }).portfolio.mean;
    for (const v of [0, 0.001, 0.5, 0.999, 1])
      expect(Math.abs(meanAt(v) - 300 * v)).toBeLessThanOrEqual(Z * Math.sqrt((3 * v * 1e4) / 100_000));
    expect(meanAt(-0.5)).toBe(0);
    expect(meanAt(1.5)).toBe(meanAt(1));
  });

  test('a treatment saves its share of the mean, less what it costs', () => {
    const applies = [{ scenario: 'a', frequency: 0.5, magnitude: 0.6 }];
    const treatments = [
      { id: 'half', cost: 50, applies },
      { id: 'worse', cost: 0, applies: [{ scenario: 'a', frequency: 1.5 }] },
      { id: 'elsewhere', cost: 7, applies: [] },
    ];
    const frequency = { dist: 'pert', low: 1, mode: 2, high: 6 } as const;
    const { portfolio, treatments: results } = quantify(
      one({ frequency, losses: [{ form: 'response', magnitude }] }, { treatments }),
      { trials: 300_000, seed: 6 },
    );
    const [half, worse, elsewhere] = results;
    const year = samplerOf(frequency).mean * samplerOf(magnitude).mean;
    expect((half?.meanReduction ?? 0) / (0.7 * year)).toBeCloseTo(1, 2);
    expect(half?.netBenefit).toBe((half?.meanReduction ?? 0) - 50);
    expect((worse?.meanReduction ?? 0) / (-0.5 * year)).toBeCloseTo(1, 2);
    expect(elsewhere).toEqual({
      id: 'elsewhere',
      meanReduction: 0,
      cost: 7,
      netBenefit: -7,
      reductionInterval: [0, 0],
    });
    const [low, high] = half?.reductionInterval ?? [0, 0];
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(half?.meanReduction ?? 0);
    expect(high).toBeGreaterThan(half?.meanReduction ?? 0);
    // The untreated year errs by less than a two-hundredth in so many years.
    expect(portfolio.mean / year).toBeCloseTo(1, 2);
  });

  test('what the mean hangs on comes first', () => {
    const document = one({
      frequency: { dist: 'uniform', low: 1, high: 3 },
      vulnerability: { dist: 'uniform', low: 0.49, high: 0.51 },
      losses: [{ form: 'response', magnitude: { dist: 'lognormal', p05: 100, p95: 10_000 }, probability: 0.5 }],
    });
    const { sensitivity } = quantify(document, { trials: 10, seed: 1 });
    expect(sensitivity.map(({ input }) => input)).toEqual(['a.losses[0].magnitude', 'a.frequency', 'a.vulnerability']);
    expect(sensitivity[0]?.swing).toBeCloseTo(2 * 0.5 * 0.5 * 9_900, 3);
    expect(sensitivity[1]?.swing).toBeCloseTo(
      1.8 * 0.5 * 0.5 * samplerOf({ dist: 'lognormal', p05: 100, p95: 10_000 }).mean,
      3,
    );
  });

  test('the same seed gives the same bytes, another seed others', () => {
    const document = one({
      frequency: { dist: 'pert', low: 0, mode: 1, high: 5 },
      losses: [{ form: 'response', magnitude }],
    });
    const run = (seed: number, trials = 10_000) => JSON.stringify(quantify(document, { trials, seed }));
    expect(run(9)).toBe(run(9));
    expect(run(9)).not.toBe(run(10));
    expect(run(2 ** 32 + 9)).not.toBe(run(9));
  });

  // Another version of Node or another machine must come to these bytes. A change of the model changes them, too: then write the new ones here.
  test('the bytes of a seed are the same everywhere', () => {
    const document: ScenariosDocument = {
      currency: 'USD',
      scenarios: [
        {
          id: 'a',
          frequency: { dist: 'pert', low: 0, mode: 1, high: 40 },
          vulnerability: { dist: 'beta', a: 0.5, b: 2 },
          losses: [{ form: 'response', magnitude, probability: { dist: 'uniform', low: 0, high: 1 } }],
        },
        {
          id: 'b',
          frequency: { dist: 'poisson', mean: 3 },
          losses: [{ form: 'fines', magnitude: { dist: 'empirical', values: [1, 20, 300] } }],
        },
      ],
      correlation: [
        [1, 0.4],
        [0.4, 1],
      ],
      treatments: [{ id: 't', cost: 5, applies: [{ scenario: 'a', vulnerability: 0.5, frequency: 1.5 }] }],
    };
    const all = JSON.stringify(quantify(document, { trials: 20_000, seed: 12 }));
    expect(sha256(all)).toBe('39260b06677d6c12f62cb75113e9cb0a3398305125186477e5a8bf5070a99366');
  });

  test('nothing that happens costs nothing', () => {
    const { portfolio } = quantify(one({ frequency: 0 }), { trials: 1000, seed: 1 });
    expect(portfolio).toMatchObject({
      mean: 0,
      sd: 0,
      probabilityOfAnyLoss: 0,
      expectedShortfall95: 0,
      exceedance: [[0, 0]],
    });
  });
});

describe.skipIf(!existsSync(RISKQUANT))("the cases of Netflix's riskquant", () => {
  const cases = existsSync(RISKQUANT)
    ? JSON.parse(readFileSync(RISKQUANT, 'utf8'))
    : { simple_loss: [], lognormal_mean: [] };

  test.each<{ p: number; low: number; high: number; annualized_loss?: number }>(cases.simple_loss)(
    '%j',
    ({ p, low, high, annualized_loss: wanted }) => {
      const mean = p * samplerOf({ dist: 'lognormal', p05: low, p95: high }).mean;
      if (wanted !== undefined) expect(mean / wanted).toBeCloseTo(1, 9);
    },
  );

  test.each<{ low: number; high: number; mean: number }>(cases.lognormal_mean)('%j', ({ low, high, mean }) => {
    expect(samplerOf({ dist: 'lognormal', p05: low, p95: high }).mean / mean).toBeCloseTo(1, 9);
  });
});

describe('what cannot be is refused with the name of the field', () => {
  test.each<[what: string, document: ScenariosDocument, says: RegExp]>([
    ['a negative frequency', one({ frequency: -1 }), /^scenarios\[0\]\.frequency: it must not be negative/],
    [
      'a negative loss',
      one({ losses: [{ form: 'fines', magnitude: { dist: 'uniform', low: -5, high: 5 } }] }),
      /^scenarios\[0\]\.losses\[0\]\.magnitude/,
    ],
    ['too many events', one({ frequency: 20_000 }), /^scenarios\[0\]\.frequency: more than 10000 events/],
    [
      'one id twice',
      { currency: 'USD', scenarios: [...one({}).scenarios, ...one({}).scenarios] },
      /^scenarios\[1\]\.id/,
    ],
    [
      'an unknown scenario',
      one({}, { treatments: [{ id: 't', cost: 1, applies: [{ scenario: 'b' }] }] }),
      /^treatments\[0\]\.applies\[0\]\.scenario/,
    ],
    [
      'too many events by a treatment',
      one({ frequency: 9_000 }, { treatments: [{ id: 't', cost: 1, applies: [{ scenario: 'a', frequency: 1.2 }] }] }),
      /^treatments\[0\]\.applies\[0\]\.frequency: with it 'a' has more than 10000 events a year/,
    ],
    ['a table of the wrong size', one({}, { correlation: [[1, 0]] }), /^correlation: write 1 rows/],
  ])('%s', (_, document, says) => {
    expect(() => quantify(document, { trials: 100, seed: 1 })).toThrow(says);
  });

  test.each([
    [
      [
        [1, 0.9, -0.9],
        [0.9, 1, 0.9],
        [-0.9, 0.9, 1],
      ],
      /contradict each other from scenario 3/,
    ],
    [
      [
        [1, 1, 0],
        [1, 1, 0.5],
        [0, 0.5, 1],
      ],
      /contradict each other/,
    ],
    [
      [
        [1, 0.5],
        [0.4, 1],
      ],
      /correlation\[1\]\[0\]: it differs/,
    ],
    [
      [
        [2, 0],
        [0, 1],
      ],
      /correlation\[0\]\[0\]/,
    ],
  ])('the correlation %j', (correlation, says) => {
    expect(() => mixerOf(correlation, correlation.length)).toThrow(says);
  });

  test('a correlation that can be is mixed back from its parts', () => {
    const wanted = [
      [1, 0.5, 0.2],
      [0.5, 1, -0.1],
      [0.2, -0.1, 1],
    ];
    const mixer = mixerOf(wanted, 3);
    for (const [i, row] of wanted.entries()) {
      for (const [j, value] of row.entries()) {
        const sum = [0, 1, 2].reduce((all, k) => all + (mixer[i]?.[k] ?? 0) * (mixer[j]?.[k] ?? 0), 0);
        expect(sum).toBeCloseTo(value, 12);
      }
    }
    expect(
      mixerOf(
        [
          [1, 1],
          [1, 1],
        ],
        2,
      )[1],
    ).toEqual(Float64Array.from([1, 0]));
  });

  test.each([
    ['low above high', { dist: 'uniform', low: 2, high: 1 }],
    ['a mode outside', { dist: 'pert', low: 1, mode: 5, high: 4 }],
    ['infinity', { dist: 'constant', value: Number.POSITIVE_INFINITY }],
    ['no number', Number.NaN],
    ['an unknown distribution', { dist: 'cauchy', x: 1 }],
    ['a field too many', { dist: 'beta', a: 1, b: 1, c: 1 }],
  ])('%s', (_, given) => {
    expect(loss.distribution.safeParse(given).success).toBe(false);
  });
});

test('figures of years are those of all of them sorted', () => {
  const loss = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    fc.constantFrom(7, 1e6),
    // Less than 1e-307 counts as nothing.
    fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => (value < 1e-300 ? 0 : value)),
    fc.double({ min: 1000, max: 1000.1, noNaN: true }),
    fc.constantFrom(1e-300, 1e120),
  );
  fc.assert(
    fc.property(fc.array(loss, { minLength: 1, maxLength: 400 }), fc.constantFrom(1, 30), (some, times) => {
      const losses = Float64Array.from(Array.from({ length: times }, () => some).flat());
      const sorted = losses.toSorted();
      const years = losses.length;
      const summary = summaryOf(losses);
      for (const [p, value] of Object.entries(summary.quantiles)) expect(value).toBe(quantile(sorted, Number(p)));
      const above = (value: number) => sorted.filter((each) => each > value).length / years;
      expect(summary.probabilityOfAnyLoss).toBe(above(0));
      for (const [value, chance] of summary.exceedance) expect(chance).toBe(above(value));
      for (const chance of [0.95, 0.04, 0.001].filter((each) => each * years >= 1)) {
        const value = quantile(sorted, 1 - chance);
        if (value > 0) expect(summary.exceedance.map(([at]) => at)).toContain(value);
      }
      const worst = sorted.subarray(years - Math.max(1, Math.round(years * 0.05)));
      const shortfall = worst.reduce((sum, value) => sum + value / worst.length, 0);
      expect(Math.abs(summary.expectedShortfall95 - shortfall)).toBeLessThanOrEqual(1e-12 * shortfall + 1e-300);
      expect(losses.toSorted()).toEqual(sorted);
      expect(summaryOf(losses)).toEqual(summary);
    }),
    { numRuns: 300 },
  );
});

test('figures of years: quantiles between values, the worst twentieth, and a curve that falls', () => {
  const summary = summaryOf(Float64Array.from({ length: 100 }, (_, n) => 99 - n));
  const wanted = { '0.05': 4.95, '0.5': 49.5, '0.9': 89.1, '0.95': 94.05, '0.99': 98.01 } as const;
  for (const key of ['0.05', '0.5', '0.9', '0.95', '0.99'] as const)
    expect(summary.quantiles[key]).toBeCloseTo(wanted[key], 9);
  expect(summary.expectedShortfall95).toBe(97);
  expect(summary.probabilityOfAnyLoss).toBe(0.99);
  const chances = summary.exceedance.map(([, chance]) => chance);
  expect(chances).toEqual(chances.toSorted((a, b) => b - a));
});
