// The door of sensors/probe: the active scan.
export { difference } from './difference.ts';
export { fingerprint } from './fingerprint.ts';
export type { ScanTotals } from './run-scan.ts';
export { runScan } from './run-scan.ts';
export type { Permission, ProbeRecord, ScanPlan, ScanSink } from './scan-plan.ts';
export { DEFAULT_PATIENCE, DEFAULT_PORTS, scanPlan } from './scan-plan.ts';
