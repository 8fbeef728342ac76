// The door of knowledge: what the world knows, dated and with its sources. Pure.
export type { Knowledge } from './built-in.ts';
export { builtInKnowledge, builtInLifecycles, knowledgeAsOf } from './built-in.ts';
export { toFormattedString, toUri } from './cpe/bind-cpe.ts';
export type { AttributeRelation, NameRelation, TargetWildcards } from './cpe/match-cpe.ts';
export { compareCpe, matchCpe, relationOf } from './cpe/match-cpe.ts';
export type { ParsedCpe } from './cpe/parse-cpe.ts';
export { parseCpe } from './cpe/parse-cpe.ts';
export type { Attribute, WellFormedName } from './cpe/well-formed-name.ts';
export { defaultTitleOf, defaultTitles } from './default-title-of.ts';
export type { Certainty, Cycle, CycleOrigin, Edition, LifecycleSource, Product } from './lifecycle.ts';
export { cycleFromRow } from './lifecycle.ts';
export type { LifecycleVerdict, Standing } from './lifecycle-of.ts';
export { lifecycleOf } from './lifecycle-of.ts';
export { makerOfMac } from './mac-maker.ts';
export type { OperatingSystem } from './system-reading.ts';
export type { CycleRow } from './windows-cycles.data.ts';
