// The door of knowledge: what the world knows, dated and with its sources. Pure.
export type { Knowledge } from './built-in.ts';
export { builtInKnowledge, builtInLifecycles, knowledgeAsOf } from './built-in.ts';
export { defaultTitleOf, defaultTitles } from './default-title-of.ts';
export type { Certainty, Cycle, CycleOrigin, Edition, LifecycleSource, Product } from './lifecycle.ts';
export { cycleFromRow } from './lifecycle.ts';
export type { LifecycleVerdict, Standing } from './lifecycle-of.ts';
export { lifecycleOf } from './lifecycle-of.ts';
export { makerOfMac } from './mac-maker.ts';
export type { OperatingSystem } from './system-reading.ts';
export type { CycleRow } from './windows-cycles.data.ts';
