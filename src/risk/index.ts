// The door of risk: what could happen, to whom, and what it would cost.
export { earlierOf } from './assessment/achieved.ts';
export type { RiskRun } from './assessment/assess-risk.ts';
export { assessRisk } from './assessment/assess-risk.ts';
export { changedSince } from './assessment/changed-since.ts';
export { countsToUse } from './assessment/counted-patients.ts';
export { checkCurrency, rateBetween } from './assessment/currency.ts';
export { datedWays } from './assessment/dated-ways.ts';
export { digestsOf } from './assessment/digests-of.ts';
export type { DoneChange } from './assessment/done-states.ts';
export { changedBy, doneChange, isNewer, pairOf } from './assessment/done-states.ts';
export { riskFigures, riskFiguresToEdit } from './assessment/figures.ts';
export { planFor } from './assessment/plan-for.ts';
export type { ResolvedSettings } from './assessment/settings.ts';
export { resolveSettings } from './assessment/settings.ts';
export { WhatIf } from './assessment/what-if.ts';
export type { Rater, ScenarioDefaults } from './harm/elicitation.ts';
export { defaultsOf, elicit, estimateOf } from './harm/elicitation.ts';
export type { HarmInput, HarmSeverityEstimate } from './harm/matrix.ts';
export { bandOf, byHarmFirst, harmSeverityOf, placeHarm, readHarmMatrix, yearlyChance } from './harm/matrix.ts';
export type { LossModel } from './loss/model.ts';
export { modelOf } from './loss/model.ts';
export type { Total } from './loss/quantify.ts';
export { quantify, totalOf } from './loss/quantify.ts';
export type { Part, PartOutcome, Simulation } from './loss/years.ts';
export { bytesFor, drawsOf, partsOf, simulatePart } from './loss/years.ts';
export type { PathsOptions } from './paths/assess-paths.ts';
export { assessPaths, DEFAULT_CUT } from './paths/assess-paths.ts';
export type { AttackGraphOptions, ChangeRef, TargetFigure } from './paths/attack-graph.ts';
export { AttackGraph } from './paths/attack-graph.ts';
export { readNetwork } from './paths/read-network.ts';
export { evaluate, evaluatorOf } from './plan/evaluate.ts';
export { plan } from './plan/plan.ts';
export type { AllowList } from './segmentation/allow-list.ts';
export { allowListOf } from './segmentation/allow-list.ts';
export { segmentationOf } from './segmentation/document.ts';
export { dryRun } from './segmentation/dry-run.ts';
export type { Hanging } from './segmentation/exams.ts';
export { conversationsOf, hangingOn } from './segmentation/exams.ts';
export type {
  ConfiguredRelation,
  OpenService,
  RecordedFlow,
  SegmentationInput,
  SegmentationOptions,
  SegmentDevice,
  SegmentZone,
} from './segmentation/input.ts';
export { USUAL_OPTIONS } from './segmentation/input.ts';
export { nothingKnown } from './segmentation/nothing-known.ts';
export { Places } from './segmentation/places.ts';
export type { Closing, WouldCut } from './segmentation/prove.ts';
export { addressesOf, proveNoneCut, wouldCut } from './segmentation/prove.ts';
export { renderRules } from './segmentation/render/render-rules.ts';
export { techniqueName, techniqueSource } from './threats/check-scenario.ts';
export type { ScenarioFile, ThreatLibrary } from './threats/library.ts';
export { libraryOf, OURS } from './threats/library.ts';
