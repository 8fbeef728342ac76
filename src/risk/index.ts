// The door of risk: what could happen, to whom, and what it would cost.
export type { RiskRun } from './assessment/assess-risk.ts';
export { assessRisk } from './assessment/assess-risk.ts';
export { riskFigures } from './assessment/figures.ts';
export { planFor } from './assessment/plan-for.ts';
export type { ResolvedSettings } from './assessment/settings.ts';
export { resolveSettings } from './assessment/settings.ts';
export { WhatIf } from './assessment/what-if.ts';
export type { Estimate, HarmInput, HarmSeverityEstimate } from './harm/matrix.ts';
export { bandOf, byHarmFirst, harmSeverityOf, placeHarm, readHarmMatrix, yearlyChance } from './harm/matrix.ts';
export { quantify } from './loss/quantify.ts';
export { evaluate } from './plan/evaluate.ts';
export { plan } from './plan/plan.ts';
export { techniqueName, techniqueSource } from './threats/check-scenario.ts';
export type { ScenarioFile, ThreatLibrary } from './threats/library.ts';
export { libraryOf, OURS } from './threats/library.ts';
