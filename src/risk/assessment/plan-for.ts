// A plan for another budget or horizon than the one that is stated, in full (`dosimeter.plan/1`).
import type { PlanDocument, RiskInputs } from '#contracts/index.ts';
import { plan } from '../plan/plan.ts';
import { planOptions, withBarred } from './assess-risk.ts';
import { standingAfter, workedOut } from './plan-intervals.ts';
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
  const found = withBarred(plan(prepared.model, planOptions(asked, prepared.model)), prepared);
  const done = found.chosen.flatMap(({ action }) => prepared.actions.get(action) ?? []);
  return workedOut(prepared, found, standingAfter(prepared, done));
}
