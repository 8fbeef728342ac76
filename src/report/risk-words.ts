// The words of risk in the reports: money, chances and harm, as one says them. Harm and money are two axes: no word here mixes them.
import type { HarmPlacement, RiskDocument } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';
import { counted, grouped, percent } from './words.ts';

const SIGNS: Readonly<Record<string, string>> = lookup({ USD: '$', EUR: '€', GBP: '£' });
const MILLION = 1e6;
const BILLION = 1e9;

/** `$2.7 million`, `$34,000`, `CHF 860`: two digits that count. `currency`: three letters of ISO 4217. */
export function moneyWords(amount: number, currency: string): string {
  const sign = SIGNS[currency] ?? `${currency} `;
  const size = Math.abs(amount);
  const minus = amount < 0 ? '-' : '';
  if (size > 0 && size < 1) return `under ${sign}1`;
  const rounded = size === 0 ? 0 : Number(size.toPrecision(2));
  if (rounded >= BILLION) return `${minus}${sign}${tidy(rounded / BILLION)} billion`;
  if (rounded >= MILLION) return `${minus}${sign}${tidy(rounded / MILLION)} million`;
  return `${minus}${sign}${grouped(Math.round(rounded))}`;
}

/** As on an axis: `$100K`, `$10M`. */
export function shortMoney(amount: number, currency: string): string {
  const sign = SIGNS[currency] ?? `${currency} `;
  for (const [unit, letter] of [
    [BILLION, 'B'],
    [MILLION, 'M'],
    [1e3, 'K'],
  ] as const) {
    if (amount >= unit) return `${sign}${tidy(Number((amount / unit).toPrecision(2)))}${letter}`;
  }
  return `${sign}${tidy(Number(amount.toPrecision(2)))}`;
}

function tidy(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** `$1.1 million to $5.0 million`. */
export function moneySpan([low, high]: readonly [number, number], currency: string): string {
  return `${moneyWords(low, currency)} to ${moneyWords(high, currency)}`;
}

/** `98%`, `0.4%`; what is possible is never printed as never, what is not certain never as certain. */
export function chanceWords(share: number): string {
  if (share > 0.995 && share < 1) return 'over 99%';
  if (share > 0 && share < 0.0001) return 'under 0.01%';
  if (share > 0 && share < 0.001) return `${Number((share * 100).toPrecision(1))}%`;
  if (share > 0 && share < 0.0095) return `${Math.round(share * 1000) / 10}%`;
  return percent(share);
}

/** `8% to 20%`; not known where nobody worked it out. */
export function chanceSpan(range: readonly [number, number] | undefined): string {
  if (!range) return 'not known';
  const [low, high] = [chanceWords(range[0]), chanceWords(range[1])];
  return low === high ? low : `${low} to ${high}`;
}

type Expected = RiskDocument['expected']['today'];

/** `$2.7 million (range $1.1 million to $5.0 million)`. */
export function withRange({ mean, interval }: Expected, currency: string): string {
  return `${moneyWords(mean, currency)} (range ${moneySpan(interval, currency)})`;
}

/** `probable`, or `not known how often`. */
export function bandWord({ band }: HarmPlacement): string {
  return band ?? 'not known how often';
}

/** `critical and probable`. */
export function harmWords(placed: HarmPlacement): string {
  return placed.band === null ? `${placed.severity}, not known how often` : `${placed.severity} and ${placed.band}`;
}

/** `remote to frequent`, or the one word when both ends are the same. */
export function spanWords([low, high]: readonly [string, string]): string {
  return low === high ? low : `${low} to ${high}`;
}

/** `1 to 7 days`; null where nobody knows. */
export function daysWords(days: readonly [number, number] | null): string | null {
  if (days === null) return null;
  const [low, high] = days.map((each) => Math.round(each));
  if (low === undefined || high === undefined) return null;
  if (high < 1) return 'less than a day';
  if (low === high) return counted(high, 'day');
  return low < 1 ? `up to ${counted(high, 'day')}` : `${grouped(low)} to ${counted(high, 'day')}`;
}

/** The day so many days after a time, as an ISO date. */
export function dayAfter(iso: string, days: number): string {
  return new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one time to another; 0 when the second is not later. */
export function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000));
}
