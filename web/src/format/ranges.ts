// What is not known exactly, on screen: ranges of money and chances, and figures with both their ends.
import type { Triple } from '#contracts/index.ts';
import { chance, money } from './format.ts';

/** A range of amounts: `$80K to $150K`; one amount when both ends read the same. */
export function moneyRange(low: number, high: number, currency: string): string {
  return span(money(low, currency), money(high, currency));
}

/** A range of chances: `24% to 38%`; one when both ends read the same. */
export function chanceRange(low: number, high: number): string {
  return span(chance(low), chance(high));
}

function span(from: string, to: string): string {
  return from === to ? from : `${from} to ${to}`;
}

const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** A figure with three digits that count. */
export function figure(value: number): string {
  return threeDigits.format(value);
}

/** A figure that is not exact: `20 (15 to 24)`. */
export function figureRange({ low, mode, high }: Triple): string {
  return low === high ? figure(mode) : `${figure(mode)} (${figure(low)} to ${figure(high)})`;
}
