// What each budget buys when money alone counts: the efficient frontier.
import type { PlanDocument } from '#contracts/index.ts';
import { MONEY } from './best.ts';
import type { Case } from './case.ts';
import { figuresOf } from './evaluate.ts';
import { Position } from './position.ts';
import { Searcher } from './search.ts';

/** Moves that a search may weigh, for each bundle. */
const WORK = 30;

type Point = PlanDocument['frontier'][number];

/**
 * Sets for budgets from nothing to all that is worth its money, the closer together the smaller they are, and for the budget itself; each is given
 * with the least budget that buys it. One that costs more than another and leaves no less is left out.
 */
export function frontierOf(found: Case, steps: number): Point[] {
  if (steps === 0) return [];
  const { layout, limits, scales, reckoning, options } = found;
  const nothing = new Position(layout, limits, scales).snapshot();
  let last = nothing;
  const bestWith = (budget: number) => {
    const most = limits.most.slice();
    most[0] = budget;
    const position = new Position(layout, { use: limits.use, most }, scales);
    const searcher = new Searcher(position, {
      ...found,
      aim: MONEY,
      exponents: [1],
      work: WORK * found.bundles.length,
    });
    searcher.improve(last === nothing ? [nothing] : [nothing, last]);
    return position;
  };
  const top = figuresOf(layout, bestWith(Number.POSITIVE_INFINITY).done, reckoning).spend;
  const budgets = new Set(Array.from({ length: steps + 1 }, (_, step) => top * (step / steps) ** 2));
  if (options.budget !== null) budgets.add(options.budget);
  const points: Point[] = [];
  for (const budget of [...budgets].sort((a, b) => a - b)) {
    const position = bestWith(budget);
    last = position.snapshot();
    const figures = figuresOf(layout, position.done, reckoning);
    const actions = layout.actions.filter((_, place) => position.done[place] === 1).map(({ id }) => id);
    points.push({ budget: figures.spend, ...figures, actions });
  }
  let before: Point | null = null;
  return points
    .sort((a, b) => a.spend - b.spend || a.total - b.total)
    .filter((point) => {
      const isBetter = before === null || (point.total < before.total && point.remainingLoss <= before.remainingLoss);
      if (isBetter) before = point;
      return isBetter;
    });
}
