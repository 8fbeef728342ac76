// What each year is expected to lose, given what is drawn for how often something happens and how likely it succeeds: the years of `quantify`, to the
// byte, without the events and what each of them costs. What does not change from one question to the next is drawn once.
import type { LossScenario, ScenariosDocument } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { modelOf, type Scenario } from './model.ts';
import { quantile } from './summary.ts';
import { allScores, expectedRates, INTERVAL_YEARS, partsOf, type Simulation } from './years.ts';

/** Drawn rates that are kept of each scenario. */
const KEPT = 4;

/** Asks for the mean year of documents that differ in some of their scenarios. */
export class MeanYears {
  readonly #simulation: Simulation;
  /** By place of the scenario, and what was drawn for: loss events that each year expects. */
  readonly #drawn = new Map<number, Map<string, Float64Array>>();
  /** Of the correlation that was asked for last. */
  #correlation = '';
  #scores: Float64Array[] | null = null;

  /** `trials`: years; those of an interval at most. */
  constructor({ trials, seed }: Simulation) {
    this.#simulation = { trials: Math.min(trials, INTERVAL_YEARS), seed };
  }

  /** 5th and 95th percentile over the years: the interval of a treatment that leaves nothing of any scenario. Throws Invalid as `quantify` does. */
  interval(document: ScenariosDocument): [low: number, high: number] {
    const model = modelOf(document);
    const correlation = canonicalJson(model.correlation);
    if (correlation !== this.#correlation) {
      this.#drawn.clear();
      this.#scores = allScores(model, this.#simulation);
      this.#correlation = correlation;
    }
    const { trials } = this.#simulation;
    const all = new Float64Array(trials);
    // Part by part, as sums of years are formed.
    for (const { first, end } of partsOf(model.scenarios.length)) {
      const part = new Float64Array(trials);
      for (const scenario of model.scenarios.slice(first, end)) {
        const given = document.scenarios[scenario.place];
        if (given) addScaled(part, this.#ratesOf(scenario, given), scenario.meanLoss);
      }
      addScaled(all, part, 1);
    }
    all.sort();
    return [quantile(all, 0.05), quantile(all, 0.95)];
  }

  #ratesOf(scenario: Scenario, given: LossScenario): Float64Array {
    const { place } = scenario;
    // All but what an event costs.
    const key = canonicalJson({ ...given, losses: [] });
    const kept = this.#drawn.get(place) ?? new Map<string, Float64Array>();
    this.#drawn.set(place, kept);
    const rates = kept.get(key) ?? expectedRates(scenario, this.#simulation, this.#scores?.[place] ?? null);
    // The newest stands last.
    kept.delete(key);
    kept.set(key, rates);
    if (kept.size > KEPT) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    return rates;
  }
}

function addScaled(to: Float64Array, what: Float64Array, factor: number): void {
  for (let n = 0; n < to.length; n++) to[n] = (to[n] ?? 0) + (what[n] ?? 0) * factor;
}
