// Years of losses, simulated: how often something happens, what it costs, and what a treatment would change. docs/risk-model.md states the
// model with worked numbers.
import type { Distribution, LossDocument, LossScenario, ScenariosDocument, Treatment } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { mixerOf } from './copula.ts';
import { type Sampler, samplerOf } from './distribution.ts';
import { normalQuantile } from './normal.ts';
import { poissonCount } from './poisson.ts';
import { streamOf } from './stream.ts';
import { quantile, summaryOf } from './summary.ts';

/** How it is simulated. */
export interface Simulation {
  /** Years, 1 to 10,000,000. */
  readonly trials: number;
  /** A whole number from 0 to 2^53-1: the same seed gives the same document, to the byte. */
  readonly seed: number;
  /** Called now and then with the share that is done; ends it by throwing. */
  readonly progress?: (done: number) => void;
}

/** Years that share one run of random numbers. */
const BLOCK = 4096;
/** What the random numbers of a scenario are drawn for. */
const [FREQUENCY, VULNERABILITY, COUNT, MAGNITUDE, KEPT, EXTRA] = [0, 1, 2, 3, 4, 5];
/** Events of a year that are simulated one by one. */
const MOST_EVENTS = 1_000_000;
const MOST_MEAN_EVENTS = 10_000;
/** Years over which the interval of a treatment is taken. */
const INTERVAL_YEARS = 20_000;

interface Loss {
  readonly magnitude: Sampler;
  readonly probability: Sampler | null;
}

interface Scenario {
  readonly id: string;
  readonly frequency: Sampler;
  readonly vulnerability: Sampler | null;
  readonly losses: readonly Loss[];
  /** Mean loss of one loss event. */
  readonly meanLoss: number;
  readonly effects: readonly Effect[];
}

/** What one treatment does to one scenario. */
interface Effect {
  readonly tally: Tally;
  readonly frequency: number;
  readonly vulnerability: number;
  readonly magnitude: number;
}

/** What a treatment saved so far. */
interface Tally {
  readonly treatment: Treatment;
  saved: number;
  /** Of each of the first years: how much less is to be expected, given what was drawn for the inputs. */
  readonly expected: Float64Array;
}

/** The losses of the scenarios, alone and together. Throws Invalid with the name of the field that cannot be. */
export function quantify(document: ScenariosDocument, { trials, seed, progress }: Simulation): LossDocument {
  const tallies = (document.treatments ?? []).map((treatment): Tally => {
    return { treatment, saved: 0, expected: new Float64Array(Math.min(trials, INTERVAL_YEARS)) };
  });
  const scenarios = preparedOf(document, tallies);
  const mixer = document.correlation === undefined ? null : mixerOf(document.correlation, scenarios.length);
  const together = new Float64Array(trials);
  const alone = new Float64Array(trials);
  const summaries = scenarios.map((scenario, place) => {
    let events = 0;
    for (let from = 0; from < trials; from += BLOCK) {
      const years = alone.subarray(from, Math.min(trials, from + BLOCK));
      events += simulate(scenario, { years, from, place, seed, mixed: mixer?.[place] ?? null });
      progress?.((place + Math.min(1, (from + BLOCK) / trials)) / scenarios.length);
    }
    for (let year = 0; year < trials; year++) together[year] = (together[year] ?? 0) + (alone[year] ?? 0);
    return { id: scenario.id, ...summaryOf(alone), meanEvents: events / trials };
  });
  return {
    schema: 'dosimeter.loss/1',
    seed,
    trials,
    currency: document.currency,
    portfolio: summaryOf(together),
    scenarios: summaries,
    treatments: tallies.map((tally) => resultOf(tally, trials)),
    sensitivity: sensitivityOf(scenarios),
  };
}

function resultOf({ treatment, saved, expected }: Tally, trials: number): LossDocument['treatments'][number] {
  const meanReduction = saved / trials;
  const cost = samplerOf(treatment.cost).mean;
  expected.sort();
  return {
    id: treatment.id,
    meanReduction,
    cost,
    netBenefit: meanReduction - cost,
    reductionInterval: [quantile(expected, 0.05), quantile(expected, 0.95)],
  };
}

