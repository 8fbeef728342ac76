// What the mean year hangs on. It is a product of means, so that one input alone moves it along a straight line.
import type { LossDocument } from '#contracts/index.ts';
import type { Sampler } from './distribution.ts';
import { asChance, meanChance, type Scenario } from './model.ts';

/** Each input alone at its 5th and its 95th percentile, the others at their mean; the widest first. */
export function sensitivityOf(scenarios: readonly Scenario[]): LossDocument['sensitivity'] {
  const swings = scenarios.flatMap(({ id, frequency, vulnerability, losses, meanLoss }) => {
    const often = frequency.mean;
    const open = meanChance(vulnerability);
    return [
      { input: `${id}.frequency`, swing: rangeOf(frequency) * open * meanLoss },
      ...(vulnerability === null
        ? []
        : [{ input: `${id}.vulnerability`, swing: often * rangeOf(vulnerability, asChance) * meanLoss }]),
      ...losses.flatMap(({ magnitude, probability }, place) => [
        {
          input: `${id}.losses[${place}].magnitude`,
          swing: often * open * meanChance(probability) * rangeOf(magnitude),
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

function rangeOf(sampler: Sampler, bound: (value: number) => number = (value) => value): number {
  return bound(sampler.quantile(0.95)) - bound(sampler.quantile(0.05));
}
