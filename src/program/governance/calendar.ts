// The duties of the calendar: what ships, what the site says of it, and when each is due. Pure.
import {
  type CalendarInput,
  type CalendarItem,
  type CalendarSettings,
  calendar,
  type DutyDone,
  type DutyPlanned,
  type RecurringDuty,
} from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { type LibraryFile, readLibraryFile, twice } from '../library-file.ts';
import { addMonths } from '../policies/review-day.ts';
import { addDays, isTimeZone, stateOf } from './calendar-days.ts';
import { holdersOf, type KnownHolders } from './duty-holders.ts';

/** The duties of a file. Throws Invalid with the field and what is wrong with it. */
export function readRecurringDuties(file: LibraryFile): readonly RecurringDuty[] {
  const { duties } = readLibraryFile(file, calendar.recurringDutyFile, (value) =>
    twice(
      value.duties.map(({ id }) => id),
      'duties',
    ),
  );
  return duties;
}

/** Refuses what cannot be: a zone that does not exist, a duty that is not there, one twice, one of the site's own under the name of another. */
export function checkCalendar(
  { timeZone, changes, own, remindTo }: CalendarInput,
  library: readonly RecurringDuty[],
): void {
  if (!isTimeZone(timeZone))
    throw new Invalid(`timeZone: there is no time zone ${timeZone}. Write one as America/New_York.`);
  const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  const [fault] = [
    ...twice(idsOf(changes), 'changes'),
    ...twice(idsOf(own), 'own'),
    ...twice(
      remindTo.map((email) => email.toLowerCase()),
      'remindTo',
    ),
  ];
  if (fault) throw new Invalid(`${fault.field}: ${fault.message}`);
  const shipped = new Set(idsOf(library));
  const stranger = changes.findIndex(({ id }) => !shipped.has(id));
  if (stranger >= 0)
    throw new Invalid(`changes[${stranger}].id: there is no duty ${changes[stranger]?.id ?? ''} in the library.`);
  const taken = own.findIndex(({ id }) => shipped.has(id));
  if (taken >= 0)
    throw new Invalid(`own[${taken}].id: ${own[taken]?.id ?? ''} is a duty of the library. Choose another id.`);
}

/** A duty as it stands at the site. */
export interface StandingDuty extends Omit<RecurringDuty, 'source' | 'raci'> {
  readonly source: string | null;
  readonly nextOn: string | null;
  /** When that day was planned; null where nobody knows. */
  readonly planned: DutyPlanned | null;
  /** The address of the person who was named for it. */
  readonly holder: string | null;
  /** The duty of the responsibility agreement that it belongs to. */
  readonly raci: string | null;
}

/** The duties that the site has: those of the library that are not switched off, and its own. */
export function standingDuties(
  { changes, own, planned = {} }: CalendarSettings & { readonly planned?: Readonly<Record<string, DutyPlanned>> },
  library: readonly RecurringDuty[],
): StandingDuty[] {
  const said = new Map(changes.map((change) => [change.id, change]));
  const shipped = library.flatMap((duty): StandingDuty[] => {
    const change = said.get(duty.id);
    if (change?.off) return [];
    const { months = duty.months, nextOn = null, holder = null, raci = duty.raci } = change ?? {};
    return [{ ...duty, months, nextOn, planned: planned[duty.id] ?? null, holder, raci }];
  });
  const ours = own.filter(({ off }) => off !== true);
  return [
    ...shipped,
    ...ours.map(({ id, name, why, months, side, nextOn, holder = null, raci = null }) => ({
      id,
      name,
      why,
      months,
      side,
      nextOn,
      planned: planned[id] ?? null,
      holder,
      raci,
      source: null,
    })),
  ];
}

/** Days of a month, of which half an interval before its day a duty counts as done for that day. */
const MONTH_DAYS = 30;

/** When each next day was planned: now where it is another than before. */
export function plannedWith(
  input: Pick<CalendarSettings, 'changes' | 'own'>,
  before: Pick<CalendarSettings, 'changes' | 'own'> & { readonly planned: Readonly<Record<string, DutyPlanned>> },
  now: DutyPlanned,
): Record<string, DutyPlanned> {
  const known = new Map([...before.changes, ...before.own].map(({ id, nextOn }) => [id, nextOn ?? null]));
  return Object.fromEntries(
    [...input.changes, ...input.own].flatMap(({ id, nextOn = null }) => {
      const planned = known.get(id) === nextOn ? before.planned[id] : now;
      return nextOn === null || planned === undefined ? [] : [[id, planned]];
    }),
  );
}

/**
 * When a duty is due: on the day that was planned, until it was done for it: on that day or later, or after it was planned and at
 * most half an interval before; else so many months after it was last done (the last day of a shorter month). Null where nobody said either.
 */
export function dueOn(
  { months, nextOn, planned }: Pick<StandingDuty, 'months' | 'nextOn' | 'planned'>,
  last: Pick<DutyDone, 'on' | 'at'> | null,
): string | null {
  if (nextOn !== null && !(last !== null && isDoneFor(nextOn, { months, planned, last }))) return nextOn;
  return last === null ? null : addMonths(last.on, months);
}

function isDoneFor(
  nextOn: string,
  { months, planned, last }: Pick<StandingDuty, 'months' | 'planned'> & { readonly last: Pick<DutyDone, 'on' | 'at'> },
): boolean {
  if (last.on >= nextOn) return true;
  if (last.on < addDays(nextOn, -(months * MONTH_DAYS) / 2)) return false;
  // Of two things of one day, which was written first.
  return planned === null || last.on > planned.on || (last.on === planned.on && last.at > planned.at);
}

/** Duties as lines of the calendar, each with who holds it. */
export function dutyItems(
  duties: readonly StandingDuty[],
  known: KnownHolders & { readonly lastDone: ReadonlyMap<string, DutyDone>; readonly today: string },
): CalendarItem[] {
  const { lastDone, today } = known;
  return duties.map((duty) => {
    const last = lastDone.get(duty.id) ?? null;
    const due = dueOn(duty, last);
    const { name: title, why, source, side, months } = duty;
    return {
      key: `duty ${duty.id}`,
      kind: 'duty',
      title,
      why,
      source,
      due,
      state: stateOf(due, today),
      side,
      months,
      last,
      told: holdersOf(duty, known),
      href: null,
    };
  });
}

/** The key by which lines are ordered: the next to be due first, what nobody planned last. */
export function placeOf({ due, key }: Pick<CalendarItem, 'due' | 'key'>): string {
  return `${due ?? '9999-99-99'} ${key}`;
}
