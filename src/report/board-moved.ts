// What of the program stands otherwise on one day than on another, and what was decided and said in between that explains it. Pure.
import type { BoardDocument, BoardMoved, DayStanding } from '#contracts/index.ts';
import type { StandingOfDay } from './board-standing.ts';
import { counted, longDate } from './words.ts';

type Row = BoardMoved['rows'][number];
type Check = DayStanding['checks'][number];

/** What happened between the two days, and what hangs on what. */
export interface Between {
  /** The newest first. */
  readonly decisions: readonly Pick<
    BoardDocument['decisions']['items'][number],
    'on' | 'by' | 'kind' | 'subject' | 'decision'
  >[];
  /** What was said to questions: how often, and the newest of it. */
  readonly said: readonly {
    readonly question: string;
    readonly many: number;
    readonly answer: string;
    readonly by: string;
    /** The day of the newest at the site. */
    readonly on: string;
  }[];
  /** Questions of each check. */
  readonly questions: ReadonlyMap<string, readonly string[]>;
  /** Checks and policy that show how a control stands, and the question that is asked of the control itself. */
  readonly controls: ReadonlyMap<
    string,
    { readonly checks: readonly string[]; readonly policy: string | null; readonly question: string }
  >;
  /** Checks that clauses of a policy are bound to. */
  readonly policies: ReadonlyMap<string, readonly string[]>;
}

const KEPT = ['written', 'known', 'enforced'] as const;
type Parts = Readonly<Record<(typeof KEPT)[number], string>>;

/**
 * Holds two days against each other; `before` is null where no day up to the report before is kept, and so is `now` where none up to this one is.
 * Where no day between the two was kept, both are the same day, and nothing is told.
 */
export function movedSince(
  {
    before,
    now,
    day,
  }: { readonly before: StandingOfDay | null; readonly now: StandingOfDay | null; readonly day: string },
  between: Between,
): BoardMoved {
  if (!before || !now) {
    const words = `How the program stood on ${longDate(day)} was not kept, so that nothing of today can be held against it.`;
    return { from: null, words: now ? words : words.replace('of today ', ''), rows: [] };
  }
  if (before.day >= now.day) {
    const words = `After ${longDate(before.day)} no day up to the day of this report was kept, so that nobody can say what stands otherwise since.`;
    return { from: null, words, rows: [] };
  }
  const checks = checksMoved(before.standing, now.standing, between);
  const titles = new Map(checks.map(({ id, row: { what, was, is } }) => [id, `${what} (${was}; ${is})`]));
  const rows: Row[] = [
    ...policiesMoved(before.standing, now.standing, { between, titles }),
    ...controlsMoved(before.standing, now.standing, { between, titles }),
    ...checks.map(({ row }) => row),
    ...trainingMoved(before.standing.training, now.standing.training),
    ...dutiesMoved(before.standing.duties, now.standing.duties),
  ];
  const many = (subject: Row['subject'], one: string, more: string) => {
    const found = rows.filter((row) => row.subject === subject).length;
    return found === 0 ? [] : [counted(found, one, more)];
  };
  const parts = [
    ...many('policies', 'policy', 'policies'),
    ...many('controls', 'control', 'controls'),
    ...many('checks', 'check', 'checks'),
    ...many('training', 'lesson', 'lessons'),
    ...many('duties', 'duty', 'duties'),
  ];
  const since = longDate(before.day);
  return {
    from: before.day,
    words:
      parts.length === 0
        ? `Of the program everything stands as it did on ${since}.`
        : `Since ${since} this stands otherwise in the program: ${parts.join(', ')}.`,
    rows,
  };
}

interface Why {
  readonly between: Between;
  /** Checks that stand otherwise, in words. */
  readonly titles: ReadonlyMap<string, string>;
}

function policiesMoved(before: DayStanding, now: DayStanding, { between, titles }: Why): Row[] {
  const had = new Map(before.policies.map((policy) => [policy.id, policy]));
  const has = new Set(now.policies.map(({ id }) => id));
  const told = ({ state, status, isOverdue }: DayStanding['policies'][number]) =>
    state === 'retired' || !status ? state : `${partWords(status)}${isOverdue ? ', review overdue' : ''}`;
  const gone = before.policies
    .filter(({ id }) => !has.has(id))
    .map((policy) => ({ policy, was: told(policy), is: 'gone' }));
  const here = now.policies.map((policy) => {
    const old = had.get(policy.id);
    return { policy, was: old ? told(old) : 'not begun', is: told(policy) };
  });
  return [...here, ...gone]
    .filter(({ was, is }) => was !== is)
    .map(({ policy: { id, title }, was, is }) => ({
      subject: 'policies' as const,
      what: title,
      was,
      is,
      because: [
        ...decided(between, (subject) => subject === `policy ${id}` || subject.startsWith(`policy ${id}, `)),
        ...(between.policies.get(id) ?? []).flatMap((check) => titles.get(check) ?? []),
      ],
    }));
}

