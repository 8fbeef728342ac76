// Quarters of the year in UTC: noise is drawn once in each, and a file is too old when its quarter is more than a year gone.

/** Quarters whose files are taken: this one and four before. */
export const QUARTERS_TAKEN = 5;

/** The quarter of a day, as in 2026-Q4. */
export function periodOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`;
}

/** How many quarters lie between two, 0 for the same. */
export function quartersFrom(earlier: string, later: string): number {
  const number = (period: string) => Number(period.slice(0, 4)) * 4 + Number(period.slice(6));
  return number(later) - number(earlier);
}
