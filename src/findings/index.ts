// The door of findings: a device against knowledge and rules, with reasons. Pure.
export type { DeviceSnapshot } from './device-snapshot.ts';
export type { DoFirst } from './do-first.ts';
export { doFirst, isOpen } from './do-first.ts';
export { compareFindings, judge } from './judge.ts';
export { ORDER } from './priority.ts';
export type { JudgeContext } from './review.ts';
export type { RuleId } from './rule-table.ts';
export { RULES } from './rule-table.ts';
