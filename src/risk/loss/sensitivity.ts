// What the mean year hangs on: it is a product of means, so that each input alone moves it in a way that can be worked out.
import type { LossDocument } from '#contracts/index.ts';
import type { Sampler } from './distribution.ts';
import { asChance, meanChance, type Scenario } from './model.ts';

/** The mean loss of a year, in closed form. */
export function meanYearOf({ frequency, action, vulnerability, meanLoss }: Scenario): number {
  return frequency.mean * meanChance(action) * meanChance(vulnerability) * meanLoss;
}

interface Input {
  readonly input: string;
  readonly sampler: Sampler;
  /** The mean year of the scenario when the input has this value. */
  readonly at: (value: number) => number;
}

/** Each input alone at its 5th and its 95th percentile, the others at their mean; the widest first. */
export function sensitivityOf(scenarios: readonly Scenario[]): LossDocument['sensitivity'] {
  const all = scenarios.reduce((sum, scenario) => sum + meanYearOf(scenario), 0);
  const swings = scenarios.flatMap((scenario) => {
    const others = all - meanYearOf(scenario);
    return inputsOf(scenario).map(({ input, sampler, at }) => {
      const [first, last] = [at(sampler.quantile(0.05)), at(sampler.quantile(0.95))];
      return { input, swing: Math.abs(last - first), low: others + first, high: others + last };
    });
  });
  return swings.filter(({ swing }) => swing > 0).toSorted((a, b) => b.swing - a.swing || (a.input < b.input ? -1 : 1));
}

function inputsOf({ id, frequency, action, vulnerability, contest, losses, meanLoss }: Scenario): Input[] {
  const [often, acts, open] = [frequency.mean, meanChance(action), meanChance(vulnerability)];
  const inputs: Input[] = [
    {
      input: `${id}.${action === null ? 'frequency' : 'contactFrequency'}`,
      sampler: frequency,
      at: (value) => value * acts * open * meanLoss,
    },
  ];
  if (action !== null)
    inputs.push({
      input: `${id}.probabilityOfAction`,
      sampler: action,
      at: (value) => often * asChance(value) * open * meanLoss,
    });
  if (contest !== null) {
    const { capability, resistance } = contest;
    const events = often * acts * meanLoss;
    inputs.push(
      { input: `${id}.capability`, sampler: capability, at: (value) => events * resistance.upTo(value) },
      { input: `${id}.resistance`, sampler: resistance, at: (value) => events * (1 - capability.upTo(value)) },
    );
  } else if (vulnerability !== null)
    inputs.push({
      input: `${id}.vulnerability`,
      sampler: vulnerability,
      at: (value) => often * acts * asChance(value) * meanLoss,
    });
  const events = often * acts * open;
  for (const [place, { magnitude, probability }] of losses.entries()) {
    const chance = meanChance(probability);
    const others = meanLoss - magnitude.mean * chance;
    inputs.push({
      input: `${id}.losses[${place}].magnitude`,
      sampler: magnitude,
      at: (value) => events * (others + value * chance),
    });
    if (probability !== null)
      inputs.push({
        input: `${id}.losses[${place}].probability`,
        sampler: probability,
        at: (value) => events * (others + magnitude.mean * asChance(value)),
      });
  }
  return inputs;
}
