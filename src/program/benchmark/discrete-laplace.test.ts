// The noise is the discrete Laplace distribution, and one client more or less changes the chance of any answer by exp(epsilon) at most.
import { expect, test } from 'vitest';
import { exp, seededRandom } from '#kit/index.ts';
import { discreteLaplace, discreteLaplaceChance, noiseReach, noiseVariance } from './discrete-laplace.ts';

const EPSILONS = [0.1, 0.5, 1, 2];
const DRAWS = 30_000;

test.each(EPSILONS)(
  'epsilon %d: from zero outwards each chance is exp(-epsilon) of the one before, and all are 1',
  (epsilon) => {
    let sum = discreteLaplaceChance(0, epsilon);
    let squares = 0;
    for (let k = 0; k < 400; k++) {
      const [here, next] = [discreteLaplaceChance(k, epsilon), discreteLaplaceChance(k + 1, epsilon)];
      // Further out the numbers themselves run out of digits.
      if (k < 40) expect(here / next / exp(epsilon)).toBeCloseTo(1, 9);
      expect(discreteLaplaceChance(-k, epsilon)).toBe(here);
      sum += 2 * next;
      squares += 2 * next * (k + 1) ** 2;
    }
    expect(sum).toBeCloseTo(1, 9);
    expect(squares).toBeCloseTo(noiseVariance(epsilon), 6);
  },
);

test.each(EPSILONS)('epsilon %d: the draws have its mean, its variance and its chances', (epsilon) => {
  const random = seededRandom(7, Math.round(epsilon * 10));
  const draws = Array.from({ length: DRAWS }, () => discreteLaplace(epsilon, random));
  const variance = noiseVariance(epsilon);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / DRAWS;
  // Five standard deviations of the mean.
  expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / DRAWS));
  const spread = draws.reduce((sum, draw) => sum + draw * draw, 0) / DRAWS;
  expect(Math.abs(spread / variance - 1)).toBeLessThan(0.1);
  for (let k = -3; k <= 3; k++) {
    const chance = discreteLaplaceChance(k, epsilon);
    const seen = draws.filter((draw) => draw === k).length / DRAWS;
    expect(Math.abs(seen - chance), `${k}`).toBeLessThan(5 * Math.sqrt((chance * (1 - chance)) / DRAWS));
  }
});

test('an epsilon that is no fraction of thousandths is a mistake of ours', () => {
  for (const epsilon of [0, -1, 0.0005, Number.NaN]) {
    expect(() => discreteLaplace(epsilon, seededRandom(1)), `${epsilon}`).toThrow(RangeError);
  }
});

test.each(EPSILONS)('epsilon %d: sums of draws stay within the reach that is told in 95 of 100 cases', (epsilon) => {
  const REST = 250;
  const one = Array.from({ length: 2 * REST + 1 }, (_, at) => discreteLaplaceChance(at - REST, epsilon));
  let sum = one;
  for (let parts = 1; parts <= 6; parts++) {
    const reach = noiseReach(noiseVariance(epsilon) * parts);
    const within = sum.filter((_, at) => Math.abs(at - REST) <= reach).reduce((all, chance) => all + chance, 0);
    expect(within, `${parts} together`).toBeGreaterThan(0.95);
    sum = sum.map((_, at) => one.reduce((all, chance, step) => all + chance * (sum[at - (step - REST)] ?? 0), 0));
  }
});