function controlsMoved(before: DayStanding, now: DayStanding, { between, titles }: Why): Row[] {
  const had = new Map(before.controls.map((control) => [control.id, control]));
  return now.controls.flatMap((control): Row[] => {
    const old = had.get(control.id);
    const [was, is] = [old ? partWords(old) : 'not in the catalogue', partWords(control)];
    if (was === is) return [];
    const link = between.controls.get(control.id);
    return [
      {
        subject: 'controls',
        what: control.name,
        was,
        is,
        because: [
          ...decided(between, (subject) => link?.policy !== null && subject === `policy ${link?.policy ?? ''}`),
          ...said(between, link ? [link.question] : []),
          ...(link?.checks ?? []).flatMap((check) => titles.get(check) ?? []),
        ],
      },
    ];
  });
}

function checksMoved(
  before: DayStanding,
  now: DayStanding,
  between: Between,
): { readonly id: string; readonly row: Row }[] {
  const had = new Map(before.checks.map((check) => [check.id, check]));
  return now.checks.flatMap((check) => {
    const old = had.get(check.id);
    if (old && stateOf(old) === stateOf(check) && old.broken === check.broken && old.excepted === check.excepted)
      return [];
    const bound = [...between.policies].filter(([, checks]) => checks.includes(check.id)).map(([policy]) => policy);
    return [
      {
        id: check.id,
        row: {
          subject: 'checks' as const,
          what: check.title,
          was: old ? checkWords(old) : 'there was no such check',
          is: checkWords(check),
          because: [
            ...said(between, between.questions.get(check.id) ?? []),
            ...decided(
              between,
              (subject, kind) =>
                kind === 'exception' &&
                ((subject.startsWith('check ') && subject.slice(6).split(', ').includes(check.id)) ||
                  bound.some((policy) => subject.startsWith(`policy ${policy}, clause `))),
            ),
          ],
        },
      },
    ];
  });
}

function trainingMoved(before: DayStanding['training'], now: DayStanding['training']): Row[] {
  const words = (lesson: DayStanding['training']['lessons'][number] | undefined) =>
    lesson
      ? `${lesson.passed} of ${lesson.assigned} passed${lesson.overdue > 0 ? `, ${lesson.overdue} overdue` : ''}`
      : 'nobody was to read it';
  const had = new Map(before.lessons.map((lesson) => [lesson.id, lesson]));
  const has = new Set(now.lessons.map(({ id }) => id));
  const gone = before.lessons
    .filter(({ id }) => !has.has(id))
    .map((lesson) => [lesson.title, words(lesson), words(undefined)]);
  const here = now.lessons.map((lesson) => [lesson.title, words(had.get(lesson.id)), words(lesson)]);
  return [...here, ...gone].flatMap(([what = '', was = '', is = '']) =>
    was === is ? [] : [{ subject: 'training', what, was, is, because: [] }],
  );
}

function dutiesMoved(before: DayStanding['duties'], now: DayStanding['duties']): Row[] {
  const words = (duty: { readonly missing: string } | undefined) => (duty ? `open: ${duty.missing}` : 'held');
  const had = new Map(before.open.map((duty) => [duty.name, duty]));
  const has = new Map(now.open.map((duty) => [duty.name, duty]));
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((what) => {
    const [was, is] = [words(had.get(what)), words(has.get(what))];
    return was === is ? [] : [{ subject: 'duties', what, was, is, because: [] }];
  });
}

function partWords(parts: Parts): string {
  return KEPT.map((part) => `${part} ${parts[part]}`).join(', ');
}

function stateOf({ holds, broken, excepted, unknown }: Check): string {
  if (broken > 0) return 'broken';
  if (unknown > 0) return 'unknown';
  return excepted > 0 ? 'excepted' : holds > 0 ? 'holds' : 'nothing';
}

function checkWords(check: Check): string {
  const { of, holds, broken, excepted, unknown } = check;
  const state = stateOf(check);
  if (of === 'site')
    return (
      { broken: 'broken', unknown: 'not known', excepted: 'excepted', holds: 'holds', nothing: 'asked of nothing' }[
        state
      ] ?? state
    );
  if (state === 'nothing') return 'no device is asked';
  const rest = [
    ...(broken > 0 ? [`broken on ${broken}`] : []),
    ...(unknown > 0 ? [`not known of ${unknown}`] : []),
    ...(excepted > 0 ? [`excepted on ${excepted}`] : []),
  ];
  return `holds on ${holds} of ${counted(holds + broken + excepted + unknown, 'device')}${rest.length > 0 ? `, ${rest.join(', ')}` : ''}`;
}

function decided({ decisions }: Between, isAbout: (subject: string, kind: string) => boolean): string[] {
  return decisions
    .filter(({ kind, subject }) => isAbout(subject, kind))
    .map(
      ({ on, by, kind, decision }) => `${kind === 'exception' ? 'exception ' : ''}${decision} (${by}, ${longDate(on)})`,
    );
}

function said({ said: all }: Between, questions: readonly string[]): string[] {
  return all
    .filter(({ question }) => questions.includes(question))
    .map(
      ({ question, many, answer, by, on }) =>
        `"${answer}" was said to ${question}${many > 1 ? `, the newest of ${counted(many, 'answer')}` : ''} (${by}, ${longDate(on)})`,
    );
}
