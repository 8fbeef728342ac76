// A duty as it stands in a form, and what the site says of its duties once that is kept. Pure.
import type { CalendarInput, CalendarState, DutyChange, OwnDuty, RecurringDuty } from '#contracts/index.ts';

/** What is entered; empty text is nothing. */
export interface DutyDraft {
  readonly id: string;
  /** Whether it is one of the site's own, and so has a name and a side that can be changed. */
  readonly isOwn: boolean;
  readonly name: string;
  readonly why: string;
  readonly months: number;
  readonly side: OwnDuty['side'];
  readonly nextOn: string;
  readonly holder: string;
  readonly raci: string;
  readonly isOff: boolean;
}

/** What can differ between two drafts of one duty. */
export const DRAFT_FIELDS = ['name', 'why', 'months', 'side', 'nextOn', 'holder', 'raci', 'isOff'] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];

/** A duty as the site has it now; null where it is not there any more. */
export function draftOf({ settings, library }: CalendarState, id: string): DutyDraft | null {
  const shipped = library.find((duty) => duty.id === id);
  const own = settings.own.find((duty) => duty.id === id);
  if (own) return drafted({ ...own, raci: own.raci ?? null }, own, true);
  return shipped ? drafted(shipped, settings.changes.find((change) => change.id === id) ?? { id }, false) : null;
}

function drafted(
  { id, name, why, months, side, raci }: Omit<RecurringDuty, 'source' | 'raci'> & { readonly raci: string | null },
  said: DutyChange,
  isOwn: boolean,
): DutyDraft {
  return {
    id,
    isOwn,
    name,
    why,
    side,
    months: said.months ?? months,
    nextOn: said.nextOn ?? '',
    holder: said.holder ?? '',
    raci: (said.raci === undefined ? raci : said.raci) ?? '',
    isOff: said.off === true,
  };
}

/** A new duty of the site's own. */
export function newDraft(id: string): DutyDraft {
  const nothing = { name: '', why: '', nextOn: '', holder: '', raci: '' };
  return { ...nothing, id, isOwn: true, months: 12, side: 'provider', isOff: false };
}

/** All that the site says with this draft in it; of a duty that ships only what differs from the library is said. */
export function settingsWith({ settings, library }: CalendarState, draft: DutyDraft): CalendarInput {
  const { id, name, why, months, side, raci } = draft;
  const said = {
    nextOn: draft.nextOn === '' ? null : draft.nextOn,
    ...(draft.holder.trim() === '' ? {} : { holder: draft.holder.trim() }),
    ...(draft.isOff ? { off: true } : {}),
  };
  if (draft.isOwn) {
    const duty = { ...said, id, name, why, months, side, ...(raci === '' ? {} : { raci }) };
    const isKnown = settings.own.some((each) => each.id === id);
    return {
      ...settings,
      own: isKnown ? settings.own.map((each) => (each.id === id ? duty : each)) : [...settings.own, duty],
    };
  }
  const shipped = library.find((duty) => duty.id === id);
  const change: DutyChange = {
    id,
    ...(said.nextOn === null ? {} : { nextOn: said.nextOn }),
    ...(said.holder === undefined ? {} : { holder: said.holder }),
    ...(draft.isOff ? { off: true } : {}),
    ...(months === shipped?.months ? {} : { months }),
    ...(raci === shipped?.raci ? {} : { raci: raci === '' ? null : raci }),
  };
  const others = settings.changes.filter((each) => each.id !== id);
  return { ...settings, changes: Object.keys(change).length === 1 ? others : [...others, change] };
}

/** The fields in which two drafts differ. */
export function differing(one: DutyDraft, other: DutyDraft): DraftField[] {
  return DRAFT_FIELDS.filter((field) => one[field] !== other[field]);
}

/** The duties that are switched off. */
export function offDuties({
  settings,
  library,
}: CalendarState): readonly { readonly id: string; readonly name: string }[] {
  const off = new Set([...settings.changes, ...settings.own].flatMap((said) => (said.off === true ? [said.id] : [])));
  return [...library, ...settings.own].filter(({ id }) => off.has(id));
}
