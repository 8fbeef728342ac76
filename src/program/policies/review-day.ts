// Days of policies: calendar days of the site written as YYYY-MM-DD; from there on days are counted, so that neither daylight saving nor a time zone
// moves them.
import { Invalid } from '#kit/index.ts';

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/**
 * The day so many months later: the same day of the month, or the last one where the month is shorter (2027-01-31 and one month: 2027-02-28).
 * Throws Invalid for what is no day.
 */
export function addMonths(day: string, months: number): string {
  const start = new Date(`${day}T00:00:00.000Z`);
  if (Number.isNaN(start.getTime()) || dayOf(start) !== day) throw new Invalid(`${day} is no day. Write YYYY-MM-DD.`);
  const month = start.getUTCMonth() + months;
  const last = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(start.getUTCFullYear(), month, Math.min(start.getUTCDate(), last))));
}
