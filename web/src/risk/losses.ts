// A year of losses in words: never a figure without its range.
import type { LossSummary, RiskDocument } from '#contracts/index.ts';
import { chance, money } from '../format/format.ts';
import { chanceRange, moneyRange } from '../format/ranges.ts';
import { text } from '../text/index.ts';

/** The three times at which risk is told, in the order of the page. */
export const TIMES = ['inherent', 'today', 'after'] as const;

/** `$130K ($60K to $250K)`: the mean year, and where it lies with all that is not known. */
export function meanWithRange(
  { mean, interval }: Pick<RiskDocument['expected']['today'], 'mean' | 'interval'>,
  currency: string,
): string {
  return text.risk.withRange(money(mean, currency), expectedRange({ interval }, currency));
}

/** The mean year of the assessment before, with its range where that was kept. */
export function beforeWithRange(
  { mean, interval }: Pick<NonNullable<RiskDocument['since']>, 'mean' | 'interval'>,
  currency: string,
): string {
  return interval === undefined ? money(mean, currency) : meanWithRange({ mean, interval }, currency);
}

/** `$60K to $250K`: where the mean year lies. */
export function expectedRange(
  { interval: [low, high] }: Pick<RiskDocument['expected']['today'], 'interval'>,
  currency: string,
): string {
  return text.risk.between(money(low, currency), money(high, currency));
}

/** `12% (8% to 20%)`: the share of years that lose anything, with all that is not known. */
export function anyLossWithRange(
  { anyLossRange: range }: RiskDocument['expected']['today'],
  { probabilityOfAnyLoss }: LossSummary,
): string {
  const any = chance(probabilityOfAnyLoss);
  return range === undefined ? any : text.risk.withRange(any, chanceRange(...range));
}

/** `$2M ($800K to $9M)`: the mean of the worst twentieth of years, from the mildest of them to one in a hundred. */
export function worstYears({ expectedShortfall95, quantiles }: LossSummary, currency: string): string {
  return text.risk.withRange(
    money(expectedShortfall95, currency),
    moneyRange(quantiles['0.95'], quantiles['0.99'], currency),
  );
}

/** `$30K ($12K to $80K)`: what the plan costs, every step at its least and every one at its most. */
export function planCost({ plan, actions, currency }: RiskDocument): string {
  const costs = new Map(actions.map(({ id, cost }) => [id, cost]));
  const sum = (end: 'low' | 'high') =>
    plan.chosen.reduce((all, { action }) => all + (costs.get(action)?.[end] ?? 0), 0);
  return text.risk.withRange(money(plan.cost, currency), moneyRange(sum('low'), sum('high'), currency));
}

/** `$0 to $700K`: where 90 of 100 years fall; of what is so rare that these lose nothing, how rare it is and what such a year loses. */
export function yearsRange({ quantiles, mean, probabilityOfAnyLoss }: LossSummary, currency: string): string {
  if (quantiles['0.95'] === 0 && probabilityOfAnyLoss > 0)
    return text.risk.rare(chance(probabilityOfAnyLoss), money(mean / probabilityOfAnyLoss, currency));
  return text.risk.between(money(quantiles['0.05'], currency), money(quantiles['0.95'], currency));
}
