// The plan: the set of actions that leaves the least harm and then the least loss, within a budget and a horizon. docs/plan.md states the model.
import { type PlanDocument, type PlanModel, type PlanOptions, plans } from '#contracts/index.ts';
import { type Best, bestOf } from './best.ts';
import { type Case, caseOf, DAY_SLACK } from './case.ts';
import { checkedAs } from './checked.ts';
import { figuresOf, scenariosOf } from './evaluate.ts';
import { frontierOf } from './frontier.ts';
import { leftOutOf } from './left-out.ts';
import { layoutOf } from './model.ts';
import { Position } from './position.ts';
import { orderOf, type Slot, scheduleOf } from './schedule.ts';
import { Searcher } from './search.ts';

const FRONTIER_POINTS = 20;

/**
 * The best set of actions that the search finds, with its order, dates and figures; money is in the model's currency, harm in events a year. The
 * same model, options and seed give the same document. Throws Invalid with one sentence that names the field.
 */
export function plan(model: PlanModel, given: PlanOptions): PlanDocument {
  const options = checkedAs(plans.planOptions, given);
  const layout = layoutOf(model);
  const found = caseOf(layout, options);
  const { reckoning, seed } = found;
  const best = bestOf(found);
  const { done, slots, late } = inTime(found, best);
  const step = new Uint8Array(layout.actions.length);
  return {
    schema: 'dosimeter.plan/1',
    currency: model.currency,
    budget: options.budget,
    horizonDays: options.horizonDays,
    harmFirst: options.harmFirst ?? true,
    seed,
    today: figuresOf(layout, step, reckoning),
    after: figuresOf(layout, done, reckoning),
    chosen: slots.flatMap((slot) => stepOf(found, slot, step)),
    scenarios: scenariosOf(layout, done),
    frontier: frontierOf(found, options.frontierPoints ?? FRONTIER_POINTS),
    leftOut: leftOutOf(found, { ...best, done }, late),
  };
}

interface InTime {
  readonly done: Uint8Array;
  readonly slots: readonly Slot[];
  readonly late: Uint8Array;
}

/** The schedule of the best set, less what would end after the horizon and what is worth nothing without it. */
function inTime(found: Case, best: Best): InTime {
  const { layout, limits, scales, bundles, options } = found;
  const late = new Uint8Array(layout.actions.length);
  const done = best.done.slice();
  for (;;) {
    const position = new Position(layout, limits, scales);
    const order = orderOf(position, done, { bundles, harmLeast: best.harmLeast });
    const slots = scheduleOf(layout, order, options.capacity ?? {});
    const over = slots.filter(({ end }) => end > options.horizonDays + DAY_SLACK);
    if (over.length === 0) return { done, slots, late };
    // What needs one of these ends later still.
    const out = over.map(({ action }) => action);
    position.remove(out);
    for (const action of out) late[action] = 1;
    new Searcher(position, { ...found, aim: best.aim, exponents: [1], work: 0 }).prune();
    done.set(position.done);
  }
}

/** One step of the plan; `step` holds what is done before it, and then the step, too. */
function stepOf({ layout, reckoning }: Case, { action, from, end }: Slot, step: Uint8Array): PlanDocument['chosen'] {
  const about = layout.actions[action];
  if (!about) return [];
  const before = figuresOf(layout, step, reckoning);
  step[action] = 1;
  const after = figuresOf(layout, step, reckoning);
  const dueDay = Math.ceil(end - DAY_SLACK);
  return [
    {
      action: about.id,
      name: about.name,
      ownerRole: about.ownerRole,
      needsMaker: about.needsMaker ?? false,
      cost: about.cost,
      yearlyCost: about.yearlyCost ?? 0,
      days: about.days,
      downtimeHours: about.downtimeHours ?? 0,
      fromDay: Math.floor(from + DAY_SLACK),
      dueDay,
      bucket: dueDay <= 30 ? '30' : dueDay <= 60 ? '60' : dueDay <= 90 ? '90' : 'later',
      lossBefore: before.remainingLoss,
      lossAfter: after.remainingLoss,
      harmEventsBefore: before.harmEvents,
      harmEventsAfter: after.harmEvents,
    },
  ];
}
