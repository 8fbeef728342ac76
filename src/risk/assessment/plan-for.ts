// A plan for another budget or horizon than the one that is stated, in full (`dosimeter.plan/1`).
import type { PlanDocument, RiskInputs } from '#contracts/index.ts';
import { quantify } from '../loss/quantify.ts';
import { plan } from '../plan/plan.ts';
import { ACTION_YEARS, documentOf, planOptions, withBarred } from './assess-risk.ts';
import { Leaves } from './plan-intervals.ts';
import { prepare } from './prepared.ts';

/** The best actions of a site within a budget (null: no limit) and a horizon in days. */
export function planFor(
  inputs: RiskInputs,
  given: { readonly budget?: number | undefined; readonly horizonDays?: number | undefined },
  progress: (done: number, what: string) => void = () => undefined,
): PlanDocument {
  const { budget = inputs.settings.budget, horizonDays = inputs.settings.horizonDays } = given;
  const asked = { ...inputs, settings: { ...inputs.settings, budget, horizonDays } };
  const prepared = prepare(asked, progress);
  const { model, cases, now } = prepared;
  const found = withBarred(plan(model, planOptions(asked)), prepared);
  const leaves = new Leaves(model, found);
  const years = quantify(documentOf(asked, cases, now, leaves.treatments), {
    trials: Math.min(inputs.trials, ACTION_YEARS),
    seed: inputs.seed,
    withInformation: false,
  });
  return leaves.within(years);
}
