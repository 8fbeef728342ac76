// The best set within the limits: harm first where that is asked for, then money.
import type { Case } from './case.ts';
import { Position, type Snapshot } from './position.ts';
import { type Aim, Searcher } from './search.ts';

const HARM_TOLERANCE = 0.01;
/** How much dearer it is to leave avoidable harm than all the money at stake. */
const HARM_PRICE = 10;
/** Moves that a search may weigh, for each bundle. */
const WORK = 3000;

/** By what is gained for the use, for less of it, and whatever the use. */
const EXPONENTS = [1, 0.5, 0];

/** Money alone. */
export const MONEY: Aim = { moneyWeight: 1, harmFree: Number.POSITIVE_INFINITY, harmPrice: 0, harmJump: 0 };
const HARM: Aim = { moneyWeight: 0, harmFree: 0, harmPrice: 1, harmJump: 0 };

export interface Best {
  /** 1 at the place of each chosen action. */
  readonly done: Uint8Array;
  readonly aim: Aim;
  /** Harmful events a year that do not count as a gain. */
  readonly harmLeast: number;
}

/** Searches for the best set. */
export function bestOf(found: Case): Best {
  const { layout, limits, scales, options } = found;
  const position = new Position(layout, limits, scales);
  const nothing = position.snapshot();
  if (nothing.harm === 0) return { done: searched(found, position, MONEY, [nothing]).done, aim: MONEY, harmLeast: 0 };
  const safest = searched(found, position, HARM, [nothing]);
  const fall = nothing.harm - safest.harm;
  const given = (options.harmTolerance ?? HARM_TOLERANCE) * fall;
  const aim: Aim = {
    moneyWeight: 1,
    harmFree: safest.harm + given,
    harmPrice: (HARM_PRICE * (nothing.money + 1)) / (fall > 0 ? fall : nothing.harm),
    harmJump: 2 * (nothing.money + safest.money + 1),
  };
  position.restore(safest);
  return { done: searched(found, position, aim, [safest, nothing]).done, aim, harmLeast: given };
}

/** The best set from where the position stands and from these. */
function searched(found: Case, position: Position, aim: Aim, starts: readonly Snapshot[]): Snapshot {
  const searcher = new Searcher(position, { ...found, aim, exponents: EXPONENTS, work: WORK * found.bundles.length });
  searcher.improve(starts);
  return position.snapshot();
}
