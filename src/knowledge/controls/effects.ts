// What a control does to scenarios: read from the threats library, which alone holds the factors.
import type { Control, ScenarioEffect, ThreatScenario } from '#contracts/index.ts';

/**
 * The effects of a control: for each scenario that a control of the threats library lowers and that this one brings, the factors
 * that stand in the library. A control that only takes part in one (`partOf`) has no effect of its own.
 */
export function effectsOf({ brings }: Control, scenarios: readonly ThreatScenario[]): ScenarioEffect[] {
  return scenarios.flatMap((scenario) =>
    scenario.controls
      .filter(({ id }) => brings.includes(id))
      .map(({ id, frequency, vulnerability, magnitude, harm }) => ({
        scenario: scenario.id,
        control: id,
        ...(frequency === undefined ? {} : { frequency }),
        ...(vulnerability === undefined ? {} : { vulnerability }),
        ...(magnitude === undefined ? {} : { magnitude }),
        ...(harm === undefined ? {} : { harm }),
      })),
  );
}

/** The ids of all controls that scenarios name. */
export function threatControlIds(scenarios: readonly ThreatScenario[]): ReadonlySet<string> {
  return new Set(scenarios.flatMap(({ controls }) => controls.map(({ id }) => id)));
}
