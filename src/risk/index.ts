// The door of risk: what could happen, and what it would cost.
export type { LossModel } from './loss/model.ts';
export { modelOf } from './loss/model.ts';
export type { Total } from './loss/quantify.ts';
export { quantify, totalOf } from './loss/quantify.ts';
export type { Part, PartOutcome, Simulation } from './loss/years.ts';
export { bytesFor, drawsOf, partsOf, simulatePart } from './loss/years.ts';
