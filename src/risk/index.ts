// The door of risk: what could happen, and what it would cost.
export { quantify } from './loss/quantify.ts';
export { techniqueName, techniqueSource } from './threats/check-scenario.ts';
export type { ScenarioFile, ThreatLibrary } from './threats/library.ts';
export { libraryOf, OURS } from './threats/library.ts';
