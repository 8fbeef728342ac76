// What a step costs and how long it takes at a site: as it was stated for this step, or for its kind, or the default in the currency of the site.
import type { RiskSettings, StepKind } from '#contracts/index.ts';
import { type Effort, KINDS_OF_STEP } from './action-costs.data.ts';
import { dollarsIn, inCurrency } from './currency.ts';

/** What of the figures says what steps cost. */
export type CostSettings = Pick<RiskSettings, 'currency' | 'perDollar' | 'actionCosts' | 'stepCosts'>;

/** An effort with where its cost is from. */
export interface SiteEffort extends Effort {
  readonly costFrom: 'default' | 'kind' | 'step';
}

/** The effort of a step of this kind, in the currency of the site; `id` is that of the step, where it has one. */
export function effortOf(settings: CostSettings, kind: StepKind, id?: string): SiteEffort {
  const usual = KINDS_OF_STEP[kind];
  const ofKind = settings.actionCosts?.[kind];
  const own = id === undefined ? undefined : settings.stepCosts?.[id];
  return {
    cost: own?.cost ?? ofKind?.cost ?? inCurrency(usual.cost, dollarsIn(settings)),
    days: own?.days ?? ofKind?.days ?? usual.days,
    downtimeHours: usual.downtimeHours,
    costFrom: own?.cost ? 'step' : ofKind?.cost ? 'kind' : 'default',
  };
}
