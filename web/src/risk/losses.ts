// A year of losses in words: never a figure without its range.
import type { LossSummary, RiskDocument } from '#contracts/index.ts';
import { chance, money } from '../format/format.ts';
import { text } from '../text/index.ts';

/** The three times at which risk is told, in the order of the page. */
export const TIMES = ['inherent', 'today', 'after'] as const;

/** `$130K ($60K to $250K)`: the mean year, and where it lies with all that is not known. */
export function meanWithRange({ mean, interval }: RiskDocument['expected']['today'], currency: string): string {
  return text.risk.withRange(money(mean, currency), expectedRange({ interval }, currency));
}

/** `$60K to $250K`: where the mean year lies. */
export function expectedRange(
  { interval: [low, high] }: Pick<RiskDocument['expected']['today'], 'interval'>,
  currency: string,
): string {
  return text.risk.between(money(low, currency), money(high, currency));
}

/** `$0 to $700K`: where 90 of 100 years fall; of what is so rare that these lose nothing, how rare it is and what such a year loses. */
export function yearsRange({ quantiles, mean, probabilityOfAnyLoss }: LossSummary, currency: string): string {
  if (quantiles['0.95'] === 0 && probabilityOfAnyLoss > 0)
    return text.risk.rare(chance(probabilityOfAnyLoss), money(mean / probabilityOfAnyLoss, currency));
  return text.risk.between(money(quantiles['0.05'], currency), money(quantiles['0.95'], currency));
}
