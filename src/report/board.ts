// The report for the board: five questions and their answers as plain data, from the state of a day. Pure. What comes from outside stands in
// it as it came; the templates make it inert.
import type { BoardDocument, BoardException, BoardMoved, BoardStanding, RiskDocument } from '#contracts/index.ts';
import { localTime } from '#kit/index.ts';
import { reviewInputs } from './board-review.ts';
import { riskAnswers, worstHarm } from './risk-answers.ts';
import { chanceWords, dayAfter, harmWords, moneyWords, withRange } from './risk-words.ts';
import { counted, grouped, longDate } from './words.ts';

export interface BoardInput {
  readonly site: string;
  /** YYYY-MM-DD of the site. */
  readonly date: string;
  /** The site's zone: moments are told by their day in it. */
  readonly timeZone: string;
  readonly risk: RiskDocument | null;
  /** When the first assessment of all was made; null before it. */
  readonly firstAt: string | null;
  readonly previous: {
    readonly from: NonNullable<BoardDocument['previous']>['from'];
    readonly day: string;
    readonly risk: RiskDocument | null;
    /** What changed between the two assessments, in sentences. */
    readonly because: readonly string[];
  } | null;
  readonly decisions: BoardDocument['decisions'];
  readonly exceptions: readonly BoardException[];
  readonly standing: readonly BoardStanding[];
  /** When the standing of a past day was kept; null for today, and where none is. */
  readonly keptAt: string | null;
  /** The first day whose standing is kept, where that of this day is not; null where none is. */
  readonly firstKept: string | null;
  /** What stands otherwise than at the report before; null where there is none. */
  readonly moved: BoardMoved | null;
}

const NOTHING_COMPARED = 'Nothing that is compared between assessments has changed.';
/** Days before its end in which an exception is put to the board. */
const SOON_DAYS = 30;

/** Builds the report; the same input gives the same document. */
export function buildBoard(input: BoardInput): BoardDocument {
  const { site, date, risk, previous, decisions, exceptions, standing } = input;
  const answers = risk && riskAnswers({ ...risk, at: dayOf(input, risk.at) }, date);
  const asks = asksOf(input);
  const changed = changedOf(input);
  const without = noAssessment(input);
  const document: Omit<BoardDocument, 'review'> = {
    schema: 'dosimeter.board/1',
    site,
    date,
    assessment: risk && { id: risk.id, at: risk.at },
    previous: previous && {
      from: previous.from,
      day: previous.day,
      assessment: previous.risk?.id ?? null,
      at: previous.risk?.at ?? null,
    },
    headline: answers
      ? { harm: answers.headline[0], money: answers.headline[1] }
      : { harm: 'Whether a patient could be harmed was not worked out.', money: without },
    hurt: {
      rows:
        answers?.hurt.rows.map(({ what, where, severity, today, after, acceptability }) => ({
          what,
          where,
          severity,
          today,
          after,
          acceptability,
        })) ?? [],
      total: answers?.hurt.total ?? 0,
      story: answers?.hurt.story ?? null,
      basis: answers?.hurt.basis ?? without,
    },
    cost:
      risk && answers
        ? {
            currency: risk.currency,
            mean: risk.expected.today.mean,
            interval: [...risk.expected.today.interval],
            after: risk.expected.after.mean,
            afterInterval: [...risk.expected.after.interval],
            rows: answers.cost.rows.map((row) => ({ ...row })),
            tolerance: [...answers.cost.tolerance],
            above: risk.tolerance.filter(({ probability, today }) => today > probability).length,
            basis: answers.cost.basis,
          }
        : null,
    decisions,
    changed: { ...changed, lines: [...changed.lines, ...(input.moved ? [input.moved.words] : [])] },
    asks,
    exceptions: [...exceptions],
    standing: [...standing],
    moved: input.moved ?? { from: null, words: 'There is no earlier report to hold the program against.', rows: [] },
    steps:
      answers?.first.rows.map(({ what, who, due, cost, saves, care }) => ({ what, who, due, cost, saves, care })) ?? [],
    limits: [...(answers ? [answers.restsOn] : [without]), ...keptLimits(input)],
  };
  return { ...document, review: reviewInputs(document) };
}

/** The day of a moment at the site. */
function dayOf({ timeZone }: Pick<BoardInput, 'timeZone'>, moment: string): string {
  return localTime(new Date(moment), timeZone).day;
}

