// How a site stands against a framework: each row by the controls that serve it and by what people said of the row. Pure.
// A fact is heard before a statement, and what nobody knows is unknown, which is not no.
import type {
  Control,
  ControlStatus,
  Framework,
  KeptAnswer,
  RowStanding,
  StandingCounts,
  StatusAnswer,
} from '#contracts/index.ts';
import { STATED_DAYS } from '../control-status.ts';

const DAY_MS = 86_400_000;

export interface StandingInput {
  readonly framework: Framework;
  readonly controls: readonly Control[];
  readonly statuses: ReadonlyMap<string, ControlStatus>;
  readonly answers: readonly KeptAnswer[];
  /** An ISO day. */
  readonly today: string;
}

/** Whether what was said on a day no longer counts: longer than `STATED_DAYS` ago. */
export function isStale(on: string, today: string): boolean {
  return (Date.parse(today) - Date.parse(on)) / DAY_MS > STATED_DAYS;
}

/**
 * The rows of a framework. A row asks for something when a control serves it, or when no row lies below it. Its answer, from its parts:
 * every control that serves it counts by what is enforced of it; a statement about the row itself that is not stale takes the place of
 * the controls that no fact shows. All yes is yes, none of them yes or partly is no, nothing known is unknown, everything else partly.
 */
export function rowsOfFramework({ framework, controls, statuses, answers, today }: StandingInput): RowStanding[] {
  const parents = new Set(framework.rows.map(({ parent }) => parent));
  const serving = servingOf(framework.id, controls);
  const ofKind = (kind: KeptAnswer['kind'], scope: string) =>
    new Map(
      answers
        .filter((answer) => answer.kind === kind && answer.scope === scope)
        .map((answer) => [answer.subject, answer] as const),
    );
  const own = ofKind('row', framework.id);
  const targets = ofKind('target', framework.id);
  const stated = ofKind('control', '');
  return framework.rows.map(({ id, name, parent, basis }) => {
    const by = (serving.get(id) ?? []).map((control) => {
      const enforced = statuses.get(control.id)?.enforced;
      return {
        id: control.id,
        name: control.name,
        answer: enforced?.answer ?? ('unknown' as const),
        from: enforced?.basis ?? ('nothing' as const),
        why: enforced?.why ?? 'Nothing is known of it.',
        alsoServes: servesElsewhere(control, framework.id),
        own: stated.get(control.id) ?? null,
      };
    });
    const said = own.get(id) ?? null;
    const stale = said !== null && isStale(said.on, today);
    const asks = by.length > 0 || !parents.has(id);
    const answer = asks
      ? answerOf(by, stale ? null : said)
      : { answer: 'unknown' as const, from: 'nothing' as const, why: 'A heading; see the rows below it.' };
    const old = stale ? ` It was last answered on ${said.on}, more than a year ago.` : '';
    return {
      id,
      name,
      parent,
      basis,
      asks,
      ...answer,
      why: answer.why + old,
      stale: stale || by.some((each) => each.own !== null && isStale(each.own.on, today)),
      target: targets.get(id)?.answer ?? 'unknown',
      own: said,
      controls: by,
    };
  });
}

type Part = Pick<RowStanding['controls'][number], 'id' | 'answer' | 'from'>;

function answerOf(by: readonly Part[], said: KeptAnswer | null): Pick<RowStanding, 'answer' | 'from' | 'why'> {
  const seen = by.filter(({ from }) => from === 'observed');
  const counted = said ? seen : by;
  const parts: StatusAnswer[] = [...counted.map(({ answer }) => answer), ...(said ? [said.answer] : [])];
  const known = parts.filter((answer) => answer !== 'unknown');
  if (known.length === 0)
    return {
      answer: 'unknown',
      from: 'nothing',
      why:
        by.length === 0
          ? 'Nobody has answered it.'
          : `Nothing is known of ${countOf(by.length, 'control')} that serve it.`,
    };
  const attested = said !== null || counted.some(({ from }) => from === 'attested');
  return {
    answer: joined(parts),
    from: seen.length > 0 ? (attested ? 'both' : 'observed') : 'attested',
    why: whyOf(counted, said),
  };
}

/** All yes: yes. None of them yes or partly: no. Everything else partly; something must be known. */
function joined(parts: readonly StatusAnswer[]): StatusAnswer {
  if (parts.every((answer) => answer === 'yes')) return 'yes';
  return parts.some((answer) => answer === 'yes' || answer === 'partly') ? 'partly' : 'no';
}

function whyOf(counted: readonly Part[], said: KeptAnswer | null): string {
  const sentences = said ? [`${said.by} answered ${said.answer} on ${said.on}.`] : [];
  if (counted.length > 0) {
    const of = (wanted: StatusAnswer) => counted.filter(({ answer }) => answer === wanted).length;
    const told = (['yes', 'partly', 'no', 'unknown'] as const)
      .filter((answer) => of(answer) > 0)
      .map((answer) => `${of(answer)} ${answer === 'unknown' ? 'not known' : answer}`);
    const seen = counted.filter(({ from }) => from === 'observed').length;
    sentences.push(`${countOf(counted.length, 'control')}: ${told.join(', ')}; ${seen} seen by facts.`);
  }
  return sentences.join(' ');
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function servingOf(framework: string, controls: readonly Control[]): Map<string, Control[]> {
  const serving = new Map<string, Control[]>();
  for (const control of controls) {
    for (const pointer of control.maps[framework] ?? []) {
      const id = typeof pointer === 'string' ? pointer : pointer.id;
      serving.set(id, [...(serving.get(id) ?? []), control]);
    }
  }
  return serving;
}

function servesElsewhere({ maps }: Control, framework: string): number {
  return Object.entries(maps).reduce((sum, [id, rows]) => sum + (id === framework ? 0 : rows.length), 0);
}

const RANK: Readonly<Record<StatusAnswer, number>> = { yes: 2, partly: 1, no: 0, unknown: 0 };

/** Whether a row has a target that it does not reach; what is not known does not reach any. */
export function isBelowTarget({ asks, answer, target }: Pick<RowStanding, 'asks' | 'answer' | 'target'>): boolean {
  return asks && RANK[target] > RANK[answer];
}

/** The rows that ask for something, counted. */
export function countsOf(rows: readonly RowStanding[]): StandingCounts {
  const asking = rows.filter(({ asks }) => asks);
  const of = (wanted: StatusAnswer) => asking.filter(({ answer }) => answer === wanted).length;
  return {
    rows: asking.length,
    yes: of('yes'),
    partly: of('partly'),
    no: of('no'),
    unknown: of('unknown'),
    observed: asking.filter(({ from }) => from === 'observed' || from === 'both').length,
    stale: asking.filter(({ stale }) => stale).length,
    belowTarget: asking.filter(isBelowTarget).length,
  };
}
