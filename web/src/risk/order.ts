// What comes first: who reaches a person, whatever it costs; then what costs most.
import {
  ACCEPTABILITIES,
  type HarmPlacement,
  PROBABILITY_BANDS,
  type RiskScenario,
  threats,
} from '#contracts/index.ts';

/** How bad a placement is, to compare two; what nobody knows stands with the worst that it may be. */
function weight({ acceptability, acceptabilityRange, severity, band, bandRange }: HarmPlacement): number[] {
  return [
    ACCEPTABILITIES.indexOf(acceptability ?? acceptabilityRange[1]),
    threats.HARM_SEVERITIES.indexOf(severity),
    -PROBABILITY_BANDS.indexOf(band ?? bandRange[1]),
  ];
}

/** Below 0 when the first is worse. */
function compareHarm(a: HarmPlacement, b: HarmPlacement): number {
  const [first, second] = [weight(a), weight(b)];
  for (const [at, value] of first.entries()) {
    const other = second[at] ?? 0;
    if (value !== other) return other - value;
  }
  return 0;
}

/** Scenarios that reach a person first, the worst harm of today first; then the others by the mean year of today. */
export function peopleFirst(scenarios: readonly RiskScenario[]): RiskScenario[] {
  return [...scenarios].sort((a, b) => {
    if (a.reachesPerson !== b.reachesPerson) return a.reachesPerson ? -1 : 1;
    const byHarm = a.reachesPerson ? compareHarm(a.harm.today, b.harm.today) : 0;
    return byHarm || b.loss.today.mean - a.loss.today.mean || (a.id < b.id ? -1 : 1);
  });
}
