// Scenarios made ready to be simulated: what can be drawn from, what treatments change, and what cannot be is refused with its field.
import type { Distribution, LossScenario, ScenariosDocument, Treatment } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { checkCorrelation, mixerIn, mixerOf } from './copula.ts';
import { nearestCorrelation } from './correlation-repair.ts';
import { type Sampler, samplerOf } from './distribution.ts';
import { TAIL_CHANCES } from './quantile-table.ts';

/** A document of scenarios, ready. */
export interface LossModel {
  readonly document: ScenariosDocument;
  readonly scenarios: readonly Scenario[];
  readonly treatments: readonly Treatment[];
  /** Of each scenario, how much of the scores of those up to it make its own; null where nothing is correlated. */
  readonly mixer: readonly Float64Array[] | null;
  /** The correlation in use; null where nothing is correlated. */
  readonly correlation: readonly (readonly number[])[] | null;
  /** Whether it is another than that of the document. */
  readonly isRepaired: boolean;
}

function correlationOf(
  given: ScenariosDocument['correlation'],
  size: number,
  repair: boolean,
): Pick<LossModel, 'mixer' | 'correlation' | 'isRepaired'> {
  if (given === undefined) return { mixer: null, correlation: null, isRepaired: false };
  checkCorrelation(given, size);
  const mixer = mixerIn(given);
  if (typeof mixer !== 'number') return { mixer, correlation: given, isRepaired: false };
  const correlation = repair ? nearestCorrelation(given) : given;
  return { mixer: mixerOf(correlation, size), correlation, isRepaired: repair };
}

/** One scenario, ready. */
export interface Scenario {
  readonly id: string;
  /** Its place in the document. */
  readonly place: number;
  /** Threat events a year, or contacts, where it is given by them. */
  readonly frequency: Sampler;
  /** The chance that a contact becomes a threat event. */
  readonly action: Sampler | null;
  readonly vulnerability: Sampler | null;
  /** What vulnerability was worked out from. */
  readonly contest: { readonly capability: Sampler; readonly resistance: Sampler } | null;
  readonly losses: readonly Loss[];
  /** Mean loss of one loss event. */
  readonly meanLoss: number;
  readonly effects: readonly Effect[];
}

/** One form of loss of a scenario. */
export interface Loss {
  readonly magnitude: Sampler;
  readonly probability: Sampler | null;
}

/** What one treatment does to one scenario. */
export interface Effect {
  /** Of the treatment in the document. */
  readonly place: number;
  readonly frequency: number;
  readonly vulnerability: number;
  readonly magnitude: number;
}

const MOST_MEAN_EVENTS = 10_000;
/** Amounts of which a sum of squares still fits into a number. */
const MOST_AMOUNT = 1e140;
/** One value in a thousand million may be larger. */
const NEARLY_ALL = 1 - 1e-9;

/** The scenarios of a document, ready. Throws Invalid with the name of the field that cannot be. */
export function modelOf(document: ScenariosDocument): LossModel {
  const { scenarios, treatments = [], correlation, currency } = document;
  const ids = idsOf(scenarios, 'scenario');
  idsOf(treatments, 'treatment');
  for (const [place, { losses }] of scenarios.entries())
    for (const [at, loss] of losses.entries())
      sameCurrency(loss.currency, currency, `scenarios[${place}].losses[${at}].currency`);
  for (const [place, { applies, cost, currency: own }] of treatments.entries()) {
    sameCurrency(own, currency, `treatments[${place}].currency`);
    notNegative(cost, `treatments[${place}].cost`);
    const seen = new Set<string>();
    for (const [at, { scenario }] of applies.entries()) {
      const field = `treatments[${place}].applies[${at}].scenario`;
      if (!ids.has(scenario)) throw new Invalid(`${field}: there is no scenario '${scenario}'.`);
      if (seen.has(scenario)) throw new Invalid(`${field}: '${scenario}' is named twice. Write its factors once.`);
      seen.add(scenario);
    }
  }
  return {
    document,
    scenarios: scenarios.map((scenario, place) => scenarioOf(scenario, place, treatments)),
    treatments,
    ...correlationOf(correlation, scenarios.length, document.repair === true),
  };
}

function idsOf(list: readonly { readonly id: string }[], what: string): Set<string> {
  const ids = new Set<string>();
  list.forEach(({ id }, place) => {
    if (ids.has(id)) throw new Invalid(`${what}s[${place}].id: another ${what} has the id '${id}', too.`);
    ids.add(id);
  });
  return ids;
}

function sameCurrency(own: string | undefined, currency: string, field: string): void {
  if (own !== undefined && own !== currency)
    throw new Invalid(`${field}: it is ${own}, and the document counts in ${currency}. Convert the amount.`);
}

