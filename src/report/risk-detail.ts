// What stands behind the executive page: rows of scenarios, ways, steps and figures, the same for the screen and for paper.
import {
  expectedCost,
  type RiskDocument,
  type RiskFigure,
  type RiskPath,
  type RiskScenario,
  stepsByMaker,
} from '#contracts/index.ts';
import { careWords, cutsNone, eventWords, yearSpan } from './risk-answers.ts';
import {
  bandWord,
  chanceSpan,
  chanceWords,
  daysWords,
  harmWords,
  moneySpan,
  moneyWords,
  spanWords,
} from './risk-words.ts';
import { counted, firstSentence, grouped } from './words.ts';

export type Pairs = readonly (readonly [term: string, value: string])[];

const TIMES = [
  ['inherent', 'every way open'],
  ['today', 'today'],
  ['after', 'with the plan'],
] as const;

/** How often something happens, as one says it: `once in 9 years`, `2.4 a year`. */
export function yearlyWords(events: number): string {
  if (events <= 0) return 'never';
  if (events >= 0.95) return `${Math.round(events * 10) / 10} a year`;
  return `once in ${grouped(Number((1 / events).toPrecision(2)))} years`;
}

/** Events, loss and harm of a scenario at the three times: one line each. */
export function scenarioTimes({ events, loss, harm, reachesPerson }: RiskScenario, currency: string): string[][] {
  return TIMES.map(([time, label]) => {
    const { low, mode, high } = events[time];
    const placed = harm[time];
    return [
      label,
      `${yearlyWords(mode)} (${yearlyWords(low)} to ${yearlyWords(high)})`,
      withSpan(loss[time].mean, yearSpan({ events: events[time], loss: loss[time] }), currency),
      chanceWords(loss[time].probabilityOfAnyLoss),
      moneyWords(loss[time].expectedShortfall95, currency),
      reachesPerson
        ? `${harmWords(placed)} (${spanWords(placed.severityRange)}; ${spanWords(placed.bandRange)})`
        : 'reaches nobody',
    ];
  });
}

export const TIMES_HEAD = ['When', 'How often', 'Average year', 'Chance of any', 'Bad year', 'Harm (range)'] as const;

/** What one event costs, form by form, with its basis. */
export function costLines({ costs }: RiskScenario, currency: string): string[][] {
  return costs.map(({ what, mean, interval, because, basis }) => [
    what,
    interval ? `${moneyWords(mean, currency)} (${moneySpan(interval, currency)})` : moneyWords(mean, currency),
    because,
    basis,
  ]);
}

/** What else is known of a scenario. */
export function scenarioPairs(scenario: RiskScenario): Pairs {
  const { actor, function: part, severity, techniques, preconditions, detection, controls, sources } = scenario;
  const { capec, ics, enterprise } = techniques;
  const lines: Pairs = [
    ['Who', `${actor.who} (${actor.motive})`],
    ['What it hits', part],
    ['One event', eventWords(scenario)],
    [
      'It takes',
      preconditions
        .map(({ what, holds }) => `${what} (${holds > 0 ? counted(holds, 'system') : 'not seen here'})`)
        .join(' '),
    ],
    ['How bad, 0 to 4', severity.map(({ aspect, rating, basis }) => `${aspect} ${rating} (${basis})`).join('; ')],
    ['Told by', detection.join(' ')],
    ['Helps', controls.map(({ name, inPlace }) => (inPlace ? `${name} (in place)` : name)).join('; ')],
    [
      'Techniques',
      [...capec, ...ics.map((id) => `ATT&CK ICS ${id}`), ...enterprise.map((id) => `ATT&CK ${id}`)].join(', '),
    ],
    ['Sources', sources.map(({ what, reference }) => `${what} (${reference})`).join('; ')],
  ];
  return lines.filter(([, value]) => value !== '');
}

/** A path as sentences, each step with what is only assumed. */
export function pathLines(path: RiskPath, entries: RiskDocument['entries']): string[] {
  const through = entries.find(({ entry }) => entry === path.entry)?.name ?? path.entry;
  const days = daysWords(path.days);
  return [
    `Through ${through}: ${chanceWords(path.probability)}${path.range ? ` (${chanceSpan(path.range)})` : ''} of those who hold it get there${days === null ? '' : `, in ${days}`}.`,
    ...path.steps.map(({ words, isAssumed }) => (isAssumed ? `${words} (Assumed: nothing proves it.)` : words)),
  ];
}

