// The second door of inventory: its types and pure functions, free of the store.
export type { Belief } from './believe.ts';
export { believe, believeAll } from './believe.ts';
export type { Classification, Clues, DeviceKind } from './classify.ts';
export { classify, DEVICE_KINDS, kindIn } from './classify.ts';
export type { CriticalityScore, StatedCriticality } from './criticality.ts';
export { criticalityOf, criticalityScore } from './criticality.ts';
export type { BelievedSystem } from './describe-device.ts';
export type { DeviceSnapshot } from './device-snapshot.ts';
export { fullestDays } from './dose-days.ts';
export type { SightingContext } from './endpoint-facts.ts';
export { endpointFacts } from './endpoint-facts.ts';
export { exposureRank, highestRung, NEVER_OBSERVED, rungOf } from './exposure-rank.ts';
export type { Hardening, HardeningBelief, HardeningFigure } from './hardening-of.ts';
export { hardeningOf, NO_HARDENING } from './hardening-of.ts';
export { isUnitMac, serialKey } from './marks.ts';
export type { Mds2Head, Mds2Link, Promises } from './mds2-link.ts';
export { couldFit, supersededBy, versionsOf } from './mds2-link.ts';
export { modalityIn } from './modality.ts';
export type { SystemParts } from './operating-system.ts';
export { readOperatingSystem } from './operating-system.ts';

export { compareAddresses, zoneOf } from './zone-of.ts';