function scenarioOf(scenario: LossScenario, place: number, treatments: readonly Treatment[]): Scenario {
  const field = `scenarios[${place}]`;
  const source = scenario.frequency === undefined ? 'contactFrequency' : 'frequency';
  const given = scenario.frequency ?? scenario.contactFrequency;
  if (given === undefined) throw new Invalid(`${field}.frequency: it is missing.`);
  const frequency = notNegative(given, `${field}.${source}`);
  const action = scenario.probabilityOfAction === undefined ? null : samplerOf(scenario.probabilityOfAction);
  const events = frequency.mean * meanChance(action);
  if (events > MOST_MEAN_EVENTS)
    throw new Invalid(
      `${field}.${source}: more than ${MOST_MEAN_EVENTS} events a year are too many to simulate one by one. Give the loss of a year instead, with the frequency 1.`,
    );
  const losses = scenario.losses.map(({ magnitude, probability }, at): Loss => {
    return {
      magnitude: notNegative(magnitude, `${field}.losses[${at}].magnitude`),
      probability: probability === undefined ? null : samplerOf(probability),
    };
  });
  const contest = contestOf(scenario, field);
  const fixed = contest && samplerOf(chanceAbove(contest.capability, contest.resistance));
  return {
    id: scenario.id,
    place,
    frequency,
    action,
    vulnerability: scenario.vulnerability === undefined ? fixed : samplerOf(scenario.vulnerability),
    contest,
    losses,
    meanLoss: losses.reduce((sum, { magnitude, probability }) => sum + magnitude.mean * meanChance(probability), 0),
    effects: treatments.flatMap(({ applies }, treatment) =>
      applies.flatMap(
        ({ scenario: of, frequency: often = 1, vulnerability: open = 1, magnitude: much = 1 }, at): Effect[] => {
          if (of !== scenario.id) return [];
          if (events * often > MOST_MEAN_EVENTS)
            throw new Invalid(
              `treatments[${treatment}].applies[${at}].frequency: with it '${scenario.id}' has more than ${MOST_MEAN_EVENTS} events a year, too many to simulate one by one. Write a smaller factor.`,
            );
          return [{ place: treatment, frequency: often, vulnerability: open, magnitude: much }];
        },
      ),
    ),
  };
}

function contestOf({ capability, resistance }: LossScenario, field: string): Scenario['contest'] {
  if (capability === undefined || resistance === undefined) return null;
  const contest = { capability: samplerOf(capability), resistance: samplerOf(resistance) };
  if (contest.capability.variance === 0 && contest.resistance.variance === 0)
    throw new Invalid(
      `${field}.capability: it and resistance are two fixed numbers, so that a hair decides between never and always. Give one of them a range, or write vulnerability.`,
    );
  return contest;
}

/** The chance that a value of one distribution is above one of another, independent one. */
export function chanceAbove(first: Sampler, second: Sampler): number {
  const { atoms } = second;
  if (atoms) return atoms.reduce((sum, [value, chance]) => sum + chance * (1 - first.upTo(value)), 0);
  if (first.atoms) return first.atoms.reduce((sum, [value, chance]) => sum + chance * second.upTo(value), 0);
  // Both are continuous: over the quantiles of the second, by the trapezoidal rule between the knots of its table.
  const above = second.tails(TAIL_CHANCES).map((tail) => tail.map((value) => 1 - first.upTo(value)));
  let sum = 0;
  for (const tail of above) {
    sum += (TAIL_CHANCES[0] ?? 0) * (tail[0] ?? 0);
    for (let knot = 1; knot < tail.length; knot++)
      sum +=
        (((TAIL_CHANCES[knot] ?? 0) - (TAIL_CHANCES[knot - 1] ?? 0)) * ((tail[knot] ?? 0) + (tail[knot - 1] ?? 0))) / 2;
  }
  return asChance(sum);
}

function notNegative(given: Distribution, field: string): Sampler {
  const sampler = samplerOf(given);
  if (sampler.low < 0) throw new Invalid(`${field}: it must not be negative.`);
  if (!(sampler.mean < MOST_AMOUNT && sampler.quantile(NEARLY_ALL) < MOST_AMOUNT))
    throw new Invalid(`${field}: it reaches amounts that are too large for a number.`);
  return sampler;
}

/** A chance is cut to 0..1. */
export function asChance(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** The mean of a chance; 1 where none is given. */
export function meanChance(chance: Sampler | null): number {
  if (chance === null) return 1;
  if (chance.low >= 0 && chance.high <= 1) return chance.mean;
  // The mean of what is cut is the area above its distribution function.
  let sum = 0;
  for (let n = 0; n < STRIPS; n++) sum += 1 - chance.upTo((n + 0.5) / STRIPS);
  return sum / STRIPS;
}

const STRIPS = 2000;
