// The door of sensors/probe: the active scan, and what it takes to speak with a service in its manners.

export type { Association, Manner } from './association.ts';
export { Conversation } from './conversation.ts';
export { difference } from './difference.ts';
export { fingerprint } from './fingerprint.ts';
export { HOSTS } from './host-gate.ts';
export { requestAssociation } from './request-association.ts';
export type { ScanTotals } from './run-scan.ts';
export { runScan } from './run-scan.ts';
export type { Permission, ProbeRecord, ScanPlan, ScanSink } from './scan-plan.ts';
export { DEFAULT_PATIENCE, DEFAULT_PORTS, scanPlan } from './scan-plan.ts';
export type { SearchAnswer } from './search.ts';
export { search } from './search.ts';
export { Transcript } from './transcript.ts';
export { connect, pause } from './visit.ts';
