// The door of evidence: facts with their provenance, clearances, scans and the log of every probe.
export type { ClearanceInput } from './clearances.store.ts';
export {
  addClearance,
  clearanceRules,
  listClearances,
  removeClearance,
  removeLetterClearances,
} from './clearances.store.ts';
export type { Recorded } from './facts.store.ts';
export {
  currentFacts,
  everStatedOfAddresses,
  exportFacts,
  factHistory,
  factSpan,
  factsByIds,
  factsOf,
  forgetSubject,
  recordFacts,
  seriesOf,
} from './facts.store.ts';
export type { ProbeEntry } from './probe-log.store.ts';
export { readProbes, recordProbes } from './probe-log.store.ts';
export type { ScanDetail, ScanEnd, ScanList, ScanRecord, ScanStart } from './scans.store.ts';
export {
  addScanEndpoints,
  finishScan,
  latestScan,
  listScans,
  markCutScans,
  scanDetail,
  scanEndpoints,
  scanRecord,
  startScan,
} from './scans.store.ts';
export type { SourceEntry } from './sources.store.ts';
export { listSources, recordSource, sourcesBehind } from './sources.store.ts';
