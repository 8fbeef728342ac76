// The door of sensors/probe: the active scan.
export type { EndpointDifference } from './difference.ts';
export { difference } from './difference.ts';
export type { ScanTotals } from './run-scan.ts';
export { runScan } from './run-scan.ts';
export type {
  Concurrency,
  Patience,
  Permission,
  ProbeRecord,
  ScanDeps,
  ScanPlan,
  ScanProgress,
  ScanSink,
  ScanTarget,
} from './scan-plan.ts';
export {
  DEFAULT_CONCURRENCY,
  DEFAULT_PATIENCE,
  DEFAULT_PORTS,
  IMAGING_PORTS,
  scanPlan,
} from './scan-plan.ts';
export { SERVICE_PORTS } from './service-ports.ts';
