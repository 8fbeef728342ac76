// Days that feeds give. One that lies ahead would hide everything that comes later, and what is no day sorts anywhere.
const DAY_MS = 86_400_000;

/** What is wrong with a day that a feed gives, as the end of a sentence; null when it can be used at `now`. */
export function wrongDay(said: string, now: string): string | null {
  const time = /^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(said) ? Date.parse(said) : Number.NaN;
  if (Number.isNaN(time)) return 'is no day';
  // Clocks and time zones differ by less than a day.
  return time > Date.parse(now) + DAY_MS ? "lies ahead of this machine's clock" : null;
}
