// Plans beside a mixed-integer solver (HiGHS), which proves how little can be left at all. Sizes that it solves within seconds.
import { expect, test } from 'vitest';
import { plan } from '#risk/index.ts';
import { provenLeast } from '../bench/peers/plan-highs.ts';
import { randomPlan } from '../bench/support/random-plan.ts';

const HORIZON_DAYS = 365;

test.each([2, 3, 5, 6])('within 1 % of what is proven, model %s', async (seed) => {
  const model = randomPlan({ actions: 40, scenarios: 8, seed });
  const budget = Math.round(model.actions.reduce((sum, { cost }) => sum + cost, 0) / 8);
  const found = plan(model, { budget, horizonDays: HORIZON_DAYS, harmFirst: false });
  const proven = await provenLeast(model, { budget, horizonDays: HORIZON_DAYS, seconds: 60 });
  expect(found.after.spend).toBeLessThanOrEqual(budget * (1 + 1e-12));
  expect(proven.best / proven.bound).toBeLessThan(1.002);
  expect(found.after.total).toBeLessThanOrEqual(proven.bound * 1.01);
  // Nothing is below a proof.
  expect(found.after.total).toBeGreaterThanOrEqual(proven.bound * (1 - 1e-6));
});
