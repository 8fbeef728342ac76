// Claims about correlated frequencies: each keeps its own distribution, and they move together as wanted.
import { expect, test } from 'vitest';
import type { Distribution } from '#contracts/index.ts';
import { quantify } from '../index.ts';
import { samplerOf } from './distribution.ts';
import { holdTo } from './held-to.ts';
import { modelOf } from './model.ts';
import { drawFrequencies } from './years.ts';

const Z = 4.5;
const MANY = 1_000_000;

/** The rank of each, from 0 on; none is there twice, or nearly none. */
function ranksOf(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  return values.map((value) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

test('correlated frequencies keep their own distribution, and move together as wanted', () => {
  const frequency = { dist: 'lognormal', mu: 3, sigma: 0.5 } as const;
  const scenario = (id: string) => ({ id, frequency, losses: [{ form: 'response' as const, magnitude: 1 }] });
  const { mean, variance } = samplerOf(frequency);
  for (const rho of [0, 0.8]) {
    const document = {
      currency: 'USD',
      scenarios: [scenario('a'), scenario('b')],
      correlation: [
        [1, rho],
        [rho, 1],
      ],
    };
    const runs = new Map<number, ReturnType<typeof quantify>>();
    const runOf = (seed: number) => {
      const run = runs.get(seed) ?? quantify(document, { trials: 16_384, seed });
      runs.set(seed, run);
      return run;
    };
    for (const each of [0, 1]) {
      holdTo(mean, (seed) => runOf(seed).scenarios[each]?.mean ?? 0);
      holdTo(variance + mean, (seed) => (runOf(seed).scenarios[each]?.sd ?? 0) ** 2);
    }
    // Covariance of two lognormals: mean^2 (exp(rho sigma^2) - 1).
    const covariance = mean * mean * Math.expm1(rho * 0.25);
    holdTo(2 * (variance + mean) + 2 * covariance, (seed) => runOf(seed).portfolio.sd ** 2);
  }
});

test.each([
  [0.8, 1],
  [-0.6, 20_261_127],
  [0.3, 2 ** 40 + 7],
  [0, 11],
])('a correlation of %d, seed %d, is the rank correlation 6/pi asin(rho/2) in a million years', (rho, seed) => {
  const [first, second] = [
    { dist: 'lognormal', mu: 3, sigma: 0.5 },
    { dist: 'pert', low: 0, mode: 1, high: 9 },
  ] as const;
  const scenario = (id: string, frequency: Distribution) => ({
    id,
    frequency,
    losses: [{ form: 'response' as const, magnitude: 1 }],
  });
  const model = modelOf({
    currency: 'USD',
    scenarios: [scenario('a', first), scenario('b', second)],
    correlation: [
      [1, rho],
      [rho, 1],
    ],
  });
  const size = 4000;
  const years = [new Float64Array(MANY), new Float64Array(MANY)];
  for (let block = 0; block < MANY / size; block++) {
    const drawn = years.map((all) => all.subarray(block * size, (block + 1) * size));
    drawFrequencies(model, model.scenarios, { seed, block, years: size, drawn });
  }
  const [ranks = [], others = []] = years.map(ranksOf);
  let squares = 0;
  for (let n = 0; n < MANY; n++) squares += ((ranks[n] ?? 0) - (others[n] ?? 0)) ** 2;
  const spearman = 1 - (6 * squares) / (MANY * (MANY * MANY - 1));
  // Kruskal 1958; its error by Bonett and Wright 2000.
  const wanted = (6 / Math.PI) * Math.asin(rho / 2);
  const error = (1 - wanted ** 2) * Math.sqrt((1 + wanted ** 2 / 2) / MANY);
  expect(Math.abs(spearman - wanted)).toBeLessThanOrEqual(Z * error);
});
