// When a letter of clearance allows something to be sent: on its days and in its hours, as clocks go where it holds. Pure.
import type { LetterLimit } from '#contracts/index.ts';
import { localTime } from '#kit/index.ts';

type Window = Pick<LetterLimit, 'from' | 'until' | 'timeZone' | 'hours'>;

/** Whether a moment lies on the days and in the hours of a letter; hours from later to earlier go over midnight. */
export function isInLetter({ from, until, timeZone, hours }: Window, now: Date): boolean {
  const { day, time } = localTime(now, timeZone);
  if (day < from || day > until) return false;
  if (hours.length === 0) return true;
  return hours.some((each) =>
    each.from < each.to ? time >= each.from && time < each.to : time >= each.from || time < each.to,
  );
}

/** `from 2026-12-01 to 2026-12-31, 19:00 to 07:00 (America/New_York)`. */
export function windowWords({ from, until, timeZone, hours }: Window): string {
  const at = hours.length === 0 ? 'at any hour' : hours.map((each) => `${each.from} to ${each.to}`).join(' and ');
  return `from ${from} to ${until}, ${at} (${timeZone})`;
}

/** The first moment after the last day of a letter. */
export function endOfLetter({ until, timeZone }: Pick<LetterLimit, 'until' | 'timeZone'>): Date {
  // Clocks are never further than 14 hours from UTC, and differ from it by quarters of an hour.
  const quarter = 900_000;
  let at = Date.parse(`${until}T00:00:00.000Z`) + 86_400_000 - 56 * quarter;
  // Two days and more of quarters: further than any clock, and an end where years have five digits and compare otherwise.
  for (let tried = 0; tried < 200 && localTime(new Date(at), timeZone).day <= until; tried++) at += quarter;
  return new Date(at);
}