/** Of a target: from each entry, the chance and the cheapest changes that leave no way. */
export function cutLines(
  { entries }: RiskDocument['targets'][number],
  { entries: names, hasRecords }: RiskDocument,
): string[][] {
  return entries
    .filter(({ probability }) => probability.high > 0)
    .map(({ entry, probability: { low, mode, high }, cut }) => [
      names.find((each) => each.entry === entry)?.name ?? entry,
      `${chanceWords(mode)} (${chanceWords(low)} to ${chanceWords(high)})`,
      cut === null
        ? 'nothing that can be changed closes it'
        : cut
            .map(
              ({ words, cutsFlows, asksFlows = 0 }) =>
                `${words} (${cutsFlows > 0 ? `cuts ${counted(cutsFlows, 'flow')} that exams use` : asksFlows > 0 ? `cuts no known exam; look first at ${counted(asksFlows, 'flow')}` : cutsNone(hasRecords)})`,
            )
            .join('; ') || 'none is needed',
    ]);
}

/** The value of a figure with its unit. */
export function figureWords({ value, unit }: RiskFigure): string {
  const one = (amount: number) => (Math.abs(amount) >= 1000 ? grouped(Math.round(amount)) : String(amount));
  if (value === null) return 'not known';
  const words =
    typeof value === 'number'
      ? one(value)
      : typeof value === 'string'
        ? value
        : `${one(value.mode)} (${one(value.low)} to ${one(value.high)})`;
  return unit === '' ? words : `${words} ${unit}`;
}

/** What may happen to a person, device by device: the worst first. */
export function harmLines({ harm }: RiskDocument): string[][] {
  return harm
    .filter(({ today }) => today.reachesPerson)
    .map(({ scenarioName, deviceName, function: part, today, after }) => [
      scenarioName,
      deviceName,
      part,
      `${harmWords(today)} (${spanWords(today.bandRange)})`,
      today.acceptability ?? spanWords(today.acceptabilityRange),
      after.severity === today.severity ? bandWord(after) : harmWords(after),
    ]);
}

export const HARM_HEAD = ['What', 'Where', 'What it hits', 'Today (range)', 'Matrix', 'With the plan'] as const;

/** What attackers hold at the start, how often, and what that opens. */
export function entryLines({ entries }: RiskDocument): string[][] {
  return entries.map(({ name, yearly: { low, mode, high }, opens, isKnown, because }) => [
    name,
    `${mode} a year (${low} to ${high})`,
    isKnown ? counted(opens, 'network') : 'not known',
    because,
  ]);
}

/** Single changes that help most. */
export function chokeLines({ chokePoints }: RiskDocument): string[][] {
  const two = (value: number) => String(Math.round(value * 100) / 100);
  return chokePoints.map(({ change: { words, cutsFlows, asksFlows = 0 }, reduction, interval }) => [
    words,
    interval ? `${two(reduction)} (${two(interval[0])} to ${two(interval[1])})` : two(reduction),
    cutsFlows > 0 ? grouped(cutsFlows) : asksFlows > 0 ? `none known; look at ${grouped(asksFlows)}` : 'none',
  ]);
}

/** Budgets and what they leave. */
export function frontierLines({ plan: { frontier }, currency }: RiskDocument): string[][] {
  return frontier.map(({ budget, remainingLoss, actions, interval }) => [
    moneyWords(budget, currency),
    withSpan(remainingLoss, interval, currency),
    counted(actions, 'step'),
  ]);
}

/** The steps of the plan, in their order. */
export function planLines(risk: RiskDocument): string[][] {
  const { plan, actions, currency } = risk;
  const byId = new Map(actions.map((action) => [action.id, action]));
  return plan.chosen.flatMap(({ action: id, dueDay, lossBefore, lossAfter, beforeInterval, afterInterval }, index) => {
    const action = byId.get(id);
    if (!action) return [];
    return [
      [
        String(index + 1),
        action.name,
        action.ownerRole,
        `day ${dueDay}`,
        `${moneyWords(expectedCost(action.cost), currency)} (${moneySpan([action.cost.low, action.cost.high], currency)})`,
        `${moneyWords(action.saves.mean, currency)} (${moneySpan(action.saves.interval, currency)})`,
        `from ${withSpan(lossBefore, beforeInterval, currency)} to ${withSpan(lossAfter, afterInterval, currency)}`,
        careWords(action, risk),
      ],
    ];
  });
}

export const PLAN_HEAD = ['', 'Step', 'Who', 'Due', 'Cost', 'Alone saves', 'Average year', 'To mind'] as const;

function withSpan(mean: number, interval: readonly [number, number] | undefined, currency: string): string {
  return interval ? `${moneyWords(mean, currency)} (${moneySpan(interval, currency)})` : moneyWords(mean, currency);
}

/** Steps that one maker must agree to, to be asked for together. */
export function makerLines(risk: RiskDocument): string[] {
  return stepsByMaker(risk).map(
    ({ maker, device, actions }) =>
      `Ask the maker${maker === null ? ` of ${device?.name ?? 'the device'}` : ` ${maker}`} for these ${grouped(actions.length)} together: ${actions.map(({ name }) => firstSentence(name)[0]).join('; ')}.`,
  );
}
