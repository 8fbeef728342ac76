// Schedules in plain words: days of the week and a time of day, kept as a five-field cron expression.
// Anything else that cron can say is left as it is.

export interface Weekly {
  /** 0 is Sunday; all seven for every day. */
  readonly days: readonly number[];
  /** `HH:MM`. */
  readonly time: string;
}

export interface Window {
  readonly from: string;
  readonly to: string;
}

/** The days and time of a cron expression of the form `M H * * DAYS`; undefined for any other. */
export function parseWeekly(cron: string): Weekly | undefined {
  const match = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7](?:[-,][0-7])*)$/.exec(cron.trim());
  if (!match) return undefined;
  const [, minute = '', hour = '', days = ''] = match;
  if (Number(minute) > 59 || Number(hour) > 23) return undefined;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (days === '*') return { days: [0, 1, 2, 3, 4, 5, 6], time };
  const named = new Set<number>();
  for (const part of days.split(',')) {
    const [first = 0, last = first] = part.split('-').map(Number);
    for (let day = first; day <= last; day++) named.add(day % 7);
  }
  return { days: [...named].sort((a, b) => a - b), time };
}

/** The cron expression of days and a time. */
export function formatWeekly({ days, time }: Weekly): string {
  const [hour = '0', minute = '0'] = time.split(':');
  const list = days.length === 7 ? '*' : [...days].sort((a, b) => a - b).join(',');
  return `${Number(minute)} ${Number(hour)} * * ${list}`;
}

function minutes(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

/** Whether a time of day lies in a window, which may pass midnight. */
export function inWindow(time: string, { from, to }: Window): boolean {
  const at = minutes(time);
  const start = minutes(from);
  const end = minutes(to);
  return start <= end ? at >= start && at < end : at >= start || at < end;
}

/** Whether a window touches the clinical hours, 07:00 to 19:00. */
export function touchesClinicalHours(window: Window): boolean {
  const clinical = { from: '07:00', to: '19:00' };
  if (window.from === window.to) return true;
  return inWindow(window.from, clinical) || inWindow(clinical.from, window);
}
