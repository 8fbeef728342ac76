// Shapes of the calendar of duties that come back, and of the figures of the program over time. All days are calendar days in the site's time zone.
import { z } from 'zod';
import { PARTY_SIDES } from './governance.ts';
import { listOf, nullableText, page, text, time } from './parts.ts';

/** A calendar day, as in 2027-02-28. */
export const day = z.iso.date({ error: 'write a day as YYYY-MM-DD' });
const count = z.number().int().min(0);
const dutyId = text.regex(/^[a-z0-9][a-z0-9-]{1,60}$/, { error: 'write small letters, digits and hyphens' });
const months = z.number().int().min(1).max(60);
const side = z.enum(PARTY_SIDES);
/** The years in which days are taken. */
const plannedDay = day.refine((value) => value >= '2000-01-01' && value <= '2100-12-31', {
  error: 'write a day between 2000 and 2100',
});

/** Whom the mail reaches who is reminded of a duty. */
const address = z.email({ error: 'write an address of e-mail' }).max(254).toLowerCase();
/** Who is reminded of a duty. */
const held = {
  /** A person by address; left out or null: whoever does `raci`. */
  holder: address.nullable().optional(),
  /** The duty of the responsibility agreement that it belongs to. */
  raci: dutyId.nullable().optional(),
};

/** A duty that comes back, as the file of the library has it. */
export const recurringDuty = z.strictObject({
  id: dutyId,
  name: text.min(3).max(160),
  why: text.min(10).max(300),
  months,
  side,
  /** Where the duty comes from. */
  source: text.min(3).max(200),
  /** The duty of the responsibility agreement that it belongs to. */
  raci: dutyId,
});
export type RecurringDuty = z.infer<typeof recurringDuty>;
export const recurringDutyFile = z.strictObject({
  schema: z.literal('dosimeter.recurring-duties/1'),
  duties: z.array(recurringDuty).min(1),
});

/** What a site says of a duty of the library: how often, from when, or that it does not do it. */
export const dutyChange = z.strictObject({
  id: dutyId,
  months: months.optional(),
  /** The next day on which it is due; it counts until the duty was done for it, after it was planned. */
  nextOn: plannedDay.nullable().optional(),
  off: z.boolean().optional(),
  ...held,
});
export type DutyChange = z.infer<typeof dutyChange>;

export const ownDuty = z.strictObject({
  id: dutyId,
  name: text.trim().min(3).max(160),
  why: text.trim().max(300),
  months,
  side,
  nextOn: plannedDay.nullable(),
  off: z.boolean().optional(),
  ...held,
});
export type OwnDuty = z.infer<typeof ownDuty>;

const settings = z.strictObject({
  /** An IANA name, as in America/New_York. */
  timeZone: text.min(1).max(60),
  /** Who is reminded by mail; nobody at first. */
  remindTo: z.array(z.email({ error: 'write an address of e-mail' }).max(254)).max(20),
  /** So many days before. */
  remindDays: count.max(90),
  changes: z.array(dutyChange).max(200),
  own: z.array(ownDuty).max(200),
});
export const calendarInput = settings.extend({
  /** The version on which the change was made; 0 before the first. */
  version: count,
});
export type CalendarInput = z.infer<typeof calendarInput>;
export type CalendarSettings = z.infer<typeof settings>;
const kept = settings.extend({ version: count });
/** When somebody planned the next day of a duty: what was done before is not done for that day. */
const planned = z.object({ on: day, at: time });
export type DutyPlanned = z.infer<typeof planned>;
export const calendarKept = kept.extend({
  /** By duty. */
  planned: z.record(dutyId, planned).default({}),
});

export const calendarState = z.object({
  schema: z.literal('dosimeter.calendar-settings/1'),
  settings: kept,
  by: nullableText,
  at: time.nullable(),
  library: z.array(recurringDuty),
  mailIsSet: z.boolean(),
  /** Addresses that the mail server refused for good, the newest first. */
  refused: z.array(z.object({ email: text, because: text, at: time })),
});
export type CalendarState = z.infer<typeof calendarState>;

