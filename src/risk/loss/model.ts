// Scenarios made ready to be simulated: what can be drawn from, what treatments change, and what cannot be is refused with its field.
import type { Distribution, LossScenario, ScenariosDocument, Treatment } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { mixerOf } from './copula.ts';
import { type Sampler, samplerOf } from './distribution.ts';

/** A document of scenarios, ready. */
export interface LossModel {
  readonly document: ScenariosDocument;
  readonly scenarios: readonly Scenario[];
  readonly treatments: readonly Treatment[];
  /** Of each scenario, how much of the scores of those up to it make its own; null where nothing is correlated. */
  readonly mixer: readonly Float64Array[] | null;
}

/** One scenario, ready. */
export interface Scenario {
  readonly id: string;
  /** Its place in the document. */
  readonly place: number;
  readonly frequency: Sampler;
  readonly vulnerability: Sampler | null;
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
  const { scenarios, treatments = [], correlation } = document;
  const ids = new Set<string>();
  scenarios.forEach(({ id }, place) => {
    if (ids.has(id)) throw new Invalid(`scenarios[${place}].id: another scenario has the id '${id}', too.`);
    ids.add(id);
  });
  for (const [place, { applies }] of treatments.entries()) {
    for (const [at, { scenario }] of applies.entries()) {
      if (!ids.has(scenario))
        throw new Invalid(`treatments[${place}].applies[${at}].scenario: there is no scenario '${scenario}'.`);
    }
  }
  return {
    document,
    scenarios: scenarios.map((scenario, place) => scenarioOf(scenario, place, treatments)),
    treatments,
    mixer: correlation === undefined ? null : mixerOf(correlation, scenarios.length),
  };
}

function scenarioOf(scenario: LossScenario, place: number, treatments: readonly Treatment[]): Scenario {
  const field = `scenarios[${place}]`;
  const frequency = notNegative(scenario.frequency, `${field}.frequency`);
  if (frequency.mean > MOST_MEAN_EVENTS)
    throw new Invalid(
      `${field}.frequency: more than ${MOST_MEAN_EVENTS} events a year are too many to simulate one by one. Give the loss of a year instead, with the frequency 1.`,
    );
  const losses = scenario.losses.map(({ magnitude, probability }, at): Loss => {
    return {
      magnitude: notNegative(magnitude, `${field}.losses[${at}].magnitude`),
      probability: probability === undefined ? null : samplerOf(probability),
    };
  });
  return {
    id: scenario.id,
    place,
    frequency,
    vulnerability: scenario.vulnerability === undefined ? null : samplerOf(scenario.vulnerability),
    losses,
    meanLoss: losses.reduce((sum, { magnitude, probability }) => sum + magnitude.mean * meanChance(probability), 0),
    effects: treatments.flatMap(({ applies }, treatment) =>
      applies
        .filter((each) => each.scenario === scenario.id)
        .map(({ frequency: often = 1, vulnerability: open = 1, magnitude: much = 1 }): Effect => {
          return { place: treatment, frequency: often, vulnerability: open, magnitude: much };
        }),
    ),
  };
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
  return chance === null ? 1 : asChance(chance.mean);
}
