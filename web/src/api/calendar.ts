// The calendar of duties and the figures over time.
import { type CalendarInput, calendar, type DueState, type DutyDoneInput } from '#contracts/index.ts';
import { read, tell, write } from './http.ts';

/** A page of what is due, the next first. */
export function loadCalendar(state: DueState | undefined, cursor: string | undefined, signal?: AbortSignal) {
  return read(calendar.calendarPage, 'program/calendar', {
    query: { state, cursor, limit: 50 },
    ...(signal ? { signal } : {}),
  });
}

/** What the site says of its calendar. */
export function loadCalendarState(signal?: AbortSignal) {
  return read(calendar.calendarState, 'program/calendar/settings', signal ? { signal } : {});
}

/** Keeps it. Refused where somebody changed it in the meantime. */
export function saveCalendar(body: CalendarInput) {
  return write({ method: 'PUT', path: 'program/calendar/settings', body, shape: calendar.calendarState });
}

/** Says that a duty was done. */
export function sayDone({ duty, ...body }: DutyDoneInput & { readonly duty: string }) {
  const path = `program/calendar/duties/${encodeURIComponent(duty)}/done`;
  return write({ method: 'POST', path, body, shape: calendar.doneHistory.shape.items.element });
}

/** When a duty was done, the newest first. */
export function loadDone(duty: string, signal?: AbortSignal) {
  const path = `program/calendar/duties/${encodeURIComponent(duty)}/done`;
  return read(calendar.doneHistory, path, signal ? { signal } : {});
}

/** Takes back that a duty was done. */
export function dropDone({ duty, done }: { readonly duty: string; readonly done: string }) {
  const path = `program/calendar/duties/${encodeURIComponent(duty)}/done/${encodeURIComponent(done)}`;
  return tell({ method: 'DELETE', path });
}

/** The figures with their past. */
export function loadMetrics(signal?: AbortSignal) {
  return read(calendar.metrics, 'program/metrics', signal ? { signal } : {});
}

/** What a figure counts. */
export function loadMetricDetail(name: string, signal?: AbortSignal) {
  return read(calendar.metricDetail, `program/metrics/${encodeURIComponent(name)}`, signal ? { signal } : {});
}
