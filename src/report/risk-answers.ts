// What the executive page says of the risk: four questions and their answers, the same for the screen and for paper. What comes from
// outside stands in it as it came; the templates make it inert.
import {
  type AssessmentDocument,
  expectedCost,
  type RiskAction,
  type RiskDocument,
  type RiskScenario,
} from '#contracts/index.ts';
import { byHarmFirst } from '#risk/index.ts';
import { doneLines } from './done-words.ts';
import {
  bandWord,
  chanceSpan,
  chanceWords,
  dayAfter,
  daysBetween,
  daysWords,
  harmWords,
  moneySpan,
  moneyWords,
  spanWords,
  withRange,
} from './risk-words.ts';
import { actor, counted, firstSentence, grouped, longDate, nameList } from './words.ts';

/** One line of what could hurt people: a scenario, where, how bad, how likely. */
export interface HurtRow {
  readonly what: string;
  readonly where: string;
  readonly severity: string;
  readonly severityRange: string;
  readonly today: string;
  readonly todayRange: string;
  readonly after: string;
  readonly acceptability: string;
}

/** One figure of a year, today and with the plan. */
export interface CostRow {
  readonly label: string;
  readonly today: string;
  readonly after: string;
}

export interface CostlyRow {
  readonly what: string;
  readonly year: string;
  /** Of the year, over how often it may happen. */
  readonly range: string;
  /** `29,028 records, 17.7 days without exams`: of one event, in the mean. */
  readonly event: string;
}

export interface FirstRow {
  readonly what: string;
  readonly who: string;
  readonly due: string;
  readonly cost: string;
  readonly saves: string;
  /** Whether an exam is cut, a device stands still, the maker must agree. */
  readonly care: string;
  readonly cutsExam: boolean;
}

/** The four answers. */
export interface RiskAnswers {
  /** Of harm, then of money: two sentences that are never one. */
  readonly headline: readonly [harm: string, money: string];
  readonly hurt: {
    readonly rows: readonly HurtRow[];
    /** Scenarios that could reach a person, in all. */
    readonly total: number;
    readonly story: string | null;
    readonly basis: string;
  };
  readonly cost: {
    readonly rows: readonly CostRow[];
    readonly costly: readonly CostlyRow[];
    readonly tolerance: readonly string[];
    readonly basis: string;
  };
  readonly first: { readonly rows: readonly FirstRow[]; readonly total: number; readonly outcome: readonly string[] };
  readonly better: { readonly lead: string; readonly because: readonly string[] };
  readonly settle: readonly string[];
  readonly restsOn: string;
}

const HURT_ROWS = 5;
const COSTLY_ROWS = 3;
const FIRST_ROWS = 5;
const WHERE_NAMES = 2;
const STORY_STEPS = 6;

/** The sentence that stands in place of the answers before the first assessment. */
export const NOT_YET =
  'What could happen here and what it would cost was not worked out yet: do so on the page Risk, or with the command risk.';

/** The answers of an assessment, beside the time of the report. */
export function riskAnswers(risk: RiskDocument, generatedAt: string): RiskAnswers {
  const { currency, expected, plan } = risk;
  const hasPlan = plan.chosen.length > 0;
  const now = moneyWords(expected.today.mean, currency);
  const then = hasPlan ? `; with the plan, ${withRange(expected.after, currency)}` : '';
  return {
    headline: [
      harmSentence(risk),
      `An average year costs ${now} (range ${moneySpan(expected.today.interval, currency)})${then}.`,
    ],
    hurt: {
      rows: hurtRows(risk),
      total: hurting(risk).length,
      story: storyOf(risk),
      basis: ratingsBasis(risk),
    },
    cost: {
      rows: costRows(risk),
      costly: costlyRows(risk),
      tolerance: toleranceLines(risk),
      basis: figuresBasis(risk),
    },
    first: { rows: firstRows(risk), total: risk.plan.chosen.length, outcome: outcomeOf(risk) },
    better: betterOf(risk),
    settle: risk.settle.map(({ what }) => what),
    restsOn: restsOnRisk(risk, generatedAt),
  };
}

/** Harm of people over all of the list, the worst first. */
function harmful(risk: RiskDocument): RiskDocument['harm'] {
  return risk.harm.filter(({ today }) => today.reachesPerson);
}

interface Worst {
  readonly name: string;
  readonly harm: RiskScenario['harm'];
}

/** Of all scenarios that reach a person, the worst of today and the worst with the plan; null when none does. */
export function worstHarm({ scenarios }: RiskDocument): { today: Worst; left: Worst } | null {
  const reaching = scenarios.filter((scenario) => scenario.reachesPerson);
  const worst = (time: 'today' | 'after') =>
    reaching
      .map(({ id, name, harm }) => ({ id, loss: 0, harm: harm[time], of: { name, harm } }))
      .sort(byHarmFirst)
      .map(({ of }) => of)[0];
  const [today, left] = [worst('today'), worst('after')];
  return today && left ? { today, left } : null;
}

