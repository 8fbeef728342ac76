// A year of losses in words: never a figure without its range.
import type { LossSummary } from '#contracts/index.ts';
import { money } from '../format/format.ts';
import { text } from '../text/index.ts';

/** The three times at which risk is told, in the order of the page. */
export const TIMES = ['inherent', 'today', 'after'] as const;

/** `$0 to $700K`: where 90 of 100 years fall. */
export function yearsRange({ quantiles }: LossSummary, currency: string): string {
  return text.risk.between(money(quantiles['0.05'], currency), money(quantiles['0.95'], currency));
}
