// The door of risk: what could happen, to whom, and what it would cost.
export type { Rater, ScenarioDefaults } from './harm/elicitation.ts';
export { defaultsOf, elicit, estimateOf } from './harm/elicitation.ts';
export type { HarmInput, HarmSeverityEstimate } from './harm/matrix.ts';
export { bandOf, byHarmFirst, harmSeverityOf, placeHarm, readHarmMatrix, yearlyChance } from './harm/matrix.ts';
export { quantify } from './loss/quantify.ts';
export { techniqueName } from './threats/check-scenario.ts';
export type { ScenarioFile, ThreatLibrary } from './threats/library.ts';
export { libraryOf, OURS } from './threats/library.ts';
