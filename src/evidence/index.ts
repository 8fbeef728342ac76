// The door of evidence: facts with their provenance, clearances, scans and the log of every probe.
export type { Recorded } from './facts.store.ts';
export { currentFacts, exportFacts, factHistory, factSpan, factsOf, recordFacts } from './facts.store.ts';