function harmSentence(risk: RiskDocument): string {
  const worst = worstHarm(risk);
  if (!worst) return 'Nothing that was looked at reaches a patient.';
  const { today, after } = worst.today.harm;
  const then = risk.plan.chosen.length > 0 ? `; ${harmWords(after)} with the plan` : '';
  return `A patient could be harmed: ${harmWords(today)} today${then}.`;
}

/** From where to where harm goes with the plan, and the worst that is left. */
function harmOutcome(risk: RiskDocument): string[] {
  const worst = worstHarm(risk);
  if (!worst) return [];
  const { today, left } = worst;
  const reaching = risk.scenarios.filter(({ reachesPerson }) => reachesPerson);
  const refused = (time: 'today' | 'after') =>
    reaching.filter(({ harm }) => harm[time].acceptability === 'not acceptable').length;
  const other = left.name === today.name ? '' : ` Worst that is left: ${left.name}, ${harmWords(left.harm.after)}.`;
  return [
    `Harm to people (${today.name}): from ${harmWords(today.harm.today)} to ${harmWords(today.harm.after)}.${other} Not acceptable: ${refused('today')} of ${counted(reaching.length, 'scenario')} today, ${refused('after')} with the plan.`,
  ];
}

/** Scenarios that reach a person, in the order of the list of harm, which has the worst first. */
function hurting(risk: RiskDocument): { scenario: RiskScenario; where: string[] }[] {
  const byId = new Map(risk.scenarios.map((scenario) => [scenario.id, scenario]));
  return [...Map.groupBy(harmful(risk), (row) => row.scenario)].flatMap(([id, rows]) => {
    const scenario = byId.get(id);
    return scenario ? [{ scenario, where: rows.map(({ deviceName }) => deviceName) }] : [];
  });
}

function hurtRows(risk: RiskDocument): HurtRow[] {
  return hurting(risk)
    .slice(0, HURT_ROWS)
    .map(({ scenario: { name, harm }, where }) => ({
      what: name,
      where: nameList(where, WHERE_NAMES),
      severity: harm.today.severity,
      severityRange: spanWords(harm.today.severityRange),
      today: bandWord(harm.today),
      todayRange: spanWords(harm.today.bandRange),
      after: harm.after.severity === harm.today.severity ? bandWord(harm.after) : harmWords(harm.after),
      acceptability: harm.today.acceptability ?? spanWords(harm.today.acceptabilityRange),
    }));
}

/** How many scenarios are not among those that are shown. */
export function moreHurt(total: number, shown: number): string {
  const left = total - shown;
  return left > 0 ? `${counted(left, 'further scenario')} could reach a person: see Risk in detail.` : '';
}

