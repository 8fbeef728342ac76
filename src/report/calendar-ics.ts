// The calendar of duties as iCalendar (RFC 5545): one event of a whole day for each thing that is due. Days carry no time zone there (VALUE=DATE), so
// that each reader shows the day that was meant.
import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator';
import { inertText, sha256 } from '#kit/index.ts';

/** What is due on a day. */
export interface DueEvent {
  /** The same for the same thing whenever it is due: a reader that takes the file in again moves the event and adds none. */
  readonly key: string;
  readonly title: string;
  readonly why: string;
  /** YYYY-MM-DD. */
  readonly due: string;
}

/** The text of the file. `place` is the site; `id` tells its events from those of another. */
export function calendarIcs(
  events: readonly DueEvent[],
  { place, id, now }: { readonly place: string; readonly id: string; readonly now: Date },
): string {
  // The library writes the name as it is: what separates values in RFC 5545 (3.3.11) may not stand in it.
  const name = `Security duties of ${inertText(place, 100).replaceAll(/[\\,;]/g, ' ')}`;
  const calendar = ical({
    name,
    prodId: { company: 'Dosimeter', product: 'Dosimeter', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const { key, title, why, due } of events) {
    calendar.createEvent({
      id: `${sha256(`${id} ${key}`).slice(0, 32)}@dosimeter`,
      // UTC on purpose: the day is written as it stands, whatever zone this machine is in.
      start: new Date(`${due}T00:00:00.000Z`),
      allDay: true,
      timezone: 'UTC',
      stamp: now,
      // Nobody is away for a whole day because something is due.
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
      summary: inertText(title, 300),
      description: inertText(why, 1000),
    });
  }
  return `${calendar.toString().trimEnd()}\r\n`;
}
