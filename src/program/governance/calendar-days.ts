// Calendar days in a time zone. Once a moment has become a day, only days are counted: clocks that are put forward or back move nothing. Pure.
import type { DueState } from '#contracts/index.ts';
import { Invalid, localTime } from '#kit/index.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;
/** Between the first end of a day anywhere and the last. */
const MOST_QUARTERS = 27 * 4;
/** The last moment that is written with a year of four digits; no day that a person names ends after it. */
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');
/** What is due within so many days is due soon. */
export const SOON_DAYS = 30;

/** Whether a name is one of the IANA time zone database (offsets such as +02:00 are no zones: they know no summer). */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The calendar day of a moment in a time zone, YYYY-MM-DD. Throws Invalid for a zone that does not exist. */
export function dayIn(now: Date, timeZone: string): string {
  if (!isTimeZone(timeZone))
    throw new Invalid(`timeZone: there is no time zone ${timeZone}. Write one as America/New_York.`);
  return localTime(now, timeZone).day;
}

/** The last moment of a day in a time zone, however long clocks make that day. */
export function endOfDayIn(day: string, timeZone: string): Date {
  // Days end at a quarter of an hour of UTC; the first ends 14 hours before that of UTC, the last 12 hours after it.
  const first = Date.parse(`${day}T00:00:00.000Z`) + 10 * HOUR_MS;
  const at = (quarter: number) => first + quarter * QUARTER_MS;
  const isOver = (quarter: number) =>
    at(quarter) > LAST_MOMENT || isLater(localTime(new Date(at(quarter)), timeZone).day, day);
  // The day goes on at `before` and is over at `after`; half of what lies between is left each time.
  let [before, after] = [-1, MOST_QUARTERS];
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (isOver(middle)) after = middle;
    else before = middle;
  }
  return new Date(Math.min(at(after) - 1, LAST_MOMENT));
}

/** Days compare as text, but for the year 10000, which follows on the last that is written. */
function isLater(one: string, other: string): boolean {
  return one.length === other.length ? one > other : one.length > other.length;
}

/** The day so many days later, or earlier where negative. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How a thing that is due on a day stands today; its own day is the last good one. */
export function stateOf(due: string | null, today: string): DueState {
  if (due === null) return 'unplanned';
  if (due < today) return 'overdue';
  return due <= addDays(today, SOON_DAYS) ? 'soon' : 'later';
}