interface Block {
  /** The years of the block; filled. */
  readonly years: Float64Array;
  /** The first of them among all. */
  readonly from: number;
  /** Of the scenario in the list. */
  readonly place: number;
  readonly seed: number;
  /** What of the scores of the scenarios up to this one makes its own; null where nothing is correlated. */
  readonly mixed: Float64Array | null;
}

/** Simulates a scenario's years of a block; gives how many loss events there were. */
function simulate(scenario: Scenario, { years, from, place, seed, mixed }: Block): number {
  const block = from / BLOCK;
  const stream = (purpose: number) => streamOf(seed, place, purpose, block);
  const frequencies = frequenciesOf(scenario, { years, from, place, seed, mixed });
  const [forVulnerability, forCount, forMagnitude, forKept, forExtra] = [
    stream(VULNERABILITY),
    stream(COUNT),
    stream(MAGNITUDE),
    stream(KEPT),
    stream(EXTRA),
  ];
  const { vulnerability, effects, meanLoss } = scenario;
  const kept = new Float64Array(effects.length);
  const shares = new Float64Array(effects.length);
  let all = 0;
  for (let year = 0; year < years.length; year++) {
    const frequency = frequencies[year] ?? 0;
    const chance = vulnerability === null ? 1 : asChance(vulnerability.draw(forVulnerability));
    const rate = frequency * chance;
    if (rate > MOST_EVENTS)
      throw new Invalid(
        `scenarios[${place}].frequency: a year with more than ${MOST_EVENTS} events was drawn. Give the loss of a year instead, with the frequency 1.`,
      );
    const events = poissonCount(rate, forCount);
    all += events;
    for (let n = 0; n < effects.length; n++) {
      const effect = effects[n];
      const treated = effect ? frequency * effect.frequency * asChance(chance * effect.vulnerability) : rate;
      shares[n] = rate > 0 ? treated / rate : 1;
      kept[n] = 0;
    }
    let loss = 0;
    for (let event = 0; event < events; event++) {
      const magnitude = magnitudeOf(scenario.losses, forMagnitude);
      loss += magnitude;
      if (effects.length === 0) continue;
      // The same events with the treatment as without it: a share of them does not happen any more.
      const lot = forKept.unit();
      for (let n = 0; n < effects.length; n++) if (lot < (shares[n] ?? 1)) kept[n] = (kept[n] ?? 0) + magnitude;
    }
    for (let n = 0; n < effects.length; n++) {
      const effect = effects[n];
      if (!effect) continue;
      const share = shares[n] ?? 1;
      let rest = kept[n] ?? 0;
      // A treatment may also make something likelier: these events come on top.
      if (share > 1) {
        const more = poissonCount(rate * (share - 1), forExtra);
        for (let event = 0; event < more; event++) rest += magnitudeOf(scenario.losses, forExtra);
      }
      effect.tally.saved += loss - rest * effect.magnitude;
      const at = from + year;
      if (at < effect.tally.expected.length)
        effect.tally.expected[at] = (effect.tally.expected[at] ?? 0) + rate * meanLoss * (1 - share * effect.magnitude);
    }
    years[year] = loss;
  }
  return all;
}

/** The threat events that each year of a block expects. */
function frequenciesOf({ frequency }: Scenario, { years, from, place, seed, mixed }: Block): Float64Array {
  const block = from / BLOCK;
  const drawn = new Float64Array(years.length);
  if (mixed === null) {
    const stream = streamOf(seed, place, FREQUENCY, block);
    return drawn.map(() => frequency.draw(stream));
  }
  mixed.forEach((weight, other) => {
    if (weight === 0) return;
    const stream = streamOf(seed, other, FREQUENCY, block);
    for (let year = 0; year < drawn.length; year++)
      drawn[year] = (drawn[year] ?? 0) + weight * normalQuantile(stream.unit());
  });
  return drawn.map((score) => frequency.fromScore(score));
}

