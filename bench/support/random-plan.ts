// Random models of plans: losses of very different sizes, costs that hang together with what they bring, and pairs that close a way only together.
import type { PlanModel } from '#contracts/index.ts';
import { seededRandom } from '#kit/index.ts';

interface Size {
  readonly actions: number;
  readonly scenarios: number;
  readonly seed: number;
}

const ROLES = ['network', 'pacs', 'biomed', 'maker', 'owner'];

/** A model of this size; the same seed gives the same one. */
export function randomPlan({ actions, scenarios, seed }: Size): PlanModel {
  const random = seededRandom(seed, 5);
  const between = (low: number, high: number) => low + (high - low) * random.unit();
  const powerOf = (low: number, high: number) => Math.round(10 ** between(low, high));
  const scenarioAt = () => `s${random.below(scenarios)}`;
  const actionAt = () => `a${random.below(actions)}`;
  const effects: PlanModel['effects'] = [];
  for (let n = 0; n < actions; n++) {
    for (let times = 1 + random.below(4); times > 0; times--) {
      const kind = (['frequency', 'vulnerability', 'magnitude'] as const)[random.below(3)] ?? 'frequency';
      effects.push({ actions: [`a${n}`], scenario: scenarioAt(), [kind]: between(0.55, 0.99) });
    }
  }
  for (let n = 0; n < actions / 6; n++) {
    const together = new Set([actionAt(), actionAt(), ...(random.below(3) === 0 ? [actionAt()] : [])]);
    if (together.size > 1)
      effects.push({ actions: [...together], scenario: scenarioAt(), frequency: between(0.05, 0.5) });
  }
  const needs = Array.from({ length: actions }, (_, n) =>
    n > 0 && random.below(8) === 0 ? [`a${random.below(n)}`] : [],
  );
  // Only what needs nothing excludes, and only what needs nothing: so nothing needs two that exclude each other.
  const roots = needs.flatMap((others, n) => (others.length === 0 ? [n] : []));
  const excludesOf = (n: number) => {
    const other = roots[random.below(roots.length)] ?? n;
    return needs[n]?.length === 0 && other !== n && random.below(12) === 0 ? [`a${other}`] : [];
  };
  return {
    currency: 'USD',
    scenarios: Array.from({ length: scenarios }, (_, n) => ({
      id: `s${n}`,
      meanLoss: powerOf(3.5, 6),
      harm: random.below(3) === 0 ? { severity: random.below(5), probability: between(0.001, 0.2) } : null,
    })),
    actions: Array.from({ length: actions }, (_, n) => ({
      id: `a${n}`,
      name: `Action ${n}`,
      cost: powerOf(2, 4.7),
      yearlyCost: random.below(4) === 0 ? powerOf(1, 3.3) : 0,
      days: Math.round(between(0, 20) * 2) / 2,
      ownerRole: ROLES[random.below(ROLES.length)] ?? 'owner',
      needs: needs[n] ?? [],
      excludes: excludesOf(n),
    })),
    effects,
  };
}
