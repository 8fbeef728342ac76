// Amounts of money and chances on screen, each as what is most likely and as a range.
import type { Triple } from '#contracts/index.ts';
import { percent } from './format.ts';

const LOCALE = 'en-US';
const CODES = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string): Intl.NumberFormat {
  const known = CODES.get(currency);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, maximumFractionDigits: 0 });
  CODES.set(currency, made);
  return made;
}

/** Rounded to two digits that count, as an estimate is told: 123,456 becomes 120,000. */
function told(amount: number): number {
  const size = Math.abs(amount);
  if (size < 100) return Math.round(amount);
  const unit = 10 ** (Math.floor(Math.log10(size)) - 1);
  return Math.round(amount / unit) * unit;
}

/** An estimated amount, rounded to two digits that count: `$120,000`. */
export function money(amount: number, currency: string): string {
  return formatOf(currency).format(told(amount)).replace('-', '−');
}

/** A range of amounts: `$80,000 to $150,000`; one amount when both ends read the same. */
export function moneyRange(low: number, high: number, currency: string): string {
  const [from, to] = [money(low, currency), money(high, currency)];
  return from === to ? from : `${from} to ${to}`;
}

const smallShare = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumSignificantDigits: 1 });

/** A chance that may be tiny and still counts: `0.04%`. */
export function rareChance(share: number): string {
  return share > 0 && share < 0.01 ? smallShare.format(share) : percent(share);
}

/** A range of chances: `24% to 38%`; one when both ends read the same. */
export function percentRange(low: number, high: number, written = percent): string {
  const [from, to] = [written(low), written(high)];
  return from === to ? from : `${from} to ${to}`;
}

const threeDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });

/** A figure with three digits that count. */
export function figure(value: number): string {
  return threeDigits.format(value);
}

/** A figure that is not exact: `20 (15 to 24)`. */
export function figureRange({ low, mode, high }: Triple): string {
  return low === high ? figure(mode) : `${figure(mode)} (${figure(low)} to ${figure(high)})`;
}
