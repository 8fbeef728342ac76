// How the program stood on a day, as tables and sentences of the report for the board. Pure.
import type { BoardStanding, DayStanding } from '#contracts/index.ts';

type Told = Pick<BoardStanding, 'subject' | 'words' | 'columns' | 'rows' | 'open'>;

/** A standing with the day that it is of. */
export interface StandingOfDay {
  readonly day: string;
  /** When a past day was kept; null for today. */
  readonly keptAt: string | null;
  readonly standing: DayStanding;
}

/** The four parts of the program as of a day; `found` is null where no day up to it is kept, `approvals` is what is known of policies even then. */
export function standingsOf(
  date: string,
  found: StandingOfDay | null,
  approvals: readonly ApprovalThen[] = [],
): BoardStanding[] {
  if (!found) return notKept(approvals);
  const { day, standing } = found;
  const told = [controlsOf(standing), policiesOf(standing), trainingOf(standing), dutiesOf(standing)];
  return told.map((each) => ({ ...each, asOf: day, isOfDate: day === date }));
}

function controlsOf({ controls }: DayStanding): Told {
  const yes = (part: 'written' | 'known' | 'enforced') => controls.filter((each) => each[part] === 'yes').length;
  return {
    subject: 'controls',
    words: `Of ${controls.length} controls ${yes('written')} are written, ${yes('known')} known and ${yes('enforced')} enforced in full.`,
    columns: ['Control', 'Written', 'Known', 'Enforced'],
    rows: controls.map(({ name, written, known, enforced }) => [name, written, known, enforced]),
    open: controls.length - yes('enforced'),
  };
}

function policiesOf({ policies: all }: DayStanding): Told {
  const policies = all.filter(({ state }) => state !== 'retired');
  const inForce = policies.filter(({ due, isOverdue }) => due !== null && !isOverdue).length;
  const overdue = policies.filter(({ isOverdue }) => isOverdue).length;
  return {
    subject: 'policies',
    words: `Of ${policies.length} policies ${inForce} are approved and within their day of review, ${overdue} are overdue for it, and ${policies.length - inForce - overdue} were never approved.`,
    columns: ['Policy', 'Written', 'Known', 'Enforced', 'Review by'],
    rows: policies.map(({ title, state, status, due }) => [
      title,
      status?.written ?? state,
      status?.known ?? state,
      status?.enforced ?? state,
      due ?? 'not approved',
    ]),
    open: policies.length - inForce,
  };
}

function trainingOf({ training }: DayStanding): Told {
  const { active, withoutLesson, asked, trained, lessons } = training;
  const sum = (of: 'assigned' | 'passed' | 'overdue') => lessons.reduce((total, each) => total + each[of], 0);
  return {
    subject: 'training',
    words:
      active === 0
        ? 'Nobody stands on the roster of staff.'
        : `Of ${sum('assigned')} lessons that people are to read ${sum('passed')} were passed and ${sum('overdue')} are overdue; ${trained} of ${asked} people with lessons passed all of theirs, and ${withoutLesson} of ${active} people have none.`,
    columns: ['Lesson', 'To read', 'Passed', 'Overdue'],
    rows: lessons.map(({ title, assigned, passed, overdue }) => [
      title,
      String(assigned),
      String(passed),
      String(overdue),
    ]),
    open: sum('assigned') - sum('passed'),
  };
}

function dutiesOf({ duties: { all, open } }: DayStanding): Told {
  return {
    subject: 'duties',
    words: `Of ${all} duties ${open.length} are open: nobody answers for them, or nobody does them.`,
    columns: ['Open duty', 'What is missing'],
    rows: open.map(({ name, missing }) => [name, missing]),
    open: open.length,
  };
}

/** A policy with an approval that counted on a day, from its versions. */
export interface ApprovalThen {
  readonly title: string;
  readonly on: string;
  readonly due: string;
  readonly isOverdue: boolean;
}

/** Before the first day that is kept: approvals of policies have days of their own, nothing else does. */
function notKept(approvals: readonly ApprovalThen[]): BoardStanding[] {
  const none = { asOf: null, isOfDate: false, columns: [], rows: [], open: 0 };
  const within = approvals.filter(({ isOverdue }) => !isOverdue).length;
  return [
    { ...none, subject: 'controls', words: 'How the controls stood was not kept then.' },
    {
      ...none,
      subject: 'policies',
      words: `${approvals.length === 1 ? '1 policy was' : `${approvals.length} policies were`} approved, ${within} of them within the day of review; whether they were known and enforced was not kept then.`,
      columns: ['Policy', 'Approved on', 'Review by'],
      rows: approvals.map(({ title, on, due }) => [title, on, due]),
    },
    { ...none, subject: 'training', words: 'How training stood was not kept then.' },
    { ...none, subject: 'duties', words: 'Who held which duty was not kept then.' },
  ];
}
