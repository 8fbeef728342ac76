// The door of risk: what could happen, and what it would cost.
export { quantify } from './loss/quantify.ts';
export type { PathsOptions } from './paths/assess-paths.ts';
export { assessPaths, DEFAULT_CUT } from './paths/assess-paths.ts';
export type { AttackGraphOptions, ChangeRef, TargetFigure } from './paths/attack-graph.ts';
export { AttackGraph } from './paths/attack-graph.ts';
export { readNetwork } from './paths/read-network.ts';