function magnitudeOf(losses: readonly Loss[], stream: { unit(): number }): number {
  let sum = 0;
  for (const { magnitude, probability } of losses) {
    if (probability !== null && stream.unit() >= asChance(probability.draw(stream))) continue;
    sum += magnitude.draw(stream);
  }
  return sum;
}

function asChance(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function preparedOf({ scenarios, treatments = [] }: ScenariosDocument, tallies: readonly Tally[]): Scenario[] {
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
  return scenarios.map((scenario, place) => scenarioOf(scenario, `scenarios[${place}]`, tallies));
}

function scenarioOf(scenario: LossScenario, field: string, tallies: readonly Tally[]): Scenario {
  const frequency = notNegative(scenario.frequency, `${field}.frequency`);
  if (frequency.mean > MOST_MEAN_EVENTS)
    throw new Invalid(
      `${field}.frequency: more than ${MOST_MEAN_EVENTS} events a year are too many to simulate one by one. Give the loss of a year instead, with the frequency 1.`,
    );
  const losses = scenario.losses.map(({ magnitude, probability }, place): Loss => {
    return {
      magnitude: notNegative(magnitude, `${field}.losses[${place}].magnitude`),
      probability: probability === undefined ? null : samplerOf(probability),
    };
  });
  return {
    id: scenario.id,
    frequency,
    vulnerability: scenario.vulnerability === undefined ? null : samplerOf(scenario.vulnerability),
    losses,
    meanLoss: losses.reduce((sum, loss) => sum + meanOf(loss), 0),
    effects: tallies.flatMap((tally) =>
      tally.treatment.applies
        .filter((each) => each.scenario === scenario.id)
        .map(({ frequency: often = 1, vulnerability: open = 1, magnitude: much = 1 }): Effect => {
          return { tally, frequency: often, vulnerability: open, magnitude: much };
        }),
    ),
  };
}

function meanOf({ magnitude, probability }: Loss): number {
  return magnitude.mean * (probability === null ? 1 : asChance(probability.mean));
}

/** Of a chance below a millionth nothing is said: a lognormal is above 0 everywhere. */
const LEAST = 1e-6;

function notNegative(given: Distribution, field: string): Sampler {
  const sampler = samplerOf(given);
  if (sampler.quantile(LEAST) < 0) throw new Invalid(`${field}: it must not be negative.`);
  if (!Number.isFinite(sampler.mean)) throw new Invalid(`${field}: its mean is too large for a number.`);
  return sampler;
}

/** The mean year is a product of means: each input alone at its 5th and its 95th percentile, the others at their mean. */
function sensitivityOf(scenarios: readonly Scenario[]): LossDocument['sensitivity'] {
  const swings = scenarios.flatMap(({ id, frequency, vulnerability, losses, meanLoss }) => {
    const often = frequency.mean;
    const open = vulnerability === null ? 1 : asChance(vulnerability.mean);
    const rangeOf = (sampler: Sampler, bound: (value: number) => number = (value) => value) =>
      bound(sampler.quantile(0.95)) - bound(sampler.quantile(0.05));
    return [
      { input: `${id}.frequency`, swing: rangeOf(frequency) * open * meanLoss },
      ...(vulnerability === null
        ? []
        : [{ input: `${id}.vulnerability`, swing: often * rangeOf(vulnerability, asChance) * meanLoss }]),
      ...losses.flatMap(({ magnitude, probability }, place) => [
        {
          input: `${id}.losses[${place}].magnitude`,
          swing: often * open * (probability === null ? 1 : asChance(probability.mean)) * rangeOf(magnitude),
        },
        ...(probability === null
          ? []
          : [
              {
                input: `${id}.losses[${place}].probability`,
                swing: often * open * magnitude.mean * rangeOf(probability, asChance),
              },
            ]),
      ]),
    ];
  });
  return swings.filter(({ swing }) => swing > 0).toSorted((a, b) => b.swing - a.swing || (a.input < b.input ? -1 : 1));
}
