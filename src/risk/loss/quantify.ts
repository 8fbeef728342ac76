// Years of losses, simulated: how often something happens, what it costs, and what a treatment would change. docs/risk-model.md states the
// model with worked numbers.
import type { LossDocument, ScenariosDocument, Treatment } from '#contracts/index.ts';
import { samplerOf } from './distribution.ts';
import { type LossModel, modelOf } from './model.ts';
import { sensitivityOf } from './sensitivity.ts';
import { quantile, summaryOf } from './summary.ts';
import { INTERVAL_YEARS, type PartOutcome, partsOf, type Saving, type Simulation, simulatePart } from './years.ts';

/** The losses of the scenarios, alone and together, worked out at once; `progress` is called now and then with the share that is done and ends it
 * by throwing. Throws Invalid with the name of the field that cannot be. */
export function quantify(
  document: ScenariosDocument,
  { trials, seed, progress }: Simulation & { readonly progress?: (done: number) => void },
): LossDocument {
  const model = modelOf(document);
  const total = totalOf(model, { trials, seed });
  const parts = partsOf(model.scenarios.length);
  for (const [place, part] of parts.entries()) {
    const years = simulatePart(model, { trials, seed }, part);
    let step = years.next();
    for (; step.done !== true; step = years.next()) progress?.((place + step.value) / parts.length);
    total.add(step.value);
  }
  return total.document();
}

/** Puts the parts of a document together. */
export interface Total {
  /** Takes the next part, in the order of `partsOf`. */
  add(part: PartOutcome): void;
  /** What all parts came to. */
  document(): LossDocument;
}

/** The sum of all parts, which begins empty. */
export function totalOf(model: LossModel, { trials, seed }: Simulation): Total {
  const together = new Float64Array(trials);
  const scenarios: PartOutcome['scenarios'] = [];
  const savings = model.treatments.map((treatment, place): Saving & { readonly treatment: Treatment } => {
    return { treatment, place, saved: 0, expected: new Float64Array(Math.min(trials, INTERVAL_YEARS)) };
  });
  return {
    add(part) {
      scenarios.push(...part.scenarios);
      addTo(together, part.together);
      for (const { place, saved, expected } of part.treatments) {
        const saving = savings[place];
        if (!saving) continue;
        saving.saved += saved;
        addTo(saving.expected, expected);
      }
    },
    document() {
      return {
        schema: 'dosimeter.loss/1',
        seed,
        trials,
        currency: model.document.currency,
        portfolio: summaryOf(together),
        scenarios,
        treatments: savings.map(({ treatment, saved, expected }) => {
          const meanReduction = saved / trials;
          const cost = samplerOf(treatment.cost).mean;
          expected.sort();
          const reductionInterval: [number, number] = [quantile(expected, 0.05), quantile(expected, 0.95)];
          return { id: treatment.id, meanReduction, cost, netBenefit: meanReduction - cost, reductionInterval };
        }),
        sensitivity: sensitivityOf(model.scenarios),
      };
    },
  };
}

function addTo(sum: Float64Array, part: Float64Array): void {
  for (let n = 0; n < sum.length; n++) sum[n] = (sum[n] ?? 0) + (part[n] ?? 0);
}
