// What each action changes in the simulated years, alone, and the plan as a whole.
import type { Treatment } from '#contracts/index.ts';
import type { Action } from './actions-of.ts';
import type { Case, Standing } from './case-of.ts';
import { ALL } from './loss-document.ts';
import type { Effects } from './prepared.ts';

/** By action: it alone, and the whole plan together as `ALL`. */
export function treatmentsOf(
  cases: readonly Case[],
  actions: readonly Action[],
  { single }: Effects,
  now: ReadonlyMap<string, Standing>,
  after: ReadonlyMap<string, Standing>,
): ReadonlyMap<string, Treatment> {
  const known = new Set(cases.map(({ threat }) => threat.id));
  const alone = actions.flatMap(({ id, factors }): (readonly [string, Treatment['applies']])[] => {
    const applies = [
      ...factors
        .filter(({ scenario }) => known.has(scenario))
        .map(({ scenario, frequency, magnitude }) => ({ scenario, frequency, magnitude })),
      ...[...(single.get(id)?.factors ?? [])].flatMap(([scenario, frequency]) =>
        frequency < 1 - 1e-6 ? [{ scenario, frequency }] : [],
      ),
    ];
    return applies.length > 0 ? [[id, applies]] : [];
  });
  const eventsIn = (standing: Standing | undefined) => standing?.events.mode ?? 0;
  const costIn = (standing: Standing | undefined) => standing?.costs.reduce((sum, { mean }) => sum + mean, 0) ?? 0;
  const left = (before: number, rest: number) => (before > 0 ? rest / before : 1);
  const whole = cases.map(({ threat: { id } }) => {
    const [before, rest] = [now.get(id), after.get(id)];
    return {
      scenario: id,
      frequency: Math.min(1, left(eventsIn(before), eventsIn(rest))),
      magnitude: left(costIn(before), costIn(rest)),
    };
  });
  // Ids of actions may be longer than those of treatments.
  return new Map(
    [...alone, [ALL, whole] as const].map(([id, applies], n) => [id, { id: `action ${n + 1}`, cost: 0, applies }]),
  );
}
