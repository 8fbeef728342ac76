// What the parts of a plan share: the model laid out, what limits it and what it is weighed by.
import type { PlanOptions } from '#contracts/index.ts';
import { hangingOn } from './changes.ts';
import { type Reckoning, reckoningOf, spendOf } from './evaluate.ts';
import type { Layout } from './model.ts';
import type { Limits, Scales } from './position.ts';
import { earliestEnds, limitOf, roomOf } from './schedule.ts';
import { bundlesOf } from './search.ts';

/** What is limited, and for whom. */
export type Resource =
  | { readonly kind: 'money' }
  | { readonly kind: 'days'; readonly role: string }
  | { readonly kind: 'downtime' };

export interface Case {
  readonly layout: Layout;
  readonly options: PlanOptions;
  readonly reckoning: Reckoning;
  readonly scales: Scales;
  readonly limits: Limits;
  /** In the order of the limits; money is the first. */
  readonly resources: readonly Resource[];
  /** 1 for actions that cannot be done within the horizon. */
  readonly banned: Uint8Array;
  readonly bundles: readonly (readonly number[])[];
  /** Of each action: the bundles whose gain it may change, and the actions whose loss it may change. */
  readonly gainsOn: readonly Int32Array[];
  readonly lossesOn: readonly Int32Array[];
  readonly seed: number;
}

/** The rounding of days that must not make anything late. */
export const DAY_SLACK = 1e-9;

/** A model with its options, ready to be searched. */
export function caseOf(layout: Layout, options: PlanOptions): Case {
  const { actions, terms, model } = layout;
  const { horizonDays, budget, capacity = {}, downtimeHours, harmFirst = true, seed = 1 } = options;
  const reckoning = reckoningOf(options);
  const { writeOffYears, harmFrom } = reckoning;
  const scales: Scales = {
    weights: Float64Array.from(terms, ({ weight, isHarm, scenario }) => {
      const severity = model.scenarios[scenario]?.harm?.severity ?? 0;
      return isHarm && !(harmFirst && severity >= harmFrom) ? 0 : weight;
    }),
    yearly: Float64Array.from(actions, ({ cost, yearlyCost = 0 }) => {
      return yearlyCost + (writeOffYears === null ? 0 : cost / writeOffYears);
    }),
  };
  const roles = [...new Set(actions.map(({ ownerRole }) => ownerRole))].filter(
    (role) => limitOf(capacity, role) !== null,
  );
  const resources: Resource[] = [
    { kind: 'money' },
    ...roles.map((role) => ({ kind: 'days' as const, role })),
    ...(downtimeHours === undefined ? [] : [{ kind: 'downtime' as const }]),
  ];
  const most = resources.map((resource) => {
    if (resource.kind === 'money') return budget ?? Number.POSITIVE_INFINITY;
    return resource.kind === 'days' ? roomOf(limitOf(capacity, resource.role) ?? 0, horizonDays) : (downtimeHours ?? 0);
  });
  const use = actions.flatMap((action) =>
    resources.map((resource) => {
      if (resource.kind === 'money') return spendOf(action, reckoning);
      if (resource.kind === 'downtime') return action.downtimeHours ?? 0;
      return action.ownerRole === resource.role ? action.days : 0;
    }),
  );
  const bundles = bundlesOf(layout);
  return {
    layout,
    options,
    reckoning,
    scales,
    limits: { use: Float64Array.from(use), most: Float64Array.from(most) },
    resources,
    banned: Uint8Array.from(earliestEnds(layout, capacity), (end) => (end > horizonDays + DAY_SLACK ? 1 : 0)),
    bundles,
    gainsOn: hangingOn(layout, bundles),
    lossesOn: hangingOn(layout, dependentsIn(layout)),
    seed,
  };
}

/** Of each action: itself and all that needs it, near or far. */
function dependentsIn({ closures }: Layout): number[][] {
  const dependents: number[][] = closures.map(() => []);
  closures.forEach((closure, action) => {
    for (const each of closure) dependents[each]?.push(action);
  });
  return dependents;
}