/** The likeliest way in of the first that hurts and has one, or else of the first target: to be read aloud. */
export function storyOf(risk: RiskDocument): string | null {
  const told = hurting(risk).find(({ scenario }) => scenario.path !== null)?.scenario;
  const path = told?.path ?? risk.targets.flatMap(({ paths }) => paths)[0];
  if (!path) return null;
  const through = risk.entries.find(({ entry }) => entry === path.entry)?.name ?? path.entry;
  const steps = path.steps
    .slice(0, STORY_STEPS)
    .map(({ words, isAssumed }) => (isAssumed ? `${words} (Assumed.)` : words));
  const days = daysWords(path.days);
  return [
    `It would most likely come through ${through}.`,
    ...steps,
    days === null ? '' : `From the first step to the last it takes ${days}.`,
    told ? `Then: ${told.story}` : '',
    `Of those who try this way, ${chanceWords(path.probability)}${path.range ? ` (${chanceSpan(path.range)})` : ''} get through.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const OURS = /^ours\b/;

function ratingsBasis(risk: RiskDocument): string {
  const ratings = risk.scenarios.flatMap(({ severity }) => severity);
  const ours = ratings.filter(({ basis }) => OURS.test(basis)).length;
  return ours > 0
    ? `${grouped(ours)} of ${grouped(ratings.length)} ratings of severity are defaults: let your radiologists rate them.`
    : 'Severity was rated by people who work here.';
}

function costRows({ loss, expected, currency, plan }: RiskDocument): CostRow[] {
  const after = (text: string) => (plan.chosen.length > 0 ? text : '–');
  return [
    {
      label: 'An average year',
      today: moneyWords(expected.today.mean, currency),
      after: after(moneyWords(expected.after.mean, currency)),
    },
    {
      label: 'Its range (90%)',
      today: moneySpan(expected.today.interval, currency),
      after: after(moneySpan(expected.after.interval, currency)),
    },
    {
      label: 'Chance of any loss',
      today: anyLossWords(loss.today, expected.today),
      after: after(anyLossWords(loss.after, expected.after)),
    },
    {
      label: 'A bad year (1 in 20 to 1 in 100)',
      today: moneySpan(badYears(loss.today), currency),
      after: after(moneySpan(badYears(loss.after), currency)),
    },
  ];
}

function anyLossWords(
  { probabilityOfAnyLoss }: RiskDocument['loss']['today'],
  { anyLossRange: range }: RiskDocument['expected']['today'],
): string {
  const any = chanceWords(probabilityOfAnyLoss);
  return range ? `${any} (${chanceSpan(range)})` : any;
}

function badYears({ quantiles }: RiskDocument['loss']['today']): [number, number] {
  return [quantiles['0.95'], quantiles['0.99']];
}

/** The average year of a scenario with how often it may happen at both ends. */
export function yearSpan({
  loss: { mean },
  events: { low, mode, high },
}: {
  readonly loss: Pick<RiskScenario['loss']['today'], 'mean'>;
  readonly events: RiskScenario['events']['today'];
}): [number, number] {
  return mode > 0 ? [(mean * low) / mode, (mean * high) / mode] : [mean, mean];
}

/** What an event of a scenario costs records and days, in words; empty where it is counted by neither. */
export function eventWords({ costs }: Pick<RiskScenario, 'costs'>): string {
  const most = (what: 'records' | 'days without exams') =>
    Math.max(0, ...costs.map(({ counted: by }) => (by?.what === what ? by.mean : 0)));
  const records = Math.round(most('records'));
  const days = Math.round(most('days without exams') * 10) / 10;
  return [
    ...(days > 0 ? [`${days} days without exams`] : []),
    ...(records > 0 ? [counted(records, 'record')] : []),
  ].join(', ');
}

function costlyRows({ scenarios, currency }: RiskDocument): CostlyRow[] {
  return scenarios
    .filter(({ loss }) => loss.today.mean > 0)
    .toSorted((a, b) => b.loss.today.mean - a.loss.today.mean || (a.id < b.id ? -1 : 1))
    .slice(0, COSTLY_ROWS)
    .map((scenario) => ({
      what: scenario.name,
      year: moneyWords(scenario.loss.today.mean, currency),
      range: moneySpan(yearSpan({ loss: scenario.loss.today, events: scenario.events.today }), currency),
      event: eventWords(scenario),
    }));
}

function toleranceLines({ tolerance, currency, plan }: RiskDocument): string[] {
  if (tolerance.length === 0)
    return ['Nobody has stated which loss may be exceeded, and with what chance; without it there is no line to hold.'];
  return tolerance.map(({ loss, probability, today, after }) => {
    const then = plan.chosen.length > 0 ? `, ${chanceWords(after)} with the plan` : '';
    const word = today > probability ? 'Above what you tolerate' : 'Within what you tolerate';
    return `${word}: more than ${moneyWords(loss, currency)} a year may come with a chance of at most ${chanceWords(probability)}; it is ${chanceWords(today)} today${then}.`;
  });
}

/** How many of the figures nobody has stated. */
export function figuresBasis({ figures }: RiskDocument): string {
  const defaults = figures.filter(({ basis }) => basis === 'default').length;
  const how = figures.some(({ basis }) => basis === 'counted') ? 'stated by the site or counted' : 'stated by the site';
  if (defaults === 0) return `All ${grouped(figures.length)} figures behind this were ${how}.`;
  const which =
    defaults === figures.length
      ? 'These figures are defaults'
      : `${grouped(defaults)} of ${grouped(figures.length)} figures behind this are defaults`;
  return `${which}: state yours (exams a day, income of an exam, patients, how often).`;
}

/** What is said where no recorded conversation would be cut; where none was ever recorded, nobody knows. */
export function cutsNone(hasRecords = true): string {
  return hasRecords ? 'cuts no exam' : 'nothing was recorded here, so nobody knows whether it cuts an exam';
}

/** The same for the one page of answers, where there is no room for more. */
function briefly(hasRecords = true): string {
  return hasRecords ? cutsNone() : 'exams cut: nobody knows';
}

/** What a step of the plan means for care. */
export function careWords(
  { cutsFlows, asksFlows = 0, keepsFlows = 0, downtimeHours, needsMaker, maker }: RiskAction,
  { hasRecords }: Pick<RiskDocument, 'hasRecords'>,
  none: (hasRecords?: boolean) => string = cutsNone,
): string {
  const cuts =
    cutsFlows > 0
      ? `would cut ${counted(cutsFlows, 'flow')} that exams use: look first`
      : asksFlows > 0
        ? `cuts no known exam; look first at ${counted(asksFlows, 'flow')}`
        : none(hasRecords);
  return [
    keepsFlows > 0 ? `${cuts} if ${counted(keepsFlows, 'flow')} may pass` : cuts,
    ...(downtimeHours > 0 ? [`device stands still ${counted(downtimeHours, 'hour')}`] : []),
    ...(needsMaker ? [maker ? `${maker} must agree` : 'the maker must agree'] : []),
  ].join('; ');
}

function firstRows(risk: RiskDocument): FirstRow[] {
  const { actions, plan, currency, at } = risk;
  const byId = new Map(actions.map((action) => [action.id, action]));
  return plan.chosen.slice(0, FIRST_ROWS).flatMap(({ action: id, dueDay }) => {
    const action = byId.get(id);
    if (!action) return [];
    const { cost, saves } = action;
    return [
      {
        what: firstSentence(action.name)[0],
        who: actor(action.ownerRole),
        due: `due ${longDate(dayAfter(at, dueDay)).replace(/, \d+$/, '')}`,
        cost: `costs ${moneyWords(expectedCost(cost), currency)} (${moneySpan([cost.low, cost.high], currency)})`,
        saves: `alone saves ${moneyWords(saves.mean, currency)} a year (${moneySpan(saves.interval, currency)})`,
        care: careWords(action, risk, briefly),
        cutsExam: action.cutsFlows > 0,
      },
    ];
  });
}

/** How many steps are not among those that are shown. */
export function moreFirst(total: number, shown: number): string {
  const left = total - shown;
  return left > 0 ? `${counted(left, 'further step')} of the plan: see Risk in detail and actions.csv.` : '';
}

/** What the plan costs with every step at its least, and with every one at its most. */
export function planCostSpan({ plan, actions }: RiskDocument): [number, number] {
  const costs = new Map(actions.map(({ id, cost }) => [id, cost]));
  const sum = (end: 'low' | 'high') =>
    plan.chosen.reduce((all, { action }) => all + (costs.get(action)?.[end] ?? 0), 0);
  return [sum('low'), sum('high')];
}

function outcomeOf(risk: RiskDocument): string[] {
  const { plan, currency, expected } = risk;
  if (plan.chosen.length === 0) return ['Nothing is worth its cost within the budget and the time.'];
  return [
    `The whole plan, ${counted(plan.chosen.length, 'step')} within ${counted(plan.horizonDays, 'day')}, costs ${moneyWords(plan.cost, currency)} (${moneySpan(planCostSpan(risk), currency)}).`,
    `Loss of an average year: from ${withRange(expected.today, currency)} to ${withRange(expected.after, currency)}.`,
    ...harmOutcome(risk),
  ];
}

/** What changed outside what is compared, such as the program itself, is not known. */
const NO_REASON = 'Nothing that is compared between assessments has changed since.';

function betterOf(risk: RiskDocument): RiskAnswers['better'] {
  const { since, expected, targets, currency } = risk;
  const done = doneLines(risk);
  if (!since) return { lead: 'This is the first assessment; the next one will be held against it.', because: done };
  const reached = targets.reduce((sum, { probability }) => sum + probability.mode, 0);
  const one = (value: number) => String(Math.round(value * 10) / 10);
  const now = moneyWords(expected.today.mean, currency);
  const before = moneyWords(since.mean, currency);
  const range = (of: readonly [number, number] | undefined) => (of ? ` (range ${moneySpan(of, currency)})` : '');
  const word = now === before ? 'It is as it was' : expected.today.mean < since.mean ? 'Yes, in money' : 'No, in money';
  return {
    lead: `${word}: an average year cost ${before}${range(since.interval)} on ${longDate(since.at)}, and costs ${now}${range(expected.today.interval)} today. Attackers would reach ${one(since.reached)} systems then, ${one(reached)} now (of ${grouped(targets.length)}, each entry held once).`,
    because: [...done, ...(since.because.length > 0 ? since.because : [NO_REASON])],
  };
}

function restsOnRisk(risk: RiskDocument, generatedAt: string): string {
  const age = daysBetween(risk.at, generatedAt);
  const old = age > 0 ? `, ${counted(age, 'day')} before this report; what was found since is not in it` : '';
  return `Risk worked out on ${longDate(risk.at)}${old}; ${grouped(risk.trials)} simulated years. Ranges hold 90% of what is not known of how often and how likely.`;
}

/** The assessment of risk of a report; null before the first. */
export function riskIn(document: AssessmentDocument): RiskDocument | null {
  return document.risk ?? null;
}
