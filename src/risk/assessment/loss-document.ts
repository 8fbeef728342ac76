// The scenarios of a site as they stand, as a document whose years are simulated (`dosimeter.scenarios/1`).
import type { LossScenario, RiskInputs, ScenariosDocument, Treatment } from '#contracts/index.ts';
import type { Case, Standing } from './case-of.ts';

/** What attackers do more of in one year they do more of in each of its scenarios: correlation of the frequencies (ours). */
const ATTACK_CORRELATION = 0.3;
/** The treatment that leaves nothing. */
export const ALL = 'all of it';

/** As a treatment that leaves nothing: what it saves is the mean year, with its interval. */
export function wholeOf(cases: readonly Case[]): Treatment {
  return { id: ALL, cost: 0, applies: cases.map(({ threat }) => ({ scenario: threat.id, frequency: 0 })) };
}

/** The scenarios as they stand, with what may be done. */
export function documentOf(
  { settings }: RiskInputs,
  cases: readonly Case[],
  standing: ReadonlyMap<string, Standing>,
  treatments: readonly Treatment[],
): ScenariosDocument {
  const scenarios = cases.map(
    ({ threat }): LossScenario => standing.get(threat.id)?.loss ?? { id: threat.id, frequency: 0, losses: [] },
  );
  const correlation = cases.map((one, n) =>
    cases.map((other, m) => (n === m ? 1 : isAttack(one) && isAttack(other) ? ATTACK_CORRELATION : 0)),
  );
  const losses = [...new Set(settings.tolerance.map(({ loss }) => loss))].sort((a, b) => a - b);
  return {
    currency: settings.currency,
    scenarios,
    correlation,
    treatments: [...treatments],
    ...(losses.length > 0 ? { tolerance: losses.map((loss): [number, number] => [loss, 0]) } : {}),
  };
}

function isAttack({ threat }: Case): boolean {
  return threat.entries.length > 0;
}