/** What a past day cannot say, because it was not kept when it ended. */
function keptLimits(input: BoardInput): string[] {
  const { date, standing, keptAt, firstKept } = input;
  const [first] = standing;
  if (!first) return [];
  if (first.asOf === null) {
    const since = firstKept === null ? '' : ` The first day that is kept is ${longDate(firstKept)}.`;
    return [`How controls, policies, training and duties stood on ${longDate(date)} was not kept.${since}`];
  }
  if (!first.isOfDate)
    return [
      `How controls, policies, training and duties stood on ${longDate(date)} was not kept; they are told as of ${longDate(first.asOf)}, the last day before it that is.`,
    ];
  const keptOn = keptAt === null ? null : dayOf(input, keptAt);
  if (keptOn === null || keptOn <= dayAfter(date, 1)) return [];
  return [
    `The program did not run when ${longDate(date)} ended. How controls, policies, training and duties stood was kept on ${longDate(keptOn)}; answers, approvals and exceptions after that day are left out.`,
  ];
}

function noAssessment(input: BoardInput): string {
  const { date, firstAt } = input;
  return firstAt === null
    ? 'What could happen here and what it would cost was not worked out yet.'
    : `On ${longDate(date)} nobody had worked out yet what could happen here and what it would cost; the first assessment is of ${longDate(dayOf(input, firstAt))}.`;
}

function changedOf(input: BoardInput): BoardDocument['changed'] {
  const { risk, previous, date } = input;
  if (!risk) return { lines: [noAssessment(input)], because: [] };
  if (!previous?.risk) {
    const since = previous ? ` There was none by ${longDate(previous.day)}.` : '';
    return { lines: [`There is no earlier assessment to compare with.${since}`], because: [] };
  }
  const before = previous.risk;
  const [thenOn, nowOn] = [before.at, risk.at].map((at) => longDate(dayOf(input, at)));
  if (before.id === risk.id)
    return {
      lines: [
        `Nothing was worked out anew between ${longDate(previous.day)} and ${longDate(date)}: the figures are those of ${nowOn}.`,
      ],
      because: [],
    };
  const isSameMoney = before.currency === risk.currency;
  const [then, now] = [before.expected.today, risk.expected.today];
  const money = isSameMoney
    ? `${moneyWords(now.mean, risk.currency) === moneyWords(then.mean, risk.currency) ? 'An average year costs what it did' : now.mean < then.mean ? 'An average year costs less' : 'An average year costs more'}: ${withRange(then, before.currency)} on ${thenOn}, ${withRange(now, risk.currency)} on ${nowOn}.`
    : `An average year cost ${withRange(then, before.currency)} on ${thenOn} and ${withRange(now, risk.currency)} on ${nowOn}; the money is another, so the two cannot be held against each other.`;
  return {
    lines: [harmChange(before, risk), money, ...lineChanges(before, risk)],
    because: previous.because.length > 0 ? [...previous.because] : [NOTHING_COMPARED],
  };
}

function harmChange(before: RiskDocument, risk: RiskDocument): string {
  const [then, now] = [worstHarm(before), worstHarm(risk)];
  const words = (worst: typeof then) =>
    worst ? `${worst.today.name}, ${harmWords(worst.today.harm.today)}` : 'nothing that reaches a patient';
  const refused = ({ scenarios }: RiskDocument) =>
    scenarios.filter(({ reachesPerson, harm }) => reachesPerson && harm.today.acceptability === 'not acceptable')
      .length;
  const worst =
    words(then) === words(now)
      ? `The worst harm is as it was: ${words(now)}.`
      : `The worst harm was ${words(then)}; it is ${words(now)}.`;
  return `${worst} Scenarios that are not acceptable: ${grouped(refused(before))} then, ${grouped(refused(risk))} now.`;
}

/** Lines of tolerance that were crossed in either direction, and lines that were drawn anew. */
function lineChanges(before: RiskDocument, risk: RiskDocument): string[] {
  const key = ({ loss, probability }: RiskDocument['tolerance'][number]) => `${loss} ${probability}`;
  const had = new Map(before.tolerance.map((line) => [key(line), line]));
  return risk.tolerance.flatMap((line) => {
    const old = had.get(key(line));
    const name = `more than ${moneyWords(line.loss, risk.currency)} a year with a chance of at most ${chanceWords(line.probability)}`;
    if (!old) return [`The line ${name} was not drawn then.`];
    const [was, is] = [old.today > old.probability, line.today > line.probability];
    if (was === is) return [];
    return [
      `The line ${name} was ${was ? 'crossed' : 'held'} then (${chanceWords(old.today)}) and is ${is ? 'crossed' : 'held'} now (${chanceWords(line.today)}).`,
    ];
  });
}

