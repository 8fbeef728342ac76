// The plan's figures with their ranges: what is left of the loss after each step, and of each point of the frontier, over what is not known of how
// often and how likely. All sets are held against the same simulated years (common random numbers), so that a range falls as the loss does.
import type { LossDocument, PlanDocument, PlanModel, Treatment } from '#contracts/index.ts';
import { evaluatorOf } from '../plan/evaluate.ts';

type Interval = [number, number];

/** Sets of actions of a plan, as treatments that would save just what each set leaves: the interval of that saving is that of what is left. */
export class Leaves {
  readonly treatments: readonly Treatment[];
  readonly #plan: PlanDocument;
  readonly #idOf = new Map<string, string>();

  constructor(model: PlanModel, plan: PlanDocument) {
    this.#plan = plan;
    const evaluate = evaluatorOf(model);
    const sets = [...stepsOf(plan), ...plan.frontier.map(({ actions }) => actions)];
    const treatments: Treatment[] = [];
    for (const ids of sets) {
      const key = keyOf(ids);
      if (this.#idOf.has(key)) continue;
      const id = `left after ${this.#idOf.size}`;
      this.#idOf.set(key, id);
      const applies = evaluate(ids).scenarios.flatMap(({ id: scenario, lossToday, lossAfter }) => {
        const share = lossToday > 0 ? Math.min(1, Math.max(0, lossAfter / lossToday)) : 0;
        return share > 0 ? [{ scenario, frequency: 1 - share }] : [];
      });
      if (applies.length > 0) treatments.push({ id, cost: 0, applies });
    }
    this.treatments = treatments;
  }

  /** The plan with the ranges that the simulated years gave its sets. */
  within(years: Pick<LossDocument, 'treatments'>): PlanDocument {
    const found = new Map(years.treatments.map(({ id, reductionInterval }) => [id, reductionInterval]));
    const of = (ids: readonly string[]): Interval => {
      const [low, high] = found.get(this.#idOf.get(keyOf(ids)) ?? '') ?? [0, 0];
      return [low, high];
    };
    const steps = stepsOf(this.#plan);
    const { today, after, chosen, frontier } = this.#plan;
    return {
      ...this.#plan,
      today: { ...today, interval: of([]) },
      after: { ...after, interval: of(steps.at(-1) ?? []) },
      chosen: chosen.map((step, n) => ({
        ...step,
        beforeInterval: of(steps[n] ?? []),
        afterInterval: of(steps[n + 1] ?? []),
      })),
      frontier: frontier.map((point) => ({ ...point, interval: of(point.actions) })),
    };
  }
}

/** What is done before the first step, after it, after the second, and so on. */
function stepsOf({ chosen }: PlanDocument): string[][] {
  const ids = chosen.map(({ action }) => action);
  return [[], ...ids.map((_, n) => ids.slice(0, n + 1))];
}

function keyOf(ids: readonly string[]): string {
  return ids.toSorted().join('\n');
}
