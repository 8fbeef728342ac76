// Every number, date and duration on screen is written here, so that all pages write them alike.
const LOCALE = 'en-US';
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const dayTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const dayOnly = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });
/** A day without a time of day is the same day everywhere. */
const dayAnywhere = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

/** A count: `12,345`. */
export function count(value: number): string {
  return whole.format(value);
}

/** A count with its noun: `1 device`, `12,345 devices`. */
export function counted(value: number, one: string, many: string): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}

/** The size of a list that may have been counted only so far: `10,000 or more`. */
export function total(of: { readonly value: number; readonly relation: 'eq' | 'gte' }): string {
  return of.relation === 'gte' ? `${whole.format(of.value)}+` : whole.format(of.value);
}

/** A share of one as whole percent; tiny but not zero says so. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 1) return '<1%';
  if (value < 100 && value > 99) return '>99%';
  return `${whole.format(value)}%`;
}

const fewDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });

/** A chance as percent, with two digits that count when it is small: `34%`, `2.7%`, `0.05%`. */
export function chance(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.01) return '<0.01%';
  if (value < 100 && value > 99.5) return '>99%';
  return `${value < 10 ? fewDigits.format(value) : whole.format(value)}%`;
}

/** How often, from a mean count a year: `3 times a year`, `once in 33 years`. */
export function often(yearly: number): string {
  if (!(yearly > 0)) return 'never';
  if (yearly >= 1.5) return `${yearly < 100 ? fewDigits.format(yearly) : whole.format(yearly)} times a year`;
  if (yearly > 0.75) return 'once a year';
  if (yearly < 0.0001) return 'less than once in 10,000 years';
  return `once in ${fewDigits.format(1 / yearly)} years`;
}

const moneyFormats = new Map<string, Intl.NumberFormat>();

/** An amount in few letters: `$0`, `$860`, `$41K`, `€1.2M`. `currency`: three letters of ISO 4217. */
export function money(amount: number, currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${whole.format(amount)} ${currency}`;
  const options = { style: 'currency', currency, notation: 'compact', maximumSignificantDigits: 2 } as const;
  const format = moneyFormats.get(currency) ?? new Intl.NumberFormat(LOCALE, options);
  moneyFormats.set(currency, format);
  if (amount > 0 && amount < 1) return `<${format.format(1)}`;
  return amount < 0 ? `−${format.format(-amount)}` : format.format(amount);
}

/** A score with two digits at most. */
export function score(value: number): string {
  return twoDigits.format(value);
}

/** A score that is added or taken away: `+3`, `−1.5`. */
export function signed(value: number): string {
  return value < 0 ? `−${twoDigits.format(-value)}` : `+${twoDigits.format(value)}`;
}

/** Date and time of day. */
export function dateTime(iso: string): string {
  return dayTime.format(new Date(iso));
}

/** Date alone; of a year alone, the year. */
export function date(iso: string): string {
  // A year alone, and what a stranger wrote where a day should stand.
  if (/^\d{4}$/.test(iso) || Number.isNaN(Date.parse(iso))) return iso;
  return (/^\d{4}-\d{2}-\d{2}$/.test(iso) ? dayAnywhere : dayOnly).format(new Date(iso));
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `3 days ago`, `in 2 hours`, seen from `now`. */
export function ago(iso: string, now = Date.now()): string {
  const distance = Date.parse(iso) - now;
  for (const [unit, size] of STEPS) {
    if (Math.abs(distance) >= size) return relative.format(Math.trunc(distance / size), unit);
  }
  return distance > 0 ? 'in a moment' : 'just now';
}

/** A duration: `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${oneDigit.format(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Milliseconds into a run: `0.034 s`. */
export function moment(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

/** A size in bytes: `56 kB`. */
export function bytes(value: number): string {
  if (value < 1000) return `${whole.format(value)} B`;
  if (value < 1_000_000) return `${oneDigit.format(value / 1000)} kB`;
  return `${oneDigit.format(value / 1_000_000)} MB`;
}

/** One of several things in a sentence, each but the first in small letters: `A, b or c`. */
export function eitherOf(items: readonly string[]): string {
  const small = items.map((item, index) => (index === 0 ? item : item.charAt(0).toLowerCase() + item.slice(1)));
  return new Intl.ListFormat(LOCALE, { type: 'disjunction' }).format(small);
}

/** Several things in a sentence: `a, b and c`. */
export function listed(items: readonly string[]): string {
  return new Intl.ListFormat(LOCALE, { type: 'conjunction' }).format(items);
}

/** Items that each begin with a capital, as one sentence: only the first keeps it. */
export function listedInSentence(items: readonly string[]): string {
  return listed(items.map((item, place) => (place === 0 ? item : item.charAt(0).toLowerCase() + item.slice(1))));
}