export const CALENDAR_KINDS = [
  'duty',
  'policy',
  'attestation',
  'exception',
  'acceptance',
  'remote access',
  'lesson',
] as const;
/** `soon`: within 30 days; `unplanned`: nobody said when it was last done or when it is due. */
export const DUE_STATES = ['overdue', 'soon', 'later', 'unplanned'] as const;
export const dueState = z.enum(DUE_STATES);
export type DueState = z.infer<typeof dueState>;

const lastDone = z.object({ id: text, on: day, by: text, note: text, writtenBy: text, at: time });
export type DutyDone = z.infer<typeof lastDone>;

/** `named`: for this duty; the others by their part in the responsibility agreement. */
export const TOLD_AS = ['named', 'responsible', 'accountable'] as const;
/** Who is reminded of a duty; who answers for it only once it is overdue. */
export const dutyTold = z.object({
  name: text,
  email: nullableText,
  as: z.enum(TOLD_AS),
  /** Why no mail reaches them, as a sentence; null where it does. */
  because: nullableText,
});
export type DutyTold = z.infer<typeof dutyTold>;

export const calendarItem = z.object({
  /** The same for the same thing, whenever it is due. */
  key: text,
  kind: z.enum(CALENDAR_KINDS),
  title: text,
  why: text,
  source: nullableText,
  /** Null where nobody said. */
  due: day.nullable(),
  state: dueState,
  side: side.nullable(),
  /** How often, for duties. */
  months: months.nullable(),
  last: lastDone.nullable(),
  /** Who holds it, for duties. */
  told: z.array(dutyTold),
  /** The page that holds it; null for duties, which stand on this page. */
  href: nullableText,
});
export type CalendarItem = z.infer<typeof calendarItem>;

export const calendarPage = listOf(calendarItem).extend({
  today: day,
  timeZone: text,
  counts: z.record(dueState, count),
});
export type CalendarPage = z.infer<typeof calendarPage>;
export const calendarQuery = page.extend({ state: dueState.optional(), kind: z.enum(CALENDAR_KINDS).optional() });
export type CalendarQuery = z.infer<typeof calendarQuery>;

export const doneInput = z.strictObject({
  on: plannedDay,
  /** Who did it; left out: whoever says so. */
  by: text.trim().min(1).max(120).optional(),
  note: text.trim().max(500).default(''),
});
export type DutyDoneInput = z.input<typeof doneInput>;
export const doneHistory = z.object({ items: z.array(lastDone), more: z.boolean() });

/** Figures that are taken each day; `fix-days-…` by who mends it (`fix.who` of a finding). */
export const METRICS = [
  'devices-known',
  'policies-enforced',
  'staff-trained',
  'support-ended',
  'open-findings',
  'loss-per-device',
] as const;
export const FIX_METRIC = 'fix-days-';
/** Findings closed in so many days count for the mean time to fix. */
export const FIX_WINDOW_DAYS = 90;

export type MetricUnit = 'share' | 'days' | 'each' | 'dollars';
/** What a figure is: a share `value` of `of`, mean days, how many for each device, or US dollars for each device; the last two are `value` / `of`. */
export function unitOfMetric(name: string): MetricUnit {
  if (name.startsWith(FIX_METRIC)) return 'days';
  return name === 'open-findings' ? 'each' : name === 'loss-per-device' ? 'dollars' : 'share';
}

const figure = z.object({
  /** For shares how many; for `fix-days-…` the mean in days; for `loss-per-device` US dollars of all. Null where it is not known. */
  value: z.number().nullable(),
  /** Of how many. */
  of: count,
});
export const metric = figure.extend({
  name: text,
  /** One for each day on which it was taken, the oldest first. */
  history: z.array(figure.extend({ day })),
});
export type Metric = z.infer<typeof metric>;
export const metrics = z.object({
  schema: z.literal('dosimeter.metrics/1'),
  today: day,
  timeZone: text,
  items: z.array(metric),
});
export type Metrics = z.infer<typeof metrics>;

/** What a figure counts, as it stands now. */
export const metricDetail = z.object({
  name: text,
  counted: z.array(z.object({ key: text, label: text, detail: text, counts: z.boolean(), href: nullableText })),
  /** There are more than these. */
  more: z.boolean(),
});
export type MetricDetail = z.infer<typeof metricDetail>;
