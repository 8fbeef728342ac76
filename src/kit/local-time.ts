// What clocks and calendars show in a time zone of the IANA database. Pure.
import { Invalid } from './fault.ts';

/** The day (YYYY-MM-DD) and the time of day (HH:MM) of a moment in a time zone. Throws Invalid for a zone that does not exist. */
export function localTime(now: Date, timeZone: string): { readonly day: string; readonly time: string } {
  const parts = formatOf(timeZone).formatToParts(now);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    day: `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`,
    time: `${of('hour')}:${of('minute')}`,
  };
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    FORMATS.set(timeZone, format);
    return format;
  } catch (error) {
    throw new Invalid(`timeZone: there is no time zone ${timeZone}. Write one as America/New_York.`, undefined, error);
  }
}