function asksOf({ risk, decisions, exceptions, standing, date }: BoardInput): BoardDocument['asks'] {
  const asks: BoardDocument['asks'] = [];
  const ask = (words: string, because: string) => asks.push({ ask: words, because });
  if (!risk)
    ask(
      'Have the risk of this site worked out.',
      'Without it nobody can say what could hurt whom, or what it would cost.',
    );
  // A plan that was decided about since it was worked out does not wait any more.
  const isPlanDecided = risk !== null && decisions.items.some(({ kind, at }) => kind === 'plan' && at > risk.at);
  if (risk) askOfRisk(risk, { isPlanDecided, ask });
  const waiting = exceptions.filter(({ state }) => state === 'asked');
  if (waiting.length > 0)
    ask(
      `Decide about ${counted(waiting.length, 'exception')} that somebody asked for.`,
      waiting.map(({ about }) => about).join('; '),
    );
  const expired = exceptions.filter(({ state }) => state === 'expired');
  if (expired.length > 0)
    ask(
      `Have ${counted(expired.length, 'exception')} renewed or ended whose last day is over.`,
      expired.map(({ about, until }) => `${about} (${longDate(until)})`).join('; '),
    );
  const last = dayAfter(date, SOON_DAYS);
  const soon = exceptions.filter(({ state, until }) => state === 'approved' && until <= last);
  if (soon.length > 0)
    ask(
      `Say what follows on ${counted(soon.length, 'exception')} that ${soon.length === 1 ? 'ends' : 'end'} within ${SOON_DAYS} days.`,
      soon.map(({ about, until }) => `${about} (${longDate(until)})`).join('; '),
    );
  const duties = standing.find(({ subject }) => subject === 'duties');
  if (duties && duties.open > 0)
    ask(`Name who answers for ${counted(duties.open, 'open duty', 'open duties')}.`, duties.words);
  const policies = standing.find(({ subject }) => subject === 'policies');
  if (policies && policies.open > 0)
    ask(
      `See that ${counted(policies.open, 'policy', 'policies')} without an approval in force ${policies.open === 1 ? 'gets' : 'get'} one.`,
      policies.words,
    );
  return asks;
}

function askOfRisk(
  risk: RiskDocument,
  { isPlanDecided, ask }: { readonly isPlanDecided: boolean; readonly ask: (words: string, because: string) => void },
): void {
  const { tolerance, plan, currency, expected } = risk;
  if (plan.chosen.length > 0 && !isPlanDecided)
    ask(
      `Approve the plan: ${counted(plan.chosen.length, 'step')} for ${moneyWords(plan.cost, currency)}.`,
      `An average year goes from ${withRange(expected.today, currency)} to ${withRange(expected.after, currency)}.`,
    );
  if (tolerance.length === 0)
    ask(
      'State which loss of a year you tolerate, and with what chance.',
      'Without it there is no line to hold the loss against.',
    );
  for (const { loss, probability, today, after } of tolerance) {
    if (after <= probability) continue;
    // Beside a line that it passes by a hair, the rounded chance would read as if the line were held.
    const remaining =
      chanceWords(after) === chanceWords(probability) ? `just over ${chanceWords(after)}` : chanceWords(after);
    ask(
      `Accept a chance of ${remaining} of losing more than ${moneyWords(loss, currency)} a year, or give more than this plan.`,
      `You tolerate ${chanceWords(probability)}; it is ${chanceWords(today)} today and ${remaining} with the plan.`,
    );
  }
  const left = risk.scenarios.filter(
    ({ reachesPerson, harm }) => reachesPerson && harm.after.acceptability === 'not acceptable',
  );
  if (left.length > 0)
    ask(
      `Decide about harm that stays not acceptable with the plan: ${counted(left.length, 'scenario')}.`,
      left
        .slice(0, 3)
        .map(({ name }) => name)
        .join('; '),
    );
}
