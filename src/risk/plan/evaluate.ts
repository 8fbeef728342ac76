// What a set of actions comes to, counted from the start: docs/plan.md states the arithmetic.
import type { PlanFigures, PlanModel, PlanOptions, WhatIf } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { chanceOf, type Layout, layoutOf } from './model.ts';

/** What figures depend on beside the set. */
export interface Reckoning {
  readonly horizonDays: number;
  /** Severity from which harm is counted in `harmEvents`. */
  readonly harmFrom: number;
  readonly writeOffYears: number | null;
}

export const DAYS_OF_YEAR = 365;
export const CRITICAL = 3;

/** The reckoning that options ask for. */
export function reckoningOf({ horizonDays, harmFrom = CRITICAL, writeOffYears }: PlanOptions): Reckoning {
  return { horizonDays, harmFrom, writeOffYears: writeOffYears ?? null };
}

/**
 * What the actions with these ids would come to, whatever they cost: money in the model's currency, chances and events of a year.
 * Without a horizon a year of yearly cost is counted into `spend`. Throws Invalid for a model or an id that cannot be.
 */
export function evaluate(
  model: PlanModel,
  ids: Iterable<string>,
  { horizonDays = DAYS_OF_YEAR, ...rest }: Partial<PlanOptions> = {},
): WhatIf {
  const layout = layoutOf(model);
  const done = new Uint8Array(layout.actions.length);
  for (const id of ids) {
    const place = layout.placeOf.get(id);
    if (place === undefined) throw new Invalid(`actions: there is no action '${id}'.`);
    done[place] = 1;
  }
  const reckoning = reckoningOf({ budget: null, horizonDays, ...rest });
  let [days, downtimeHours] = [0, 0];
  const conflicts: WhatIf['conflicts'][number][] = [];
  const idAt = (place: number) => layout.actions[place]?.id ?? '';
  layout.actions.forEach((action, place) => {
    if (done[place] !== 1) return;
    days += action.days;
    downtimeHours += action.downtimeHours ?? 0;
    for (const other of layout.needs[place] ?? [])
      if (done[other] !== 1) conflicts.push({ action: action.id, kind: 'needs', other: idAt(other) });
    for (const other of layout.excludes[place] ?? [])
      if (done[other] === 1 && other > place)
        conflicts.push({ action: action.id, kind: 'excludes', other: idAt(other) });
  });
  return {
    ...figuresOf(layout, done, reckoning),
    days,
    downtimeHours,
    scenarios: scenariosOf(layout, done),
    conflicts,
  };
}

/** What is left of each term: the product of the factors of all effects whose actions are all done. */
function sharesOf({ terms, effects }: Layout, done: Uint8Array): Float64Array {
  const shares = new Float64Array(terms.length).fill(1);
  for (const { actions, terms: changed, factors } of effects) {
    if (actions.some((action) => done[action] !== 1)) continue;
    for (let n = 0; n < changed.length; n++) {
      const term = changed[n] ?? 0;
      shares[term] = (shares[term] ?? 1) * (factors[n] ?? 1);
    }
  }
  return shares;
}

/** Money and harm of a set, `done` being 1 at the place of each of its actions. */
export function figuresOf(layout: Layout, done: Uint8Array, reckoning: Reckoning): PlanFigures {
  const shares = sharesOf(layout, done);
  let [spend, yearlyCost, writtenOff, remainingLoss, harmEvents] = [0, 0, 0, 0, 0];
  layout.actions.forEach((action, place) => {
    if (done[place] !== 1) return;
    const { cost, yearlyCost: yearly = 0 } = action;
    spend += spendOf(action, reckoning);
    yearlyCost += yearly;
    if (reckoning.writeOffYears !== null) writtenOff += cost / reckoning.writeOffYears;
  });
  layout.terms.forEach(({ weight, isHarm, scenario }, at) => {
    const rest = weight * (shares[at] ?? 1);
    if (!isHarm) remainingLoss += rest;
    else if ((layout.model.scenarios[scenario]?.harm?.severity ?? 0) >= reckoning.harmFrom) harmEvents += rest;
  });
  return { spend, yearlyCost, remainingLoss, total: remainingLoss + yearlyCost + writtenOff, harmEvents };
}

/** What is paid for an action within the horizon. */
export function spendOf(
  { cost, yearlyCost = 0 }: { readonly cost: number; readonly yearlyCost?: number | undefined },
  { horizonDays }: Pick<Reckoning, 'horizonDays'>,
): number {
  return cost + (yearlyCost * horizonDays) / DAYS_OF_YEAR;
}

/** Each scenario today and with the set. */
export function scenariosOf(layout: Layout, done: Uint8Array): WhatIf['scenarios'] {
  const shares = sharesOf(layout, done);
  return layout.model.scenarios.map(({ id, meanLoss, harm }, place) => {
    const at = layout.termsOf[place];
    const events = layout.terms[at?.harm ?? -1]?.weight ?? 0;
    return {
      id,
      lossToday: meanLoss,
      lossAfter: meanLoss * (shares[at?.money ?? -1] ?? 1),
      harm: harm && {
        severity: harm.severity,
        probabilityToday: harm.probability,
        probabilityAfter: chanceOf(events * (shares[at?.harm ?? -1] ?? 1)),
      },
    };
  });
}
