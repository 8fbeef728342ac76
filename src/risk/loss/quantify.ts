// Years of losses, simulated: how often something happens, what it costs, and what a treatment would change. docs/risk-model.md states the
// model with worked numbers.
import type { LossDocument, ScenariosDocument, Treatment } from '#contracts/index.ts';
import { samplerOf } from './distribution.ts';
import { informationOf } from './information.ts';
import { type LossModel, modelOf } from './model.ts';
import { sensitivityOf } from './sensitivity.ts';
import { quantile, summaryOf } from './summary.ts';
import { againstTolerance } from './tolerance.ts';
import { INTERVAL_YEARS, type PartOutcome, partsOf, type Saving, type Simulation, simulatePart } from './years.ts';

/** The losses of the scenarios, alone and together, worked out at once; `progress` is called now and then with the share that is done and ends it
 * by throwing. Throws Invalid with the name of the field that cannot be. */
export function quantify(
  document: ScenariosDocument,
  {
    trials,
    seed,
    progress,
    withInformation = true,
  }: Simulation & {
    readonly progress?: (done: number) => void;
    /** What each input is worth to know, which takes as long as many years. */
    readonly withInformation?: boolean;
  },
): LossDocument {
  const model = modelOf(document);
  const total = totalOf(model, { trials, seed }, withInformation);
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
export function totalOf(model: LossModel, { trials, seed }: Simulation, withInformation = true): Total {
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
      const portfolio = summaryOf(together);
      const { tolerance } = model.document;
      const information = withInformation ? informationOf(model) : [];
      return {
        schema: 'dosimeter.loss/1',
        seed,
        trials,
        currency: model.document.currency,
        portfolio,
        scenarios,
        treatments: savings.map(({ treatment, saved, expected }) => {
          const meanReduction = saved / trials;
          const cost = samplerOf(treatment.cost).mean;
          expected.sort();
          const reductionInterval: [number, number] = [quantile(expected, 0.05), quantile(expected, 0.95)];
          return { id: treatment.id, meanReduction, cost, netBenefit: meanReduction - cost, reductionInterval };
        }),
        sensitivity: sensitivityOf(model.scenarios),
        ...(information.length > 0 ? { information } : {}),
        ...(tolerance === undefined ? {} : { tolerance: againstTolerance(tolerance, together, portfolio.exceedance) }),
        ...(model.isRepaired ? { correlationRepair: repairOf(model) } : {}),
      };
    },
  };
}

/** Changes of a repaired correlation that are written down, and how small one may be. */
const [MOST_CHANGES, LEAST_CHANGE] = [20, 1e-9];

function repairOf({ document, correlation, scenarios }: LossModel): NonNullable<LossDocument['correlationRepair']> {
  let squares = 0;
  const changes: NonNullable<LossDocument['correlationRepair']>['changes'] = [];
  for (const [row, { id }] of scenarios.entries()) {
    for (const [column, { id: other }] of scenarios.slice(0, row).entries()) {
      const [from, to] = [document.correlation?.[row]?.[column] ?? 0, correlation?.[row]?.[column] ?? 0];
      squares += 2 * (to - from) * (to - from);
      if (Math.abs(to - from) > LEAST_CHANGE) changes.push({ scenarios: [other, id], from, to });
    }
  }
  // In the order of the scenarios where two are equal.
  changes.sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
  return { distance: Math.sqrt(squares), changes: changes.slice(0, MOST_CHANGES) };
}

function addTo(sum: Float64Array, part: Float64Array): void {
  for (let n = 0; n < sum.length; n++) sum[n] = (sum[n] ?? 0) + (part[n] ?? 0);
}
