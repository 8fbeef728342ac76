// Dates of DICOM (PS3.5 6.2, DA) as days that sort and count.
const DAY_MS = 86_400_000;

/** YYYY-MM-DD of a date as DICOM writes it, also in its older form with dots; '' when it is none. */
export function dayOf(date: string): string {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date) ?? [];
  const text = `${year}-${month}-${day}`;
  return year !== undefined && !Number.isNaN(Date.parse(text)) && Number(year) > 1970 ? text : '';
}

/** The day so many days later. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days from one to the other, both counted. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}
